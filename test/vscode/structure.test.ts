// Folding, growing selections, colours, outline, formatting and snippets, as the editor asks for them.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { page } from './page';
import { closeAll, eventually, openFile, openText, rangeOf, select } from './support';

const apply = async (document: vscode.TextDocument, edits: readonly vscode.TextEdit[]) => {
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, [...edits]);
  await vscode.workspace.applyEdit(edit);
};
const options = { tabSize: 2, insertSpaces: true };

/** Each token as its text, type and modifiers. */
async function colours(document: vscode.TextDocument): Promise<readonly string[]> {
  const [legend, tokens] = await Promise.all([
    vscode.commands.executeCommand<vscode.SemanticTokensLegend>('vscode.provideDocumentSemanticTokensLegend', document.uri),
    vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', document.uri),
  ]);
  const found: string[] = [];
  let [line, character] = [0, 0];
  for (let at = 0; at < tokens.data.length; at += 5) {
    const [deltaLine = 0, deltaCharacter = 0, length = 0, type = 0, modifiers = 0] = tokens.data.slice(at, at + 5);
    line += deltaLine;
    character = deltaLine > 0 ? deltaCharacter : character + deltaCharacter;
    const text = document.getText(new vscode.Range(line, character, line, character + length));
    found.push([text, legend.tokenTypes[type], ...legend.tokenModifiers.filter((_, bit) => (modifiers & (1 << bit)) !== 0)].join(' '));
  }
  return found;
}

