import assert from 'node:assert/strict';
import { findingsOf, formType, jsonType, multipartType, post, sent, type Files } from './bodySupport';

const files: Files = {
  'text.txt': 'one\ntwo {{v}}',
  'crlf.txt': 'one\r\ntwo\r\n',
  'marked.txt': '\ufeffå {{v}}',
  'latin1.txt': [0xe5, 0x20, 0x7b, 0x7b, 0x76, 0x7d, 0x7d],
  'utf16.txt': [0xff, 0xfe, 0xe5, 0x00, 0x0a, 0x00],
  'escaped.txt': '\\{\\{v\\}\\} {{ v }} {{%v}} {{}} {{scan}}',
  'replaced.txt': 'a\ufffdb',
  'empty.txt': '',
  'object.json': '{"v": "{{v}}"}',
  'lines.json': '"a": 1,\n"b": 2',
  './a folder/ä.txt': 'x',
};

/** The line ends of `text` are LF and CRLF in turn; in `expected` `\n` is the line end of the source, `␍␊` is CRLF whatever that is. */
type Case = readonly [name: string, text: string, expected: string];

const crlf = '␍␊';

const cases: readonly Case[] = [
  ['one line', post('a'), 'a'],
  ['several, without the last line end', post('a\nb\n\n\n'), 'a\nb'],
  ['blank lines at its head and inside', post('\n \na\n\t\n\nb'), '\n \na\n\t\n\nb'],
  ['blanks around lines', post('  a  \n\tb\t'), '  a  \n\tb\t'],
  ['up to a separator', post('a\n\n### next\nGET /x'), 'a'],
  ['up to a save line', post('a\n\n>> ./out.json'), 'a'],
  ['a save line that is not last', post('>> ./out.json\na'), '>> ./out.json\na'],
  ['comments and directives in text', post('# a\n// b\n# @name c\n@d = e'), '# a\n// b\n# @name c\n@d = e'],
  ['references and escapes', post('{{v}} {{%v}} \\{\\{v\\}\\} {{}} a{{b {{scan}}'), 'a&b a%26b {{v}} {{}} a{{b {{v}}'],

  ['a file as it is', post('< text.txt'), 'one⏎two {{v}}'],
  ['a file between text', post('a\n< text.txt\nb'), 'a\none⏎two {{v}}\nb'],
  ['files in a row', post('< object.json\n< object.json'), '{"v": "{{v}}"}\n{"v": "{{v}}"}'],
  ['a file with its own line ends', post('a\n< crlf.txt\nb'), `a\none${crlf}two${crlf}\nb`],
  ['a file with its byte order mark', post('< marked.txt'), '\ufeffå {{v}}'],
  ['an empty file', post('a\n< empty.txt\nb'), 'a\n\nb'],
  ['nothing but an empty file', post('< empty.txt'), ''],
  ['blanks around the path', post('<  \t text.txt \t'), 'one⏎two {{v}}'],
  ['a path with blanks and letters', post('< ./a folder/ä.txt'), 'x'],
  ['a reference in the path', post('< {{file}}'), 'one⏎two {{v}}'],
  ['a file without a Content-Type', post('< text.txt', ''), 'one⏎two {{v}}'],
  ['no file: not at column 1', post(' < text.txt'), ' < text.txt'],
  ['no file: no blank', post('<text.txt\n<a>'), '<text.txt\n<a>'],

  ['variables in a file', post('<@ text.txt'), 'one⏎two a&b'],
  ['escapes and encoded values in a file, nothing scanned twice', post('<@ escaped.txt'), '{{v}} a&b a%26b {{}} {{v}}'],
  ['no byte order mark', post('a\n<@ marked.txt'), 'a\nå a&b'],
  ['latin1', post('<@latin1 latin1.txt'), 'å a&b'],
  ['latin1 by another name, in any casing', post('<@ISO-8859-1 latin1.txt'), 'å a&b'],
  ['UTF-16', post('<@utf-16le utf16.txt\n<@utf-16 utf16.txt'), 'å⏎\nå⏎'],
  ['a character that stands for a broken one, in a file that is not broken', post('<@ replaced.txt'), 'a\ufffdb'],
  ['a variable of the file', `@own = 1 {{v}}\n${post('<@ own.txt')}`, '1 a&b'],
  ['a variable as it is at the line', `@own = early\n${post('<@ own.txt')}\n\n###\n@own = late\nGET /x`, 'early'],

  ['JSON of files', post('{\n< lines.json\n,"c": {{nothing}}3}', jsonType), '{\n"a": 1,⏎"b": 2\n,"c": 3}'],
  ['a JSON file', post('< object.json', jsonType), '{"v": "{{v}}"}'],
  ['a JSON file with variables', post('<@ object.json', jsonType), '{"v": "a&b"}'],

  ['a form, its lines trimmed and joined', post('  a=1 \n\t&b=x y\t\n&c={{v}}\n&d={{%v}}', formType), 'a=1&b=x y&c=a&b&d=a%26b'],
  ['a form with the ampersand at the end of a line', post('a=1&\nb=2', formType), 'a=1&b=2'],
  ['a form with blank lines', post('a=1\n\n \n&b=2', formType), 'a=1&b=2'],
  ['a form with a long value', post('a=AAAA\n BBBB==\n&c=', formType), 'a=AAAABBBB==&c='],
  ['a form with files', post('a=\n< crlf.txt\n&b=\n<@ object.json', formType), `a=one${crlf}two${crlf}&b={"v": "a&b"}`],
  ['a form in which a value has blanks at its edge', `@own = {{s}}\n${post('a={{s}}\n&b=1', formType)}`, 'a= s &b=1'],
  ['a form with a charset', post('a=1\n&b=2', `${formType}; charset=utf-8`), 'a=1&b=2'],

  ['multipart', post('--x\nA: b\nC:d\n\n1\n2\n--x\n\n3\n--x--', multipartType), `--x${crlf}A: b${crlf}C:d${crlf}${crlf}1\n2${crlf}--x${crlf}${crlf}3${crlf}--x--`],
  ['multipart with empty parts', post('--x\n--x\nA: b\n\n--x\nA: b\n\n\n--x--', multipartType), `--x${crlf}--x${crlf}A: b${crlf}${crlf}--x${crlf}A: b${crlf}${crlf}${crlf}--x--`],
  ['multipart with blank lines in a part', post('--x\n\n\n\na\n\n\n--x--', multipartType), `--x${crlf}${crlf}\n\na\n\n${crlf}--x--`],
  ['multipart, the blank line of blanks', post('--x\nA: b\n \t\n1\n--x--', multipartType), `--x${crlf}A: b${crlf}${crlf}1${crlf}--x--`],
  ['multipart, a header over two lines', post('--x\nA: b;\n  c="d"\n\n1\n--x--', multipartType), `--x${crlf}A: b;${crlf}  c="d"${crlf}${crlf}1${crlf}--x--`],
  ['multipart with blanks behind delimiters', post('--x \n\n1\n--x--\t', multipartType), `--x ${crlf}${crlf}1${crlf}--x--\t`],
  ['multipart with files', post('--x\n\n< crlf.txt\n--x\n\na\n<@ text.txt\n--x--', multipartType), `--x${crlf}${crlf}one${crlf}two${crlf}${crlf}--x${crlf}${crlf}a\none⏎two a&b${crlf}--x--`],
  ['multipart with values', post('--{{b}}\nA: {{v}}\n\n{{lines}}\n--{{b}}--', multipartType), `--x${crlf}A: a&b${crlf}${crlf}1⏎2${crlf}--x--`],
  ['multipart, the boundary inserted', post('--x\n\n1\n--x--', 'Content-Type: multipart/mixed; boundary={{b}}'), `--x${crlf}${crlf}1${crlf}--x--`],
  ['multipart, the boundary in quotes', post('--a=b c\n\n1\n--a=b c--', 'content-type: Multipart/Mixed; a="; boundary=no"; BOUNDARY = "a=b c"; d=e'), `--a=b c${crlf}${crlf}1${crlf}--a=b c--`],
  ['multipart with text around the parts', post('a\nb\n--x\n\n1\n--x--\nc\nd', multipartType), `a\nb${crlf}--x${crlf}${crlf}1${crlf}--x--${crlf}c\nd`],
  ['multipart below blank lines', post('\n\n--x\n\n1\n--x--', multipartType), `\n${crlf}--x${crlf}${crlf}1${crlf}--x--`],
  ['multipart, the whole of it a file', post('< whole.txt', multipartType), '--x⏎⏎1⏎--x--'],
  ['multipart, the whole of it a value', post('{{whole}}', multipartType), '--x--'],
  ['multipart, no delimiter: an inserted line', post('--x\n\n{{dashes}}\n--x--', multipartType), `--x${crlf}${crlf}--y${crlf}--x--`],
];

