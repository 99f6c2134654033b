import { closedFor } from './gate';
import type { Holding, Participant, QuotaRule, QuotaSnapshot } from './permits';
import { knownFrom, type ScopeState } from './scopeState';
import { freeAt, type HeldPermit, heldUnder, isAlive, nextRelease, rulesInForce } from './window';

/** What people are shown of a state when `asked` is the rule they ask about. */
export function describeScope(
  state: ScopeState,
  asked: QuotaRule,
  self: Participant,
  now: number,
): Pick<QuotaSnapshot, 'rule' | 'used' | 'holdings' | 'closedForMs' | 'unknownForMs'> {
  const rule = decidingRule(rulesInForce(state.held, [asked], now), asked);
  const held = heldUnder(state.held, rule, now).sort((a, b) => a.takenAt - b.takenAt);
  return {
    rule,
    used: held.length,
    holdings: held.map((permit) => describePermit(permit, rule, self, now)),
    closedForMs: closedFor(state.gate, now),
    unknownForMs: Math.max(0, knownFrom(state, rule) - now),
  };
}

/** The first moment after `now` at which {@link describeScope} changes by the passing of time; `Infinity` if none. */
export function nextChange(state: ScopeState, asked: QuotaRule, now: number): number {
  const moments = [now + closedFor(state.gate, now), knownFrom(state, asked), nextRelease(state.held, now)];
  return Math.min(...moments.map((moment) => (moment > now ? moment : Infinity)));
}

/** Of rules that are all obeyed, the one that allows the fewest requests per time; of equal ones the first. It is the one to show, though another may be met first in a burst. */
function decidingRule(rules: readonly QuotaRule[], asked: QuotaRule): QuotaRule {
  return rules.reduce((lowest, rule) => (rule.limit / rule.windowMs < lowest.limit / lowest.windowMs ? rule : lowest), asked);
}

function describePermit(permit: HeldPermit, rule: QuotaRule, self: Participant, now: number): Holding {
  return {
    holder: permit.holder,
    by: permit.by,
    isOwn: permit.by.id === self.id,
    heldMs: now - permit.takenAt,
    ...(isAlive(permit, now) ? {} : { freeInMs: freeAt(permit, rule) - now }),
  };
}
