import type { Prompt } from '../../language/plan/needs';

/** What came of a question to the person who runs a request. */
export type Asked<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** The person said no, or closed the question. */
  | { readonly kind: 'dismissed' }
  /** Nobody can be asked. `instead` is a clause that says what to do: "give it with --var code=VALUE". */
  | { readonly kind: 'unavailable'; readonly instead: string };

/** Something that is done only when the person agrees. */
export interface Question {
  /**
   * - `confirm`: `@confirm` of a request;
   * - `run-first`: a request that may change something has to be run for the value of its answer;
   * - `read-outside`: a body takes in a file from outside of the workspace folder;
   * - `send-variable`: a value of the process or of a `.env` file goes to a host that is not DT's.
   */
  readonly kind: 'confirm' | 'run-first' | 'read-outside' | 'send-variable';
  /** One sentence with a question mark. */
  readonly text: string;
  /** One or two more sentences; may be empty. */
  readonly detail: string;
  /** What the button says: `Send`. */
  readonly action: string;
}

/** How a run talks to the person who started it. Cancelling rejects with `CancelledError`. */
export interface Interaction {
  /** Asks for a value. What was answered to a secret prompt is kept nowhere. */
  prompt(prompt: Prompt, signal: AbortSignal): Promise<Asked<string>>;
  confirm(question: Question, signal: AbortSignal): Promise<Asked<true>>;
  /**
   * What to do instead, as a clause, where it is known beforehand that such a question cannot be
   * asked; undefined where it can. Absent: everything can be asked.
   *
   * @param name Of the value that is asked for.
   */
  instead?(about: Question['kind'] | 'prompt', name?: string): string | undefined;
}

const nobody = 'run it where somebody can be asked';

/** Nobody is there. */
export const noInteraction: Interaction = {
  prompt: ({ name }) => Promise.resolve({ kind: 'unavailable', instead: `define "${name}" as a variable` }),
  confirm: () => Promise.resolve({ kind: 'unavailable', instead: nobody }),
};
