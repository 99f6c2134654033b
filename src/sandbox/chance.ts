import { createHash } from 'node:crypto';

const idAlphabet = '0123456789abcdefghijklmnopqrstuv';

/** Numbers and IDs that look random and are always the same for the same seed and keys. */
export class Chance {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed >>> 0;
  }

  /** A number from 0 (included) to 1 (excluded), the same for the same keys. */
  at(...keys: readonly (string | number)[]): number {
    let hash = this.#seed ^ 0x9e3779b9;
    for (const key of keys) hash = typeof key === 'number' ? mixNumber(hash, key) : mixText(hash, key);
    return finish(hash) / 0x1_0000_0000;
  }

  /** A number between `low` and `high`. */
  between(low: number, high: number, ...keys: readonly (string | number)[]): number {
    return low + (high - low) * this.at(...keys);
  }

  /**
   * An ID of the shape the API uses: 20 lower-case letters and digits (Python client, samples).
   * Starts with `c`, as the documentation's examples do.
   */
  id(...keys: readonly (string | number)[]): string {
    const digest = createHash('sha256').update([this.#seed, ...keys].join('/')).digest();
    let text = 'c';
    for (let index = 0; index < 19; index++) text += idAlphabet[(digest[index] ?? 0) & 31] ?? '0';
    return text;
  }

  /** Hexadecimal digits, at most 64. */
  hex(length: number, ...keys: readonly (string | number)[]): string {
    return createHash('sha256').update([this.#seed, 'hex', ...keys].join('/')).digest('hex').slice(0, length);
  }
}

function mixText(hash: number, text: string): number {
  let mixed = hash;
  for (let index = 0; index < text.length; index++) mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193);
  return finish(mixed);
}

function mixNumber(hash: number, value: number): number {
  const high = Math.floor(value / 0x1_0000_0000) | 0;
  return finish(Math.imul(hash ^ (value | 0), 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35));
}

/** The last steps of MurmurHash3: spreads every bit over the whole word. */
function finish(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
