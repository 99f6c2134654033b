/** What a terminal command talks to; `main.ts` supplies the process, tests supply memory. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Columns of the terminal; 80 when the output is no terminal. */
  readonly columns: number;
  /** Whether the output may be coloured unless `--color` says otherwise. */
  readonly color: boolean;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

/** Exit codes, the same for every command. */
export const exitCode = {
  ok: 0,
  /** An expectation failed, or an answer was an error that nobody expected. */
  failed: 1,
  /** The command line or a file was wrong; nothing was sent. */
  usage: 2,
  /** Could not connect or sign in. */
  unreachable: 3,
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
