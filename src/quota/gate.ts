import type { HeldPermit } from './window';

/**
 * What a 429 does to a scope. Closed: no send. Probing: one permit is out to try, everything else
 * waits for its answer. Times are of `Clock.monotonic()`; every function is pure.
 */
export type Gate =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'closed';
      /** The latest end that a `Retry-After` named. */
      readonly until: number;
      /** Set between the status of a 429 and its `Retry-After`: the end if nobody ever names one. */
      readonly unnamedUntil?: number;
    }
  | { readonly kind: 'probing'; readonly permit: number };

/** Nobody is held back. */
export const openGate: Gate = { kind: 'open' };

/**
 * When the next send may pass, `now` or later, unless the probe is answered before. A probe that is
 * not among `held`, or whose lease has lapsed, holds nobody back: its holder is not heard of.
 */
export function nextPass(gate: Gate, held: readonly HeldPermit[], now: number): number {
  switch (gate.kind) {
    case 'open':
      return now;
    case 'probing':
      return Math.max(now, leaseOf(gate.permit, held));
    case 'closed':
      return Math.max(now, closedUntil(gate));
  }
}

/** `permit` has passed: the first one after a closure, or after a probe that was lost, is the probe. */
export function passed(gate: Gate, permit: number): Gate {
  return gate.kind === 'open' ? gate : { kind: 'probing', permit };
}

/** A 429 asks to wait until `until`. A closure is only ever made longer: the earlier 429 still holds. */
export function refusedUntil(gate: Gate, until: number): Gate {
  return { kind: 'closed', until: gate.kind === 'closed' ? Math.max(gate.until, until) : until };
}

/**
 * The status 429 arrived and its `Retry-After` is not known yet: closed at once, until
 * {@link refusedUntil} names the end, or else until `until`.
 */
export function refusedSoFar(gate: Gate, until: number): Gate {
  const closed = gate.kind === 'closed' ? gate : { kind: 'closed' as const, until: -Infinity };
  return { ...closed, unnamedUntil: Math.max(closed.unnamedUntil ?? until, until) };
}

/** `permit` was answered with anything but 429. Only the probe opens the gate: others were sent before it closed. */
export function accepted(gate: Gate, permit: number): Gate {
  return gate.kind === 'probing' && gate.permit === permit ? openGate : gate;
}

/** `permit` ended without an answer: when it was the probe, the next one to pass becomes it, at once. */
export function unanswered(gate: Gate, permit: number): Gate {
  return gate.kind === 'probing' && gate.permit === permit ? { kind: 'closed', until: -Infinity } : gate;
}

/** How long every send is still held back at `now`, in milliseconds; 0 when it is not, or no longer. */
export function closedFor(gate: Gate, now: number): number {
  return gate.kind === 'closed' ? Math.max(0, closedUntil(gate) - now) : 0;
}

/** The same as far as a `Retry-After` has named the end. */
export function namedFor(gate: Gate, now: number): number {
  return gate.kind === 'closed' ? Math.max(0, gate.until - now) : 0;
}

function closedUntil(gate: Gate & { kind: 'closed' }): number {
  return Math.max(gate.until, gate.unnamedUntil ?? -Infinity);
}

function leaseOf(permit: number, held: readonly HeldPermit[]): number {
  const phase = held.find(({ id }) => id === permit)?.phase;
  return phase?.kind === 'in-flight' ? phase.leaseUntil : -Infinity;
}
