import * as vscode from 'vscode';
import type { ExplainedFailure, Ran, RunReport } from '../../app/report';
import { LineIndex, type Span } from '../../base/text';
import { lastAttempt } from '../../http/exchange';
import type * as Present from '../../insight/present';
import type { Block, RequestFile } from '../../language/syntax/nodes';
import { toRange, toSignal } from '../convert';
import { openedDocument, parsed } from '../documents';
import type { Ended } from '../running/batch';
import type { Launcher } from '../running/launcher';
import { requestTests } from './requestTests';

/** Runs chosen tests and tells the Test Explorer what came of them. */
export class TestRunner {
  constructor(
    private readonly controller: vscode.TestController,
    private readonly launcher: Launcher,
  ) {}

  async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    const signal = toSignal(token);
    try {
      const byFile = chosenTests(this.controller, request);
      for (const items of byFile.values()) for (const item of items) run.enqueued(item);
      for (const [uri, items] of byFile) if (!signal.aborted) await this.#runFile(run, vscode.Uri.parse(uri, true), items, signal);
    } finally {
      run.end();
    }
  }

  async #runFile(run: vscode.TestRun, uri: vscode.Uri, items: readonly vscode.TestItem[], signal: AbortSignal): Promise<void> {
    const document = openedDocument(uri) ?? (await open(uri));
    if (!document) {
      for (const item of items) run.errored(item, new vscode.TestMessage('This file cannot be opened any more.'));
      return;
    }
    const file = await parsed(document);
    const blocks = new Map(requestTests(file).map(({ id, block }) => [id, block]));
    const itemOf = new Map<Block, vscode.TestItem>();
    for (const item of items) {
      const block = blocks.get(item.id);
      if (block) itemOf.set(block, item);
      else run.errored(item, new vscode.TestMessage('This request is not in the file any more.'));
    }
    const wanted = file.blocks.filter((block) => itemOf.has(block));
    if (wanted.length === 0) return;
    // Listing tests has no need of the catalogue.
    const tell = new Teller(run, uri, file, await import('../../insight/present'));
    const onStart = (block: Block) => {
      const item = itemOf.get(block);
      if (item) run.started(item);
    };
    const onEnd = (ended: Ended) => {
      const item = itemOf.get(ended.block);
      if (item) tell.ended(item, ended);
    };
    await this.launcher.run({ document, file, blocks: wanted, signal, onStart, onEnd });
  }
}

async function open(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    // It was deleted after it was listed: the caller says so of each of its tests.
    return undefined;
  }
}

/** The tests that a request means, by file. */
function chosenTests({ items }: vscode.TestController, { include, exclude = [] }: vscode.TestRunRequest): ReadonlyMap<string, readonly vscode.TestItem[]> {
  const byFile = new Map<string, vscode.TestItem[]>();
  const add = (item: vscode.TestItem) => {
    if (exclude.includes(item)) return;
    if (item.parent) byFile.set(item.parent.id, [...(byFile.get(item.parent.id) ?? []), item]);
    else item.children.forEach(add);
  };
  if (include) include.forEach(add);
  else items.forEach(add);
  return byFile;
}

/** UTF-16 code units of expected and actual that are read as a sentence. */
const longestSentence = 120;

/** Columns of an explanation: the editor does not break its lines. */
const explanationWidth = 100;

/** Puts what came of requests of one file into the words of the Test Explorer. */
class Teller {
  readonly #lines: LineIndex;

  constructor(
    private readonly run: vscode.TestRun,
    private readonly uri: vscode.Uri,
    file: RequestFile,
    private readonly present: Pick<typeof Present, 'explanationText'>,
  ) {
    this.#lines = new LineIndex(file.text);
  }

  ended(item: vscode.TestItem, { report, isCancelled }: Ended): void {
    // Without a result the test is shown as it was before.
    if (!report || isCancelled) return;
    const output = outputOf(item.label, report);
    this.run.appendOutput(`${output.replace(/\r?\n/g, '\r\n')}\r\n`, undefined, item);
    switch (report.kind) {
      case 'disabled':
      case 'skipped':
        this.run.skipped(item);
        return;
      case 'refused':
        this.run.errored(item, report.findings.map(({ finding, message }) => this.#message(`Not sent: ${message}`, finding.span)));
        return;
      case 'ran':
        this.#ran(item, report);
    }
  }

  #ran(item: vscode.TestItem, report: Ran): void {
    const duration = durationOf(report);
    switch (report.verdict) {
      case 'passed':
        this.run.passed(item, duration);
        return;
      case 'failed':
        this.run.failed(item, this.#failures(report), duration);
        return;
      case 'no-answer':
        this.run.errored(item, this.#failures(report), duration);
        return;
      case 'cancelled':
        this.run.skipped(item);
    }
  }

  /** The whole explanation at the guilty word, and at each further one what is wrong there. */
  #explained({ explanation, span, marks }: ExplainedFailure): vscode.TestMessage[] {
    // The editor shows the first line beside the request, and the rest when it is opened.
    const whole = this.#message(this.present.explanationText(explanation, { width: explanationWidth }).trimEnd(), span);
    return [whole, ...marks.map((mark) => this.#message(mark.headline, mark.span))];
  }

  /** The expectations that do not hold, and why it failed. */
  #failures({ expectations, failure, saved, summary, plan }: Ran): vscode.TestMessage[] {
    const failed = expectations.filter(({ ok }) => !ok).map(({ expectation, expected, actual }) => {
      const message = this.#message(`Expected ${expected}, got ${actual}.`, expectation.span);
      // Two long texts are compared side by side; of short ones the editor would make "200 != status == 204".
      return expected.length + actual.length > longestSentence ? Object.assign(message, { expectedOutput: expected, actualOutput: actual }) : message;
    });
    if (failure) return [...failed, ...this.#explained(failure)];
    if (failed.length > 0) return failed;
    return [this.#message(saved?.kind === 'failed' ? `The answer was not saved: ${saved.reason}.` : summary, plan.parts.requestLine)];
  }

  #message(text: string, span: Span): vscode.TestMessage {
    const message = new vscode.TestMessage(text);
    message.location = this.#location(span);
    return message;
  }

  /** In the text that was run. */
  #location(span: Span): vscode.Location {
    return new vscode.Location(this.uri, toRange(this.#lines.rangeOf(span)));
  }
}

/** Milliseconds from the send to the end of the answer; undefined when nothing was sent. */
function durationOf({ result: { outcome } }: Ran): number | undefined {
  return lastAttempt(outcome.exchange)?.timing.totalMs;
}

function outputOf(label: string, report: RunReport): string {
  switch (report.kind) {
    case 'ran':
      return `${label}: ${report.summary}`;
    case 'disabled':
      return `${label}: disabled`;
    case 'refused':
    case 'skipped':
      return `${label}: ${report.findings.map(({ message }) => message).join(' ')}`;
  }
}
