import { apiBase } from '../../api/hosts';
import type { NamedAccount } from '../../auth/accountBook';
import { CancelledError, isCancelled } from '../../base/abort';
import { isRecord } from '../../base/record';
import type { Outcome, WireRequest } from '../../http/exchange';
import { readJsonBody } from '../../http/jsonBody';
import { explain } from '../../insight/explain';
import { statusTitle } from '../../insight/statusTitle';
import type { ResourceKind } from '../../language/features/resources';
import { wireHeaders } from '../../language/plan/headers';
import type { RunResult } from '../../run/runner';
import { redactExplanation } from '../answerDocument';
import type { Services } from '../services';
import type { ResourceBook } from './book';

/** How far loading is. */
export interface LoadProgress {
  readonly kind: ResourceKind;
  /** Requests that were answered. */
  readonly requests: number;
  /** Of what there is one list per project: how many projects are done, and how many there are. */
  readonly done?: number;
  readonly of?: number;
}

/** What came of loading names. */
export type Loaded =
  /** `refused`: kinds that the account may not see everywhere. */
  | { readonly kind: 'loaded'; readonly counts: Readonly<Record<ResourceKind, number>>; readonly refused: readonly ResourceKind[] }
  /** `message` is a sentence without its full stop. What was read until then is known. */
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** What loading needs of the product. */
export type LoadServices = Pick<Services, 'host' | 'runner' | 'noteOutcome' | 'factsOf' | 'redactor' | 'basesFor'>;

/** Whose names are loaded, and for whom. */
export interface LoadInput {
  readonly account: NamedAccount;
  readonly book: ResourceBook;
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Items of a page. Default: 100, which is the most. Source: endpoints.json. */
  readonly pageSize?: number;
  /** Waited for before each request. Default: requests wait for the quota alone, behind those of people. */
  readonly before?: (signal: AbortSignal) => Promise<void>;
}

/** Pages of one list: ten times as many as there is room for. */
const mostPages = 2000;

/** What there is one list of in each project. Sources: endpoints.json. */
const inProjects: readonly (readonly [ResourceKind, string])[] = [
  ['device', 'devices'],
  ['connector', 'dataconnectors'],
  ['service-account', 'serviceaccounts'],
];

/**
 * Reads the lists of everything that an account can see and that has a name: GETs to DT's API, or to
 * the sandbox for its accounts, signed as the account, page by page, counted and one after the other.
 * Rejects for failures of ours only.
 */
export async function loadNames(services: LoadServices, input: LoadInput, signal: AbortSignal): Promise<Loaded> {
  const base = input.account.account.sandbox === true ? services.basesFor(input.account)?.apiBase : apiBase;
  if (base === undefined) return { kind: 'failed', message: 'The sandbox does not run' };
  try {
    return await new Loading(services, input, base, signal).run();
  } catch (error) {
    if (error instanceof Stopped) return { kind: 'failed', message: error.message };
    if (isCancelled(error)) return { kind: 'cancelled' };
    throw error;
  }
}

/** Loading cannot go on. */
class Stopped extends Error {}

class Loading {
  readonly #since: number;
  readonly #refused = new Set<ResourceKind>();
  #requests = 0;

  constructor(
    private readonly services: LoadServices,
    private readonly input: LoadInput,
    private readonly base: string,
    private readonly signal: AbortSignal,
  ) {
    this.#since = services.host.clock.now();
  }

  async run(): Promise<Loaded> {
    const { book, account: { account } } = this.input;
    await this.#list('organization', 'organizations');
    await this.#list('project', 'projects');
    const projects = book.resourcesOf(account).all('project').filter(({ readAt }) => readAt >= this.#since);
    for (const [kind, path] of inProjects) {
      for (const [done, { name }] of projects.entries()) await this.#list(kind, `${name}/${path}`, { done, of: projects.length });
    }
    for (const kind of kinds) if (!this.#refused.has(kind)) book.completed(account, kind, this.#since);
    await book.loaded(account);
    const known = book.resourcesOf(account);
    const counts = Object.fromEntries(kinds.map((kind) => [kind, known.all(kind).length])) as Record<ResourceKind, number>;
    return { kind: 'loaded', counts, refused: [...this.#refused] };
  }

  /** Reads all pages of a list; what stands in them is learned in passing. */
  async #list(kind: ResourceKind, path: string, place: Pick<LoadProgress, 'done' | 'of'> = {}): Promise<void> {
    const seen = new Set<string>();
    for (let token = ''; ; ) {
      this.input.onProgress?.({ kind, requests: this.#requests, ...place });
      const next = await this.#page(`${path}?pageSize=${this.input.pageSize ?? 100}${token === '' ? '' : `&pageToken=${encodeURIComponent(token)}`}`, kind !== 'project');
      if (next === undefined) this.#refused.add(kind);
      token = next ?? '';
      if (token === '') return;
      if (seen.has(token) || seen.size >= mostPages) throw new Stopped(`The list of ${path} has no end`);
      seen.add(token);
    }
  }

  /** Resolves to the token of the next page, empty on the last; undefined where the account may not look, if that is no failure. */
  async #page(target: string, mayBeRefused: boolean): Promise<string | undefined> {
    await this.input.before?.(this.signal);
    const { origin, pathname } = new URL(this.base);
    const { userAgent } = this.services.host;
    const request: WireRequest = { method: 'GET', origin, target: `${pathname}/${target}`, headers: wireHeaders([], userAgent) };
    const result = await this.services.runner({
      request,
      options: { auth: 'oauth2', account: this.input.account.name, followRedirects: false },
      secrets: [],
      priority: 'bulk',
      holder: { label: `GET ${request.target.replace(/\?.*$/, '')}`, source: 'names' },
    }, this.signal);
    this.#requests++;
    const { outcome } = result;
    if (outcome.kind === 'cancelled') throw new CancelledError();
    if (result.unsignedBecause !== undefined) throw new Stopped('The account does not sign');
    this.services.noteOutcome(outcome);
    if (mayBeRefused && outcome.kind === 'answered' && [403, 404].includes(outcome.response.status)) return undefined;
    if (outcome.kind === 'failed' || outcome.response.status !== 200) throw new Stopped(await this.#why(result));
    return nextToken(outcome);
  }

  async #why(result: RunResult): Promise<string> {
    const { outcome } = result;
    const facts = await this.services.factsOf(result, this.input.account.name);
    const explanation = explain(outcome, facts, this.services.host.moreEntries);
    if (explanation) return redactExplanation(explanation, this.services.redactor).headline;
    return outcome.kind === 'answered' ? `The API answered ${statusTitle(outcome.response.status)}` : 'The API could not be asked';
  }
}

const kinds: readonly ResourceKind[] = ['organization', 'project', ...inProjects.map(([kind]) => kind)];

function nextToken(outcome: Extract<Outcome, { readonly kind: 'answered' }>): string {
  const json = readJsonBody(outcome.response.headers, outcome.response.body);
  if (json.kind !== 'json' || !isRecord(json.json.value)) throw new Stopped('The answer is no list');
  const { nextPageToken } = json.json.value;
  return typeof nextPageToken === 'string' ? nextPageToken : '';
}
