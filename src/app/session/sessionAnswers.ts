import { vendorHostKind } from '../../api/hosts';
import { orCancelled } from '../../base/abort';
import { type Exchange, lastAttempt } from '../../http/exchange';
import { signedWith } from '../../run/policies/redirect';
import type { Answered, RequestTarget } from '../../language/plan/needs';
import { accountOf, type RequestPlan } from '../../language/plan/plan';
import type { VariableScope } from '../../language/plan/variables';
import type { Block } from '../../language/syntax/nodes';
import { textOf } from '../../language/syntax/queries';
import type { AnswerKey, Answers, VariableRead } from './answers';
import type { Ran } from '../report';

/** The answers that the requests of a session can refer to: its own, and those that are kept from before. */
export class SessionAnswers {
  /** Of the requests that were run in this session; undefined when one has no answer to refer to. */
  readonly #own = new Map<Block, Answered | undefined>();

  /**
   * @param kept Of earlier sessions.
   * @param scopeOf The variables that a request sees, as they are now.
   * @param active Name of the account of requests that name none.
   * @param identities Which account is meant by a name.
   */
  constructor(
    private readonly kept: Answers,
    private readonly environment: string | undefined,
    private readonly scopeOf: (target: RequestTarget) => VariableScope,
    private readonly active: string | undefined,
    private readonly identities: ReadonlyMap<string, string>,
  ) {}

  /** The answer of a request; undefined when it has to be run first. */
  of(target: RequestTarget): Answered | undefined {
    if (this.#own.has(target.block)) return this.#own.get(target.block);
    const known = this.kept.get(this.#key(target, target.name));
    return known && this.#stillHolds(known.reads, target) ? known.answered : undefined;
  }

  /** Keeps the answer of a request that did what was expected, and drops that of one that did not. */
  keep(target: RequestTarget, { verdict, result: { outcome }, plan }: Ran): void {
    const { name, secrets, guarded } = plan;
    const answered = verdict === 'passed' && outcome.kind === 'answered' ? { request: outcome.exchange.request, response: outcome.response, secrets, guarded, ...givenBy(outcome.exchange) } : undefined;
    this.#own.set(target.block, answered);
    if (name === undefined) return;
    if (answered) this.kept.set(this.#key(target, name), { answered, reads: readsOf(plan) });
    else this.kept.delete(this.#key(target, name));
  }

  /**
   * Sends a request called `name`, and lets other sessions know while it is sent. With `isShared` it
   * waits instead while one of them sends the very same, and gives what came of that: two runs at
   * once do not both send what both of them need. One that was cancelled is sent anew.
   *
   * Nothing waits in a circle: who sends a request needs no other answer any more.
   *
   * @throws CancelledError when `signal` is aborted meanwhile.
   */
  async sent(target: RequestTarget, name: string | undefined, isShared: boolean, send: () => Promise<Ran>, signal: AbortSignal): Promise<Ran> {
    if (name === undefined) return send();
    const key = this.#key(target, name);
    for (;;) {
      const others = isShared ? this.kept.underWay(key) : undefined;
      // Nothing is awaited between the look and the send.
      if (!others) return this.kept.whileSent(key, send);
      // A fault of ours is told where it happened.
      const report = await orCancelled(others.catch(() => undefined), signal);
      if (!report || report.verdict === 'cancelled') continue;
      return this.#stillHolds(readsOf(report.plan), target) ? report : this.kept.whileSent(key, send);
    }
  }

  /** A request was not sent: nobody can refer to its answer. */
  drop({ block }: RequestTarget): void {
    this.#own.set(block, undefined);
  }

  /** With other values of its variables it would be another request, and the answer another one. */
  #stillHolds(reads: readonly VariableRead[], target: RequestTarget): boolean {
    const scope = this.scopeOf(target);
    return reads.every(({ name, offset, value }) => {
      const found = scope.lookup(name, target.block.start + offset);
      return found.kind === 'value' && found.resolved.value === value;
    });
  }

  #key(target: RequestTarget, name: string): AnswerKey {
    const { module, block } = target;
    const asked = accountOf(this.scopeOf(target), block);
    const account = asked?.name ?? this.active;
    return { uri: module.uri, name, text: textOf(module.file, block), environment: this.environment, account: account === undefined ? undefined : (this.identities.get(account) ?? account) };
  }
}

/** Where an answer came from counts, after all redirects; never what the request file calls it. */
function givenBy(exchange: Exchange): Pick<Answered, 'inConfidence' | 'credentials'> {
  const { request, signedAs } = lastAttempt(exchange) ?? {};
  const isVendor = request !== undefined && ['api', 'emulator', 'identity'].includes(vendorHostKind(request.origin));
  return { credentials: signedWith(exchange), ...((isVendor || signedAs !== undefined) && { inConfidence: true }) };
}

/** The variables that a request was made of, the base of its path among them; what was asked, answered or made anew is none. */
function readsOf({ origins, block, parts, bases }: RequestPlan): readonly VariableRead[] {
  const kinds = new Set(['prompt', 'answer', 'system', 'process-env', 'dotenv']);
  const read = origins.flatMap(({ name, span, origin, inserted }) => (inserted === undefined || kinds.has(origin.kind) ? [] : [{ name, offset: span.start - block.start, value: inserted }]));
  const at = parts.requestLine.start - block.start;
  return [...read, ...bases.map(({ name, value }) => ({ name, offset: at, value }))];
}
