import { get, plain, plainHead, post, type Row } from './row';

const jsonHead = 'POST /projects\nContent-Type: application/json\n\n';
const jsonBody = (body: string) => post('/v2/projects', body, 'Content-Type: application/json');

export const body: readonly Row[] = [
  { name: 'from after the first blank line, without the final line end', text: `${plainHead}a\n`, wire: plain('a') },
  { name: 'blank lines inside stay', text: `${plainHead}a\n\n\n b`, wire: plain('a⏎⏎⏎ b') },
  { name: 'blank lines above it stay', text: `${plainHead}\n\na`, wire: plain('⏎⏎a') },
  { name: 'a line of blanks ends the headers', text: 'POST /projects\nContent-Type: text/plain\n \t\na', wire: plain('a') },
  { name: 'blanks at the end of lines stay', text: `${plainHead}a  \n\tb\t`, wire: plain('a  ⏎\tb\t') },
  { name: 'a line end at the end of a value stays', text: `${plainHead}{{a}}\n`, variables: { a: 'b\n' }, wire: plain('b\n') },
  { name: 'a value that is empty', text: `${plainHead}{{a}}`, variables: { a: '' }, wire: 'POST /v2/projects HTTP/1.1↵<host>↵Content-Type: text/plain↵<auto>↵content-length: 0↵↵' },
  { name: 'the first of two Content-Types counts', text: 'POST /projects\nContent-Type: text/plain\nContent-Type: application/json\n\n# a', wire: post('/v2/projects', '# a', 'Content-Type: text/plain', 'Content-Type: application/json') },
  { name: 'a Content-Type that is inserted counts', text: '@a = application/json\nPOST /projects\nContent-Type: {{a}}\n\n⟦body.comment-line|# b⟧\n{}' },
  { name: 'none', text: 'POST /projects\nContent-Type: text/plain\n\n\n\n', wire: 'POST /v2/projects HTTP/1.1↵<host>↵Content-Type: text/plain↵<auto>↵content-length: 0↵↵' },
  { name: 'nothing in it is a header', text: `${plainHead}X-A: 1\n?b=1`, wire: plain('X-A: 1⏎?b=1') },
  { name: 'of a GET', text: 'GET /projects\nContent-Type: text/plain\n\na', wire: 'GET /v2/projects HTTP/1.1↵<host>↵Content-Type: text/plain↵<auto>↵<length>↵↵a' },
  { name: 'without a Content-Type, one that is text', text: 'POST /projects\n\na\n# b', wire: post('/v2/projects', 'a⏎# b') },
  { name: 'without a Content-Type, one that looks like JSON: a hint', text: '⟦body.no-content-type|POST /projects⟧\n\n{}', after: 'POST /projects\nContent-Type: application/json\n\n{}', wire: post('/v2/projects', '{}') },
  {
    name: 'of comments, directives, @x = and ?? lines, without a Content-Type',
    text: 'GET /projects\n\n⟦body.only-comments|# a\n# @name b\n\n@x = 1⟧',
    fixes: { 'Start a block with ###': 'GET /projects\n\n###\n# a\n# @name b\n\n@x = 1', 'Send it: add Content-Type: text/plain': 'GET /projects\nContent-Type: text/plain\n\n# a\n# @name b\n\n@x = 1' },
  },
  { name: 'of comments with a Content-Type is sent', text: `${plainHead}# a\n\n@x = 1`, wire: plain('# a⏎⏎@x = 1') },
  { name: 'with a request line in it: a separator was forgotten', text: 'GET /projects\n\n⟦body.request-line|GET /x⟧', after: 'GET /projects\n\n###\nGET /x' },
  { name: 'JSON with a value in it', text: `@a = 1.50\n${jsonHead}{"a": {{a}}, "b": "{{a}}"}`, wire: jsonBody('{"a": 1.50, "b": "1.50"}') },
  { name: 'JSON is sent as written', text: `${jsonHead}{ "a":1,\n\n\t"a": 1e5 }`, wire: jsonBody('{ "a":1,⏎⏎\t"a": 1e5 }') },
  { name: 'JSON that no longer parses after substitution', text: `@a = b"c\n${jsonHead}{"a": "⟦body.json|{{a}}⟧"}` },
  { name: 'JSON that does not parse with an empty value', text: `@a =\n${jsonHead}{"a": ⟦body.json|{{a}}⟧}` },
  { name: 'JSON that does not parse as written', text: `${jsonHead}{"a": 1 ⟦body.json|"b"⟧: 2}` },
  { name: 'JSON with a line break from outside', text: `${jsonHead}{"a": "⟦body.json|{{a}}⟧"}`, variables: { a: 'b\nc' } },
  { name: 'octets beyond 64 kB', text: `${plainHead}${'0123456789abcdef'.repeat(5000)}`, wire: plain('0123456789abcdef'.repeat(5000)) },
];

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x00, 0xff]);

