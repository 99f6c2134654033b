import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { notified } from './accountSteps';
import { page } from './page';
import { activated, closeAll, eventually, openFile, run, textThat, writeFile } from './support';

let files = 0;

/** Opens a text with the cursor at its `‸`. */
async function openAt(source: string): Promise<{ readonly document: vscode.TextDocument; readonly position: vscode.Position }> {
  const offset = source.indexOf('‸');
  const document = await openFile(`completion-${++files}.dt.http`, source.replace('‸', ''));
  const position = document.positionAt(offset);
  const editor = await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection: new vscode.Range(position, position) });
  editor.revealRange(new vscode.Range(position, position));
  return { document, position };
}

/** What the editor is given at the `‸` of a text, words and other extensions' proposals left out. */
async function proposalsAt(source: string, trigger?: string): Promise<readonly vscode.CompletionItem[]> {
  const { document, position } = await openAt(source);
  return proposals(document, position, trigger);
}

/** @param resolved How many are asked for all that is known. Default: none. */
async function proposals(document: vscode.TextDocument, position: vscode.Position, trigger?: string, resolved = 0): Promise<readonly vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, position, trigger, resolved);
  return list.items.filter(({ sortText }) => /^\d{5}$/.test(sortText ?? ''));
}

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

async function labelsAt(source: string, trigger?: string): Promise<readonly string[]> {
  return (await proposalsAt(source, trigger)).map(labelOf);
}

