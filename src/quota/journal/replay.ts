import type { ScopeState } from '../scopeState';
import { applyPatch } from './patch';
import { type Entry, type Header, readLine } from './line';

/** A journal as read up to one of its lines. */
export interface JournalView {
  readonly history: string;
  readonly state: ScopeState;
  /** The octet at which the next line begins. */
  readonly offset: number;
  /** The checksum of the last valid line. */
  readonly sum: number;
  /** Octets of the first line. */
  readonly headerLength: number;
}

/**
 * Why a journal cannot be believed any further.
 *
 * - `damaged`: a line is not what somebody wrote.
 * - `other-boot`: its times are of a clock that was set back, as by a restart of the machine.
 * - `newer-format`: a newer version of the product writes it.
 */
export type JournalFault = 'damaged' | 'other-boot' | 'newer-format';

export interface Replay {
  /** Up to the last line that counts; undefined when not even the first does. */
  readonly view: JournalView | undefined;
  readonly fault?: JournalFault;
  /** Whether the journal has ended: nothing that is written to it now counts. Also known where there is a fault. */
  readonly isSealed: boolean;
  /** The octet after the last whole line. */
  readonly end: number;
  /** Octets after {@link end}: of a line that is being written, or was cut short. */
  readonly unfinished: number;
}

/** Times may be this far ahead of ours, in milliseconds, before they count as another clock's. */
const futureMs = 1000;

const lineEnd = 0x0a;

/**
 * Reads on in a journal. Never throws.
 *
 * @param view What was read before; undefined at the beginning of the file.
 * @param octets The file from `view.offset` on.
 * @param now The time after they were read, of `Clock.monotonic()`.
 */
export function replay(view: JournalView | undefined, octets: Buffer, now: number): Replay {
  const base = view?.offset ?? 0;
  let position = 0;
  let fault: JournalFault | undefined;
  let isSealed = false;
  for (;;) {
    const end = octets.indexOf(lineEnd, position);
    if (end < 0) break;
    const line = readLine(octets.subarray(position, end));
    const at = base + position;
    position = end + 1;
    const next = base + position;
    if (line.kind === 'entry' && line.change === 'sealed' && line.at === at) isSealed = true;
    fault ??= faultOf(line.kind === 'header' || line.kind === 'entry' ? line : line.kind, view, at, now);
    if (!fault) view = follow(view, line, at, next);
    // What comes after a newer format is none of our business, and after the seal nothing does.
    if (isSealed || fault === 'newer-format') break;
  }
  return { view, ...(fault && { fault }), isSealed, end: base + position, unfinished: isSealed ? 0 : octets.length - position };
}

function faultOf(line: Header | Entry | 'void' | JournalFault, view: JournalView | undefined, at: number, now: number): JournalFault | undefined {
  if (line === 'void') return view ? undefined : 'damaged';
  if (typeof line === 'string') return line;
  if ((line.kind === 'header') !== (view === undefined)) return 'damaged';
  if (line.kind === 'entry') {
    // It lost the race for its place, and its writer knows; but that place cannot be yet to come.
    if (line.at !== at) return line.at < at ? undefined : 'damaged';
    if (line.after !== view?.sum) return 'damaged';
  }
  return line.t > now + futureMs ? 'other-boot' : undefined;
}

function follow(view: JournalView | undefined, line: ReturnType<typeof readLine>, at: number, next: number): JournalView | undefined {
  if (line.kind === 'header') return { history: line.history, state: line.state, offset: next, sum: line.sum ?? 0, headerLength: next };
  if (!view) return undefined;
  if (line.kind !== 'entry' || line.at !== at) return { ...view, offset: next };
  return { ...view, offset: next, sum: line.sum ?? 0, state: line.change === 'sealed' ? view.state : applyPatch(view.state, line.change) };
}