describe('the structure of a request file', () => {
  afterEach(closeAll);

  it('folds requests, bodies, comments and regions', async () => {
    const document = await openText('# one', '# two', '###', '# region Setup', 'POST /projects', '', '{', '  "a": [', '    1', '  ]', '}', '', '###', '# endregion', '');
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
    assert.deepEqual(ranges.map(({ start, end, kind }) => [start, end, kind]), [[0, 1, vscode.FoldingRangeKind.Comment], [3, 13, vscode.FoldingRangeKind.Region], [6, 9, undefined], [7, 8, undefined]]);
    if (!page.available) return;
    await eventually('folded region', async () => {
      await vscode.commands.executeCommand('editor.foldAllMarkerRegions');
      return (await page.count('.monaco-editor .inline-folded')) > 0 ? true : undefined;
    });
    await page.screenshot('structure-folded');
  });

  it('grows a selection from a word to the whole file', async () => {
    const document = await openText('###', 'POST /projects/abc', '', '{ "name": "one two" }', '');
    const [range] = await vscode.commands.executeCommand<vscode.SelectionRange[]>('vscode.executeSelectionRangeProvider', document.uri, [rangeOf(document, 'two').start]);
    const steps: string[] = [];
    for (let each = range; each; each = each.parent) steps.push(document.getText(each.range));
    for (const step of ['two', 'one two', '"one two"', '"name": "one two"', '{ "name": "one two" }', 'POST /projects/abc\n\n{ "name": "one two" }']) assert.ok(steps.includes(step), `${step} in ${JSON.stringify(steps)}`);
  });

  it('colours what the grammar cannot know, and keeps up with edits', async () => {
    const document = await openText('@project = abc', '', '### Log in', '# @name login', 'GET /{{project}}', '', '###', '# @prompt-secret pin', '# @nonsense', '# @ref login', 'GET /{{login.response.body.$.a}}/{{pin}}/{{$guid}}/{{later}}');
    const expected = ['project variable declaration', 'name keyword', 'login function declaration', 'project variable', 'prompt-secret keyword', 'pin variable declaration readonly', 'nonsense comment', 'ref keyword', 'login function', 'login function', 'pin variable readonly', '$guid function defaultLibrary'];
    assert.deepEqual(await colours(document), expected);
    if (page.available) {
      // The editor tells nobody when it has painted them: bold letters do.
      const settings = vscode.workspace.getConfiguration('editor');
      await settings.update('semanticTokenColorCustomizations', { rules: { 'function.declaration': { bold: true } } }, vscode.ConfigurationTarget.Global);
      try {
        await page.waitFor('.monaco-editor .view-line .mtkb:text("login")');
        await page.screenshot('structure-colours');
      } finally {
        await settings.update('semanticTokenColorCustomizations', undefined, vscode.ConfigurationTarget.Global);
      }
    }
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '@later = 1\n');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await colours(document), ['later variable declaration', ...expected, 'later variable']);
  });

  it('shows the name, method and target of requests in the outline', async () => {
    const document = await openText('@a = 1', '### Log in', '# @name login', 'GET   /projects');
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    assert.deepEqual(symbols.map(({ name, detail }) => [name, detail]), [['a', '1'], ['Log in', 'login · GET /projects']]);
  });

  it('has lenses above each request of a long file, whose commands come with the view', async () => {
    const document = await openText(...Array.from({ length: 200 }, (_, index) => `### r${index}\nGET /projects?page_size=${index + 1}\n`));
    // The editor resolves as many as it is asked for, and leaves the others out.
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 600);
    assert.equal(lenses.length, 600);
    const place = [document.uri, document.offsetAt(new vscode.Position(598, 0))];
    const last = lenses.filter(({ range }) => range.start.line === 598).map(({ command }) => [command?.command, ...((command?.arguments ?? []) as unknown[])]);
    assert.deepEqual(JSON.parse(JSON.stringify(last)), JSON.parse(JSON.stringify(['run', 'runFromHere', 'more'].map((name) => [`dtHttp.${name}`, ...place]))));
    const fromTheStart = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
    assert.equal(fromTheStart.find(({ range }) => range.start.line === 598)?.command, undefined, 'not before it is seen');
    if (!page.available) return;
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection: new vscode.Range(598, 0, 598, 0) });
    await page.waitFor('.monaco-editor .view-line:has-text("page_size=200")');
    await page.waitFor('.codelens-decoration a:has-text("Run from here")');
  });

  it('formats a document, with the line ends it has, and a range; bodies stay', async () => {
    for (const end of ['\n', '\r\n']) {
      const document = await openFile(`format-${end.length}.dt.http`, ['@a=1', '###x', 'get /projects', 'Accept:text/plain', '', '{"a":1}  ', '', '', '### y', 'GET /x  '].join(end));
      const ofRange = await vscode.commands.executeCommand<vscode.TextEdit[]>('vscode.executeFormatRangeProvider', document.uri, document.lineAt(0).range, options);
      await apply(document, ofRange);
      assert.equal(document.lineAt(0).text, '@a = 1');
      await apply(document, await vscode.commands.executeCommand<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', document.uri, options));
      assert.equal(document.getText(), ['@a = 1', '', '### x', 'GET /projects', 'Accept: text/plain', '', '{"a":1}  ', '', '### y', 'GET /x', ''].join(end));
      assert.deepEqual((await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>('vscode.executeFormatDocumentProvider', document.uri, options)) ?? [], []);
      await document.save();
    }
  });

  it('formats the line that was typed', async () => {
    const document = await openText('@a=1', '@b=1', '');
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>('vscode.executeFormatOnTypeProvider', document.uri, new vscode.Position(1, 0), '\n', options);
    await apply(document, edits);
    assert.equal(document.getText(), '@a = 1\n@b=1\n');
  });

  it('lays out a JSON body, of an untitled document too, in one step back', async () => {
    const text = 'POST /projects\nContent-Type: application/json\n\n{"a":{{x}},"b":[1]}\n';
    const document = await vscode.workspace.openTextDocument({ language: 'dt-http', content: text });
    await vscode.window.showTextDocument(document);
    select(document, rangeOf(document, 'POST'));
    await vscode.commands.executeCommand('dtHttp.formatBody');
    const unit = ' '.repeat(Number(vscode.window.activeTextEditor?.options.tabSize));
    assert.equal(document.getText(), text.replace('{"a":{{x}},"b":[1]}', `{\n${unit}"a": {{x}},\n${unit}"b": [\n${unit}${unit}1\n${unit}]\n}`));
    if (page.available) await page.screenshot('structure-body');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });

  it('says why a body is not laid out', async () => {
    const document = await openText('### broken', 'POST /projects', 'Content-Type: application/json', '', '{"a":1,}', '', '### none', 'GET /projects');
    const before = document.getText();
    for (const [text, message] of [['### broken', 'it is not valid JSON'], ['### none', 'This request has no JSON body.']] as const) {
      await vscode.commands.executeCommand('notifications.clearAll');
      await vscode.commands.executeCommand('dtHttp.formatBody', document.uri, document.offsetAt(rangeOf(document, text).start));
      assert.equal(document.getText(), before);
      if (!page.available) continue;
      await vscode.commands.executeCommand('notifications.showList');
      await page.waitFor(`.notifications-center :text("${message}")`);
    }
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('inserts snippets', async () => {
    const document = await openText('');
    await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: 'dt-http', name: 'Request with a JSON body' });
    await eventually('snippet', () => (document.getText().includes('POST /') ? true : undefined));
    assert.equal(document.getText(), '### title\nPOST /projects/id/devices/id/labels\nContent-Type: application/json\n\n{\n  "key": "name",\n  "value": "value"\n}');
    if (page.available) await page.screenshot('structure-snippet');
  });
});
