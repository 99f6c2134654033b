import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { closeAll, describeDiagnostic, diagnosticsOf, eventually, hoverAt, lensesAt, openFile, rangeOf, run, shownAnswer, useSandbox, writeFile } from './support';

const errorsIn = (uri: vscode.Uri) => vscode.languages.getDiagnostics(uri).map(describeDiagnostic);

describe('environment files', () => {
  useSandbox();

  const file = 'env/http-client.env.json';
  const request = ['GET /projects/{{project}}'].join('\n');
  const remove = async (uri: vscode.Uri) => vscode.workspace.fs.delete(uri);

  const choose = (environment: string | undefined) =>
    vscode.workspace.getConfiguration('dtHttp').update('environment', environment, vscode.ConfigurationTarget.Workspace);

  afterEach(() => choose(undefined));

  it('are marked where they are malformed, and keep the request from being sent', async () => {
    const uri = await writeFile(file, '{\n  "test": {\n    "project": "c4f5le24saonvdu6500t",\n  }\n}\n');
    await choose('test');
    const document = await openFile('env/a.dt.http', request);
    await eventually('finding', () => (errorsIn(uri).length > 0 ? true : undefined));
    assert.match(errorsIn(uri).join('\n'), /^environment\.malformed Error 3:2-3:3 This is not valid JSON/);
    await run(document, 'GET');
    assert.equal(shownAnswer(), undefined);
    assert.deepEqual(await lensesAt(document, document.lineAt(0).range), ['$(play) Run', '$(error) not sent']);
    const found = diagnosticsOf(document).join('\n');
    assert.match(found, /http-client\.env\.json has errors\. Nothing is sent until that is mended\./);
    await remove(uri);
  });

  it('lose their mark when they are mended and saved, for all request files beside them', async () => {
    const uri = await writeFile(file, '{');
    await openFile('env/b.dt.http', request);
    const other = await openFile('env/c.dt.http', request);
    await eventually('finding', () => (errorsIn(uri).length > 0 ? true : undefined));
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, document.validateRange(new vscode.Range(0, 0, 1, 0)), '{ "test": { "project": "c4f5le24saonvdu6500t" } }');
    await vscode.workspace.applyEdit(edit);
    assert.equal(errorsIn(uri).length, 1, 'it counts when it is saved');
    await document.save();
    await eventually('end of the finding', () => (errorsIn(uri).length === 0 ? true : undefined));
    await eventually('environment', () => diagnosticsOf(other).find((text) => text.includes('It is defined in environment test.')));
    await remove(uri);
  });

  it('give their values to the environment that is chosen', async () => {
    const uri = await writeFile(file, '{ "test": { "project": "c4f5le24saonvdu6500t" } }');
    await choose('test');
    const document = await openFile('env/d.dt.http', request);
    await run(document, 'GET');
    assert.match((await lensesAt(document, document.lineAt(0).range)).join(' | '), /200 OK/);
    const hover = (await hoverAt(document, rangeOf(document, 'project}}'))).replaceAll('\\', '');
    assert.ok(hover.startsWith('**project**\n\n- c4f5le24saonvdu6500t · environment "test" (http-client.env.json)\n`{project}` of the path: '), hover);
    await remove(uri);
  });

  it('send nothing for an environment that does not exist, and say so', async () => {
    const uri = await writeFile(file, '{ "test": { "project": "c4f5le24saonvdu6500t" } }');
    await choose('tset');
    const document = await openFile('env/e.dt.http', 'GET /projects');
    const said = await eventually('finding', () => diagnosticsOf(document)[0]);
    assert.equal(said, ' Error 0:0-0:0 There is no environment "tset". Did you mean "test"? There are: test.');
    await run(document, 'GET');
    assert.equal(shownAnswer(), undefined);
    assert.deepEqual(await lensesAt(document, document.lineAt(0).range), ['$(play) Run', '$(error) not sent']);
    await remove(uri);
  });

  describe('to be switched', () => {
    const two = '{ "test": { "project": "c4f5le24saonvdu6500t" }, "Prod": { "project": "cnothere00000000000a" }, "$shared": {} }';
    const item = '.statusbar-item:has(.codicon-globe)';
    const colour = `${item}.has-background-color`;
    const follow = () => vscode.commands.executeCommand('dtHttp.switchEnvironment', '');

    afterEach(async () => {
      await follow();
      await vscode.commands.executeCommand('notifications.clearAll');
    });

    it('hold for the next run and for the marks', async () => {
      const uri = await writeFile(file, two);
      const document = await openFile('env/f.dt.http', request);
      await vscode.commands.executeCommand('dtHttp.switchEnvironment', 'test');
      await eventually('end of the finding', () => (diagnosticsOf(document).length === 0 ? true : undefined));
      await run(document, 'GET');
      assert.match((await lensesAt(document, document.lineAt(0).range)).join(' | '), /200 OK/);
      await vscode.commands.executeCommand('dtHttp.switchEnvironment', 'Prod');
      await run(document, 'GET');
      assert.match((await lensesAt(document, document.lineAt(0).range)).join(' | '), /404 Not Found/);
      await remove(uri);
    });

    it('come from the settings of REST Client too', async () => {
      const settings = vscode.workspace.getConfiguration('rest-client');
      const variables = { staging: { project: 'c4f5le24saonvdu6500t' }, $shared: { unused: 1 } };
      // Its extension is not here, so the setting is unknown to the editor, which reads it all the same.
      const uri = await writeFile('.vscode/settings.json', JSON.stringify({ 'rest-client.environmentVariables': variables }));
      await eventually('setting', () => (vscode.workspace.getConfiguration('rest-client').get('environmentVariables') === undefined ? undefined : true));
      assert.ok(settings);
      const document = await openFile('env/g.dt.http', request);
      await vscode.commands.executeCommand('dtHttp.switchEnvironment', 'staging');
      await eventually('end of the finding', () => (diagnosticsOf(document).length === 0 ? true : undefined));
      await run(document, 'GET');
      assert.match((await lensesAt(document, document.lineAt(0).range)).join(' | '), /200 OK/);
      await remove(uri);
    });

    if (page.available) {
      it('are chosen from a list that says where each is defined; the status bar warns of some', async () => {
        const uri = await writeFile(file, two);
        await openFile('env/h.dt.http', request);
        await page.waitFor(`${item}:has-text("no environment")`);
        await page.click(item);
        await page.waitFor('.quick-input-list .monaco-list-row:has-text("http-client.env.json"):has-text("Prod")');
        await page.screenshot('environment-list');
        await page.click('.quick-input-list .monaco-list-row:has-text("test")');
        await page.waitFor(`${item}:has-text("test")`);
        assert.equal(await page.count(colour), 0);
        await page.screenshot('environment-test');
        await page.click('.monaco-editor .view-line');
        await page.press('Control+Alt+KeyE');
        await page.click('.quick-input-list .monaco-list-row:has-text("Prod")');
        await page.waitFor(`${item}:has-text("Prod")`);
        await page.waitFor('.statusbar-item.warning-kind:has-text("Prod")');
        await page.screenshot('environment-prod');
        await remove(uri);
        await closeAll();
        await page.waitFor(item, { state: 'hidden' });
      });

      it('can be made where there are none', async () => {
        const document = await openFile('bare/a.dt.http', request);
        await page.waitFor(item);
        await page.click(item);
        await page.click('.quick-input-list .monaco-list-row:has-text("Create http-client.env.json")');
        const made = await eventually('file', () => vscode.window.visibleTextEditors.map((editor) => editor.document).find(({ uri }) => uri.path.endsWith('/bare/http-client.env.json')));
        assert.deepEqual(Object.keys(JSON.parse(made.getText()) as object), ['$shared', 'test', 'prod']);
        assert.deepEqual(errorsIn(made.uri), []);
        await vscode.window.showTextDocument(document);
        await remove(made.uri);
      });
    }
  });

  after(closeAll);
});
