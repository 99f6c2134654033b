import { badRequest } from './errors';
import { parseStreamEnd, type StreamEnd, streamKeys } from './streamFault';

/** The header with which a caller orders a failure of its own request. */
export const faultHeader = 'x-sandbox-fault';

/** How the body of a failure looks: `json` is the documented one. */
export type FaultBody = 'json' | 'html' | 'empty' | 'truncated' | 'notjson';

/** A failure that was ordered, e.g. `503; times=2; retry-after=5; body=html; delay=200`. */
export interface Fault {
  /** `reset` closes the connection, `hang` never answers. Undefined: answer as usual (after `delayMs`). */
  readonly answer: number | 'reset' | 'hang' | undefined;
  /** How many requests in a row fail before one goes through; Infinity when not given. */
  readonly times: number;
  readonly retryAfter: string | undefined;
  readonly body: FaultBody;
  readonly delayMs: number;
  /** How many devices of a batch fail inside the 200 with INTERNAL_ERROR. */
  readonly items: number;
  /** How a stream ends; undefined: not at all. */
  readonly stream: StreamEnd | undefined;
}

/** Orders that are counted at a time; the oldest is forgotten. */
const maxOrders = 10_000;

const bodies: readonly string[] = ['json', 'html', 'empty', 'truncated', 'notjson'];

/**
 * Reads the header's value. Throws a 400 that names what cannot be understood: a fault that silently
 * does nothing would mislead.
 */
export function parseFault(text: string): Fault {
  const fault = { answer: undefined as Fault['answer'], times: Infinity, retryAfter: undefined as string | undefined };
  const rest = { body: 'json' as FaultBody, delayMs: 0, items: 0 };
  const streamParts = new Map<string, string>();
  const seen = new Set<string>();
  for (const part of text.split(';').map((piece) => piece.trim())) {
    const [, key, value] = /^([a-z-]+)=(.+)$/.exec(part) ?? [];
    const kind = key ?? 'answer';
    if (seen.has(kind)) throw badRequest(`invalid X-Sandbox-Fault: "${part}" comes after another ${key ?? 'answer'}`);
    seen.add(kind);
    if (part === 'reset' || part === 'hang') fault.answer = part;
    else if (/^[2-5]\d\d$/.test(part)) fault.answer = Number(part);
    else if (key === 'times') fault.times = wholeNumber(part, value);
    else if (key === 'delay') rest.delayMs = wholeNumber(part, value);
    else if (key === 'items') rest.items = wholeNumber(part, value);
    else if (key === 'retry-after' && value !== undefined) fault.retryAfter = value;
    else if (key === 'body' && isFaultBody(value)) rest.body = value;
    else if (key !== undefined && value !== undefined && streamKeys.includes(key)) streamParts.set(key, value);
    else throw badRequest(`invalid X-Sandbox-Fault: "${part}" is not understood`);
  }
  const stream = parseStreamEnd(streamParts);
  if (stream !== undefined && fault.answer !== undefined) {
    throw badRequest(`invalid X-Sandbox-Fault: "${fault.answer}" and the end of a stream do not go together`);
  }
  // What goes with a status means nothing without one.
  for (const key of ['body', 'retry-after']) {
    if (seen.has(key) && typeof fault.answer !== 'number') throw badRequest(`invalid X-Sandbox-Fault: "${key}" goes with a status only`);
  }
  if (seen.has('items') && (fault.answer !== undefined || stream !== undefined)) throw badRequest('invalid X-Sandbox-Fault: "items" goes with an answer as usual only');
  return { ...fault, ...rest, stream };
}

function wholeNumber(part: string, value: string | undefined): number {
  if (value === undefined || !/^\d{1,7}$/.test(value)) {
    throw badRequest(`invalid X-Sandbox-Fault: "${part}" needs a whole number`);
  }
  return Number(value);
}

function isFaultBody(text: string | undefined): text is FaultBody {
  return text !== undefined && bodies.includes(text);
}

/**
 * Counts the failures ordered with `times`: the first N equal requests fail, the next goes through,
 * and then the same order counts from the start again. So a file of examples can be run twice.
 */
export class FaultCounter {
  readonly #counts = new Map<string, number>();

  /** Whether the fault applies to this request. `key` tells orders apart. */
  take(fault: Fault, key: string): boolean {
    if (fault.times === Infinity) return true;
    const count = this.#counts.get(key) ?? 0;
    if (count < fault.times) {
      this.#counts.set(key, count + 1);
      if (this.#counts.size > maxOrders) this.#counts.delete(this.#counts.keys().next().value ?? '');
      return true;
    }
    this.#counts.delete(key);
    return false;
  }
}
