import type { Finding } from '../../../../../src/base/finding';
import type { PlanContext } from '../../../../../src/language/plan/context';
import { type FileSupply, noSupplies, type Supplies } from '../../../../../src/language/plan/needs';
import type { PlanResult } from '../../../../../src/language/plan/plan';
import { markedFindings, plan, planned, shown } from '../support';

/** Files by their path: text, octets, or why one cannot be read. */
export type Files = Readonly<Record<string, string | readonly number[] | { readonly reason: string }>>;

/** Supplies that have these files and nothing else. */
export function filesOnly(files: Files): Supplies {
  return { ...noSupplies, file: (path) => supplyOf(files[path]) };
}

function supplyOf(file: Files[string] | undefined): FileSupply | undefined {
  if (file === undefined) return undefined;
  if (typeof file === 'string') return { kind: 'content', bytes: new TextEncoder().encode(file) };
  return 'reason' in file ? { kind: 'unreadable', reason: file.reason } : { kind: 'content', bytes: Uint8Array.from(file) };
}

export const formType = 'Content-Type: application/x-www-form-urlencoded';
export const jsonType = 'Content-Type: application/json';
export const multipartType = 'Content-Type: multipart/form-data; boundary=x';

/** A request with this body. */
export function post(body: string, type = 'Content-Type: text/plain'): string {
  return `POST /projects${type === '' ? '' : `\n${type}`}\n\n${body}`;
}

function withVariables(files: Files, more: Partial<PlanContext>): Partial<PlanContext> {
  return { supplies: filesOnly(files), commandLine: new Map([['v', 'a&b'], ['file', 'text.txt'], ['b', 'x'], ['scan', '{{v}}'], ['lines', '1\n2'], ['nothing', '']]), ...more };
}

/** The octets that are sent. */
export function octets(text: string, files: Files = {}, more: Partial<PlanContext> = {}): Uint8Array {
  const { body } = planned(text, withVariables(files, more)).request;
  if (!body) throw new Error('No body.');
  return body;
}

/** The same as text, a byte order mark kept. */
export function sent(text: string, files: Files = {}, more: Partial<PlanContext> = {}): string {
  return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(octets(text, files, more));
}

/** What planning came to. */
export function result(text: string, files: Files = {}, more: Partial<PlanContext> = {}): PlanResult {
  return plan(text, withVariables(files, more)).result;
}

/** All findings, of a plan too. */
export function findingsOf(text: string, files: Files = {}, more: Partial<PlanContext> = {}): readonly Finding[] {
  const outcome = result(text, files, more);
  if (outcome.kind === 'needs') throw new Error(`Needs ${outcome.needs.map(({ kind }) => kind).join(', ')}.`);
  return outcome.kind === 'refused' ? outcome.findings : outcome.plan.findings;
}

/** The findings of a text that has them marked: as found, and as they should be. */
export function compared(source: string, files: Files = {}): { readonly found: readonly string[]; readonly expected: readonly string[] } {
  const { text, findings } = markedFindings(source);
  return { found: findingsOf(text, files).map((each) => shown(text, each)), expected: findings };
}
