import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Disposable } from '../../src/base/disposable';

/** Signals that end this process, and on which its children have to end first. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How a child ended. `code` is null when a signal ended it. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it wrote on both its outputs. */
  readonly output: string;
}

/** A child process, what it says and what it has written. */
export interface Child {
  readonly process: ChildProcess;
  /** Resolves when it has ended and all of its output is there. */
  readonly ended: Promise<Ended>;
  /** The next message of a forked one, none is left out; rejects when it ends before. */
  message(): Promise<unknown>;
}

/** All that run, of whomever: one listener for each way out is enough. */
const alive = new Set<ChildProcess>();

function killAlive(): void {
  for (const child of alive) child.kill('SIGKILL');
}

function onEnding(signal: NodeJS.Signals): void {
  killAlive();
  watch(false);
  process.kill(process.pid, signal);
}

function watch(isOn: boolean): void {
  const change = isOn ? 'on' : 'off';
  process[change]('exit', killAlive);
  for (const signal of endings) process[change](signal, onEnding);
}

/** Processes that end with this one, however it ends; also those that are stopped at the moment. */
export class Children implements Disposable {
  readonly #running = new Set<ChildProcess>();
  #disposed = false;

  /** Runs a module of the tests' build with a channel for messages. */
  fork(module: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Child {
    return this.#own(fork(module, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...process.env, ...env } }));
  }

  /** Runs Node.js with these arguments and, beside the necessary, these variables only. */
  node(args: readonly string[], env: Readonly<Record<string, string>>, cwd: string): Child {
    const { PATH = '', SystemRoot = '' } = process.env;
    return this.#own(spawn(process.execPath, args, { cwd, env: { PATH, SystemRoot, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Kills those that still run, and whichever is started after this. */
  dispose(): void {
    this.#disposed = true;
    for (const child of this.#running) child.kill('SIGKILL');
  }

  #own(child: ChildProcess): Child {
    if (alive.size === 0) watch(true);
    for (const running of [alive, this.#running]) running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('exit', () => {
      for (const running of [alive, this.#running]) running.delete(child);
      if (alive.size === 0) watch(false);
    });
    if (this.#disposed) child.kill('SIGKILL');
    const ended = (once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>).then(([code, signal]): Ended => ({ code, signal, output }));
    const inbox: unknown[] = [];
    child.on('message', (message) => inbox.push(message));
    const message = async () => {
      const end = ended.then(({ code, signal }) => {
        if (inbox.length === 0) throw new Error(`A child ended (${signal ?? code}) without an answer.\n${output}`);
      });
      if (inbox.length === 0) await Promise.race([once(child, 'message'), end]);
      // Whoever lost the race must not be a rejection that nobody handles.
      end.catch(() => undefined);
      return inbox.shift();
    };
    return { process: child, ended, message };
  }
}
