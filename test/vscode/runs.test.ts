// Runs that take long, are cancelled, or lose the ground under their feet.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import * as vscode from 'vscode';
import { page } from './page';
import { closeAll, diagnosticsOf, eventually, lensesAt, lensesOf, lensThat, openFile, openText, rangeOf, run, shownAnswer, useSandbox } from './support';

/** A server that takes connections and never answers. */
class SilentServer {
  readonly #server: Server = createServer();
  readonly sockets: Socket[] = [];

  async start(): Promise<string> {
    this.#server.on('connection', (socket) => this.sockets.push(socket));
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.#server.close();
  }
}

const replace = async (document: vscode.TextDocument, range: vscode.Range, text: string): Promise<void> => {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
};

describe('runs in the editor', () => {
  useSandbox();

  describe('that take long', () => {
    let server: SilentServer;
    let origin: string;

    beforeEach(async () => {
      server = new SilentServer();
      origin = await server.start();
    });
    afterEach(() => server.stop());

    it('are cancelled by command: at once, with the socket, and the lens says so', async () => {
      const document = await openText(`GET ${origin}/`);
      const line = document.lineAt(0).range;
      const running = run(document, 'GET');
      await lensThat(document, line, /^\$\(loading~spin\) Sending… \| Cancel$/);
      const socket = await eventually('connection', () => server.sockets[0]);
      const started = Date.now();
      await vscode.commands.executeCommand('dtHttp.cancel', document.uri, 0);
      await running;
      assert.ok(Date.now() - started < 1000, 'it ended at once');
      await eventually('end of the socket', () => (socket.destroyed ? true : undefined));
      assert.match((await lensesAt(document, line)).join(' | '), /^\$\(play\) Run \| \$\(circle-slash\) cancelled$/);
      assert.deepEqual(diagnosticsOf(document), []);
      assert.equal(shownAnswer(), undefined);
    });

    it('end with their answer when their document is closed meanwhile', async () => {
      const document = await openText('GET /projects', 'X-Sandbox-Fault: delay=300');
      const running = run(document, 'GET');
      await closeAll();
      await running;
      assert.match((await eventually('answer', shownAnswer)).getText(), /200 OK/);
    });

    it('end with their answer when their block is deleted meanwhile', async () => {
      const document = await openText('GET /projects', '', '### goes', 'GET /projects/cnothere00000000000a', 'X-Sandbox-Fault: delay=300');
      const running = run(document, 'GET', '### goes');
      await replace(document, new vscode.Range(2, 0, 5, 0), '');
      await running;
      assert.match((await eventually('answer', shownAnswer)).getText(), /404 Not Found/);
      assert.deepEqual(await lensesAt(document, document.lineAt(0).range), ['$(play) Run']);
      assert.deepEqual(diagnosticsOf(document), []);
    });

    it('are cancelled at their own block, and by its next one not', async () => {
      const document = await openText('GET /projects', 'X-Sandbox-Fault: hang', '', '### next', 'GET /projects', '', '### last', 'GET /projects', 'X-Sandbox-Fault: hang');
      const cancel = (offset: number) => vscode.commands.executeCommand('dtHttp.cancel', document.uri, offset);
      const next = document.getText().indexOf('### next');
      const running = run(document, 'GET');
      await lensThat(document, document.lineAt(0).range, /Sending/);
      await cancel(next);
      // By then the other would have ended.
      await run(document, 'GET', '### next');
      assert.match((await lensesAt(document, document.lineAt(0).range)).join(), /Sending/);
      await cancel(next - 1);
      await running;
      await lensThat(document, document.lineAt(0).range, /cancelled/);
      const last = run(document, 'GET', '### last');
      await lensThat(document, document.lineAt(7).range, /Sending/);
      await cancel(document.getText().length);
      await last;
      await lensThat(document, document.lineAt(7).range, /cancelled/);
    });

    it('give way to a newer run of the same request, whose result stays', async () => {
      const document = await openText(`GET ${origin}/`, '', '###', 'GET /projects');
      const first = run(document, 'GET http');
      const socket = await eventually('connection', () => server.sockets[0]);
      // Edited to answer; what is left of the first run must not speak for the second.
      await replace(document, document.lineAt(0).range, 'GET /projects');
      await run(document, 'GET /projects');
      await first;
      assert.equal(socket.destroyed, true);
      assert.match((await lensesAt(document, document.lineAt(0).range)).join(' | '), /200 OK/);
      assert.match(shownAnswer()?.getText() ?? '', /200 OK/);
    });

    if (page.available) {
      it('show a notification with Cancel after a moment, and are cancelled by the lens', async () => {
        const document = await openText('GET /projects', 'X-Sandbox-Fault: hang');
        const running = run(document, 'GET');
        await page.waitFor('.codelens-decoration a:has-text("Cancel")');
        await page.screenshot('run-sending');
        await page.waitFor('.codelens-decoration:has-text("Sending, 2 s…")');
        await vscode.commands.executeCommand('notifications.showList');
        await page.waitFor('.notifications-center :text("GET /projects")');
        await page.waitFor('.notifications-center a:has-text("Cancel")');
        await page.screenshot('run-slow');
        await page.click('.codelens-decoration a:has-text("Cancel")');
        await running;
        await page.waitFor('.codelens-decoration:has-text("cancelled")');
        await page.waitFor('.notifications-center :text("GET /projects")', { state: 'hidden' });
        await page.screenshot('run-cancelled');
        await vscode.commands.executeCommand('notifications.hideList');
      });

      it('count the seconds down while they wait, without flicker', async () => {
        const document = await openText('GET /projects', 'X-Sandbox-Fault: 429; retry-after=3; times=1', '', '###', 'GET /projects/c4f5le24saonvdu6500t');
        const running = run(document, 'GET');
        await lensThat(document, document.lineAt(0).range, /429, next try/);
        const waiting = run(document, 'GET /projects/');
        await page.waitFor('.codelens-decoration:has-text("429, next try in")');
        await page.waitFor('.codelens-decoration:has-text("429: closed for")');
        await page.screenshot('run-waiting');
        const seen: string[] = [];
        const state = { ended: false };
        void Promise.all([running, waiting]).then(() => (state.ended = true));
        let gaps = 0;
        while (!state.ended) {
          const texts = await page.texts('.codelens-decoration');
          if (texts.filter((text) => text !== '').length < 2) gaps++;
          seen.push(texts.join(' / '));
        }
        const counted = (pattern: RegExp) => [...new Set(seen.flatMap((text) => pattern.exec(text)?.[1] ?? []))].map(Number);
        for (const seconds of [counted(/429, next try in (\d) s…/), counted(/429: closed for (\d+) s/)]) {
          assert.ok(seconds.length >= 2, `counted ${seconds.join()}`);
          assert.deepEqual(seconds, [...seconds].sort((one, other) => other - one));
        }
        assert.equal(gaps, 0, 'the lenses are there all the time');
        await lensThat(document, document.lineAt(0).range, /200 OK/);
        await lensThat(document, rangeOf(document, 'GET /projects/'), /200 OK/);
      });
    }
  });

  it('refreshes the answer that is open before it says it is done', async () => {
    const document = await openText('# @name clock', 'GET /projects?page_size=1');
    await run(document, 'GET');
    const answer = await eventually('answer', shownAnswer);
    assert.equal(answer.uri.path, '/clock · answer');
    for (const size of ['2', '3', '1']) {
      await replace(document, rangeOf(document, document.lineAt(1).text), `GET /projects?page_size=${size}`);
      await run(document, 'GET');
      assert.equal(shownAnswer(), answer, 'it is the same document');
      assert.match(answer.getText(), new RegExp(`page_size=${size}$`, 'm'));
      const [, shown] = /200 OK · (.*)$/m.exec(answer.getText()) ?? [];
      assert.match((await lensesAt(document, document.lineAt(1).range)).join(' | '), new RegExp(`200 OK · ${shown?.replaceAll('.', '\\.')}$`));
    }
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 2);
  });

  it('opens the answer beside the work, wherever that is', async () => {
    const document = await openText('GET /projects');
    await run(document, 'GET');
    await eventually('answer', shownAnswer);
    // The same file a second time, where the answer is.
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Two });
    await run(document, 'GET');
    const columns = vscode.window.visibleTextEditors.filter((editor) => editor.document === document).map(({ viewColumn }) => viewColumn);
    assert.deepEqual(columns, [vscode.ViewColumn.One, vscode.ViewColumn.Two]);
    assert.ok(shownAnswer(), 'and the answer is visible too');
    assert.equal(vscode.window.activeTextEditor?.viewColumn, vscode.ViewColumn.Two);
  });

  it('runs from a document that was never saved', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'dt-http', content: 'GET /projects/cnothere00000000000a' });
    await vscode.window.showTextDocument(document);
    await run(document, 'GET');
    assert.match(diagnosticsOf(document).join(), /^dt\.404 Error 0:14-0:34 /);
    assert.match((await eventually('answer', shownAnswer)).getText(), /404 Not Found/);
  });

  it('runs from a document with CRLF, and its fix keeps the line ends', async () => {
    const document = await openFile('crlf.dt.http', ['# one', '', '###', 'PUT /projects/c4f5le24saonvdu6500t/devices:batchUpdate', 'Accept: */*', ''].join('\r\n'));
    await run(document, 'PUT');
    const found = diagnosticsOf(document).find((text) => text.startsWith('dt.501'));
    assert.match(found ?? '', /^dt\.501 Error 3:0-3:3 /);
    const [fix] = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, rangeOf(document, 'PUT'), 'quickfix');
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(document.getText(), ['# one', '', '###', 'POST /projects/c4f5le24saonvdu6500t/devices:batchUpdate', 'Accept: */*', ''].join('\r\n'));
  });

  it('keeps a result with its block when a line is put in front of the block', async () => {
    const document = await openText('GET /projects/cnothere00000000000a');
    await run(document, 'GET');
    await replace(document, new vscode.Range(0, 0, 0, 0), '# a comment\n');
    assert.match((await lensesAt(document, document.lineAt(1).range)).join(' | '), /404 Not Found .* \| explain$/);
    await eventually('moved finding', () => (diagnosticsOf(document)[0]?.startsWith('dt.404 Error 1:14-1:34 ') ? true : undefined));
  });

  it('says in the lens that nothing was sent, and where to look', async () => {
    const document = await openText('GET /projects/{{nowhere}}');
    await run(document, 'GET');
    assert.deepEqual(await lensesAt(document, document.lineAt(0).range), ['$(play) Run', '$(error) not sent']);
    assert.equal(shownAnswer(), undefined);
    const lens = (await lensesOf(document))[1]?.command;
    assert.ok(lens);
    await vscode.commands.executeCommand(lens.command, ...((lens.arguments ?? []) as unknown[]));
    assert.ok(vscode.window.activeTextEditor?.selection.active.isEqual(rangeOf(document, 'nowhere').start));
  });

  it('has its lenses soon on 1,000 requests, and keeps up with typing', async () => {
    const blocks = Array.from({ length: 1000 }, (_, index) => `### Request ${index}\nGET /projects/p${index}/devices?page_size=3\nAccept: application/json\n`);
    const document = await openFile('thousand.dt.http', blocks.join('\n'));
    const count = async () => new Set((await lensesOf(document)).map(({ range }) => range.start.line)).size;
    // In a file of this length lenses have their commands once they are in view.
    const [visible] = vscode.window.activeTextEditor?.visibleRanges ?? [];
    const inView = (await lensesOf(document)).filter(({ range }) => visible?.contains(range));
    assert.ok(inView.length >= 3 && inView.every(({ isResolved }) => isResolved));
    assert.ok((await lensesOf(document)).some(({ isResolved }) => !isResolved));
    assert.equal(await count(), 1000);
    const middle = rangeOf(document, '### Request 500').start;
    for (const char of '### New\nGET /projects\n\n') {
      const at = document.positionAt(document.offsetAt(middle) + document.getText().length - blocks.join('\n').length);
      await replace(document, new vscode.Range(at, at), char);
    }
    assert.equal(await count(), 1001);
    await run(document, 'GET /projects\n', '### New');
    await lensThat(document, rangeOf(document, 'GET /projects\n', '### New'), /200 OK/);
    if (!page.available) return;
    vscode.window.activeTextEditor?.revealRange(rangeOf(document, '### Request 900'), vscode.TextEditorRevealType.AtTop);
    await page.waitFor('.codelens-decoration a:visible:has-text("Run from here")');
    await page.screenshot('run-thousand');
  });
});
