import assert from 'node:assert/strict';
import * as zlib from 'node:zlib';
import { acceptEncoding, decodeBody } from '../../../src/http/decode';
import type { HeaderList } from '../../../src/http/exchange';

const text = 'temperature '.repeat(500);
const plain = Buffer.from(text);
const coded = (...codings: string[]): HeaderList => codings.map((coding) => ['Content-Encoding', coding]);

const rows: readonly (readonly [title: string, headers: HeaderList, body: Buffer])[] = [
  ['none', [], plain],
  ['identity', coded('identity'), plain],
  ['gzip', coded('gzip'), zlib.gzipSync(plain)],
  ['x-gzip in capitals', coded('X-GZIP'), zlib.gzipSync(plain)],
  ['deflate', coded('deflate'), zlib.deflateSync(plain)],
  ['deflate without its frame', coded('deflate'), zlib.deflateRawSync(plain)],
  ['br', coded('br'), zlib.brotliCompressSync(plain)],
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

  for (const [coding, body] of [['gzip', zlib.gzipSync(plain)], ['deflate', zlib.deflateSync(plain)], ['br', zlib.brotliCompressSync(plain)]] as const) {
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

  it('offers zstd exactly where the runtime has it', async () => {
    const known = 'zstdDecompress' in zlib;
    assert.equal(acceptEncoding.includes('zstd'), known);
    // An empty frame: magic number, single segment of size 0, one last raw block of size 0.
    const frame = Buffer.from('28b52ffd2000010000', 'hex');
    assert.equal((await decodeBody(coded('zstd'), frame, 1e6)).kind, known ? 'decoded' : 'undecodable');
  });
});
