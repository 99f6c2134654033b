import * as vscode from 'vscode';
import type { EnvironmentProblem } from '../app/check';
import type { RunReport } from '../app/report';
import { DisposableBase } from '../base/disposable';
import type { Finding, Severity } from '../base/finding';
import { LineIndex, type Span } from '../base/text';
import { catalogueUri } from './cataloguePages';
import { spanToRange, toRange } from './convert';
import type { Engine } from './engine';
import { languageId } from './ids';
import type { Run, Runs } from './runs';

const source = 'DT HTTP';

/** Milliseconds of rest in typing before a file is checked again. */
const pauseMs = 150;

/** A diagnostic that remembers what it was made from, for the light bulb and the hover. */
export class ProductDiagnostic extends vscode.Diagnostic {
  constructor(
    range: vscode.Range,
    message: string,
    severity: vscode.DiagnosticSeverity,
    readonly origin: { readonly kind: 'check'; readonly finding: Finding } | { readonly kind: 'run'; readonly run: Run },
  ) {
    super(range, message, severity);
    this.source = source;
  }
}

/**
 * Shows what is found before a send and what a run found, kept apart by kind and merged at one
 * point. A run's findings move with their block, become a dated hint when it is edited, and go
 * with the next run.
 */
export class DiagnosticsManager extends DisposableBase {
  readonly #collection = this.register(vscode.languages.createDiagnosticCollection(languageId));
  readonly #checks = new Map<string, readonly ProductDiagnostic[]>();
  /** By request file: the environment files it marks. */
  readonly #environments = new Map<string, readonly string[]>();
  readonly #shown = new Map<string, readonly ProductDiagnostic[]>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly engine: Engine,
    private readonly runs: Runs,
  ) {
    super();
    this.register(runs.onDidChange((uri) => this.#withDocument(uri, (document) => this.#publish(document))));
    this.register(vscode.workspace.onDidOpenTextDocument((document) => this.#schedule(document, 0)));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#schedule(document, pauseMs)));
    this.register(vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)));
    this.register(vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('dtHttp')) this.#all();
    }));
    this.register(vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.path.endsWith('.env.json')) this.#all();
    }));
    this.register({ dispose: () => this.#timers.forEach((timer) => clearTimeout(timer)) });
    this.#all();
  }

  /** The diagnostics of ours that touch `range`, the narrowest first. */
  at(document: vscode.TextDocument, range: vscode.Range): readonly ProductDiagnostic[] {
    const shown = this.#shown.get(document.uri.toString()) ?? [];
    const width = (diagnostic: vscode.Diagnostic) => document.offsetAt(diagnostic.range.end) - document.offsetAt(diagnostic.range.start);
    return shown.filter((diagnostic) => diagnostic.range.intersection(range) !== undefined).sort((a, b) => width(a) - width(b));
  }

  #all(): void {
    for (const document of vscode.workspace.textDocuments) this.#schedule(document, 0);
  }

  #schedule(document: vscode.TextDocument, delay: number): void {
    if (document.languageId !== languageId) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key);
        void this.#check(document);
      }, delay),
    );
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const { findings, environments } = await this.engine.check(document);
    if (this.disposed || document.isClosed || document.version !== version) return;
    this.#checks.set(
      document.uri.toString(),
      findings.map(({ finding, message }) => {
        const diagnostic = new ProductDiagnostic(spanToRange(document, finding.span), message, toSeverity(finding.severity), { kind: 'check', finding });
        diagnostic.code = finding.code;
        return diagnostic;
      }),
    );
    this.#publish(document);
    this.#publishEnvironments(document, environments);
  }

  /** Environment files are marked as long as a request file that uses them is open. */
  #publishEnvironments(document: vscode.TextDocument, problems: readonly EnvironmentProblem[]): void {
    const key = document.uri.toString();
    for (const uri of this.#environments.get(key) ?? []) if (!problems.some((problem) => problem.uri === uri)) this.#collection.delete(vscode.Uri.parse(uri, true));
    this.#environments.set(key, problems.map(({ uri }) => uri));
    for (const { uri, text = '', findings, unreadable } of problems) {
      const index = new LineIndex(text);
      const ofFindings = findings.map(({ finding, message }) => {
        const diagnostic = new vscode.Diagnostic(toRange(index.rangeOf(finding.span)), message, toSeverity(finding.severity));
        diagnostic.code = finding.code;
        diagnostic.source = source;
        return diagnostic;
      });
      const ofFile = unreadable === undefined ? [] : [new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), `This file cannot be read: ${unreadable}.`)];
      this.#collection.set(vscode.Uri.parse(uri, true), [...ofFindings, ...ofFile]);
    }
  }

  #publish(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    const fromRuns = this.runs.all(document).flatMap((run) => this.#ofRun(document, run));
    const shown = [...(this.#checks.get(key) ?? []), ...fromRuns];
    this.#shown.set(key, shown);
    this.#collection.set(document.uri, shown);
  }

  #ofRun(document: vscode.TextDocument, run: Run): readonly ProductDiagnostic[] {
    if (run.status.kind !== 'finished') return [];
    const { report, at } = run.status;
    if (report.kind !== 'ran') return [];
    return [...this.#failure(document, run, report, at), ...this.#expectations(document, run, report)];
  }

  #failure(document: vscode.TextDocument, run: Run, report: Extract<RunReport, { kind: 'ran' }>, at: Date): readonly ProductDiagnostic[] {
    if (!report.failure) return [];
    const { explanation, span } = report.failure;
    const expected = report.verdict === 'passed';
    const place = run.edited ? firstLine(document, run.block) : spanToRange(document, moved(span, run));
    const message = run.edited ? `${at.toLocaleTimeString()}, before the last edit: ${explanation.headline}` : explanation.headline;
    const severity = run.edited ? vscode.DiagnosticSeverity.Hint : toSeverity(expected ? 'information' : explanation.severity);
    const diagnostic = new ProductDiagnostic(place, message, severity, { kind: 'run', run });
    diagnostic.code = { value: explanation.code, target: catalogueUri(explanation.code) };
    return [diagnostic];
  }

  #expectations(document: vscode.TextDocument, run: Run, report: Extract<RunReport, { kind: 'ran' }>): readonly ProductDiagnostic[] {
    if (run.edited) return [];
    return report.expectations
      .filter((result) => !result.ok)
      .map((result) => {
        const message = `Expected ${result.expected}, but it was ${result.actual}.`;
        const diagnostic = new ProductDiagnostic(spanToRange(document, moved(result.expectation.span, run)), message, vscode.DiagnosticSeverity.Error, { kind: 'run', run });
        diagnostic.code = 'expect.failed';
        return diagnostic;
      });
  }

  #withDocument(uri: vscode.Uri, action: (document: vscode.TextDocument) => void): void {
    const document = vscode.workspace.textDocuments.find((candidate) => candidate.uri.toString() === uri.toString());
    if (document) action(document);
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#checks.delete(key);
    this.#shown.delete(key);
    this.#collection.delete(document.uri);
    this.#publishEnvironments(document, []);
    this.#environments.delete(key);
  }
}

/** A span of the text that was run, where that text is now. */
export function moved(span: Span, run: Run): Span {
  return { start: span.start + run.moved, end: span.end + run.moved };
}

function firstLine(document: vscode.TextDocument, block: Span): vscode.Range {
  return document.lineAt(document.positionAt(block.start)).range;
}

function toSeverity(severity: Severity): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'information':
      return vscode.DiagnosticSeverity.Information;
    case 'hint':
      return vscode.DiagnosticSeverity.Hint;
  }
}
