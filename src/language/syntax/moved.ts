import type { Span } from '../../base/text';
import type { Block, Line, RequestNode, SeparatorLine } from './nodes';

/**
 * The block as it stands `by` code units further on (back, when negative), above it nothing of it
 * having changed. Costs the same whatever its length: its nodes are copied when somebody looks.
 */
export function moveBlock(block: Block, by: number): Block {
  if (by === 0) return block;
  const origin = identityOf(block);
  const start = block.start + by;
  return start === origin.start ? origin : new MovedBlock(origin, start);
}

/**
 * What stays the same while a block only moves, and differs as soon as its text is parsed anew: a
 * key for what is known about the block. Its own offsets are those of some older text.
 */
export function identityOf(block: Block): Block {
  return block instanceof MovedBlock ? block.origin : block;
}

type Nodes = Pick<Block, 'lines' | 'separator' | 'request'>;

/** A block some way off the place where it was parsed. */
class MovedBlock implements Block {
  readonly start: number;
  readonly end: number;
  /** As it was parsed; never a moved one, so that a thousand edits above it cost no more than one. */
  readonly origin: Block;
  #copy: Nodes | undefined;

  constructor(origin: Block, start: number) {
    this.start = start;
    this.end = start + origin.end - origin.start;
    this.origin = origin;
  }

  get separator(): SeparatorLine | undefined {
    return this.#nodes.separator;
  }

  get lines(): readonly Line[] {
    return this.#nodes.lines;
  }

  get request(): RequestNode | undefined {
    return this.#nodes.request;
  }

  get #nodes(): Nodes {
    return (this.#copy ??= copyOf(this.origin, this.start - this.origin.start));
  }
}

/** The nodes of a block, moved. As in the block itself, the request shares its lines with the block. */
function copyOf({ lines, separator, request }: Block, by: number): Nodes {
  const moved = lines.map((line) => shiftLine(line, by));
  /** The copies of some of the lines, which are in the order of the block. */
  const copiesOf = <T extends Line>(some: readonly T[]): readonly T[] => {
    if (some.length === 0) return some;
    let index = 0;
    return some.map((line) => {
      index = lines.indexOf(line, index);
      return moved[index] as T;
    });
  };
  const copyOfLine = <T extends Line>(line: T): T => moved[lines.indexOf(line)] as T;
  const first = separator && copyOfLine(separator);
  if (!request) return { lines: moved, separator: first, request: undefined };

  const { start, end } = shiftSpan(request, by);
  const { body, save } = request;
  const copy: { -readonly [Key in keyof RequestNode]: RequestNode[Key] } = {
    start,
    end,
    line: copyOfLine(request.line),
    query: copiesOf(request.query),
    headers: copiesOf(request.headers),
  };
  if (body) copy.body = { start: body.start + by, end: body.end + by, lines: copiesOf(body.lines) };
  if (save) copy.save = copyOfLine(save);
  return { lines: moved, separator: first, request: copy };
}

/** A span of the same length, `by` code units further on. */
export function shiftSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/**
 * A copy of a line and all that is in it, `by` code units further on. Written out, since a long file
 * has a hundred thousand lines: then a copy is as quick to make, and to read, as a parsed line.
 */
export function shiftLine<T extends Line>(line: T, by: number): T;
export function shiftLine(line: Line, by: number): Line {
  const start = line.start + by;
  const end = line.end + by;
  const next = line.next + by;
  switch (line.kind) {
    case 'separator':
      return { kind: line.kind, start, end, next, title: shiftSpan(line.title, by) };
    case 'comment':
    case 'query':
    case 'assertion':
      return { kind: line.kind, start, end, next, content: shiftSpan(line.content, by) };
    case 'indented':
      return { kind: line.kind, start, end, next, meant: line.meant, content: shiftSpan(line.content, by) };
    case 'directive':
      return { kind: line.kind, start, end, next, name: shiftSpan(line.name, by), argument: shiftSpan(line.argument, by) };
    case 'variable':
      return { kind: line.kind, start, end, next, name: shiftSpan(line.name, by), operator: line.operator, value: shiftSpan(line.value, by) };
    case 'header':
      return { kind: line.kind, start, end, next, name: shiftSpan(line.name, by), colon: line.colon, value: shiftSpan(line.value, by) };
    case 'request-line': {
      const { kind, method, version } = line;
      const target = shiftSpan(line.target, by);
      if (method === undefined) return version ? { kind, start, end, next, target, version: shiftSpan(version, by) } : { kind, start, end, next, target };
      const moved = { kind, start, end, next, method: shiftSpan(method, by), target };
      return version ? { ...moved, version: shiftSpan(version, by) } : moved;
    }
    case 'file': {
      const { kind, substitute, encoding, path } = line;
      return { kind, start, end, next, substitute, encoding: shiftSpan(encoding, by), path: shiftSpan(path, by) };
    }
    case 'save':
      return { kind: line.kind, start, end, next, overwrite: line.overwrite, path: shiftSpan(line.path, by) };
    case 'refused':
      return { kind: line.kind, start, end, next, construct: line.construct, first: line.first };
    case 'blank':
    case 'body':
      return { kind: line.kind, start, end, next };
  }
}
