import { answer, get, json, plain, plainHead, type Row } from './row';

const projects = get('/v2/projects');
const answers = [answer('200 OK', ['Content-Type: application/json'], '{"name": "x", "devices": [1, 2], "error": "it exists"}')];
const kept = '{"name": "x", "devices": [1, 2], "error": "it exists"}';

export const save: readonly Row[] = [
  { name: '>> path', text: 'GET /projects\n\n>> ./a.json', answers, wire: projects, saved: { 'a.json': kept } },
  { name: '>> path is numbered when it exists', text: '# @name x\nGET /projects\n\n>> ./a.json', files: { 'a.json': 'old' }, run: ['x', 'x'], answers, wire: [projects, projects], saved: { 'a.json': 'old', 'a-1.json': kept, 'a-2.json': kept } },
  { name: '>>! path replaces', text: 'GET /projects\n\n>>! a.json', files: { 'a.json': 'old' }, answers, wire: projects, saved: { 'a.json': kept } },
  { name: 'right below the headers', text: 'GET /projects\nX-A: 1\n>> a.json', answers, wire: get('/v2/projects', 'X-A: 1'), saved: { 'a.json': kept } },
  { name: 'below a body, which ends above it', text: `${plainHead}b\n\n>> a.json\n\n###\nGET /x`, answers, wire: plain('b'), saved: { 'a.json': kept } },
  { name: 'a variable in the path', text: '@a = b c\nGET /projects\n\n>> {{a}}.json', answers, wire: projects, saved: { 'b%20c.json': kept } },
  { name: 'anywhere else it is content, with a hint', text: `${plainHead}⟦save.not-last|>> a.json⟧\nb`, wire: plain('>> a.json⏎b'), after: `${plainHead}b\n>> a.json` },
  { name: 'not at column 1', text: `${plainHead}b\n >> a.json`, wire: plain('b⏎ >> a.json') },
  { name: 'an error that nobody expected takes no place', text: '# @retry none\nGET /projects\n\n>>! a.json', files: { 'a.json': 'old' }, answers: [json('{}', '404 Not Found')], wire: projects, verdict: 'failed', saved: { 'a.json': 'old' } },
  { name: 'without a path', text: 'GET /projects\n\n⟦save.no-path|>> ⟧' },
  { name: 'outside', text: 'GET /projects\n\n⟦save.outside|>> ../a.json⟧' },
  { name: 'through a link that leads out', text: 'GET /projects\n\n⟦save.outside|>>! a.json⟧', links: { 'a.json': '../b.json' } },
  { name: 'into a folder that starts with a dot', text: 'GET /projects\n\n⟦save.refused|>> .vscode/a.json⟧' },
  { name: 'over the request file', text: 'GET /projects\n\n⟦save.refused|>>! a.dt.http⟧' },
  { name: 'a part of an answer in the path', text: '# @name list\nGET /list\n###\n# @name use\nGET /x\n\n>> ⟦save.answer-in-path|{{list.response.status}}⟧.json', run: ['use'] },
  { name: 'a part of an answer in the path, by way of a variable', text: '# @name list\nGET /list\n###\n@a = {{list.response.status}}\n# @name use\nGET /x\n\n>> ⟦save.answer-in-path|{{a}}⟧.json', run: ['use'] },
];

/** An expectation that holds, and one that does not. */
const holds = (expectation: string): Row => ({ name: `holds: ${expectation}`, text: `# @expect ${expectation}\nGET /projects`, answers, wire: projects });
const fails = (expectation: string, unmet: string): Row => ({ name: `does not hold: ${expectation}`, text: `# @expect ${expectation}\nGET /projects`, answers, wire: projects, verdict: 'failed', unmet: [unmet] });

export const expectations: readonly Row[] = [
  ...['status 200', 'status 2xx', 'header content-type contains json', 'body $.devices length > 0', 'body $.name == "x"', 'body $.error matches /exists/', 'time < 60s'].map(holds),
  fails('status 404', 'status 404 | 200'),
  fails('status 4xx', 'status 4xx | 200'),
  fails('header content-type contains xml', 'header content-type contains xml | application/json'),
  fails('body $.devices length > 2', 'body $.devices length > 2 | length 2'),
  fails('body $.name == "y"', 'body $.name == "y" | "x"'),
  { name: 'of an error that is expected', text: '# @expect status 404\nGET /projects', answers: [json('{}', '404 Not Found')], wire: projects },
  { name: 'that is none', text: '# @expect ⟦expect.syntax|status twohundred⟧\nGET /projects' },
  { name: 'with a variable', text: '@a = 200\n# @expect status {{a}}\nGET /projects', wire: projects },
];

