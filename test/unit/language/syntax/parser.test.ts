import assert from 'node:assert/strict';
import { LineIndex } from '../../../../src/base/text';
import { blockParser, parse } from '../../../../src/language/syntax/parser';
import { textOf } from '../../../../src/language/syntax/queries';
import { dump } from './dump';
import { readFixtures } from './fixtures';

interface Row {
  readonly name: string;
  readonly text: string;
  /** Without the rows of `skip`, which the text starts with. */
  readonly nodes: readonly string[];
  readonly skip?: number;
}

const separators: Row[] = [
  { name: 'an empty text is one empty line', text: '', nodes: ['blank'] },
  { name: 'a line end starts one more line', text: '\n', nodes: ['blank', 'blank'] },
  { name: 'a byte order mark belongs to no line', text: '\uFEFF### a', nodes: ['separator title‹a›'] },
  { name: 'a title is trimmed', text: '###\t a  b ', nodes: ['separator title‹a  b›'] },
  { name: 'all leading number signs are the mark', text: '#####x#', nodes: ['separator title‹x#›'] },
  { name: 'two number signs are a comment', text: '## x', nodes: ['comment content‹# x›'] },
  { name: 'an indented separator is none', text: ' ###', nodes: ['indented meant:separator content‹###›'] },
  { name: 'blocks may be empty', text: '###\n###', nodes: ['separator title‹›', '--', 'separator title‹›'] },
  {
    name: 'a separator ends a body',
    text: '/a\n\nb\n### c',
    nodes: ['request-line target‹/a›', 'blank', 'body‹b›', '--', 'separator title‹c›'],
  },
  {
    name: 'a separator ends a script',
    text: '< {%\n### c',
    nodes: ['refused‹< {%› construct:request-script first', '--', 'separator title‹c›'],
  },
  {
    name: 'line ends may be mixed',
    text: '# a\r# b\r\n# c\n\r# d',
    nodes: ['comment content‹a›', 'comment content‹b›', 'comment content‹c›', 'blank', 'comment content‹d›'],
  },
];

const comments: Row[] = [
  { name: 'both marks', text: '#a\n//b', nodes: ['comment content‹a›', 'comment content‹b›'] },
  { name: 'one slash is a target', text: '/b', nodes: ['request-line target‹/b›'] },
  { name: 'a mark alone', text: '#\n//', nodes: ['comment content‹›', 'comment content‹›'] },
  {
    name: 'among the headers',
    text: '/\n# a\nB: c\n// @d\nE: f',
    skip: 1,
    nodes: ['comment content‹a›', 'header name‹B› colon value‹c›', 'directive name‹d› argument‹›', 'header name‹E› colon value‹f›'],
  },
  {
    name: 'not among the headers when indented',
    text: '/\n # a',
    skip: 1,
    nodes: ['indented meant:comment content‹# a›'],
  },
  { name: 'content in a body', text: '/\n\n# a\n// @b', skip: 2, nodes: ['body‹# a›', 'body‹// @b›'] },
  {
    name: 'comments again below an assertion',
    text: '/\n\na\n?? b\n# c\n# @d',
    skip: 3,
    nodes: ['assertion content‹b›', 'comment content‹c›', 'directive name‹d› argument‹›'],
  },
];

const directives: Row[] = [
  { name: 'with a blank', text: '# @name x', nodes: ['directive name‹name› argument‹x›'] },
  { name: 'with an equals sign', text: '# @name=x', nodes: ['directive name‹name› argument‹x›'] },
  { name: 'with both', text: '//@name = x y ', nodes: ['directive name‹name› argument‹x y›'] },
  { name: 'name as written', text: '# @No-Redirect', nodes: ['directive name‹No-Redirect› argument‹›'] },
  { name: 'two equals signs are argument', text: '# @if == 1', nodes: ['directive name‹if› argument‹== 1›'] },
  { name: 'other marks are argument', text: '# @name: x', nodes: ['directive name‹name› argument‹: x›'] },
  { name: 'a word must follow', text: '# @\n# @1\n# @ a', nodes: ['comment content‹@›', 'comment content‹@1›', 'comment content‹@ a›'] },
  { name: 'the at sign comes first', text: '# a @name', nodes: ['comment content‹a @name›'] },
];

