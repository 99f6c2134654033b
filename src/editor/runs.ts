import * as vscode from 'vscode';
import type { Ran, RunReport } from '../app/report';
import { DisposableBase } from '../base/disposable';
import { Emitter } from '../base/event';
import { moveSpan, type Span } from '../base/text';
import type { PermitWait } from './quota/rows';

/** How the latest run of a block stands. */
export type RunStatus =
  /** Others are run before it. */
  | { readonly kind: 'queued' }
  /** `wait`: set while it waits for a permit. */
  | { readonly kind: 'running'; readonly progress: string; readonly wait?: PermitWait }
  /** There is nothing to report: it was given up too early, or ran into a fault of ours. */
  | { readonly kind: 'stopped'; readonly because: 'cancelled' | 'broken' }
  | { readonly kind: 'finished'; readonly report: RunReport; readonly at: Date };

/** The latest run of one block of an open document. */
export interface Run {
  readonly id: number;
  /** The block, moved along with edits. */
  readonly block: Span;
  readonly status: RunStatus;
  /** Whether the block was edited since: what its run found is then history. */
  readonly edited: boolean;
  /** How far the block has moved since it was run: offsets of the report are off by this. */
  readonly moved: number;
}

/** Held by the one who runs a request. */
export interface RunTicket {
  readonly id: number;
  /** Aborted by {@link cancel}, by {@link Runs.cancel}, by a newer run of the block, and with the window. */
  readonly signal: AbortSignal;
  cancel(): void;
  /** Shows how it stands; without effect once a newer run has taken the place, or the block is gone. */
  tell(status: RunStatus): void;
  /** To be called at the end, whatever came of it. */
  end(): void;
}

/**
 * Keeps the latest run of each block of each open document, wherever edits move the block. A run
 * goes on when its document is closed or its block deleted: it was sent, so its answer is shown.
 */
export class Runs extends DisposableBase {
  /** Of each document in the order of their blocks, which never overlap. */
  readonly #runs = new Map<string, Run[]>();
  readonly #going = new Map<number, AbortController>();
  /** By id the runs that wait for a permit, also those whose document was closed. */
  readonly #waits = new Map<number, { readonly wait: PermitWait; readonly uri: vscode.Uri }>();
  readonly #changed = this.register(new Emitter<vscode.Uri>());
  readonly #progressed = this.register(new Emitter<vscode.Uri>());
  #last = 0;
  /** A run began or ended. Edits are not told: who depends on the text listens to the text. */
  readonly onDidChange = this.#changed.event;
  /** A run that goes on has something new to say. */
  readonly onDidProgress = this.#progressed.event;

