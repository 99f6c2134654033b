import { isRecord } from '../../base/record';
import { isSecretName } from '../../http/redact';
import { plain } from '../../insight/say';
import type { Resource } from '../../language/features/resources';
import type { Learned } from './learn';
import { idOf, kindOf } from './snapshot';

/** What one account was seen to have. */
export interface NamesOfAccount {
  /** By id. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** When an id was found to be no more; milliseconds since 1970 UTC. */
  readonly gone: ReadonlyMap<string, number>;
  /** When all of them were last loaded, milliseconds since 1970 UTC; missing as long as nobody asked for that. */
  readonly loadedAt?: number;
}

/** What is known of all accounts. */
export interface Kept {
  /** What was read until then was to be forgotten; milliseconds since 1970 UTC. */
  readonly forgottenAt: number;
  /** Under names that hold no email; the one that was heard of last is last. */
  readonly accounts: ReadonlyMap<string, NamesOfAccount>;
}

/** Of an account of which nothing was seen. */
export const noNames: NamesOfAccount = { resources: new Map(), gone: new Map() };
/** Before anything was learned. */
export const nothingKept: Kept = { forgottenAt: 0, accounts: new Map() };

/** Of each account: who has more devices finds the others by their ids alone. */
const mostResources = 20_000;
/** Ids that are no more: remembered for the other windows, which may know them still. */
const mostGone = 2000;
const mostAccounts = 20;
/** Characters of a label and of a display name. */
const longestText = 100;
const mostLabels = 30;

/** The first of `map` make room. */
function bounded<V>(map: Map<string, V>, most: number): Map<string, V> {
  for (const key of map.keys()) {
    if (map.size <= most) break;
    map.delete(key);
  }
  return map;
}

/** Devices make room first: without the projects and organizations nothing else could be told apart. */
function boundedResources(map: Map<string, Resource>): Map<string, Resource> {
  for (const [id, { kind }] of map) {
    if (map.size <= mostResources) return map;
    if (kind === 'device') map.delete(id);
  }
  return bounded(map, mostResources);
}

/** Takes in what was learned; the same object when that is nothing. */
export function apply(names: NamesOfAccount, { at, seen = [], gone = [], patches = [] }: Learned): NamesOfAccount {
  const patched = patches.flatMap(([id, patch]) => {
    const known = names.resources.get(id);
    const now = known && patch(known);
    return now && now !== known ? [{ ...now, readAt: at }] : [];
  });
  if (seen.length + gone.length + patched.length === 0) return names;
  const resources = new Map(names.resources);
  const stones = new Map(names.gone);
  for (const each of [...seen, ...patched]) resources.set(each.id, each);
  for (const id of gone) {
    resources.delete(id);
    stones.set(id, at);
  }
  return { ...names, resources: boundedResources(resources), gone: bounded(stones, mostGone) };
}

/** What two have learned: of each thing what was read last. The same as `ours` when theirs holds nothing new. */
export function merge(ours: Kept, theirs: Kept): Kept {
  const forgottenAt = Math.max(ours.forgottenAt, theirs.forgottenAt);
  const keys = new Set([...theirs.accounts.keys(), ...ours.accounts.keys()]);
  const accounts = new Map([...keys].map((key) => [key, together(ours.accounts.get(key) ?? noNames, theirs.accounts.get(key) ?? noNames, forgottenAt)] as const));
  const isSame = forgottenAt === ours.forgottenAt && accounts.size === ours.accounts.size && [...accounts].every(([key, names]) => names === ours.accounts.get(key));
  return isSame ? ours : { forgottenAt, accounts: bounded(accounts, mostAccounts) };
}

function together(ours: NamesOfAccount, theirs: NamesOfAccount, forgottenAt: number): NamesOfAccount {
  const gone = new Map(ours.gone);
  for (const [id, at] of theirs.gone) if (at > (gone.get(id) ?? 0)) gone.set(id, at);
  const resources = new Map(ours.resources);
  for (const [id, each] of theirs.resources) if (each.readAt > (resources.get(id)?.readAt ?? 0)) resources.set(id, each);
  for (const [id, { readAt }] of resources) if (readAt <= Math.max(forgottenAt, gone.get(id) ?? 0)) resources.delete(id);
  const loadedAt = Math.max(ours.loadedAt ?? 0, theirs.loadedAt ?? 0);
  const isSame = loadedAt === (ours.loadedAt ?? 0) && loadedAt > (loadedAt === 0 ? -1 : forgottenAt) && sameItems(resources, ours.resources) && sameItems(gone, ours.gone);
  if (isSame) return ours;
  return { resources: boundedResources(resources), gone: bounded(gone, mostGone), ...(loadedAt > forgottenAt && { loadedAt }) };
}

