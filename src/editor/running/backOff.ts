import * as vscode from 'vscode';
import { blockAt } from '../../language/syntax/queries';
import type { Clock } from '../../base/clock';
import { parsed } from '../documents';
import type { Runs } from '../runs';
import type { BatchInput, Ended } from './batch';
import type { Launcher } from './launcher';
import { nextWaitMs } from './growingWait';

/** What a repeated run needs of the window. */
interface BackOffContext {
  readonly launcher: Launcher;
  readonly runs: Runs;
  readonly clock: Clock;
}

/**
 * Runs a request after a wait, and once more after each of growing waits while it fails for the same
 * reason: a new resource is not visible everywhere at once. Ends with a cancel, and as soon as the
 * block is edited or gone.
 *
 * @param due When it goes for the first time, milliseconds since 1970 UTC.
 * @param code Of the explanation that is waited to go away.
 */
export async function runBackingOff({ launcher, runs, clock }: BackOffContext, first: BatchInput, due: number, code: string): Promise<readonly Ended[]> {
  const { document } = first;
  let input: BatchInput = { ...first, notBefore: due };
  let waitedMs = Math.max(0, due - clock.now());
  for (let repeats = 0; ; repeats++) {
    const { ended, runId } = await runOnce(launcher, runs, clock, input);
    const file = await parsed(document);
    const run = runs.all(document).find(({ id }) => id === runId);
    const [only] = ended;
    const waitMs = nextWaitMs(repeats, waitedMs);
    if (!run || run.edited || waitMs === undefined || only === undefined || only.isCancelled || !failedWith(only, code)) return ended;
    waitedMs += waitMs;
    input = { document, file, blocks: [blockAt(file, run.block.start)], notBefore: clock.now() + waitMs };
  }
}

function failedWith({ report }: Ended, code: string): boolean {
  return report?.kind === 'ran' && report.failure?.explanation.code === code;
}

/** What is sent is the text that was there when the wait began: an edit meanwhile ends it. */
async function runOnce(launcher: Launcher, runs: Runs, clock: Clock, input: BatchInput): Promise<{ readonly ended: readonly Ended[]; readonly runId: number | undefined }> {
  const abort = new AbortController();
  let runId: number | undefined;
  const edits = vscode.workspace.onDidChangeTextDocument(({ document }) => {
    if (document !== input.document || runId === undefined || clock.now() >= (input.notBefore ?? 0)) return;
    const run = runs.all(document).find(({ id }) => id === runId);
    if (!run || run.edited) abort.abort();
  });
  try {
    const ended = await launcher.launch({ ...input, signal: abort.signal }, ([id]) => (runId = id));
    return { ended, runId };
  } finally {
    edits.dispose();
  }
}
