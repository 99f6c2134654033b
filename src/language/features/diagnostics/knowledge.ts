import { readPrompt } from '../../plan/prompts';
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
      if (line.kind === 'directive') return definedBy(foldDirective(textOf(file, line.name)), textOf(file, line.argument));
      if (line.kind !== 'variable') return none;
      // `{{login.response.status}}` refers to `login`.
      const uses = findReferences(file.text, line.value).map(({ name }) => detached(textOf(file, name).replace(/\..*/s, '')));
      return [{ name: detached(textOf(file, line.name)), value: detached(`${line.operator} ${textOf(file, line.value)}`), uses }];
    });
    return found.length === 0 ? none : found;
  },
  (former, now) => former === now || (former.length === now.length && former.every((one, index) => one.name === now[index]?.name && one.value === now[index].value)),
);

/** A variable of the block may be made of what a prompt asks for. */
function definedBy(directive: string, argument: string): readonly Defined[] {
  if (directive === 'import') return [{ name: anyImport, value: detached(argument), uses: [] }];
  const prompt = directive === 'prompt' || directive === 'promptsecret' ? readPrompt(argument) : undefined;
  return prompt ? [{ name: detached(prompt.name), value: directive, uses: [] }] : none;
}

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
    const requests = this.#renamed(before);
    return { variables: this.#withUsers(new Set([...this.#redefined(before), ...requests])), requests };
  }

  /** The names that are defined in blocks which one of the two does not have, or not at that place. */
  #redefined(before: FileKnowledge): Set<string> {
    const changed = differing(before.#defined, this.#defined).flat();
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

  /** The names that mean another request now, or are those of more or fewer. */
  #renamed(before: FileKnowledge): ReadonlySet<string> {
    const [formerly, now] = [before.#names, this.#names];
    if (formerly === now) return new Set();
    const [gone, come] = differing(formerly.ofBlocks, now.ofBlocks);
    return new Set([...differences(formerly.claims, now.claims), ...differences(formerly.sharedTitles, now.sharedTitles), ...without(gone, come), ...without(come, gone)]);
  }
}

/** What lies between the start and the end that both have in common. */
function differing<T>(formerly: readonly T[], now: readonly T[]): readonly [readonly T[], readonly T[]] {
  const most = Math.min(formerly.length, now.length);
  let start = 0;
  while (start < most && formerly[start] === now[start]) start++;
  let end = 0;
  while (end < most - start && formerly[formerly.length - 1 - end] === now[now.length - 1 - end]) end++;
  return [formerly.slice(start, formerly.length - end), now.slice(start, now.length - end)];
}

/** The keys that only one of the two has, or with another number. */
function differences(formerly: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): readonly string[] {
  const changed: string[] = [];
  for (const [key, count] of now) if (formerly.get(key) !== count) changed.push(key);
  for (const key of formerly.keys()) if (!now.has(key)) changed.push(key);
  return changed;
}

function without(names: readonly (string | undefined)[], others: readonly (string | undefined)[]): readonly string[] {
  const known = new Set(others);
  return names.filter((name) => name !== undefined).filter((name) => !known.has(name));
}
