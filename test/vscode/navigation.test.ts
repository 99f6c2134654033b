import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { activated, answerDialogs, closeAll, eventually, fixAt, openFile, perform, rangeOf, writeFile } from './support';

const lib = '@base = /projects\n@path = {{base}}/{{project}}\n\n### login\nGET {{path}}\n';
const main = '# @import ./lib.dt.http\n# see https://developer.example/docs\n\n### use\n# @ref login\nGET {{path}}/devices/{{login.response.body.$.name}}\n  ?x={{project}}\n';
const environments = '{\n  "dev": { "project": "p1" },\n  "prod": { "project": "p2" }\n}\n';

describe('navigation', () => {
  before(activated);
  afterEach(closeAll);

  let folders = 0;
  let uris: readonly vscode.Uri[] = [];

  /** Each test has a folder of its own: the editor keeps texts of closed documents for a while. */
  async function open(): Promise<vscode.TextDocument> {
    const folder = `navigate-${++folders}`;
    const others = await Promise.all([writeFile(`${folder}/lib.dt.http`, lib), writeFile(`${folder}/http-client.env.json`, environments)]);
    const document = await openFile(`${folder}/main.dt.http`, main);
    uris = [document.uri, ...others];
    return document;
  }

  afterEach(async () => {
    for (const uri of uris) await vscode.workspace.fs.delete(uri);
    uris = [];
  });

  const shown = ({ uri, range: { start, end } }: vscode.Location) => `${uri.path.split('/').at(-1) ?? ''} ${start.line}:${start.character}-${end.character}`;
  const definitions = async (document: vscode.TextDocument, at: vscode.Range) => {
    const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>('vscode.executeDefinitionProvider', document.uri, at.start);
    return found.map((each) => shown('targetUri' in each ? new vscode.Location(each.targetUri, each.targetRange) : each));
  };
  const references = async (uri: vscode.Uri, at: vscode.Position) => (await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', uri, at)).map(shown).sort();
  const rename = (uri: vscode.Uri, at: vscode.Position, newName: string) => vscode.commands.executeCommand<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', uri, at, newName);
  const textOf = async (uri: vscode.Uri | undefined) => {
    assert.ok(uri);
    return (await vscode.workspace.openTextDocument(uri)).getText();
  };

  it('goes to definitions: of an import, of a request, of the environments', async () => {
    const document = await open();
    assert.deepEqual(await definitions(document, rangeOf(document, 'path}}')), ['lib.dt.http 1:1-5']);
    assert.deepEqual(await definitions(document, rangeOf(document, 'body.$')), ['lib.dt.http 3:4-9']);
    assert.deepEqual(await definitions(document, rangeOf(document, 'login', '@ref')), ['lib.dt.http 3:4-9']);
    assert.deepEqual(await definitions(document, rangeOf(document, 'project}}')), ['http-client.env.json 1:12-19', 'http-client.env.json 2:13-20']);
  });

  it('finds references in other files, and from the key of an environment', async () => {
    const document = await open();
    const expected = ['http-client.env.json 1:12-19', 'http-client.env.json 2:13-20', 'lib.dt.http 1:19-26', 'main.dt.http 6:7-14'];
    assert.deepEqual(await references(document.uri, rangeOf(document, 'project}}').start), expected);
    const [, , environment] = uris;
    assert.ok(environment);
    await vscode.workspace.openTextDocument(environment);
    assert.deepEqual(await references(environment, new vscode.Position(2, 15)), expected);
    assert.deepEqual(await references(document.uri, rangeOf(document, 'login').start), ['lib.dt.http 3:4-9', 'main.dt.http 4:7-12', 'main.dt.http 5:23-28']);
  });

  it('renames a name where it stands, from the key of an environment too', async () => {
    const document = await open();
    const prepared = await vscode.commands.executeCommand<{ range: vscode.Range; placeholder: string }>('vscode.prepareRename', document.uri, rangeOf(document, 'path}}').start);
    assert.deepEqual([document.getText(prepared.range), prepared.range.start.line, prepared.placeholder], ['path', 5, 'path']);
    const [, libUri, environment] = uris;
    assert.ok(environment);
    const keys = await vscode.workspace.openTextDocument(environment);
    const ofKey = await vscode.commands.executeCommand<typeof prepared>('vscode.prepareRename', environment, rangeOf(keys, 'project').start);
    assert.deepEqual([keys.getText(ofKey.range), ofKey.placeholder], ['project', 'project']);
    const edit = await rename(environment, rangeOf(keys, 'project').start, 'plant');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(keys.getText(), environments.replaceAll('"project"', '"plant"'));
    assert.deepEqual([document.getText(), await textOf(libUri)], [main.replace('{{project}}', '{{plant}}'), lib.replace('{{project}}', '{{plant}}')]);
    for (const uri of uris) await (await vscode.workspace.openTextDocument(uri)).save();
  });

  it('renames across file, import and environment file, as open documents have them', async () => {
    const document = await open();
    const [, libUri, environment] = uris;
    assert.ok(libUri && environment);
    // A line above, which is not saved.
    const above = new vscode.WorkspaceEdit();
    above.insert(libUri, new vscode.Position(0, 0), '# not saved: {{project}}\n');
    await vscode.workspace.applyEdit(above);
    const edit = await rename(document.uri, rangeOf(document, 'project}}').start, 'plant');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(document.getText(), main.replace('{{project}}', '{{plant}}'));
    assert.equal(await textOf(libUri), `# not saved: {{project}}\n${lib.replace('{{project}}', '{{plant}}')}`);
    assert.equal(await textOf(environment), environments.replaceAll('"project"', '"plant"'));
    for (const uri of uris) await (await vscode.workspace.openTextDocument(uri)).save();
  });

  it('renames in files of other names too, and warns of texts that are inserted', async () => {
    const document = await openFile('navigate-other/lib.dt.http', '@thing = 1\nGET /{{thing}}\n');
    const rest = '# @import ./lib.dt.http\nGET /{{thing}}\n';
    const insert = '# @import ./lib.dt.http\nPOST /x\n\n<@ ./body.json\n';
    uris = [document.uri, await writeFile('navigate-other/a.rest', rest), await writeFile('navigate-other/b.http', insert)];
    const dialogs = answerDialogs('showWarningMessage', undefined);
    try {
      const edit = await rename(document.uri, new vscode.Position(0, 2), 'item');
      assert.deepEqual(edit.entries().map(([uri, edits]) => [uri.path.split('/').at(-1), edits.length]).sort(), [['a.rest', 1], ['lib.dt.http', 2]]);
      assert.deepEqual(dialogs.asked.map(([question]) => question), ['Files that are inserted with <@ were not looked through: they may still use the old name.']);
    } finally {
      dialogs.end();
    }
  });

  it('says why it does not rename', async () => {
    const document = await open();
    await assert.rejects(Promise.resolve(rename(document.uri, rangeOf(document, 'project}}').start, 'path')), /"path" is taken: lib\.dt\.http knows it already/);
    await assert.rejects(Promise.resolve(rename(document.uri, rangeOf(document, 'login').start, 'a-b')), /The name of a request starts with a letter/);
    await assert.rejects(Promise.resolve(vscode.commands.executeCommand('vscode.prepareRename', document.uri, rangeOf(document, 'GET').start)), /No name stands here/);
  });

  it('highlights the same name in the file', async () => {
    const document = await openFile('navigate/highlight.dt.http', '@a = 1\nGET /{{a}}/{{a}}\n');
    uris = [document.uri];
    const found = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>('vscode.executeDocumentHighlights', document.uri, new vscode.Position(1, 7));
    const { Read, Write } = vscode.DocumentHighlightKind;
    assert.deepEqual(found.map(({ range, kind }) => [range.start.line, range.start.character, kind]), [[0, 1, Write], [1, 7, Read], [1, 13, Read]]);
  });

  it('links imports, files and addresses in comments', async () => {
    const document = await open();
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri, 10);
    const [, libUri] = uris;
    assert.deepEqual(links.map(({ range, target }) => [document.getText(range), target?.toString()]).sort(), [['./lib.dt.http', libUri?.toString()], ['https://developer.example/docs', 'https://developer.example/docs']].sort());
  });

  it('fades what nothing uses, and removes its line', async () => {
    const document = await openFile('navigate/unused.dt.http', '@used = 1\n@unused = 2\n@used = 3\n\n### show\nGET /projects/{{used}}\n');
    uris = [document.uri];
    const unused = await eventually('hint', () => vscode.languages.getDiagnostics(document.uri).find(({ code }) => code === 'variable.unused'));
    assert.deepEqual(unused.tags, [vscode.DiagnosticTag.Unnecessary]);
    assert.equal(unused.severity, vscode.DiagnosticSeverity.Hint);
    assert.equal(document.getText(unused.range), 'unused');
    const shadowed = vscode.languages.getDiagnostics(document.uri).find(({ code }) => code === 'variable.shadowed');
    assert.equal(shadowed?.message, 'This value of "used" is never used: line 3 defines it again. Remove one of them.');
    if (page.available) {
      await page.waitFor('.squiggly-unnecessary', { timeout: 15_000 });
      await page.screenshot('navigation-unused');
    }
    const fix = await fixAt(document, unused.range, 'Remove the line');
    await perform(fix);
    assert.equal(document.lineAt(1).text, '@used = 3');
    await document.save();
  });

  if (page.available) {
    /** Again when the editor was not there yet: a cursor that is set, and the focus, come a moment later. */
    const pressF2 = (document: vscode.TextDocument, at: vscode.Position, shows: string) =>
      eventually(shows, async () => {
        await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection: new vscode.Range(at, at) });
        await page.press('F2');
        return page.waitFor(shows, { timeout: 3000 }).then(
          () => true,
          () => undefined,
        );
      });

    it('renames in the box of the editor, and shows there why not', async () => {
      const document = await open();
      await pressF2(document, rangeOf(document, 'path}}').start, '.rename-box input:focus');
      await page.screenshot('navigation-rename');
      await page.type('route');
      await page.press('Enter');
      await eventually('new name', () => (document.getText().includes('{{route}}') ? true : undefined));
      await eventually('new name in the import', async () => ((await textOf(uris[1])).includes('@route = ') ? true : undefined));
      const method = rangeOf(document, 'GET').start;
      await pressF2(document, method, '.monaco-editor-overlaymessage:has-text("No name stands here")');
      await page.screenshot('navigation-no-rename');
      await page.press('Escape');
      for (const uri of uris) await (await vscode.workspace.openTextDocument(uri)).save();
    });
  }
});
