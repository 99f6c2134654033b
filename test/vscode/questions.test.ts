// What a run asks the person in front of the editor.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { answerDialogs, diagnosticsOf, lensesAt, lensThat, openText, rangeOf, run, shownAnswer, useSandbox } from './support';

const project = 'c4f5le24saonvdu6500t';
const box = '.quick-input-widget input';

if (page.available) {
  describe('questions of a run', () => {
    useSandbox();
    afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));

    const line = (document: vscode.TextDocument) => rangeOf(document, 'GET');

    it('a value, which is offered again', async () => {
      const document = await openText('# @prompt project Which project?', 'GET /projects/{{project}}');
      const first = run(document, 'GET');
      await page.waitFor('.quick-input-message:has-text("Which project?")');
      await page.type(project);
      await page.screenshot('question-prompt');
      await page.press('Enter');
      await first;
      assert.match((await lensesAt(document, line(document))).join(), /200 OK/);
      const second = run(document, 'GET');
      await page.waitFor('.quick-input-message:has-text("Which project?")');
      await page.press('Enter');
      await second;
      assert.match(shownAnswer()?.getText() ?? '', new RegExp(`projects/${project}`));
    });

    it('a secret, masked and never shown or kept', async () => {
      const document = await openText('# @prompt-secret pass The secret?', 'GET /projects', 'X-Secret: {{pass}}');
      for (const text of ['planted-secret-of-a-prompt', 'another-secret-of-a-prompt']) {
        const running = run(document, 'GET');
        await page.waitFor(`${box}[type="password"]`);
        await page.type(text);
        if (text.startsWith('planted')) await page.screenshot('question-secret');
        await page.press('Enter');
        await running;
        assert.match((await lensesAt(document, line(document))).join(), /200 OK/);
        assert.ok(!(shownAnswer()?.getText() ?? '').includes(text));
      }
    });

    it('closed without an answer: nothing is sent, and the lens says so', async () => {
      const document = await openText('# @prompt project Which project?', 'GET /projects/{{project}}');
      const running = run(document, 'GET');
      await page.waitFor('.quick-input-message:has-text("Which project?")');
      await page.press('Escape');
      await running;
      assert.match((await lensesAt(document, line(document))).join(' | '), /\$\(debug-step-over\) skipped/);
      assert.equal(shownAnswer(), undefined);
      assert.match(diagnosticsOf(document).join(), /^run\.declined /);
    });

    it('closed by cancelling the run', async () => {
      const document = await openText('# @prompt project Which project?', 'GET /projects/{{project}}');
      const running = run(document, 'GET');
      await page.waitFor('.quick-input-message:has-text("Which project?")');
      await vscode.commands.executeCommand('dtHttp.cancel', document.uri, 0);
      await running;
      await page.waitFor('.quick-input-widget', { state: 'hidden' });
      await lensThat(document, line(document), /cancelled/);
    });

  });
}

describe('questions of a run that are dialogs', () => {
  useSandbox();

  for (const { answer, lens } of [{ answer: undefined, lens: /skipped/ }, { answer: 'Send', lens: /200 OK/ }]) {
    it(`whether to send: ${answer ?? 'no'}`, async () => {
      const document = await openText('# @confirm Really look?', 'GET /projects');
      const dialogs = answerDialogs('showWarningMessage', answer);
      try {
        await run(document, 'GET');
      } finally {
        dialogs.end();
      }
      const [text, options, action] = dialogs.asked[0] ?? [];
      assert.deepEqual([text, action], ['Really look?', 'Send']);
      assert.match(JSON.stringify(options), /"modal":true,"detail":"GET http/);
      assert.match((await lensesAt(document, rangeOf(document, 'GET'))).join(' | '), lens);
      assert.equal(dialogs.asked.length, 1, 'who says no is not told so');
    });
  }
});
