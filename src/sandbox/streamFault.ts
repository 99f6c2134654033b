import { STATUS_CODES } from 'node:http';
import { badRequest, statusTexts } from './errors';

/** How a stream ends by order. */
export interface StreamEnd {
  /** `error`: with an error frame. `end`: without a frame. `cut`: in the middle of one, with the connection. */
  readonly kind: 'error' | 'end' | 'cut';
  /** Events before the end. */
  readonly after: number;
  /** The frame of an `error`. */
  readonly frame: object;
}

/** The keys of an `X-Sandbox-Fault` that are read here. */
export const streamKeys: readonly string[] = ['stream-error', 'end', 'cut', 'after', 'shape'];

/** Events that can be ordered before the end. */
const maxAfter = 1000;

/** HTTP numbers by gRPC number. Sources: Swift client, branch dev; 1 is 408 in its tests. */
const httpByGrpc = [200, 408, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401];

/** Reads `stream-error=5; after=2; shape=old`, `end=2` or `cut=2`. Undefined when none of them is there. */
export function parseStreamEnd(parts: ReadonlyMap<string, string>): StreamEnd | undefined {
  const [first, second] = ['stream-error', 'end', 'cut'].filter((key) => parts.has(key));
  const code = parts.get('stream-error');
  for (const key of ['after', 'shape']) {
    if (parts.has(key) && code === undefined) throw refusal(`"${key}=${parts.get(key) ?? ''}" goes with stream-error only`);
  }
  if (first === undefined) return undefined;
  if (second !== undefined) throw refusal(`"${first}" and "${second}" do not go together`);
  if (code === undefined) return { kind: first === 'end' ? 'end' : 'cut', after: readCount(first, parts.get(first)), frame: {} };
  const after = parts.has('after') ? readCount('after', parts.get('after')) : 0;
  return { kind: 'error', after, frame: { error: errorFrame(readCode(code), readShape(parts.get('shape'))) } };
}

/** Both shapes. Sources: Swift client, branch dev, tests of the stream; Swift client, tests of the stream. */
function errorFrame(code: number, shape: 'current' | 'old'): object {
  const http = httpByGrpc[code] ?? code;
  const partner = httpByGrpc.indexOf(code);
  // 2 is "unknown" in gRPC: for an HTTP number that has no partner there.
  const grpc = code <= 16 ? code : partner < 0 ? 2 : partner;
  const isEnd = [1, 4, 408, 504].includes(code);
  const texts: Readonly<Record<number, string>> = { ...statusTexts, 400: 'bad request', 404: 'not found' };
  const message = isEnd ? 'closing stream' : (texts[http] ?? 'failure on demand');
  if (shape === 'old') {
    return { grpcCode: grpc, httpCode: http, message, httpStatus: STATUS_CODES[http] ?? '', details: [] };
  }
  const help = `https://developer.disruptive-technologies.com/docs/error-codes#${http}`;
  return { code, message, details: isEnd ? [] : [{ help }] };
}

function readCode(text: string): number {
  const code = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if ((code >= 1 && code <= 16) || (code >= 400 && code <= 599)) return code;
  throw refusal(`"stream-error=${text}" needs a number of gRPC (1 to 16) or of HTTP (400 to 599)`);
}

function readCount(key: string, text = ''): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  if (count <= maxAfter) return count;
  throw refusal(`"${key}=${text}" needs a number of events from 0 to ${maxAfter}`);
}

function readShape(text = 'current'): 'current' | 'old' {
  if (text === 'current' || text === 'old') return text;
  throw refusal(`"shape=${text}" must be current or old`);
}

function refusal(why: string): Error {
  return badRequest(`invalid X-Sandbox-Fault: ${why}`);
}
