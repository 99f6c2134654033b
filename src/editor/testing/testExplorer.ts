import * as vscode from 'vscode';
import { DisposableBase } from '../../base/disposable';
import type { Logger } from '../../base/logger';
import { LineIndex } from '../../base/text';
import { nextTurn } from '../../base/turns';
import type { RequestFile } from '../../language/syntax/nodes';
import { isTooLong } from '../../language/features/longFile';
import { parseInTurns } from '../../language/syntax/parser';
import { spanToRange, toRange } from '../convert';
import { openedDocument, readable } from '../documents';
import type { Launcher } from '../running/launcher';
import { isTrusted } from '../running/launcher';
import { requestTests } from './requestTests';
import { TestRunner } from './testRunner';

const testFiles = '**/*.dt.http';
const leftOut = '**/node_modules/**';

/** Where a test stands. */
type RangeOf = (test: ReturnType<typeof requestTests>[number]) => vscode.Range;

/** Keeps the items of the Test Explorer: a file each, with a test for each request that expects something. */
export class TestExplorer extends DisposableBase {
  readonly #controller: vscode.TestController;
  readonly #launcher: Launcher;
  readonly #log: Logger;
  #discovered: Promise<void> | undefined;
  /** Of each file a number that grows with each reading and listing: an older reading may take longer. */
  readonly #latest = new Map<string, number>();

  constructor(controller: vscode.TestController, launcher: Launcher, log: Logger) {
    super();
    this.#controller = controller;
    this.#launcher = launcher;
    this.#log = log;
  }

  /** What the view asks for: everything when `item` is undefined, else what is in it. */
  async resolve(item: vscode.TestItem | undefined): Promise<void> {
    if (!item) return this.#discover();
    if (item.uri && !item.parent) await this.#read(item.uri);
  }

  /** Looks at all files again. */
  async refresh(): Promise<void> {
    const uris = await vscode.workspace.findFiles(testFiles, leftOut);
    const found = new Set(uris.map((uri) => uri.toString()));
    for (const [id, { uri }] of this.#controller.items) if (uri && !found.has(id) && !openedDocument(uri)) this.#controller.items.delete(id);
    for (const uri of uris) await this.#read(uri);
  }

  /** Lists the tests of an open document as it is now; none of one that is too long to be looked into. */
  async update(document: vscode.TextDocument): Promise<void> {
    const file = await readable(document);
    if (document.isClosed || this.disposed) return;
    this.#list(document.uri, file, ({ span }) => spanToRange(document, span));
  }

  /** Runs tests, those of a file in one session. */
  async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (!isTrusted()) {
      // A run that never was leaves the tests as they are.
      this.#controller.createTestRun(request, undefined, false).end();
      return;
    }
    if (!request.include) await this.#discover();
    for (const item of request.include ?? []) await this.resolve(item);
    await new TestRunner(this.#controller, this.#launcher).run(request, token);
  }

  #discover(): Promise<void> {
    this.#discovered ??= this.#watchAndFind().catch((error: unknown) => {
      this.#discovered = undefined;
      throw error;
    });
    return this.#discovered;
  }

  async #watchAndFind(): Promise<void> {
    const watcher = this.register(vscode.workspace.createFileSystemWatcher(testFiles));
    const read = (uri: vscode.Uri) => void this.#read(uri).catch((error: unknown) => this.#log('error', `The tests of ${uri.fsPath} cannot be listed: ${String(error)}`));
    this.register(watcher.onDidCreate(read));
    this.register(watcher.onDidChange(read));
    this.register(watcher.onDidDelete((uri) => this.#drop(uri)));
    await this.refresh();
  }

  /** An open document counts rather than its file. */
  async #read(uri: vscode.Uri): Promise<void> {
    const document = openedDocument(uri);
    if (document) {
      await this.update(document);
      return;
    }
    const reading = this.#begin(uri);
    const text = await textOf(uri);
    const lines = new LineIndex(text ?? '');
    const file = text === undefined ? undefined : await parseInTurns(text, nextTurn);
    // Who opens, changes or deletes it meanwhile has its tests listed from there.
    if (this.disposed || openedDocument(uri) || this.#latest.get(uri.toString()) !== reading) return;
    this.#list(uri, file && !isTooLong(file, lines.lineCount) ? file : undefined, ({ span }) => toRange(lines.rangeOf(span)));
  }

  /** From now on what an older reading of the file finds is not listed. */
  #begin(uri: vscode.Uri): number {
    const reading = (this.#latest.get(uri.toString()) ?? 0) + 1;
    this.#latest.set(uri.toString(), reading);
    return reading;
  }

  #drop(uri: vscode.Uri): void {
    this.#begin(uri);
    this.#controller.items.delete(uri.toString());
  }

  #list(uri: vscode.Uri, file: RequestFile | undefined, rangeOf: RangeOf): void {
    const tests = file ? requestTests(file) : [];
    if (tests.length === 0) {
      this.#drop(uri);
      return;
    }
    this.#begin(uri);
    const { items } = this.#controller;
    const item = items.get(uri.toString()) ?? this.#add(uri);
    const wanted = new Set(tests.map(({ id }) => id));
    for (const [id] of item.children) if (!wanted.has(id)) item.children.delete(id);
    tests.forEach((test, index) => {
      const child = item.children.get(test.id) ?? this.#controller.createTestItem(test.id, test.label, uri);
      // Texts compare like numbers only when they are of one length.
      child.sortText = String(index).padStart(6, '0');
      const range = rangeOf(test);
      if (child.range?.isEqual(range) !== true) child.range = range;
      if (!item.children.get(test.id)) item.children.add(child);
    });
  }

  #add(uri: vscode.Uri): vscode.TestItem {
    const item = this.#controller.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
    this.#controller.items.add(item);
    return item;
  }
}

/** The text of a file; undefined when it cannot be read. */
async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // It is gone, or not ours to read: then it has no tests to show.
    return undefined;
  }
}
