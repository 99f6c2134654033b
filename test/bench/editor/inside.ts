// Runs in the extension host of a real editor, beside the extension that is installed there, and
// measures what design section 11 asks for in the same way whichever that is. Lenses are there when
// the editor, asked for them, has asked the extension and has the answer. For what it paints it asks
// by itself, after a pause of 250 ms or more that is the same for every extension.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { page } from '../../vscode/page';
import { insertedRequest, requests, typedText } from './text';

/** What one file cost, in milliseconds. */
export interface EditingTimes {
  /** From asking for the file to its lenses. */
  readonly shown: number;
  /** From the insertion of a request in the middle to its lens. */
  readonly inserted: number;
  /** From the first of 20 characters to the lenses after the last. */
  readonly typed: number;
  /** From the first of 20 characters to the diagnostics after the last; missing when there are none. */
  readonly diagnosed?: number;
  /** From one more character to the colours of the file as it is then. */
  readonly coloured: number;
  /** From asking what fits where that was typed to the answer. */
  readonly completed: number;
}

/** What was measured in one editor. */
export interface EditingSession {
  /** In the order in which the files were opened. */
  readonly files: readonly EditingTimes[];
  /** Bytes on the heap of the extension host that are in use, with the first file open and edited. */
  readonly heapBytes: number;
}

/** Prints an `EditingSession`, or why there is none. */
export async function run(): Promise<void> {
  try {
    await page.print(`measured ${JSON.stringify(await measured())}`);
  } catch (error) {
    await page.print(error instanceof Error ? (error.stack ?? error.message) : String(error));
    throw error;
  }
}

/** Measures with each request file of the workspace in turn. */
async function measured(): Promise<EditingSession> {
  const extension = vscode.extensions.getExtension('dt-http.dt-http');
  assert.ok(extension, 'the extension is not there');
  await extension.activate();
  const files: EditingTimes[] = [];
  let heapBytes = 0;
  for (const uri of await vscode.workspace.findFiles('*.dt.http')) {
    files.push(await edited(uri));
    heapBytes ||= await heapInUse();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  return { files, heapBytes };
}

async function edited(uri: vscode.Uri): Promise<EditingTimes> {
  await rest();
  const shown = clock();
  const editor = await vscode.window.showTextDocument(uri, { preview: false });
  const { document } = editor;
  assert.equal((await lensLines(document)).size, requests);
  const shownMs = shown();
  await rest();

  const place = document.positionAt(document.getText().indexOf('###', document.getText().length / 2));
  const requestLine = place.line + 1;
  const inserted = clock();
  await editor.edit((edit) => edit.insert(place, insertedRequest));
  const lines = await lensLines(document);
  const insertedMs = inserted();
  assert.equal(lines.size, requests + 1);
  assert.ok(lines.has(requestLine));

  const end = document.lineAt(requestLine).text.lastIndexOf('}}');
  editor.selection = new vscode.Selection(requestLine, end, requestLine, end);
  await rest();
  const typed = clock();
  // Nobody waits for one character before the next: all are on their way at once.
  await Promise.all(Array.from(typedText, (text) => vscode.commands.executeCommand('type', { text })));
  assert.equal((await lensLines(document)).size, requests + 1);
  const typedMs = typed();
  assert.ok(document.lineAt(requestLine).text.includes(typedText));
  // The product has marked the last line; the floor marks nothing, and neither colours nor completes.
  const isOurs = vscode.languages.getDiagnostics(uri).length > 0;
  while (isOurs && !isMarked(document, requestLine)) {
    assert.ok(typed() < 10_000, 'no diagnostics of the text as it is');
    await delay(1);
  }
  const diagnosedMs = typed();
  await rest();

  const coloured = clock();
  await vscode.commands.executeCommand('type', { text: 'x' });
  const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens | undefined>('vscode.provideDocumentSemanticTokens', uri);
  const colouredMs = coloured();
  assert.equal((tokens?.data.length ?? 0) > 5 * requests, isOurs);

  const completed = clock();
  const behind = document.positionAt(document.offsetAt(editor.selection.active) - typedText.length - 1);
  const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', uri, behind);
  const completedMs = completed();
  assert.equal(list.items.some(({ kind }) => kind === vscode.CompletionItemKind.Variable), isOurs);
  return { shown: shownMs, inserted: insertedMs, typed: typedMs, ...(isOurs && { diagnosed: diagnosedMs }), coloured: colouredMs, completed: completedMs };
}

/** The lines that have a lens, asked for as the editor asks, through its other half and back. */
async function lensLines({ uri }: vscode.TextDocument): Promise<ReadonlySet<number>> {
  const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  // One in view without a command is asked for once more before it is painted, and is not there yet.
  const seen = vscode.window.visibleTextEditors.flatMap(({ document, visibleRanges }) => (document.uri.toString() === uri.toString() ? visibleRanges : []));
  assert.ok(lenses.every((lens) => lens.isResolved || !seen.some((range) => range.contains(lens.range))));
  return new Set(lenses.map((lens) => lens.range.start.line));
}

/** Whether the diagnostics are those of the text as it is: about what was typed, and about the end where it is now. */
function isMarked(document: vscode.TextDocument, line: number): boolean {
  const marked = vscode.languages.getDiagnostics(document.uri);
  const ends = document.lineAt(document.lineCount - 2).text.includes('{{missing}}');
  return ends && [line, document.lineCount - 2].every((wanted) => marked.some(({ range }) => range.start.line === wanted)) && marked.some(({ message }) => message.includes(typedText));
}

function clock(): () => number {
  const begun = performance.now();
  return () => performance.now() - begun;
}

/**
 * Lets the editor finish what it does some time after a file is shown or edited: it asks for lenses,
 * the product checks, and lists the tests after a second.
 */
function rest(): Promise<void> {
  return delay(1500);
}

/** Bytes in use after everything that can go has gone. */
async function heapInUse(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await rest();
  // What waits for a finalizer goes with the next collection.
  for (let time = 0; time < 3; time++) {
    collect();
    await delay(10);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
