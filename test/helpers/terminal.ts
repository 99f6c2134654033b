import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CancelledError } from '../../src/base/abort';
import { execute } from '../../src/cli/cli';

export interface TerminalResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What somebody does when asked: types a line, ends the input, or presses Ctrl+C. */
export type Reaction = { readonly line: string } | 'end' | 'ctrl-c';

/** A folder with files and a terminal in it, without a process. */
export class Terminal {
  readonly abort = new AbortController();
  readonly env: Record<string, string> = {};
  /** Somebody sits there who does this when asked, one after the other. Default: nobody does. */
  reactions: readonly Reaction[] | undefined;
  /** What was asked in the latest run. */
  asked: readonly { readonly question: string; readonly secret: boolean }[] = [];
  /** Called with each piece of output as it comes. */
  onOutput: (text: string) => void = () => undefined;

  private constructor(readonly folder: string) {}

  static async open(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<Terminal> {
    const terminal = new Terminal(await mkdtemp(path.join(tmpdir(), 'dt-http-test-')));
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(terminal.folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    return terminal;
  }

  /** The home of whoever sits there; it is made when something is kept in it. */
  get home(): string {
    return `${this.folder}-home`;
  }

  run(...argv: readonly string[]): Promise<TerminalResult> {
    return this.runIn('.', ...argv);
  }

  /** @param folder Where the command is given, from the folder of the terminal. */
  async runIn(folder: string, ...argv: readonly string[]): Promise<TerminalResult> {
    let out = '';
    let err = '';
    this.asked = [];
    const left = [...(this.reactions ?? [])];
    const ask = (question: string, { secret }: { readonly secret: boolean }) => {
      this.asked = [...this.asked, { question, secret }];
      const reaction = left.shift();
      if (reaction === undefined) throw new Error(`Nothing is planned for "${question}".`);
      if (reaction === 'ctrl-c') return Promise.reject(new CancelledError());
      return Promise.resolve(reaction === 'end' ? undefined : reaction.line);
    };
    const code = await execute(argv, {
      out: (text) => {
        out += text;
        this.onOutput(text);
      },
      err: (text) => {
        err += text;
        this.onOutput(text);
      },
      env: this.env,
      cwd: path.join(this.folder, folder),
      home: this.home,
      columns: 100,
      color: false,
      ...(this.reactions && { ask }),
      signal: this.abort.signal,
    });
    return { code, out, err };
  }

  /** The text of a file of the folder. */
  read(name: string): Promise<string> {
    return readFile(path.join(this.folder, name), 'utf8');
  }

  async close(): Promise<void> {
    for (const folder of [this.folder, this.home]) await rm(folder, { recursive: true, force: true });
  }
}
