import type { ExplainedFailure, Ran, RunReport, Verdict } from '../../app/report';
import { worded, type WordedFinding } from '../../app/check';
import type { Span } from '../../base/text';
import type { Attempt, UnsignedReason } from '../../http/exchange';
import type { Explanation, Fix, Mark } from '../../insight/entry';
import { nameOf } from '../../language/plan/names';
import type { Block } from '../../language/syntax/nodes';
import { hiddenLine } from '../format/hiddenLine';
import type { Page } from '../format/page';
import { titleOf } from '../format/requestTitle';
import { shownPath } from '../format/shownPath';

/*
 * What a program reads about a run: the JSON report is made of these as they are, and JUnit XML from
 * them. A change that would break a reader is a new `version` in `json.ts`. Secrets are hidden.
 */

/** What came of one request. Lines and columns start at 1, times are milliseconds. */
export interface RequestRecord {
  readonly name?: string;
  readonly title?: string;
  /** Of the request line. */
  readonly line: number;
  /** The request line as written. */
  readonly written: string;
  readonly verdict: Verdict | 'refused' | 'skipped' | 'disabled' | 'not-run';
  /** Why it was not sent, in a word: skipped (`dependency`, `declined`), not run (`bail`, `cancelled`, `refused`). */
  readonly because?: NotRun | 'dependency' | 'declined';
  /** As sent; these are missing when nothing was planned. */
  readonly method?: string;
  readonly url?: string;
  readonly status?: number;
  /** One line: `200 OK · 143 ms · 2.1 kB`. */
  readonly summary?: string;
  /** Octets of the body of the answer, decoded. */
  readonly bytes?: number;
  /** ISO 8601, UTC. */
  readonly startedAt?: string;
  /** From the first send to the end of the last attempt, waits between them included. */
  readonly durationMs?: number;
  readonly attempts?: readonly AttemptRecord[];
  readonly unsigned?: UnsignedReason;
  readonly expectations?: readonly ExpectationRecord[];
  readonly explanation?: ExplanationRecord;
  readonly saved?: { readonly kind: 'saved' | 'not-saved' | 'failed'; readonly file?: string; readonly reason?: string };
  readonly findings: readonly FindingRecord[];
}

/** Why a request was not come to: `--bail`, a cancel, or an error elsewhere in what was asked for. */
export type NotRun = 'bail' | 'cancelled' | 'refused';

/** In the request file; both start at 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One send: each retry and each redirect is another. */
export interface AttemptRecord {
  readonly method: string;
  readonly url: string;
  readonly status?: number;
  /** Code of what kept an answer from arriving. */
  readonly failure?: string;
  readonly startedAt: string;
  readonly headersMs?: number;
  readonly durationMs: number;
  readonly followedBy?: string;
}

/** What came of one `@expect` or `??`. */
export interface ExpectationRecord extends Place {
  readonly ok: boolean;
  readonly expected: string;
  readonly actual: string;
}

/** Why it failed, at the guilty word. */
export type ExplanationRecord = Place &
  Pick<Explanation, 'code' | 'severity' | 'headline' | 'doThis' | 'why' | 'evidence' | 'links'> & {
    /** Edits of the file that would mend it; missing without any. */
    readonly fixes?: readonly Pick<EditFix, 'grade' | 'title'>[];
    /** Further words to blame; missing without any. */
    readonly marks?: readonly (Place & Pick<Mark, 'headline'>)[];
  };

type EditFix = Extract<Fix, { readonly kind: 'edit' }>;

/** What is wrong in the request file. */
export interface FindingRecord extends Place {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
}

/** What came of a request, for a report. `cwd` is the folder that paths are shown from. */
export function recordOf(page: Page, block: Block, report: RunReport, cwd: string): RequestRecord {
  const about = aboutRequest(page, block);
  switch (report.kind) {
    case 'disabled':
      return { ...about, verdict: 'disabled', findings: [] };
    case 'refused':
      return { ...about, verdict: 'refused', findings: findingRecords(page, report.findings) };
    case 'skipped':
      return { ...about, verdict: 'skipped', because: report.because, findings: findingRecords(page, report.findings) };
    case 'ran':
      return { ...about, ...ranRecord(page, report, cwd) };
  }
}

