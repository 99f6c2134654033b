import type { PermitPhase } from '../../../src/quota/window';

/** Who holds the permits of the cases. */
export const holder = { label: 'GET /v2/projects', source: 'test' };

export const flying: PermitPhase = { kind: 'in-flight' };
export const answered = (at: number): PermitPhase => ({ kind: 'answered', at });
export const doubtful = (at: number): PermitPhase => ({ kind: 'in-doubt', at });
