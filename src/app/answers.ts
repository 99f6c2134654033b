import type { Answered } from '../language/plan/needs';

/** Answers are kept up to this many octets of body. */
const mostBytes = 64 * 1024 * 1024;
/** And up to this many. */
const mostAnswers = 500;

/** What an answer belongs to: with another text, environment or account it would be another one. */
export interface AnswerKey {
  /** URI of the request file. */
  readonly uri: string;
  /** Of the request. */
  readonly name: string;
  /** Of its block. */
  readonly text: string;
  readonly environment: string | undefined;
  readonly account: string | undefined;
}

/** Keeps the answers of named requests, for references to them. In memory only; the oldest go first. */
export class Answers {
  readonly #kept = new Map<string, Answered>();
  #bytes = 0;

  get(key: AnswerKey): Answered | undefined {
    return this.#kept.get(textOf(key));
  }

  /** Keeps an answer in place of the one before. One that is larger than everything may be is kept alone. */
  set(key: AnswerKey, answered: Answered): void {
    this.delete(key);
    this.#kept.set(textOf(key), answered);
    this.#bytes += sizeOf(answered);
    for (const [oldest, kept] of this.#kept) {
      if ((this.#bytes <= mostBytes && this.#kept.size <= mostAnswers) || this.#kept.size === 1) return;
      this.#kept.delete(oldest);
      this.#bytes -= sizeOf(kept);
    }
  }

  delete(key: AnswerKey): void {
    const known = this.#kept.get(textOf(key));
    if (!known) return;
    this.#kept.delete(textOf(key));
    this.#bytes -= sizeOf(known);
  }

  /** Forgets everything: an account has gone, and its answers with it. */
  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }
}

function textOf({ uri, name, text, environment, account }: AnswerKey): string {
  return JSON.stringify([uri, name, text, environment ?? null, account ?? null]);
}

function sizeOf({ request, response }: Answered): number {
  return response.body.byteLength + (request.body?.byteLength ?? 0);
}
