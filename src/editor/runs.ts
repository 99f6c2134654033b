import * as vscode from 'vscode';
import type { RunReport } from '../app/report';
import { DisposableBase } from '../base/disposable';
import { Emitter } from '../base/event';
import { moveSpan, type Span } from '../base/text';

/** How the latest run of a block stands. */
export type RunStatus =
  | { readonly kind: 'running'; readonly progress: string }
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
  readonly #runs = new Map<string, Run[]>();
  readonly #going = new Map<number, AbortController>();
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
    return this.all(document).findLast((run) => belongsTo(run, block));
  }

  all(document: vscode.TextDocument): readonly Run[] {
    return this.#runs.get(document.uri.toString()) ?? [];
  }

  /** Aborts a run; without effect when it has ended. */
  cancel(run: Run): void {
    this.#going.get(run.id)?.abort();
  }

  /** Starts to keep a run of `block` in place of the one before, which is cancelled if it still goes on. */
  begin(document: vscode.TextDocument, block: Span, progress: string): RunTicket {
    const id = ++this.#last;
    const abort = new AbortController();
    this.#going.set(id, abort);
    const replaced = this.all(document).filter((run) => belongsTo(run, block));
    const others = this.all(document).filter((run) => !belongsTo(run, block));
    const run: Run = { id, block, status: { kind: 'running', progress }, edited: false, moved: 0 };
    this.#runs.set(document.uri.toString(), [...others, run]);
    for (const former of replaced) this.cancel(former);
    this.#changed.fire(document.uri);
    return {
      signal: abort.signal,
      cancel: () => abort.abort(),
      tell: (status) => this.#tell(document.uri, id, status),
      end: () => void this.#going.delete(id),
    };
  }

  #tell(uri: vscode.Uri, id: number, status: RunStatus): void {
    const runs = this.#runs.get(uri.toString()) ?? [];
    const place = runs.findIndex((run) => run.id === id);
    const known = runs[place];
    if (!known) return;
    runs[place] = { ...known, status };
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
