import * as vscode from 'vscode';
import { DisposableBase } from '../base/disposable';
import { openedDocument } from './documents';
import { catalogueScheme } from './ids';

/**
 * Read-only documents of plain text: what came from the network and must not be drawn. One for each
 * title, kept while it is open.
 */
export class PlainTexts extends DisposableBase {
  readonly #texts = new Map<string, string>();
  readonly #changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  /** Fires when the text of a document was replaced. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    super();
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())));
  }

  /** Undefined for what is none of these documents. */
  of(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  /** Shows a text; an older one of the same title gives way to it. */
  async show(title: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: catalogueScheme, path: `/${title}.txt` });
    this.#texts.set(uri.toString(), text);
    if (openedDocument(uri)) this.#changed.fire(uri);
    // Its ending makes it plain text.
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }
}
