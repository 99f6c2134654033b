import { secondsLeft } from '../../http/format';
import type { Holding, QuotaSnapshot, WaitingTake } from '../../quota/permits';
import { type StoreTrouble, troubleCause, troubleCure } from '../../quota/trouble';
import { count, usedText } from '../../quota/words';
import { longestWaitMs } from '../../run/retryDecision';
import { goesText, holderName, holdersText, isInUse, paceText, plainLine, secondsPassed, windowText } from './words';

/** A quota, and for people whose it is. */
export interface TitledQuota extends QuotaSnapshot {
  readonly title: string;
  /** Set where the rule is lower than the settings of this window say, for others obey it or did when what counts was sent. */
  readonly isLowered?: true;
  /** Set where the rule is the workspace's own (`dtHttp.workspaceQuota`). */
  readonly isOfWorkspace?: true;
}

/** A request of this process that waits for a permit. */
export interface PermitWait {
  readonly scope: string;
  /** Id of the take, in its scope. */
  readonly take: number;
}

/** What choosing a row does. */
export type RowAction =
  | { readonly kind: 'request'; readonly wait: PermitWait }
  /** `source` is what the quota's view calls a request file of this window. */
  | { readonly kind: 'file'; readonly source: string }
  | { readonly kind: 'setting'; readonly name: string }
  /** Says all of it. */
  | { readonly kind: 'trouble'; readonly trouble: StoreTrouble };

/** A line of the view. */
export type QuotaRow =
  | { readonly kind: 'section'; readonly key: string; readonly label: string }
  | {
      readonly kind: 'row';
      /** The same for what is the same in the next look. */
      readonly key: string;
      readonly icon: string;
      readonly label: string;
      readonly description: string;
      /** A line of its own below. */
      readonly detail?: string;
      /** What choosing it does; nothing when it is missing. */
      readonly action?: RowAction;
      /** The wait that its button ends. */
      readonly cancels?: PermitWait;
    };

/** Rows of a section; what is more is counted. */
const mostRows = 100;
/** Characters of a request line and of a file's name. */
const mostLabel = 80;
const mostSource = 60;
/** More rows of single requests that hold permits are put together, one for each file. */
const mostSingles = 20;

/**
 * What the view of the quota shows, from top to bottom: each quota in use with its limit and where to
 * change it, what waits for it and who holds it.
 *
 * @param quotas The most important first. Of those that are not in use only the first counts, for its limit.
 */
export function quotaRows(quotas: readonly TitledQuota[]): readonly QuotaRow[] {
  const used = quotas.filter(isInUse);
  // The names of the sections tell quotas apart only where there are several.
  const rows = used.flatMap((quota) => rowsOf(quota, used.length > 1 ? ` · ${plainLine(quota.title, 40)}` : ''));
  return used.length > 0 ? rows : [nothingRow(quotas[0]), ...quotas.slice(0, 1).map(limitRow)];
}

function nothingRow(quota: TitledQuota | undefined): QuotaRow {
  const within = quota === undefined ? '' : ` in the last ${windowText(quota.rule.windowMs)}`;
  return { kind: 'row', key: 'nothing', icon: 'dashboard', label: `Nothing used${within}.`, description: '' };
}

function rowsOf(quota: TitledQuota, suffix: string): readonly QuotaRow[] {
  const { scope, title, waiting, holdings } = quota;
  const singles = groupsOf(holdings, 'request');
  const groups = singles.length > mostSingles ? groupsOf(holdings, 'file') : singles;
  return [
    { kind: 'section', key: `${scope} quota`, label: plainLine(title, 40) },
    ...stateRows(quota),
    limitRow(quota),
    ...section(`${scope} waiting`, `Waiting${suffix}`, waiting, 1, (take) => waitingRow(quota, take)),
    ...section(`${scope} held`, `Held${suffix}`, groups, (more) => more.reduce((sum, { number }) => sum + number, 0), (group) => heldRow(scope, group)),
  ];
}

/** How the quota stands, and what is out of the ordinary. */
function stateRows(quota: TitledQuota): readonly QuotaRow[] {
  const { scope, rule, holdings, closedForMs, unknownForMs, trouble } = quota;
  const who = holdersText(holdings);
  const row = (key: string, icon: string, label: string, rest: { readonly description?: string; readonly detail?: string; readonly action?: RowAction }): QuotaRow => ({ kind: 'row', key: `${scope} ${key}`, icon, label, description: '', ...rest });
  return [
    row('used', 'dashboard', `${usedText(quota)} in ${windowText(rule.windowMs)}`, { description: who === '' ? '' : `by ${who}` }),
    ...(closedForMs > 0 ? [row('closed', 'circle-slash', closedText(closedForMs), { detail: 'The server answered 429: others use this account too, or its limit is lower.' })] : []),
    ...(unknownForMs > 0 ? [row('unknown', 'question', `Not known for ${secondsLeft(unknownForMs)}: requests wait, and go by themselves`, { detail: 'The record of what was sent before is new, or was damaged.' })] : []),
    ...(trouble ? [row('trouble', 'warning', 'Not shared: this window keeps to a fifth of the limit', { description: 'what to do', detail: plainLine(`${troubleCause(trouble)} ${troubleCure(trouble)}`, 300), action: { kind: 'trouble', trouble } })] : []),
  ];
}

