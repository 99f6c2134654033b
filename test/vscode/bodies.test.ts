import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { activated, closeAll, eventually, hoverAt, openFile, rangeOf } from './support';

let files = 0;

/** Opens a text with the cursor at its `‸`. */
async function openAt(source: string, name = `body-${++files}.dt.http`): Promise<vscode.TextEditor> {
  const document = await openFile(name, source.replace('‸', ''));
  const position = document.positionAt(source.indexOf('‸'));
  return vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection: new vscode.Range(position, position) });
}

/** What is proposed at the cursor, words of the text left out. */
async function proposalsAt({ document, selection }: vscode.TextEditor): Promise<readonly string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, selection.active);
  return list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text).map(({ label }) => (typeof label === 'string' ? label : label.label));
}

const connector = (body: string) => `POST /projects/p1/dataconnectors\nContent-Type: application/json\n\n${body}`;

describe('bodies in the editor', () => {
  before(activated);
  afterEach(closeAll);

  it('are completed by what the endpoint takes, in half-typed JSON', async () => {
    const editor = await openAt(connector('{\n  "type": "AWS_SQS",\n  "‸"\n'));
    const found = await proposalsAt(editor);
    assert.ok(found.includes('awsSqsConfig'), found.join());
    assert.ok(!found.includes('type'));
  });

  it('look into the answer of a named request', async () => {
    const editor = await openAt('### list\nGET /projects/p1/devices\n\n### use\nGET /{{list.response.body.$.devices[0].‸}}');
    assert.ok((await proposalsAt(editor)).includes('labels'));
  });

  if (page.available) {
    const shown = '.suggest-widget.visible';
    const row = (label: string) => `${shown} .monaco-list-row:has-text("${label}")`;
    const focused = (label: string) => `${shown} .monaco-list-row.focused:has-text("${label}")`;
    /** Takes the first proposal, which is `label`. */
    const take = async (label: string) => {
      await page.waitFor(focused(label));
      await page.press('Enter');
    };

    it('are written from an empty object: name, value, comma', async () => {
      const editor = await openAt(connector('{\n  "displayName": "Push"\n  ‸\n}\n'));
      await page.type('"st');
      await page.waitFor(focused('status'));
      await page.screenshot('body-names');
      await page.press('Enter');
      await page.waitFor(row('USER_DISABLED'));
      await page.screenshot('body-values');
      await take('ACTIVE');
      await eventually('text', () => (editor.document.getText() === connector('{\n  "displayName": "Push",\n  "status": "ACTIVE"\n}\n') ? true : undefined)).catch(() => assert.fail(editor.document.getText()));
    });

    it('are written from an empty line, an event with its data', async () => {
      const editor = await openAt('POST {{emulatorBase}}/projects/p1/devices/d1:publish\n\n‸\n');
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await page.waitFor(row('touch'));
      await page.type('hum');
      await page.waitFor(focused('humidity'));
      await page.screenshot('body-events');
      await page.press('Enter');
      const after = 'POST {{emulatorBase}}/projects/p1/devices/d1:publish\nContent-Type: application/json\n\n{\n  "humidity": { "temperature": 21.5, "relativeHumidity": 50 }\n}\n';
      await eventually('text', () => (editor.document.getText() === after ? true : undefined)).catch(() => assert.fail(editor.document.getText()));
    });

    it('offer what there is to choose from, place after place', async () => {
      const editor = await openAt('POST {{emulatorBase}}/projects/p1/devices/d1:publish\n\n‸\n');
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await page.waitFor(row('touch'));
      await page.type('connectionS');
      await take('connectionStatus');
      await page.waitFor(row('OFFLINE'));
      await page.screenshot('body-choice-first');
      await page.type('CEL');
      await take('CELLULAR');
      await page.waitFor(focused('SDS'));
      await page.type('ETH');
      await page.waitFor(focused('ETHERNET'));
      await page.screenshot('body-choice-next');
      await page.press('Enter');
      const after = '{\n  "connectionStatus": { "connection": "CELLULAR", "available": ["ETHERNET"] }\n}\n';
      await eventually('text', () => (editor.document.getText().endsWith(`\n\n${after}`) ? true : undefined)).catch(() => assert.fail(editor.document.getText()));
    });

    it('offer a choice behind a text', async () => {
      const editor = await openAt('POST /projects/p1/serviceaccounts\nContent-Type: application/json\n\n‸\n');
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await take('displayName, enableBasicAuth');
      await page.type('Mine');
      await page.press('Tab');
      await page.waitFor(row('true'));
      await page.type('t');
      await take('true');
      await eventually('text', () => (editor.document.getText().endsWith('\n\n{\n  "displayName": "Mine",\n  "enableBasicAuth": true\n}\n') ? true : undefined)).catch(() => assert.fail(editor.document.getText()));
    });

    it('of an expectation are proposed piece by piece', async () => {
      const editor = await openAt('# @expect ‸\nGET /projects/p1/devices\n');
      await page.type('bo');
      await take('body');
      await take('$');
      await take('devices');
      await page.type(' ');
      await page.waitFor(row('length >'));
      await page.screenshot('expect-operators');
      assert.equal(editor.document.lineAt(0).text, '# @expect body $.devices ');
    });
  }
});

describe('environment files in the editor', () => {
  const file = 'schema/http-client.env.json';
  before(activated);
  afterEach(async () => {
    await closeAll();
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder) await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, 'schema'), { recursive: true });
  });

  it('are completed by VS Code itself', async () => {
    const editor = await openAt('{\n  "dev": {\n    ‸\n  }\n}\n', file);
    const found = await eventually('proposals', async () => {
      const labels = await proposalsAt(editor);
      return labels.includes('emulatorBase') ? labels : undefined;
    });
    assert.ok(['apiBase', 'account'].every((name) => found.includes(name)), found.join());
    if (page.available) {
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await page.waitFor('.suggest-widget.visible .monaco-list-row');
      await page.screenshot('environment-names');
    }
  });

  it('are checked: a value that cannot be inserted is marked, a secret is none', async () => {
    const { document } = await openAt('{\n  "dev": {\n    "list": [1],\n    "token": { "$secret": "token" },‸\n    "size": 5\n  }\n}\n', file);
    const found = await eventually('marks', () => {
      const marks = vscode.languages.getDiagnostics(document.uri);
      return marks.length > 0 ? marks : undefined;
    });
    assert.deepEqual(found.map(({ message, range }) => [range.start.line, /Incorrect type/.test(message)]), [[2, true]]);
  });

  it('say what a key means', async () => {
    const { document } = await openAt('{ "dev": { "apiB‸ase": "http://localhost:1/v2" } }', file);
    await eventually('text', () => (document.getText().includes('apiBase') ? true : undefined));
    const text = await eventually('hover', async () => (await hoverAt(document, rangeOf(document, 'apiBase'))) || undefined);
    assert.match(text, /Where paths go/);
  });
});