const variables: Row[] = [
  { name: 'trimmed', text: '@a-b \t=  c d ', nodes: ['variable name‹a-b› operator:= value‹c d›'] },
  { name: 'tight', text: '@a=b=c', nodes: ['variable name‹a› operator:= value‹b=c›'] },
  { name: 'empty', text: '@a =', nodes: ['variable name‹a› operator:= value‹›'] },
  { name: 'indented', text: '  @a = b', nodes: ['variable name‹a› operator:= value‹b›'] },
  { name: 'refused operator', text: '@a := b', nodes: ['variable name‹a› operator::= value‹b›'] },
  { name: 'no operator', text: '@a b c', nodes: ['variable name‹a› operator:missing value‹b c›'] },
  { name: 'no name', text: '@\n@ = b', nodes: ['variable name‹› operator:missing value‹›', 'variable name‹› operator:= value‹b›'] },
  { name: 'a name that does not fit', text: '@a b = c', nodes: ['variable name‹a b› operator:= value‹c›'] },
  { name: 'among the headers it is a wrong header', text: '/\n@a = b:c', skip: 1, nodes: ['header name‹@a = b:c› value‹›'] },
  { name: 'content in a body', text: '/\n\n@a = b', skip: 2, nodes: ['body‹@a = b›'] },
  { name: 'below an assertion', text: '/\n?? a\n@b = c', skip: 2, nodes: ['variable name‹b› operator:= value‹c›'] },
];

const headers: Row[] = [
  { name: 'trimmed', text: '/\n  A-b :\t c: d  ', skip: 1, nodes: ['header name‹A-b› colon value‹c: d›'] },
  { name: 'empty value', text: '/\nA:', skip: 1, nodes: ['header name‹A› colon value‹›'] },
  { name: 'a reference as name', text: '/\n{{a}}: b', skip: 1, nodes: ['header name‹{{a}}› colon value‹b›'] },
  { name: 'no colon', text: '/\n a b ', skip: 1, nodes: ['header name‹a b› value‹›'] },
  { name: 'no name', text: '/\n: a', skip: 1, nodes: ['header name‹: a› value‹›'] },
  { name: 'a file above the blank line', text: '/\n< C:\\a', skip: 1, nodes: ['header name‹< C:\\a› value‹›'] },
  {
    name: 'the query goes on',
    text: '/\n?a=1\n  &b=2 \n# c\n&d=3',
    skip: 1,
    nodes: ['query content‹?a=1›', 'query content‹&b=2›', 'comment content‹c›', 'query content‹&d=3›'],
  },
  {
    name: 'the query does not go on below a header',
    text: '/\nA: b\n?t=1:2\n&c=3',
    skip: 2,
    nodes: ['header name‹?t=1:2› value‹›', 'header name‹&c=3› value‹›'],
  },
  { name: 'the query does not go on below a blank line', text: '/\n\n?a', skip: 2, nodes: ['body‹?a›'] },
  { name: 'a line of blanks ends them', text: '/\n \t\nA: b', skip: 1, nodes: ['blank', 'body‹A: b›'] },
];

const bodies: Row[] = [
  { name: 'blank lines above and inside are content', text: '/\n\n\na\n \nb', skip: 1, nodes: ['blank', 'body‹›', 'body‹a›', 'body‹ ›', 'body‹b›'] },
  { name: 'blank lines at the end are not', text: '/\n\na\n\n \n', skip: 2, nodes: ['body‹a›', 'blank', 'blank', 'blank'] },
  { name: 'blank lines above an assertion are not', text: '/\n\na\n\n?? b', skip: 2, nodes: ['body‹a›', 'blank', 'assertion content‹b›'] },
  { name: 'a file', text: '/\n\n< ./a b ', skip: 2, nodes: ['file encoding‹› path‹./a b›'] },
  { name: 'a file with variables', text: '/\n\n<@ a', skip: 2, nodes: ['file substitute encoding‹› path‹a›'] },
  { name: 'a file with an encoding', text: '/\n\n<@utf-16le a', skip: 2, nodes: ['file substitute encoding‹utf-16le› path‹a›'] },
  { name: 'a file without a path', text: '/\n\n< ', skip: 2, nodes: ['file encoding‹› path‹›'] },
  {
    name: 'not a file',
    text: '/\n\n<a>\n <  b\n<\n<@\n<utf-8 c',
    skip: 2,
    nodes: ['body‹<a>›', 'body‹ <  b›', 'body‹<›', 'body‹<@›', 'body‹<utf-8 c›'],
  },
];

