// Secrets that were pasted into files: found, and moved out by the light bulb.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { answerBoxes } from './boxes';
import { page } from './page';
import { closeAll, diagnosticsOf, eventually, fixAt, fixesAt, lensThat, openFile, perform, rangeOf, readFile, run, useSandbox, writeFile } from './support';

let hexes = 0;
/** A secret that was never stored before: what a test stores stays for the others. */
const newHex = () => createHash('md5').update(`pasted ${++hexes}`).digest('hex');
let hex = '';

/** Waits until one of our marks on a document has that code. */
const marked = (document: vscode.TextDocument, code: string) =>
  eventually(code, () => diagnosticsOf(document).find((each) => each.startsWith(`${code} `)));

const text = async (name: string) => (await readFile(name)).toString();

describe('secrets that were pasted', () => {
  useSandbox();
  beforeEach(() => {
    hex = newHex();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
  });

  const moveAt = async (document: vscode.TextDocument, value = hex) => {
    await perform(await fixAt(document, rangeOf(document, value), 'Move to secret storage'));
  };

  it('are marked, and moved by keyboard: stored, referred to, and gone from the disk', async () => {
    await writeFile('moved/http-client.env.json', '{\r\n  "dev": {\r\n    "a": "1"\r\n  }\r\n}\r\n');
    const document = await openFile('moved/deep/a.dt.http', `@other = 1\r\nGET https://hooks.example/in\r\nX-Api-Key: ${hex}\r\n`);
    assert.match(await marked(document, 'secret.in-header'), /^secret\.in-header Warning 2:11-2:43 A credential stands in X-Api-Key/);
    const boxes = page.available ? undefined : answerBoxes('as proposed', 'as proposed');
    try {
      if (page.available) {
        const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
        const { start } = rangeOf(document, hex);
        editor.selection = new vscode.Selection(start, start);
        await vscode.commands.executeCommand('editor.action.quickFix');
        await page.waitFor('.action-widget :text("Move to secret storage")');
        await page.screenshot('pasted-secret-bulb');
        await page.click('.action-widget :text("Move to secret storage")');
        await page.waitFor('.quick-input-title:has-text("name")');
        await page.screenshot('pasted-secret-name');
        await page.press('Enter');
        await page.waitFor('.quick-input-title:has-text("may go")');
        await page.screenshot('pasted-secret-origin');
        await page.press('Enter');
      } else {
        await moveAt(document);
      }
      await eventually('reference', () => (document.getText().includes('X-Api-Key: {{X-Api-Key}}') ? true : undefined));
    } finally {
      boxes?.end();
    }
    await eventually('saved file', async () => ((await text('moved/deep/a.dt.http')).includes(hex) ? undefined : true));
    assert.equal(await text('moved/deep/a.dt.http'), '@other = 1\r\nGET https://hooks.example/in\r\nX-Api-Key: {{X-Api-Key}}\r\n');
    assert.equal(
      await text('moved/http-client.env.json'),
      '{\r\n  "dev": {\r\n    "a": "1"\r\n  },\r\n  "$shared": {\r\n    "X-Api-Key": { "$secret": "X-Api-Key" }\r\n  }\r\n}\r\n',
    );
    await eventually('end of the mark', () => (diagnosticsOf(document).some((each) => each.startsWith('secret.')) ? undefined : true));
    if (!page.available) return;
    await vscode.commands.executeCommand('notifications.showList');
    await page.waitFor('.notifications-center :text("The history of the file may still hold it")');
    await page.screenshot('pasted-secret-moved');
  });

  it('get a new environment file where there is none, and a name that is free', async () => {
    const document = await openFile('fresh/a.dt.http', `@secret = ${hex}\nGET /projects/{{secret}}\n`);
    await marked(document, 'secret.in-value');
    const boxes = answerBoxes('secret', 'https://api.disruptive-technologies.com');
    try {
      await moveAt(document);
    } finally {
      boxes.end();
    }
    assert.deepEqual(boxes.proposed[0], 'secret');
    assert.equal(document.getText(), '@secret = {{secret2}}\nGET /projects/{{secret}}\n');
    assert.equal(document.isDirty, false);
    assert.deepEqual(JSON.parse(await text('fresh/http-client.env.json')), { $shared: { secret2: { $secret: 'secret' } } });
  });

  it('are only removed where an account can sign the request', async () => {
    const document = await openFile('ours/a.dt.http', `GET /projects\nAuthorization: Bearer ${hex}\nX-A: 1\n`);
    await marked(document, 'secret.in-header');
    const fixes = await fixesAt(document, rangeOf(document, hex));
    assert.deepEqual(fixes.map(({ title, isPreferred }) => [title, isPreferred]).slice(0, 2), [['Remove it and sign with your account', true], ['Move to secret storage', false]]);
    await perform(fixes[0]!);
    assert.equal(document.getText(), 'GET /projects\nX-A: 1\n');
  });

  it('stay as they are when the person gives up, when the environment file is broken, and without a folder', async () => {
    const environment = '{ "dev": { // note\n } }';
    const uri = await writeFile('broken/http-client.env.json', environment);
    const source = `@secret = ${hex}\nGET /projects\n`;
    const document = await openFile('broken/a.dt.http', source);
    await marked(document, 'secret.in-value');
    const boxes = answerBoxes('secret', 'https://api.disruptive-technologies.com');
    try {
      await moveAt(document);
      assert.deepEqual(boxes.proposed, [], 'nothing is asked for what cannot be done');
      await vscode.workspace.fs.delete(uri);
      boxes.end();
      const given = answerBoxes(undefined);
      await moveAt(document);
      given.end();
      assert.equal(given.proposed.length, 1);
    } finally {
      boxes.end();
    }
    assert.equal(document.getText(), source);
    assert.equal(await text('broken/a.dt.http'), source);
    const untitled = await vscode.workspace.openTextDocument({ language: 'dt-http', content: source });
    await vscode.window.showTextDocument(untitled);
    await marked(untitled, 'secret.in-value');
    const none = answerBoxes('secret', 'https://api.disruptive-technologies.com');
    try {
      await moveAt(untitled);
    } finally {
      none.end();
    }
    assert.deepEqual([untitled.getText(), none.proposed], [source, []]);
    if (!page.available) return;
    await vscode.commands.executeCommand('notifications.showList');
    await page.waitFor('.notifications-center :text("This file is in no folder")');
    await page.waitFor('.notifications-center :text("has errors. Mend them first")');
    await page.screenshot('pasted-secret-refused');
  });

  it('in a shared environment file become the name of the stored one', async () => {
    await writeFile('shared/http-client.env.json', `{\n  "$shared": { "project": "p1" },\n  "dev": { "token": "${hex}", "b": 2 }\n}\n`);
    await writeFile('shared/http-client.private.env.json', `{ "dev": { "token": "${hex}" } }`);
    await openFile('shared/a.dt.http', 'GET /projects\n');
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'shared/http-client.env.json'));
    const found = await marked(document, 'environment.secret');
    assert.match(found, /Warning 2:20-2:54 The value of "token" is a secret, and this file is shared/);
    const secret = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'shared/http-client.private.env.json'));
    assert.deepEqual(diagnosticsOf(secret), []);
    if (page.available) {
      await vscode.window.showTextDocument(document, vscode.ViewColumn.Two);
      await page.waitFor('.squiggly-warning');
      await page.screenshot('pasted-secret-environment');
    }
    const boxes = answerBoxes('as proposed', 'https://hooks.example');
    try {
      await moveAt(document);
    } finally {
      boxes.end();
    }
    assert.deepEqual(boxes.proposed[0], 'token');
    assert.equal(await text('shared/http-client.env.json'), '{\n  "$shared": { "project": "p1" },\n  "dev": { "token": { "$secret": "token" }, "b": 2 }\n}\n');
    await eventually('end of the mark', () => (diagnosticsOf(document).length === 0 ? true : undefined));
  });

  it('are all kept: another value gets another name, the same one the name that it has', async () => {
    const keys: unknown[] = [];
    const servers: Server[] = await Promise.all([1, 2].map(async () => {
      const server = createServer((request, response) => {
        keys.push([request.url, request.headers['x-hook-token']]);
        response.end('{}');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }));
    const [a, b] = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const other = newHex();
    try {
      const request = (origin: string | undefined, path: string, value: string) => `GET ${origin}/${path}\nX-Hook-Token: ${value}\n`;
      const source = (...values: readonly [string, string, string]) =>
        [request(a, 'first', values[0]), request(b, 'second', values[1]), request(b, 'third', values[2])].join('\n###\n');
      const document = await openFile('kept/a.dt.http', source(hex, other, hex));
      const proposals: (readonly string[])[] = [];
      for (const value of [hex, other, hex]) {
        await eventually('mark', () => (vscode.languages.getDiagnostics(document.uri).some(({ range }) => document.getText(range) === value) ? true : undefined));
        const boxes = answerBoxes('as proposed', 'as proposed');
        try {
          await moveAt(document, value);
        } finally {
          boxes.end();
        }
        proposals.push(boxes.proposed);
      }
      assert.deepEqual(proposals, [['X-Hook-Token', a], ['X-Hook-Token2', b], ['X-Hook-Token', `${a} ${b}`]]);
      assert.equal(document.getText(), source('{{X-Hook-Token}}', '{{X-Hook-Token2}}', '{{X-Hook-Token}}'));
      assert.deepEqual(JSON.parse(await text('kept/http-client.env.json')), {
        $shared: { 'X-Hook-Token': { $secret: 'X-Hook-Token' }, 'X-Hook-Token2': { $secret: 'X-Hook-Token2' } },
      });
      for (const path of ['/first', '/second', '/third']) {
        await run(document, path);
        await lensThat(document, rangeOf(document, path), /200 OK/);
      }
      assert.deepEqual(keys, [['/first', hex], ['/second', other], ['/third', hex]]);
    } finally {
      for (const server of servers) server.close();
    }
  });

  it('are moved in one step that can be undone', async () => {
    await writeFile('undone/http-client.env.json', '{}');
    const source = `@secret = ${hex}\nGET /projects\n`;
    const document = await openFile('undone/a.dt.http', source);
    await marked(document, 'secret.in-value');
    const boxes = answerBoxes('key', 'https://api.disruptive-technologies.com');
    try {
      await moveAt(document);
    } finally {
      boxes.end();
    }
    assert.match(document.getText(), /^@secret = \{\{key\}\}/);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), source);
  });
});
