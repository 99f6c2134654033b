import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { notified } from './accountSteps';
import { closeAll, diagnosticsOf, eventually, fixesAt, openFile, run, select, useSandbox } from './support';

describe('a request of megabytes', () => {
  useSandbox();
  after(async () => {
    await closeAll();
    // It is too long for a rename to look through, and others test that in this folder.
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder) await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, 'long'), { recursive: true });
  });

  it('is not judged while somebody types, which it says, but before it is sent', async () => {
    const items = Array.from({ length: 60_000 }, () => '  { "displayName": "north", "n": [1, 2, {"x": null}] },');
    const document = await openFile('long/long.dt.http', ['### Long', 'POST /projects', 'Content-Type: application/json', '', '[', ...items, ']', '', '### Short', 'GET /projects/{{nothingLikeIt}}'].join('\n'));
    const last = 4 + items.length;
    assert.ok(document.getText().length > 3_000_000);
    const found = await eventually('findings', () => (diagnosticsOf(document).length === 2 ? diagnosticsOf(document) : undefined));
    assert.match(found[0] ?? '', /^request\.long Information 1:0-1:14 This request has more than 500,000 characters: it is not checked while you type/);
    assert.match(found[1] ?? '', /^variable\.undefined Error/);
    if (page.available) {
      await page.waitFor('.squiggly-info');
      await page.screenshot('long-request');
    }
    await run(document, 'POST /projects');
    const refused = await eventually('refusal', () => diagnosticsOf(document).find((text) => text.startsWith('body.json')));
    assert.ok(refused.startsWith(`body.json Error ${last}:${items[0]?.indexOf(',', 50) ?? 0}`), refused);
    const comma = new vscode.Position(last, (items[0]?.length ?? 0) - 1);
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(comma, comma.translate(0, 1)));
    await vscode.workspace.applyEdit(edit);
    await eventually('its end', () => (diagnosticsOf(document).some((text) => text.startsWith('body.json')) ? undefined : true));
  });
});

describe('a file of megabytes', () => {
  useSandbox();
  afterEach(() => vscode.commands.executeCommand('notifications.clearAll'));
  after(async () => {
    await closeAll();
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder) await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, 'long'), { recursive: true });
  });

  const told = /^file\.long Information 0:0-0:\d+ More than 200,000 lines or 20,000 blocks are too many to be looked into here/;
  const toldOf = (document: vscode.TextDocument) =>
    eventually('finding', () => {
      const found = diagnosticsOf(document);
      return found.some((text) => told.test(text)) ? found : undefined;
    });
  /** How many lenses, entries of the outline and folding ranges, and tokens. */
  const offered = async ({ uri }: vscode.TextDocument) => {
    const [lenses, symbols, ranges, tokens] = await Promise.all([
      vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri),
      vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>('vscode.executeDocumentSymbolProvider', uri),
      vscode.commands.executeCommand<vscode.FoldingRange[] | undefined>('vscode.executeFoldingRangeProvider', uri),
      vscode.commands.executeCommand<vscode.SemanticTokens | undefined>('vscode.provideDocumentSemanticTokens', uri),
    ]);
    return [lenses.length, symbols?.length ?? 0, ranges?.length ?? 0, tokens?.data.length ?? 0];
  };

  it('of a million lines is not looked into while it is shown, which it says; it runs, and short again it is like any other', async () => {
    const request = '### one\nGET /projects/{{nothingLikeIt}}\n\n';
    const document = await openFile('long/lines.dt.http', `### first\nGET /projects\n\n${request.repeat(5_000_000 / request.length)}`);
    assert.deepEqual((await toldOf(document)).filter((text) => !told.test(text)), []);
    assert.deepEqual(await offered(document), [0, 0, 0, 0]);
    if (page.available) {
      await page.waitFor('.squiggly-info');
      await page.screenshot('long-file');
    }
    await run(document, 'GET /projects');
    if (page.available) await page.screenshot('long-file-run');
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(new vscode.Position(6, 0), document.lineAt(document.lineCount - 1).range.end));
    await vscode.workspace.applyEdit(edit);
    await eventually('findings', () => (diagnosticsOf(document).some((text) => text.startsWith('variable.undefined')) ? true : undefined));
    assert.ok(!diagnosticsOf(document).some((text) => told.test(text)));
    const [lenses = 0, symbols] = await offered(document);
    assert.ok(lenses >= 6, `${lenses} lenses`);
    assert.equal(symbols, 2);
  });

  it('that grows so long loses what was offered, and has it again when that is undone', async () => {
    const document = await openFile('long/grows.dt.http', '### a\nGET /projects/{{nothingLikeIt}}\n');
    await eventually('findings', () => (diagnosticsOf(document).some((text) => text.startsWith('variable.undefined')) ? true : undefined));
    const before = await offered(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(2, 0), '# note\n'.repeat(200_000));
    await vscode.workspace.applyEdit(edit);
    assert.equal((await toldOf(document)).length, 1);
    assert.deepEqual(await offered(document), [0, 0, 0, 0]);
    assert.deepEqual(await fixesAt(document, new vscode.Range(0, 0, 0, 5)), []);
    await vscode.commands.executeCommand('undo');
    await eventually('findings', () => (diagnosticsOf(document).some((text) => text.startsWith('variable.undefined')) ? true : undefined));
    assert.deepEqual(await offered(document), before);
  });

  it('runs nothing when it is edited before it was read: another request may stand at the place', async () => {
    const document = await openFile('long/edited.dt.http', `### first\nGET /projects\n\n${'# note\n'.repeat(700_000)}`);
    await toldOf(document);
    select(document, new vscode.Range(1, 0, 1, 0));
    const running = vscode.commands.executeCommand('dtHttp.run');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '### other\nGET /projects/{{nothingLikeIt}}\n\n'.repeat(2));
    await vscode.workspace.applyEdit(edit);
    const report = await running;
    if (report === undefined) await notified('The file was edited while it was read, so nothing was done. Try again.');
    // A machine may be quick enough to read all of it before the edit comes.
    else assert.equal(JSON.stringify(report).includes('nothingLikeIt'), false, 'the other request was run');
    assert.equal(diagnosticsOf(document).some((text) => text.startsWith('variable.undefined')), false);
  });

  it('of more than 20,000 blocks neither', async () => {
    const document = await openFile('long/requests.dt.http', '###\nGET /projects\n'.repeat(20_001));
    await toldOf(document);
    assert.deepEqual(await offered(document), [0, 0, 0, 0]);
  });
});
