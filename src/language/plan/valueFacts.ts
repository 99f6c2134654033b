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
  /** Some of it is another text in each run: a time, a random number. What a check sees of it has its form, and no more. */
  readonly varies: boolean;
}

/** A value that is public and known. */
export const plainValue: ValueFacts = { secrets: [], unknown: false, needs: [], fromAnswer: false, guarded: [], varies: false };

/** A value that an editor feature does not know. */
export const unknownValue: ValueFacts = { ...plainValue, unknown: true };

/** What is known of a text made of these values. */
export function joinFacts(all: readonly ValueFacts[]): ValueFacts {
  const special = all.filter((facts) => facts !== plainValue);
  if (special.length === 0) return plainValue;
  return {
    secrets: [...new Set(special.flatMap(({ secrets }) => secrets))],
    unknown: special.some(({ unknown }) => unknown),
    // Each once: a value that is made of another twice, and so on, would double them each time.
    needs: [...new Set(special.flatMap(({ needs }) => needs))],
    fromAnswer: special.some(({ fromAnswer }) => fromAnswer),
    guarded: [...new Set(special.flatMap(({ guarded }) => guarded))],
    varies: special.some(({ varies }) => varies),
  };
}

/** The name of the first stored secret among them; undefined when there is none. */
export function storedSecretIn(guarded: readonly GuardedValue[]): string | undefined {
  return guarded.find(({ source }) => source === 'secret')?.key;
}