const ends: Row[] = [
  { name: 'an assertion below the headers', text: '/\n??a\n?? b', skip: 1, nodes: ['assertion content‹a›', 'assertion content‹b›'] },
  { name: 'an assertion without text', text: '/\n\n??', skip: 2, nodes: ['assertion content‹›'] },
  { name: 'an indented assertion is content', text: '/\n\n ?? a', skip: 2, nodes: ['body‹ ?? a›'] },
  {
    name: 'text below an assertion would get lost',
    text: '/\n\na\n?? b\nc\nd\n\n?? e\nf',
    skip: 3,
    nodes: [
      'assertion content‹b›',
      'refused‹c› construct:text-after-body first',
      'refused‹d› construct:text-after-body',
      'blank',
      'assertion content‹e›',
      'refused‹f› construct:text-after-body first',
    ],
  },
  { name: 'an answer is saved', text: '/\n\na\n\n>> b c \n\n###', skip: 3, nodes: ['blank', 'save path‹b c›', 'blank', '--', 'separator title‹›'] },
  { name: 'an answer is saved over a file', text: '/\n>>!\ta', skip: 1, nodes: ['save overwrite path‹a›'] },
  { name: 'an answer is saved below an assertion', text: '/\n?? a\n>> b', skip: 2, nodes: ['save path‹b›'] },
  { name: 'the last of two saves', text: '/\n\n>> a\n>> b', skip: 2, nodes: ['body‹>> a›', 'save path‹b›'] },
  { name: 'a save above an assertion is content', text: '/\n\n>> a\n?? b', skip: 2, nodes: ['body‹>> a›', 'assertion content‹b›'] },
  { name: 'a save above a comment is content', text: '/\n\n>> a\n# b', skip: 2, nodes: ['body‹>> a›', 'body‹# b›'] },
  { name: 'not a save', text: '/\n\n>>\n >> a\n>>a', skip: 2, nodes: ['body‹>>›', 'body‹ >> a›', 'body‹>>a›'] },
  { name: 'a save without a path', text: '/\n\n>> ', skip: 2, nodes: ['save path‹›'] },
];

const refused: Row[] = [
  { name: 'on one line', text: '< {% a %}\n/b', nodes: ['refused‹< {% a %}› construct:request-script first', 'request-line target‹/b›'] },
  {
    name: 'on several lines',
    text: '<{%\n\n# a\n%} b\n/c',
    nodes: [
      'refused‹<{%› construct:request-script first',
      'refused‹› construct:request-script',
      'refused‹# a› construct:request-script',
      'refused‹%} b› construct:request-script',
      'request-line target‹/c›',
    ],
  },
  { name: 'the opening braces do not close', text: '> {%}', nodes: ['refused‹> {%}› construct:response-script first'] },
  { name: 'among the headers', text: '/\n> {% a %}\nB: c', skip: 1, nodes: ['refused‹> {% a %}› construct:response-script first', 'header name‹B› colon value‹c›'] },
  {
    name: 'below a body',
    text: '/\n\na\n\n> {%\n%}\n>> b',
    skip: 2,
    nodes: ['body‹a›', 'blank', 'refused‹> {%› construct:response-script first', 'refused‹%}› construct:response-script', 'save path‹b›'],
  },
  { name: 'indented it is content', text: '/\n\n > {% a %}', skip: 2, nodes: ['body‹ > {% a %}›'] },
  { name: 'a script file above', text: '< ./a.js\n/', nodes: ['refused‹< ./a.js› construct:request-script first', 'request-line target‹/›'] },
  { name: 'a script file below', text: '/\n\n> ./a.js', skip: 2, nodes: ['refused‹> ./a.js› construct:response-script first'] },
  { name: 'a script that is sent', text: '/\n\n< ./a.js', skip: 2, nodes: ['file encoding‹› path‹./a.js›'] },
  { name: 'a quotation', text: '/\n\n> see a.js\n> a', skip: 2, nodes: ['body‹> see a.js›', 'body‹> a›'] },
  { name: 'a stored answer', text: '/\n\n<> a.json', skip: 2, nodes: ['refused‹<> a.json› construct:response-reference first'] },
  { name: 'a fragment', text: '/\n\n<>\n<> a b\n<>a', skip: 2, nodes: ['body‹<>›', 'body‹<> a b›', 'body‹<>a›'] },
  {
    name: 'braces above',
    text: '{{ \na\n}}\n/',
    nodes: ['refused‹{{ › construct:request-script first', 'refused‹a› construct:request-script', 'refused‹}}› construct:request-script', 'request-line target‹/›'],
  },
  { name: 'braces below', text: '/\n\n{{\n}}', skip: 2, nodes: ['refused‹{{› construct:response-script first', 'refused‹}}› construct:response-script'] },
  {
    name: 'braces that say when they run',
    text: '{{@request x\na\n}}\n/\n\n{{+ \n}}\n{{@response a }}\n{{@onEnd',
    nodes: [
      'refused‹{{@request x› construct:request-script first',
      'refused‹a› construct:request-script',
      'refused‹}}› construct:request-script',
      'request-line target‹/›',
      'blank',
      'refused‹{{+ › construct:response-script first',
      'refused‹}}› construct:response-script',
      'refused‹{{@response a }}› construct:response-script first',
      'refused‹{{@onEnd› construct:response-script first',
    ],
  },
  { name: 'braces with other words', text: '/\n\n{{@index}}\n{{#if a', skip: 2, nodes: ['body‹{{@index}}›', 'body‹{{#if a›'] },
  { name: 'braces that are not closed in the block', text: '/\n\n{{\n{{\n###\n}}', skip: 2, nodes: ['body‹{{›', 'body‹{{›', '--', 'separator title‹›', 'request-line target‹}}›'] },
];

