import * as vscode from 'vscode';
import type { FileCheck } from '../app/check';
import { DisposableBase } from '../base/disposable';
import { spanToRange } from './convert';
import { EnvironmentMarks } from './diagnostics/environmentMarks';
import { diagnosticsOf } from './diagnostics/ofRun';
import { aboutFile, ofFinding, ProductDiagnostic } from './diagnostics/productDiagnostic';
import { openedDocument } from './documents';
import type { Engine } from './engine';
import { environmentFiles, languageId, requestFiles } from './ids';
import type { Runs } from './runs';

/** Milliseconds of rest after an edit before the file is checked: what is painted comes first. */
const pauseMs = 50;

/** The same for a file that is opened, of which nothing is known and everything is to be painted. */
const openedPauseMs = 500;

/** From so many runs of a file on, what they found is published at most every {@link publishPauseMs}: a long file may be run as a whole. */
const manyRuns = 25;
const publishPauseMs = 250;

interface Checked {
  /** Of the document, when it was checked. */
  readonly version: number;
  readonly diagnostics: readonly vscode.Diagnostic[];
}

/**
 * Shows what is found before a send and what a run found, kept apart by kind and merged at one
 * point. A run's findings move with their block, become a dated hint when it is edited, and go
 * with the next run.
 *
 * Nothing is done per keystroke: in between the editor itself moves what is shown.
 */
