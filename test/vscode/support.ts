import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';

/** The extension under test, active. */
export async function activated(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension('dt-http.dt-http');
  assert.ok(extension, 'the extension is not there');
  await extension.activate();
  return extension;
}

/** Starts the sandbox for the tests of a suite, and leaves no editor open behind any of them. */
export function useSandbox(): void {
  before(async () => {
    await activated();
    await vscode.commands.executeCommand('dtHttp.startSandbox');
  });
  afterEach(closeAll);
  after(() => vscode.commands.executeCommand('dtHttp.stopSandbox'));
}

/** Opens the tour as a user does, in the first column, alone. */
export async function openTour(): Promise<vscode.TextDocument> {
  const { extensionPath } = await activated();
  const document = await vscode.workspace.openTextDocument(path.join(extensionPath, 'media/examples/tour.dt.http'));
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: false });
  return document;
}

let files = 0;

/** A request file of its own in the workspace folder. */
export function openText(...lines: readonly string[]): Promise<vscode.TextDocument> {
  return openFile(`request-${++files}.dt.http`, lines.join('\n'));
}

/** Writes a file into the workspace folder; gives its URI. */
export async function writeFile(name: string, text: string): Promise<vscode.Uri> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

/** Writes a file into the workspace folder and opens it in the first column. */
export async function openFile(name: string, text: string): Promise<vscode.TextDocument> {
  await activated();
  const document = await vscode.workspace.openTextDocument(await writeFile(name, text));
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: false });
  return document;
}

/** Closes everything without asking. */
export async function closeAll(): Promise<void> {
  for (const group of vscode.window.tabGroups.all) {
    for (const tab of group.tabs) {
      if (tab.isDirty) {
        if (tab.input instanceof vscode.TabInputText) await vscode.window.showTextDocument(tab.input.uri);
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      } else {
        await vscode.window.tabGroups.close(tab);
      }
    }
  }
}

/** The range of the `occurrence`-th `text` after `marker`. */
export function rangeOf(document: vscode.TextDocument, text: string, marker = ''): vscode.Range {
  const from = document.getText().indexOf(marker);
  assert.ok(from >= 0, `no "${marker}" in the document`);
  const start = document.getText().indexOf(text, from);
  assert.ok(start >= 0, `no "${text}" after "${marker}"`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** Runs the request whose line holds `text` after `marker`, and waits for its end. */
export async function run(document: vscode.TextDocument, text: string, marker = ''): Promise<void> {
  const offset = document.offsetAt(rangeOf(document, text, marker).start);
  await vscode.commands.executeCommand('dtHttp.run', document.uri, offset);
}

/** Waits until `probe` gives something, asking again as the editor goes on. */
export async function eventually<T>(what: string, probe: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (Date.now() > deadline) assert.fail(`there was no ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Our diagnostics on a document, as `code severity range: message`. */
export function diagnosticsOf(document: vscode.TextDocument): readonly string[] {
  return vscode.languages.getDiagnostics(document.uri).map(describeDiagnostic);
}

export function describeDiagnostic({ code, severity, range, message }: vscode.Diagnostic): string {
  const { start, end } = range;
  const value = typeof code === 'object' ? code.value : code;
  return `${value ?? ''} ${vscode.DiagnosticSeverity[severity]} ${start.line}:${start.character}-${end.line}:${end.character} ${message}`;
}

/** All lenses of a document. */
export function lensesOf(document: vscode.TextDocument): Thenable<readonly vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
}

/** What every request that does not run has behind all others. */
const usualLenses = ['Run from here', '⋯'];

/** The titles of the lenses on the line of `range`, with plain spaces; without {@link usualLenses}. */
export async function lensesAt(document: vscode.TextDocument, range: vscode.Range): Promise<readonly string[]> {
  return (await allLensesAt(document, range)).filter((title) => !usualLenses.includes(title));
}

/** The titles of all lenses on the line of `range`, with plain spaces. */
export async function allLensesAt(document: vscode.TextDocument, range: vscode.Range): Promise<readonly string[]> {
  const lenses = await lensesOf(document);
  return lenses.filter((lens) => lens.range.start.line === range.start.line).map((lens) => (lens.command?.title ?? '').replaceAll('\u00a0', ' '));
}

/** Waits until a lens on the line of `range` matches. */
export function lensThat(document: vscode.TextDocument, range: vscode.Range, pattern: RegExp): Promise<string> {
  return eventually(`lens ${pattern.source}`, async () => {
    const titles = (await lensesAt(document, range)).join(' | ');
    return pattern.test(titles) ? titles : undefined;
  });
}

/** Waits until a document has this text: what is typed and taken arrives a moment later. */
export async function textThat(document: vscode.TextDocument, expected: string): Promise<void> {
  await eventually(`text ${JSON.stringify(expected)}, but ${JSON.stringify(document.getText())}`, () => (document.getText() === expected ? true : undefined));
}

/** The text of all hovers at the start of `range`. */
export async function hoverAt(document: vscode.TextDocument, range: vscode.Range): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, range.start);
  return hovers.flatMap((hover) => hover.contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))).join('\n');
}

/** The quick fixes on `range`. */
export function fixesAt(document: vscode.TextDocument, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  return eventually('list of fixes', async () => {
    try {
      return await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range, 'quickfix');
    } catch (error) {
      // The editor gives up when it hears of an edit meanwhile, also of one that was made before.
      if (error instanceof Error && error.name === 'Canceled') return undefined;
      throw error;
    }
  });
}

/** The quick fix of that title on `range`, as soon as there is one. */
export function fixAt(document: vscode.TextDocument, range: vscode.Range, title: string): Promise<vscode.CodeAction> {
  return eventually(`fix "${title}"`, async () => (await fixesAt(document, range)).find((action) => action.title === title));
}

/** Does what choosing an action of the light bulb does. */
export async function perform({ edit, command }: vscode.CodeAction): Promise<void> {
  if (edit) await vscode.workspace.applyEdit(edit);
  if (command) await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
}

/** The answer document that is shown. */
export function shownAnswer(): vscode.TextDocument | undefined {
  return shown(' · answer');
}

/** The document that is shown of what would be sent. */
export function shownPreview(): vscode.TextDocument | undefined {
  return shown(' · preview');
}

function shown(suffix: string): vscode.TextDocument | undefined {
  return vscode.window.visibleTextEditors.map(({ document }) => document).find(({ uri }) => uri.scheme === 'dt-http-answer' && uri.path.endsWith(suffix));
}

/** Selects in the editor that shows a document. */
export function select(document: vscode.TextDocument, range: vscode.Range): void {
  const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
  assert.ok(editor, 'the document is not visible');
  editor.selection = new vscode.Selection(range.start, range.end);
}

/** The octets of a file of the workspace folder. */
export async function readFile(name: string): Promise<Buffer> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  return Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder.uri, name)));
}

/**
 * Lets the test answer what the editor would ask in a dialog: in tests it shows none. Gives what
 * was asked; ends with the test.
 */
export function answerDialogs(method: 'showWarningMessage' | 'showInformationMessage' | 'showSaveDialog', answer: unknown): { readonly asked: readonly unknown[][]; end(): void } {
  const original = vscode.window[method];
  const asked: unknown[][] = [];
  const stub = (...args: unknown[]) => {
    asked.push(args);
    return Promise.resolve(answer);
  };
  Object.assign(vscode.window, { [method]: stub });
  return { asked, end: () => void Object.assign(vscode.window, { [method]: original }) };
}
