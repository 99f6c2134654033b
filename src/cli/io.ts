/**
 * Asks whoever sits at the terminal. Gives the line that was typed, which may be empty; undefined
 * when the input ended instead (Ctrl+D). A `secret` line is not echoed.
 *
 * Rejects with `CancelledError` at Ctrl+C and when `signal` is aborted.
 */
export type Ask = (question: string, options: { readonly secret: boolean }, signal: AbortSignal) => Promise<string | undefined>;

/** What a terminal command talks to; `main.ts` supplies the process, tests supply memory. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The user's own folder. */
  readonly home: string;
  /** Columns of the terminal; 80 when the output is no terminal. */
  readonly columns: number;
  /** Whether the output may be coloured unless `--color` says otherwise. */
  readonly color: boolean;
  /** Missing when nobody is there: input or messages are no terminal. */
  readonly ask?: Ask;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

/** Exit codes, the same for every command. */
export const exitCode = {
  ok: 0,
  /** An expectation failed, an answer was an error that nobody expected, or a request was skipped. */
  failed: 1,
  /** The command line or a file was wrong: nothing was sent, or a request was refused. Also a report that could not be written. */
  usage: 2,
  /** No answer: could not connect or sign in, or a 429 closed the quota for longer than is waited. */
  unreachable: 3,
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
