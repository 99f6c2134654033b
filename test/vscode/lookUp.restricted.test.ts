// Restricted Mode: what a workspace names is not read; looking up works.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeAll, hoverAt, openText, rangeOf, writeFile } from './support';

describe('looking up errors in restricted mode', () => {
  after(closeAll);

  it('knows what is built in, and not what the workspace names', async () => {
    await activated();
    await writeFile('theirs.json', JSON.stringify({ name: 'Theirs', entries: [{ code: 'THEIRS-1', title: 'T', description: 'D.', resolution: 'R.' }] }));
    const settings = vscode.workspace.getConfiguration('dtHttp');
    await settings.update('catalogues', ['theirs.json'], vscode.ConfigurationTarget.Workspace);
    try {
      const document = await openText('# THEIRS-1 or AUTH-401', 'GET /projects');
      assert.match(await hoverAt(document, rangeOf(document, 'AUTH-401')), /Authentication Failed/);
      assert.equal(await hoverAt(document, rangeOf(document, 'THEIRS-1')), '');
    } finally {
      await settings.update('catalogues', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});