describe('the octets of a body', () => {
  const more = { ...files, 'own.txt': '{{own}}', 'whole.txt': '--x\n\n1\n--x--' };
  const commandLine = new Map([['v', 'a&b'], ['file', 'text.txt'], ['b', 'x'], ['scan', '{{v}}'], ['lines', '1\n2'], ['nothing', ''], ['s', ' s '], ['whole', '--x--'], ['dashes', '--y']]);
  for (const [name, text, expected] of cases) {
    for (const [ends, lineEnd] of [['LF', '\n'], ['CRLF', '\r\n']] as const) {
      it(`${name}, ${ends}`, () => {
        // Line ends of files and values (⏎) are their own; those of the request file are `lineEnd`.
        const wanted = expected.replaceAll('\n', lineEnd).replaceAll('⏎', '\n').replaceAll(crlf, '\r\n');
        assert.equal(JSON.stringify(sent(text.replaceAll('\n', lineEnd), more, { commandLine })), JSON.stringify(wanted));
      });
    }
  }

  it('mixed line ends stay', () => assert.equal(sent('POST /x\nContent-Type: text/plain\r\n\na\r\nb\nc\rd'), 'a\r\nb\nc\rd'));

  it('mixed line ends in multipart', () => {
    assert.equal(sent(`POST /x\n${multipartType}\n\n--x\r\nA: b\n\r\n1\n2\r\n--x--\n`), '--x\r\nA: b\r\n\r\n1\n2\r\n--x--');
  });

  it('nothing is said about good ones', () => {
    const said = new Set(['a save line that is not last', 'multipart with text around the parts']);
    for (const [name, text] of cases.filter((each) => !said.has(each[0]))) {
      assert.deepEqual(findingsOf(text, more, { commandLine }).map(({ code }) => code), [], name);
    }
  });
});
