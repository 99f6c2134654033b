import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { choose, notified, row } from './accountSteps';
import { page } from './page';
import { closeAll, eventually, hoverAt, openFile, openText, rangeOf, run, shownAnswer, useSandbox } from './support';

/** Of the sandbox, whose ids are the same for the same seed. */
const headOffice = 'c4f5le24saonvdu6500t';

/** `id label` of each hint of a document. */
async function hintsOf(document: vscode.TextDocument, range = new vscode.Range(0, 0, document.lineCount, 0)): Promise<readonly vscode.InlayHint[]> {
  return vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, range);
}
const labelOf = ({ label }: vscode.InlayHint) => (typeof label === 'string' ? label : label.map(({ value }) => value).join(''));
const labelsOf = async (document: vscode.TextDocument) => (await hintsOf(document)).map((hint) => `${hint.position.line} ${labelOf(hint)}`);

describe('ids with faces, in the editor', () => {
  useSandbox();
  before(() => vscode.commands.executeCommand('dtHttp.forgetNames'));

  it('have none before anything was seen', async () => {
    const document = await openText(`GET /projects/${headOffice}`);
    assert.deepEqual(await labelsOf(document), []);
    assert.equal(await hoverAt(document, rangeOf(document, headOffice)).then((text) => text.includes('Head office')), false);
  });

  it('have the names that an answer told, in the request and in the answer', async () => {
    const document = await openText('### The devices', `# ${headOffice} is said in a comment`, `GET /projects/${headOffice}`, '', `### Labels`, `@project = ${headOffice}`, 'POST /projects/{{project}}/devices:batchUpdate', '', `{ "devices": ["projects/${headOffice}/devices/crfj5hcu1fj1620raime"] }`);
    await run(document, 'GET');
    await eventually('hints', async () => ((await labelsOf(document)).length > 0 ? true : undefined));
    assert.deepEqual(await labelsOf(document), ['2 Head office', '5 Head office', '8 Head office']);
    const answer = await eventually('answer', () => shownAnswer());
    const labels = await labelsOf(answer);
    assert.ok(labels.some((label) => label.endsWith(' Head office')) && labels.some((label) => label.endsWith(' Fjordkontor Demo AS')), labels.join());
    assert.match(await hoverAt(answer, rangeOf(answer, headOffice)), /\*\*Head office/);
  });

  it('are loaded by command, with progress; then devices have names, types and readings', async () => {
    const document = await openFile('faces.dt.http', [
      '### Label the freezer',
      `@office = ${headOffice}`,
      '',
      `GET /projects/${headOffice}/devices`,
      '',
      '### Two by their ids',
      'POST /projects/{{office}}/devices:batchUpdate',
      'Content-Type: application/json',
      '',
      `{ "devices": ["projects/${headOffice}/devices/crfj5hcu1fj1620raime", "projects/${headOffice}/devices/crirt6fvigrflslnngqn"], "addLabels": { "floor": "0" } }`,
      '',
    ].join('\n'));
    assert.equal(await vscode.commands.executeCommand('dtHttp.loadNames'), true);
    const labels = await eventually('names of devices', async () => {
      const found = await labelsOf(document);
      return found.some((label) => label.endsWith('Archive')) ? found : undefined;
    });
    assert.deepEqual(labels, ['1 Head office', '3 Head office', '9 Head office', '9 Archive', '9 Head office', '9 Bicycle cage']);
    const archive = (await hintsOf(document)).find((hint) => labelOf(hint) === 'Archive');
    assert.ok(typeof archive?.tooltip === 'string');
    assert.match(archive.tooltip, /^Archive \(humidity device\)\nIn Head office\nLabels: floor = 0\nLast reading: [\d.]+ °C, [\d.]+ %\nLast seen: /);
    const hover = (await hoverAt(document, rangeOf(document, 'crfj5hcu1fj1620raime'))).replaceAll('\\', '');
    assert.match(hover, /\*\*Archive \(humidity device\)\*\*/);
    assert.match(hover, /Last reading: [\d.]+ °C, [\d.]+ %/);
    if (page.available) {
      await vscode.commands.executeCommand('notifications.clearAll');
      await page.waitFor('.view-line:has-text("Bicycle cage")');
      await page.screenshot('resources-hints');
      await page.hover('.view-line span:has-text("crfj5hcu1fj1620raime") >> nth=-1');
      await page.waitFor('.monaco-hover:has-text("Last reading")');
      await page.screenshot('resources-hover');
      await page.press('Escape');
    }
  });

  it('are those of the account that signs', async () => {
    await vscode.commands.executeCommand('dtHttp.loadNames', 'sandbox-none');
    const document = await openText(`GET /projects/${headOffice}`, '', '###', '# @account sandbox-none', `GET /projects/${headOffice}`);
    assert.deepEqual(await labelsOf(document), ['0 Head office']);
  });

  it('in answers of 38 devices stand behind each', async () => {
    const document = await openText(`GET /projects/${headOffice}/devices`);
    await run(document, 'GET');
    const answer = await eventually('answer', () => shownAnswer());
    const labels = await eventually('hints', async () => {
      const found = await labelsOf(answer);
      return found.length > 20 ? found : undefined;
    });
    assert.ok(labels.some((label) => label.endsWith('Bicycle cage')), labels.join());
    const visible = await hintsOf(answer, new vscode.Range(0, 0, 12, 0));
    assert.ok(visible.length < labels.length && visible.every(({ position }) => position.line <= 12));
    if (page.available) {
      await page.waitFor('.view-line:has-text("Head office")');
      await page.screenshot('resources-answer');
    }
  });

  if (page.available) {
    describe('loaded from the list of accounts', () => {
      afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));

      it('are there for the active account', async () => {
        await vscode.commands.executeCommand('dtHttp.forgetNames');
        await vscode.commands.executeCommand('notifications.clearAll');
        const document = await openText(`GET /projects/${headOffice}`);
        assert.deepEqual(await labelsOf(document), []);
        await choose('DT: Switch Account');
        await page.waitFor(`${row('Load names…')}:has-text("then ids are chosen by name")`);
        await page.screenshot('resources-in-accounts');
        await page.click(row('Load names…'));
        assert.match(await notified('Loaded the names of'), /\d+ devices/);
        assert.deepEqual(await labelsOf(document), ['0 Head office']);
      });

      it('are not, and why is said, while the account is signed out; the way out is offered', async () => {
        await openText('GET /projects');
        await vscode.commands.executeCommand('dtHttp.signOut');
        await vscode.commands.executeCommand('notifications.clearAll');
        try {
          await choose('DT: Switch Account');
          await page.click(row('Load names…'));
          assert.match(await notified('is signed out.'), /sandbox-project\.admin is signed out\./);
          await page.click('.notifications-center a:has-text("Switch Account")');
          await page.waitFor(row('sandbox-project.user'));
          await page.press('Escape');
        } finally {
          await vscode.commands.executeCommand('dtHttp.switchAccount', 'sandbox-project.admin');
        }
      });
    });
  }

  it('are forgotten by command', async () => {
    const document = await openText(`GET /projects/${headOffice}`);
    assert.deepEqual(await labelsOf(document), ['0 Head office']);
    await vscode.commands.executeCommand('dtHttp.forgetNames');
    assert.deepEqual(await labelsOf(document), []);
  });

  after(closeAll);
});
