import assert from 'node:assert/strict';
import type { RequestPart } from '../../../../src/http/requestPart';
import { locate } from '../../../../src/language/locate';
import { marked } from '../../../helpers/marked';
import { planned } from '../plan/support';

const text = `@project = p1
@path = projects/p1/devices
@name = alpha
### one
# @title  x
# @Timeout 30s 
# @no-redirect
PATCH /projects/{{project}}/devices/d1?pageSize=10&label=a=b&label=c&flag HTTP/1.1
X-One: first {{name}}
Content-Type: application/json
x-one: second

{ "displayName": "{{name}}", "labels": [ { "key/~": 1 }, 22 ], "deep": { "empty": {} } }
### two
{{apiBase}}/{{path}}/d1
### three
https://example.com/a//b?x
  &y=1
### four
GET https://example.com
`.replaceAll('&y', '&y');

/** What a part of the block at `index` comes to in the text; the whole request line counts as none. */
function written(index: number, part: RequestPart): string {
  const { start, end } = locate(planned(text, {}, index), part);
  return text.slice(start, end);
}

const line = 'PATCH /projects/{{project}}/devices/d1?pageSize=10&label=a=b&label=c&flag HTTP/1.1';

describe('parts of a request in the text', () => {
  const query = (name: string, what: 'name' | 'value', occurrence = 0): RequestPart => ({ kind: 'query', name, occurrence, what });
  const json = (pointer: string, what: 'name' | 'value'): RequestPart => ({ kind: 'json', pointer, what });
  const segment = (index: number): RequestPart => ({ kind: 'path-segment', index });
  const cases: readonly [block: number, part: RequestPart, expected: string][] = [
    [1, { kind: 'request-line' }, line],
    [1, { kind: 'method' }, 'PATCH'],
    [1, { kind: 'target' }, '/projects/{{project}}/devices/d1?pageSize=10&label=a=b&label=c&flag'],
    [1, { kind: 'path' }, '/projects/{{project}}/devices/d1'],
    [1, { kind: 'authority' }, line],
    // v2 comes from the base: the author wrote no such segment
    [1, segment(0), line],
    [1, segment(1), 'projects'],
    [1, segment(2), '{{project}}'],
    [1, segment(4), 'd1'],
    [1, segment(5), line],
    [1, { kind: 'path-segment', index: 4, what: 'id' }, 'd1'],
    [1, { kind: 'directive', name: 'timeout' }, '@Timeout 30s'],
    [1, { kind: 'directive', name: 'noredirect' }, '@no-redirect'],
    [1, { kind: 'directive', name: 'auth' }, line],
    [1, query('pageSize', 'name'), 'pageSize'],
    [1, query('pageSize', 'value'), '10'],
    [1, query('label', 'value'), 'a=b'],
    [1, query('label', 'value', 1), 'c'],
    [1, query('label', 'value', 2), line],
    [1, query('flag', 'value'), 'flag'],
    [1, query('other', 'name'), line],
    [1, { kind: 'header', name: 'X-ONE', what: 'name' }, 'X-One'],
    [1, { kind: 'header', name: 'x-one', what: 'value' }, 'first {{name}}'],
    [1, { kind: 'header', name: 'Accept', what: 'name' }, line],
    [1, { kind: 'header', name: 'Accept', what: 'value' }, line],
    [1, { kind: 'body' }, '{ "displayName": "{{name}}", "labels": [ { "key/~": 1 }, 22 ], "deep": { "empty": {} } }'],
    [1, { kind: 'body-text', start: 2, end: 15 }, '"displayName"'],
    [1, { kind: 'body-text', start: 500, end: 501 }, line],
    [1, json('', 'value'), '{ "displayName": "{{name}}", "labels": [ { "key/~": 1 }, 22 ], "deep": { "empty": {} } }'],
    [1, json('/displayName', 'name'), '"displayName"'],
    [1, json('/displayName', 'value'), '"{{name}}"'],
    [1, json('/labels/0/key~1~0', 'name'), '"key/~"'],
    [1, json('/labels/0/key~1~0', 'value'), '1'],
    [1, json('/labels/1', 'name'), '22'],
    [1, json('/deep/empty', 'value'), '{}'],
    [1, json('/deep/nothing', 'value'), line],
    [1, json('no pointer', 'value'), line],
    [2, { kind: 'authority' }, '{{apiBase}}'],
    [2, { kind: 'method' }, '{{apiBase}}/{{path}}/d1'],
    [2, segment(0), '{{apiBase}}'],
    [2, segment(2), '{{path}}'],
    [2, segment(4), 'd1'],
    [2, { kind: 'body' }, '{{apiBase}}/{{path}}/d1'],
    [3, { kind: 'authority' }, 'https://example.com'],
    [3, { kind: 'path' }, '/a//b'],
    [3, segment(1), ''],
    [3, segment(2), 'b'],
    [3, query('y', 'value'), '1'],
    [4, { kind: 'path' }, 'GET https://example.com'],
    [4, segment(0), 'GET https://example.com'],
  ];
  for (const [block, part, expected] of cases) {
    it(`block ${block}: ${JSON.stringify(part)}`, () => assert.equal(written(block, part), expected));
  }

  it('query names are compared decoded', () => {
    const plan = planned('GET /projects?page%5Fsize=1&%zz=2&a+b=3');
    for (const [name, offset] of [['page_size', 26], ['%zz', 32], ['a b', 38]] as const) {
      assert.equal(locate(plan, query(name, 'value')).start, offset);
    }
  });

  it('places stand in CRLF texts too', () => {
    const { text: source, spans } = marked('# x\r\n### y\r\nPOST /projects\r\n\r\n{\r\n  "a": ⟦{\r\n "b": 1 }⟧\r\n}\r\n');
    assert.deepEqual(locate(planned(source, {}, 1), json('/a', 'value')), spans[0]);
  });
});
