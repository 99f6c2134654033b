import { createContext, Script } from 'node:vm';

/** What became of work that had only so much time. */
export type Timed<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'too-slow' };

interface Box {
  work?: () => void;
}

interface Runner {
  readonly box: Box;
  run(limitMs: number): void;
}

/** Made on first use: a context costs a millisecond and some memory. */
let runner: Runner | undefined;

/**
 * Runs synchronous work that is stopped after `limitMs` milliseconds, wherever it is: also inside a
 * regular expression that tries for ever, which nothing in the language itself can end. What the
 * work throws is thrown on. Costs about 0.1 ms.
 *
 * Stopped work does not get to clean up: give it nothing of its own to leave half-done.
 */
export function withinTime<T>(limitMs: number, work: () => T): Timed<T> {
  let done: Timed<T> = { kind: 'too-slow' };
  runner ??= makeRunner();
  runner.box.work = () => {
    done = { kind: 'done', value: work() };
  };
  try {
    runner.run(limitMs);
  } catch (error) {
    if (!isTimeout(error)) throw error;
  } finally {
    delete runner.box.work;
  }
  return done;
}

/** The script is ours and constant; only scripts have a time limit in the runtime (Node.js documentation, vm, `timeout`). */
function makeRunner(): Runner {
  const box: Box = {};
  const context = createContext(box);
  const script = new Script('work()');
  return { box, run: (limitMs) => void script.runInContext(context, { timeout: limitMs }) };
}

function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