export const assertions: readonly Row[] = [
  { name: '?? after the headers', text: 'GET /projects\nX-A: 1\n?? status == 200', wire: get('/v2/projects', 'X-A: 1') },
  { name: '?? after the headers and a blank line', text: 'GET /projects\n\n?? status == 404', wire: projects, verdict: 'failed', unmet: ['status == 404 | 200'] },
  { name: '?? ends the body', text: `${plainHead}a\n\n?? status == 200\n?? body $.name == "x"`, answers, wire: plain('a') },
  { name: '?? with text below it', text: `${plainHead}a\n?? status == 200\n⟦construct.refused|b⟧` },
  { name: '?? not at column 1 is content', text: `${plainHead} ?? a`, wire: plain(' ?? a') },
  { name: '?? not at column 1 without a Content-Type', text: 'GET /projects\n\n⟦body.look-alike| ?? status == 200⟧', after: 'GET /projects\n\n?? status == 200' },
  { name: '?? that is none', text: 'GET /projects\n\n?? ⟦expect.syntax|javascript > 1⟧' },
  { name: '?? and >> below it', text: 'GET /projects\n\n?? status == 200\n>> a.json', answers, wire: projects, saved: { 'a.json': kept } },
];

/** A construct that is refused. */
const refused = (name: string, text: string): Row => ({ name, text });

export const refusals: readonly Row[] = [
  refused('a script after the answer', 'GET /projects\n\n⟦construct.refused|> {% client.test("a", () => {}) %}⟧'),
  refused('a script of several lines', 'GET /projects\n\n⟦construct.refused|> {%⟧\n  client.log("a");\n%}'),
  refused('a script before the request', '⟦construct.refused|< {% request.variables.set("a", 1) %}⟧\nGET /projects'),
  refused('a script in a file', 'GET /projects\n\n⟦construct.refused|> ./test.js⟧'),
  refused('a script of httpYac', '⟦construct.refused|{{⟧\n  exports.a = 1;\n}}\nGET /projects'),
  refused('a script of httpYac with an event', 'GET /projects\n\n⟦construct.refused|{{@response⟧\n  a();\n}}'),
  refused('a stored answer of JetBrains', 'GET /projects\n\n⟦construct.refused|<> 2026-01-31.200.json⟧'),
  refused('GraphQL as a method', '⟦construct.refused|GRAPHQL⟧ https://example.com'),
  refused('GraphQL as a header', 'POST /projects\n⟦construct.refused|X-REQUEST-TYPE: GraphQL⟧\n\nquery { a }'),
  ...['WEBSOCKET', 'ws', 'GRPC', 'MQTT', 'AMQP', 'RSOCKET', 'SSE', 'CONNECT'].map((method) => refused(method, `⟦construct.refused|${method}⟧ https://example.com/x`)),
  ...['Digest a b', 'NTLM a b', 'AWS a b', 'AWS4-HMAC-SHA256 a'].map((value) => refused(`Authorization: ${value}`, `GET /projects\n⟦construct.refused|Authorization: ${value}⟧`)),
  refused('a client certificate of httpYac', 'GET /projects\n⟦construct.refused|X-ClientCert: cert: ./a.crt key: ./a.key⟧'),
  refused('a client certificate of httpYac, with its password', 'GET /projects\n⟦construct.refused|X-ClientCert: pfx: ./a.p12 passphrase: b⟧'),
  refused('a command of curl', '⟦construct.refused|curl⟧ https://example.com/x'),
  refused('a command of curl with options', '⟦construct.refused|curl⟧ -X POST https://example.com/x -d a=b'),
];

export const imports: readonly Row[] = [
  { name: 'shares variables', text: '# @import ./b.dt.http\nGET /{{a}}', files: { 'b.dt.http': '@a = 1\n' }, wire: get('/v2/1') },
  { name: 'only below its line', text: '@b = {{⟦variable.undefined|a⟧}}\n# @import ./b.dt.http\nGET /{{b}}', files: { 'b.dt.http': '@a = 1\n' } },
  { name: 'of what imports in turn', text: '# @import ./b.dt.http\nGET /{{a}}', files: { 'b.dt.http': '# @import ./c.dt.http\n', 'c.dt.http': '@a = 1\n' }, wire: get('/v2/1') },
  { name: 'of what there is not', text: '# @import ⟦import.missing|./b.dt.http⟧\nGET /projects' },
  { name: 'from outside', text: '# @import ⟦import.outside|../b.dt.http⟧\nGET /projects', files: { '../b.dt.http': '' } },
  { name: 'of itself', text: '# @import ⟦import.cycle|./a.dt.http⟧\nGET /projects', files: { 'a.dt.http': '' } },
  { name: 'of two that import one another', text: '# @import ⟦import.cycle|./b.dt.http⟧\nGET /projects', files: { 'b.dt.http': '# @import ./c.dt.http\n', 'c.dt.http': '# @import ./b.dt.http\n' } },
];
