import { get, type Row } from './row';

export const headers: readonly Row[] = [
  { name: 'in order, above the automatic ones', text: 'GET /projects\nX-B: 2\nX-A: 1', wire: get('/v2/projects', 'X-B: 2', 'X-A: 1') },
  { name: 'casing is kept', text: 'GET /projects\nx-LoUd: YES', wire: get('/v2/projects', 'x-LoUd: YES') },
  { name: 'duplicates are kept', text: 'GET /projects\nX-A: 1\nx-a: 2\nX-A: 1', wire: get('/v2/projects', 'X-A: 1', 'x-a: 2', 'X-A: 1') },
  { name: 'values are UTF-8', text: 'GET /projects\nX-A: æ 日本 😀', wire: get('/v2/projects', 'X-A: æ 日本 😀') },
  { name: 'blanks around the value are trimmed', text: 'GET /projects\nX-A: \t 1  2 \t', wire: get('/v2/projects', 'X-A: 1  2') },
  { name: 'blanks of a value that is inserted are trimmed too', text: 'GET /projects\nX-A: {{a}}', variables: { a: '  1 ' }, wire: get('/v2/projects', 'X-A: 1') },
  { name: 'no blank after the colon', text: 'GET /projects\nX-A:1', wire: get('/v2/projects', 'X-A: 1') },
  { name: 'indented', text: 'GET /projects\n  X-A: 1', wire: get('/v2/projects', 'X-A: 1') },
  { name: 'a blank before the colon', text: 'GET /projects\nX-A : 1', wire: get('/v2/projects', 'X-A: 1') },
  { name: 'an empty value', text: 'GET /projects\nX-A:\nX-B: 1', wire: get('/v2/projects', 'X-A: ', 'X-B: 1') },
  { name: 'colons in a value', text: 'GET /projects\nX-A: a:b: c', wire: get('/v2/projects', 'X-A: a:b: c') },
  { name: 'all characters of a token', text: "GET /projects\nX!#$%&'*+-.^_`|~9: 1", wire: get('/v2/projects', "X!#$%&'*+-.^_`|~9: 1") },
  { name: 'User-Agent that is present', text: 'GET /projects\nuser-agent: me', wire: 'GET /v2/projects HTTP/1.1↵<host>↵user-agent: me↵Accept: application/json↵Accept-Encoding: gzip, deflate, br, zstd↵↵' },
  { name: 'Accept that is present', text: 'GET /projects\nACCEPT: */*', wire: 'GET /v2/projects HTTP/1.1↵<host>↵ACCEPT: */*↵User-Agent: dt-http/test↵Accept-Encoding: gzip, deflate, br, zstd↵↵' },
  { name: 'Accept-Encoding that is present', text: 'GET /projects\nAccept-Encoding: identity', wire: 'GET /v2/projects HTTP/1.1↵<host>↵Accept-Encoding: identity↵User-Agent: dt-http/test↵Accept: application/json↵↵' },
  { name: 'one that is present but empty counts', text: 'GET /projects\nAccept:', wire: 'GET /v2/projects HTTP/1.1↵<host>↵Accept: ↵User-Agent: dt-http/test↵Accept-Encoding: gzip, deflate, br, zstd↵↵' },
  { name: 'Authorization as written', text: 'GET /projects\nAuthorization: Bearer a.b.c', wire: get('/v2/projects', 'Authorization: Bearer a.b.c') },
  { name: 'Basic as encoded', text: 'GET /projects\nAuthorization: Basic dXNlcjpwYXNz', wire: get('/v2/projects', 'Authorization: Basic dXNlcjpwYXNz') },
  { name: 'Basic that is not encoded', text: 'GET /projects\nAuthorization: Basic ⟦header.basic-plain|user:pass⟧' },
  { name: 'Cookie as written, and none that an answer set', text: '# @name a\nGET /a\n###\n# @name b\nGET /b\nCookie: x=1', run: ['a', 'b'], answers: ['HTTP/1.1 200 OK\r\nSet-Cookie: y=2\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'], wire: [get('/v2/a'), get('/v2/b', 'Cookie: x=1')] },
  ...['Connection: close', 'Content-Length: 3', 'Transfer-Encoding: chunked', 'Keep-Alive: 5', 'Upgrade: h2c', 'expect: 100-continue'].map((line) => {
    const [name = '', value = ''] = line.split(': ');
    return { name: `${name} is the transport’s`, text: `GET /projects\n⟦header.not-sendable|${name}⟧: ${value}\nX-A: 1`, after: 'GET /projects\nX-A: 1' };
  }),
  { name: 'two Hosts', text: 'GET /a\nHost: <tls>\n⟦header.repeated-host|host⟧: <tls>', after: 'GET /a\nHost: <tls>\n' },
  { name: 'a line without a colon', text: 'GET /projects\nX-A: 1\n⟦header.no-colon|nothing here⟧\nX-B: 1', after: 'GET /projects\nX-A: 1\nX-B: 1' },
  { name: 'a value does not go on in the next line', text: 'GET /projects\nX-A: 1\n  ⟦header.no-colon|2⟧', after: 'GET /projects\nX-A: 1\n' },
  { name: 'a line that starts @', text: 'GET /projects\n⟦header.at-sign|@a: 1⟧', after: 'GET /projects\n' },
  { name: 'a name that is no token', text: 'GET /projects\n⟦header.name|Two Words⟧: 1' },
  { name: 'a name outside ASCII', text: 'GET /projects\n⟦header.name|Ø⟧: 1' },
  { name: 'a name cannot be inserted', text: '@a = X-A\nGET /projects\n⟦header.name|{{a}}⟧: 1' },
  { name: 'a control character in a value', text: 'GET /projects\nX-A: a⟦header.character|\u0001⟧b' },
  { name: 'a tab inside of a value', text: 'GET /projects\nX-A: a\tb', wire: get('/v2/projects', 'X-A: a\tb') },
];
