import type { Answered } from '../../language/plan/needs';
import type { Ran } from '../report';

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
  /** Which account signed; see `Services.identities`. Undefined: none was active. */
  readonly account: string | undefined;
}

/** A variable that a request was made of. */
export interface VariableRead {
  readonly name: string;
  /** Of the reference, from the start of the block. */
  readonly offset: number;
  /** What it was; may be secret. */
  readonly value: string;
}

/** An answer, and what has to be as it was for it to be still the answer. */
export interface KeptAnswer {
  readonly answered: Answered;
  readonly reads: readonly VariableRead[];
}

/** Keeps the answers of named requests, for references to them. In memory only; the oldest go first. */
export class Answers {
  readonly #kept = new Map<string, { readonly answer: KeptAnswer; readonly account: string | undefined }>();
  readonly #underWay = new Map<string, Promise<Ran>>();
  #bytes = 0;

  /** The report of a request that is being sent right now; undefined when none is. Rejects as the send does. */
  underWay(key: AnswerKey): Promise<Ran> | undefined {
    return this.#underWay.get(textOf(key));
  }

  /** Lets others see a send while it goes on: the latest one, when there are several. */
  async whileSent(key: AnswerKey, send: () => Promise<Ran>): Promise<Ran> {
    const text = textOf(key);
    const sending = send();
    this.#underWay.set(text, sending);
    try {
      return await sending;
    } finally {
      if (this.#underWay.get(text) === sending) this.#underWay.delete(text);
    }
  }

  /** Undefined when none is kept. */
  get(key: AnswerKey): KeptAnswer | undefined {
    return this.#kept.get(textOf(key))?.answer;
  }

  /** Keeps an answer in place of the one before. One that is larger than everything may be is kept alone. */
  set(key: AnswerKey, answer: KeptAnswer): void {
    this.delete(key);
    this.#kept.set(textOf(key), { answer, account: key.account });
    this.#bytes += sizeOf(answer);
    for (const [oldest, kept] of this.#kept) {
      if ((this.#bytes <= mostBytes && this.#kept.size <= mostAnswers) || this.#kept.size === 1) return;
      this.#kept.delete(oldest);
      this.#bytes -= sizeOf(kept.answer);
    }
  }

  delete(key: AnswerKey): void {
    const known = this.#kept.get(textOf(key));
    if (!known) return;
    this.#kept.delete(textOf(key));
    this.#bytes -= sizeOf(known.answer);
  }

  /** Forgets the answers that accounts got which are not among these. */
  retain(accounts: ReadonlySet<string>): void {
    for (const [key, kept] of this.#kept) {
      if (kept.account === undefined || accounts.has(kept.account)) continue;
      this.#kept.delete(key);
      this.#bytes -= sizeOf(kept.answer);
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }
}

function textOf({ uri, name, text, environment, account }: AnswerKey): string {
  return JSON.stringify([uri, name, text, environment ?? null, account ?? null]);
}

function sizeOf({ answered: { request, response } }: KeptAnswer): number {
  return response.body.byteLength + (request.body?.byteLength ?? 0);
}