const groups: Record<string, Row[]> = { separators, comments, directives, variables, headers, bodies, ends, refused };

describe('the parser', () => {
  for (const [group, rows] of Object.entries(groups)) {
    describe(group, () => {
      for (const { name, text, nodes, skip = 0 } of rows) {
        it(name, () => assert.deepEqual(dump(parse(text)).slice(skip), nodes));
      }
    });
  }

  describe('fixtures', () => {
    for (const { name, text, nodes } of readFixtures()) {
      it(name, () => assert.deepEqual(dump(parse(text)), nodes));
    }
  });

  it('has a node for each line that an editor shows', () => {
    for (const { text } of readFixtures()) {
      const lines = parse(text).blocks.flatMap((block) => block.lines);
      const index = new LineIndex(text);
      assert.equal(lines.length, index.lineCount);
      lines.forEach((line, number) => assert.equal(index.positionAt(line.start).line, number));
    }
  });

  it('parses a block by itself as it parses it in its file', () => {
    for (const { text } of readFixtures()) {
      for (const block of parse(text).blocks) assert.deepEqual(blockParser(text)(block.start), block);
    }
  });
});

describe('the request of a block', () => {
  const file = parse('### a\n\nPOST /b\n?c=d\nE: f\n# g\n\n1\r\n\r\n< 2\n\n?? h\n>> i\n\n');
  const request = file.blocks[0]?.request;

  it('reaches from its line to the last line that is not blank', () => {
    assert.ok(request);
    assert.equal(textOf(file, request), file.text.slice(7, -2));
  });

  it('has its query, headers and save line', () => {
    assert.ok(request?.save);
    assert.deepEqual(request.query.map((line) => textOf(file, line)), ['?c=d']);
    assert.deepEqual(request.headers.map((line) => textOf(file, line)), ['E: f']);
    assert.equal(textOf(file, request.save.path), 'i');
  });

  it('has a body that keeps its own line ends, without the last one', () => {
    assert.ok(request?.body);
    assert.equal(textOf(file, request.body), '1\r\n\r\n< 2');
    assert.deepEqual(request.body.lines.map((line) => line.kind), ['body', 'body', 'file']);
  });

  it('has no body when there is none', () => {
    for (const text of ['/a', '/a\n', '/a\n\n', '/a\n\n \n\t\n', '/a\n\n?? b', '/a\n\n>> b']) {
      const bare = parse(text).blocks[0]?.request;
      assert.ok(bare && !('body' in bare), JSON.stringify(text));
    }
  });

  it('is missing in a block of comments and variables', () => {
    const block = parse('# a\n@b = c\n').blocks[0];
    assert.ok(block && !('request' in block) && !('separator' in block));
  });
});
