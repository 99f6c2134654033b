import type { Span } from '../../base/text';
import type { WireRequest, WireResponse } from '../../http/exchange';
import type { Block, RequestFile } from '../syntax/nodes';
import { nameOf } from './names';

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
  /** It is no path of a file; `reason` is one of those of `app/filePlaces.ts`. */
  | { readonly kind: 'refused'; readonly reason: string };

/** A named request, wherever it stands. */
export interface RequestTarget {
  readonly module: Module;
  readonly block: Block;
  readonly name: string;
}

/** The request called `name` in a file or else in what it imports; undefined when there is none. */
export function findRequest(module: Module, name: string): RequestTarget | undefined {
  const block = requestsByName(module.file).get(name);
  if (block) return { module, block, name };
  for (const { module: imported } of module.imports) {
    const found = imported && findRequest(imported, name);
    if (found) return found;
  }
  return undefined;
}

/** The names of all requests that a file can refer to: its own, then those of what it imports. */
export function requestNamesIn(module: Module): readonly string[] {
  const imported = module.imports.flatMap((each) => (each.module ? requestNamesIn(each.module) : []));
  return [...new Set([...requestsByName(module.file).keys(), ...imported])];
}

/** Trees never change, so the names of each are collected once. */
const known = new WeakMap<RequestFile, ReadonlyMap<string, Block>>();

function requestsByName(file: RequestFile): ReadonlyMap<string, Block> {
  const before = known.get(file);
  if (before) return before;
  const names = new Map<string, Block>();
  for (const block of file.blocks) {
    const name = nameOf(file, block);
    if (name !== undefined && !names.has(name)) names.set(name, block);
  }
  known.set(file, names);
  return names;
}

/** An answer to refer to, with the request that it answers. */
export interface Answered {
  readonly request: WireRequest;
  readonly response: WireResponse;
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
  | { readonly kind: 'prompt'; readonly prompt: Prompt; readonly block: Block; readonly span: Span }
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
    if (!distinct.has(key)) distinct.set(key, need);
  }
  return [...distinct.values()];
}

function keyOf(need: Need): string {
  switch (need.kind) {
    case 'answer':
      return `answer ${need.target.module.uri} ${need.target.block.start}`;
    case 'prompt':
      return `prompt ${need.block.start} ${need.prompt.name}`;
    case 'file':
      return `file ${need.path}`;
  }
}
