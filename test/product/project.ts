import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

/** The project's folder; tests are compiled to `out…/test/product`. */
export const root = path.resolve(__dirname, '../../..');

/** Paths that say whose machine something was made on, as they stand in a text. */
export const machinePaths: readonly string[] = [root, homedir() + path.sep].flatMap((folder) => [folder, JSON.stringify(folder).slice(1, -1)]);

export interface ProcessResult {
  /** The exit code; the signal's name when one ended it. */
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
}

export interface ProcessOptions {
  readonly cwd?: string;
  /** Default: those of this process, but for a home of its own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Called once the process runs. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** No program here takes longer, in milliseconds; one that hangs is ended, so that the test can say so. */
const limitMs = 50_000;

/** Runs a program of Node.js to its end. */
export function runNode(args: readonly string[], { env, ...options }: ProcessOptions = {}): Promise<ProcessResult> {
  if (env !== undefined) return runIn(env, args, options);
  return inEmptyFolder((home) => runIn({ ...process.env, HOME: home, USERPROFILE: home, LOCALAPPDATA: home }, args, options));
}

function runIn(env: NodeJS.ProcessEnv, args: readonly string[], { cwd = root, onStart }: Omit<ProcessOptions, 'env'>): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? signal ?? 'unknown', out, err }));
    onStart?.(child);
  });
}

/** Calls `work` with an empty folder that is removed afterwards. */
export async function inEmptyFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dt-http-product-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
