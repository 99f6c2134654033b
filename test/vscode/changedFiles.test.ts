// Files that others change on disk while request files are open, and names that environment files share.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeAll, diagnosticsOf, eventually, lensesOf, openFile, rangeOf, textThat, writeFile } from './support';

const labelsAt = async (document: vscode.TextDocument, position: vscode.Position) => {
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, position);
  return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
};

describe('files that change on disk', () => {
  before(activated);
  afterEach(async () => {
    await closeAll();
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder) await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, 'changed'), { recursive: true });
  });

  it('a request file that is open: all of it follows', async () => {
    const before = '@project = c4f5le24saonvdu6500t\n\n### One\nGET /projcts/{{project}}\n';
    const document = await openFile('changed/own.dt.http', before);
    await eventually('finding', () => diagnosticsOf(document).find((text) => text.includes('dt.404.path')));
    const after = `### None\n\n${'### Many\nGET /projects\n\n'.repeat(20)}### Last\nGET /projects/{{projct}}\n`;
    await writeFile('changed/own.dt.http', after);
    // What the editor does by itself where it can watch the disk.
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await textThat(document, after);
    const found = await eventually('other finding', () => {
      const all = diagnosticsOf(document);
      return all.some((text) => text.includes('dt.404.path')) ? undefined : all.find((text) => text.startsWith('variable.undefined'));
    });
    assert.match(found, /projct/);
    assert.equal((await lensesOf(document)).filter(({ command }) => command?.title.endsWith('Run') === true).length, 21);
    const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri);
    assert.ok(tokens.data.length > 0);
    assert.ok((await labelsAt(document, rangeOf(document, '{{projct').end)).includes('apiBase'));
  });

  it('one that is gone from the disk still works', async () => {
    const document = await openFile('changed/gone.dt.http', 'GET /projects/{{apiBase}}\n');
    await vscode.workspace.fs.delete(document.uri);
    assert.ok((await labelsAt(document, rangeOf(document, '{{apiB').end)).includes('apiBase'));
    assert.equal((await lensesOf(document)).length > 0, true);
  });

  it('what a file imports, once it is saved: its variables are known', async () => {
    await writeFile('changed/shared.dt.http', '@one = c4f5le24saonvdu6500t\n');
    const document = await openFile('changed/main.dt.http', '# @import ./shared.dt.http\nGET /projects/{{two}}\n');
    await eventually('finding', () => diagnosticsOf(document).find((text) => text.startsWith('variable.undefined')));
    const shared = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(document.uri, '../shared.dt.http'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(shared.uri, new vscode.Position(1, 0), '@two = {{one}}\n');
    await vscode.workspace.applyEdit(edit);
    await shared.save();
    await eventually('end of the finding', () => (diagnosticsOf(document).length === 0 ? true : undefined));
  });

  it('environments and variables that other environments have are proposed by name', async () => {
    await writeFile('changed/http-client.env.json', '{ "staging": { "project": "p1" } }');
    const document = await openFile('changed/http-client.private.env.json', '{\n  "dev": {\n    "secret": "x",\n    \n  },\n  \n}\n');
    const environments = await eventually('environments', async () => {
      const labels = await labelsAt(document, new vscode.Position(5, 2));
      return labels.includes('staging') ? labels : undefined;
    });
    assert.ok(!environments.includes('dev'), environments.join());
    assert.ok((await labelsAt(document, new vscode.Position(3, 4))).includes('project'));
  });
});
