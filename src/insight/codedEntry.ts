import { retryAfterMs } from '../http/retryAfter';
import { waitIfBearable } from './cure';
import type { CatalogueEntry, EntryExplanation, Failure } from './entry';
import { perFailure } from './perFailure';
import { documented, duration, headlineLimit, observed, plain } from './say';
import { statusTitle } from './statusTitle';
import { bodyCode } from './vendorError';

/** One error of a catalogue that is data: an answer that carries `code` is explained from it. */
export interface CodedRecord {
  /** As the answers carry it, e.g. `AUTH-401`. */
  readonly code: string;
  readonly title: string;
  readonly description: string;
  /** Most likely first; may be empty. */
  readonly causes: readonly string[];
  readonly resolution: string;
  /** https address of a page about it, in its normal form. */
  readonly link?: string;
}

/** An entry that was made of data, and the catalogue that it is from. */
export interface CodedEntry extends CatalogueEntry {
  /** What the catalogue is called. */
  readonly catalogue: string;
}

/** Above every entry that judges by status and host alone: a code says more than both. */
const score = 95;

/**
 * The entry for answers, of whatever host, whose JSON has `code` equal to the record's, at its top or in
 * `error`. Answers below 400 are left alone: there a code is a word of the data.
 *
 * Nothing is known of the host, so no part of the request is blamed, and DT is not spoken of.
 *
 * @param catalogue What the catalogue is called: its statements are as sure as it is.
 */
export function codedEntry(record: CodedRecord, catalogue: string, example?: string): CodedEntry {
  const { code, title, description, causes, resolution, link } = record;
  const status = statusIn(code);
  return {
    code,
    title,
    catalogue,
    ...(status !== undefined && { status }),
    ...(example !== undefined && { example }),
    about: {
      doThis: [documented(resolution)],
      why: [description, ...causes].map(documented),
      links: link === undefined ? [] : [{ title: link, url: link }],
    },
    matches: (failure, facts) => (codeIn(failure, facts) === code ? score : 0),
    explain: (failure) => explained(failure, record, catalogue),
  };
}

/** Whether an entry was made of data. */
export function isCoded(entry: CatalogueEntry): entry is CodedEntry {
  return 'catalogue' in entry;
}

/** The status that a code ends with, as `AUTH-401` does; undefined when it ends with none. */
export function statusIn(code: string): number | undefined {
  const [, digits] = /(?:^|\D)([1-5]\d\d)$/.exec(code) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function explained({ response }: Failure, { code, title, resolution }: CodedRecord, catalogue: string): EntryExplanation {
  const status = response?.status ?? 0;
  const waitMs = response && retryAfterMs(response.headers);
  return {
    severity: status === 429 ? 'information' : 'error',
    headline: headlineOf(status, title, code),
    part: { kind: 'request-line' },
    ...(waitMs !== undefined && {
      doThis: [observed(`Wait ${duration(waitMs)}, as the answer asks, and run it again.`), documented(resolution)],
      fixes: waitIfBearable(waitMs),
    }),
    evidence: [{ label: 'Explained from', value: plain(`"${code}" in the catalogue "${catalogue}"`, 300) }],
  };
}

/** `401 Unauthorized: Authentication Failed (AUTH-401)`; a title that says the reason already stands in its place. */
function headlineOf(status: number, title: string, code: string): string {
  const standard = statusTitle(status);
  const reason = standard.slice(String(status).length + 1);
  const before = reason !== '' && title.toLowerCase().includes(reason.toLowerCase()) ? `${status} ` : `${standard}: `;
  const after = ` (${code})`;
  return `${before}${plain(title, Math.max(headlineLimit - before.length - after.length, 4))}${after}`;
}

/** The code that an answer carries; looked for once for all entries. */
const codeIn = perFailure(({ response }): string | undefined =>
  (response && response.status >= 400 && response.undecodable === undefined ? bodyCode(response)?.trim() : undefined));