export const bodyFiles: readonly Row[] = [
  { name: '< path, raw', text: `@a = 1\n${plainHead}< ./b.txt`, files: { 'b.txt': '{{a}}\r\nb\n' }, wire: plain('{{a}}↵b\n') },
  { name: '< path, octets', text: 'POST /projects\nContent-Type: image/png\n\n< ./b.png', files: { 'b.png': png }, wire: post('/v2/projects', '<hex:89504e470d0a00ff>', 'Content-Type: image/png') },
  { name: '< path, a BOM stays', text: `${plainHead}< b.txt`, files: { 'b.txt': '\ufeffa' }, wire: plain('\ufeffa') },
  { name: '< path, an empty file', text: `${plainHead}a\n< b.txt\nc`, files: { 'b.txt': '' }, wire: plain('a⏎⏎c') },
  { name: '<@ path, with variables', text: `@a = 1\n${plainHead}<@ ./b.txt`, files: { 'b.txt': 'x{{a}}\r\n' }, wire: plain('x1↵') },
  { name: '<@ path, without the BOM', text: `${plainHead}<@ b.txt`, files: { 'b.txt': '\ufeffa' }, wire: plain('a') },
  { name: '<@encoding path', text: `@a = 1\n${plainHead}<@latin1 b.txt`, files: { 'b.txt': new Uint8Array([0xe6, 0x7b, 0x7b, 0x61, 0x7d, 0x7d]) }, wire: plain('æ1') },
  { name: '<@utf-16le path', text: `${plainHead}<@utf-16le b.txt`, files: { 'b.txt': new Uint8Array([0xff, 0xfe, 0xe6, 0x00]) }, wire: plain('æ') },
  { name: 'a path with a variable and blanks', text: `@a = b c\n${plainHead}< ./{{a}} d.txt  `, files: { 'b%20c%20d.txt': 'x' }, wire: plain('x') },
  { name: 'mixed with text', text: `${plainHead}a\n< b.txt\nc\n<@ b.txt`, files: { 'b.txt': 'B' }, wire: plain('a⏎B⏎c⏎B') },
  { name: 'octets mixed with text', text: `${plainHead}a\n< b.png\nc`, files: { 'b.png': png }, wire: plain('a⏎<hex:89504e470d0a00ff>⏎c') },
  { name: 'not at column 1', text: `${plainHead} < b.txt`, files: { 'b.txt': 'x' }, wire: plain(' < b.txt') },
  { name: '< without a blank is content', text: `${plainHead}<b.txt\n<a></a>`, wire: plain('<b.txt⏎<a></a>') },
  { name: 'an encoding that there is not', text: `${plainHead}<@⟦body.file-encoding|utf-9⟧ b.txt`, after: `${plainHead}<@utf-8 b.txt` },
  { name: 'a file in another encoding', text: `${plainHead}⟦body.file-not-text|<@⟧ b.txt`, files: { 'b.txt': new Uint8Array([0xff, 0xfe, 0xe6, 0x00]) }, after: `${plainHead}<@utf-16le b.txt` },
  { name: 'a file with a reference to nothing', text: `${plainHead}⟦body.file-text|<@ b.txt⟧`, files: { 'b.txt': 'x\n{{nothing}}' } },
  { name: 'no path', text: `${plainHead}⟦body.file-no-path|< ⟧` },
  { name: 'no such file', text: `${plainHead}< ⟦body.file-unreadable|./b.txt⟧` },
  { name: 'a folder', text: `${plainHead}< ⟦body.file-unreadable|./b⟧`, files: { b: new Error('it is a folder') } },
  { name: 'a path of a folder', text: `${plainHead}< ⟦body.file-refused|./b/⟧` },
  { name: 'outside, when nobody is there', text: `${plainHead}< ⟦body.file-outside|../b.txt⟧`, files: { '../b.txt': 'x' } },
  { name: 'outside, confirmed', text: `${plainHead}< ../b.txt`, agrees: true, asked: ['Send the file ../b.txt?'], files: { '../b.txt': 'x' }, wire: plain('x') },
  { name: 'outside is asked about once', text: `# @name a\n${plainHead}< ../b.txt`, run: ['a', 'a'], agrees: true, asked: ['Send the file ../b.txt?'], files: { '../b.txt': 'x' }, wire: [plain('x'), plain('x')] },
  { name: 'a link that leads out', text: `${plainHead}< ⟦body.file-outside|b.txt⟧`, links: { 'b.txt': '../c.txt' }, files: { '../c.txt': 'x' } },
  { name: 'a JSON file that breaks after substitution', text: `@a = "\n${jsonHead}⟦body.json|<@ b.json⟧`, files: { 'b.json': '{"a": "{{a}}"}' } },
];

