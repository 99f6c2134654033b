import * as vscode from 'vscode';
import { page } from './page';
import { activated, closeAll, openText, rangeOf, run } from './support';

// Made anew by `npm run pictures`; here they show that what the README shows can still be done.
if (page.available) {
  describe('pictures of the README', () => {
    before(() => vscode.commands.executeCommand('workbench.action.closeSidebar'));

    after(async () => {
      await closeAll();
      await vscode.commands.executeCommand('dtHttp.stopSandbox');
      await vscode.commands.executeCommand('workbench.action.toggleSidebarVisibility');
    });

    it('explains a wrong id on the word that is wrong', async () => {
      const { extensionUri } = await activated();
      const tour = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'media/examples/tour.dt.http'));
      const document = await openText(...new TextDecoder().decode(tour).split('\n'));
      await vscode.commands.executeCommand('dtHttp.startSandbox');
      await run(document, 'GET /projects\n');
      await run(document, 'GET', '### 404');
      await vscode.commands.executeCommand('workbench.action.closeOtherGroups');
      const wrong = rangeOf(document, 'cdpib6e3eqohgh5ettaa');
      const editor = await vscode.window.showTextDocument(document, { selection: new vscode.Range(wrong.start, wrong.start) });
      editor.revealRange(wrong, vscode.TextEditorRevealType.InCenter);
      await page.waitFor('.codelens-decoration a:has-text("explain")');
      await vscode.commands.executeCommand('editor.action.showHover');
      await page.waitFor('.monaco-hover:has-text("Do this")');
      await page.screenshot('readme-explained');
      await page.press('Escape');
    });

    it('shows an answer beside its request', async () => {
      const [document] = vscode.workspace.textDocuments.filter(({ uri }) => uri.path.includes('request-'));
      if (!document) return;
      await vscode.window.showTextDocument(document, { selection: new vscode.Range(0, 0, 0, 0) });
      await run(document, 'GET /projects\n');
      await page.waitFor('.codelens-decoration a:has-text("200 OK")');
      await page.screenshot('readme-answer');
    });
  });
}
