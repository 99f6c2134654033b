import * as vscode from 'vscode';
import type { Ran } from '../app/report';
import { DisposableBase } from '../base/disposable';
import type { ImageView } from './answers/imageView';
import { openedDocument } from './documents';
import { answerScheme, answerSuffix, imageScheme, previewSuffix } from './ids';

/** How long the editor may take to refresh a document, in milliseconds. It is shown all the same afterwards. */
const refreshLimitMs = 2000;

interface Shown {
  readonly text: string;
  /** Missing where the document shows no answer. */
  readonly report?: Ran;
}

/**
 * Read-only documents: answers, and what would be sent. One for each request of a file, so that
 * running it again refreshes the tab that is open. They go when their document is closed.
 */
export class AnswerView extends DisposableBase implements vscode.TextDocumentContentProvider {
  readonly #shown = new Map<string, Shown>();
  /** Documents that are being opened again while the editor may still be closing them. */
  readonly #showing = new Map<string, number>();
  readonly #changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;
  #images: Promise<ImageView> | undefined;

  constructor() {
    super();
    this.register(vscode.workspace.registerTextDocumentContentProvider(answerScheme, this));
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (!this.#showing.has(uri.toString())) this.#shown.delete(uri.toString());
    }));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#shown.get(uri.toString())?.text ?? 'The answer is no longer kept. Run the request again to see it.\n';
  }

  /** Shows an answer beside the request without taking the focus; resolves when it is there. */
  show(request: vscode.Uri, title: string, report: Ran): Promise<void> {
    return this.#show(documentUri(request, title + answerSuffix), { text: report.document, report });
  }

  /** Shows what would be sent, in the same way. */
  showPreview(request: vscode.Uri, title: string, text: string): Promise<void> {
    return this.#show(documentUri(request, title + previewSuffix), { text });
  }

  /** Shows the body of an answer as an image, in the same way. */
  async showImage(request: vscode.Uri, title: string, ending: string, report: Ran): Promise<void> {
    const { outcome } = report.result;
    if (outcome.kind !== 'answered') return;
    this.#images ??= import('./answers/imageView').then(({ ImageView: View }) => this.register(new View()));
    const images = await this.#images;
    const uri = vscode.Uri.from({ scheme: imageScheme, path: `/${title}.${ending}`, query: request.toString() });
    await images.show(uri, { bytes: outcome.response.body, at: Date.now(), report }, columnFor());
  }

  /** The run whose answer is shown in a document or as an image; undefined when it shows none. */
  async reportOf(uri: vscode.Uri): Promise<Ran | undefined> {
    if (uri.scheme === imageScheme) return (await this.#images)?.reportOf(uri);
    return this.#shown.get(uri.toString())?.report;
  }

  async #show(uri: vscode.Uri, shown: Shown): Promise<void> {
    const key = uri.toString();
    this.#shown.set(key, shown);
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
      return !document || document.getText() === this.#shown.get(uri.toString())?.text;
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
  const isAnswer = ({ input }: vscode.Tab) =>
    (input instanceof vscode.TabInputText && input.uri.scheme === answerScheme) || (input instanceof vscode.TabInputCustom && input.uri.scheme === imageScheme);
  const isWork = activeTabGroup.activeTab !== undefined && !isAnswer(activeTabGroup.activeTab);
  const groups = all.filter((group) => !isWork || group !== activeTabGroup);
  return groups.find((group) => group.tabs.some(isAnswer))?.viewColumn ?? vscode.ViewColumn.Beside;
}

/** A document of one request; its name is what the tab shows. */
function documentUri(request: vscode.Uri, name: string): vscode.Uri {
  return vscode.Uri.from({ scheme: answerScheme, path: `/${name}`, query: request.toString() });
}
