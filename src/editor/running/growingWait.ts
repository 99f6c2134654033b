/** Milliseconds of the first wait between two tries; each further one is twice as long. Source: error documentation, 404. */
const firstMs = 1000;
/** Milliseconds that all waits together may last. "A few seconds" are enough for what is waited for. */
const longestMs = 30_000;

/**
 * How long to wait before the next try; undefined when it has been waited long enough.
 *
 * @param repeats How many tries came after the first wait.
 * @param waitedMs Of all waits so far.
 */
export function nextWaitMs(repeats: number, waitedMs: number): number | undefined {
  const leftMs = longestMs - waitedMs;
  return leftMs <= 0 ? undefined : Math.min(firstMs * 2 ** (repeats + 1), leftMs);
}