const form = 'POST /projects\nContent-Type: application/x-www-form-urlencoded\n\n';
const sentForm = (text: string) => post('/v2/projects', text, 'Content-Type: application/x-www-form-urlencoded');

export const formBody: readonly Row[] = [
  { name: 'lines are trimmed and joined', text: `${form}a=1\n  &b=2 \n\n&c=3`, wire: sentForm('a=1&b=2&c=3') },
  { name: 'nothing is encoded', text: `@a = b c&d\n${form}a={{a}}&e=ø`, wire: sentForm('a=b c&d&e=ø') },
  { name: '{{%name}} encodes', text: `@a = b c&d\n${form}a={{%a}}`, wire: sentForm('a=b%20c%26d') },
  { name: 'a & that was forgotten is a warning', text: `${form}a=1\n⟦body.form-ampersand|b=2⟧`, after: `${form}a=1\n&b=2`, wire: sentForm('a=1b=2') },
  { name: 'a comment is content', text: `${form}a=1\n# b`, wire: sentForm('a=1# b') },
  { name: 'with a charset', text: 'POST /projects\ncontent-type: application/x-www-form-urlencoded; charset=utf-8\n\na=1\n&b=2', wire: post('/v2/projects', 'a=1&b=2', 'content-type: application/x-www-form-urlencoded; charset=utf-8') },
  { name: 'a file', text: `${form}a=\n< b.txt`, files: { 'b.txt': '1' }, wire: sentForm('a=1') },
];

const type = 'Content-Type: multipart/form-data; boundary=';
const multi = `POST /projects\n${type}x\n\n`;
const sentMulti = (text: string) => post('/v2/projects', text, `${type}x`);

export const multipart: readonly Row[] = [
  { name: 'delimiters and part headers have CRLF, contents their own', text: `${multi}--x\nA: b\n\n1\n2\n--x\n\n3\n--x--`, wire: sentMulti('--x↵A: b↵↵1⏎2↵--x↵↵3↵--x--') },
  { name: 'a part from a file', text: `${multi}--x\nContent-Type: image/png\n\n< b.png\n--x--`, files: { 'b.png': png }, wire: sentMulti('--x↵Content-Type: image/png↵↵<hex:89504e470d0a00ff>↵--x--') },
  { name: 'a boundary in quotes', text: `POST /projects\n${type}"x y"\n\n--x y\n\n1\n--x y--`, wire: post('/v2/projects', '--x y↵↵1↵--x y--', `${type}"x y"`) },
  { name: 'a value in a part', text: `@a = 1\n${multi}--x\nB: {{a}}\n\n{{a}}\n--x--`, wire: sentMulti('--x↵B: 1↵↵1↵--x--') },
  { name: 'no boundary', text: 'POST /projects\nContent-Type: ⟦body.multipart-boundary|multipart/form-data⟧\n\n--x\n\n1\n--x--', after: 'POST /projects\nContent-Type: multipart/form-data; boundary=x\n\n--x\n\n1\n--x--' },
  { name: 'a boundary that needs quotes is a warning', text: `POST /projects\n${type}⟦body.multipart-boundary-quotes|a=b⟧\n\n--a=b\n\n1\n--a=b--`, after: `POST /projects\n${type}"a=b"\n\n--a=b\n\n1\n--a=b--`, wire: post('/v2/projects', '--a=b↵↵1↵--a=b--', `${type}a=b`) },
  { name: 'another delimiter', text: `POST /projects\n${type}y\n\n⟦body.multipart-delimiter|--x⟧\n\n1\n--x--`, after: `POST /projects\n${type}x\n\n--x\n\n1\n--x--` },
  { name: 'not closed', text: `${multi}⟦body.multipart-open|--x⟧\n\n1`, after: `${multi}--x\n\n1\n--x--` },
  { name: 'a part header that is none', text: `${multi}--x\n⟦body.multipart-header|1⟧\n--x--`, after: `${multi}--x\n\n1\n--x--` },
];

export const noBody: readonly Row[] = [{ name: 'a GET without a body has no length', text: 'GET /projects\n\n', wire: get('/v2/projects') }];
