import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import type { HeaderList } from './exchange';

/** A body with its `Content-Encoding` undone, or why that was not possible. */
export type DecodedBody =
  | { readonly kind: 'decoded'; readonly body: Uint8Array }
  /** The coding is unknown here, or the octets are truncated or corrupt. */
  | { readonly kind: 'undecodable'; readonly reason: string }
  /** The decoded body would be longer than allowed; decoding stopped there. */
  | { readonly kind: 'too-large' };

type Decoder = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

const gunzip: Decoder = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const inflate: Decoder = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw: Decoder = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const brotli: Decoder = promisify<Uint8Array, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);

type ZstdDecompress = (body: Uint8Array, options: { maxOutputLength: number }, done: (error: Error | null, body: Uint8Array) => void) => void;

/** From Node.js 22.15 and 23.8; absent before. Source: Node.js documentation, zlib. */
const zstdDecompress: ZstdDecompress | undefined = 'zstdDecompress' in zlib ? (zlib.zstdDecompress as ZstdDecompress) : undefined;

class TooLarge extends Error {}

/** The same where the runtime has none. Each frame that would need more memory than may be filled is refused unread. */
const zstdWithout: Decoder = async (body, { maxOutputLength }) => {
  if (zstdWindow(body) > maxOutputLength) throw new TooLarge();
  const { Decompress } = await import('fzstd');
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Decompress((chunk) => {
    length += chunk.byteLength;
    if (length > maxOutputLength) throw new TooLarge();
    // The library goes on writing to its window.
    chunks.push(chunk.slice());
  });
  stream.push(body, true);
  return Buffer.concat(chunks);
};

/** Octets that the first frame says have to be kept while it is decoded. Source: RFC 8878, section 3.1.1.1. */
function zstdWindow(body: Uint8Array): number {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (body.byteLength < 18 || view.getUint32(0, true) !== 0xfd2fb528) return 0;
  const descriptor = view.getUint8(4);
  if ((descriptor & 0x20) === 0) {
    const window = view.getUint8(5);
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 7);
  }
  const at = 5 + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  const sizes = [() => view.getUint8(at), () => view.getUint16(at, true) + 256, () => view.getUint32(at, true), () => Number(view.getBigUint64(at, true))];
  return sizes[descriptor >> 6]?.() ?? 0;
}

/** "deflate" means the zlib format, but some servers send the bare stream; the first octet tells them apart (RFC 1950, CM = 8). */
const deflate: Decoder = (body, options) => (((body[0] ?? 0) & 0x0f) === 8 ? inflate(body, options) : inflateRaw(body, options));

const decoders: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', deflate],
  ['br', brotli],
  ['zstd', zstdDecompress === undefined ? zstdWithout : promisify(zstdDecompress)],
]);

/** What to offer the server in `Accept-Encoding`: exactly what can be undone here. */
export const acceptEncoding = 'gzip, deflate, br, zstd';

/** As curl has it: nobody means more, and each may unpack to the most that is allowed. */
const mostCodings = 5;

/** Undoes the codings of `headers`, the last applied first. An empty body is left alone (HEAD, 204, 304). */
export async function decodeBody(headers: HeaderList, body: Uint8Array, maxBytes: number): Promise<DecodedBody> {
  if (body.byteLength === 0) return { kind: 'decoded', body };
  let decoded = body;
  const codings = contentCodings(headers).reverse();
  if (codings.length > mostCodings) return { kind: 'undecodable', reason: `more than ${mostCodings} content codings` };
  for (const coding of codings) {
    const decoder = decoders.get(coding);
    if (decoder === undefined) return { kind: 'undecodable', reason: `content coding "${coding}" is not supported` };
    try {
      decoded = await decoder(decoded, { maxOutputLength: Math.max(1, maxBytes) });
    } catch (error) {
      if (error instanceof TooLarge || (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')) return { kind: 'too-large' };
      return { kind: 'undecodable', reason: `${coding}: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
  return { kind: 'decoded', body: decoded };
}

function contentCodings(headers: HeaderList): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
}
