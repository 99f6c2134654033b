// DT: Ask the Documentation, through the editor's own proxy setting, to a server of this machine.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ForwardProxy } from '../helpers/forwardProxy';
import { makeCertificate } from '../sandbox/http/certificates';
import { onRequest, RawServer } from '../sandbox/http/rawServer';
import { testAuthority } from './authority';
import { notified } from './accountSteps';
import { page } from './page';
import { activated, closeAll, eventually } from './support';

const host = 'docs.developer.disruptive-technologies.com';
const certificate = makeCertificate({ name: host, issuer: testAuthority, hosts: [host] });
const body = '# Answer\n\nGive it the role **Project developer** <img src=x>.\n';
const http = () => vscode.workspace.getConfiguration('http');

/** Types the question in place of a person. */
async function ask(question: string | undefined): Promise<void> {
  const { showInputBox } = vscode.window;
  Object.assign(vscode.window, { showInputBox: () => Promise.resolve(question) });
  try {
    await vscode.commands.executeCommand('dtHttp.askDocumentation');
  } finally {
    Object.assign(vscode.window, { showInputBox });
  }
}

const shownAnswer = () => vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'dt-http-catalogue')?.document;

describe('asking the documentation', () => {
  const disposables: { dispose(): void }[] = [];
  let status: number;
  let server: RawServer;
  let proxy: ForwardProxy;

  before(async () => {
    await activated();
    server = await RawServer.start(onRequest((socket) => socket.end(`HTTP/1.1 ${status} X\r\nContent-Type: text/markdown\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)), certificate);
    proxy = await ForwardProxy.start({ routes: new Map([[`${host}:443`, server.port]]) });
    disposables.push(server, proxy);
    await http().update('proxySupport', 'on', vscode.ConfigurationTarget.Global);
    await http().update('proxy', proxy.url, vscode.ConfigurationTarget.Global);
  });
  beforeEach(() => (status = 200));
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
  });
  after(async () => {
    for (const name of ['proxy', 'proxySupport']) await http().update(name, undefined, vscode.ConfigurationTarget.Global);
    for (const disposable of disposables) disposable.dispose();
  });

  it('shows the answer as plain text, its address on top, and cannot be written in', async () => {
    await ask('Why 403?');
    const document = await eventually('answer', shownAnswer);
    assert.equal(document.languageId, 'plaintext');
    assert.equal(document.getText(), `https://${host}/error-codes.md?ask=Why%20403%3F\n\n${body}`);
    assert.match(server.received.at(-1) ?? '', /^GET \/error-codes\.md\?ask=Why%20403%3F HTTP\/1\.1\r\n/);
    assert.doesNotMatch(server.received.join(''), /authorization/i);
    if (page.available) await page.screenshot('ask-documentation');
    await ask('And now?');
    await eventually('next answer', () => (shownAnswer()?.getText().includes('And%20now%3F') ? true : undefined));
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 1);
  });

  it('nothing typed is nothing sent', async () => {
    const before = server.received.length;
    await ask(undefined);
    await ask('  ');
    assert.equal(server.received.length, before);
  });

  if (page.available) {
    it('says in a sentence why there is no answer', async () => {
      status = 404;
      await ask('Why?');
      await notified('The documentation did not answer. 404 Not Found');
      await vscode.commands.executeCommand('notifications.clearAll');
      await http().update('proxy', 'http://127.0.0.1:9', vscode.ConfigurationTarget.Global);
      await ask('Why?');
      await notified('The documentation did not answer.');
      await page.screenshot('ask-documentation-offline');
      await page.waitFor('.notification-list-item:has-text("Asking the documentation")', { state: 'hidden' });
      await http().update('proxy', proxy.url, vscode.ConfigurationTarget.Global);
      assert.equal(shownAnswer(), undefined);
    });
  }
});
