import * as vscode from 'vscode';
import type { RunReport } from '../../app/report';
import { priorityOf } from '../../app/session/priority';
import type { DependencyWatcher, RunSession } from '../../app/session/session';
import { isCancelled, sleep } from '../../base/abort';
import type { Span } from '../../base/text';
import type { RequestTarget } from '../../language/plan/needs';
import type { Block, RequestFile } from '../../language/syntax/nodes';
import { textOf } from '../../language/syntax/queries';
import { openedDocument } from '../documents';
import type { Engine } from '../engine';
import type { EditorInteraction } from '../interaction';
import { type LookUpQuota, ProgressLine, progressText, type RunProgress } from '../progress';
import type { Runs, RunTicket } from '../runs';
import { SlowNotice } from '../slowNotice';

/** Requests of one document that are run one after the other, in one session. */
export interface BatchInput {
  readonly document: vscode.TextDocument;
  /** The tree of the text as it was then: the document may be edited, or closed, meanwhile. */
  readonly file: RequestFile;
  /** In the order of the file; each holds a request. */
  readonly blocks: readonly Block[];
  /** Where the text that was parsed begins in the document. Default: at its start. */
  readonly from?: number;
  /** Nothing is sent before: milliseconds since 1970 UTC. */
  readonly notBefore?: number;
  /** Ends all of them. */
  readonly signal?: AbortSignal;
  readonly onStart?: (block: Block) => void;
  readonly onEnd?: (ended: Ended) => void;
}

/** What became of one request of a batch. */
export interface Ended {
  readonly block: Block;
  /** Missing when it was cancelled before there was anything to report. */
  readonly report?: RunReport;
  /** By the person who runs it, or by a newer run. */
  readonly isCancelled: boolean;
}

/** What running needs of the window. */
export interface BatchContext {
  readonly engine: Engine;
  readonly runs: Runs;
  readonly interaction: EditorInteraction;
}

/** A request that has a place in the window: its lens shows how it stands. */
interface Going {
  readonly ticket: RunTicket;
  state: 'queued' | 'running' | 'done';
}

/**
 * Runs the requests of a document in their order. Goes on after a failure; the requests that need
 * the failed one are then skipped. Cancelling the one that runs ends the batch; one that still
 * waits is only left out.
 */
export class Batch {
  readonly #context: BatchContext;
  readonly #input: BatchInput;
  readonly #version: number;
  readonly #abort = new AbortController();
  readonly #going = new Map<Block, Going>();
  readonly #ended: Ended[] = [];
  readonly #notice: SlowNotice;
  #line: ProgressLine | undefined;
  #quotaOf: LookUpQuota = () => undefined;

  constructor(context: BatchContext, input: BatchInput) {
    this.#context = context;
    this.#input = input;
    this.#version = input.document.version;
    this.#notice = new SlowNotice(context.engine.host.clock, titleOf(input), () => this.#abort.abort());
    this.#queue();
  }

