import type { Resources } from './resources';
import type { VariableContext } from '../plan/context';

/** What is known beside the text while a request is written. Made anew for each question, from what is at hand. */
export interface Authoring {
  readonly variables: VariableContext;
  /** Names of the accounts that can sign. */
  readonly accounts: readonly string[];
  /** What the active account was seen to have; nothing in Restricted Mode. */
  readonly resources: Resources;
  /** Whether names can be loaded where none are known. Default: no. */
  readonly mayLoadNames?: boolean;
  /** What the named request of the file was last answered with, as JSON; undefined when nothing is kept or it is no JSON. */
  answerOf(request: string): unknown;
  /** Names of the headers of that answer, each once, in its order; empty when nothing is kept. Default: none is known. */
  answerHeadersOf?(request: string): readonly string[];
  /** Entries of the folder in which a path after `<`, `>>` or `@import` goes on; empty elsewhere. */
  readonly entries: readonly FolderEntry[];
  /** Names of variables that `$processEnv` and `$dotenv` may read; never their values. Default: none are known. */
  readonly outside?: Readonly<Record<'processEnv' | 'dotenv', readonly string[]>>;
}

/** A file or folder that a path may name. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}
