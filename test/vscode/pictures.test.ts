import * as vscode from 'vscode';
import { page } from './page';
import { activated, closeAll, openText, rangeOf, run } from './support';

// `npm run pictures` makes the README's pictures of these. In the ring they show that what the
// README shows can still be done.
if (page.available) {
  describe('pictures of the README', () => {
    let document: vscode.TextDocument;

    before(async () => {
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
      const { extensionUri } = await activated();
      const tour = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'media/examples/tour.dt.http'));
      // Nobody expects the 404 here, so it is marked as the error that it is.
      const text = new TextDecoder().decode(tour).replace('# @expect status 404\n', '');
      document = await openText(...text.split('\n'));
      await vscode.commands.executeCommand('dtHttp.startSandbox');
    });

    after(async () => {
      await closeAll();
      await vscode.commands.executeCommand('dtHttp.stopSandbox');
      await vscode.commands.executeCommand('workbench.action.toggleSidebarVisibility');
    });

    it('an explanation on the word that is wrong', async () => {
      await run(document, 'GET /projects\n');
      await run(document, 'GET', '### 404');
      await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
      const wrong = rangeOf(document, 'cdpib6e3eqohgh5ettaa');
      const editor = await vscode.window.showTextDocument(document, { selection: new vscode.Range(wrong.start, wrong.start) });
      editor.revealRange(wrong, vscode.TextEditorRevealType.InCenter);
      await page.waitFor('.codelens-decoration a:has-text("explain")');
      await vscode.commands.executeCommand('editor.action.showHover');
      await page.waitFor('.monaco-hover:has-text("Do this")');
      await page.screenshot('readme-explained');
      await page.press('Escape');
    });
  });
}
