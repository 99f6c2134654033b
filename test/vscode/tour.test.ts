import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import {
  diagnosticsOf,
  eventually,
  fixesAt,
  hoverAt,
  lensesAt,
  lensesOf,
  lensThat,
  openText,
  openTour,
  perform,
  rangeOf,
  run,
  shownAnswer,
  useSandbox,
} from './support';

const expired =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJkdC1odHRwIHNhbmRib3giLCJzdWIiOiJjMG5icjcwNDUybHJ1N3A5N2s4dEBjNGY1bGUyNHNhb252ZHU2NTAwdC5zZXJ2aWNlYWNjb3VudC5kMjFzLmNvbSIsImlhdCI6MTU3NzgzNjgwMCwiZXhwIjoxNTc3ODQwNDAwLCJqdGkiOiIwIn0.7EH8tl2tUbdh762pD8uK1C7THGPBEPkLHKRLxQaY0FM';

describe('the tour in the editor', () => {
  useSandbox();

  it('has a Run lens on every request', async () => {
    const document = await openTour();
    const requests = document.getText().match(/^(GET|POST|PUT) /gm)?.length;
    const lenses = await lensesOf(document);
    assert.equal(lenses.filter((lens) => lens.command?.command === 'dtHttp.run').length, requests);
  });

  it('has hints before anything is run: what fails on purpose, and is seen before', async () => {
    const document = await openTour();
    await eventually('hints', () => (diagnosticsOf(document).length > 0 ? true : undefined));
    const { line } = rangeOf(document, '\nPUT ').end;
    const found = diagnosticsOf(document);
    assert.deepEqual(found.map((each) => each.split(' ').slice(0, 2).join(' ')), ['dt.400.parameter-value Hint', 'dt.401.expired-token Hint', 'dt.403.label Hint', 'dt.501 Hint']);
    assert.match(found[3] ?? '', new RegExp(`^dt\\.501 Hint ${line}:0-${line}:3 This path takes POST, not "PUT"\\.`));
  });

  it('runs a good request: answer beside, result in the lens, focus where it was', async () => {
    const document = await openTour();
    await run(document, 'GET /projects\n');
    const answer = await eventually('answer', shownAnswer);
    assert.match(answer.getText(), /^HTTP\/1\.1 200 OK · (?:<1|\d+) ms · [\d.]+ kB\nGET http:\/\/127\.0\.0\.1:\d+\/v2\/projects\n/m);
    assert.match(answer.getText(), /"displayName": "Head office"/);
    assert.equal(answer.languageId, 'dt-http-answer');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), document.uri.toString());
    const lenses = await lensesAt(document, rangeOf(document, 'GET /projects\n'));
    assert.match(lenses.join(' | '), /^\$\(play\) Run \| \$\(pass\) 200 OK · (<1|\d+) ms · 1\.\d kB$/);
  });

  it('marks the wrong id of a 404, with code, link, hover and lens', async () => {
    const document = await openText('GET /projects/c4f5le24saonvdu6500t/devices/cdpib6e3eqohgh5ettaa');
    await run(document, 'GET ');
    const [diagnostic] = await eventually('diagnostic', () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.ok(diagnostic);
    assert.deepEqual(diagnosticsOf(document), [
      'dt.404 Error 0:43-0:63 404 Not Found: no device "cdpib6e3eqohgh5ettaa" that this account can see',
    ]);
    assert.equal(diagnostic.source, 'DT HTTP');
    assert.ok(typeof diagnostic.code === 'object');
    assert.equal(diagnostic.code.target.toString(), 'dt-http-catalogue:/dt.404.md');
    const catalogue = await vscode.workspace.openTextDocument(diagnostic.code.target);
    assert.match(catalogue.getText(), /404 Not Found/);
    const hover = await hoverAt(document, diagnostic.range);
    for (const part of ['**Do this**', '**Why**', '**Evidence**', '**Documentation**', '#id-404']) assert.ok(hover.includes(part), `${part} in ${hover}`);
    const lenses = await lensesAt(document, rangeOf(document, 'GET '));
    assert.match(lenses.join(' | '), /Run \| \$\(error\) 404 Not Found · .* \| explain$/);
  });

  it('explains a bare status code in a request file and in an answer', async () => {
    const document = await openText('# 409 is not good', '# @expect status 503', 'GET /projects/c4f5le24saonvdu6500t');
    assert.match(await hoverAt(document, rangeOf(document, '409')), /409 Conflict/);
    assert.match(await hoverAt(document, rangeOf(document, '503')), /503 Service Unavailable/);
    const missing = await openText('GET /projects/cnothere00000000000a');
    await run(missing, 'GET');
    const answer = await eventually('answer', shownAnswer);
    assert.match(await hoverAt(answer, rangeOf(answer, '404')), /404 Not Found/);
  });

  it('gives a pasted expired token its fix, and the fix works', async () => {
    const document = await openText('GET /projects', `Authorization: Bearer ${expired}`, 'Accept: application/json');
    await run(document, 'GET');
    assert.deepEqual(diagnosticsOf(document), [
      `dt.401.expired-token Error 1:15-1:${15 + 'Bearer '.length + expired.length} 401 Unauthorized: the pasted token expired at 2020-01-01 01:00:00 UTC`,
    ]);
    const fix = (await fixesAt(document, rangeOf(document, expired))).find((action) => action.edit);
    assert.ok(fix?.edit, 'there is a fix that edits');
    assert.equal(fix.isPreferred, true);
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(document.getText(), 'GET /projects\nAccept: application/json');
    await run(document, 'GET');
    await eventually('end of the finding', () => (diagnosticsOf(document).length === 0 ? true : undefined));
    assert.match((await lensesAt(document, rangeOf(document, 'GET'))).join(' | '), /200 OK/);
  });

  it('renews the token and retries from the light bulb', async () => {
    // Refused twice, with a renewal in between that the run does by itself.
    const document = await openText('GET /projects', 'X-Sandbox-Fault: 401; times=2');
    await run(document, 'GET');
    assert.match(diagnosticsOf(document)[0] ?? '', /^dt\.401 Error/);
    const line = document.lineAt(0).range;
    const action = (await fixesAt(document, line)).find(({ command }) => command?.command === 'dtHttp.renewAndRetry');
    assert.ok(action, 'there is a renewal');
    await perform(action);
    await lensThat(document, line, /200 OK/);
    assert.deepEqual(diagnosticsOf(document), []);
  });

  it('retries from the light bulb', async () => {
    const document = await openText('# @retry none', 'GET /projects', 'X-Sandbox-Fault: 503; times=1');
    await run(document, 'GET');
    assert.match(diagnosticsOf(document)[0] ?? '', /^dt\.503 /);
    const range = rangeOf(document, 'GET /projects');
    const action = (await fixesAt(document, range)).find(({ command }) => command?.command === 'dtHttp.run');
    assert.ok(action, 'there is a retry');
    await perform(action);
    await eventually('end of the finding', () => (diagnosticsOf(document).length === 0 ? true : undefined));
  });

  it('offers the preferred edit first, and to run again where that may help', async () => {
    const document = await openText('PUT /roles');
    await run(document, 'PUT');
    const fixes = await fixesAt(document, rangeOf(document, 'PUT'));
    assert.equal(fixes[0]?.isPreferred, true);
    assert.ok(fixes[0].edit, 'it edits');
    assert.ok(!fixes.some(({ command }) => command?.command === 'dtHttp.run'), 'the same request would fail again');

    const failed = await openText('# @expect status 204', 'GET /projects');
    await run(failed, 'GET');
    assert.deepEqual(diagnosticsOf(failed), ['expect.failed Error 0:10-0:20 Expected status 204, got 200.']);
    assert.deepEqual((await fixesAt(failed, rangeOf(failed, 'status 204'))).map(({ title }) => title), ['Run again']);
  });

  it('moves a finding with its block, and turns it into a dated hint when the block is edited', async () => {
    const document = await openText('GET /projects', '', '###', 'GET /projects/cnothere00000000000a');
    await run(document, 'GET /projects/cnothere');
    const insert = async (line: number, text: string) => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(line, 0), text);
      await vscode.workspace.applyEdit(edit);
    };
    await insert(0, '# one more line\n');
    await eventually('moved finding', () => (diagnosticsOf(document)[0]?.startsWith('dt.404 Error 4:14-4:34 ') ? true : undefined));
    await insert(4, '# @timeout 5s\n');
    const hint = await eventually('hint', () => diagnosticsOf(document).find((text) => text.includes('Hint')));
    assert.match(hint, /^dt\.404 Hint .* before the last edit: 404 Not Found/);
  });

  it('says what keeps a request from being sent, at its place, with a fix', async () => {
    const document = await openText('@project = abc', 'GET /projects/{{projct}}/devices', '', '###', 'GET projects');
    const findings = await eventually('findings', () => (diagnosticsOf(document).length >= 2 ? diagnosticsOf(document) : undefined));
    assert.match(findings.join('\n'), /^variable\.undefined Error 1:1\d-1:\d+ /m);
    assert.match(findings.join('\n'), /^target\.missing-slash Error 4:4/m);
    const [fix] = await fixesAt(document, rangeOf(document, 'projects', '###'));
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(document.lineAt(4).text, 'GET /projects');
  });

  it('has an outline', async () => {
    const document = await openTour();
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    assert.ok(symbols.some(({ name }) => name === 'List the projects that the account can see'));
    assert.ok(symbols.some(({ name }) => name === 'project'));
  });

  if (page.available) {
    it('works by mouse and keyboard', async () => {
      const document = await openTour();
      await page.waitFor('.codelens-decoration a:has-text("Run")');
      await page.screenshot('tour-lenses');
      await page.click('.codelens-decoration a:has-text("Run")');
      const answer = await eventually('answer', shownAnswer);
      const [, result] = /^HTTP\/1\.1 (.*)$/m.exec(answer.getText()) ?? [];
      await page.waitFor(`.codelens-decoration a:has-text("${result}")`);
      await page.screenshot('tour-answer');

      const failing = await openText('GET /projects/c4f5le24saonvdu6500t/devices/cdpib6e3eqohgh5ettaa');
      await page.click('.codelens-decoration a:has-text("Run")');
      await page.waitFor('.codelens-decoration a:has-text("404 Not Found")');
      assert.match(diagnosticsOf(failing).join(), /^dt\.404 Error 0:43-0:63 /);
      await openTour();

      const wrong = rangeOf(document, 'cdpib6e3eqohgh5ettaa');
      vscode.window.activeTextEditor?.revealRange(wrong, vscode.TextEditorRevealType.InCenter);
      await run(document, 'GET', '### 404');
      await page.waitFor('.codelens-decoration a:has-text("explain")');
      await page.click('.codelens-decoration a:has-text("explain")');
      await page.waitFor('.monaco-hover:has-text("Do this")');
      await page.screenshot('tour-hover');
      // The link is the catalogue's own page, as a page and not as its source.
      await page.click('.monaco-hover a:has-text("dt.404")');
      await page.waitFor('strong:has-text("Do this")', { inFrame: true });
      await page.screenshot('tour-catalogue');
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');

      // Also where the marked word is longer than the window is wide.
      await run(document, 'GET', '### 401');
      await vscode.commands.executeCommand('dtHttp.explain', document.uri, document.offsetAt(rangeOf(document, 'GET', '### 401').start));
      await page.waitFor('.monaco-hover:has-text("the pasted token expired")');
      await page.screenshot('tour-hover-token');
      await page.press('Escape');

      const verb = rangeOf(document, 'PUT', '### 501');
      await vscode.window.showTextDocument(document, { selection: verb, viewColumn: vscode.ViewColumn.One });
      await run(document, 'PUT', '### 501');
      await eventually('finding', () => diagnosticsOf(document).find((text) => text.startsWith('dt.501')));
      // The menu closes when anything else moves the focus, as the answer beside may still do: then it is asked for again.
      await eventually('menu of fixes', async () => {
        await vscode.window.showTextDocument(document, { selection: verb, viewColumn: vscode.ViewColumn.One });
        await vscode.commands.executeCommand('editor.action.quickFix');
        return page.waitFor('.action-widget .monaco-list-row:has-text("POST")', { timeout: 3000 }).then(
          () => true,
          () => undefined,
        );
      });
      await page.screenshot('tour-light-bulb');
      assert.match(await page.text('.action-widget .monaco-list-row.action'), /POST/);
      await page.press('Escape');
    });
  }
});
