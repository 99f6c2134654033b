import assert from 'node:assert/strict';
import type { HeaderList } from '../../../src/http/exchange';
import { type JsonBody, readJsonBody } from '../../../src/http/jsonBody';
import { secretsInJson } from '../../../src/http/jsonSecrets';
import { maxJsonDepth } from '../../../src/http/jsonDepth';
import { readJson } from '../../../src/http/jsonSource';

const utf8 = (text: string) => new TextEncoder().encode(text);
const json: HeaderList = [['Content-Type', 'application/json']];
const typed = (type: string): HeaderList => [['content-type', type]];

/** The value, or what kept it from being read. */
const outcome = (body: JsonBody): unknown => (body.kind === 'json' ? body.json.value : body);

describe('readJsonBody', () => {
  for (const [what, headers, body, expected] of [
    ['plain', json, utf8('{"a":"ø"}'), { a: 'ø' }],
    ['a BOM', json, Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8('[1]')]), [1]],
    ['UTF-16 with a BOM', typed('application/json; charset=utf-16le'), Uint8Array.from([0xff, 0xfe, 0x5b, 0, 0x31, 0, 0x5d, 0]), [1]],
    ['Latin-1', typed('application/json; charset=iso-8859-1'), Uint8Array.from([0x22, 0xe6, 0x22]), 'æ'],
    ['an unknown charset', typed('application/json; charset=klingon'), utf8('"æ"'), 'æ'],
    ['no Content-Type', [], utf8('{"a":1}'), { a: 1 }],
    ['another media type', typed('text/plain'), utf8('[]'), []],
    ['nothing', json, utf8(''), { kind: 'empty' }],
    ['only blanks', json, utf8(' \r\n'), { kind: 'empty' }],
    ['an image', typed('image/png'), utf8('{}'), { kind: 'binary' }],
    ['octets', [], Uint8Array.from([0, 1, 2]), { kind: 'binary' }],
    ['a page', typed('text/html'), utf8('<html>'), { kind: 'not-json', problem: 'InvalidSymbol', line: 1 }],
    ['JSON lines', json, utf8('{"a":1}\n{"a":2}'), { kind: 'not-json', problem: 'EndOfFileExpected', line: 2 }],
    ['JSON that is cut off', json, utf8('{\r\n"a": [1,\r\n'), { kind: 'not-json', problem: 'ValueExpected', line: 3 }],
    ['a comment', json, utf8('{"a": 1 // x\n}'), { kind: 'not-json', problem: 'InvalidCommentToken', line: 1 }],
    ['a trailing comma', json, utf8('[1,]'), { kind: 'not-json', problem: 'ValueExpected', line: 1 }],
  ] as const) {
    it(what, () => assert.deepEqual(outcome(readJsonBody(headers, body)), expected));
  }

  it('reads a body once', () => {
    const body = utf8('{"a":1}');
    assert.equal(readJsonBody(json, body), readJsonBody(json, body));
  });
});

describe('readJson', () => {
  it('takes nesting up to the limit and no further, however it is closed', () => {
    const nested = (depth: number) => '[{"a":'.repeat(depth / 2) + '1' + '}]'.repeat(depth / 2);
    assert.equal(readJson(nested(maxJsonDepth)).kind, 'json');
    assert.deepEqual(readJson(nested(maxJsonDepth + 2)), { kind: 'too-deep', limit: maxJsonDepth });
    assert.equal(readJson('['.repeat(1_000_000)).kind, 'too-deep');
    assert.equal(readJson(`"${'['.repeat(1_000_000)}"`).kind, 'json');
    // A closer of the other kind closes nothing.
    assert.equal(readJson('[}'.repeat(100_000)).kind, 'too-deep');
    // Nor does a string go on over a line end.
    assert.equal(readJson(`"\n${'['.repeat(100_000)}`).kind, 'too-deep');
  });

  it('does not quote what it could not read', () => {
    assert.equal(JSON.stringify(readJson('{"secret": hunter2}')).includes('hunter2'), false);
  });
});

describe('secretsInJson', () => {
  for (const [what, value, name, secrets] of [
    ['nothing secret', { a: 'x', nextPageToken: 'y' }, undefined, []],
    ['the value itself', 'x', 'access_token', ['x']],
    ['the value of a harmless name', 'x', 'name', []],
    ['members', { secret: 'x', key: { privateKey: 'y' } }, undefined, ['x', 'y']],
    ['items', { passwords: ['n'], token: ['a', 'b', 'a', 7] }, undefined, ['a', 'b', '7']],
    ['empty, null and true', { secret: '', token: null, password: true }, undefined, []],
    ['an object under a secret name has names of its own', { id: 'i', jwt: 'j' }, 'credentials', ['j']],
  ] as const) {
    it(what, () => assert.deepEqual(secretsInJson(structuredClone(value) as Parameters<typeof secretsInJson>[0], name), secrets));
  }
});
