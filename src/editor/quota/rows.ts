import type { Holding, QuotaSnapshot, WaitingTake } from '../../quota/permits';
import { type StoreTrouble, troubleText } from '../../quota/trouble';
import { count, goesText, holderName, holdersText, isInUse, plainLine, secondsLeft, secondsPassed, usedText, windowText } from './words';

/** A quota, and for people whose it is. */
export interface TitledQuota extends QuotaSnapshot {
  readonly title: string;
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

/** Setting of the quotas of accounts, and of those of other hosts. */
const settings = { account: 'dtHttp.quota', host: 'dtHttp.hostQuotas' } as const;

/**
 * What the view of the quota shows, from top to bottom: each quota in use with what waits for it and
 * who holds it; in the end the limits, and where to change them.
 *
 * @param quotas The most important first. Those that are not in use count for their limits alone.
 */
export function quotaRows(quotas: readonly TitledQuota[]): readonly QuotaRow[] {
  const used = quotas.filter(isInUse);
  // The names of the sections tell quotas apart only where there are several.
  const rows = used.flatMap((quota) => rowsOf(quota, used.length > 1 ? ` · ${plainLine(quota.title, 40)}` : ''));
  const shown = used.length > 0 ? used : quotas.slice(0, 1);
  return [...(used.length > 0 ? rows : [nothingRow(quotas[0])]), ...limitRows(shown)];
}

function nothingRow(quota: TitledQuota | undefined): QuotaRow {
  const within = quota === undefined ? '' : ` in the last ${windowText(quota.rule.windowMs)}`;
  return { kind: 'row', key: 'nothing', icon: 'dashboard', label: `Nothing used${within}.`, description: '' };
}

function rowsOf(quota: TitledQuota, suffix: string): readonly QuotaRow[] {
  const { scope, title, waiting, holdings } = quota;
  const groups = groupsOf(holdings);
  return [
    { kind: 'section', key: `${scope} quota`, label: plainLine(title, 40) },
    ...stateRows(quota),
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
    ...(closedForMs > 0 ? [row('closed', 'circle-slash', `Closed for ${secondsLeft(closedForMs)}: requests wait, and go by themselves`, { detail: 'The server answered 429: probably someone else uses this account too.' })] : []),
    ...(unknownForMs > 0 ? [row('unknown', 'question', `Not known for ${secondsLeft(unknownForMs)}: requests wait, and go by themselves`, { detail: 'The record of what was sent before is new, or was damaged.' })] : []),
    ...(trouble ? [row('trouble', 'warning', 'Not shared: this window keeps to a part of the limit', { detail: plainLine(troubleText(trouble), 300), action: { kind: 'trouble', trouble } })] : []),
  ];
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

function waitingRow(quota: TitledQuota, { id, holder, expectedMs }: WaitingTake): QuotaRow {
  const wait = { scope: quota.scope, take: id };
  return {
    kind: 'row',
    key: `${quota.scope} take ${id}`,
    icon: 'clock',
    label: plainLine(holder.label, mostLabel),
    description: `${goesText(quota, expectedMs)} · ${plainLine(holder.source, mostSource)}`,
    action: { kind: 'request', wait },
    cancels: wait,
  };
}

/** Permits of one request of one file that one participant holds. */
interface Group {
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

function groupsOf(holdings: readonly Holding[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const holding of holdings) {
    const key = JSON.stringify([holding.by.id, holding.holder.source, holding.holder.label]);
    const group = groups.get(key) ?? { key, first: holding, number: 0, underWay: 0, longestMs: 0, soonestMs: Infinity, latestMs: 0 };
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
  const { first, number, underWay } = group;
  const { label, source } = first.holder;
  return {
    kind: 'row',
    key: `${scope} held ${group.key}`,
    icon: underWay > 0 ? 'arrow-up' : 'lock',
    label: `${plainLine(label, mostLabel)}${number === 1 ? '' : ` × ${count(number)}`}`,
    description: [whenFree(group), plainLine(source, mostSource), holderName(first)].join(' · '),
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
  return `${latestMs <= 59_000 ? soonest.replace(' s', '') : soonest} to ${latest}`;
}

/** One row for each limit, under the setting that changes it. */
function limitRows(quotas: readonly TitledQuota[]): readonly QuotaRow[] {
  const rows = new Map<string, QuotaRow>();
  for (const { scope, rule, title, trouble } of quotas) {
    const name = scope.startsWith('host:') ? settings.host : settings.account;
    const of = name === settings.host ? ` for ${plainLine(title, 40)}` : '';
    const safe = trouble ? ', a safe part of the limit' : '';
    const label = `At most ${count(rule.limit)} requests in ${windowText(rule.windowMs)}${of}${safe}`;
    rows.set(label, { kind: 'row', key: `limit ${label}`, icon: 'settings-gear', label, description: `change ${name}`, action: { kind: 'setting', name } });
  }
  return rows.size === 0 ? [] : [{ kind: 'section', key: 'limit', label: 'Limit' }, ...rows.values()];
}