/** A request that was asked for, and that the run did not come to. */
export function notRunRecord(page: Page, block: Block, because: NotRun): RequestRecord {
  return { ...aboutRequest(page, block), verdict: 'not-run', because, findings: [] };
}

function aboutRequest(page: Page, block: Block): Pick<RequestRecord, 'name' | 'title' | 'line' | 'written'> {
  const { file, redactor } = page;
  const line = block.request?.line;
  const name = nameOf(file, block);
  const title = titleOf(page, block);
  return {
    ...(name !== undefined && { name: redactor.text(name) }),
    ...(title !== undefined && { title: redactor.text(title) }),
    line: placeOf(page, line ?? block).line,
    written: line ? hiddenLine(file, line, redactor).trim() : '',
  };
}

function ranRecord(page: Page, report: Ran, cwd: string): Pick<RequestRecord, 'verdict' | 'findings'> & Partial<RequestRecord> {
  const { plan, result, verdict, summary, expectations, failure, saved } = report;
  const { redactor } = page;
  const { outcome, unsignedBecause } = result;
  const { attempts } = outcome.exchange;
  return {
    verdict,
    method: plan.request.method,
    url: redactor.target(plan.request.origin + plan.request.target),
    ...(outcome.kind === 'answered' && { status: outcome.response.status, bytes: outcome.response.body.byteLength }),
    summary: redactor.text(summary),
    ...timesOf(attempts),
    attempts: attempts.map((attempt) => attemptRecord(page, attempt)),
    ...(unsignedBecause && { unsigned: unsignedBecause }),
    expectations: expectations.map(({ expectation: { span }, ok, expected, actual }) => ({ ok, expected, actual, ...placeOf(page, span) })),
    ...(failure && { explanation: explanationRecord(page, failure) }),
    ...(saved && {
      saved: {
        kind: saved.kind,
        ...(saved.kind === 'saved' && { file: redactor.text(shownPath(saved.uri, cwd)) }),
        ...(saved.kind === 'failed' && { reason: redactor.text(saved.reason) }),
      },
    }),
    findings: findingRecords(page, worded(plan.findings)),
  };
}

function timesOf(attempts: readonly Attempt[]): Pick<RequestRecord, 'startedAt' | 'durationMs'> {
  const [first] = attempts;
  const last = attempts.at(-1);
  if (!first || !last) return {};
  const startedAt = first.timing.startedAt;
  return { startedAt: new Date(startedAt).toISOString(), durationMs: rounded(last.timing.startedAt - startedAt + last.timing.totalMs) };
}

function attemptRecord({ redactor }: Page, { request, response, failure, timing, followedBy }: Attempt): AttemptRecord {
  return {
    method: request.method,
    url: redactor.target(request.origin + request.target),
    ...(response && { status: response.status }),
    ...(failure && { failure: failure.code }),
    startedAt: new Date(timing.startedAt).toISOString(),
    ...(timing.headersMs !== undefined && { headersMs: rounded(timing.headersMs) }),
    durationMs: rounded(timing.totalMs),
    ...(followedBy && { followedBy }),
  };
}

function explanationRecord(page: Page, { explanation, span, marks }: ExplainedFailure): ExplanationRecord {
  const { code, severity, headline, doThis, why, evidence, links } = explanation;
  const fixes = explanation.fixes.flatMap((fix) => (fix.kind === 'edit' ? [{ grade: fix.grade, title: fix.title }] : []));
  const others = marks.map((mark) => ({ headline: mark.headline, ...placeOf(page, mark.span) }));
  return { code, severity, headline, ...placeOf(page, span), doThis, why, evidence, links, ...(fixes.length > 0 && { fixes }), ...(others.length > 0 && { marks: others }) };
}

function findingRecords(page: Page, findings: readonly WordedFinding[]): readonly FindingRecord[] {
  return findings.map(({ finding: { code, severity, span }, message }) => {
    return { code, severity, message: page.redactor.text(message), ...placeOf(page, span) };
  });
}

function placeOf({ lines }: Page, { start }: Span): Place {
  const { line, character } = lines.positionAt(start);
  return { line: line + 1, column: character + 1 };
}

/** To a microsecond: more digits are noise. */
const rounded = (ms: number) => Math.round(ms * 1000) / 1000;
