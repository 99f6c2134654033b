import * as vscode from 'vscode';
import { page } from './page';
import { activated, closeAll, diagnosticsOf, eventually, lensThat, openFile, rangeOf, run } from './support';

const project = 'c4f5le24saonvdu6500t';
const freezer = 'cf8bsl5d69fbauqk82pn';
const text = [
  '### The sensors of the head office',
  `GET /projects/${project}/devices?page_size=20`,
  '',
  '### The freezer in the canteen',
  `GET /projects/${project}/devices/${freezer}`,
  '', '', '', '', '', '', '', '', '', '', '', '',
].join('\n');

// `npm run pictures` makes the README's pictures of these. In the ring they show that what the
// README shows can still be done.
if (page.available) {
  describe('pictures of the README', () => {
    before(async () => {
      await activated();
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
      await vscode.commands.executeCommand('dtHttp.startSandbox');
    });

    after(async () => {
      await closeAll();
      await vscode.commands.executeCommand('dtHttp.stopSandbox');
      await vscode.commands.executeCommand('workbench.action.toggleSidebarVisibility');
    });

    it('an explanation on the word that is wrong', async () => {
      const document = await openFile('devices.dt.http', text);
      await run(document, 'GET', '### The sensors');
      await run(document, 'GET', '### The freezer');
      // Asked for in the light bulb: then the mark is on what is wrong, the project.
      await vscode.commands.executeCommand('dtHttp.findId', document.uri, document.offsetAt(rangeOf(document, 'GET', '### The freezer').start), freezer);
      await eventually('explanation', () => diagnosticsOf(document).find((each) => each.startsWith('dt.404.elsewhere ')));
      await lensThat(document, rangeOf(document, 'GET', '### The freezer'), /404 Not Found/);
      await vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups');
      const { start } = rangeOf(document, project, '### The freezer');
      // What else moves the focus at the same time closes the hover: then it is asked for again.
      await eventually('hover', async () => {
        await vscode.commands.executeCommand('notifications.clearAll');
        await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, selection: new vscode.Range(start, start) });
        await page.waitFor('.lightBulbWidget', { timeout: 3000 }).catch(() => undefined);
        await vscode.commands.executeCommand('editor.action.showHover');
        return page.waitFor('.monaco-hover:has-text("Do this")', { timeout: 3000 }).then(
          () => true,
          () => undefined,
        );
      });
      await page.screenshot('readme-explained');
      await page.press('Escape');
    });
  });
}
