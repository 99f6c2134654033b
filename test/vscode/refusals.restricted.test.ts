// Restricted Mode: everything can be read, nothing is run.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { closeAll, diagnosticsOf, eventually, hoverAt, lensesAt, openText, rangeOf, run, select, shownAnswer, shownPreview, useSandbox } from './support';

describe('restricted mode', () => {
  useSandbox();

  it('shows lenses, findings and explanations', async () => {
    const document = await openText('# 404 is what it answers', 'GET projects');
    assert.deepEqual(await lensesAt(document, document.lineAt(1).range), ['$(play) Run']);
    assert.match(await hoverAt(document, rangeOf(document, '404')), /404 Not Found/);
    const found = await eventually('finding', () => diagnosticsOf(document)[0]);
    assert.match(found, /^target\.missing-slash Error 1:4/);
  });

  it('runs nothing by command', async () => {
    const document = await openText('GET /projects');
    await run(document, 'GET');
    assert.deepEqual(await lensesAt(document, document.lineAt(0).range), ['$(play) Run']);
    assert.equal(shownAnswer(), undefined);
  });

  for (const command of ['runAll', 'runFromHere', 'runSelected', 'runHere', 'rerunLast', 'preview']) {
    it(`does nothing for dtHttp.${command}`, async () => {
      const document = await openText('# @expect status 200', 'GET /projects');
      select(document, document.lineAt(1).range);
      await vscode.commands.executeCommand(`dtHttp.${command}`);
      assert.deepEqual(await lensesAt(document, document.lineAt(1).range), ['$(play) Run']);
      assert.equal(shownAnswer() ?? shownPreview(), undefined);
    });
  }

  it('does not heed the settings of the workspace', async () => {
    const document = await openText('GET /projects/{{project}}');
    const settings = vscode.workspace.getConfiguration('dtHttp', document);
    await settings.update('environment', 'theirs', vscode.ConfigurationTarget.Workspace);
    try {
      await eventually('finding', () => (diagnosticsOf(document).length > 0 ? true : undefined));
      assert.ok(!diagnosticsOf(document).some((text) => text.includes('theirs')), diagnosticsOf(document).join());
    } finally {
      await settings.update('environment', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  if (page.available) {
    it('lists tests, and runs none: the editor waits for trust, and so would the product', async () => {
      const document = await openText('### listed', '# @expect status 200', 'GET /projects');
      await vscode.commands.executeCommand('workbench.view.testing.focus');
      await page.waitFor('.test-explorer .monaco-list-row:has-text(".dt.http")');
      // Its question is a dialog, which the editor does not show in tests: the run goes no further.
      void vscode.commands.executeCommand('testing.runAll');
      await page.waitFor('.test-explorer .codicon-loading');
      await page.screenshot('restricted-tests');
      assert.deepEqual(await lensesAt(document, document.lineAt(2).range), ['$(play) Run']);
      await vscode.commands.executeCommand('testing.cancelRun');
      await vscode.commands.executeCommand('workbench.view.explorer');
      await vscode.commands.executeCommand('workbench.action.closePanel');
    });

    it('runs nothing from the lens, and says why', async () => {
      await openText('GET /projects');
      await page.click('.codelens-decoration a:has-text("Run")');
      await vscode.commands.executeCommand('notifications.showList');
      await page.waitFor('.notifications-center :text("No request is run in Restricted Mode")');
      await page.waitFor('.notifications-center a:has-text("Manage Workspace Trust")');
      await page.screenshot('restricted-run');
      assert.equal(shownAnswer(), undefined);
      await vscode.commands.executeCommand('notifications.clearAll');
    });

    it('adds accounts from the palette', async () => {
      await openText('GET /projects');
      await page.press('F1');
      await page.type('DT: Add Service Account');
      await page.click('.quick-input-list .monaco-list-row:has-text("DT: Add Service Account")');
      await page.click('.quick-input-list .monaco-list-row:has-text("Type key ID, secret and email")');
      await page.waitFor('.quick-input-title:has-text("Add Service Account: key ID (1/4)")');
      await page.screenshot('restricted-add-account');
      await page.press('Escape');
    });
  }

  after(closeAll);
});
