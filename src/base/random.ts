/** Randomness, taken in through constructors so that tests can decide it. */
export interface Random {
  /** A number from 0 (included) to 1 (excluded). */
  next(): number;
  /** A version 4 UUID in lower case. */
  uuid(): string;
}

export const systemRandom: Random = {
  next: () => Math.random(),
  uuid: () => crypto.randomUUID(),
};
