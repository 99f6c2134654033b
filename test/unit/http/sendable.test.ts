import assert from 'node:assert/strict';
import type { WireRequest } from '../../../src/http/exchange';
import { type UnsendableCode, findUnsendable } from '../../../src/http/sendable';

const plain: WireRequest = { method: 'GET', origin: 'https://api.example', target: '/v2/projects?a=%20&b=/./..', headers: [] };
const header = (name: string, value: string): Partial<WireRequest> => ({ headers: [[name, value]] });

const fine: readonly Partial<WireRequest>[] = [
  {},
  { method: 'PURGE-X' },
  { origin: 'http://127.0.0.1:8080' },
  { origin: 'http://[::1]:8080' },
  header('X-Name', 'Grün 🌡\ttab'),
  header('x!#$%', ''),
  header('Connection', 'Close'),
  header('Content-Length', '0'),
  { ...header('Content-Length', '2'), body: Buffer.from('{}') },
  { headers: [['X', '1'], ['X', '2']] },
];

const wrong: readonly (readonly [change: Partial<WireRequest>, code: UnsendableCode])[] = [
  [{ method: '' }, 'method'],
  [{ method: 'GE T' }, 'method'],
  [{ method: 'CONNECT' }, 'method'],
  [{ origin: 'https://user:pw@api.example' }, 'origin'],
  [{ origin: 'https://api.example/' }, 'origin'],
  [{ origin: 'ftp://api.example' }, 'origin'],
  [{ origin: 'https://:99999' }, 'origin'],
  [{ target: 'v2' }, 'target'],
  [{ target: '/a b' }, 'target'],
  [{ target: '/ä' }, 'target'],
  [{ target: '/a\r\nX: y' }, 'target'],
  [header('a b', ''), 'header.name'],
  [header('', ''), 'header.name'],
  [header('X', 'a\r\nY: b'), 'header.value'],
  [header('X', 'a\0'), 'header.value'],
  [header('X', 'a\x7f'), 'header.value'],
  [header('Transfer-Encoding', 'chunked'), 'header.reserved'],
  [header('Expect', '100-continue'), 'header.reserved'],
  [header('Upgrade', 'h2c'), 'header.reserved'],
  [header('Connection', 'upgrade'), 'header.reserved'],
  [header('content-length', '7'), 'header.content-length'],
  [{ headers: [['Host', 'a'], ['host', 'b']] }, 'header.duplicate-host'],
];

describe('findUnsendable', () => {
  for (const change of fine) {
    it(`accepts ${JSON.stringify(change)}`, () => assert.equal(findUnsendable({ ...plain, ...change }), undefined));
  }
  for (const [change, code] of wrong) {
    it(`${code}: ${JSON.stringify(change)}`, () => assert.equal(findUnsendable({ ...plain, ...change })?.code, code));
  }
  it('names the header', () => {
    assert.deepEqual(findUnsendable({ ...plain, ...header('Expect', 'x') }), { code: 'header.reserved', header: 'Expect' });
  });
});
