import type { Span } from '../base/text';
import type { Explanation, Facts, Mark } from '../insight/entry';
import type { RequestPlan } from '../language/plan/plan';
import type { RunResult } from '../run/runner';
import type { WordedFinding } from './check';

/** Why a run failed, and where in the text. */
export interface ExplainedFailure {
  readonly explanation: Explanation;
  /** The guilty word, in the text that was run. */
  readonly span: Span;
  /** Where {@link Explanation.marks} are, in the same order; empty without any. */
  readonly marks: readonly PlacedMark[];
}

/** A further word to blame, and where it stands in the text that was run. */
export interface PlacedMark extends Mark {
  readonly span: Span;
}

/** What came of one expectation, without secrets. */
export interface ShownExpectation {
  /** Where it is demanded, in the text that was run. */
  readonly expectation: { readonly span: Span };
  readonly ok: boolean;
  readonly expected: string;
  readonly actual: string;
}

/** What a run of one request came to. */
export type RunReport =
  /** Something in the file keeps the request from being sent. */
  | { readonly kind: 'refused'; readonly findings: readonly WordedFinding[] }
  /** `# @disabled`. */
  | { readonly kind: 'disabled' }
  /** Not sent, though nothing is wrong with it: a request that it needs failed, or a person said no. */
  | { readonly kind: 'skipped'; readonly because: 'dependency' | 'declined'; readonly findings: readonly WordedFinding[] }
  | Ran;

/** A request that was sent, or tried to. */
export interface Ran {
  readonly kind: 'ran';
  readonly plan: RequestPlan;
  readonly result: RunResult;
  /** Who signed when the request names nobody: the account that was active when the run began. */
  readonly signer?: string;
  /** What was known beside the exchange when it was explained. */
  readonly facts: Facts;
  /** Missing when there is nothing to explain: a success, or cancelled. */
  readonly failure?: ExplainedFailure;
  readonly expectations: readonly ShownExpectation[];
  /** What became of `>>`; missing without such a line, and without an answer. */
  readonly saved?: Saved;
  readonly verdict: Verdict;
  /** One line: `200 OK · 143 ms · 2.1 kB`, or what went wrong. */
  readonly summary: string;
  /** Name of the request, or its method and target. */
  readonly title: string;
  /** e.g. `GET https://api.disruptive-technologies.com/v2/projects`, redacted. */
  readonly requestText: string;
  /** The answer as a read-only document, redacted. */
  readonly document: string;
  /** The body of the answer as in the document; empty when there is none. */
  readonly body: string;
}

/** What became of saving an answer. */
export type Saved =
  | { readonly kind: 'saved'; readonly uri: string }
  /** The answer was an error that nobody expected: it takes no good file's place. */
  | { readonly kind: 'not-saved' }
  /** `reason` is a clause. */
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * - `passed`: every expectation holds; without any about the status, the answer is below 400 and nothing in it is worse than information.
 * - `failed`: an expectation does not hold, an error that nobody expected, or an answer that could not be saved.
 * - `no-answer`: the failure came before an answer.
 */
export type Verdict = 'passed' | 'failed' | 'no-answer' | 'cancelled';
