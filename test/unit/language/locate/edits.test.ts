import assert from 'node:assert/strict';
import { applyEdits } from '../../../../src/base/text';
import type { RequestEdit, RequestPart } from '../../../../src/http/requestPart';
import { shiftOf, toTextEdits } from '../../../../src/language/locate';
import { parse } from '../../../../src/language/syntax/parser';
import { planned } from '../plan/support';

/** The text after the edits of its first request; undefined when they cannot be made. */
function edited(text: string, edits: readonly RequestEdit[], now = text): string | undefined {
  const commandLine = new Map([['id', 'x1'], ['path', 'projects/p1'], ['pair', 'a=1&b=2'], ['json', '{"k": 1}']]);
  const result = toTextEdits(planned(text, { commandLine }), parse(now), edits);
  return result && applyEdits(now, result);
}

const replace = (part: RequestPart, text: string): RequestEdit => ({ kind: 'replace', part, text });
const remove = (part: RequestPart): RequestEdit => ({ kind: 'remove', part });
const segment = (index: number): RequestPart => ({ kind: 'path-segment', index });
const query = (name: string, what: 'name' | 'value' = 'value', occurrence = 0): RequestPart => ({ kind: 'query', name, occurrence, what });
const header = (name: string, what: 'name' | 'value' = 'value'): RequestPart => ({ kind: 'header', name, what });
const json = (pointer: string, what: 'name' | 'value' = 'value'): RequestPart => ({ kind: 'json', pointer, what });
const addJson = (pointer: string, name: string, value: string): RequestEdit => ({ kind: 'add-json', pointer, name, value });
const sendTo = (host: 'api' | 'emulator'): RequestEdit => ({ kind: 'send-to', host });
const body = (content: string) => `POST /projects\nContent-Type: application/json\n\n${content}`;

const moreTime: RequestEdit = { kind: 'timeout', value: '60s' };
const addBody: RequestEdit = { kind: 'add-body', text: '{\n  "a": []\n}' };
const made = 'Content-Type: application/json\n\n{\n  "a": []\n}';

