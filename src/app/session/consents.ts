import { plain } from '../../insight/say';
import type { RequestPlan } from '../../language/plan/plan';
import type { Question } from './interaction';

/** What a person has agreed to, so that it is asked once. Ends with the process. */
export class Consents {
  readonly #given = new Set<string>();

  /** @param what Two texts name it: a request file, and a file or an origin. */
  has(kind: Question['kind'], file: string, what: string): boolean {
    return this.#given.has(JSON.stringify([kind, file, what]));
  }

  give(kind: Question['kind'], file: string, what: string): void {
    this.#given.add(JSON.stringify([kind, file, what]));
  }
}

/** `@confirm` */
export function confirmQuestion({ confirm = '', name, request: { method, origin, target } }: RequestPlan, shown: (text: string) => string): Question {
  const request = `${method} ${shown(origin + target)}`;
  return {
    kind: 'confirm',
    text: confirm === '' ? `Send ${name ?? request}?` : shown(confirm),
    detail: request,
    action: 'Send',
  };
}

/** A request that is only mentioned, and may change something. */
export function runFirstQuestion(name: string, method: string): Question {
  return {
    kind: 'run-first',
    text: `Run "${name}" first?`,
    detail: `A value is taken from the answer of this ${method} request, which was not run yet. Write "# @ref ${name}" to have it run without being asked.`,
    action: 'Run It First',
  };
}

/** A file in a body from outside of the workspace folder. */
export function readOutsideQuestion(path: string, folder: string): Question {
  return {
    kind: 'read-outside',
    text: `Send the file ${path}?`,
    detail: `It is outside of ${folder}. Its content becomes part of the request.`,
    action: 'Send the File',
  };
}

/** Values of the process or of `.env` on their way to a host that is not DT's. */
export function sendVariableQuestion(names: readonly string[], origin: string): Question {
  return {
    kind: 'send-variable',
    // A name is what the file writes: it is shown as one.
    text: `Send ${names.map((name) => plain(name, 80)).join(', ')} to ${origin}?`,
    detail: "Values of this machine's environment and of .env files, and secrets out of DT's answers, go to another host only when you agree. You are asked once for this file and host.",
    action: 'Send',
  };
}
