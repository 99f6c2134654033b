// Looking up what a status or a code means: hovers, the command, pages, catalogues of the user.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { onRequest, RawServer } from '../sandbox/http/rawServer';
import { canHearLogs, logLines } from './logTap';
import { page } from './page';
import { activated, closeAll, describeDiagnostic, diagnosticsOf, eventually, hoverAt, openFile, openText, rangeOf, run, select, shownAnswer, useSandbox, writeFile } from './support';

const rows = '.quick-input-list .monaco-list-row';
const input = '.quick-input-widget input';

/** The URI of the catalogue's page that is shown. */
function shownPage(): string | undefined {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri = tab instanceof vscode.TabInputText || tab instanceof vscode.TabInputCustom ? tab.uri : undefined;
  return uri?.scheme === 'dt-http-catalogue' ? uri.path : undefined;
}

const entry = { code: 'GATE.x-1', title: 'The gateway is <b>full</b>', description: '[Turbines](command:workbench.action.quit) stand still.', causes: [], resolution: 'Ask the gatekeeper.', link: 'https://wiki.example/gate' };
const catalogue = (...entries: readonly unknown[]) => JSON.stringify({ name: 'Ours', entries }, null, 2);
const settings = () => vscode.workspace.getConfiguration('dtHttp');
const setCatalogues = (names: readonly string[] | undefined) => settings().update('catalogues', names, vscode.ConfigurationTarget.Global);
const marksOf = (uri: vscode.Uri) => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'DT HTTP').map(describeDiagnostic);

