import { isRecord } from '../../base/record';
import type { Facts, Failure } from '../entry';
import { perFailure } from '../perFailure';
import { viewOf } from '../requestView';

/** The error frame at the end of a stream, in either shape. Sources: Swift client; Go client; Python client. */
export interface StreamEnd {
  /** The number that the frame has, of gRPC or of HTTP; of the older shape the one of HTTP. */
  readonly code?: number;
  /** All numbers as they were written: `5`, `grpcCode 1, httpCode 408`. */
  readonly written: string;
  readonly message: string;
  readonly help: string;
  /** What the number means as a status of HTTP; 0 when it is unknown. */
  readonly status: number;
  /** No error: the server ends a stream after some time. */
  readonly isOver: boolean;
}

/** Octets at the end of a stream that are looked at: a frame has a few hundred. */
const tail = 65_536;

/**
 * gRPC numbers as statuses of HTTP. Source: Swift client, for the numbers that it knows; the other
 * ones (6, 8, 10, 12) as gRPC's own documentation has them.
 */
const asHttp: readonly number[] = [0, 408, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401];

/** How the answer of a stream's endpoint ended, where it says so itself; made once for each failure. */
export const streamEnd = perFailure((failure: Failure, facts: Facts): StreamEnd | undefined => {
  const { response } = failure;
  if (response?.status !== 200 || response.undecodable !== undefined || response.body.length === 0) return undefined;
  if (viewOf(failure, facts).endpoint?.endpoint.streaming !== true) return undefined;
  const frame = lastFrame(response.body);
  return frame && errorIn(frame);
});

type Frame = Readonly<Record<string, unknown>>;

/** The last frame that is whole: a line of JSON, perhaps behind `data:`. */
function lastFrame(body: Uint8Array): Frame | undefined {
  const text = new TextDecoder().decode(body.subarray(-tail));
  const isAll = body.length <= tail;
  for (const line of [...(isAll ? [text] : []), ...text.split(/\r\n|\n|\r/).reverse()]) {
    const frame = record(line.replace(/^data:/, ''));
    if (frame) return frame;
  }
  return undefined;
}

function record(text: string): Frame | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    // Cut off, or a line of something larger.
    return undefined;
  }
}

function errorIn({ error }: Frame): StreamEnd | undefined {
  if (!isRecord(error)) return undefined;
  const details: unknown = error['details'];
  const first: unknown = Array.isArray(details) ? details[0] : undefined;
  const numbers = ['code', 'grpcCode', 'httpCode'].flatMap((name) => {
    const value = Number(error[name] ?? Number.NaN);
    return Number.isInteger(value) ? [{ name, value }] : [];
  });
  const code = (numbers.find(({ name }) => name !== 'grpcCode') ?? numbers[0])?.value;
  const status = code === undefined ? 0 : code < 100 ? (asHttp[code] ?? 0) : code;
  const message = textOf(error['message']);
  // By its wording only where the frame has no number: the one text that the sources give for it.
  return {
    ...(code !== undefined && { code }),
    written: numbers.length === 1 ? String(code ?? '') : numbers.map(({ name, value }) => `${name} ${value}`).join(', '),
    message,
    help: textOf(isRecord(first) ? first['help'] : undefined),
    status,
    isOver: status === 408 || status === 504 || (status === 0 && /^closing stream$/i.test(message.trim())),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
