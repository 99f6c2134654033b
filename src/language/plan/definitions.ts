import { shiftLine } from '../syntax/moved';
import type { RequestFile, VariableLine } from '../syntax/nodes';
import { detached, ofLatest, perBlock } from '../syntax/perBlock';
import { textOf } from '../syntax/queries';

/** What `@name` may be called. */
const nameGrammar = /^[A-Za-z_][\w-]*$/;

/** Whether a variable line defines something; the others have findings of their own. */
export function isDefinition(file: RequestFile, line: VariableLine): boolean {
  return line.operator === '=' && nameGrammar.test(textOf(file, line.name));
}

/** The definitions of a file by name, those of one name in order; what defines nothing is left out. */
export interface Definitions {
  has(name: string): boolean;
  /** Empty when the name is not defined. */
  get(name: string): readonly VariableLine[];
  /** Names that are defined above `offset`. */
  namesBefore(offset: number): Iterable<string>;
  names(): Iterable<string>;
}

interface Definition {
  readonly name: string;
  /** With offsets from the start of its block. */
  readonly line: VariableLine;
}

const none: readonly Definition[] = [];

const ofBlocks = perBlock(
  (file, block): readonly Definition[] => {
    const found = block.lines.flatMap((line) => {
      if (line.kind !== 'variable' || !isDefinition(file, line)) return none;
      return [{ name: detached(textOf(file, line.name)), line: shiftLine(line, -block.start) }];
    });
    return found.length === 0 ? none : found;
  },
  (former, now) => former === now || (former.length === now.length && former.every((one, index) => isSame(one, now[index]))),
);

function isSame({ name, line }: Definition, other: Definition | undefined): boolean {
  const same = other?.line;
  if (!same || other.name !== name || same.start !== line.start || same.end !== line.end || same.next !== line.next) return false;
  return same.name.start === line.name.start && same.value.start === line.value.start && same.value.end === line.value.end;
}

interface Place {
  /** Index of its block. */
  readonly block: number;
  readonly line: VariableLine;
}

type Index = ReadonlyMap<string, readonly Place[]>;

/** Most edits leave all definitions where they are in their blocks. */
const indexes = new WeakMap<readonly (readonly Definition[])[], Index>();

function indexOf(definitions: readonly (readonly Definition[])[]): Index {
  const known = indexes.get(definitions);
  if (known) return known;
  const index = new Map<string, Place[]>();
  definitions.forEach((found, block) => {
    for (const { name, line } of found) {
      const places = index.get(name);
      if (places) places.push({ block, line });
      else index.set(name, [{ block, line }]);
    }
  });
  indexes.set(definitions, index);
  return index;
}

/** The definitions of a file. Looks only into blocks that are new since an earlier tree. */
export const definitionsIn = ofLatest((file): Definitions => {
  const index = indexOf(ofBlocks.all(file));
  const found = new Map<string, readonly VariableLine[]>();
  const placed = ({ block, line }: Place) => shiftLine(line, file.blocks[block]?.start ?? 0);
  return {
    has: (name) => index.has(name),
    get(name) {
      const lines = found.get(name) ?? (index.get(name) ?? []).map(placed);
      found.set(name, lines);
      return lines;
    },
    *namesBefore(offset) {
      for (const [name, [first]] of index) if (first && placed(first).next <= offset) yield name;
    },
    names: () => index.keys(),
  };
});
