import type { Block, Line, RequestFile } from '../syntax/nodes';
import { perBlock } from '../syntax/perBlock';
import { textOf } from '../syntax/queries';
import { eachJsonToken, jsonBodyOf } from './jsonBody';
import { excessOf } from './longRequest';

/** Lines that can be folded away, zero-based; `start` stays visible, and `end` is the last one that goes. */
export interface FoldingRange {
  readonly start: number;
  readonly end: number;
  /** Missing for requests and bodies. */
  readonly kind?: 'comment' | 'region';
}

/** What a block alone tells; lines are counted from its first. */
interface OfBlock {
  readonly lines: number;
  /** All that is written of it. */
  readonly whole: FoldingRange;
  readonly inside: readonly FoldingRange[];
  readonly marks: readonly { readonly line: number; readonly opens: boolean }[];
}

const ofBlocks = perBlock((file, block): OfBlock => {
  const { lines, request } = block;
  const marks: { readonly line: number; readonly opens: boolean }[] = [];
  lines.forEach((line, index) => {
    const opens = markOf(file, line);
    if (opens !== undefined) marks.push({ line: index, opens });
  });
  const start = block.separator || !request ? 0 : lines.indexOf(request.line);
  const end = lines.findLastIndex(({ kind }) => kind !== 'blank');
  const whole = { start, end: block.separator || request ? end : start };
  return { lines: lines.length, whole, inside: [...comments(file, lines), ...body(file, block)], marks };
});

/** Whether a line is `# region` (true) or `# endregion` (false), as the language configuration has them. */
function markOf(file: RequestFile, line: Line): boolean | undefined {
  if (line.kind !== 'comment') return undefined;
  const match = /^#?(end)?region\b/.exec(textOf(file, line.content));
  return match ? match[1] === undefined : undefined;
}

/** Comments of several lines. */
function comments(file: RequestFile, lines: readonly Line[]): readonly FoldingRange[] {
  const found: FoldingRange[] = [];
  let start = 0;
  lines.forEach((line, index) => {
    if (line.kind === 'comment' && markOf(file, line) === undefined) return;
    if (index - 1 > start) found.push({ start, end: index - 1, kind: 'comment' });
    start = index + 1;
  });
  if (lines.length - 1 > start) found.push({ start, end: lines.length - 1, kind: 'comment' });
  return found;
}

function body(file: RequestFile, block: Block): readonly FoldingRange[] {
  const written = block.request?.body;
  const first = written?.lines[0];
  if (!written || !first || written.lines.length < 2) return [];
  const start = block.lines.indexOf(first);
  if (!jsonBodyOf(file, block) || excessOf(file, block)) return [{ start, end: start + written.lines.length - 1 }];
  // The closing bracket stays visible. Of those that open on one line the outermost is meant.
  const ends = new Map<number, number>();
  const open: number[] = [];
  let line = 0;
  eachJsonToken(file.text, written, (kind, offset) => {
    while (offset >= (written.lines[line]?.next ?? Infinity)) line++;
    if (kind === '{' || kind === '[') open.push(line);
    if (kind !== '}' && kind !== ']') return;
    const from = open.pop() ?? line;
    if (line - 1 > from) ends.set(from, Math.max(line - 1, ends.get(from) ?? 0));
  });
  return [...ends].map(([from, to]) => ({ start: start + from, end: start + to }));
}

/**
 * Requests, bodies, what is in brackets in a JSON body, comments of several lines, and regions, which
 * may hold several requests. Looks only into blocks that are new since an earlier tree.
 */
export function foldingRanges(file: RequestFile): readonly FoldingRange[] {
  const all = ofBlocks.all(file);
  const { regions, cut } = regionsOf(all);
  const found: FoldingRange[] = [...regions];
  let first = 0;
  all.forEach(({ lines, whole, inside }, index) => {
    const shifted = (range: FoldingRange) => ({ ...range, start: first + range.start, end: first + range.end });
    // Of two that cross the editor would leave one out.
    if (whole.end > whole.start && !cut.has(index)) found.push(shifted(whole));
    for (const range of inside) found.push(shifted(range));
    first += lines;
  });
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The regions of a file, and the blocks that begin or end within one. */
function regionsOf(all: readonly OfBlock[]): { readonly regions: readonly FoldingRange[]; readonly cut: ReadonlySet<number> } {
  const regions: FoldingRange[] = [];
  const cut = new Set<number>();
  const open: { readonly block: number; readonly line: number }[] = [];
  let first = 0;
  all.forEach(({ lines, marks }, block) => {
    for (const { line, opens } of marks) {
      const start = opens ? undefined : open.pop();
      if (opens) open.push({ block, line: first + line });
      if (!start) continue;
      regions.push({ start: start.line, end: first + line, kind: 'region' });
      if (start.block !== block) cut.add(start.block).add(block);
    }
    first += lines;
  });
  return { regions, cut };
}
