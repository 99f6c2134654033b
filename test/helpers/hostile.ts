import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

/** A value that must turn up nowhere but where it belongs. */
export interface Planted {
  readonly label: string;
  readonly value: string;
  /** Letters and digits in the middle of the value that stand nowhere else: what is looked for. */
  readonly core: string;
}

/**
 * Plants a value. Around its core it has characters that most encodings change, so that who hides
 * the value by a form that it does not have leaves the core to be seen.
 *
 * @param around What stands before and behind the core. Default: what a header value can hold.
 */
export function plant(label: string, around: readonly [string, string] = ['k/', '+&="<\'%41~']): Planted {
  const core = createHash('sha256').update(label).digest('base64').replace(/[^A-Za-z0-9]/g, '').slice(0, 20);
  return { label, core, value: around[0] + core + around[1] };
}

/** So many characters of a core, in a row and in whatever form, are a leak: who cuts a text may cut a secret. */
const telling = 10;

/**
 * Where a planted value shows: the forms of it that a text holds, whole or in part. Not the
 * product's own list of forms, so that what that list lacks is found.
 */
export function tracesOf(planted: Planted, text: string | Uint8Array): readonly string[] {
  return tracesIn(planted, viewsOf(text));
}

function tracesIn({ core }: Planted, views: readonly string[]): readonly string[] {
  const forms = known.get(core) ?? formsOf(core);
  known.set(core, forms);
  return forms.filter(([, pieces]) => views.some((view) => pieces.some((piece) => view.includes(piece)))).map(([form]) => form);
}

/** By core. */
const known = new Map<string, ReturnType<typeof formsOf>>();

/** Fails where one of the planted values shows in `text`; says which, in what form, and what is around it. */
export function assertNoTrace(where: string, text: string | Uint8Array, planted: readonly Planted[]): void {
  const views = viewsOf(text);
  for (const each of planted) {
    const traces = tracesIn(each, views);
    if (traces.length > 0) assert.fail(`${where}: ${each.label} (${traces.join(', ')}) in ${surroundings(each, text)}`);
  }
}

/** Fails where a planted value does not show: then a test that finds it nowhere else proves nothing. */
export function assertTrace(where: string, text: string | Uint8Array, planted: readonly Planted[]): void {
  for (const each of planted) if (tracesOf(each, text).length === 0) assert.fail(`${where}: there is no ${each.label}`);
}

/** The forms of a text of letters and digits, each as the shortest pieces that tell; all in lower case. */
function formsOf(core: string): readonly (readonly [form: string, pieces: readonly string[]])[] {
  const octets = Buffer.from(core, 'latin1');
  const each = (write: (octet: number) => string) => [...octets].map(write);
  const hex = (octet: number) => octet.toString(16);
  return [
    ['as it is', windows(Array.from(core))],
    ['backwards', windows(Array.from(core).reverse())],
    ['percent-encoded', windows(each((octet) => `%${hex(octet)}`))],
    ['hexadecimal', windows(each(hex))],
    ['escaped for JSON', windows(each((octet) => `\\u00${hex(octet)}`))],
    ['as references of HTML', windows(each((octet) => `&#${octet};`))],
    ['as hexadecimal references of HTML', windows(each((octet) => `&#x${hex(octet)};`))],
    ...[0, 1, 2].map((before) => [`base64 after ${before} octets`, base64Pieces(octets, before)] as const),
  ];
}

function windows(units: readonly string[]): readonly string[] {
  return units.slice(0, units.length - telling + 1).map((_, at) => units.slice(at, at + telling).join('').toLowerCase());
}

/** Of the characters that depend on the core alone. */
function base64Pieces(octets: Buffer, before: number): readonly string[] {
  const encoded = Buffer.concat([Buffer.alloc(before), octets]).toString('base64');
  return windows(Array.from(encoded.slice(Math.ceil((before * 4) / 3), Math.floor(((before + octets.length) * 4) / 3))));
}

/** A text, and what is left of it when line breaks and encodings are undone; all in lower case. */
function viewsOf(text: string | Uint8Array): readonly string[] {
  const lower = (typeof text === 'string' ? text : Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('latin1')).toLowerCase();
  const unwrapped = lower.replace(/[\s\0│]+/g, '');
  const decoded = percentDecodedOnce(unwrapped);
  return [...new Set([lower, unwrapped, decoded, percentDecodedOnce(decoded), unwrapped.replaceAll('\\', '').replaceAll('-', '+').replaceAll('_', '/')])];
}

/** Each escape alone: one that is broken must not hide the others. */
function percentDecodedOnce(text: string): string {
  return text.replace(/%([\da-f]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)).toLowerCase());
}

function surroundings(planted: Planted, text: string | Uint8Array): string {
  const shown = typeof text === 'string' ? text : Buffer.from(text).toString('latin1');
  const at = windows(Array.from(planted.core)).map((piece) => shown.toLowerCase().indexOf(piece)).find((index) => index >= 0) ?? 0;
  return JSON.stringify(shown.slice(Math.max(0, at - 300), at + 300));
}
