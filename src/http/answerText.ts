import { readBody } from './bodyText';
import { type Attempt, type FailureCode, type Outcome, type WireResponse, headerValue, lastAttempt } from './exchange';
import { formatBytes, formatDuration } from './format';
import { prettyJson } from './jsonText';
import type { Redactor } from './redact';

/** A body longer than this (in UTF-16 code units) is shown as it was received. */
export const longestPretty = 5_000_000;

export interface AnswerText {
  /** The whole document, without secrets; lines end with LF. */
  readonly text: string;
  /** The body alone; empty when there is none. */
  readonly body: string;
  /** One line: `200 OK · 143 ms · 2.1 kB`. */
  readonly statusLine: string;
}

/**
 * What came of a run, as a document to read and as one line.
 *
 * The document has up to three blocks, with a blank line between them: what happened (status line
 * with time and size, request, notes), the headers, the body. `pretty` breaks JSON into lines;
 * nothing but white space is changed, so numbers keep their digits.
 */
export function formatAnswer(outcome: Outcome, redactor: Redactor, { pretty }: { readonly pretty: boolean }): AnswerText {
  const statusLine = redactor.text(formatStatusLine(outcome));
  const response = outcome.kind === 'answered' ? outcome.response : undefined;
  const body = response === undefined ? undefined : formatBody(response, redactor, pretty);
  const happened = [
    response === undefined ? statusLine : `HTTP/1.1 ${statusLine}`,
    requestLine(outcome, redactor),
    ...(outcome.kind === 'failed' ? [redactor.text(outcome.failure.detail)] : []),
    ...attemptLines(outcome.exchange.attempts).map((line) => redactor.text(line)),
    ...(body?.notes ?? []),
  ];
  const headers = redactor.headers(response?.headers ?? []).map(([name, value]) => `${name}: ${value}`);
  const blocks = [happened.join('\n'), headers.join('\n'), body?.text ?? ''];
  const text = `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
  return { text, body: body?.text ?? '', statusLine };
}

/** Failures of requests that DT HTTP itself kept from going out. */
const heldBack: ReadonlySet<FailureCode> = new Set<FailureCode>(['quota', 'withheld']);

/** `200 OK · 143 ms · 2.1 kB`, `No answer (refused) · 3 ms`, `Not sent (quota)`, or `Cancelled`. */
export function formatStatusLine(outcome: Outcome): string {
  const time = lastAttempt(outcome.exchange)?.timing.totalMs;
  const duration = time === undefined ? [] : [formatDuration(time)];
  switch (outcome.kind) {
    case 'answered':
      return [statusText(outcome.response), ...duration, formatBytes(outcome.response.body.byteLength)].join(' · ');
    case 'failed':
      return [`${heldBack.has(outcome.failure.code) ? 'Not sent' : 'No answer'} (${outcome.failure.code})`, ...duration].join(' · ');
    case 'cancelled':
      return 'Cancelled';
  }
}

function statusText({ status, statusText }: WireResponse): string {
  return statusText === '' ? String(status) : `${status} ${statusText}`;
}

function requestLine({ exchange }: Outcome, redactor: Redactor): string {
  const request = lastAttempt(exchange)?.request ?? exchange.request;
  return `${request.method} ${redactor.target(request.origin + request.target)}`;
}

const followedBy = { redirect: 'redirected', retry: 'retried', 'new-token': 'repeated with a new token' } as const;

/** One line for each attempt, when there were several. */
function attemptLines(attempts: readonly Attempt[]): string[] {
  if (attempts.length < 2) return [];
  return attempts.map((attempt, index) => {
    const result = attempt.response === undefined ? `no answer (${attempt.failure?.code ?? 'cancelled'})` : statusText(attempt.response);
    const next = attempt.followedBy === undefined ? '' : `, ${followedBy[attempt.followedBy]}`;
    return `Attempt ${index + 1} of ${attempts.length}: ${result} after ${formatDuration(attempt.timing.totalMs)}${next}`;
  });
}

interface FormattedBody {
  readonly text: string;
  readonly notes: readonly string[];
}

function formatBody(response: WireResponse, redactor: Redactor, pretty: boolean): FormattedBody {
  const { headers, body } = response;
  if (body.byteLength === 0) return { text: '', notes: [] };
  const contentType = headerValue(headers, 'content-type');
  if (response.undecodable !== undefined) {
    return { text: redactor.text(binaryLine(body, contentType)), notes: [`Body not decoded: ${redactor.text(response.undecodable)}`] };
  }
  const read = readBody(headers, body);
  if (read.kind === 'binary') return { text: redactor.text(binaryLine(body, contentType)), notes: [] };
  const tooLong = pretty && read.text.length > longestPretty && looksLikeJson(read.text);
  const broken = pretty && !tooLong && looksLikeJson(read.text) ? prettyJson(read.text) : undefined;
  const shown = broken?.kind === 'pretty' ? broken.text : read.text;
  // An editor would turn other line ends into its own; better here, where it is said.
  const text = redactor.body(shown.replace(/\r\n?/g, '\n'), contentType);
  const asReceived = tooLong ? `it is longer than ${formatBytes(longestPretty)}` : broken?.kind === 'too-deep' ? 'it is nested too deeply' : undefined;
  return { text, notes: asReceived === undefined ? [] : [`Body not formatted: ${asReceived}`] };
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{"\d\-tfn]/.test(text);
}

function binaryLine(body: Uint8Array, contentType = 'no content type'): string {
  return `(binary, ${formatBytes(body.byteLength)}, ${contentType})`;
}
