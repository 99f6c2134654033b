import { crc32 } from 'node:zlib';
import type { ScopeState } from '../scopeState';
import type { Patch } from './patch';
import { decodePatch, decodeState, encodePatch, encodeState, isNumber, isRecord } from './values';

/** The format that this version writes, and the highest that it reads. */
export const journalFormat = 1;

/** The first line of a journal. Its place and the name of `format` stay so in every format. */
export interface Header {
  readonly kind: 'header';
  /** Names what the state goes back to: two journals with the same know the same permits. */
  readonly history: string;
  /** When it was written. Times are of `Clock.monotonic()`. */
  readonly t: number;
  readonly state: ScopeState;
}

/** Any other line: a change, or the end of the journal. */
export interface Entry {
  readonly kind: 'entry';
  /** The octet of the file at which the line must begin. */
  readonly at: number;
  /** The checksum of the valid line before it. */
  readonly after: number;
  /** When it was written. */
  readonly t: number;
  /** Who wrote it: of two that say the same in the same place, one must not take the other's for its own. */
  readonly writer: string;
  /** What it changes; `sealed`: nothing that follows counts. */
  readonly change: Patch | 'sealed';
}

export type ReadLine = Header | Entry | { readonly kind: 'void' } | { readonly kind: 'damaged' } | { readonly kind: 'newer-format' };

/** A line as it is written, with its line end. */
export interface WrittenLine {
  readonly octets: Buffer;
  readonly sum: number;
}

/** Ends a line that was cut short, and makes it void for ever. No JSON ends so, and no single flipped bit makes it. */
export const voidEnd: Buffer = Buffer.from('#void\n');

const sumLength = 8;
const space = 0x20;

/** @throws RangeError when the state holds a number that cannot be kept. */
export function headerLine({ history, t, state }: Omit<Header, 'kind'>): WrittenLine {
  return line({ format: journalFormat, history, t, state: encodeState(state) });
}

/** @throws RangeError when the change holds a number that cannot be kept. */
export function entryLine({ at, after, t, writer, change }: Omit<Entry, 'kind'>): WrittenLine {
  return line(change === 'sealed' ? { at, after, t, writer, sealed: true } : { at, after, t, writer, patch: encodePatch(change) });
}

function line(value: unknown): WrittenLine {
  const text = JSON.stringify(value);
  const sum = crc32(text);
  return { octets: Buffer.from(`${hex(sum)} ${text}\n`), sum };
}

/** Reads a line without its line end. Never throws. */
export function readLine(octets: Buffer): ReadLine & { readonly sum?: number } {
  if (endsVoid(octets)) return { kind: 'void' };
  const body = octets.subarray(sumLength + 1);
  const sum = crc32(body);
  if (octets[sumLength] !== space || octets.toString('latin1', 0, sumLength) !== hex(sum)) return { kind: 'damaged' };
  return { ...readValue(parse(body.toString())), sum };
}

function readValue(value: unknown): ReadLine {
  if (!isRecord(value) || !isNumber(value.t)) return isNewer(value) ? { kind: 'newer-format' } : { kind: 'damaged' };
  if ('format' in value) return isNewer(value) ? { kind: 'newer-format' } : readHeader(value, value.t);
  const { at, after, t, writer } = value;
  if (!isNumber(at) || !isNumber(after) || typeof writer !== 'string') return { kind: 'damaged' };
  const change = value.sealed === true ? 'sealed' : decodePatch(value.patch);
  return change ? { kind: 'entry', at, after, t, writer, change } : { kind: 'damaged' };
}

function readHeader({ format, history, state: written }: Readonly<Record<string, unknown>>, t: number): ReadLine {
  const state = decodeState(written);
  return format === journalFormat && typeof history === 'string' && state ? { kind: 'header', history, t, state } : { kind: 'damaged' };
}

function isNewer(value: unknown): boolean {
  return isRecord(value) && isNumber(value.format) && value.format > journalFormat;
}

function endsVoid(octets: Buffer): boolean {
  const mark = voidEnd.length - 1;
  return octets.length >= mark && voidEnd.compare(octets, octets.length - mark, octets.length, 0, mark) === 0;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Its checksum is right, so somebody wrote this on purpose: it is no line of ours.
    return undefined;
  }
}

function hex(sum: number): string {
  return sum.toString(16).padStart(sumLength, '0');
}
