import { inTurns, type NextTurn, type Steps } from '../../base/turns';
import { identityOf } from './moved';
import type { Block, RequestFile } from './nodes';

/** Something known about each block of a file, found out once for as long as the block only moves. */
export interface PerBlock<T> {
  /** That of each block, in order. The same array as for an earlier tree when nothing in it differs. */
  all(file: RequestFile): readonly T[];
}

/**
 * Remembers what `find` tells about a block. It must follow from the block's text alone, hold
 * offsets only relative to the block's start, and texts only as `detached`.
 *
 * A block that was parsed anew keeps what was known about it when `isSame` says that nothing else
 * is known now. Default: never.
 */
export function perBlock<T>(find: (file: RequestFile, block: Block) => T, isSame: (former: T, now: T) => boolean = Object.is): PerBlock<T> {
  const ofBlocks = new WeakMap<Block, T>();
  const ofLineages = new WeakMap<object, Known<T>>();

  const ofBlock = (file: RequestFile, block: Block): T => {
    const identity = identityOf(block);
    const known = ofBlocks.get(identity);
    if (known !== undefined || ofBlocks.has(identity)) return known as T;
    const found = find(file, block);
    ofBlocks.set(identity, found);
    return found;
  };
  looks.push({ isNew: (block) => !ofBlocks.has(identityOf(block)), look: ofBlock });
  /** Looks only at the blocks that the edits since then have changed. */
  const since = ({ blocks, values }: Known<T>, file: RequestFile): readonly T[] => {
    const { start, end } = sameAround(blocks, file.blocks);
    const between = file.blocks.slice(start, file.blocks.length - end).map((block, index) => {
      const now = ofBlock(file, block);
      const before = values[start + index];
      return before !== undefined && isSame(before, now) ? before : now;
    });
    const isUnchanged = file.blocks.length === values.length && between.every((now, index) => now === values[start + index]);
    return isUnchanged ? values : [...values.slice(0, start), ...between, ...values.slice(values.length - end)];
  };
  return {
    all(file) {
      const lineage = lineageOf(file);
      const known = ofLineages.get(lineage);
      if (known?.blocks === file.blocks) return known.values;
      const values = known ? since(known, file) : file.blocks.map((block) => ofBlock(file, block));
      ofLineages.set(lineage, { blocks: file.blocks, values });
      return values;
    },
  };
}

/** How one thing is found out that can be known about blocks. */
interface Look {
  readonly isNew: (block: Block) => boolean;
  readonly look: (file: RequestFile, block: Block) => unknown;
}

/** Those of the modules that are loaded. */
const looks: Look[] = [];

/** How much of a lineage has been looked through in turns, and who is at it. */
const looked = new WeakMap<object, { readonly looks: number; readonly blocks: number; readonly done: Promise<void> }>();

/** UTF-16 code units that are looked through for one thing without a pause, some 10 ms; a line costs as much as so many more. */
const slice = 500_000;
const perLine = 50;
/** UTF-16 code units of a file in which each thing is found out when it is asked for: some 40 ms at most, and what is wanted first comes first. */
const short = 500_000;
/** As many blocks more are no longer a matter of an edit, but of a long file pasted. */
const manyBlocks = 200;

/**
 * Finds out in turns with others what all that is loaded will want to know about the blocks of a
 * long file: who asks for it afterwards need not wait. Later trees of the same file cost nothing.
 */
export function lookThrough(file: RequestFile, nextTurn: NextTurn): Promise<void> {
  if (file.text.length <= short) return Promise.resolve();
  const lineage = lineageOf(file);
  const before = looked.get(lineage);
  const isPasted = before !== undefined && file.blocks.length - before.blocks >= manyBlocks;
  if (before?.looks === looks.length && !isPasted) return before.done;
  // What was loaded since then comes after what is going on.
  const missing = looks.slice(isPasted ? 0 : before?.looks);
  const done = (before?.done ?? Promise.resolve()).then(() => inTurns(lookSteps(file, missing), nextTurn));
  looked.set(lineage, { looks: looks.length, blocks: file.blocks.length, done });
  return done;
}

function* lookSteps(file: RequestFile, missing: readonly Look[]): Steps<void> {
  let length = 0;
  for (const block of file.blocks) {
    for (const { isNew, look } of missing) {
      if (!isNew(block)) continue;
      try {
        look(file, block);
      } catch {
        // Who asks for it meets the error, and nobody else.
      }
      length += block.end - block.start + perLine * identityOf(block).lines.length;
      if (length < slice) continue;
      length = 0;
      yield;
    }
  }
}

/** What is known about the tree of a lineage that was asked about last. */
interface Known<T> {
  readonly blocks: readonly Block[];
  readonly values: readonly T[];
}

/** One object for a tree and all that came from it by edits; it keeps none of them alive. */
const lineages = new WeakMap<RequestFile, object>();

function lineageOf(file: RequestFile): object {
  const known = lineages.get(file);
  if (known) return known;
  const lineage = {};
  lineages.set(file, lineage);
  return lineage;
}

/**
 * Remembers what `make` tells about a tree, until it is asked about another tree of the same file.
 *
 * A map by tree would do the same, but what is told mostly refers to the tree: then each tree would
 * live until the garbage is collected thoroughly, and pass through every collection before that.
 */
export function ofLatest<T>(make: (file: RequestFile) => T): (file: RequestFile) => T {
  const ofLineages = new WeakMap<object, { readonly file: RequestFile; readonly value: T }>();
  return (file) => {
    const lineage = lineageOf(file);
    const known = ofLineages.get(lineage);
    if (known?.file === file) return known.value;
    const value = make(file);
    ofLineages.set(lineage, { file, value });
    return value;
  };
}

/** Says that `file` came from `former` by an edit: what is known about one is where to start with the other. */
export function inherit(former: RequestFile, file: RequestFile): void {
  lineages.set(file, lineageOf(former));
}

/** How many blocks at the start and at the end are the same in both, perhaps moved; never counts a block twice. */
export function sameAround(before: readonly Block[], now: readonly Block[]): { readonly start: number; readonly end: number } {
  const isSame = (a: Block | undefined, b: Block | undefined): boolean => a !== undefined && b !== undefined && identityOf(a) === identityOf(b);
  const most = Math.min(before.length, now.length);
  let start = 0;
  while (start < most && isSame(before[start], now[start])) start++;
  let end = 0;
  while (end < most - start && isSame(before[before.length - 1 - end], now[now.length - 1 - end])) end++;
  return { start, end };
}

/**
 * The same text in memory of its own. A slice keeps all of the text it was cut from; kept longer
 * than that, it would hold a whole version of the file for each block that was edited.
 */
export function detached(text: string): string {
  return ` ${text}`.slice(1);
}
