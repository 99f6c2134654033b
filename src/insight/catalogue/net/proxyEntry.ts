import type { ProxyCause, ProxyProblem, ProxySource } from '../../../http/exchange';
import type { CatalogueEntry, EntryExplanation, Place, Statement } from '../../entry';
import { hostOf } from '../../requestView';
import { observed, plain } from '../../say';
import { networkEntry, type NetworkWords } from './networkEntry';

/** What is known of the proxy, of one kind of problem. */
export interface ProxyCase<Kind extends ProxyCause['kind']> {
  readonly source: ProxySource;
  /** `host:port`; empty when what was set is malformed. */
  readonly address: string;
  readonly cause: Extract<ProxyCause, { readonly kind: Kind }>;
  /** Host and port that the request is for. */
  readonly host: string;
  readonly place: Place;
}

/** What an entry about one kind of proxy problem has of its own. */
export interface ProxyWords<Kind extends ProxyCause['kind']> extends Omit<NetworkWords, 'failures' | 'explain' | 'isRepeated'> {
  readonly kind: Kind;
  readonly explain: (known: ProxyCase<Kind>) => Pick<EntryExplanation, 'headline' | 'fixes' | 'why'> & { readonly doThis: readonly Statement[] };
}

export const proxyClosed = observed('The way to the host leads over a proxy, and the proxy did not open it. The host itself never saw the request.');

/** An entry for one way in which a proxy cannot be used. The evidence names the proxy and where it is set. */
export function proxyEntry<Kind extends ProxyCause['kind']>({ kind, explain, ...words }: ProxyWords<Kind>): CatalogueEntry {
  const isOfKind = (cause: ProxyCause): cause is ProxyCase<Kind>['cause'] => cause.kind === kind;
  const entry = networkEntry({
    ...words,
    failures: ['proxy'],
    explain({ exchange, failure }, { place = 'editor' }) {
      const { source, address = '', cause } = failure?.proxy ?? unknownProblem;
      const part = { kind: 'request-line' } as const;
      if (!isOfKind(cause)) return { headline: words.title, part };
      const value = plain([address, `set in ${source.name}`].filter((text) => text !== '').join(', '), 200);
      return { part, ...(failure?.proxy && { evidence: [{ label: 'Proxy', value }] }), ...explain({ source, address, cause, host: hostOf(exchange.request), place }) };
    },
  });
  return { ...entry, matches: ({ failure }) => (failure?.code === 'proxy' && (failure.proxy ?? unknownProblem).cause.kind === kind ? 100 : 0) };
}

/** The transport always says what is wrong; whoever does not is taken to mean a refusal. */
const unknownProblem: ProxyProblem = { source: { kind: 'variable', name: 'HTTPS_PROXY' }, cause: { kind: 'refused', status: 0 } };

/** Where a person finds it. */
export function placeOf({ kind, name }: ProxySource): string {
  return kind === 'setting' ? `in "${name}" (user settings)` : `in the variable ${name}`;
}
