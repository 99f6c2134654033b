import { formatSeconds, secondsLeft } from '../../http/format';
import type { Holding, QuotaSnapshot, WaitingTake } from '../../quota/permits';
import { count, usedText, waitReason } from '../../quota/words';

const second = 1000;
const minute = 60 * second;

/** How much of a quota is used, in a few words, and the icon that goes with them. */
export interface QuotaSign {
  readonly icon: 'circle-slash' | 'clock' | 'dashboard' | 'question' | 'warning';
  readonly text: string;
}

/** Whether there is anything to be said about a quota. */
export function isInUse({ used, waiting, closedForMs, unknownForMs }: QuotaSnapshot): boolean {
  return used > 0 || waiting.length > 0 || closedForMs > 0 || unknownForMs > 0;
}

/** `12 of 75 used`, `75 of 75 used, 3 waiting`, `quota closed for 8 s`, `quota not known for 12 s`; undefined when it is not in use. */
export function quotaSign(quota: QuotaSnapshot): QuotaSign | undefined {
  if (!isInUse(quota)) return undefined;
  const { waiting, closedForMs, unknownForMs, trouble } = quota;
  const held = heldBack(quota);
  const lines = waiting.length === 0 ? '' : `, ${count(waiting.length)} waiting`;
  const icon = closedForMs > 0 ? 'circle-slash' : unknownForMs > 0 ? 'question' : waiting.length > 0 ? 'clock' : 'dashboard';
  return { icon: trouble ? 'warning' : icon, text: `${held === undefined ? usedText(quota) : `quota ${held}`}${lines}` };
}

/**
 * What a waiting request says of itself: `goes in 4 s: 75 of 75 used`, `goes in 1 s: even pace, 44 of
 * 75 used`, `429: closed for 8 s`, `waits for an answer: 75 of 75 used`.
 *
 * @param take Id of its take.
 */
export function waitText(quota: QuotaSnapshot, leftMs: number, take: number): string {
  if (quota.closedForMs > quota.unknownForMs) return `429: closed for ${secondsLeft(quota.closedForMs)}`;
  if (quota.unknownForMs > 0) return `quota not known for ${secondsLeft(quota.unknownForMs)}`;
  const pace = paceText(quota, leftMs, quota.waiting.find(({ id }) => id === take)?.priority);
  return `${goesText(quota, leftMs)}: ${pace === undefined ? '' : `${pace}, `}${usedText(quota)}`;
}

/**
 * Why a request waits although not all is used: those of a bulk run keep an `even pace`, and leave
 * `9 kept for single requests`; who cannot share with others keeps that pace with all. Undefined for
 * all others.
 *
 * @param leftMs Milliseconds until it may be expected to go.
 */
export function paceText(quota: QuotaSnapshot, leftMs: number, priority: WaitingTake['priority'] | undefined): string | undefined {
  const reason = leftMs > 0 ? waitReason(quota, priority) : undefined;
  return reason === 'reserve' ? `${count(quota.rule.limit - quota.used)} kept for single requests` : reason && 'even pace';
}

/**
 * `goes in 4 s`, or `waits for an answer` where that depends on answers that have not arrived.
 *
 * @param leftMs Milliseconds until it may be expected to go.
 */
export function goesText({ holdings, used, rule, closedForMs, unknownForMs }: QuotaSnapshot, leftMs: number): string {
  const isHeldBack = closedForMs > 0 || unknownForMs > 0;
  const allUnderWay = used >= rule.limit && holdings.every(({ freeInMs }) => freeInMs === undefined);
  return !isHeldBack && (leftMs <= 0 || allUnderWay) ? 'waits for an answer' : `goes in ${secondsLeft(leftMs)}`;
}

/** `closed for 8 s`, `not known for 12 s`; undefined when nothing holds back every send. */
function heldBack({ closedForMs, unknownForMs }: QuotaSnapshot): string | undefined {
  if (closedForMs > unknownForMs) return `closed for ${secondsLeft(closedForMs)}`;
  return unknownForMs > 0 ? `not known for ${secondsLeft(unknownForMs)}` : undefined;
}

