// Requests with expectations are tests.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { closeAll, diagnosticsOf, eventually, lensesAt, lensThat, openFile, rangeOf, useSandbox, writeFile } from './support';

const text = [
  '### good', '# @expect status 200', 'GET /projects', '',
  '### bad', 'GET /projects', '?? status == 204', '',
  '### not sent', '# @expect status 200', 'GET /projects/{{nowhere}}', '',
  '### no test', 'GET /projects', '',
  '### off', '# @disabled', '# @expect status 200', 'GET /projects', '',
].join('\n');

const expand = '.test-explorer .monaco-list-row:has-text("explored.dt.http") .monaco-tl-twistie';
const runCurrentFile = () => vscode.commands.executeCommand('testing.runCurrentFile');

describe('the Test Explorer', () => {
  useSandbox();
  after(async () => {
    await vscode.commands.executeCommand('workbench.view.explorer');
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await closeAll();
  });

  it('runs the tests of a file, and their lenses and marks follow', async () => {
    const document = await openFile('explored.dt.http', text);
    await eventually('result', async () => {
      await runCurrentFile();
      return (await lensesAt(document, rangeOf(document, 'GET', '### good'))).join().includes('200 OK') ? true : undefined;
    });
    await lensThat(document, rangeOf(document, 'GET', '### bad'), /200 OK/);
    assert.match(diagnosticsOf(document).join('\n'), /^expect\.failed Error 6:3-6:16 Expected status (== )?204, got 200\.$/m);
    await lensThat(document, rangeOf(document, 'GET', '### not sent'), /not sent/);
    assert.deepEqual(await lensesAt(document, rangeOf(document, 'GET', '### no test')), ['$(play) Run']);
  });

  it('is cancelled with its requests', async () => {
    const document = await openFile('cancelled.dt.http', '### hangs\n# @expect status 200\nGET /projects\nX-Sandbox-Fault: hang\n\n### waits\n# @expect status 200\nGET /projects\n');
    await eventually('start', async () => {
      void runCurrentFile();
      return (await lensesAt(document, rangeOf(document, 'GET', '### hangs'))).join().includes('Sending') ? true : undefined;
    });
    await vscode.commands.executeCommand('testing.cancelRun');
    for (const marker of ['### hangs', '### waits']) await lensThat(document, rangeOf(document, 'GET', marker), /cancelled/);
  });

  if (page.available) {
    it('shows each file and request, with results', async () => {
      await writeFile('closed.dt.http', '### found on the disk\n# @expect status 200\nGET /projects\n');
      const document = await openFile('explored.dt.http', text);
      await vscode.commands.executeCommand('workbench.view.testing.focus');
      await page.waitFor('.test-explorer .monaco-list-row:has-text("explored.dt.http")');
      await page.waitFor('.test-explorer .monaco-list-row:has-text("closed.dt.http")');
      await page.click(expand);
      await vscode.commands.executeCommand('testing.runAll');
      await lensThat(document, rangeOf(document, 'GET', '### good'), /200 OK/);
      await page.waitFor('.test-explorer .monaco-list-row:has-text("bad")');
      await page.waitFor('.test-explorer .monaco-list-row:has-text("bad") .codicon-testing-failed-icon');
      await page.waitFor('.test-explorer .monaco-list-row:has-text("good") .codicon-testing-passed-icon');
      await page.waitFor('.test-explorer .monaco-list-row:has-text("not sent") .codicon-testing-error-icon');
      await page.waitFor('.test-explorer .monaco-list-row:has-text("off") .codicon-testing-skipped-icon');
      assert.equal(await page.count('.test-explorer .monaco-list-row:has-text("no test")'), 0);
      await page.screenshot('tests');
    });

    it('follows edits of an open file, and files that go', async () => {
      const document = await openFile('explored.dt.http', text);
      await vscode.commands.executeCommand('workbench.view.testing.focus');
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, rangeOf(document, 'no test\n'), 'a test now\n# @expect status 200\n');
      await vscode.workspace.applyEdit(edit);
      await page.waitFor('.test-explorer .monaco-list-row:has-text("a test now")');
      await document.save();
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(folder);
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, 'closed.dt.http'));
      await page.waitFor('.test-explorer .monaco-list-row:has-text("closed.dt.http")', { state: 'hidden' });
    });
  }
});
