import { homedir, userInfo } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Ask } from './io';
import { lastResort } from './lastResort';

const abort = new AbortController();
// Before anything else is loaded: Ctrl+C while it starts is a cancel like any other.
process.once('SIGINT', () => abort.abort());
process.once('SIGTERM', () => abort.abort());
process.on('uncaughtException', fail);
for (const stream of [process.stdout, process.stderr]) {
  // A reader that has seen enough (`| head`) closes the pipe: that is no error of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    abort.abort();
  });
}

async function main(): Promise<void> {
  const { execute } = await import('./cli');
  process.exitCode = await execute(process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    env: process.env,
    cwd: process.cwd(),
    get home() {
      return homeFolder();
    },
    columns: process.stdout.columns || 80,
    color: process.stdout.isTTY && process.env['NO_COLOR'] === undefined,
    ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
    signal: abort.signal,
  });
}

/**
 * What the environment says, or else the system: a relative path is no home. A user that the system does not
 * know, as in some containers, has none; there it is taken to be the root, as elsewhere.
 */
function homeFolder(): string {
  for (const home of [homedir, () => userInfo().homedir]) {
    try {
      const folder = home();
      if (path.isAbsolute(folder)) return folder;
    } catch {
      continue;
    }
  }
  return path.parse(process.cwd()).root;
}

/** Loaded when there is something to ask. */
const ask: Ask = async (question, options, signal) => {
  const { askOn } = await import('./ask');
  return askOn(process.stdin, process.stderr)(question, options, signal);
};

/** Ends the process once the sentence is written: what failed may have left sockets and timers behind. */
function fail(error: unknown): void {
  process.exitCode = 1;
  process.stderr.write(lastResort(error), () => process.exit(1));
}

main().catch(fail);
