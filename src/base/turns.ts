/** Waits until whoever waited longer has had a turn. */
export type NextTurn = () => Promise<void>;

/** Long work that awaits this now and then holds up nobody: neither keys nor sockets. */
export const nextTurn: NextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Long work, with a `yield` wherever others may have a turn; it returns what comes of it. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Does all of it without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Does it with a turn for others after each step. */
export async function inTurns<T>(steps: Steps<T>, turn: NextTurn): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await turn();
  }
}
