import type { ScopeQuota, Services } from '../app/services';
import { secondsLeft } from '../http/format';
import { refusalOf } from '../insight/refusal';
import type { Holding, WaitingTake } from '../quota/permits';
import { usedText, waitReason } from '../quota/words';
import type { Progress } from '../run/pipeline';
import { plainLine } from './format/plain';
import type { Io } from './io';

/** Shorter waits are not told, in milliseconds; nor is that one got longer by less. */
const worthTellingMs = 1000;
/** When those together took so long, in milliseconds, it is told what they are. */
const paceToldMs = 3000;
/** Of those who hold permits, the ones with the most are named. */
const mostNamed = 2;
/** Characters of a request's title before what is said of it. */
const longestTitle = 60;

type Wait = Extract<Progress, { kind: 'waiting-for-quota' }>;
type Retry = Extract<Progress, { kind: 'waiting-to-retry' }>;
type WaitServices = Pick<Services, 'quotas'> & { readonly host: Pick<Services['host'], 'clock' | 'quota'> };

/** Says on `io.err` why nothing happens when that lasts. One for a run of requests that go one after the other. */
export class Waits {
  readonly #services: WaitServices;
  readonly #io: Pick<Io, 'err'>;
  /** How long requests waited without a word, in milliseconds. */
  #silentMs = 0;
  #hasToldPace = false;

  constructor(services: WaitServices, io: Pick<Io, 'err'>) {
    this.#services = services;
    this.#io = io;
  }

  /**
   * Hears how the request of that title goes on. One line for each wait, and another only when it turns
   * out longer than was said; one for each new attempt.
   */
  of(title: string): (progress: Progress) => void {
    const { clock } = this.#services.host;
    const name = title.length > longestTitle ? `${title.slice(0, longestTitle - 1)}…` : title;
    const say = (text: string) => this.#io.err(`${name === '' ? '' : `${name}: `}${text}…\n`);
    /** When the wait that was told is over, by what was said. */
    let toldUntil: number | undefined;
    /** When a wait began that was not told, and for which quota. */
    let silent: { readonly since: number; readonly scope: string } | undefined;
    let closedBefore: readonly string[] = [];
    return (progress) => {
      const now = clock.monotonic();
      if (progress.kind !== 'waiting-for-quota') {
        if (silent && toldUntil === undefined) this.#passed(now - silent.since, silent.scope);
        silent = toldUntil = undefined;
        if (progress.kind === 'sending') closedBefore = this.#closed().map(({ scope }) => scope);
        if (progress.kind === 'waiting-to-retry') say(retryText(progress, this.#refusedBy(progress, closedBefore)));
        return;
      }
      silent ??= { since: now, scope: progress.scope };
      const until = now + progress.expectedMs;
      if (progress.expectedMs < worthTellingMs || (toldUntil !== undefined && until < toldUntil + worthTellingMs)) return;
      toldUntil = until;
      say(this.#waitText(progress));
    };
  }

  #waitText({ expectedMs, scope, take }: Wait): string {
    const quota = this.#quota(scope);
    return waitText(expectedMs, quota, quota?.waiting.find(({ id }) => id === take), this.#ownName);
  }

  /** Many short waits are a long one, of which nobody would know why. */
  #passed(ms: number, scope: string): void {
    const quota = this.#quota(scope);
    if (this.#hasToldPace || !quota || quota.closedForMs > 0 || quota.unknownForMs > 0) return;
    this.#silentMs += ms;
    if (this.#silentMs < paceToldMs) return;
    this.#hasToldPace = true;
    this.#io.err(`${paceText(quota, this.#ownName)}\n`);
  }

  /** The quota that a 429 has closed just now; undefined when that cannot be told. */
  #refusedBy({ status }: Retry, closedBefore: readonly string[]): ScopeQuota | undefined {
    if (status !== 429) return undefined;
    const [quota, another] = this.#closed().filter(({ scope }) => !closedBefore.includes(scope));
    return another ? undefined : quota;
  }

  #closed(): readonly ScopeQuota[] {
    return this.#services.quotas().filter(({ closedForMs }) => closedForMs > 0);
  }

  #quota(wanted: string): ScopeQuota | undefined {
    return this.#services.quotas().find(({ scope }) => scope === wanted);
  }

  get #ownName(): string | undefined {
    return this.#services.host.quota?.self.name;
  }
}

