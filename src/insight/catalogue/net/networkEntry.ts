import type { FailureCode } from '../../../http/exchange';
import { beforeRepeating, notRepeated } from '../../cure';
import type { CatalogueEntry, EntryExplanation, Facts, Failure, Statement } from '../../entry';
import { inferred } from '../../say';

/** What a failure without an answer has of its own; the rest is common to them. */
export interface NetworkWords {
  readonly code: string;
  readonly title: string;
  readonly failures: readonly FailureCode[];
  readonly doThis: readonly Statement[];
  readonly why: readonly Statement[];
  /** Whether such a request is sent again by itself where that is safe; see `run/retryDecision.ts`. Default: false. */
  readonly isRepeated?: boolean;
  /** As in `CatalogueEntry`; the tests have servers of their own for the hosts in it. */
  readonly example: string;
  explain(failure: Failure, facts: Facts): EntryExplanation;
}

/**
 * An entry for failures that the transport reports. Such words hold for every host, so they never
 * speak of DT. A request that may have arrived all the same gets a warning before it is repeated.
 */
export function networkEntry(words: NetworkWords): CatalogueEntry {
  return {
    code: words.code,
    title: words.title,
    example: words.example,
    about: { doThis: words.doThis, why: words.why, links: [] },
    matches: ({ failure }) => (failure && words.failures.includes(failure.code) ? 100 : 0),
    explain(failure, facts) {
      const special = words.explain(failure, facts);
      if (failure.failure?.maybeSent !== true) return special;
      const { method } = failure.exchange.request;
      return {
        ...special,
        doThis: [...(special.doThis ?? words.doThis), ...beforeRepeating(method)],
        why: [...(special.why ?? words.why), ...(words.isRepeated === true ? notRepeated(method) : [])],
      };
    },
  };
}

/** A server that waits for TLS hangs up on plain HTTP, or answers in its own way. The sandbox speaks plain HTTP. */
export function maybeSpeaksTls({ exchange }: Failure, { hostKind }: Facts): readonly Statement[] {
  const isPlain = exchange.request.origin.startsWith('http:') && hostKind !== 'sandbox';
  return isPlain ? [inferred('http to a port that speaks https ends like this too: check the scheme.')] : [];
}

/** Marks the host in the target: the part that a wrong name, port or certificate is about. */
export const hostPart = { kind: 'authority' } as const;
