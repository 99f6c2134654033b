import * as vscode from 'vscode';
import type { RunReport } from '../app/report';
import { DisposableBase } from '../base/disposable';
import { Emitter } from '../base/event';
import { moveSpan, type Span } from '../base/text';
import { languageId } from './ids';

/** How the latest run of a block stands. */
export type RunStatus =
  | { readonly kind: 'running'; readonly progress: string; readonly cancel: () => void }
  | { readonly kind: 'finished'; readonly report: RunReport; readonly at: Date };

/** The latest run of one block of an open document. */
export interface Run {
  /** The block, moved along with edits above it. */
  readonly block: Span;
  readonly status: RunStatus;
  /** Whether the block was edited since: what its run found is then history. */
  readonly edited: boolean;
  /** How far the block has moved since it was run: offsets of the report are off by this. */
  readonly moved: number;
}

/** Keeps the latest run of each block of each open document, wherever edits move the block. */
export class Runs extends DisposableBase {
  readonly #runs = new Map<string, Run[]>();
  readonly #changed = this.register(new Emitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;

  constructor() {
    super();
    this.register(vscode.workspace.onDidChangeTextDocument((event) => this.#onEdit(event)));
    this.register(vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)));
  }

  /** The latest run of the block that starts at `offset`; undefined when it was not run. */
  of(document: vscode.TextDocument, offset: number): Run | undefined {
    return this.all(document).find((run) => run.block.start === offset);
  }

  all(document: vscode.TextDocument): readonly Run[] {
    return this.#runs.get(document.uri.toString()) ?? [];
  }

  /** Whether anything is being run, in any document. */
  get running(): readonly Run[] {
    return [...this.#runs.values()].flat().filter((run) => run.status.kind === 'running');
  }

  /** Starts to keep a run of `block` in place of the one before; returns how to tell its status. */
  begin(document: vscode.TextDocument, block: Span, status: RunStatus): (status: RunStatus) => void {
    const key = document.uri.toString();
    let current: Run = { block, status, edited: false, moved: 0 };
    const others = this.all(document).filter((run) => run.block.start !== block.start);
    this.#runs.set(key, [...others, current]);
    this.#changed.fire(document.uri);
    return (next) => {
      const runs = this.#runs.get(key);
      const place = runs?.findIndex((run) => run.status === current.status) ?? -1;
      const known = runs?.[place];
      if (!runs || !known) return;
      current = { ...known, status: next };
      runs[place] = current;
      this.#changed.fire(document.uri);
    };
  }

  #onEdit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const runs = this.#runs.get(document.uri.toString());
    if (!runs || runs.length === 0 || contentChanges.length === 0) return;
    for (const change of contentChanges) {
      const replaced = { start: change.rangeOffset, end: change.rangeOffset + change.rangeLength };
      for (const [index, run] of runs.entries()) {
        const { span, touched } = moveSpan(run.block, replaced, change.text.length);
        runs[index] = { ...run, block: span, edited: run.edited || touched, moved: run.moved + span.start - run.block.start };
      }
    }
    // A block that was deleted takes its run along.
    this.#runs.set(
      document.uri.toString(),
      runs.filter((run) => run.block.end > run.block.start),
    );
    this.#changed.fire(document.uri);
  }

  #forget(document: vscode.TextDocument): void {
    if (document.languageId !== languageId) return;
    for (const { status } of this.all(document)) if (status.kind === 'running') status.cancel();
    this.#runs.delete(document.uri.toString());
  }
}
