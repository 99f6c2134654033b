import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, describeDiagnostic, diagnosticsOf, eventually, lensesAt, openFile, run, shownAnswer, useSandbox, writeFile } from './support';

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

  after(closeAll);
});