describe('edits of a request in the text', () => {
  const cases: readonly [name: string, text: string, edits: readonly RequestEdit[], expected: string | undefined][] = [
    ['method', 'GET /projects', [replace({ kind: 'method' }, 'POST')], 'POST /projects'],
    ['method that is not written', '/projects', [replace({ kind: 'method' }, 'POST')], 'POST /projects'],
    ['path segment', 'GET /projects/p1', [replace(segment(1), 'organizations')], 'GET /organizations/p1'],
    ['path segment that is a reference', 'GET /projects/{{id}}', [replace(segment(2), 'p2')], 'GET /projects/p2'],
    ['path segment that is partly a reference', 'GET /projects/a{{id}}b/c', [replace(segment(2), 'p2')], 'GET /projects/p2/c'],
    ['path segment inside a reference', 'GET /{{path}}', [replace(segment(2), 'p2')], undefined],
    ['path segment of the base', 'GET /projects', [replace(segment(0), 'v3')], undefined],
    ['path', 'GET /x/projects?a=1', [replace({ kind: 'path' }, '/projects')], 'GET /projects?a=1'],
    ['what cannot stand in a target', 'GET /projects/x', [replace(segment(2), 'a b#ø')], 'GET /projects/a%20b%23%C3%B8'],
    ['authority', 'GET https://example.com/x', [replace({ kind: 'authority' }, 'https://example.org')], 'GET https://example.org/x'],
    ['authority inside a reference', 'GET {{apiBase}}/x', [replace({ kind: 'authority' }, 'https://example.org')], undefined],
    ['target', 'GET {{apiBase}}/x', [replace({ kind: 'target' }, '/x')], 'GET /x'],
    ['query name', 'GET /projects?pagesize=1', [replace(query('pagesize', 'name'), 'pageSize')], 'GET /projects?pageSize=1'],
    ['query value', 'GET /projects?pageSize=1000&x', [replace(query('pageSize'), '100')], 'GET /projects?pageSize=100&x'],
    ['query value that is empty', 'GET /projects?a=&b', [replace(query('a'), '1')], 'GET /projects?a=1&b'],
    ['header value', 'GET /projects\nX-A: {{id}}', [replace(header('x-a'), 'new')], 'GET /projects\nX-A: new'],
    ['header name', 'GET /projects\nX-A: 1', [replace(header('x-a', 'name'), 'X-B')], 'GET /projects\nX-B: 1'],
    ['header that is not written', 'GET /projects', [replace(header('accept'), '*/*')], undefined],
    ['line break into a header', 'GET /projects\nX-A: 1', [replace(header('x-a'), 'a\r\nb')], undefined],
    ['request line', 'GET /projects', [replace({ kind: 'request-line' }, 'GET /x')], undefined],
    ['JSON value', body('{ "a": 1 }'), [replace(json('/a'), '"x"')], body('{ "a": "x" }')],
    ['JSON value with its reference', body('{ "a": "{{id}}" }'), [replace(json('/a'), '"x"')], body('{ "a": "x" }')],
    ['JSON value inside a reference', body('{ "a": {{json}} }'), [replace(json('/a/k'), '2')], undefined],
    ['JSON name', body('{ "a": 1 }'), [replace(json('/a', 'name'), 'b"')], body('{ "b\\"": 1 }')],
    ['body', body('x1'.replace('x1', '1')), [replace({ kind: 'body' }, '2')], body('2')],

    ['send a path to the emulator', 'GET /projects/p', [sendTo('emulator')], '# @host emulator\nGET /projects/p'],
    ['send a path to the emulator, with what stands above it', '# @title x\r\nGET /projects/p\r\n', [sendTo('emulator')], '# @title x\r\n# @host emulator\r\nGET /projects/p\r\n'],
    ['send a path to the emulator that names the API', '# @host api\nGET /projects/p', [sendTo('emulator')], '# @host emulator\nGET /projects/p'],
    ['send a path to the API', '# @host emulator\n# @title x\nGET /projects/p', [sendTo('api')], '# @title x\nGET /projects/p'],
    ['send a path where it goes already', 'GET /projects/p', [sendTo('api')], undefined],
    ['send to another base', 'GET {{apiBase}}/projects/p?a=1', [sendTo('emulator')], 'GET {{emulatorBase}}/projects/p?a=1'],
    ['send to another base, written out', 'GET https://emulator.disruptive-technologies.com/v2/projects', [sendTo('api')], 'GET {{apiBase}}/projects'],
    ['send to another base, below the emulator of the sandbox', 'GET http://127.0.0.1:1/emulator/v2/projects', [sendTo('api')], 'GET {{apiBase}}/projects'],
    ['send to another base from a target without a version', 'GET https://example.com/projects', [sendTo('api')], undefined],
    ['send to another base from a host alone', 'GET https://example.com', [sendTo('api')], undefined],
    ['send to another base where a header names the host', 'GET /v2/projects\nHost: example.com', [sendTo('emulator')], undefined],

    ['let the account sign', '# @title x\n# @auth none\nGET /projects', [{ kind: 'sign' }], '# @title x\nGET /projects'],
    ['let the account sign, and take a header out', '# @auth none\nGET /projects\nX-A: 1\n', [remove(header('x-a')), { kind: 'sign' }], 'GET /projects\n'],
    ['let the account sign that signs', 'GET /projects', [{ kind: 'sign' }], undefined],

    ['more time', '# @title x\nGET /projects', [moreTime], '# @title x\n# @timeout 60s\nGET /projects'],
    ['more time where some is given', '# @timeout 5 s\n# @title x\nGET /projects', [moreTime], '# @timeout 60s\n# @title x\nGET /projects'],
    ['more time where it is given below the request line', 'GET /projects\n# @timeout = 300ms\n', [moreTime], 'GET /projects\n# @timeout = 60s\n'],
    ['more time, CRLF', '# @title x\r\nGET /projects\r\n', [moreTime], '# @title x\r\n# @timeout 60s\r\nGET /projects\r\n'],

    ['a body', 'POST /projects', [addBody], `POST /projects\n${made}`],
    ['a body in front of another request', 'POST /projects\n\n### b\nGET /x\n', [addBody], `POST /projects\n${made}\n\n### b\nGET /x\n`],
    ['a body below headers and query', 'POST /projects\n  ?a=1\nX-A: 1\n# note\n\n\n', [addBody], `POST /projects\n  ?a=1\nX-A: 1\n# note\n${made}\n\n\n`],
    ['a body whose type is there', 'POST /projects\ncontent-type: application/json\n', [addBody], 'POST /projects\ncontent-type: application/json\n\n{\n  "a": []\n}\n'],
    ['a body in front of what is expected', 'POST /projects\n?? status == 200\n', [addBody], `POST /projects\n${made}\n?? status == 200\n`],
    ['a body in front of where the answer goes', 'POST /projects\n\n>> a.json\n', [addBody], `POST /projects\n${made}\n\n>> a.json\n`],
    ['a body, CRLF', 'POST /projects\r\nX-A: 1\r\n', [addBody], `POST /projects\r\nX-A: 1\r\n${made.replaceAll('\n', '\r\n')}\r\n`],
    ['a body, and another verb', 'GET /projects', [replace({ kind: 'method' }, 'POST'), addBody], `POST /projects\n${made}`],
    ['a body where one is', body('{}'), [addBody], undefined],

    ['a value with a reference', 'GET /projects?a=1&b', [{ kind: 'replace', part: query('a'), text: '{{$isoTimestamp -1 d}} x{', hasReferences: true }], 'GET /projects?a={{$isoTimestamp -1 d}}%20x{&b'],
    ['a value that only looks like one', 'GET /projects?a=1', [replace(query('a'), '{{a b}}')], 'GET /projects?a={{a%20b}}'],

    ['remove a header', 'GET /projects\nX-A: 1\nX-B: 2\n', [remove(header('x-a'))], 'GET /projects\nX-B: 2\n'],
    ['remove the first parameter', 'GET /projects?a=1&b=2', [remove(query('a'))], 'GET /projects?b=2'],
    ['remove the last parameter', 'GET /projects?a=1&b=2', [remove(query('b'))], 'GET /projects?a=1'],
    ['remove the only parameter', 'GET /projects?a=1', [remove(query('a'))], 'GET /projects'],
    ['remove one of equal parameters', 'GET /projects?a=1&a=2&a=3', [remove(query('a', 'value', 1))], 'GET /projects?a=1&a=3'],
    ['remove a line of the query', 'GET /projects\n  ?a=1\n  &b=2\n  &c=3\n', [remove(query('c'))], 'GET /projects\n  ?a=1\n  &b=2\n'],
    ['remove the first line of the query', 'GET /projects\n  ?a=1\n  &b=2\n', [remove(query('a'))], 'GET /projects\n  ?b=2\n'],
    ['remove the only line of the query', 'GET /projects\n  ?a=1\nX-A: 1\n', [remove(query('a'))], 'GET /projects\nX-A: 1\n'],
    ['remove a parameter inside a reference', 'GET /projects?{{pair}}', [remove(query('a'))], undefined],
    ['remove a parameter that is not there', 'GET /projects?a', [remove(query('b'))], undefined],
    ['remove a JSON property', body('{ "a": 1, "b": 2 }'), [remove(json('/a'))], body('{ "b": 2 }')],
    ['remove the last JSON property', body('{ "a": 1, "b": 2 }'), [remove(json('/b'))], body('{ "a": 1 }')],
    ['remove an element', body('[1, {{id}}]'.replace('{{id}}', '2')), [remove(json('/1'))], body('[1]')],
    ['remove the only property', body('{ "a": 1 }'), [remove(json('/a'))], body('{  }')],
    ['remove a property before one in a reference', body('{ "a": 1, "b": {{json}} }'), [remove(json('/a'))], body('{ "b": {{json}} }')],
    ['remove a property inside a reference', body('{ "b": {{json}} }'), [remove(json('/b/k'))], undefined],
    ['path of a bare host', 'GET https://example.com', [replace(segment(0), 'x')], undefined],
    ['remove all of a body', body('{}'), [remove(json(''))], undefined],
    ['remove a JSON property that is not there', body('{}'), [remove(json('/a'))], undefined],
    ['remove a path', 'GET /projects', [remove({ kind: 'path' })], undefined],

    ['add the first parameter', 'GET /projects HTTP/1.1', [{ kind: 'add-query', name: 'a', value: 'x y' }], 'GET /projects?a=x%20y HTTP/1.1'],
    ['add a parameter', 'GET /projects?a=1', [{ kind: 'add-query', name: 'b', value: '2' }], 'GET /projects?a=1&b=2'],
    ['add to a dangling mark', 'GET /projects?', [{ kind: 'add-query', name: 'b', value: '2' }], 'GET /projects?b=2'],
    ['add to the last query line', 'GET /projects\n  ?a=1\nX-A: 1', [{ kind: 'add-query', name: 'b', value: '2' }], 'GET /projects\n  ?a=1&b=2\nX-A: 1'],
    ['add two', 'GET /{{path}}', [{ kind: 'add-query', name: 'a', value: '1' }, { kind: 'add-query', name: 'b', value: '2' }], 'GET /{{path}}?a=1&b=2'],

    ['remove the first segment', 'GET /v2/v2/projects', [remove(segment(0))], 'GET /v2/projects'],
    ['remove a segment', 'GET /v2/v2/projects?a=1', [remove(segment(1))], 'GET /v2/projects?a=1'],
    ['remove the last segment', 'GET /projects/p1', [remove(segment(2))], 'GET /projects'],
    ['remove a segment after a base variable', 'GET {{apiBase}}/v2/projects', [remove(segment(1))], 'GET {{apiBase}}/projects'],
    ['remove a segment that is a reference', 'GET /projects/{{id}}/devices', [remove(segment(2))], 'GET /projects/devices'],
    ['remove an empty segment', 'GET /projects//devices', [remove(segment(2))], 'GET /projects/devices'],
    ['remove all of a path', 'GET https://example.com/x?a=1', [remove(segment(0))], 'GET https://example.com/?a=1'],
    ['remove a segment inside a reference', 'GET /{{path}}', [remove(segment(2))], undefined],
    ['remove a segment of the base', 'GET /projects', [remove(segment(0))], undefined],
    ['remove a segment that is not there', 'GET /projects', [remove(segment(7))], undefined],
    ['remove the path of a bare host', 'GET https://example.com', [remove(segment(0))], undefined],

    ['add a property', body('{ "a": 1 }'), [addJson('', 'b', '[]')], body('{ "a": 1, "b": [] }')],
    ['add a property on a line of its own', body('{\n  "a": {},\n  "c": 2\n}'), [addJson('', 'b', '""')], body('{\n  "a": {},\n  "c": 2,\n  "b": ""\n}')],
    ['add a property without blanks', body('{"a":1}'), [addJson('', 'b', '2')], body('{"a":1, "b": 2}')],
    ['add to an empty object', body('{}'), [addJson('', 'b', '2')], body('{ "b": 2 }')],
    ['add to an empty object with blanks', body('{\n}'), [addJson('', 'b', '2')], body('{ "b": 2 }')],
    ['add to an inner object', body('{ "l": [ { "a": 1 } ] }'), [addJson('/l/0', 'b"', 'null')], body('{ "l": [ { "a": 1, "b\\"": null } ] }')],
    ['add two properties', body('{ "a": 1 }'), [addJson('', 'b', '2'), addJson('', 'c', '3')], body('{ "a": 1, "b": 2, "c": 3 }')],
    ['add two properties to nothing', body('{}'), [addJson('', 'b', '2'), addJson('', 'c', '3')], body('{ "b": 2, "c": 3 }')],
    ['add after a reference', body('{ "a": {{id}} }'.replace('{{id}}', '"{{id}}"')), [addJson('', 'b', '2')], body('{ "a": "{{id}}", "b": 2 }')],
    ['add behind a value that is a reference', body('{ "a": {{json}} }'), [addJson('', 'b', '2')], body('{ "a": {{json}}, "b": 2 }')],
    ['add inside a reference', body('{ "a": {{json}} }'), [addJson('/a', 'b', '2')], undefined],
    ['add to a body that is a reference', body('{{json}}'), [addJson('', 'b', '2')], undefined],
    ['add what is there', body('{ "a": 1 }'), [addJson('', 'a', '2')], undefined],
    ['add to a list', body('[]'), [addJson('', 'a', '2')], undefined],
    ['add to a value that is not there', body('{}'), [addJson('/x', 'a', '2')], undefined],
    ['add without a body', 'POST /projects', [addJson('', 'a', '2')], undefined],

    ['several', 'GET /projects/p1\nX-A: 1', [replace({ kind: 'method' }, 'PATCH'), replace(segment(2), 'p2'), remove(header('X-A'))], 'PATCH /projects/p2\n'],
    ['overlapping', 'GET /projects/p1', [replace(segment(2), 'p2'), replace({ kind: 'path' }, '/x')], undefined],
    ['one that fails fails all', 'GET /projects/p1', [replace(segment(2), 'p2'), remove(header('X-A'))], undefined],
    ['none', 'GET /projects', [], undefined],
  ];
  for (const [name, text, edits, expected] of cases) {
    it(name, () => assert.equal(edited(text, edits), expected));
  }

  it('a body that was added is the body of the request', () => {
    for (const text of ['POST /projects', 'POST /projects\n# note\n\n?? status == 200\n', '# @title x\r\nPOST /projects\r\n?a=1\r\n\r\n>> a.json\r\n']) {
      const after = edited(text, [addBody]);
      assert.ok(after !== undefined);
      const { parts } = planned(after);
      assert.deepEqual([JSON.parse(parts.sources.body?.text ?? ''), parts.headerLine('content-type')?.value.text], [{ a: [] }, 'application/json'], after);
    }
  });

  it('keeps CRLF', () => {
    assert.equal(edited('GET /projects\r\nX-A: 1\r\nX-B: 2\r\n', [remove(header('x-a'))]), 'GET /projects\r\nX-B: 2\r\n');
    assert.equal(
      edited('POST /projects\r\nContent-Type: application/json\r\n\r\n{\r\n  "a": 1\r\n}\r\n', [addJson('', 'b', '2')]),
      'POST /projects\r\nContent-Type: application/json\r\n\r\n{\r\n  "a": 1,\r\n  "b": 2\r\n}\r\n',
    );
  });
});

