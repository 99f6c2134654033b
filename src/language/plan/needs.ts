import type { Span } from '../../base/text';
import type { WireRequest, WireResponse } from '../../http/exchange';
import type { Block, RequestFile } from '../syntax/nodes';
import { requestNames, type RequestNames } from '../syntax/queries';
import type { GuardedValue } from './valueFacts';

/** A request file with the files that it imports. */
export interface Module {
  readonly uri: string;
  readonly file: RequestFile;
  /** In the order of their `@import` lines. */
  readonly imports: readonly Import[];
}

/** What came of one `@import`. */
export interface Import {
  /** Its argument. */
  readonly span: Span;
  /** Offset from which on its variables are seen. */
  readonly from: number;
  /** Missing when it could not be imported. */
  readonly module?: Module;
  /** Why not. */
  readonly problem?: ImportProblem;
}

export type ImportProblem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** The file imports the one that imports it, perhaps by way of others, whose names these are. */
  | { readonly kind: 'cycle'; readonly files: readonly string[] }
  | { readonly kind: 'outside' }
  /** It is no path of a file; `reason` is one of those of `app/files/filePlaces.ts`. */
  | { readonly kind: 'refused'; readonly reason: string };

/** A named request, wherever it stands. */
export interface RequestTarget {
  readonly module: Module;
  readonly block: Block;
  readonly name: string;
}

/** A file and all that it imports, directly or not: each once, in the order in which they are looked through. */
export function modulesOf(module: Module): readonly Module[] {
  return [module, ...importedBy(module).filter((each) => each !== module)];
}

/** By the imports alone: those of a file stay the same from edit to edit. */
const reached = new WeakMap<readonly Import[], readonly Module[]>();

function importedBy(module: Module): readonly Module[] {
  if (module.imports.length === 0) return [];
  const before = reached.get(module.imports);
  if (before) return before;
  const modules = new Set<Module>();
  // What many files import is reached by many ways: going each of them would take for ever.
  const visit = ({ imports }: Module): void => {
    for (const { module: imported } of imports) {
      if (!imported || modules.has(imported)) continue;
      modules.add(imported);
      visit(imported);
    }
  };
  visit(module);
  const all = [...modules];
  reached.set(module.imports, all);
  return all;
}

/** The request called `name` in a file or else in what it imports; undefined when there is none. */
export function findRequest(module: Module, name: string): RequestTarget | undefined {
  for (const each of modulesOf(module)) {
    const index = requestsByName(each.file).get(name);
    const block = index === undefined ? undefined : each.file.blocks[index];
    if (block) return { module: each, block, name };
  }
  return undefined;
}

/** The names of all requests that a file can refer to: its own, then those of what it imports. */
export function requestNamesIn(module: Module): readonly string[] {
  return [...new Set(modulesOf(module).flatMap(({ file }) => [...requestsByName(file).keys()]))];
}

/** Most edits leave the names of all blocks as they are. */
const known = new WeakMap<RequestNames, ReadonlyMap<string, number>>();

/** The index of the block that has a name; of equal ones the first. */
function requestsByName(file: RequestFile): ReadonlyMap<string, number> {
  const names = requestNames(file);
  const before = known.get(names);
  if (before) return before;
  const indexes = new Map<string, number>();
  names.ofBlocks.forEach((name, index) => {
    if (name !== undefined && !indexes.has(name)) indexes.set(name, index);
  });
  known.set(names, indexes);
  return indexes;
}

/** An answer to refer to, with the request that it answers. */
export interface Answered {
  readonly request: WireRequest;
  readonly response: WireResponse;
  /** Secret texts that the request was made of. */
  readonly secrets: readonly string[];
  /** Values of the process, of `.env` or of secret storage that it was made of: a server may send them back. */
  readonly guarded: readonly GuardedValue[];
  /** It came, after all redirects, from DT or in answer to an account's signature: what it calls secret was given in confidence. */
  readonly inConfidence?: true;
  /** What the request was signed with: a token, or the secret of the key. */
  readonly credentials?: readonly string[];
}

/** What is asked of the person who runs a request. */
export interface Prompt {
  readonly name: string;
  /** The question; the name when none is written. */
  readonly text: string;
  readonly secret: boolean;
}

/** Something planning has to know that only the outside can tell: the plan is made anew when it is there. */
export type Need =
  | {
      readonly kind: 'answer';
      readonly target: RequestTarget;
      /** Where it is asked for, in the file that is planned. */
      readonly span: Span;
      /** `reference`: only mentioned. The directives demand that it is run. */
      readonly by: 'reference' | 'ref' | 'force-ref';
    }
  | { readonly kind: 'prompt'; readonly prompt: Prompt; /** Of the file that asks. */ readonly uri: string; readonly block: Block; readonly span: Span }
  /** A file of a body, by the path as it is written once its references are replaced. */
  | { readonly kind: 'file'; readonly path: string; readonly span: Span };

/** What is known of what planning can need; undefined means that it is a need. */
export interface Supplies {
  answer(target: RequestTarget): Answered | undefined;
  /** Whether `@force-ref` of this request was obeyed for the request that is planned. */
  wasForced(target: RequestTarget): boolean;
  prompt(block: Block, name: string): string | undefined;
  /** The octets of a file, or why it cannot be read. */
  file(path: string): FileSupply | undefined;
  /** A variable of the process; undefined when it is not set. */
  processEnv(name: string): string | undefined;
  /** A variable of the `.env` file beside the request file; undefined when it is not set. */
  dotenv(name: string): string | undefined;
}

export type FileSupply = { readonly kind: 'content'; readonly bytes: Uint8Array } | { readonly kind: 'unreadable'; readonly reason: string };

/** Knows nothing: everything is a need. */
export const noSupplies: Supplies = {
  answer: () => undefined,
  wasForced: () => false,
  prompt: () => undefined,
  file: () => undefined,
  processEnv: () => undefined,
  dotenv: () => undefined,
};

/** Each need once, in their order; of an answer that is also demanded, the demand counts. */
export function distinctNeeds(needs: readonly Need[]): readonly Need[] {
  const distinct = new Map<string, Need>();
  for (const need of needs) {
    const key = keyOf(need);
    if (!distinct.has(key) || (need.kind === 'answer' && need.by === 'force-ref')) distinct.set(key, need);
  }
  return [...distinct.values()];
}

function keyOf(need: Need): string {
  switch (need.kind) {
    case 'answer':
      return `answer ${need.target.module.uri} ${need.target.block.start}`;
    case 'prompt':
      return `prompt ${need.uri} ${need.block.start} ${need.prompt.name}`;
    case 'file':
      return `file ${need.path}`;
  }
}
