import type { Span } from './text';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Facts that the words of a finding are made of. Plain values, never a secret. */
export type FindingData = Readonly<Record<string, string | number | boolean | readonly string[]>>;

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
}
