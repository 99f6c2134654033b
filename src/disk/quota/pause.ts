/** As `Atomics.wait`. */
type Wait = (cell: Int32Array, index: number, value: number, milliseconds: number) => unknown;

const cell = new Int32Array(new SharedArrayBuffer(4));

/**
 * Holds the thread up for about `milliseconds`: a moment in which another process can finish what it is
 * just doing. For a few milliseconds at most.
 *
 * @param wait Default: `Atomics.wait`.
 */
export function pause(milliseconds: number, wait: Wait = Atomics.wait): void {
  const end = performance.now() + milliseconds;
  try {
    wait(cell, 0, 0, milliseconds);
  } catch {
    // Some hosts forbid it on their main thread, Electron's among them.
    while (performance.now() < end);
  }
}
