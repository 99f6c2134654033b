import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBareServer } from './server';
import { elapsed, median } from './statistics';

/** Medians in milliseconds, of whole processes. */
export interface TerminalCost {
  readonly runs: number;
  /** `node -e 0`: what Node.js itself takes. */
  readonly nodeMs: number;
  /** `dt-http --version`. */
  readonly startMs: number;
  /** `dt-http run` of a file of 200 requests, on a server without a quota. */
  readonly fileMs: number;
}

/** Starts each command `runs` times, in turns. Works from the project's root, on what is built there. */
export async function measure(runs = 21): Promise<TerminalCost> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dt-http-bench-'));
  const server = await startBareServer();
  try {
    const file = path.join(folder, 'many.dt.http');
    await writeFile(file, `### One of many\nGET ${server.origin}/v2/projects\n\n`.repeat(200));
    const commands = [['-e', '0'], ['dist/cli.js', '--version'], ['dist/cli.js', 'run', file]];
    const times = commands.map((): number[] => []);
    for (let run = -1; run < runs; run++) {
      for (const [index, command] of commands.entries()) {
        const took = await elapsed(() => end(command));
        if (run >= 0) times[index]?.push(took);
      }
    }
    const [nodeMs = 0, startMs = 0, fileMs = 0] = times.map(median);
    return { runs, nodeMs, startMs, fileMs };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

/** Runs a program of Node.js; rejects when it does not end well. */
function end(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}.`))));
  });
}
