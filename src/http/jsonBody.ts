import { readBody } from './bodyText';
import type { HeaderList } from './exchange';
import { type JsonReading, readJson } from './jsonSource';

/** A body read as JSON. */
export type JsonBody = JsonReading | { readonly kind: 'binary' } | { readonly kind: 'empty' };

/** Bodies up to this many octets stay parsed for as long as they live: expectations and chained references ask again and again. */
const keptLength = 2_000_000;

const kept = new WeakMap<Uint8Array, JsonBody>();

/** Reads a body in the charset that its headers name, whatever media type they claim. A BOM is skipped. */
export function readJsonBody(headers: HeaderList, body: Uint8Array): JsonBody {
  const before = kept.get(body);
  if (before) return before;
  const reading = read(headers, body);
  if (body.byteLength <= keptLength) kept.set(body, reading);
  return reading;
}

function read(headers: HeaderList, body: Uint8Array): JsonBody {
  const content = readBody(headers, body);
  if (content.kind === 'binary') return content;
  return content.text.trim() === '' ? { kind: 'empty' } : readJson(content.text);
}