/**
 * `503, attempt 2 of 4 in 3 s`, `429 after 3 of 75 from here: somebody else uses the account; next try in 9 s`
 *
 * @param quota What a 429 has closed, where that is known.
 */
export function retryText({ status, afterMs, attempt, of }: Retry, quota?: ScopeQuota): string {
  const next = `${attempt === undefined || of === undefined ? 'next try' : `attempt ${attempt} of ${of}`} in ${secondsLeft(afterMs)}`;
  const whose = quota && whoseText(quota);
  return whose === undefined ? `${status ?? 'No answer'}, ${next}` : `${status ?? 'No answer'} ${whose}; ${next}`;
}

function whoseText({ used, rule: { limit, windowMs }, trouble }: ScopeQuota): string | undefined {
  const from = `after ${used} of ${limit} from here`;
  switch (refusalOf({ used, limit, windowMs, ...(trouble && { isAlone: true }) })) {
    case 'limit-too-high':
      return `${from}: the limit is more than DT documents`;
    case 'others-or-older':
      return `${from}: somebody else uses the account, or DT allows it less (25/5s)`;
    case 'alone':
    case 'others':
      return `${from}: somebody else uses the account`;
    case 'used-up':
      return undefined;
  }
}

/**
 * `waiting 4 s for the quota: 75 of 75 used, 60 by window "greenhouse"`
 *
 * @param take Who waits.
 * @param ownName What this process is called among those who use the quota.
 */
export function waitText(expectedMs: number, quota: ScopeQuota | undefined, take?: Pick<WaitingTake, 'priority'>, ownName?: string): string {
  const waiting = `waiting ${secondsLeft(expectedMs)}`;
  if (!quota) return `${waiting} for the quota`;
  if (quota.closedForMs > 0) return `${waiting} for the quota: a 429 asks to wait`;
  if (quota.unknownForMs > 0) return `${waiting}: the record of earlier requests is new or was damaged, so all of the quota may be used`;
  return `${waiting} for the quota: ${useText(quota, take, ownName)}`;
}

function useText(quota: ScopeQuota, take: Pick<WaitingTake, 'priority'> | undefined, ownName: string | undefined): string {
  const reason = waitReason(quota, take?.priority);
  return [
    ...(reason === 'pace' ? ['even pace'] : []),
    usedText(quota),
    ...counted(quota.holdings, ownName),
    ...(reason === 'reserve' ? ['the rest is kept for single requests'] : []),
  ].join(', ');
}

/** `60 by window "greenhouse"`, `9 by another run in "a"`, `3 by others`: who else holds permits, and how many. */
function counted(holdings: readonly Holding[], ownName: string | undefined): readonly string[] {
  const others = byName(holdings);
  const rest = others.slice(mostNamed).reduce((sum, [, count]) => sum + count, 0);
  return [...others.slice(0, mostNamed).map(([name, count]) => `${count} by ${shown(name, ownName)}`), ...(rest > 0 ? [`${rest} by others`] : [])];
}

/** `Going at the pace of the quota: 75 in 10 s, shared with terminal in "b"…` */
function paceText({ rule: { limit, windowMs }, holdings }: ScopeQuota, ownName: string | undefined): string {
  const others = byName(holdings);
  const names = [...others.slice(0, mostNamed).map(([name]) => shown(name, ownName)), ...(others.length > mostNamed ? ['others'] : [])];
  const shared = names.length === 0 ? '' : `, shared with ${names.join(', ')}`;
  return `Going at the pace of the quota: ${limit} in ${windowMs < 1000 ? `${windowMs} ms` : `${windowMs / 1000} s`}${shared}…`;
}

/** How many are held under each name of others, most first. */
function byName(holdings: readonly Holding[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { by: { name }, isOwn } of holdings) if (!isOwn) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** Another run in this folder has the name of this one. */
function shown(name: string, ownName: string | undefined): string {
  return plainLine(name === ownName ? name.replace(/^terminal/, 'another run') : name);
}
