import type { RequestFile } from '../../syntax/nodes';
import { detached, perBlock } from '../../syntax/perBlock';
import { foldDirective, requestNames, type RequestNames, textOf } from '../../syntax/queries';
import { findReferences } from '../../syntax/references';

/** A definition as other blocks see it. */
interface Defined {
  readonly name: string;
  readonly value: string;
  /** The names that its value refers to. */
  readonly uses: readonly string[];
}

/** Stands for all that an import may define. */
export const anyImport = '@import';

const none: readonly Defined[] = [];

/** What each block defines. */
const definedIn = perBlock(
  (file, { lines }): readonly Defined[] => {
    const found = lines.flatMap((line): readonly Defined[] => {
      if (line.kind === 'directive' && foldDirective(textOf(file, line.name)) === 'import') {
        return [{ name: anyImport, value: detached(textOf(file, line.argument)), uses: [] }];
      }
      if (line.kind !== 'variable') return none;
      const uses = findReferences(file.text, line.value).map(({ name }) => detached(textOf(file, name)));
      return [{ name: detached(textOf(file, line.name)), value: detached(`${line.operator} ${textOf(file, line.value)}`), uses }];
    });
    return found.length === 0 ? none : found;
  },
  (former, now) => former === now || (former.length === now.length && former.every((one, index) => one.name === now[index]?.name && one.value === now[index].value)),
);

/** Names whose meaning may be another one. */
export interface NameChange {
  readonly variables: ReadonlySet<string>;
  readonly requests: ReadonlySet<string>;
}

/** What the blocks of a file know about each other: the variables they define and the names of their requests. */
export class FileKnowledge {
  readonly #defined: readonly (readonly Defined[])[];
  readonly #names: RequestNames;

  constructor(file: RequestFile) {
    this.#defined = definedIn.all(file);
    this.#names = requestNames(file);
  }

  /** The name of the request in the block at `index`. */
  nameAt(index: number): string | undefined {
    return this.#names.ofBlocks[index];
  }

  /** What an edit has changed since `before`, directly or by way of other variables; undefined when nothing. */
  since(before: FileKnowledge): NameChange | undefined {
    if (this.#defined === before.#defined && this.#names === before.#names) return undefined;
    return { variables: this.#withUsers(this.#redefined(before)), requests: this.#renamed(before) };
  }

  /** The names that are defined in blocks which one of the two does not have, or not at that place. */
  #redefined(before: FileKnowledge): Set<string> {
    const formerly = before.#defined;
    const now = this.#defined;
    const most = Math.min(formerly.length, now.length);
    let start = 0;
    while (start < most && formerly[start] === now[start]) start++;
    let end = 0;
    while (end < most - start && formerly[formerly.length - 1 - end] === now[now.length - 1 - end]) end++;
    const changed = [...formerly.slice(start, formerly.length - end), ...now.slice(start, now.length - end)];
    return new Set(changed.flatMap((definitions) => definitions.map(({ name }) => name)));
  }

  /** Those names, and all whose values are made of them. */
  #withUsers(names: Set<string>): ReadonlySet<string> {
    if (names.size === 0) return names;
    const all = this.#defined.flat();
    for (let before = -1; before < names.size; ) {
      before = names.size;
      for (const { name, uses } of all) if (uses.some((used) => names.has(used))) names.add(name);
    }
    return names;
  }

  #renamed(before: FileKnowledge): ReadonlySet<string> {
    if (before.#names === this.#names) return new Set();
    const formerly = claimsOf(before.#names);
    const now = claimsOf(this.#names);
    return new Set([...formerly.keys(), ...now.keys()].filter((name) => formerly.get(name) !== now.get(name)));
  }
}

/** How often a name is claimed, and whether it is anybody's; below zero for a title of several. */
function claimsOf({ ofBlocks, claims, sharedTitles }: RequestNames): ReadonlyMap<string, number> {
  const all = new Map<string, number>(claims);
  for (const [title, count] of sharedTitles) all.set(title, -count);
  for (const name of ofBlocks) if (name !== undefined && !claims.has(name)) all.set(name, (all.get(name) ?? 0) + 1);
  return all;
}
