import { secretForms } from '../../http/secretForms';
import type { Need } from './needs';

/** A value that may not go everywhere. */
export interface GuardedValue {
  /**
   * - `process-env`, `dotenv`: the process or a `.env` file gave it, and it goes to no new origin unasked;
   * - `answer`: DT's API gave it under the name of a secret, such as a new key; the same holds for it;
   * - `secret`: a stored secret, which goes to the origins chosen when it was stored and nowhere else.
   */
  readonly source: 'process-env' | 'dotenv' | 'answer' | 'secret';
  /** What it is called there. */
  readonly key: string;
  readonly value: string;
}

/** What is known of a value beside its text. It goes along when the value is inserted into another. */
export interface ValueFacts {
  /** Secret texts inside it; empty when it is public. */
  readonly secrets: readonly string[];
  /** The text is a stand-in: an editor feature may not know the value, or it has to be supplied first. */
  readonly unknown: boolean;
  /** What has to be supplied before it is known. */
  readonly needs: readonly Need[];
  /** Some of it was taken out of an answer or its request: it may not decide where a file is written. */
  readonly fromAnswer: boolean;
  readonly guarded: readonly GuardedValue[];
}

/** A value that is public and known. */
export const plainValue: ValueFacts = { secrets: [], unknown: false, needs: [], fromAnswer: false, guarded: [] };

/** A value that an editor feature does not know. */
export const unknownValue: ValueFacts = { ...plainValue, unknown: true };

/** What is known of a text made of these values. */
export function joinFacts(all: readonly ValueFacts[]): ValueFacts {
  const special = all.filter((facts) => facts !== plainValue);
  if (special.length === 0) return plainValue;
  return {
    secrets: [...new Set(special.flatMap(({ secrets }) => secrets))],
    unknown: special.some(({ unknown }) => unknown),
    needs: special.flatMap(({ needs }) => needs),
    fromAnswer: special.some(({ fromAnswer }) => fromAnswer),
    guarded: special.flatMap(({ guarded }) => guarded),
  };
}

/** The name of the first stored secret among them; undefined when there is none. */
export function storedSecretIn(guarded: readonly GuardedValue[]): string | undefined {
  return guarded.find(({ source }) => source === 'secret')?.key;
}

/** Rounds of percent-encoding that are undone before a text counts as one that hides something. */
const mostRounds = 4;

/**
 * Whether a server that sent `text` may have been repeating `value`: as it is, or in one of the
 * spellings of {@link secretForms}, percent-encoded again, or with other blanks. An empty value is
 * repeated by nothing.
 */
export function repeats(text: string, value: string): boolean {
  const forms = [...secretForms(value)].map(withoutBlanks).filter((form) => form !== '');
  let seen = text;
  for (let round = 0; forms.length > 0; round++) {
    const plain = withoutBlanks(seen);
    if (forms.some((form) => plain.includes(form))) return true;
    const decoded = withoutEncoding(seen);
    if (decoded === seen) return false;
    if (round === mostRounds) return true;
    seen = decoded;
  }
  return false;
}

/** Octet by octet: a stray `%` somewhere in the text keeps nothing from being seen. */
function withoutEncoding(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
}

/** Values are trimmed in headers, and joined line by line in forms. */
function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}
