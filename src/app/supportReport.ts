import { plainText } from '../base/plainText';
import { readBody } from '../http/bodyText';
import { type Attempt, headerValue, type HeaderList } from '../http/exchange';
import { formatBytes, formatDuration } from '../http/format';
import type { Redactor } from '../http/redact';
import type { Facts } from '../insight/entry';
import type { Ran } from './report';

/** What is told beside the run; all of it without secrets. */
export interface ReportSurroundings {
  /** e.g. `DT HTTP 0.1.0`. */
  readonly product: string;
  /** What it runs in, e.g. `Visual Studio Code 1.96.0`, `Node.js v20.18.1`, `linux x64`. */
  readonly platform: readonly string[];
  /** How the host of the request is reached: the proxy and where it was set, certificates beside the usual ones. One line each. */
  readonly network: readonly string[];
}

/** Characters of a body that are told. */
const longestBody = 4096;
/** Octets of a body that are looked at: what is hidden near the end of what is told must be seen whole. */
const lookedAt = 65_536;

/**
 * An account of a run to send to somebody else: what was asked, what was answered, each attempt with
 * its time, and with what. Markdown in which everything that came from the file or the network stands
 * in code blocks, which it cannot leave. Secrets are hidden as everywhere.
 */
export function supportReport(report: Ran, { product, platform, network }: ReportSurroundings, redactor: Redactor): string {
  const { result: { outcome }, failure, summary, facts } = report;
  const { attempts } = outcome.exchange;
  const request = attempts.at(-1)?.request ?? outcome.exchange.request;
  const response = outcome.kind === 'answered' ? outcome.response : undefined;
  const happened = failure ? [failure.explanation.headline, `Code: ${failure.explanation.code}`, ...failure.explanation.marks?.map(({ headline }) => `- ${headline}`) ?? []] : [summary];
  const section = (title: string, lines: readonly string[]) => `## ${title}\n\n${fenced(plainText(lines.map((line) => redactor.text(line)).join('\n')))}\n`;
  return [
    '# Support report\n',
    section('What happened', [...happened, ...(outcome.kind === 'failed' ? [`${outcome.failure.code}: ${outcome.failure.detail}`] : [])]),
    section('Request', [`${request.method} ${redactor.target(request.origin + request.target)}`, ...headerLines(request.headers, redactor), ...bodyLines(request.headers, request.body, redactor)]),
    section('Attempts', attempts.length === 0 ? ['Nothing was sent.'] : attempts.map((attempt, index) => attemptLine(attempt, index, redactor))),
    section('Answer', response ? [`${response.status} ${response.statusText}`.trim(), ...headerLines(response.headers, redactor), ...bodyLines(response.headers, response.body, redactor)] : ['There was no answer.']),
    section('Versions', [product, ...platform, ...accountLine(facts), ...quotaLine(facts), ...skewLine(facts), ...network]),
  ].join('\n');
}

/** In a block that its text cannot close: the fence is longer than any in it. */
function fenced(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${text}\n${fence}`;
}

function headerLines(headers: HeaderList, redactor: Redactor): readonly string[] {
  return redactor.headers(headers).map(([name, value]) => `${name}: ${value}`);
}

/** A blank line and the body; nothing without one. */
function bodyLines(headers: HeaderList, body: Uint8Array | undefined, redactor: Redactor): readonly string[] {
  if (!body || body.byteLength === 0) return [];
  const read = readBody(headers, body.subarray(0, endOfCharacter(body, lookedAt)));
  const type = headerValue(headers, 'content-type');
  if (read.kind === 'binary') return ['', `(${formatBytes(body.byteLength)} that are not text)`];
  const text = redactor.body(read.text, type);
  const isCut = text.length > longestBody || body.byteLength > lookedAt;
  return ['', text.slice(0, longestBody), ...(isCut ? [`… (${formatBytes(body.byteLength)} in all)`] : [])];
}

/** The end of at most `most` octets that cuts no character of UTF-8 in two. */
function endOfCharacter(body: Uint8Array, most: number): number {
  let end = Math.min(body.byteLength, most);
  while (end > most - 3 && end < body.byteLength && ((body[end] ?? 0) & 0xc0) === 0x80) end--;
  return end;
}

/** e.g. `1. 2026-11-21T20:00:00.000Z GET https://… · 503 Service Unavailable after 143 ms, retried`. */
function attemptLine({ request, response, failure, timing, followedBy, signedAs }: Attempt, index: number, redactor: Redactor): string {
  const came = response ? `${response.status} ${response.statusText}`.trim() : `no answer (${failure?.code ?? 'cancelled'})`;
  const next = followedBy === undefined ? '' : `, ${{ redirect: 'redirected', retry: 'retried', 'new-token': 'repeated with a new token' }[followedBy]}`;
  const signed = signedAs ? `signed (${signedAs.scheme})` : 'unsigned';
  return `${index + 1}. ${new Date(timing.startedAt).toISOString()} ${request.method} ${redactor.target(request.origin + request.target)}, ${signed} · ${came} after ${formatDuration(timing.totalMs)}${next}`;
}

function accountLine({ account, unsignedBecause }: Facts): readonly string[] {
  if (account) return [`Account: ${account.maskedEmail}`];
  return unsignedBecause ? [`Account: none (${unsignedBecause})`] : [];
}

function quotaLine({ quota }: Facts): readonly string[] {
  if (!quota) return [];
  const closed = quota.closedForMs !== undefined && quota.closedForMs > 0 ? `, closed for ${formatDuration(quota.closedForMs)}` : '';
  return [`Quota: ${quota.used} of ${quota.limit} per ${formatDuration(quota.windowMs)} used${closed}${quota.isAlone === true ? ', counted for this window alone' : ''}`];
}

function skewLine({ clockSkewMs }: Facts): readonly string[] {
  return clockSkewMs === undefined || Math.abs(clockSkewMs) < 1000 ? [] : [`Clock of the server: ${formatDuration(Math.abs(clockSkewMs))} ${clockSkewMs > 0 ? 'ahead' : 'behind'}`];
}