function sameItems<V>(a: ReadonlyMap<string, V>, b: ReadonlyMap<string, V>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

const version = 1;

/** The text that is kept, of at most `limit` octets: as many accounts as fit into that, those that were heard of last. */
export function writeKept({ forgottenAt, accounts }: Kept, limit = Infinity): string {
  const [head, end] = [`{"version":${version},"forgottenAt":${forgottenAt},"accounts":{`, '}}'];
  const written: string[] = [];
  let room = limit - head.length - end.length;
  for (const account of [...accounts].reverse()) {
    const text = writeAccount(...account);
    room -= Buffer.byteLength(text) + 1;
    if (room < 0) break;
    written.unshift(text);
  }
  return head + written.join(',') + end;
}

function writeAccount(key: string, { resources, gone, loadedAt }: NamesOfAccount): string {
  // Its name tells what it is, and its id.
  const items = [...resources.values()].map((each) => ({ ...each, kind: undefined, id: undefined }));
  return `${JSON.stringify(key)}:${JSON.stringify({ loadedAt, gone: Object.fromEntries(gone), resources: items })}`;
}

/**
 * Undefined for a text that is not {@link writeKept}'s; `other-version` for one of another version of the
 * product. What makes no sense in one that is, is left out.
 *
 * @param latest Milliseconds since 1970 UTC: what is later was written while the clock was wrong, and would count for more than all that follows. Default: nothing is.
 */
export function readKept(text: string, latest = Infinity): Kept | 'other-version' | undefined {
  const timeIn = (time: unknown) => timeUntil(time, latest);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (isRecord(value) && typeof value.version === 'number' && value.version !== version) return 'other-version';
  if (!isRecord(value) || value.version !== version || !isRecord(value.accounts)) return undefined;
  const accounts = Object.entries(value.accounts).flatMap(([key, names]) => (isRecord(names) ? [[key, readNames(names, timeIn)] as const] : []));
  return { forgottenAt: timeIn(value.forgottenAt) ?? 0, accounts: bounded(new Map(accounts), mostAccounts) };
}

function readNames({ resources, gone, loadedAt }: Readonly<Record<string, unknown>>, timeIn: (value: unknown) => number | undefined): NamesOfAccount {
  const items: readonly unknown[] = Array.isArray(resources) ? resources : [];
  const found = items.slice(-mostResources).flatMap((item) => {
    const readAt = isRecord(item) ? timeIn(item.readAt) : undefined;
    const resource = isRecord(item) && readAt !== undefined ? resourceOf(item, readAt) : undefined;
    return resource ? [[resource.id, resource] as const] : [];
  });
  const stones = Object.entries(isRecord(gone) ? gone : {}).flatMap(([id, at]) => (timeIn(at) === undefined ? [] : [[id, timeIn(at) ?? 0] as const]));
  const loaded = timeIn(loadedAt);
  return { resources: new Map(found), gone: bounded(new Map(stones), mostGone), ...(loaded !== undefined && { loadedAt: loaded }) };
}

function timeUntil(value: unknown, latest = Infinity): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 && value <= latest ? value : undefined;
}

/** A thing with what can be shown of it, every text on one line and bounded; undefined for what has no resource name. */
export function resourceOf(fields: Readonly<Record<string, unknown>>, readAt: number): Resource | undefined {
  const { name, type, labels, reading, displayName } = fields;
  const kind = typeof name === 'string' ? kindOf(name) : undefined;
  if (kind === undefined || typeof name !== 'string') return undefined;
  const face = { kind, name, id: idOf(name), displayName: textIn(displayName) ?? '', readAt };
  if (kind !== 'device') return face;
  const [typeText, readingText, lastSeen] = [textIn(type), textIn(reading), timeUntil(fields.lastSeen)];
  return {
    ...face,
    ...(typeText !== undefined && { type: typeText }),
    ...(isRecord(labels) && { labels: labelsIn(labels) }),
    ...(readingText !== undefined && { reading: readingText }),
    ...(lastSeen !== undefined && { lastSeen }),
  };
}

/** On one line, without what can hide or reorder text; undefined for what is no text. */
export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? shortened(value) : undefined;
}

/** Words of Latin letters and signs with single blanks: as they are already. */
const usual = /^[!-~\u00a1-\u00ac\u00ae-\u024f]+(?: [!-~\u00a1-\u00ac\u00ae-\u024f]+)*$/;

/** There are tens of thousands of texts, and nearly all are usual: the general way takes ten times as long. */
function shortened(text: string): string {
  return text.length <= longestText && usual.test(text) ? text : plain(text, longestText);
}

/** Without the label `name`, which is the display name, and without those whose name says that they are secret. */
export function labelsIn(labels: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const shown: Record<string, string> = {};
  let room = mostLabels;
  for (const key in labels) {
    const value = labels[key];
    if (key === 'name' || typeof value !== 'string' || isSecretName(key)) continue;
    if (room-- === 0) break;
    shown[shortened(key)] = shortened(value);
  }
  return shown;
}
