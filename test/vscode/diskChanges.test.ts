// Files that another program writes while they are open: what is shown follows.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { page } from './page';
import { diagnosticsOf, eventually, lensesOf, lensThat, run, textThat, useSandbox } from './support';

const project = 'c4f5le24saonvdu6500t';

/** The text of each token, one per line of the answer. */
async function tokensOf(document: vscode.TextDocument): Promise<readonly string[]> {
  const { data } = await vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
  const found: string[] = [];
  for (let at = 0, line = 0, character = 0; at < data.length; at += 5) {
    const [deltaLine = 0, deltaCharacter = 0, length = 0] = data.slice(at, at + 3);
    line += deltaLine;
    character = deltaLine > 0 ? deltaCharacter : character + deltaCharacter;
    found.push(document.getText(new vscode.Range(line, character, line, character + length)));
  }
  return found;
}

const lensLines = async (document: vscode.TextDocument) => [...new Set((await lensesOf(document)).map(({ range }) => range.start.line))];

/** Waits until there are these findings, and no others. */
const findings = (document: vscode.TextDocument, ...expected: readonly string[]) =>
  eventually(`findings ${expected.join()}`, () => {
    const found = diagnosticsOf(document);
    return found.length === expected.length && expected.every((start, index) => found[index]?.startsWith(start)) ? true : undefined;
  }).catch(() => assert.fail(`expected ${expected.join()} in ${diagnosticsOf(document).join()}`));

/** Writes as another program does, without the editor. */
const byAnother = ({ uri }: vscode.TextDocument, text: string) => writeFileSync(uri.fsPath, text);

/*
 * Outside the workspace: there the editor watches the file that is shown, by means of Node.js. A whole
 * folder it watches with native code, which the editor of test/vscode/host does not have.
 */
const folder = mkdtempSync(path.join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), 'dt-http-disk-'));

async function openFile(name: string, text: string): Promise<vscode.TextDocument> {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: false });
  return document;
}

describe('a file that changes on the disk while it is open', () => {
  useSandbox();
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, end] of [['LF', '\n'], ['CRLF', '\r\n']] as const) {
    it(`takes findings, lenses, outline and colours along, to ${name}`, async () => {
      const document = await openFile(`open-${name}.dt.http`, '# @name first\nGET /projcts\n');
      await findings(document, 'dt.404.path');
      const after = [`@who = ${project}`, '', '### One', '# @name second', 'GET /projects/{{who}}', '', '### Two', '# @ref second', 'GET /projects/{{nobody}}', ''].join(end);
      byAnother(document, after);
      await textThat(document, after);
      assert.equal(document.isDirty, false);
      await findings(document, 'variable.undefined Error 8:16-8:22');
      assert.deepEqual(await lensLines(document), [4, 8]);
      assert.deepEqual(await tokensOf(document), ['who', 'name', 'second', 'who', 'Two', 'ref', 'second']);
      const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
      assert.deepEqual(symbols.map((symbol) => symbol.name), ['who', 'One', 'Two']);
      byAnother(document, '');
      await textThat(document, '');
      await findings(document);
      assert.deepEqual([await lensLines(document), await tokensOf(document)], [[], []]);
    });
  }

  if (page.available) {
    it('is painted as it is now', async () => {
      const settings = vscode.workspace.getConfiguration('editor');
      // The editor tells nobody when it has painted colours: bold letters do.
      await settings.update('semanticTokenColorCustomizations', { rules: { 'function.declaration': { bold: true } } }, vscode.ConfigurationTarget.Global);
      try {
        const document = await openFile('painted.dt.http', '# @name before\nGET /projects\n');
        await page.waitFor('.monaco-editor .view-line .mtkb:text("before")');
        byAnother(document, '# one more line\n# @name afterwards\nGET /projects/{{nobody}}\n');
        await page.waitFor('.monaco-editor .view-line .mtkb:text("afterwards")');
        await page.waitFor('.codelens-decoration a:has-text("Run")');
        await page.waitFor('.squiggly-error');
        await page.screenshot('disk-painted');
      } finally {
        await settings.update('semanticTokenColorCustomizations', undefined, vscode.ConfigurationTarget.Global);
      }
    });
  }

  it('takes along what a run found: it moves with its request, and goes with it', async () => {
    const failing = `### fails\nGET /projects/cnothere00000000000a\n`;
    const document = await openFile('ran.dt.http', failing);
    await run(document, 'GET');
    await findings(document, 'dt.404 Error 1:14-1:34');
    const moved = `### works\nGET /projects/${project}\n\n${failing}`;
    byAnother(document, moved);
    await textThat(document, moved);
    await findings(document, 'dt.404 Error 4:14-4:34');
    await lensThat(document, document.lineAt(4).range, /404 Not Found/);
    byAnother(document, `### works\nGET /projects/${project}\n`);
    await findings(document);
    await run(document, 'GET');
    await lensThat(document, document.lineAt(1).range, /200 OK/);
  });
});
