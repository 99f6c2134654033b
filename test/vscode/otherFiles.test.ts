// Run with DT HTTP: requests in the files of other tools, and in prose.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { diagnosticsOf, eventually, hoverAt, lensesOf, openFile, rangeOf, select, shownAnswer, useSandbox } from './support';

const project = 'c4f5le24saonvdu6500t';
const runHere = () => vscode.commands.executeCommand('dtHttp.runHere');

describe('requests in other files', () => {
  useSandbox();
  afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));

  it('run at the cursor of a .http file, and are marked there; no lens gets in the way', async () => {
    const document = await openFile('other.http', `@project = ${project}\n\n### good\nGET /projects/{{project}}\n\n### bad\nGET /projects/cnothere00000000000a\n`);
    assert.notEqual(document.languageId, 'dt-http');
    select(document, rangeOf(document, 'GET', '### good').with({ end: rangeOf(document, 'GET', '### good').start }));
    await runHere();
    assert.match((await eventually('answer', shownAnswer)).getText(), /200 OK/);
    assert.deepEqual(diagnosticsOf(document), []);
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    select(document, rangeOf(document, 'GET', '### bad').with({ end: rangeOf(document, 'GET', '### bad').start }));
    await runHere();
    assert.match(diagnosticsOf(document).join('\n'), /^dt\.404 Error 6:14-6:34 /);
    assert.deepEqual(await lensesOf(document), []);
  });

  it('run every request that the selection of a .rest file touches', async () => {
    const document = await openFile('other.rest', 'GET /projects?page_size=1\n\n### two\nGET /projects?page_size=2\n\n### three\nGET /projects?page_size=3\n');
    select(document, new vscode.Range(0, 2, 4, 0));
    await runHere();
    assert.equal(shownAnswer()?.uri.path, '/two · answer');
  });

  it('run from a selection in prose: nothing else of it counts, and the marks are where the text is', async () => {
    const text = ['# Notes', '', 'A 404 is not explained here, but there it is:', '', '```http', 'GET /projects/cnothere00000000000a', '```', '', 'GET /never'].join('\n');
    const document = await openFile('notes.md', text);
    select(document, rangeOf(document, 'GET /projects/cnothere00000000000a'));
    await runHere();
    assert.match(diagnosticsOf(document).join('\n'), /^dt\.404 Error 5:14-5:34 /);
    assert.match(await hoverAt(document, rangeOf(document, 'cnothere')), /\*\*Do this\*\*/);
    assert.equal(await hoverAt(document, rangeOf(document, '404')), '');
    if (page.available) await page.screenshot('other-notes');
    // An edit in front of it moves the mark along.
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'One more line\n');
    await vscode.workspace.applyEdit(edit);
    await eventually('moved mark', () => (diagnosticsOf(document).join().startsWith('dt.404 Error 6:14-6:34 ') ? true : undefined));
  });

  it('say what to do when nothing is selected', async () => {
    await openFile('empty.md', 'Nothing here.\n');
    await runHere();
    assert.equal(shownAnswer(), undefined);
    if (!page.available) return;
    await vscode.commands.executeCommand('notifications.showList');
    await page.waitFor('.notifications-center :text("Select the text of a request first.")');
  });

  if (page.available) {
    it('offer it in the menu of the editor', async () => {
      const document = await openFile('menu.md', 'GET /projects\n');
      select(document, document.lineAt(0).range);
      await page.click('.monaco-editor .view-line:has-text("/projects")', { button: 'right' });
      await page.waitFor('.context-view :text("Run with DT HTTP")');
      await page.screenshot('other-menu');
      await page.press('Escape');
    });
  }
});
