import { percentDecoded } from '../base/percent';
import type { Exchange, Outcome } from '../http/exchange';
import { lastAttempt, wasRedirected } from '../http/exchange';
import { readJsonBody } from '../http/jsonBody';
import type { Facts } from '../insight/entry';
import { requestView } from '../insight/requestView';

/** What answers of the API may tell about other requests. */
export type Learned = Pick<Facts, 'permissions' | 'whereabouts'>;

/** Remembered of each kind, over all accounts; the latest stay. */
const mostRemembered = 100;
/** Octets of the longest answer that is looked through: one resource, or a list of 30 permissions. */
const longestTelling = 100_000;

/**
 * What the API told in passing, by the account that asked: what it may do in a project or an
 * organization, and in which project a device is. Nothing is asked for it, nothing is stored, and
 * what an account was told explains the failures of that account alone.
 */
export class LearnedFacts {
  readonly #permissions = new Map<string, NonNullable<Facts['permissions']>>();
  readonly #whereabouts = new Map<string, NonNullable<Facts['whereabouts']>>();
  #revision = 0;

  /** Grows with each permission that is learned or forgotten. */
  get revision(): number {
    return this.#revision;
  }

  /** Takes in what an answer tells. */
  note(outcome: Outcome, hostKind: Facts['hostKind']): void {
    const asker = askerOf(outcome.exchange, hostKind);
    if (asker === undefined) return;
    const { permissions, whereabouts } = learnedFrom(outcome, hostKind);
    if (permissions) {
      const key = keyOf(asker, permissions.scope);
      if (this.#permissions.get(key)?.permissions.join() !== permissions.permissions.join()) this.#revision++;
      remember(this.#permissions, key, permissions);
    }
    // That an id is nowhere may change with the next create: only places are worth keeping.
    if (whereabouts?.name !== undefined) remember(this.#whereabouts, keyOf(asker, whereabouts.id), whereabouts);
  }

  /** What is known that may explain how `exchange` ended. */
  about({ request, attempts }: Exchange, hostKind: Facts['hostKind']): Learned {
    const asker = askerOf({ request, attempts }, hostKind);
    if (asker === undefined) return {};
    const { segments, baseLength } = requestView(request, { hostKind });
    const ids = segments.slice(baseLength).map((segment) => percentDecoded(segment).replace(/:[^:]*$/, ''));
    const path = ids.join('/');
    const permissions = this.#permissions.get(keyOf(asker, ids.slice(0, 2).join('/')));
    const whereabouts = ids
      .map((id) => this.#whereabouts.get(keyOf(asker, id)))
      // Where the request looked for it already, it is no more.
      .findLast((found) => found?.name !== undefined && !`${path}/`.startsWith(`${found.name}/`));
    return { ...(permissions && { permissions: { ...permissions, isEarlier: true as const } }), ...(whereabouts && { whereabouts }) };
  }

  /**
   * What the API has told an account that it may do in `scope`, `projects/abc` or `organizations/abc`; undefined where it was not asked.
   *
   * @param sandbox Origin of the sandbox that was asked. Default: DT's API was.
   */
  permissionsOf(email: string, sandbox: string | undefined, scope: string): readonly string[] | undefined {
    return this.#permissions.get(keyOf(keyOf(sandbox ?? 'dt', email), scope))?.permissions;
  }

  clear(): void {
    if (this.#permissions.size > 0) this.#revision++;
    this.#permissions.clear();
    this.#whereabouts.clear();
  }
}

/** What the answer to a GET tells: the permissions of the caller, or where a device is that was looked for in all projects. Nothing where it is not whole. */
export function learnedFrom(outcome: Outcome, hostKind: Facts['hostKind']): Learned {
  if (outcome.kind !== 'answered' || outcome.exchange.request.method !== 'GET') return {};
  const { api, relativePath } = requestView(outcome.exchange.request, { hostKind });
  // Another address answered: what it says is not the API's word on the one that was asked.
  if (api === undefined || wasRedirected(outcome.exchange) || outcome.response.status !== 200 || outcome.response.body.byteLength > longestTelling) return {};
  const [, scope] = /^\/((?:projects|organizations)\/[^/]+)\/permissions$/.exec(relativePath) ?? [];
  const [, device] = /^\/projects\/-\/devices\/([^/:]+)$/.exec(relativePath) ?? [];
  if (scope === undefined && device === undefined) return {};
  const json = readJsonBody(outcome.response.headers, outcome.response.body);
  const value: unknown = json.kind === 'json' ? json.json.value : undefined;
  if (typeof value !== 'object' || value === null) return {};
  if (scope !== undefined) return permissionsIn(scope, value);
  const name = 'name' in value && typeof value.name === 'string' && /^projects\/[\w-]+\/devices\/[\w-]+$/.test(value.name) ? value.name : undefined;
  return device !== undefined && name?.endsWith(`/devices/${device}`) === true ? { whereabouts: { id: device, name } } : {};
}

/** Of a first page alone nothing can be told that is missing. */
function permissionsIn(scope: string, value: object): Learned {
  const rest = 'nextPageToken' in value ? value.nextPageToken : '';
  if (!('permissions' in value) || !Array.isArray(value.permissions) || (rest !== '' && rest !== undefined && rest !== null)) return {};
  // What is no such name must not come into a sentence of ours.
  const permissions = value.permissions.filter((each): each is string => typeof each === 'string' && /^[a-z]+(\.[a-z]+)+$/i.test(each));
  return permissions.length === value.permissions.length ? { permissions: { scope, permissions } } : {};
}

/** Who asked whom; undefined for a request that no account signed. */
function askerOf(exchange: Exchange, hostKind: Facts['hostKind']): string | undefined {
  const email = lastAttempt(exchange)?.signedAs?.email;
  return email === undefined ? undefined : keyOf(hostKind === 'sandbox' ? exchange.request.origin : 'dt', email);
}

const keyOf = (...pieces: readonly string[]) => JSON.stringify(pieces);

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > mostRemembered && oldest !== undefined) map.delete(oldest);
}
