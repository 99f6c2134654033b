import type { RunReport } from '../../app/report';
import type { Block } from '../../language/syntax/nodes';
import type { Page } from '../format/page';
import type { Style } from '../format/style';
import { exitCode, type ExitCode } from '../io';
import { type NotRun, notRunRecord, recordOf, type RequestRecord } from './record';

/** What came of the requests of one file, in the order they were run. */
export interface FileRecord {
  /** As on the command line; the path from the current folder for a file that was imported. */
  readonly file: string;
  readonly requests: readonly RequestRecord[];
}

/** How many requests ended how. */
export type Counts = Readonly<Record<RequestRecord['verdict'], number>>;

/** Everything that is remembered of a run. */
export interface RunRecord {
  /** Milliseconds since 1970 UTC. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Sentences about what is wrong with no request in particular; then nothing was sent. */
  readonly problems: readonly string[];
  readonly files: readonly FileRecord[];
  readonly counts: Counts;
}

/** Remembers what came of each request of a run, light enough for thousands. */
export class RunLog {
  readonly #cwd: string;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #files = new Map<string, RequestRecord[]>();
  readonly #problems: string[] = [];
  readonly #counts: Record<RequestRecord['verdict'], number> = { passed: 0, failed: 0, 'no-answer': 0, cancelled: 0, refused: 0, skipped: 0, disabled: 0, 'not-run': 0 };

  /** @param now The wall clock, milliseconds since 1970 UTC. */
  constructor(cwd: string, now: () => number) {
    this.#cwd = cwd;
    this.#now = now;
    this.#startedAt = now();
  }

  add(page: Page, block: Block, report: RunReport): void {
    this.#add(page, recordOf(page, block, report, this.#cwd));
  }

  notRun(page: Page, block: Block, because: NotRun): void {
    this.#add(page, notRunRecord(page, block, because));
  }

  problem(sentence: string): void {
    this.#problems.push(sentence);
  }

  get counts(): Counts {
    return this.#counts;
  }

  /** Whether a request did not do what was expected. */
  get hasFailed(): boolean {
    const { failed, skipped, refused, cancelled } = this.#counts;
    return failed + skipped + refused + cancelled + this.#counts['no-answer'] > 0;
  }

  /** What the run comes to; the worst of its requests counts. */
  get exitCode(): ExitCode {
    const { cancelled, refused, failed, skipped } = this.#counts;
    if (cancelled > 0) return exitCode.cancelled;
    if (refused > 0 || this.#problems.length > 0) return exitCode.usage;
    if (this.#counts['no-answer'] > 0) return exitCode.unreachable;
    return failed + skipped > 0 ? exitCode.failed : exitCode.ok;
  }

  get record(): RunRecord {
    return {
      startedAt: this.#startedAt,
      durationMs: Math.max(0, this.#now() - this.#startedAt),
      problems: this.#problems,
      files: [...this.#files].map(([file, requests]) => ({ file, requests })),
      counts: this.#counts,
    };
  }

  #add({ shown }: Page, record: RequestRecord): void {
    const requests = this.#files.get(shown) ?? [];
    this.#files.set(shown, requests);
    requests.push(record);
    this.#counts[record.verdict]++;
  }
}

/** `3 as expected, 1 not as expected · 2 disabled`. */
export function summary(counts: Counts, style: Style): string {
  const some = (count: number, words: string) => (count > 0 ? [`${count} ${words}`] : []);
  const good = `${counts.passed} as expected`;
  const bad = [
    ...some(counts.refused, 'not sent'),
    ...some(counts.failed, 'not as expected'),
    ...some(counts['no-answer'], 'without an answer'),
    ...some(counts.skipped, 'skipped'),
  ];
  const rest = [...some(counts['not-run'], 'not run'), ...some(counts.disabled, 'disabled')];
  const judged = bad.length === 0 ? style.good(good) : `${good}, ${style.bad(bad.join(', '))}`;
  return rest.length === 0 ? judged : `${judged} ${style.dim(`· ${rest.join(', ')}`)}`;
}
