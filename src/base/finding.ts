import type { Span, TextEdit } from './text';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Facts that the words of a finding are made of. Plain values, never a secret. */
export type FindingData = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A change of the text that mends a finding, made together with it. */
export interface ReadyFix {
  readonly title: string;
  /** Whether it is certainly what the author meant. */
  readonly preferred: boolean;
  /** Offsets count from the start of the finding, and move with it. */
  readonly edits: readonly TextEdit[];
}

/**
 * Something to say about a place in a text: a code and facts, no sentence.
 *
 * The words for each code are in `insight/words.ts`. An error keeps the request from being sent.
 */
export interface Finding {
  /** Dotted and stable, e.g. `variable.undefined`. */
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly data: FindingData;
  /** Fixes beside those that follow from the code. Default: none. */
  readonly fixes?: readonly ReadyFix[];
}