describe('looking up errors', () => {
  useSandbox();
  afterEach(async () => {
    if (page.available) await page.press('Escape');
  });

  describe('a hover', () => {
    const places: readonly (readonly [line: string, word: string, shows: RegExp])[] = [
      ['# @expect status 404', '404', /^### 404 Not Found\n[\s\S]*### Resource Not Found/],
      ['?? status == 429', '429', /^### 429 Too Many Requests/],
      ['# a gateway says AUTH-401, or nothing', 'AUTH-401', /^From the catalogue .*\n\n### Authentication Failed\n/],
      ['# @expect status 502', '502', /^\*\*502 Bad Gateway\*\*\n\n### The server answered with an error\n/],
      ['# see dt.404.', 'dt.404', /^### 404 Not Found\n/],
      ['# FOO-404 is nobody\'s', 'FOO-404', /^### 404 Not Found\n/],
    ];
    for (const [line, word, shows] of places) {
      it(line, async () => {
        const document = await openText(...(line.startsWith('??') ? ['GET /projects', '', line] : [line, 'GET /projects']));
        assert.match(await hoverAt(document, rangeOf(document, word)), shows);
      });
    }

    it('says nothing of ordinary words, numbers and unknown codes', async () => {
      const document = await openText('# the device 1404 re-read XY-1 it', 'GET /projects/404');
      for (const word of ['device', '1404', 're-read', 'XY-1']) assert.equal(await hoverAt(document, rangeOf(document, word)), '', word);
      // An id is no status, whatever it looks like: what is foreseen of it is said instead.
      await eventually('finding', () => vscode.languages.getDiagnostics(document.uri)[0]);
      assert.match(await hoverAt(document, rangeOf(document, '404', 'GET')), /Put a real project id/);
    });

    it('in an answer: the status line, the code of the body, the code of the explanation', async () => {
      const document = await openText('# @retry none', 'GET /projects/b0000000000000000000', 'X-Sandbox-Fault: 409');
      await run(document, 'GET');
      const answer = shownAnswer();
      assert.ok(answer);
      for (const [text, after] of [['409', ''], ['409', '"code"'], ['dt.409', '# Code']] as const) {
        assert.match(await hoverAt(answer, rangeOf(answer, text, after)), /^### 409 Conflict/, after);
      }
    });

    if (page.available) {
      it('is seen on a status of an expectation, and on a code of a comment', async () => {
        const document = await openText('# @expect status 404', '# the gateway says AUTH-401 then', 'GET /projects');
        for (const [word, shows] of [['404', '404 Not Found'], ['AUTH-401', 'Authentication Failed']] as const) {
          const range = rangeOf(document, word);
          select(document, new vscode.Range(range.start, range.start));
          await vscode.commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
          await page.waitFor(`.monaco-hover:has-text("${shows}")`);
          await page.screenshot(`look-up-hover-${word.toLowerCase()}`);
        }
      });
    }
  });

  it('a code opens its page at once', async () => {
    await activated();
    await vscode.commands.executeCommand('dtHttp.lookUp', 'NOTFOUND-404');
    await eventually('page', () => (shownPage() === '/NOTFOUND-404.md' ? true : undefined));
    if (page.available) await page.screenshot('look-up-page');
  });

  if (page.available) {
    describe('the command, with the keyboard alone', () => {
      const open = async () => {
        void vscode.commands.executeCommand('dtHttp.lookUp');
        await page.waitFor(input);
      };
      const shown = async (first: string) => {
        await eventually(`"${first}" as the first`, async () => ((await page.texts(rows))[0]?.startsWith(first) ? true : undefined));
        return page.texts(rows);
      };

      it('finds while one types, best first, and opens what is chosen', async () => {
        await activated();
        await open();
        await page.type('429');
        await shown('429 Too Many Requests');
        await page.screenshot('look-up-search');
        await page.press('Control+a');
        await page.type('notfound');
        // Its title holds no such word, so the editor's own filter and order would not show it first.
        await shown('Resource Not Found');
        await page.press('Control+a');
        await page.type('permision administrator');
        await eventually('what was meant', async () => ((await page.texts(rows)).some((text) => text.includes('Permission Denied')) ? true : undefined));
        await page.press('Control+a');
        await page.type('SERVER-500');
        assert.equal((await shown('Internal Server Error')).length, 1);
        await page.press('Enter');
        await eventually('page', () => (shownPage() === '/SERVER-500.md' ? true : undefined));
      });

      it('says when there is nothing, and stays open', async () => {
        await activated();
        await open();
        await page.type('flux capacitor');
        assert.deepEqual((await shown('No errors found')).map((text) => text.trim()), ['No errors found matching your search.']);
        await page.screenshot('look-up-nothing');
        await page.press('Enter');
        assert.equal(await page.count(input), 1);
        await page.press('Escape');
        await page.waitFor('.quick-input-widget', { state: 'hidden' });
      });

      it('begins with the code under the cursor', async () => {
        const document = await openText('# a gateway says CONFLICT-409', 'GET /projects');
        const { start } = rangeOf(document, 'CONFLICT-409');
        select(document, new vscode.Range(start.translate(0, 3), start.translate(0, 3)));
        await open();
        assert.equal((await shown('Conflict')).length, 1);
        await page.press('Escape');
        await page.waitFor('.quick-input-widget', { state: 'hidden' });
      });
    });

    it('pages lead to each other', async () => {
      await activated();
      await vscode.commands.executeCommand('dtHttp.lookUp', 'dt.404');
      await page.waitFor('a[href*="dt.404."]', { inFrame: true });
      await page.screenshot('look-up-special-cases');
      await page.click('a[href*="dt.404."]', { inFrame: true });
      await eventually('page of a special case', () => (/^\/dt\.404\..+\.md$/.test(shownPage() ?? '') ? true : undefined));
    });
  }

  describe('catalogues of the user', () => {
    afterEach(() => setCatalogues(undefined));

    it('are known to hovers, pages and runs; and again when the file changes', async () => {
      const uri = await writeFile('ours.dt-catalogue.json', catalogue(entry));
      await setCatalogues(['ours.dt-catalogue.json']);
      const document = await openText('# the gateway says GATE.x-1 or GATE-2.', 'GET /projects');
      const hover = await eventually('hover', async () => (await hoverAt(document, rangeOf(document, 'GATE.x-1'))) || undefined);
      assert.match(hover, /^From the catalogue .*\n\n### The gateway is \\<b\\>full\\<\\\/b\\>\n/);
      assert.match(hover, /\\\[Turbines\\\]\\\(command/);
      assert.match(hover, /\[https\\:\\\/\\\/wiki\\\.example\\\/gate\]\(https:\/\/wiki\.example\/gate\)/);
      const shown = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'dt-http-catalogue', path: '/GATE.x-1.md' }));
      assert.match(shown.getText(), /From the catalogue \\"Ours\\"/);
      assert.equal(await hoverAt(document, rangeOf(document, 'GATE-2')), '');
      const server = await RawServer.start(onRequest((socket) => socket.end('HTTP/1.1 400 X\r\nContent-Length: 19\r\n\r\n{"code":"GATE.x-1"}')));
      try {
        const failing = await openText(`GET ${server.origin}/x`);
        await run(failing, 'GET');
        const found = await eventually('finding', () => diagnosticsOf(failing)[0]);
        assert.match(found, /^GATE\.x-1 Error 0:0-.* 400 Bad Request: The gateway is <b>full<\/b> \(GATE\.x-1\)$/);
      } finally {
        server.dispose();
      }
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(catalogue(entry, { ...entry, code: 'GATE-2' })));
      await eventually('hover of the new code', async () => (await hoverAt(document, rangeOf(document, 'GATE-2'))) || undefined);
      await setCatalogues([]);
      await eventually('end of the catalogue', async () => ((await hoverAt(document, rangeOf(document, 'GATE-2'))) === '' ? true : undefined));
      // A page that nobody looks at is not made anew.
      await vscode.window.showTextDocument(shown);
      await eventually('page without its entry', () => (shown.getText().includes('no such entry') ? true : undefined));
    });

    it('a broken one is marked at the place and disables no other; a missing one is told', async () => {
      const right = await writeFile('right.json', catalogue({ ...entry, code: 'RIGHT-1' }));
      const broken = await writeFile('broken.dt-catalogue.json', catalogue({ ...entry, title: undefined, tittle: 'x' }, { ...entry, code: 'GOOD-1' }));
      const noJson = await writeFile('no.dt-catalogue.json', '{\r\n  "name": "x"\r\n  "entries": []\r\n}');
      logLines.length = 0;
      await setCatalogues(['broken.dt-catalogue.json', 'missing.json', 'no.dt-catalogue.json', right.fsPath]);
      await eventually('marks', () => (marksOf(broken).length > 0 && marksOf(noJson).length > 0 ? true : undefined));
      assert.deepEqual(marksOf(broken), [
        ' Error 3:4-3:5 "title" is missing.',
        ' Error 9:6-9:14 There is no field "tittle" in a catalogue. Did you mean "title"?',
      ]);
      assert.ok(marksOf(noJson).some((text) => text === ' Error 2:2-2:11 This is not JSON: comma expected.'), marksOf(noJson).join('\n'));
      const document = await openText('# RIGHT-1 and GOOD-1', 'GET /projects');
      for (const code of ['RIGHT-1', 'GOOD-1']) assert.match(await hoverAt(document, rangeOf(document, code)), /gateway/, code);
      if (canHearLogs()) {
        const told = logLines.filter((line) => line.includes('Catalogue '));
        assert.deepEqual(told.map((line) => line.replace(/^.*\/([\w.-]+: )/, '$1')), [
          'broken.dt-catalogue.json: line 4: "title" is missing. (and 1 more)',
          'missing.json: there is no such file.',
          'no.dt-catalogue.json: line 3: This is not JSON: comma expected.',
        ]);
      }
      if (page.available) {
        await openFile('broken.dt-catalogue.json', new TextDecoder().decode(await vscode.workspace.fs.readFile(broken)));
        await page.waitFor('.squiggly-error');
        await page.screenshot('look-up-broken-catalogue');
      }
      await vscode.workspace.fs.writeFile(broken, new TextEncoder().encode(catalogue(entry)));
      await eventually('end of the marks', async () => ((await hoverAt(document, rangeOf(document, 'RIGHT-1'))) !== '' && marksOf(broken).length === 0 ? true : undefined));
    });

    after(closeAll);
  });
});