/** Who holds permits: `this window`, `2 windows and 1 terminal`; empty when nobody does. */
export function holdersText(holdings: readonly Holding[]): string {
  const byId = new Map(holdings.map(({ by, isOwn }) => [by.id, isOwn ? ownKind : kindOf(by.name)]));
  const kinds = [...byId.values()];
  if (kinds.length > 0 && kinds.every((kind) => kind === ownKind)) return ownName;
  const number = (kind: string, is: (kind: string) => boolean) => plural(kinds.filter(is).length, kind);
  return list([
    number('window', (kind) => kind === ownKind || kind === 'window'),
    number('terminal', (kind) => kind === 'terminal'),
    number('other program', (kind) => kind === 'other'),
  ]);
}

/** What this window is called among those who hold permits. */
export const ownName = 'this window';
const ownKind = 'own';

/** Participants are told apart by the first word of their names. */
function kindOf(name: string): 'window' | 'terminal' | 'other' {
  return /^window\b/.test(name) ? 'window' : /^terminal\b/.test(name) ? 'terminal' : 'other';
}

function plural(number: number, word: string): string {
  return number === 0 ? '' : `${count(number)} ${word}${number === 1 ? '' : 's'}`;
}

function list(parts: readonly string[]): string {
  const said = parts.filter((part) => part !== '');
  return [said.slice(0, -1).join(', '), ...said.slice(-1)].filter((part) => part !== '').join(' and ');
}

/** Who holds it, for people. */
export function holderName({ by, isOwn }: Holding): string {
  return isOwn ? ownName : plainLine(by.name, 40);
}

/** Lines of a tooltip about who holds permits. */
const mostLines = 8;
/** Files that one of them names. */
const mostFiles = 3;

/** Who holds how many, the ones with most first: `terminal: 12 (labels.dt.http, list.dt.http)`. */
export function holderLines(holdings: readonly Holding[]): readonly string[] {
  const all = new Map<string, { readonly name: string; count: number; readonly files: Set<string> }>();
  for (const holding of holdings) {
    const entry = all.get(holding.by.id) ?? { name: holderName(holding), count: 0, files: new Set<string>() };
    entry.count++;
    entry.files.add(holding.holder.source);
    all.set(holding.by.id, entry);
  }
  const sorted = [...all.values()].sort((one, other) => other.count - one.count);
  const shown = sorted.length > mostLines ? sorted.slice(0, mostLines - 1) : sorted;
  const lines = shown.map(({ name, count: number, files }) => `${name}: ${count(number)} (${fileList([...files])})`);
  const more = sorted.length - shown.length;
  return more === 0 ? lines : [...lines, `… and ${count(more)} more`];
}

function fileList(files: readonly string[]): string {
  const shown = files.slice(0, mostFiles).map((file) => plainLine(file, 40));
  return [...shown, ...(files.length > shown.length ? [`${count(files.length - shown.length)} more`] : [])].join(', ');
}

/** Milliseconds until {@link secondsLeft} reads otherwise; a second when nothing is left. */
export function untilNextSecond(milliseconds: number): number {
  return milliseconds > 0 ? Math.floor((milliseconds + second / 2) % second) + 1 : second;
}

/** The whole seconds since something: `0 s`, `8 s`, `2 min 5 s`. */
export function secondsPassed(milliseconds: number): string {
  return formatSeconds(Math.floor(milliseconds / second));
}

/** A window of a rule as it was probably written: `10 s`, `2 min`, `250 ms`. */
export function windowText(milliseconds: number): string {
  if (milliseconds % minute === 0) return `${milliseconds / minute} min`;
  return milliseconds % second === 0 ? `${milliseconds / second} s` : `${milliseconds} ms`;
}

/**
 * What a file or another program has written, as one line of plain text of at most `most`
 * characters: without line breaks, control characters, and those that turn the direction of writing.
 */
export function plainLine(text: string, most: number): string {
  // Cut first: what does not fit need not be looked through.
  const characters = Array.from(text.slice(0, most * 4).replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim());
  return characters.length > most || text.length > most * 4 ? `${characters.slice(0, most - 1).join('')}…` : characters.join('');
}
