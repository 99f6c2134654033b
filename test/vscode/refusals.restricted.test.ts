// Restricted Mode: everything can be read, nothing is run.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { closeAll, diagnosticsOf, eventually, hoverAt, lensesAt, openText, rangeOf, run, shownAnswer, useSandbox } from './support';

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

  if (page.available) {
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
      await page.waitFor('.quick-input-title:has-text("Add Service Account (1 of 4): key ID")');
      await page.screenshot('restricted-add-account');
      await page.press('Escape');
    });
  }

  after(closeAll);
});
