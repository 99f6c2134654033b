import { nextPass } from './gate';
import { bulkShare, nextBulkStart } from './pace';
import type { QuotaRule } from './permits';
import { type Ask, type BulkPolicy, knownFrom, type ScopeState } from './scopeState';
import { answerMarginMs, freeAt, isAlive, rulesInForce } from './window';

/**
 * When each of `line`, in that order, may be expected to start, on the clock of `now`.
 *
 * A forecast for people, not a promise: it takes every answer that is still out to arrive at once,
 * and nobody else to join the line ahead.
 */
export function forecast(state: ScopeState, line: readonly Pick<Ask, 'rule' | 'priority'>[], bulk: BulkPolicy, now: number): number[] {
  const rules = rulesInForce(state.held, line.map(({ rule }) => rule), now);
  const byRule = rules.map((rule) => forecastUnder(rule, state, line, bulk, now));
  return line.map((_, index) => Math.max(...byRule.map((starts) => starts[index] ?? now)));
}

function forecastUnder(rule: QuotaRule, state: ScopeState, line: readonly Pick<Ask, 'rule' | 'priority'>[], bulk: BulkPolicy, now: number): number[] {
  const hold = rule.windowMs + answerMarginMs;
  const share = bulkShare(rule, bulk.reserve);
  const known = state.held.map((permit) => (isAlive(permit, now) ? now + hold : freeAt(permit, rule)));
  const ends = new Ends(known.filter((end) => end > now));
  const pass = state.gate.kind === 'probing' ? now : nextPass(state.gate, state.held, now);
  let at = Math.max(pass, knownFrom(state, rule));
  let lastBulkStart = state.lastBulkStart;
  return line.map(({ priority }) => {
    const limit = priority === 'bulk' ? share.limit : rule.limit;
    if (priority === 'bulk') at = nextBulkStart(bulk.pace, share, lastBulkStart, at);
    at = ends.whenBelow(limit, at);
    ends.add(at + hold);
    if (priority === 'bulk') lastBulkStart = at;
    return at;
  });
}

/** The ends of held permits, soonest first. What is added is never sooner than what was added before. */
class Ends {
  readonly #known: readonly number[];
  readonly #added: number[] = [];
  #knownGone = 0;
  #addedGone = 0;

  constructor(known: readonly number[]) {
    this.#known = [...known].sort((a, b) => a - b);
  }

  add(end: number): void {
    this.#added.push(end);
  }

  /** Lets permits go until fewer than `limit` are left at `at` or later, and returns that moment. */
  whenBelow(limit: number, at: number): number {
    let moment = at;
    while (this.#left >= limit || this.#soonest <= moment) moment = Math.max(moment, this.#drop());
    return moment;
  }

  get #left(): number {
    return this.#known.length - this.#knownGone + this.#added.length - this.#addedGone;
  }

  get #soonest(): number {
    return Math.min(this.#known[this.#knownGone] ?? Infinity, this.#added[this.#addedGone] ?? Infinity);
  }

  #drop(): number {
    const soonest = this.#soonest;
    if (this.#known[this.#knownGone] === soonest) this.#knownGone++;
    else this.#addedGone++;
    return soonest;
  }
}