  /** Of the runs of its requests, in their order. */
  get runIds(): readonly number[] {
    return [...this.#going.values()].map(({ ticket }) => ticket.id);
  }

  /**
   * To be called once. In the order of the blocks; the ones after the end of a cancelled batch too.
   * Rejects for failures of ours.
   */
  async run(): Promise<readonly Ended[]> {
    const { document, blocks, signal } = this.#input;
    const cancel = () => this.#abort.abort();
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted === true) cancel();
    try {
      const { engine, interaction } = this.#context;
      const [services, scope] = [await engine.get(), await engine.scope(document)];
      this.#quotaOf = (scope) => services.quotas().find((quota) => quota.scope === scope);
      const session = services.session({
        ...scope,
        file: this.#input.file,
        source: vscode.workspace.asRelativePath(document.uri),
        priority: priorityOf(blocks.length),
        interaction: interaction.of(scope.uri),
        onDependency: (target) => this.#watch(target),
      });
      for (const [index, block] of blocks.entries()) await this.#runOne(session, block, index);
      return this.#ended;
    } catch (error) {
      for (const going of this.#going.values()) stop(going, 'broken');
      throw error;
    } finally {
      this.#notice.dispose();
      signal?.removeEventListener('abort', cancel);
      for (const { ticket } of this.#going.values()) ticket.end();
    }
  }

  /** All of them get their places at once: so they move with edits from now on. */
  #queue(): void {
    const { document, blocks } = this.#input;
    const status = blocks.length === 1 ? { kind: 'running' as const, progress: progressText({ kind: 'starting' }, 0) } : { kind: 'queued' as const };
    const tickets = this.#context.runs.beginAll(document, blocks.map((block) => this.#spanOf(block)), status);
    tickets.forEach((ticket, index) => {
      const block = blocks[index];
      if (!block) return;
      const going: Going = { ticket, state: 'queued' };
      this.#going.set(block, going);
      ticket.signal.addEventListener('abort', () => {
        if (going.state === 'queued') stop(going, 'cancelled');
        else if (going.state === 'running') this.#abort.abort();
      });
    });
  }

  /** Of a block at the edge only what was parsed: the rest of the document is none of its business. */
  #spanOf({ start, end }: Block): Span {
    return { start: Math.max(start, this.#input.from ?? 0), end };
  }

  async #runOne(session: RunSession, block: Block, index: number): Promise<void> {
    const going = this.#going.get(block);
    if (!going) return;
    if (this.#abort.signal.aborted || going.ticket.signal.aborted) {
      stop(going, 'cancelled');
      this.#end({ block, isCancelled: true });
      return;
    }
    const line = this.#begin(going, block, this.#labelOf(block, index));
    this.#line = line;
    const signal = AbortSignal.any([this.#abort.signal, going.ticket.signal]);
    try {
      await this.#wait(line, signal);
      const report = await session.run(block, signal, (step) => line.show(step));
      this.#finish(going, report);
      this.#end({ block, report, isCancelled: signal.aborted });
    } catch (error) {
      if (!isCancelled(error)) throw error;
      stop(going, 'cancelled');
      this.#end({ block, isCancelled: true });
    } finally {
      line.dispose();
    }
  }

  async #wait(line: ProgressLine, signal: AbortSignal): Promise<void> {
    const { clock } = this.#context.engine.host;
    const waitMs = (this.#input.notBefore ?? 0) - clock.now();
    if (waitMs <= 0) return;
    line.show({ kind: 'waiting', forMs: waitMs });
    await sleep(clock, waitMs, signal);
  }

  /** Follows a request that is run because another one needs it: its own lens shows it, where its text is open. */
  #watch({ module, block, name }: RequestTarget): DependencyWatcher {
    this.#line?.show({ kind: 'dependency', name });
    const going = this.#going.get(block) ?? this.#beginOther(module, block);
    const back = () => this.#line?.show({ kind: 'starting' });
    if (!going) return { progress: () => undefined, ended: back };
    const isOfBatch = this.#input.blocks.includes(block);
    const line = this.#begin(going, block, name);
    return {
      signal: going.ticket.signal,
      progress: (step) => line.show(step),
      ended: (report) => {
        line.dispose();
        if (report) this.#finish(going, report);
        else stop(going, going.ticket.signal.aborted || this.#abort.signal.aborted ? 'cancelled' : 'broken');
        if (!isOfBatch) going.ticket.end();
        back();
      },
    };
  }

  /** A place for a request that is not of the batch; undefined where its text is not what the window shows. */
  #beginOther({ uri, file }: RequestTarget['module'], block: Block): Going | undefined {
    const { document, file: own } = this.#input;
    const shown = file === own ? document : openedDocument(vscode.Uri.parse(uri, true));
    if (!shown || shown.isClosed || (file === own ? shown.version !== this.#version : shown.getText() !== file.text)) return undefined;
    const going: Going = { ticket: this.#context.runs.begin(shown, file === own ? this.#spanOf(block) : block, { kind: 'queued' }), state: 'queued' };
    this.#going.set(block, going);
    return going;
  }

  #begin(going: Going, block: Block, label: string): ProgressLine {
    const show = ({ text, wait }: RunProgress) => going.ticket.tell({ kind: 'running', progress: text, ...(wait && { wait }) });
    const line = new ProgressLine(
      this.#context.engine.host.clock,
      (progress) => {
        show(progress);
        this.#notice.report(`${label === '' ? '' : `${label} · `}${progress.text}`);
      },
      this.#quotaOf,
    );
    if (going.state === 'queued') this.#input.onStart?.(block);
    // It may have been run for another one already; then it is over at once.
    if (going.state !== 'done') {
      going.state = 'running';
      show(line.shown);
    }
    if (this.#input.blocks.length > 1) this.#notice.report(label);
    return line;
  }

  #finish(going: Going, report: RunReport): void {
    if (going.state === 'done') return;
    going.state = 'done';
    going.ticket.tell({ kind: 'finished', report, at: new Date(this.#context.engine.host.clock.now()) });
  }

  #end(ended: Ended): void {
    this.#ended.push(ended);
    this.#input.onEnd?.(ended);
  }

  /** `3 of 12 · GET /projects`; empty for one alone, which the title names. */
  #labelOf(block: Block, index: number): string {
    const { blocks, file } = this.#input;
    return blocks.length === 1 ? '' : `${index + 1} of ${blocks.length} · ${requestText(file, block)}`;
  }
}

function stop(going: Going, because: 'cancelled' | 'broken'): void {
  if (going.state === 'done') return;
  going.state = 'done';
  going.ticket.tell({ kind: 'stopped', because });
}

/** What the notification says: the request line as written, or how many there are. */
function titleOf({ document, file, blocks }: BatchInput): string {
  const [first] = blocks;
  return blocks.length === 1 && first ? requestText(file, first) : `Running ${blocks.length} requests of ${vscode.workspace.asRelativePath(document.uri)}`;
}

/** The request line as written, not too long for a message. */
export function requestText(file: RequestFile, block: Block): string {
  return textOf(file, block.request?.line ?? block).trim().slice(0, 100);
}
