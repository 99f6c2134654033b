import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Line, RequestLine } from '../../../../src/language/syntax/nodes';
import { parse } from '../../../../src/language/syntax/parser';
import { findReferences } from '../../../../src/language/syntax/references';
import { requestLine } from '../../../../src/language/syntax/requestLine';
import { readFixtures } from './fixtures';

/** The pieces of a TextMate rule that this test looks at. */
interface Rule {
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly while?: string;
  readonly include?: string;
  readonly name?: string;
  readonly contentName?: string;
  readonly patterns?: readonly Rule[];
  readonly captures?: Readonly<Record<string, Rule>>;
  readonly beginCaptures?: Readonly<Record<string, Rule>>;
  readonly endCaptures?: Readonly<Record<string, Rule>>;
}

interface Grammar {
  readonly scopeName: string;
  readonly patterns: readonly Rule[];
  readonly repository: Readonly<Record<string, Rule>>;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(path.resolve('syntaxes', name), 'utf8'));
}

/** The rule and all rules inside it. */
function flatten(rule: Rule): Rule[] {
  const inner = [rule.captures, rule.beginCaptures, rule.endCaptures].flatMap((captures) => Object.values(captures ?? {}));
  return [rule, ...[...(rule.patterns ?? []), ...inner].flatMap(flatten)];
}

const grammar = readJson('dt-http.tmLanguage.json') as Grammar;
const roots = [...grammar.patterns, ...Object.values(grammar.repository)];
const rules = roots.flatMap(flatten);

/** The expressions of a rule of the repository, one of which is to match the line. */
function expressions(name: string): RegExp[] {
  const rule = grammar.repository[name];
  assert.ok(rule, name);
  return flatten({ patterns: rule.patterns ?? [rule] }).flatMap(({ match }) => (match === undefined ? [] : [new RegExp(match, 'u')]));
}

describe('the grammar', () => {
  it('has the scope that the manifest names', () => assert.equal(grammar.scopeName, 'source.dt-http'));

  it('has expressions that compile and never match nothing again and again', () => {
    for (const rule of rules) {
      for (const source of [rule.match, rule.begin, rule.end, rule.while]) {
        if (source !== undefined) assert.ok(new RegExp(source, 'u'));
      }
      if (rule.match !== undefined) assert.doesNotMatch('', new RegExp(rule.match, 'u'), rule.match);
      assert.equal(rule.begin !== undefined, rule.end !== undefined || rule.while !== undefined);
    }
  });

  it('has includes that resolve, and no rule that nobody includes', () => {
    const included = new Set(rules.flatMap(({ include }) => (include === undefined ? [] : [include])));
    const names = Object.keys(grammar.repository).map((name) => `#${name}`);
    assert.deepEqual([...included].sort(), names.sort());
  });

  const scopesOf = (each: readonly Rule[]) => each.flatMap(({ name, contentName }) => [name, contentName].flatMap((scopes) => scopes?.split(' ') ?? []));
  const json = ['json', 'json-escape'].flatMap((name) => flatten(grammar.repository[name] ?? {}));

  it('names its own scopes with its own ending', () => {
    for (const scope of scopesOf(rules.filter((rule) => !json.includes(rule)))) {
      if (scope !== 'source.json') assert.match(scope, /^[a-z][a-z.-]*\.dt-http$/);
    }
  });

  it('names what is in JSON as the JSON of the editor does, but for references', () => {
    for (const scope of scopesOf(json)) assert.match(scope, /^[a-z][a-z.-]*\.json$/);
  });

  it('ends everything at a separator', () => {
    for (const rule of rules) {
      const source = rule.while ?? rule.end;
      // Within a request the outermost `while` pops whatever is open.
      if (source === undefined || source === '^') continue;
      assert.equal(new RegExp(source, 'u').test('### next'), rule.while === undefined, source);
    }
  });

  it('reads request lines as the parser does', () => {
    const source = grammar.repository.request?.begin;
    assert.ok(source);
    const lines = ['GET', 'get', 'GET HTTP/1.1', 'projects', 'api.example.com HTTP/1.1', '/a b http/2 ', ' # x', 'GET\t/a  b\tHTTP/1.1\t', 'x-1 /a', '{{a}} b'];
    const fromFixtures = readFixtures().flatMap(({ text }) =>
      parse(text).blocks.flatMap(({ request }) => (request ? [text.slice(request.line.start, request.line.end)] : [])),
    );
    for (const text of [...lines, ...fromFixtures]) {
      const match: RegExpExecArray | null = new RegExp(source, 'u').exec(text);
      assert.ok(match, text);
      const [, loneMethod, loneVersion, method, target = '', version] = match;
      const parts: unknown[] = [loneMethod ?? method, target, loneVersion ?? version];
      assert.deepEqual(parts, partsOf(text, requestLine(text, 0, text.length, text.length)), text);
    }
  });

  const ruleOf: Partial<Record<Line['kind'], string>> = {
    separator: 'separator',
    comment: 'comment',
    directive: 'directive',
    variable: 'variable',
    query: 'query-line',
    header: 'header',
    assertion: 'assertion',
    file: 'file',
    save: 'save',
  };
  for (const [kind, name] of Object.entries(ruleOf)) {
    it(`reads each ${kind} of the fixtures`, () => {
      const own = expressions(name);
      const lines = readFixtures().flatMap(({ text }) =>
        parse(text).blocks.flatMap((block) => block.lines.filter((line) => line.kind === kind).map(({ start, end }) => text.slice(start, end))),
      );
      assert.ok(lines.length > 0);
      for (const line of lines) assert.ok(own.some((expression) => expression.test(line)), line);
    });
  }

  it('marks a header line without a colon', () => {
    const headers = expressions('header').slice(0, -1);
    for (const text of ['no colon', '@a: b', '?a: b', '&a: b', '<a: b', ': b']) {
      for (const header of headers) assert.doesNotMatch(text, header);
    }
  });

  // What is frequent has a rule of its own, which needs no second look at what it has matched.
  const shortcuts: readonly { readonly name: string; readonly taken: readonly string[]; readonly left: readonly string[] }[] = [
    { name: 'query-line', taken: ['?a', ' &a=b ', '?a=b=c', '&a=%20'], left: ['?a=b&c=d', '?a={{b}}', '?{{a}}=b', '?a=b c', '?a='] },
    { name: 'header', taken: ['Accept: text/plain', ' X-A :b ', 'A:', 'Host: a:80'], left: ['A: {{b}}', 'A-{{b}}: c', 'A: {', 'A: \\{\\{b\\}\\}'] },
  ];
  for (const { name, taken, left } of shortcuts) {
    it(`takes no ${name} by its shortcut that has more in it`, () => {
      const [shortcut, whole] = expressions(name);
      for (const text of taken) assert.ok(shortcut?.test(text) === true && whole?.test(text) === true, text);
      for (const text of left) assert.ok(shortcut?.test(text) === false && whole?.test(text) === true, text);
    });
  }

  it('takes as plain references only what the rule for all of them takes', () => {
    const [plain] = expressions('plain-reference');
    const [reference] = expressions('reference');
    for (const text of ['{{a}}', '{{a-b}}', '{{$guid}}', '{{$random.uuid}}']) assert.equal(plain?.exec(text)?.[0], reference?.exec(text)?.[0], text);
    for (const text of ['{{ a }}', '{{%a}}', '{{a.response.body}}', '{{$randomInt 1 2}}', '{{}}', '{{-}}']) assert.doesNotMatch(text, plain!);
  });

  it('tells the names in JSON from the values', () => {
    const rulesOfJson = grammar.repository['json']?.patterns ?? [];
    const scopeOf = (text: string) => rulesOfJson.find((rule) => new RegExp(`^(?:${rule.match ?? rule.begin ?? '(?!)'})`, 'u').test(text))?.name?.split(' ').at(-1);
    for (const text of ['"a": 1', '"a" : 1', '"{{a}}": 1', '"\\"": 1']) assert.equal(scopeOf(text), 'support.type.property-name.json', text);
    for (const text of ['"a"', '"a", "b": 1', '"{{a}}"', '"\\"", 1', '"open', '": "']) assert.equal(scopeOf(text), 'string.quoted.double.json', text);
    for (const [text, scope] of [['-1.5e3', 'constant.numeric.json'], ['null', 'constant.language.json'], ['nulls', 'invalid.illegal.value.json'], ['# a', 'invalid.illegal.value.json'], ['// a', 'comment.line.double-slash.json']] as const) {
      assert.equal(scopeOf(text), scope, text);
    }
  });

  it('finds the references that the parser finds', () => {
    const [reference] = expressions('reference');
    const texts = [...readFixtures().map(({ text }) => text), '{{}} {{ }} {{a{{b}} {{{c}}} {{%d}} {{ % e }} {{f}'];
    for (const text of texts) {
      const found = findReferences(text, { start: 0, end: text.length }).map(({ start, end }) => text.slice(start, end));
      assert.deepEqual(text.match(new RegExp(reference!.source, 'gu')) ?? [], found);
    }
  });
});