export class DiagnosticsManager extends DisposableBase {
  readonly #collection = this.register(vscode.languages.createDiagnosticCollection(languageId));
  readonly #environments = new EnvironmentMarks(this.#collection);
  readonly #checks = new Map<string, Checked>();
  readonly #shown = new Map<string, Checked>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #publishTimers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly engine: Engine,
    private readonly runs: Runs,
  ) {
    super();
    this.register(runs.onDidChange((uri) => this.#publishRuns(uri)));
    this.register(vscode.workspace.onDidOpenTextDocument((document) => this.#schedule(document, openedPauseMs)));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#schedule(document, pauseMs)));
    this.register(vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)));
    this.register(engine.environments.onDidChange(() => this.#all()));
    // Who signs, and what that account may do, decides what is foreseen.
    this.register(engine.accounts.onDidChange(() => this.#all(pauseMs)));
    this.register(engine.onDidLoad((services) => this.register(services.onDidChangeRights(() => this.#all(pauseMs)))));
    this.#watchSurroundings();
    this.register({ dispose: () => [this.#timers, this.#publishTimers].forEach((timers) => timers.forEach((timer) => clearTimeout(timer))) });
    this.#all(openedPauseMs);
  }

  /**
   * The diagnostics of ours that touch `range`: the narrowest first, of equals what happened before
   * what was foreseen; none until the latest edit was looked at.
   */
  at(document: vscode.TextDocument, range: vscode.Range): readonly ProductDiagnostic[] {
    const shown = this.#shown.get(document.uri.toString());
    if (shown?.version !== document.version) return [];
    const width = (diagnostic: vscode.Diagnostic) => document.offsetAt(diagnostic.range.end) - document.offsetAt(diagnostic.range.start);
    return shown.diagnostics
      .filter((diagnostic) => diagnostic instanceof ProductDiagnostic)
      .filter((diagnostic) => diagnostic.range.intersection(range) !== undefined)
      .sort((a, b) => width(a) - width(b) || Number(a.origin.kind === 'check') - Number(b.origin.kind === 'check'));
  }

  /** Environments and imports. In the workspace a watcher tells; beside a single file only its being saved here does. */
  #watchSurroundings(): void {
    for (const pattern of [environmentFiles, requestFiles]) {
      const watcher = this.register(vscode.workspace.createFileSystemWatcher(pattern));
      for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) this.register(event(() => this.#all(pauseMs)));
    }
    this.register(vscode.workspace.onDidSaveTextDocument(({ uri, languageId: language }) => {
      if (language === languageId || /\.env\.json(\.user)?$/.test(uri.path)) this.#all();
    }));
  }

  #all(delay = 0): void {
    for (const document of vscode.workspace.textDocuments) this.#schedule(document, delay);
  }

  /** Other documents are not checked; what runs of a part of them found still goes with an edit. */
  #schedule(document: vscode.TextDocument, delay: number): void {
    const isOurs = document.languageId === languageId;
    if (!isOurs && this.runs.all(document).length === 0) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key);
        if (!isOurs) this.#publish(document);
        else this.#check(document).catch((error: unknown) => this.engine.host.log('error', `checking ${document.fileName} failed: ${String(error)}`));
      }, delay),
    );
  }

  #publishRuns(uri: vscode.Uri): void {
    const document = openedDocument(uri);
    if (!document) return;
    const key = uri.toString();
    if (this.runs.all(document).length < manyRuns) this.#publish(document);
    else if (!this.#publishTimers.has(key)) {
      const timer = setTimeout(() => {
        this.#publishTimers.delete(key);
        this.#publish(document);
      }, publishPauseMs);
      this.#publishTimers.set(key, timer);
    }
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const key = document.uri.toString();
    const check = await this.engine.check(document);
    if (this.disposed || document.isClosed || document.version !== version) return;
    this.#checks.set(key, { version, diagnostics: ofCheck(document, check) });
    this.#publish(document);
    this.#environments.set(key, check.environments);
  }

  /** Where the text is newer than its check, the next check publishes both. */
  #publish(document: vscode.TextDocument | undefined): void {
    if (!document || document.isClosed) return;
    const key = document.uri.toString();
    const { version } = document;
    const checked = this.#checks.get(key);
    if (document.languageId === languageId && checked?.version !== version) {
      this.#schedule(document, 0);
      return;
    }
    const found = this.runs.all(document).flatMap((run) => diagnosticsOf(document, run));
    const diagnostics = withoutRepeats([...(checked?.diagnostics ?? []).filter((foreseen) => !found.some((each) => hasComeTrue(foreseen, each))), ...found]);
    this.#shown.set(key, { version, diagnostics });
    this.#collection.set(document.uri, diagnostics);
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    // An environment file that is closed keeps the marks that request files gave it.
    if (document.languageId === languageId || this.#shown.has(key)) this.#collection.delete(document.uri);
    for (const timers of [this.#timers, this.#publishTimers]) clearTimeout(timers.get(key));
    for (const map of [this.#timers, this.#publishTimers, this.#checks, this.#shown]) map.delete(key);
    if (document.languageId === languageId) this.#environments.set(key, []);
  }
}

function ofCheck(document: vscode.TextDocument, { findings, unknownEnvironment }: FileCheck): readonly vscode.Diagnostic[] {
  const ofFindings = findings.map((worded) => ofFinding(worded, spanToRange(document, worded.finding.span)));
  return unknownEnvironment === undefined ? ofFindings : [aboutFile(unknownEnvironment, vscode.DiagnosticSeverity.Error), ...ofFindings];
}

/** Whether a run has met at a word what was foreseen there: then that is said once, as what happened. */
function hasComeTrue(foreseen: vscode.Diagnostic, { origin, code, range }: ProductDiagnostic): boolean {
  if (origin.kind !== 'failure' || origin.run.edited || foreseen.range.intersection(range) === undefined) return false;
  // What would make a 400 of a whole request fails a single device inside a 200.
  return codeOf(foreseen.code) === codeOf(code) || String(codeOf(code)).startsWith('dt.200.');
}

function codeOf(code: vscode.Diagnostic['code']): string | number | undefined {
  return typeof code === 'object' ? code.value : code;
}

/** What kept a run from being sent was mostly seen before. */
function withoutRepeats(diagnostics: readonly vscode.Diagnostic[]): readonly vscode.Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ range, message }) => {
    const key = JSON.stringify([range, message]);
    return !seen.has(key) && seen.add(key);
  });
}