describe('directives of a block that has moved', () => {
  const above = '### other\n# @host emulator\nGET /x\n';
  const cases: readonly [block: string, edit: RequestEdit, expected: string][] = [
    ['### a\n# @host emulator\nGET /projects\n', sendTo('api'), '### a\nGET /projects\n'],
    ['### a\n# @host api\nGET /projects\n', sendTo('emulator'), '### a\n# @host emulator\nGET /projects\n'],
    ['### a\nGET /projects\n', sendTo('emulator'), '### a\n# @host emulator\nGET /projects\n'],
    ['### a\n# @auth none\nGET /projects\n', { kind: 'sign' }, '### a\nGET /projects\n'],
    ['### a\n# @timeout 1s\nGET /projects\n', moreTime, '### a\n# @timeout 60s\nGET /projects\n'],
    ['### a\nPOST /projects\n', addBody, `### a\nPOST /projects\n${made}\n`],
  ];
  for (const [block, edit, expected] of cases) {
    it(`${edit.kind}: ${block.slice(6).trim()}`, () => assert.equal(edited(block, [edit], above + block), above + expected));
  }
});

describe('a plan and a text that has changed', () => {
  const text = '### a\nGET /projects\n### b\nGET /x\n';
  const toPost = [replace({ kind: 'method' }, 'POST')];

  for (const [name, now, shift, expected] of [
    ['the same', text, 0, '### a\nPOST /projects\n### b\nGET /x\n'],
    ['moved down', `# new\n${text}`, 6, '# new\n### a\nPOST /projects\n### b\nGET /x\n'],
    ['another block edited', text.replace('/x', '/yyy'), 0, '### a\nPOST /projects\n### b\nGET /yyy\n'],
    ['edited', text.replace('/projects', '/project'), undefined, undefined],
    ['gone', '### b\nGET /x\n', undefined, undefined],
    ['there twice', `### a\nGET /projects\n${text}`, 0, `### a\nPOST /projects\n${text}`],
  ] as const) {
    it(name, () => {
      assert.equal(shiftOf(planned(text), parse(now)), shift);
      assert.equal(edited(text, toPost, now), expected);
    });
  }
});
