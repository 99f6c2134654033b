import type { Answered, RequestTarget } from '../language/plan/needs';
import type { Block } from '../language/syntax/nodes';
import { directivesOf, textOf } from '../language/syntax/queries';
import type { AnswerKey, Answers } from './answers';
import type { Ran } from './report';

/** The answers that the requests of a session can refer to: its own, and those that are kept from before. */
export class SessionAnswers {
  /** Of the requests that were run in this session; undefined when one has no answer to refer to. */
  readonly #own = new Map<Block, Answered | undefined>();

  /**
   * @param kept Of earlier sessions.
   * @param account Name of the account of requests that name none.
   */
  constructor(
    private readonly kept: Answers,
    private readonly environment: string | undefined,
    private readonly account: string | undefined,
  ) {}

  /** The answer of a request; undefined when it has to be run first. */
  of(target: RequestTarget): Answered | undefined {
    if (this.#own.has(target.block)) return this.#own.get(target.block);
    return this.kept.get(this.#key(target, target.name));
  }

  /** Keeps the answer of a request that did what was expected, and drops that of one that did not. */
  keep(target: RequestTarget, { verdict, result: { outcome }, plan: { name } }: Ran): void {
    const answered = verdict === 'passed' && outcome.kind === 'answered' ? { request: outcome.exchange.request, response: outcome.response } : undefined;
    this.#own.set(target.block, answered);
    if (name === undefined) return;
    if (answered) this.kept.set(this.#key(target, name), answered);
    else this.kept.delete(this.#key(target, name));
  }

  /** A request was not sent: nobody can refer to its answer. */
  drop({ block }: RequestTarget): void {
    this.#own.set(block, undefined);
  }

  #key(target: RequestTarget, name: string): AnswerKey {
    const { module, block } = target;
    const account = accountAsked(target) ?? this.account;
    return { uri: module.uri, name, text: textOf(module.file, block), environment: this.environment, account };
  }
}

/** The account that `@account` names, as written; undefined when there is no such line. */
export function accountAsked({ module, block }: Pick<RequestTarget, 'module' | 'block'>): string | undefined {
  return directivesOf(module.file, block).find(({ name }) => name === 'account')?.argument;
}
