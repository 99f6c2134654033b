import type { Participant, QuotaRule } from '../../../src/quota/permits';
import { type HeldPermit, leaseMs, type PermitPhase } from '../../../src/quota/window';

/** Who holds the permits of the cases. */
export const holder = { label: 'GET /v2/projects', source: 'test' };
export const me: Participant = { id: 'me', name: 'this test' };
export const other: Participant = { id: 'other', name: 'another window' };

/** In flight, with a whole lease as of `from`. */
export const flyingFrom = (from: number): PermitPhase => ({ kind: 'in-flight', leaseUntil: from + leaseMs });
export const flying = flyingFrom(0);
export const answered = (at: number): PermitPhase => ({ kind: 'answered', at });
export const doubtful = (at: number): PermitPhase => ({ kind: 'in-doubt', at });

/** Permits 0, 1, 2, …, taken under `rule` at the start of the clock, in these phases. */
export function permits(phases: readonly PermitPhase[], rule: QuotaRule, by: Participant = me): HeldPermit[] {
  return phases.map((phase, id) => ({ id, holder, by, takenAt: 0, rule, phase }));
}
