import type { Fix, Statement } from '../entry';
import type { RequestPart } from '../../http/requestPart';

/** Something in a request that departs from the API's description. */
export interface Problem {
  /** Code of the catalogue entry that is about it: `dt.400.parameter-value`. */
  readonly code: string;
  readonly part: RequestPart;
  /** Ends a headline: `page_size is over 100`. At most 60 characters, one line. */
  readonly headline: string;
  readonly doThis: Statement;
  readonly why: Statement;
  readonly fix?: Fix;
  /** Where there is more than one way: all of them, {@link fix} first. */
  readonly fixes?: readonly Fix[];
  /** Name of the parameter or property, as written or as it should be; joins it with the API's message. */
  readonly name: string;
  /** What the parameter or property should most likely be called. */
  readonly meant?: string;
  /**
   * How sure it is that the API minds: `certain` for what cannot be read at all or is required,
   * `likely` for the rest (whether unknown names are refused is not documented).
   */
  readonly weight: 'certain' | 'likely';
}

/** All ways to mend it, the best first. */
export function fixesOf({ fix, fixes }: Problem): readonly Fix[] {
  return fixes ?? (fix ? [fix] : []);
}

/** A value in the title of a fix: at most 60 characters. */
export function cut(value: string): string {
  return value.length > 60 ? `${value.slice(0, 59)}…` : value;
}

/** A likely edit with one replacement. */
export function replaceFix(title: string, part: RequestPart, text: string): Fix {
  return { kind: 'edit', grade: 'likely', title, edits: [{ kind: 'replace', part, text }] };
}

/** A likely edit that takes out a parameter or property. */
export function removeFix(title: string, part: RequestPart): Fix {
  return { kind: 'edit', grade: 'likely', title, edits: [{ kind: 'remove', part }] };
}
