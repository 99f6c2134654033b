import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execute } from '../../src/cli/cli';

export interface TerminalResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder with files and a terminal in it, without a process. */
export class Terminal {
  readonly abort = new AbortController();
  readonly env: Record<string, string> = {};
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

  async run(...argv: readonly string[]): Promise<TerminalResult> {
    let out = '';
    let err = '';
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
      cwd: this.folder,
      columns: 100,
      color: false,
      signal: this.abort.signal,
    });
    return { code, out, err };
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
