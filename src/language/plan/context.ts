import { apiBase, emulatorBase } from '../../api/hosts';
import type { Clock } from '../../base/clock';
import { toDisposable } from '../../base/disposable';
import type { Random } from '../../base/random';
import type { EnvironmentFile } from './environment';
import type { ResolvedValue } from './variables';

/** What is known about variables outside the request file, without sending anything. */
export interface VariableContext {
  /** `--var`: beats everything else. */
  readonly commandLine?: ReadonlyMap<string, string>;
  /** Name of the selected environment; absent: only the shared values hold. */
  readonly environment?: string;
  /** Environment files, those beside the request file first, then those of its parent folders. */
  readonly environmentFiles?: readonly EnvironmentFile[];
  /** Base of the API where no variable `apiBase` is defined. Default: DT's. */
  readonly apiBase?: string;
  /** Base of the emulator where no variable `emulatorBase` is defined. Default: DT's. */
  readonly emulatorBase?: string;
}

/** What the planner needs beside the request file. Make one for each run: it holds what was computed. */
export interface PlanContext extends VariableContext {
  readonly clock: Clock;
  readonly random: Random;
  /** Sent as `User-Agent` unless the request brings its own. */
  readonly userAgent: string;
  /** Looks a `{"$secret": "name"}` up; undefined when nothing is stored. Default: nothing is stored. */
  readonly secrets?: (name: string) => string | undefined;
  /**
   * File variables that this run has computed, by offset of their definition. Give the same map to
   * all requests of a run over the same text, so that `@id = {{$guid}}` stays what it is.
   */
  readonly computed?: Map<number, ResolvedValue>;
  /** Set by the editor's features: nothing is computed, stored secrets are left out, stand-ins take their place. */
  readonly isCheck?: boolean;
}

/** The defaults of the bases. */
export const defaultBases: Readonly<Record<'apiBase' | 'emulatorBase', string>> = { apiBase, emulatorBase };

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
