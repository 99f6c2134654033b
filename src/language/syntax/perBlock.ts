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
