import type { WireRequest } from './exchange';

/** Why a request cannot be sent exactly as written. */
export type UnsendableCode =
  | 'method'
  | 'origin'
  | 'target'
  | 'header.name'
  | 'header.value'
  /** The transport writes or forbids this header. */
  | 'header.reserved'
  | 'header.duplicate-host'
  | 'header.content-length';

export interface Unsendable {
  readonly code: UnsendableCode;
  /** Name of the header, where it is about one. */
  readonly header?: string;
}

const token = /^[!#$%&'*+\-.^_`|~\w]+$/;
/** Visible characters of ASCII, blank and tab, and anything beyond ASCII. */
const headerValue = /^[\t\x20-\x7e\u0080-\u{10ffff}]*$/u;
const visible = /^\/[\x21-\x7e]*$/;
const reserved: ReadonlySet<string> = new Set(['transfer-encoding', 'keep-alive', 'upgrade', 'expect']);

/**
 * Looks for what the transport could not put on the wire as it stands. Undefined when all is well.
 *
 * The language layer reports these before a run; the transport itself throws on them, because
 * changing or dropping a piece in silence is what it must never do.
 */
export function findUnsendable(request: WireRequest): Unsendable | undefined {
  if (!token.test(request.method) || request.method === 'CONNECT') return { code: 'method' };
  if (!/^https?:\/\/[^/?#@\\\s]+$/i.test(request.origin) || !URL.canParse(request.origin)) return { code: 'origin' };
  if (!visible.test(request.target)) return { code: 'target' };
  let hosts = 0;
  for (const [name, value] of request.headers) {
    const code = headerProblem(name, value, request.body?.byteLength ?? 0);
    if (code !== undefined) return { code, header: name };
    if (name.toLowerCase() === 'host' && ++hosts > 1) return { code: 'header.duplicate-host', header: name };
  }
  return undefined;
}

function headerProblem(name: string, value: string, bodyLength: number): UnsendableCode | undefined {
  if (!token.test(name)) return 'header.name';
  if (!headerValue.test(value)) return 'header.value';
  const folded = name.toLowerCase();
  if (reserved.has(folded)) return 'header.reserved';
  if (folded === 'connection' && !/^(close|keep-alive)$/i.test(value.trim())) return 'header.reserved';
  if (folded === 'content-length' && value !== String(bodyLength)) return 'header.content-length';
  return undefined;
}
