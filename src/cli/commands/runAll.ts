import path from 'node:path';
import type { RunReport } from '../../app/report';
import type { Services } from '../../app/services';
import { priorityOf } from '../../app/session/priority';
import type { RunSession } from '../../app/session/session';
import { isCancelled } from '../../base/abort';
import type { RequestTarget } from '../../language/plan/needs';
import type { Priority } from '../../quota/permits';
import type { Block } from '../../language/syntax/nodes';
import type { RunArguments } from '../arguments';
import { createPage, type Page } from '../format/page';
import { heldBackText, isHeldBack, reportText } from '../format/report';
import { requestTitle } from '../format/requestTitle';
import { shownPath } from '../format/shownPath';
import { type InputFile, scopeOf } from '../inputs';
import { terminalInteraction } from '../interaction';
import type { Io } from '../io';
import type { NotRun } from '../report/record';
import type { RunLog } from '../report/runLog';
import { chosenOf } from '../selection';
import { howToGiveAccount } from '../signInFrom';
import { Waits } from '../waits';

/** What it takes. */
export interface RunAllParts {
  readonly services: Services;
  readonly inputs: readonly InputFile[];
  readonly log: RunLog;
  readonly args: RunArguments;
  readonly io: Io;
}

const noAccount = `dt-http: no account, so requests to DT go out unsigned: ${howToGiveAccount}; or try --sandbox.`;

/** Runs what is asked for of all files in order, tells each result as it comes, and notes it in `log`. */
export async function runAll(parts: RunAllParts): Promise<'done' | 'cancelled'> {
  return new Runs(parts).all();
}

class Runs {
  readonly #parts: RunAllParts;
  readonly #priority: Priority;
  /** Pages by the URI of their file. */
  readonly #pages: Map<string, Page>;
  /** Blocks that others needed: they are not told again in their turn. */
  readonly #told = new Set<Block>();
  /** Why what is left is not run. */
  #stopped: Exclude<NotRun, 'refused'> | undefined;
  #hasToldNoAccount = false;
  /** Whether it was explained that a 429 has closed the quota. */
  #hasToldClosed = false;
  readonly #waits: Waits;
  /** The request that was asked for, and those that have to be run before it: each for the one that stands before it here. */
  readonly #going: { readonly page: Page; readonly block: Block }[] = [];

  constructor(parts: RunAllParts) {
    this.#parts = parts;
    this.#waits = new Waits(parts.services, parts.io);
    this.#pages = new Map(parts.inputs.map(({ uri, page }) => [uri, page]));
    const chosen = parts.inputs.flatMap(({ page }) => chosenOf(page, parts.args));
    this.#priority = priorityOf(chosen.filter(({ isDisabled }) => !isDisabled).length);
  }

  async all(): Promise<'done' | 'cancelled'> {
    for (const input of this.#parts.inputs) await this.#file(input);
    return this.#stopped === 'cancelled' ? 'cancelled' : 'done';
  }

  async #file(input: InputFile): Promise<void> {
    const { services, args, io, log } = this.#parts;
    const session = services.session({
      ...scopeOf(input, args),
      source: path.basename(input.page.shown),
      priority: this.#priority,
      interaction: terminalInteraction(io, args.yes),
      onDependency: (target) => {
        const page = this.#pageOf(target.module);
        this.#going.push({ page, block: target.block });
        return { progress: this.#waits.of(requestTitle(page, target.block)), ended: (report) => this.#dependencyEnded(report) };
      },
    });
    for (const { block, isDisabled } of chosenOf(input.page, args)) {
      if (this.#told.has(block)) continue;
      if (isDisabled) log.add(input.page, block, { kind: 'disabled' });
      else if (this.#stopped) log.notRun(input.page, block, this.#stopped);
      else await this.#block(session, input.page, block);
    }
  }

  async #block(session: RunSession, page: Page, block: Block): Promise<void> {
    const { io, log } = this.#parts;
    this.#going.splice(0, Infinity, { page, block });
    try {
      const report = await session.run(block, io.signal, this.#waits.of(requestTitle(page, block)));
      // What it needs was cancelled: then it was not skipped for any fault of theirs.
      if (this.#isCancelled() && report.kind !== 'ran') log.notRun(page, block, 'cancelled');
      else this.#ended(page, block, report);
    } catch (error) {
      if (!isCancelled(error)) throw error;
      this.#stopped = 'cancelled';
      log.notRun(page, block, 'cancelled');
    }
  }

  /** Looked at anew each time: what is run on the way may have changed it. */
  #isCancelled(): boolean {
    return this.#stopped === 'cancelled';
  }

  #dependencyEnded(report: RunReport | undefined): void {
    const ended = this.#going.pop();
    // A disabled one is told in its own turn.
    if (!ended || !report || report.kind === 'disabled') return;
    const { page, block } = ended;
    this.#told.add(block);
    const chosen = this.#going[0];
    const needs = this.#going.at(-1);
    this.#ended(page, block, report, needs && chosen?.page !== page ? requestTitle(needs.page, needs.block) : undefined);
  }

  #ended(page: Page, block: Block, report: RunReport, neededBy?: string): void {
    const { io, log, args } = this.#parts;
    log.add(page, block, report);
    this.#tellNoAccount(report);
    const options = { verbose: args.verbose, cwd: io.cwd, ...(neededBy !== undefined && { neededBy }) };
    if (!isHeldBack(report)) io.out(`${reportText(page, block, report, options)}\n`);
    else {
      io.out(this.#hasToldClosed ? heldBackText(page, report, options) : `${reportText(page, block, report, options)}\n`);
      this.#hasToldClosed = true;
    }
    if (report.kind === 'ran' && report.verdict === 'cancelled') this.#stopped = 'cancelled';
    else if (args.bail && log.hasFailed) this.#stopped ??= 'bail';
  }

  /** Once, and only when it matters: other hosts never get an account's signature. */
  #tellNoAccount(report: RunReport): void {
    if (this.#hasToldNoAccount || report.kind !== 'ran' || report.result.unsignedBecause !== 'no-account') return;
    this.#hasToldNoAccount = true;
    this.#parts.io.err(`${noAccount}\n`);
  }

  /** An imported file has its own. */
  #pageOf({ uri, file }: RequestTarget['module']): Page {
    const known = this.#pages.get(uri);
    if (known && known.file === file) return known;
    const [{ page: { columns, color, style, redactor } }] = this.#parts.inputs as readonly [InputFile, ...InputFile[]];
    const page = createPage({ shown: known?.shown ?? shownPath(uri, this.#parts.io.cwd), file, columns, color, style, redactor });
    this.#pages.set(uri, page);
    return page;
  }
}
