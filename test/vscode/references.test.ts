import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { closeAll, openFile, openText, textThat, writeFile } from './support';

const text = [
  '@project = c4f5le24saonvdu6500t',
  '@password = hunter2',
  '',
  '### List devices',
  '# @',
  'GET /projects/{{}}/devices',
  '',
  '### Next',
  '# @auth ',
  '# @prompt who ',
  'POST /projects/{{project}}/devices:batchUpdate?since={{$timestamp }}',
  '',
  '< ',
];

describe('variables, directives and files while typing, in the editor', () => {
  let document: vscode.TextDocument;
  /** The place right behind `marker`. */
  const behind = (marker: string, of = document) => of.positionAt(of.getText().indexOf(marker) + marker.length);
  /** Without the editor's own snippets, which are proposed everywhere. */
  const itemsBehind = async (marker: string) => {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, behind(marker));
    return items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Snippet);
  };
  const labelOf = ({ label }: vscode.CompletionItem) => (typeof label === 'string' ? label : label.label);
  const detailOf = ({ label }: vscode.CompletionItem) => (typeof label === 'string' ? '' : `${label.detail ?? ''} (${label.description ?? ''})`);

  before(async () => {
    await writeFile('http-client.env.json', '{"$shared":{"region":"eu"}}');
    await writeFile('http-client.private.env.json', '{"$shared":{"apiKey":"never shown"}}');
    await writeFile('parts/change set.json', '{}');
    await writeFile('parts/shared.dt.http', '@away = 1\n### fetchAll\nGET /projects');
    document = await openFile('authoring.dt.http', text.join('\n'));
  });
  after(async () => {
    await closeAll();
    for (const name of ['http-client.env.json', 'http-client.private.env.json', 'parts', 'authoring.dt.http']) {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(folder);
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder.uri, name), { recursive: true });
    }
  });

  it('proposes variables with value and origin, and no secret', async () => {
    const items = await itemsBehind('/projects/{{');
    const shown = new Map(items.map((item) => [labelOf(item), detailOf(item)]));
    assert.equal(shown.get('project'), ' c4f5le24saonvdu6500t (this file)');
    assert.equal(shown.get('password'), ' ••• (this file)');
    assert.equal(shown.get('region'), ' eu ($shared)');
    assert.equal(shown.get('apiKey'), ' ••• ($shared, private)');
    assert.ok(shown.has('$timestamp'));
    assert.doesNotMatch(JSON.stringify(items), /never shown|hunter2/);
  });

  it('proposes directives and their arguments', async () => {
    const names = (await itemsBehind('### List devices\n# @')).map(labelOf);
    assert.ok(names.includes('@expect') && names.includes('@timeout'), names.join());
    assert.deepEqual((await itemsBehind('# @auth ')).map(labelOf), ['oauth2', 'basic', 'none']);
  });

  it('proposes files of the folder', async () => {
    assert.ok((await itemsBehind('\n< ')).map(labelOf).includes('parts/'));
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, behind('\n< '), './parts/');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual((await itemsBehind('< ./parts/')).map(labelOf), ['change set.json', 'shared.dt.http']);
  });

  it('helps with arguments', async () => {
    const helpBehind = (marker: string) => vscode.commands.executeCommand<vscode.SignatureHelp | undefined>('vscode.executeSignatureHelpProvider', document.uri, behind(marker), ' ');
    const prompt = await helpBehind('# @prompt who ');
    assert.equal(prompt?.signatures[0]?.label, '@prompt NAME [QUESTION]');
    assert.equal(prompt.activeParameter, 1);
    const time = await helpBehind('{{$timestamp ');
    assert.equal(time?.signatures[0]?.label, '$timestamp [OFFSET] [UNIT]');
  });

  if (page.available) {
    const suggestBehind = async (own: vscode.TextDocument, marker: string, row: string, picture: string) => {
      const at = behind(marker, own);
      await vscode.window.showTextDocument(own, { selection: new vscode.Range(at, at) });
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await page.waitFor(`.suggest-widget .monaco-list-row:has-text("${row}")`);
      await page.screenshot(picture);
      await page.press('Escape');
    };

    it('is seen', async () => {
      const own = await openText(...text);
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
      await suggestBehind(own, '/projects/{{', 'region', 'completion-variables');
      await suggestBehind(own, '### List devices\n# @', '@auth', 'completion-directives');
      await suggestBehind(own, '{{$timestamp ', '-1 d', 'completion-offset');
      const at = behind('# @prompt who ', own);
      await vscode.window.showTextDocument(own, { selection: new vscode.Range(at, at) });
      await vscode.commands.executeCommand('editor.action.triggerParameterHints');
      await page.waitFor('.parameter-hints-widget:has-text("QUESTION")');
      await page.screenshot('signature-directive');
      await page.press('Escape');
      await vscode.commands.executeCommand('workbench.action.toggleSidebarVisibility');
    });

    it('leads from one proposal to the next', async () => {
      const own = await openText('### first', 'GET /projects', '', '### second', 'GET /projects/');
      const end = own.positionAt(own.getText().length);
      await vscode.window.showTextDocument(own, { selection: new vscode.Range(end, end) });
      await page.type('{{fi');
      for (const row of ['first', 'response']) {
        await page.waitFor(`.suggest-widget.visible .monaco-list-row.focused:has-text("${row}")`);
        await page.press('Enter');
      }
      await page.waitFor('.suggest-widget.visible .monaco-list-row:has-text("status")');
      await page.type('st');
      await page.waitFor('.suggest-widget.visible .monaco-list-row.focused:has-text("status")');
      await page.press('Enter');
      await textThat(own, '### first\nGET /projects\n\n### second\nGET /projects/{{first.response.status}}');
    });

    it('leads from a directive to its argument', async () => {
      const own = await openText('### first', '# ', 'GET /projects');
      const end = new vscode.Position(1, 2);
      await vscode.window.showTextDocument(own, { selection: new vscode.Range(end, end) });
      await page.type('@ho');
      for (const row of ['@host', 'api']) {
        await page.waitFor(`.suggest-widget.visible .monaco-list-row.focused:has-text("${row}")`);
        if (row === 'api') await page.screenshot('completion-argument');
        await page.press('Enter');
      }
      await textThat(own, '### first\n# @host api\nGET /projects');
    });
  }
});