describe('completion in the editor', () => {
  before(activated);
  afterEach(closeAll);

  it('offers whole endpoints on an empty line, with where they come from', async () => {
    const found = await proposalsAt('‸');
    const list = found.find((item) => labelOf(item) === 'List devices of a project');
    assert.ok(list, found.map(labelOf).join());
    assert.ok(typeof list.label === 'object');
    assert.equal(list.label.description, 'GET …/devices');
    assert.ok(list.insertText instanceof vscode.SnippetString);
    assert.equal(list.insertText.value, 'GET /projects/${1:project}/devices');
    assert.ok(list.documentation instanceof vscode.MarkdownString && list.documentation.isTrusted !== true && list.documentation.supportHtml !== true);
  });

  it('offers the next segment, and replaces the one at the cursor', async () => {
    const found = await proposalsAt('GET /projects/p1/dev‸x/d1', '/');
    assert.deepEqual(found.map(labelOf), ['devices', 'members', 'dataconnectors', 'serviceaccounts', 'contacts']);
    const [devices] = found;
    assert.ok(devices?.range instanceof vscode.Range);
    assert.deepEqual([devices.range.start.character, devices.range.end.character], [17, 21]);
  });

  it('offers names and values of the query', async () => {
    assert.ok((await labelsAt('GET /projects/p1/devices?‸', '?')).includes('device_types'));
    assert.deepEqual((await labelsAt('GET /projects/p1/devices?device_types=‸', '=')).slice(0, 2), ['temperature', 'proximity']);
  });

  it('reads what is around the file: environments, imports, folders', async () => {
    await writeFile('completion-env/http-client.env.json', '{"test": {"warehouse": "p9"}}');
    await writeFile('completion-env/shared.dt.http', '@sharedProject = p3\n');
    const document = await openFile('completion-env/file.dt.http', '# @import ./shared.dt.http\nGET /projects/{{\n\n###\nPOST /projects\n\n< ./');
    const names = await proposals(document, new vscode.Position(1, 16));
    assert.ok(names.map(labelOf).includes('sharedProject'), names.map(labelOf).join());
    const elsewhere = names.find((item) => labelOf(item) === 'warehouse')?.label;
    assert.equal(typeof elsewhere === 'object' ? elsewhere.description : undefined, 'only in test');
    const entries = await proposals(document, new vscode.Position(6, 4));
    assert.ok(entries.map(labelOf).includes('shared.dt.http'), entries.map(labelOf).join());
  });

  it('is quiet in prose and behind a blank that begins nothing', async () => {
    assert.deepEqual(await labelsAt('# see https:/‸', '/'), []);
    assert.deepEqual(await labelsAt('GET /projects ‸', ' '), []);
    assert.deepEqual(await labelsAt('  ‸', ' '), []);
    assert.ok((await labelsAt('GET ‸', ' ')).length > 0);
  });

  it('works in an untitled document', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'dt-http', content: 'GET /' });
    const found = await proposals(document, new vscode.Position(0, 5), '/');
    assert.equal(found.map(labelOf)[0], 'projects');
  });

  describe('with the sandbox', () => {
    before(() => vscode.commands.executeCommand('dtHttp.startSandbox'));
    after(() => vscode.commands.executeCommand('dtHttp.stopSandbox'));

    it('offers ids by their names once an answer told them', async () => {
      const { document } = await openAt('### list\nGET /projects\n\n### use\nGET /projects/‸/devices\n');
      await run(document, 'GET /projects\n');
      const position = new vscode.Position(4, 14);
      const found = await eventually('ids', async () => {
        const items = await proposals(document, position, '/', 20);
        return items.some(({ kind }) => kind === vscode.CompletionItemKind.Reference) ? items : undefined;
      });
      const office = found.find((item) => labelOf(item) === 'Head office');
      assert.equal(office?.insertText, 'c4f5le24saonvdu6500t');
      assert.ok(office.documentation instanceof vscode.MarkdownString);
      assert.match(office.documentation.value, /^\*\*Head office \\\(project\\\)\*\*/);
      if (!page.available) return;
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection: new vscode.Range(position, position) });
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await page.waitFor('.suggest-widget.visible .monaco-list-row:has-text("Head office")');
      await page.screenshot('completion-ids');
      await page.press('Escape');
    });

    it('offers to load names where no id is known, and changes nothing by that', async () => {
      const { document, position } = await openAt('GET /projects/-/dataconnectors/‸:metrics');
      const row = (await proposals(document, position, '/')).find((item) => labelOf(item) === 'Load names…');
      assert.deepEqual([row?.insertText, row?.command?.command], ['', 'dtHttp.loadNames']);
      if (!page.available) return;
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await page.waitFor('.suggest-widget.visible .monaco-list-row:has-text("Load names")');
      await page.screenshot('completion-load-names');
      await page.type('load');
      await page.waitFor('.suggest-widget.visible .monaco-list-row.focused:has-text("Load names")');
      await page.press('Enter');
      await eventually('names', async () => ((await proposals(document, position, '/')).some(({ kind, label }) => kind === vscode.CompletionItemKind.Reference && label !== 'Load names…') ? true : undefined));
      assert.equal(document.getText(), 'GET /projects/-/dataconnectors/:metrics');
      // Those of devices, which others ask for, may come last.
      await notified('Loaded the names of');
      await vscode.commands.executeCommand('notifications.clearAll');
    });

    it('fills the first hole of a body with an id', async () => {
      if (!page.available) return;
      const { document } = await openAt('POST /projects/-/devices:transfer\nContent-Type: application/json\n\n‸');
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await page.waitFor('.suggest-widget.visible .monaco-list-row.focused:has-text("devices")');
      await page.press('Enter');
      await page.waitFor('.suggest-widget.visible .monaco-list-row.focused:has(.codicon-symbol-reference)');
      await page.screenshot('completion-hole');
      await page.press('Enter');
      await eventually('an id', () => (/"devices": \["projects\/c\w+\/devices\/\w{8,}"\]/.test(document.getText()) ? true : undefined));
    });

    it('knows the kept answer of a named request', async () => {
      const { document } = await openAt('# @name projects\nGET /projects\n\n### use\nGET /projects/{{projects.response.body.$.‸}}\n');
      await run(document, 'GET /projects\n');
      const found = await eventually('fields', async () => {
        const items = await proposals(document, new vscode.Position(4, 41), '.');
        return items.length > 0 ? items : undefined;
      });
      assert.ok(found.map(labelOf).some((label) => label.includes('projects')), found.map(labelOf).join());
    });
  });

  if (!page.available) return;

  describe('as it is typed', () => {
    const widget = '.suggest-widget.visible';

    it('shows the whole endpoints on an empty line', async () => {
      await openAt('‸');
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
      await page.type('list dev');
      await page.waitFor(`${widget} .monaco-list-row.focused:has-text("List devices")`);
      await page.screenshot('completion-endpoints');
    });

    it('finds them by the last words of their paths and by their titles, custom methods to be read', async () => {
      const searches = [['publish', ':publish'], ['label', 'labels'], ['create key', 'Create a key'], ['batch', ':batchUpdate'], ['transfer', ':transfer']] as const;
      for (const [typed, row] of searches) {
        await openAt('‸');
        await page.type(typed);
        await page.waitFor(`${widget} .monaco-list-row.focused:has-text("${row}")`);
        await page.screenshot(`completion-endpoints-${typed.replace(' ', '-')}`);
        await page.press('Escape');
      }
    });

    it('leaves a closed reference', async () => {
      const { document } = await openAt('@warehouse = p1\n\nGET /projects/‸');
      await page.type('{{ware');
      await page.waitFor(`${widget} .monaco-list-row.focused:has-text("warehouse")`);
      await page.press('Enter');
      await page.type('/devices');
      await textThat(document, '@warehouse = p1\n\nGET /projects/{{warehouse}}/devices');
    });

    it('goes segment by segment, each with what was typed', async () => {
      const { document } = await openAt('‸');
      await page.type('GET ');
      await page.waitFor(`${widget} .monaco-list-row:has-text("/projects")`);
      // The slash is what is missing: it takes nothing.
      await page.type('/pro');
      await page.waitFor(`${widget} .monaco-list-row.focused:has-text("projects")`);
      await page.screenshot('completion-segment');
      // A slash takes the focused one and asks for the next.
      await page.type('/');
      await page.waitFor(`${widget} .monaco-list-row:has-text("{project}")`);
      await page.screenshot('completion-ids-none');
      await page.type('p1/dev');
      await page.waitFor(`${widget} .monaco-list-row.focused:has-text("devices")`);
      await page.press('Enter');
      await page.type('?device_t');
      await page.waitFor(`${widget} .monaco-list-row.focused:has-text("device_types")`);
      await page.press('Enter');
      await page.waitFor(`${widget} .monaco-list-row:has-text("humidity")`);
      await page.screenshot('completion-values');
      await page.type('hum');
      await page.waitFor(`${widget} .monaco-list-row.focused:has-text("humidity")`);
      await page.press('Enter');
      await textThat(document, 'GET /projects/p1/devices?device_types=humidity');
    });

    it('shows nothing while somebody writes a comment or ends a line', async () => {
      await openAt('‸');
      await page.type('# The first of all: a/b ');
      assert.equal(await page.count(widget), 0);
      await page.press('Enter');
      await page.type('GET /projects ');
      assert.equal(await page.count(widget), 0);
    });
  });
});