/** Requests wait for a minute at most; with more they fail, and say for how long. */
function closedText(closedForMs: number): string {
  const what = closedForMs > longestWaitMs ? 'requests are not sent until a minute is left' : 'requests wait, and go by themselves';
  return `Closed for ${secondsLeft(closedForMs)}: ${what}`;
}

/** A heading with its rows; nothing when there are none. `weigh` counts what is left out. */
function section<T>(key: string, label: string, items: readonly T[], weigh: 1 | ((more: readonly T[]) => number), row: (item: T) => QuotaRow): readonly QuotaRow[] {
  if (items.length === 0) return [];
  const more = items.slice(mostRows);
  const left = weigh === 1 ? more.length : weigh(more);
  return [
    { kind: 'section', key, label },
    ...items.slice(0, mostRows).map(row),
    ...(left === 0 ? [] : [{ kind: 'row', key: `${key} more`, icon: 'ellipsis', label: `… and ${count(left)} more`, description: '' } as const]),
  ];
}

function waitingRow(quota: TitledQuota, { id, holder, priority, expectedMs }: WaitingTake): QuotaRow {
  const wait = { scope: quota.scope, take: id };
  const pace = paceText(quota, expectedMs, priority);
  return {
    kind: 'row',
    key: `${quota.scope} take ${id}`,
    icon: 'clock',
    label: plainLine(holder.label, mostLabel),
    description: `${goesText(quota, expectedMs)}${pace === undefined ? '' : `, ${pace}`} · ${plainLine(holder.source, mostSource)}`,
    action: { kind: 'request', wait },
    cancels: wait,
  };
}

/** Permits that one participant holds: of one request of a file, or of all of them. */
interface Group {
  readonly of: 'request' | 'file';
  readonly key: string;
  readonly first: Holding;
  number: number;
  underWay: number;
  /** Milliseconds since the first of those under way was handed out. */
  longestMs: number;
  /** Milliseconds until the first and the last of the others are free. */
  soonestMs: number;
  latestMs: number;
}

function groupsOf(holdings: readonly Holding[], of: Group['of']): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const holding of holdings) {
    const key = JSON.stringify([holding.by.id, holding.holder.source, ...(of === 'request' ? [holding.holder.label] : [])]);
    const group = groups.get(key) ?? { of, key, first: holding, number: 0, underWay: 0, longestMs: 0, soonestMs: Infinity, latestMs: 0 };
    groups.set(key, group);
    group.number++;
    if (holding.freeInMs === undefined) {
      group.underWay++;
      group.longestMs = Math.max(group.longestMs, holding.heldMs);
    } else {
      group.soonestMs = Math.min(group.soonestMs, holding.freeInMs);
      group.latestMs = Math.max(group.latestMs, holding.freeInMs);
    }
  }
  return [...groups.values()];
}

function heldRow(scope: string, group: Group): QuotaRow {
  const { of, first, number, underWay } = group;
  const { label, source } = first.holder;
  const file = plainLine(source, mostSource);
  return {
    kind: 'row',
    key: `${scope} held ${group.key}`,
    icon: underWay > 0 ? 'arrow-up' : 'lock',
    label: `${of === 'file' ? file : plainLine(label, mostLabel)}${number === 1 ? '' : ` × ${count(number)}`}`,
    description: [whenFree(group), ...(of === 'file' ? [] : [file]), holderName(first)].join(' · '),
    ...(first.isOwn && { action: { kind: 'file', source } as const }),
  };
}

/** `under way for 2 s`, `free in 6 s`, `free in 2 to 6 s`, `3 under way, the others free in 2 to 6 s` */
function whenFree({ number, underWay, longestMs, soonestMs, latestMs }: Group): string {
  const passed = longestMs < 1000 ? '' : ` for ${secondsPassed(longestMs)}`;
  if (underWay === number) return `under way${passed}`;
  const free = `free in ${spanText(soonestMs, latestMs)}`;
  return underWay === 0 ? free : `${count(underWay)} under way${passed}, the others ${free}`;
}

/** `6 s`, `2 to 6 s`, `58 s to 1 min 2 s` */
function spanText(soonestMs: number, latestMs: number): string {
  const [soonest, latest] = [secondsLeft(soonestMs), secondsLeft(latestMs)];
  if (soonest === latest) return latest;
  return `${/^\d+ s$/.test(latest) ? soonest.replace(' s', '') : soonest} to ${latest}`;
}

/** What may be sent, and the setting that changes it; none where none would. */
function limitRow(quota: TitledQuota): QuotaRow {
  const { scope, rule, trouble } = quota;
  const setBy = limitSetting(quota);
  const label = `At most ${count(rule.limit)} requests in ${windowText(rule.windowMs)}${trouble ? ', a fifth of the limit' : ''}`;
  const row = { kind: 'row', key: `${scope} limit`, icon: 'settings-gear', label } as const;
  return setBy === undefined ? { ...row, description: whoLowered(quota) } : { ...row, description: `change ${setBy}`, action: { kind: 'setting', name: setBy } };
}

/** The name of the setting that decides; undefined where none of this window does. */
function limitSetting({ scope, isLowered, isOfWorkspace }: TitledQuota): string | undefined {
  if (isLowered) return undefined;
  if (scope.startsWith('host:')) return 'dtHttp.hostQuotas';
  return isOfWorkspace ? 'dtHttp.workspaceQuota' : 'dtHttp.quota';
}

function whoLowered({ holdings }: TitledQuota): string {
  return holdings.every(({ isOwn }) => isOwn) ? 'until what was sent under it is free' : 'a lower limit of another window or terminal';
}
