import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { closeAll, diagnosticsOf, eventually, fixAt, hoverAt, openText, perform, rangeOf } from './support';

const text = [
  '### Too much at once',
  'GET /projects/c4f5le24saonvdu6500t/devices?page_size=500',
  '',
  '### A misspelt field',
  'POST /projects/c4f5le24saonvdu6500t/devices:batchUpdate',
  'Content-Type: application/json',
  '',
  '{',
  '  "devices": ["projects/c4f5le24saonvdu6500t/devices/cdpib6e3eqohgh5ett6u"],',
  '  "addLabel": { "room": "{{$uuid}}" }',
  '}',
  '',
  '### The wrong verb',
  'GET /projects/c4f5le24saonvdu6500t/devices:batchUpdate',
  'Content-Type: application/json',
  '',
  '{ "devices": ["projects/c4f5le24saonvdu6500t/devices/cdpib6e3eqohgh5ett6u"], "removeLabels": ["room"] }',
  '',
  '### A placeholder',
  'GET /projects/YOUR_PROJECT_ID/devices',
];

describe('what is foreseen, in the editor', () => {
  let document: vscode.TextDocument;
  before(async () => {
    document = await openText(...text);
    await eventually('findings', () => (diagnosticsOf(document).length > 0 ? true : undefined));
  });
  after(() => closeAll());

  /** `code Severity "marked text"`. */
  const found = () => vscode.languages.getDiagnostics(document.uri).map(({ code, severity, range }) => `${typeof code === 'object' ? code.value : code} ${vscode.DiagnosticSeverity[severity]} ${document.getText(range)}`);

  it('is marked on the word, as no error, with the code of the failure', () => {
    assert.deepEqual(found(), [
      'dt.400.parameter-value Information 500',
      'dt.400.unknown-field Information "addLabel"',
      'dt.501 Warning GET',
      'dt.404.id-shape Warning YOUR_PROJECT_ID',
    ]);
  });

  it('leads to the page of the catalogue', async () => {
    for (const { code } of vscode.languages.getDiagnostics(document.uri)) {
      assert.ok(typeof code === 'object');
      assert.equal(code.target.toString(), `dt-http-catalogue:/${code.value}.md`);
      const { length } = (await vscode.workspace.openTextDocument(code.target)).getText();
      assert.ok(length > 100, String(code.value));
    }
  });

  it('is explained by a hover', async () => {
    const hover = await hoverAt(document, rangeOf(document, 'YOUR_PROJECT_ID'));
    for (const part of ['**Do this**', '**Why**', '**Documentation**', '[All about']) assert.ok(hover.includes(part), `${part} in ${hover}`);
    const size = (await hoverAt(document, rangeOf(document, '500', 'page_size'))).replaceAll('\\', '');
    assert.match(size, /Ask for at most 100 items/);
    // What is said of other parameters is on the page.
    assert.doesNotMatch(size, /commas|offset/);
  });

  it('is mended by the light bulb', async () => {
    for (const [word, title, after] of [
      ['=500', 'Change page_size to 100', 'devices?page_size=100'],
      ['"addLabel"', 'Change to "addLabels"', '"addLabels": { "room": "{{$uuid}}" }'],
      ['GET /projects/c4f5le24saonvdu6500t/devices:batch', 'Change GET to POST', 'POST /projects/c4f5le24saonvdu6500t/devices:batchUpdate\nContent-Type'],
    ] as const) {
      const count = found().length;
      const { start } = rangeOf(document, word);
      await perform(await fixAt(document, new vscode.Range(start, start.translate(0, 1)), title));
      assert.ok(document.getText().includes(after), document.getText());
      await eventually('one finding less', () => (found().length === count - 1 ? true : undefined));
    }
    assert.deepEqual(found(), ['dt.404.id-shape Warning YOUR_PROJECT_ID']);
  });

  if (page.available) {
    it('is seen', async () => {
      const own = await openText(...text);
      await eventually('findings', () => (diagnosticsOf(own).length === 4 ? true : undefined));
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
      const { start } = rangeOf(own, '"addLabel"');
      await vscode.window.showTextDocument(own, { selection: new vscode.Range(start.translate(0, 2), start.translate(0, 2)) });
      await page.waitFor('.squiggly-warning');
      await page.waitFor('.squiggly-info');
      await vscode.commands.executeCommand('editor.action.showHover');
      await page.waitFor('.monaco-hover:has-text("All about dt.400.unknown-field")');
      await page.screenshot('foreseen-hover');
      await page.press('Escape');
      await page.press('Control+.');
      await page.waitFor('text=Change to "addLabels"');
      await page.screenshot('foreseen-fix');
      await page.press('Escape');
      await vscode.commands.executeCommand('workbench.action.toggleSidebarVisibility');
    });
  }
});
