import type { TitledQuota } from '../../../../src/editor/quota/rows';
import type { Holding, WaitingTake } from '../../../../src/quota/permits';

/** A quota that nobody uses, with what a test wants to be different. */
export function quota(different: Partial<TitledQuota> = {}): TitledQuota {
  const holdings = different.holdings ?? [];
  return {
    scope: 'sandbox:http://127.0.0.1:1',
    title: 'the sandbox',
    rule: { limit: 75, windowMs: 10_000 },
    used: holdings.length,
    holdings,
    waiting: [],
    closedForMs: 0,
    unknownForMs: 0,
    ...different,
  };
}

/** A permit of this window that is free in 6 s, with what a test wants to be different. */
export function held(different: Partial<Holding> & { readonly label?: string; readonly source?: string; readonly name?: string } = {}): Holding {
  const { label = 'GET /v2/projects', source = 'tour.dt.http', name, ...rest } = different;
  const by = name === undefined ? { id: 'own', name: 'window "greenhouse"' } : { id: name, name };
  return { holder: { label, source }, by, isOwn: name === undefined, heldMs: 4100, freeInMs: 5925, ...rest };
}

/** The same while its request is under way. */
export function underWay(different: Parameters<typeof held>[0] = {}): Holding {
  const { holder, by, isOwn, heldMs } = held(different);
  return { holder, by, isOwn, heldMs };
}

/** As many permits. */
export function many(number: number, make: (index: number) => Holding = () => held()): readonly Holding[] {
  return Array.from({ length: number }, (_, index) => make(index));
}

export function waiting(id: number, expectedMs: number, different: Partial<WaitingTake['holder']> = {}, priority: WaitingTake['priority'] = 'interactive'): WaitingTake {
  return { id, holder: { label: 'GET /v2/projects', source: 'tour.dt.http', ...different }, priority, expectedMs };
}

/** A quota whose folder cannot be written to. */
export const trouble = { code: 'unwritable', path: '/home/ann/.local/state/dt-http', detail: 'EACCES' } as const;