function partsOf(text: string, { method, target, version }: RequestLine): (string | undefined)[] {
  return [method, target, version].map((span) => span && text.slice(span.start, span.end));
}

describe('the language configuration', () => {
  const configuration = readJson('language-configuration.json') as {
    readonly comments: { readonly lineComment: string };
    readonly wordPattern: string;
    readonly folding: { readonly markers: { readonly start: string; readonly end: string } };
    readonly indentationRules: { readonly increaseIndentPattern: string; readonly decreaseIndentPattern: string };
  };

  it('comments with a mark of the language', () => {
    assert.equal(parse(`${configuration.comments.lineComment} a`).blocks[0]?.lines[0]?.kind, 'comment');
  });

  it('takes ids, names with hyphens and system names as one word', () => {
    const words = 'GET /v2/devices/b6ro-h6d?a-b={{$guid}}&c="d.e"'.match(new RegExp(configuration.wordPattern, 'gu'));
    assert.deepEqual(words, ['GET', 'v2', 'devices', 'b6ro-h6d', 'a-b', '$guid', 'c', 'd', 'e']);
  });

  it('folds regions', () => {
    const { start, end } = configuration.folding.markers;
    assert.match('# region a', new RegExp(start, 'u'));
    assert.match('//#endregion', new RegExp(end, 'u'));
    assert.doesNotMatch('# regions', new RegExp(start, 'u'));
  });

  it('indents below an open brace', () => {
    const { increaseIndentPattern: increase, decreaseIndentPattern: decrease } = configuration.indentationRules;
    for (const text of ['{', '  "a": [', '{ "a": {']) assert.match(text, new RegExp(increase, 'u'));
    for (const text of ['{{a}}', '{}', '# {', '"a": 1']) assert.doesNotMatch(text, new RegExp(increase, 'u'));
    assert.match('  }', new RegExp(decrease, 'u'));
  });
});
