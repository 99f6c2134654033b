import * as vscode from 'vscode';
import { DisposableBase } from '../base/disposable';
import { openedDocument } from './documents';
import { answerScheme, answerSuffix } from './ids';

/** How long the editor may take to refresh a document, in milliseconds. It is shown all the same afterwards. */
const refreshLimitMs = 2000;

/**
 * Read-only answer documents. One for each request of a file, so that running it again refreshes
 * the tab that is open. Texts go when their document is closed.
 */
export class AnswerView extends DisposableBase implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  /** Documents that are being opened again while the editor may still be closing them. */
  readonly #showing = new Map<string, number>();
  readonly #changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;

  constructor() {
    super();
    this.register(vscode.workspace.registerTextDocumentContentProvider(answerScheme, this));
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (!this.#showing.has(uri.toString())) this.#texts.delete(uri.toString());
    }));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? 'The answer is no longer kept. Run the request again to see it.\n';
  }

  /** Shows `text` beside the request without taking the focus; resolves when the text is there. */
  async show(request: vscode.Uri, title: string, text: string): Promise<void> {
    const uri = answerUri(request, title);
    const key = uri.toString();
    this.#texts.set(key, text);
    this.#showing.set(key, (this.#showing.get(key) ?? 0) + 1);
    try {
      await this.#refresh(uri);
      await vscode.window.showTextDocument(uri, { viewColumn: columnFor(), preserveFocus: true, preview: true });
    } finally {
      const others = (this.#showing.get(key) ?? 1) - 1;
      if (others > 0) this.#showing.set(key, others);
      else this.#showing.delete(key);
    }
  }

  /** Brings a document that is open already up to date, so that no old text is ever seen as the new one. */
  #refresh(uri: vscode.Uri): Promise<void> {
    const isFresh = () => {
      const document = openedDocument(uri);
      return !document || document.getText() === this.#texts.get(uri.toString());
    };
    if (isFresh()) return Promise.resolve();
    return new Promise((resolve) => {
      const check = () => {
        if (!isFresh()) return;
        done();
      };
      const done = () => {
        clearTimeout(limit);
        listeners.dispose();
        resolve();
      };
      const listeners = vscode.Disposable.from(vscode.workspace.onDidChangeTextDocument(check), vscode.workspace.onDidCloseTextDocument(check));
      const limit = setTimeout(done, refreshLimitMs);
      this.#changed.fire(uri);
    });
  }
}

/** Where answers are already, if that is not where the work is; else beside the editor that has the focus. */
function columnFor(): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const isAnswer = (tab: vscode.Tab) => tab.input instanceof vscode.TabInputText && tab.input.uri.scheme === answerScheme;
  const isWork = activeTabGroup.activeTab !== undefined && !isAnswer(activeTabGroup.activeTab);
  const groups = all.filter((group) => !isWork || group !== activeTabGroup);
  return groups.find((group) => group.tabs.some(isAnswer))?.viewColumn ?? vscode.ViewColumn.Beside;
}

/** The answer document of one request; its name is what the tab shows. */
export function answerUri(request: vscode.Uri, title: string): vscode.Uri {
  return vscode.Uri.from({ scheme: answerScheme, path: `/${title}${answerSuffix}`, query: request.toString() });
}
