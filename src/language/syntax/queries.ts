import type { Span } from '../../base/text';
import { identityOf } from './moved';
import type { Block, DirectiveLine, Line, RequestFile } from './nodes';
import { detached, perBlock } from './perBlock';

/** The written text of `span`. */
export function textOf(file: RequestFile, span: Span): string {
  return file.text.slice(span.start, span.end);
}

/** The method of a block's request as it is written; GET when there is none. */
export function methodOf(file: RequestFile, { request }: Block): string {
  return request?.line.method ? textOf(file, request.line.method) : 'GET';
}

/** Whether a block replaces the references in the text of another file (`<@`), which the tree does not hold. */
export function insertsText({ request }: Block): boolean {
  return request?.body?.lines.some((line) => line.kind === 'file' && line.substitute) ?? false;
}

/** The index in `file.blocks` of the block that `blockAt` gives. */
export function blockIndexAt(file: RequestFile, offset: number): number {
  return lastStartingBy(file.blocks, offset);
}

/** The block that holds `offset`; a place between two belongs to the later one, one outside of the text to the nearest. */
export function blockAt(file: RequestFile, offset: number): Block {
  return itemAt(file.blocks, blockIndexAt(file, offset));
}

/** The line that holds `offset`, its line end included; a place outside of the text belongs to the nearest line. */
export function lineAt(file: RequestFile, offset: number): Line {
  const { lines } = blockAt(file, offset);
  return itemAt(lines, lastStartingBy(lines, offset));
}

/** Where a line stands in its file. */
export interface LinePlace extends Pick<Line, 'start' | 'next'> {
  /** From 1. */
  readonly number: number;
}

/**
 * Tells where the line is that holds an offset, its line end included. Counts by blocks, and makes no
 * nodes of blocks that were moved: cheap for many offsets of a file that was just edited.
 */
export function linePlaces(file: RequestFile): (offset: number) => LinePlace {
  let before: readonly number[] | undefined;
  return (offset) => {
    before ??= linesAbove(file);
    const index = blockIndexAt(file, offset);
    const block = itemAt(file.blocks, index);
    const origin = identityOf(block);
    const by = block.start - origin.start;
    const inBlock = lastStartingBy(origin.lines, offset - by);
    const { start, next } = itemAt(origin.lines, inBlock);
    return { start: start + by, next: next + by, number: (before[index] ?? 0) + inBlock + 1 };
  };
}

/** How many lines stand above each block. */
export function linesAbove({ blocks }: RequestFile): readonly number[] {
  let count = 0;
  return blocks.map((block) => {
    const above = count;
    count += identityOf(block).lines.length;
    return above;
  });
}

/** The index of the last of `ordered` that starts at `offset` or before; of the first when none does. */
export function lastStartingBy(ordered: readonly Span[], offset: number): number {
  let low = 0;
  let high = ordered.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ordered[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function itemAt<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error('A file has at least one block and a block at least one line.');
  return item;
}

/** A directive with its name as the language compares it: lower case and without hyphens. */
export interface Directive {
  readonly line: DirectiveLine;
  /** Folded: `noRedirect`, `no-redirect` and `No-Redirect` are all `noredirect`. */
  readonly name: string;
  /** Trimmed; empty when there is none. */
  readonly argument: string;
}

/** Folds the name of a directive, for comparing. */
export function foldDirective(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}

/** The directives of a block in their order, repeated and unknown ones too. */
export function directivesOf(file: RequestFile, block: Block): Directive[] {
  const directives: Directive[] = [];
  for (const line of block.lines) {
    if (line.kind !== 'directive') continue;
    directives.push({ line, name: foldDirective(textOf(file, line.name)), argument: textOf(file, line.argument) });
  }
  return directives;
}

/** The name by which other requests and commands know a block, and where it is written. */
export interface RequestName {
  readonly name: string;
  readonly span: Span;
  readonly origin: 'directive' | 'title';
}

const nameGrammar = /^[A-Za-z_]\w*$/;

/**
 * The name a block claims: the argument of its first `@name`, or else its title when that looks
 * like a name. Undefined when it has none, or when its `@name` does not fit the grammar. Whether
 * another block claims the same is the business of `requestNames`.
 */
export function requestName(file: RequestFile, block: Block): RequestName | undefined {
  const directive = directivesOf(file, block).find((candidate) => candidate.name === 'name');
  const span = directive?.line.argument ?? block.separator?.title;
  if (span === undefined || block.request === undefined) return undefined;
  const name = textOf(file, span);
  return nameGrammar.test(name) ? { name, span, origin: directive === undefined ? 'title' : 'directive' } : undefined;
}

type OwnName = Pick<RequestName, 'name' | 'origin'> | undefined;

const ownNames = perBlock(
  (file, block): OwnName => {
    const own = requestName(file, block);
    return own && { name: detached(own.name), origin: own.origin };
  },
  (former, now) => former?.name === now?.name && former?.origin === now?.origin,
);

/** The names of the requests of a file. */
export interface RequestNames {
  /** That of each block, in order; undefined where it has none. */
  readonly ofBlocks: readonly (string | undefined)[];
  /** How many blocks claim a name by `@name`. */
  readonly claims: ReadonlyMap<string, number>;
  /** Titles that would be names if they were not those of several blocks, and of how many. */
  readonly sharedTitles: ReadonlyMap<string, number>;
}

/** Most edits leave the names of all blocks as they are, and with them what follows from those. */
const known = new WeakMap<readonly OwnName[], RequestNames>();

/**
 * The names of all blocks that have one. A title counts only while no other block claims it by
 * `@name` or by the same title; of equal `@name`s each is kept, for a finding elsewhere.
 */
export function requestNames(file: RequestFile): RequestNames {
  const own = ownNames.all(file);
  const before = known.get(own);
  if (before) return before;
  const names = compareNames(own);
  known.set(own, names);
  return names;
}

function compareNames(own: readonly OwnName[]): RequestNames {
  const claims = new Map<string, number>();
  const titles = new Map<string, number>();
  for (const found of own) {
    if (found === undefined) continue;
    const counts = found.origin === 'directive' ? claims : titles;
    counts.set(found.name, (counts.get(found.name) ?? 0) + 1);
  }
  const isTaken = (title: string): boolean => claims.has(title) || titles.get(title) !== 1;
  const ofBlocks = own.map((found) => (found?.origin === 'title' && isTaken(found.name) ? undefined : found?.name));
  const sharedTitles = new Map<string, number>();
  for (const [title, count] of titles) if (count > 1 && !claims.has(title)) sharedTitles.set(title, count);
  return { ofBlocks, claims, sharedTitles };
}
