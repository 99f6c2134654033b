// Several requests at once: all, from here, the selected ones, the last again, and what a request needs first.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { allLensesAt, closeAll, diagnosticsOf, eventually, lensesAt, lensThat, openFile, openText, rangeOf, run, select, shownAnswer, useSandbox } from './support';

const project = 'c4f5le24saonvdu6500t';

/** One request of each outcome. */
const mixed = [
  '### first', 'GET /projects', '',
  '### second', 'GET /projects/cnothere00000000000a', '',
  '### third', `GET /projects/${project}`, '',
  '### fourth', 'GET /projects/{{nowhere}}', '',
  '### fifth', '# @disabled', 'GET /projects', '',
  '### sixth', `GET /projects/${project}/devices?page_size=1`,
];

describe('several requests', () => {
  useSandbox();
  afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));

  const titles = async (document: vscode.TextDocument) => {
    const lines = document.getText().split('\n').flatMap((text, line) => (text.startsWith('GET') ? [line] : []));
    const found: string[] = [];
    for (const line of lines) found.push((await lensesAt(document, document.lineAt(line).range)).slice(1).join(' | '));
    return found;
  };
  const outcomes = (found: readonly string[]) => found.map((text) => /^\$\(\S+\) (\d+ [\w ]*\w|[\w ]+)/.exec(text)?.[1] ?? '');

  it('have their lenses', async () => {
    const document = await openText('GET /projects');
    assert.deepEqual(await allLensesAt(document, document.lineAt(0).range), ['$(play) Run', 'Run from here', '⋯']);
  });

  it('run all: each lens has its result, the first failure is shown', async () => {
    const document = await openText(...mixed);
    await vscode.commands.executeCommand('dtHttp.runAll');
    assert.deepEqual(outcomes(await titles(document)), ['200 OK', '404 Not Found', '200 OK', 'not sent', 'disabled', '200 OK']);
    assert.match(shownAnswer()?.getText() ?? '', /404 Not Found/);
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 2, 'one answer alone');
    assert.match(diagnosticsOf(document).join('\n'), /^dt\.404 Error 4:/m);
    if (!page.available) return;
    await page.waitFor('.codelens-decoration:has-text("not sent")');
    await vscode.commands.executeCommand('notifications.showList');
    await page.waitFor('.notifications-center :text("6 requests: 3 passed, 1 failed, 1 not sent, 1 disabled.")');
    await page.screenshot('batch-all');
  });

  it('run from here: this one and those below, the last answer is shown', async () => {
    const document = await openText(...mixed);
    await vscode.commands.executeCommand('dtHttp.runFromHere', document.uri, document.offsetAt(rangeOf(document, '### fifth').start));
    assert.deepEqual(outcomes(await titles(document)), ['', '', '', '', 'disabled', '200 OK']);
    assert.equal(shownAnswer()?.uri.path, '/sixth · answer');
  });

  it('run selected: those that the selection touches', async () => {
    const document = await openText(...mixed);
    select(document, new vscode.Range(rangeOf(document, 'projects', '### first').start, rangeOf(document, '### third').start));
    await vscode.commands.executeCommand('dtHttp.runSelected');
    assert.deepEqual(outcomes(await titles(document)), ['200 OK', '404 Not Found', '', '', '', '']);
    select(document, rangeOf(document, 'GET', '### third'));
    await vscode.commands.executeCommand('dtHttp.runSelected');
    assert.deepEqual(outcomes(await titles(document)).slice(1, 4), ['404 Not Found', '200 OK', '']);
  });

  it('rerun the last: as it is written now, wherever it is now, and the cursor too', async () => {
    const document = await openText(...mixed);
    await run(document, 'GET', '### second');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# in front\n');
    edit.replace(document.uri, rangeOf(document, 'cnothere00000000000a'), project);
    await vscode.workspace.applyEdit(edit);
    select(document, new vscode.Range(0, 0, 0, 0));
    await vscode.commands.executeCommand('dtHttp.rerunLast');
    assert.deepEqual(outcomes(await titles(document)), ['', '200 OK', '', '', '', '']);
    await document.save();
    await closeAll();
    await vscode.commands.executeCommand('dtHttp.rerunLast');
    assert.equal(shownAnswer()?.uri.path, '/second · answer', 'also after it was closed');
  });

  it('run what is needed first, once, with a lens of its own', async () => {
    const document = await openText(
      '# @name one', `GET /projects/${project}`, '',
      '### two', 'GET /{{one.response.body.$.name}}', '',
      '### three', 'GET /{{one.response.body.$.name}}/devices?page_size=1',
    );
    await run(document, 'GET', '### two');
    assert.deepEqual(outcomes(await titles(document)), ['200 OK', '200 OK', '']);
    await run(document, 'GET', '### three');
    assert.deepEqual(outcomes(await titles(document)), ['200 OK', '200 OK', '200 OK']);
    assert.equal(shownAnswer()?.uri.path, '/three · answer');
  });

  it('skip what needs a request that failed, and say so at its place', async () => {
    const document = await openText('# @name gone', 'GET /projects/cnothere00000000000a', '', '### needs it', '# @ref gone', 'GET /projects', '', '### does not', 'GET /projects');
    await vscode.commands.executeCommand('dtHttp.runAll');
    assert.deepEqual(outcomes(await titles(document)), ['404 Not Found', 'skipped', '200 OK']);
    assert.match(diagnosticsOf(document).join('\n'), /^dependency\.failed Error 4:/m);
    await vscode.commands.executeCommand('dtHttp.explain', document.uri, document.offsetAt(rangeOf(document, '### needs').start));
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 4);
    if (page.available) {
      await page.waitFor('.codelens-decoration:has-text("skipped")');
      await page.screenshot('batch-skipped');
    }
  });

  it('end when the one that runs is cancelled; one that waits is only left out', async () => {
    const document = await openText('GET /projects', 'X-Sandbox-Fault: delay=700', '', '### left out', 'GET /projects', '', '### hangs', 'GET /projects', 'X-Sandbox-Fault: hang', '', '### never', 'GET /projects');
    const at = (marker: string) => document.offsetAt(rangeOf(document, marker).start);
    const running = vscode.commands.executeCommand('dtHttp.runAll');
    await lensThat(document, rangeOf(document, 'GET', '### never'), /queued \| Cancel/);
    await vscode.commands.executeCommand('dtHttp.cancel', document.uri, at('### left out'));
    await lensThat(document, rangeOf(document, 'GET', '### left out'), /cancelled/);
    await lensThat(document, rangeOf(document, 'GET', '### hangs'), /Sending/);
    if (page.available) {
      await vscode.commands.executeCommand('notifications.showList');
      await page.waitFor('.notifications-center :text("3 of 4")');
      await page.screenshot('batch-running');
    }
    await vscode.commands.executeCommand('dtHttp.cancel', document.uri, at('### hangs'));
    await running;
    assert.deepEqual(outcomes(await titles(document)), ['200 OK', 'cancelled', 'cancelled', 'cancelled']);
  });

  it('end with those that need it when the one that is run first is cancelled', async () => {
    const document = await openText('# @name slow', 'GET /projects', 'X-Sandbox-Fault: hang', '', '### needs it', '# @ref slow', 'GET /projects');
    const running = run(document, 'GET', '### needs it');
    await lensThat(document, rangeOf(document, 'GET'), /Sending/);
    await lensThat(document, rangeOf(document, 'GET', '### needs'), /Running "slow" first/);
    if (page.available) {
      await page.waitFor('.codelens-decoration:has-text("first…")');
      await page.screenshot('batch-dependency');
    }
    await vscode.commands.executeCommand('dtHttp.cancel', document.uri, 0);
    await running;
    const [first, second] = outcomes(await titles(document));
    assert.equal(first, 'cancelled');
    assert.match(second ?? '', /^(cancelled|skipped)$/);
  });

  it('show in the lens of an imported request that it runs, where its file is open', async () => {
    const shared = await openFile('shared.dt.http', `# @name shared\nGET /projects/${project}\n`);
    const document = await openText('# @import ./shared.dt.http', 'GET /{{shared.response.body.$.name}}');
    await run(document, 'GET');
    assert.match((await lensesAt(document, document.lineAt(1).range)).join(), /200 OK/);
    assert.match((await lensesAt(shared, shared.lineAt(1).range)).join(), /200 OK/);
  });

  it('are many, at an even pace: each has its result and its mark', async () => {
    const count = 30;
    const document = await openFile('many.dt.http', Array.from({ length: count }, (_, index) => `### r${index}\n${index === 7 ? '# @expect status 204\n' : ''}GET /projects?page_size=${index + 1}\n`).join('\n'));
    await vscode.commands.executeCommand('dtHttp.runAll');
    assert.deepEqual(outcomes(await titles(document)), Array.from({ length: count }, () => '200 OK'));
    assert.equal(shownAnswer()?.uri.path, '/r7 · answer');
    await eventually('mark', () => (diagnosticsOf(document).join().startsWith('expect.failed Error ') ? true : undefined));
  });

  if (page.available) {
    it('by mouse: the menu of a request', async () => {
      const document = await openText('GET /projects', '', '### below', 'GET /projects?page_size=1');
      await page.click('.codelens-decoration a:has-text("Run from here")');
      await lensThat(document, rangeOf(document, 'GET', '### below'), /200 OK/);
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
      await page.click('.codelens-decoration a:has-text("⋯")');
      await page.waitFor('.quick-input-list .monaco-list-row:has-text("Show what would be sent")');
      await page.screenshot('batch-menu');
      const rows = await page.texts('.quick-input-list .monaco-list-row');
      assert.ok(rows.some((row) => row.includes('Save the answer body')), rows.join());
      await page.press('Escape');
    });
  }
});