  constructor() {
    super();
    this.register(vscode.workspace.onDidChangeTextDocument((event) => this.#onEdit(event)));
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#runs.delete(uri.toString())));
    this.register({ dispose: () => this.#going.forEach((abort) => abort.abort()) });
  }

  /** The latest run of `block`; undefined when it was not run. */
  of(document: vscode.TextDocument, block: Span): Run | undefined {
    const runs = this.all(document);
    let latest: Run | undefined;
    // Mostly one; several where a separator between blocks was removed.
    for (let index = firstFrom(runs, block.start); index < runs.length; index++) {
      const run = runs[index];
      if (!run || !belongsTo(run, block)) break;
      if (!latest || run.id > latest.id) latest = run;
    }
    return latest;
  }

  /** All of a document, in the order of their blocks. */
  all(document: vscode.TextDocument): readonly Run[] {
    return this.#runs.get(document.uri.toString()) ?? [];
  }

  /** Aborts a run; without effect when it has ended. */
  cancel(run: Run): void {
    this.#going.get(run.id)?.abort();
  }

  /**
   * Puts what is known better now in the place of a run's report: its marks follow. Gives whether it
   * did; not when the block was edited since, run again, or is gone.
   */
  replace(uri: vscode.Uri, id: number, report: Ran): boolean {
    const runs = this.#runs.get(uri.toString()) ?? [];
    const place = runs.findIndex((run) => run.id === id);
    const known = runs[place];
    if (!known || known.edited || known.status.kind !== 'finished') return false;
    runs[place] = { ...known, status: { ...known.status, report } };
    this.#changed.fire(uri);
    return true;
  }

  /** The run that waits for a permit as `wait` says, and where its request is written; undefined when it is none of these runs. */
  waiting({ scope, take }: PermitWait): { readonly uri: vscode.Uri; readonly block?: Span; cancel(): void } | undefined {
    for (const [id, { wait, uri }] of this.#waits) {
      if (wait.scope !== scope || wait.take !== take) continue;
      const block = this.#runs.get(uri.toString())?.find((run) => run.id === id)?.block;
      return { uri, ...(block && { block }), cancel: () => this.#going.get(id)?.abort() };
    }
    return undefined;
  }

  /** Starts to keep a run of `block` in place of the one before, which is cancelled if it still goes on. */
  begin(document: vscode.TextDocument, block: Span, status: RunStatus): RunTicket {
    const [ticket] = this.beginAll(document, [block], status);
    if (!ticket) throw new Error('One block has one ticket.');
    return ticket;
  }

  /** The same for several blocks, which do not overlap; told as one change. */
  beginAll(document: vscode.TextDocument, blocks: readonly Span[], status: RunStatus): readonly RunTicket[] {
    const { uri } = document;
    const began = blocks.map((block): Run => ({ id: ++this.#last, block, status, edited: false, moved: 0 }));
    const controllers = began.map(({ id }) => {
      const abort = new AbortController();
      this.#going.set(id, abort);
      return abort;
    });
    const ordered = [...began].sort((one, other) => one.block.start - other.block.start);
    const isReplaced = (run: Run) => {
      const after = ordered[firstFrom(ordered, run.block.start + 1) - 1];
      return after !== undefined && belongsTo(run, after.block);
    };
    const before = this.all(document);
    const replaced = before.filter(isReplaced);
    // What is told of a closed document nobody sees, and nothing would remove it.
    if (!document.isClosed) {
      const kept = replaced.length === 0 ? before : before.filter((run) => !isReplaced(run));
      this.#runs.set(uri.toString(), [...kept, ...began].sort((one, other) => one.block.start - other.block.start));
    }
    for (const former of replaced) this.cancel(former);
    this.#changed.fire(uri);
    return began.map(({ id }, index): RunTicket => {
      const abort = controllers[index] ?? new AbortController();
      return {
        id,
        signal: abort.signal,
        cancel: () => abort.abort(),
        tell: (told) => this.#tell(uri, id, told),
        end: () => {
          this.#going.delete(id);
          this.#waits.delete(id);
        },
      };
    });
  }

  #tell(uri: vscode.Uri, id: number, status: RunStatus): void {
    if (status.kind === 'running' && status.wait) this.#waits.set(id, { wait: status.wait, uri });
    else this.#waits.delete(id);
    const runs = this.#runs.get(uri.toString()) ?? [];
    const place = runs.findIndex((run) => run.id === id);
    const known = runs[place];
    if (!known) return;
    runs[place] = { ...known, status };
    // From the queue into the run nothing changes but the words.
    (status.kind === 'running' ? this.#progressed : this.#changed).fire(uri);
  }

  #onEdit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    let runs = this.#runs.get(document.uri.toString());
    if (!runs || runs.length === 0 || contentChanges.length === 0) return;
    for (const change of contentChanges) {
      const replaced = { start: change.rangeOffset, end: change.rangeOffset + change.rangeLength };
      runs = runs.filter((run) => !covers(replaced, run.block)).map((run) => afterChange(run, replaced, change.text.length));
    }
    this.#runs.set(document.uri.toString(), runs);
  }
}

/** The index of the first run whose block starts at `offset` or later; the length when there is none. */
function firstFrom(runs: readonly Run[], offset: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.block.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A block of which the beginning was edited may start a little earlier than its run remembers. */
function belongsTo(run: Run, block: Span): boolean {
  return run.block.start >= block.start && (run.block.start < block.end || run.block.start === block.start);
}

/** Whether all of a block was replaced: then it is another block, or none. */
function covers(replaced: Span, block: Span): boolean {
  return replaced.start <= block.start && replaced.end >= block.end && replaced.end > replaced.start;
}

function afterChange(run: Run, replaced: Span, newLength: number): Run {
  const { span, touched } = moveSpan(run.block, replaced, newLength);
  return { ...run, block: span, edited: run.edited || touched, moved: run.moved + span.start - run.block.start };
}
