import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as zlib from 'node:zlib';
import { acceptEncoding, decodeBody } from '../../../src/http/decode';
import type { HeaderList } from '../../../src/http/exchange';

const text = 'temperature '.repeat(500);
const plain = Buffer.from(text);
const coded = (...codings: string[]): HeaderList => codings.map((coding) => ['Content-Encoding', coding]);

/** `text` as the zstd tool compresses it, without and with its checksum. */
const zstd = Buffer.from('KLUv/QBIpQAAYHRlbXBlcmF0dXJlIAEAYfe+JAE=', 'base64');
const zstdChecked = Buffer.from('KLUv/WRwFqUAAGB0ZW1wZXJhdHVyZSABAGH3viQBY+ikPg==', 'base64');

const rows: readonly (readonly [title: string, headers: HeaderList, body: Buffer])[] = [
  ['none', [], plain],
  ['identity', coded('identity'), plain],
  ['gzip', coded('gzip'), zlib.gzipSync(plain)],
  ['x-gzip in capitals', coded('X-GZIP'), zlib.gzipSync(plain)],
  ['deflate', coded('deflate'), zlib.deflateSync(plain)],
  ['deflate without its frame', coded('deflate'), zlib.deflateRawSync(plain)],
  ['br', coded('br'), zlib.brotliCompressSync(plain)],
  ['zstd', coded('zstd'), zstd],
  ['zstd with a checksum', coded('ZSTD'), zstdChecked],
  ['two in one header', coded('deflate, gzip'), zlib.gzipSync(zlib.deflateSync(plain))],
  ['two headers', coded('br', 'gzip'), zlib.gzipSync(zlib.brotliCompressSync(plain))],
];

describe('decodeBody', () => {
  for (const [title, headers, body] of rows) {
    it(`undoes ${title}`, async () => {
      const result = await decodeBody(headers, body, 1e6);
      assert.equal(result.kind, 'decoded');
      assert.equal(Buffer.from(result.body).toString(), text);
    });
  }

  for (const [coding, body] of [['gzip', zlib.gzipSync(plain)], ['deflate', zlib.deflateSync(plain)], ['br', zlib.brotliCompressSync(plain)], ['zstd', zstd]] as const) {
    it(`says so when ${coding} is truncated`, async () => {
      assert.equal((await decodeBody(coded(coding), body.subarray(0, body.length - 6), 1e6)).kind, 'undecodable');
    });
    it(`says so when ${coding} is corrupt`, async () => {
      assert.equal((await decodeBody(coded(coding), Buffer.from('not at all compressed'), 1e6)).kind, 'undecodable');
    });
    it(`stops when ${coding} grows too large`, async () => {
      assert.equal((await decodeBody(coded(coding), body, 1000)).kind, 'too-large');
    });
  }

  it('names a coding that it does not know', async () => {
    const result = await decodeBody(coded('zip9'), plain, 1e6);
    assert.deepEqual(result, { kind: 'undecodable', reason: 'content coding "zip9" is not supported' });
  });

  it('leaves an empty body alone: the answer to HEAD', async () => {
    assert.deepEqual(await decodeBody(coded('gzip'), Buffer.alloc(0), 1e6), { kind: 'decoded', body: Buffer.alloc(0) });
  });

  it('undoes zstd of everyday JSON', async () => {
    const devices = Array.from({ length: 300 }, (_, index) => ({ name: `projects/p/devices/d${(index * 7919) % 1000}`, value: ((index * index * 31) % 997) / 10 }));
    const body = Buffer.from(readFileSync('test/fixtures/zstd.txt', 'utf8'), 'base64');
    const result = await decodeBody(coded('zstd'), body, 1e6);
    assert.ok(result.kind === 'decoded');
    assert.deepEqual(JSON.parse(Buffer.from(result.body).toString()), devices);
  });

  it('fills no memory for what a zstd frame only claims', async () => {
    // A window of 1.9 GB, then one block that repeats an octet.
    const frame = Buffer.from('28b52ffd00a70200006101000000000000000000000000', 'hex');
    assert.equal((await decodeBody(coded('zstd'), frame, 1e6)).kind, 'zstdDecompress' in zlib ? 'undecodable' : 'too-large');
  });

  it('offers what it can undo', () => assert.equal(acceptEncoding, 'gzip, deflate, br, zstd'));

  it('takes an empty frame', async () => {
    // Magic number, single segment of size 0, one last raw block of size 0.
    const frame = Buffer.from('28b52ffd2000010000', 'hex');
    assert.equal((await decodeBody(coded('zstd'), frame, 1e6)).kind, 'decoded');
  });
});
