import type { CatalogueEntry, EntryExplanation, Facts, Failure } from '../../entry';
import { isDtApi } from '../../requestView';

/** An entry whose look at the failure, whether it fits, gives what it explains from. */
export interface SpecialCase<Found> extends Omit<CatalogueEntry, 'matches' | 'explain'> {
  readonly status: number;
  /** Further statuses that it explains. */
  readonly alsoStatuses?: readonly number[];
  /** As in {@link CatalogueEntry.matches}. Default: 60, above the general entry of the status. */
  readonly score?: number;
  /** Asked only for answers of DT's API with the status; cheap, or made once for each failure. Undefined: does not fit. */
  readonly find: (failure: Failure, facts: Facts) => Found | undefined;
  readonly explain: (found: Found, failure: Failure, facts: Facts) => EntryExplanation;
}

/** The entry of a special case. */
export function specialCase<Found>({ find, explain, score = 60, alsoStatuses = [], ...entry }: SpecialCase<Found>): CatalogueEntry {
  const statuses = [entry.status, ...alsoStatuses];
  const found = (failure: Failure, facts: Facts) =>
    failure.response && statuses.includes(failure.response.status) && isDtApi(failure, facts) ? find(failure, facts) : undefined;
  return {
    ...entry,
    matches: (failure, facts) => (found(failure, facts) === undefined ? 0 : score),
    explain(failure, facts) {
      const cause = found(failure, facts);
      if (cause === undefined) throw new Error(`${entry.code} was asked to explain what it does not fit.`);
      return explain(cause, failure, facts);
    },
  };
}
