import { apiBase, emulatorBase } from '../../api/hosts';
import type { Clock } from '../../base/clock';
import { toDisposable } from '../../base/disposable';
import type { Random } from '../../base/random';
import type { EnvironmentFile } from './environment';
import type { Import, Supplies } from './needs';
import type { ResolvedValue } from './variables';

/** What is known about variables outside the request file, without sending anything. */
export interface VariableContext {
  /** `--var`: beats everything else. */
  readonly commandLine?: ReadonlyMap<string, string>;
  /** Name of the selected environment; absent: only the shared values hold. */
  readonly environment?: string;
  /** Environment files, those beside the request file first, then those of its parent folders. */
  readonly environmentFiles?: readonly EnvironmentFile[];
  /** Where the sandbox is, for the requests of its accounts: nothing leads them elsewhere. */
  readonly sandboxBases?: Bases;
  /** URI of the request file. Default: empty. */
  readonly uri?: string;
  /** What the request file imports. Default: nothing. */
  readonly imports?: readonly Import[];
}

/** Learns what a block depends on. */
export interface LookupTrace {
  variable(name: string): void;
  request(name: string): void;
  /** A name was not found, and others may have been suggested for it. */
  unknown(name: string): void;
}

/** Where paths go. */
export type Bases = Readonly<Record<'apiBase' | 'emulatorBase', string>>;

/** What the planner needs beside the request file. Make one for each run: it holds what was computed. */
export interface PlanContext extends VariableContext {
  readonly clock: Clock;
  readonly random: Random;
  /** Sent as `User-Agent` unless the request brings its own. */
  readonly userAgent: string;
  /** Looks a `{"$secret": "name"}` up; undefined when nothing is stored. Default: nothing is stored. */
  readonly secrets?: (name: string) => string | undefined;
  /**
   * File variables that this run has computed, by {@link definitionKey}. Give the same map to all
   * requests of a run over the same texts, so that `@id = {{$guid}}` stays what it is.
   */
  readonly computed?: Map<string, ResolvedValue>;
  /** What was learned since the request was first planned. Default: nothing. */
  readonly supplies?: Supplies;
  /** Set to show what would be sent: what is not supplied stays as it is written, instead of being a need. */
  readonly placeholders?: boolean;
  /** Told of every name that is looked up. */
  readonly trace?: LookupTrace;
  /** Set by the editor's features: nothing is computed, stored secrets are left out, stand-ins take their place. */
  readonly isCheck?: boolean;
}

/** The defaults of the bases. */
export const defaultBases: Bases = { apiBase, emulatorBase };

/** What a definition is called in `PlanContext.computed`. */
export function definitionKey(uri: string, offset: number): string {
  return `${uri}#${offset}`;
}

/**
 * A context for looking at a file without running it: the clock stands at 1970, random numbers are
 * all zero, stored secrets stay unknown.
 */
export function checkContext(variables: VariableContext): PlanContext {
  return {
    ...variables,
    clock: { now: () => 0, monotonic: () => 0, after: () => toDisposable(() => undefined) },
    random: { next: () => 0, uuid: () => '00000000-0000-4000-8000-000000000000' },
    userAgent: 'dt-http',
    isCheck: true,
  };
}
