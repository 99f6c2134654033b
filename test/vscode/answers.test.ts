// Answers that are not text, and answers that are saved.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { page } from './page';
import { answerDialogs, closeAll, eventually, openFile, openText, readFile, run, shownAnswer, useSandbox } from './support';

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC', 'base64');
const binary = Buffer.from([0, 1, 2, 3, 255, 254]);

const imageTabs = () =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputCustom && input.uri.scheme === 'dt-http-image');

describe('answers that are not text', () => {
  useSandbox();
  let server: Server;
  let origin: string;

  before(async () => {
    server = createServer(({ url = '' }, response) => {
      const [type, body] = url.startsWith('/picture') ? ['image/png', png] : url.startsWith('/drawing') ? ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'] : ['application/octet-stream', binary];
      response.writeHead(url.endsWith('missing') ? 404 : 200, { 'content-type': type }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));

  it('images open as images, and go when they are closed', async () => {
    const document = await openText('# @name picture', `GET ${origin}/picture`);
    await run(document, 'GET');
    const [tab] = await eventually('image', () => (imageTabs().length > 0 ? imageTabs() : undefined));
    assert.equal(shownAnswer(), undefined);
    assert.ok(tab?.input instanceof vscode.TabInputCustom);
    const { uri } = tab.input;
    assert.equal(uri.path, '/picture.png');
    assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(uri)), png);
    await assert.rejects(async () => vscode.workspace.fs.writeFile(uri, png), 'it is read-only');
    assert.equal(vscode.window.tabGroups.activeTabGroup.viewColumn, vscode.ViewColumn.One, 'the focus stays');
    if (page.available) {
      await page.waitFor('img', { inFrame: true });
      await page.screenshot('answer-image');
    }
    await run(document, 'GET');
    assert.equal(imageTabs().length, 1, 'it is the same tab');
    await vscode.commands.executeCommand('dtHttp.showAnswer', document.uri, 0, true);
    assert.match((await eventually('answer', shownAnswer)).getText(), /200 OK[^]*content-type: image\/png[^]*\(binary, /i);
    await closeAll();
    await eventually('end of the image', async () => {
      try {
        await vscode.workspace.fs.readFile(uri);
        return undefined;
      } catch {
        return true;
      }
    });
  });

  it('drawings are text, and so is an error that comes as an image', async () => {
    for (const path of ['drawing', 'picture/missing']) {
      const document = await openText(`GET ${origin}/${path}`);
      await run(document, 'GET');
      assert.match((await eventually('answer', shownAnswer)).getText(), path === 'drawing' ? /<svg / : /404 Not Found/);
      assert.equal(imageTabs().length, 0);
      await closeAll();
    }
  });

  it('others say what they are', async () => {
    const document = await openText(`GET ${origin}/firmware`);
    await run(document, 'GET');
    assert.match((await eventually('answer', shownAnswer)).getText(), /\(binary, 6 B, application\/octet-stream\)/);
  });

  it('are saved by the request itself, and the file can be opened', async () => {
    const document = await openFile('saving/save.dt.http', `GET ${origin}/firmware\n\n>>! firmware.bin\n`);
    await run(document, 'GET');
    assert.deepEqual(await readFile('saving/firmware.bin'), binary);
    assert.match((await eventually('answer', shownAnswer)).getText(), /^Saved as firmware\.bin\.$/m);
    if (!page.available) return;
    await vscode.commands.executeCommand('notifications.showList');
    await page.waitFor('.notifications-center :text("Saved as firmware.bin.")');
    await page.waitFor('.notifications-center a:has-text("Open File")');
    await page.screenshot('answer-saved');
  });

  it('are saved by command, from the answer or the request', async () => {
    const document = await openFile('saving/ask.dt.http', `GET ${origin}/firmware\n`);
    await run(document, 'GET');
    const answer = await eventually('answer', shownAnswer);
    const target = vscode.Uri.joinPath(document.uri, '../asked.bin');
    const dialogs = answerDialogs('showSaveDialog', target);
    try {
      await vscode.window.showTextDocument(answer, vscode.ViewColumn.Two);
      if (page.available) await page.click('.editor-group-container.active .editor-actions .action-label.codicon-save-as');
      else void vscode.commands.executeCommand('dtHttp.saveAnswer');
      await eventually('saved file', () => readFile('saving/asked.bin').then((bytes) => (bytes.equals(binary) ? true : undefined), () => undefined));
      await vscode.workspace.fs.delete(target);
      void vscode.commands.executeCommand('dtHttp.saveAnswer', document.uri, 0);
      await eventually('saved file', () => readFile('saving/asked.bin').then((bytes) => (bytes.equals(binary) ? true : undefined), () => undefined));
    } finally {
      dialogs.end();
    }
    const { defaultUri } = dialogs.asked[0]?.[0] as vscode.SaveDialogOptions;
    assert.equal(defaultUri?.path, vscode.Uri.joinPath(document.uri, '../firmware').path);
    if (page.available) await page.screenshot('answer-save-command');
  });
});
