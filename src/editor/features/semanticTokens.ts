import * as vscode from 'vscode';
import { tokenModifiers, tokenTypes } from '../../language/features/tokenLegend';
import { readable } from '../documents';
import { languageId } from '../ids';

/** Colours for what the grammar cannot know; after an edit only what it changed is told. */
class TokensProvider implements vscode.DocumentSemanticTokensProvider {
  /** What each document was told last. */
  readonly #told = new WeakMap<vscode.TextDocument, { readonly id: string; readonly data: Uint32Array }>();
  #count = 0;

  async provideDocumentSemanticTokens(document: vscode.TextDocument): Promise<vscode.SemanticTokens> {
    const data = await this.#tokens(document);
    return new vscode.SemanticTokens(data, this.#tell(document, data));
  }

  async provideDocumentSemanticTokensEdits(document: vscode.TextDocument, previous: string): Promise<vscode.SemanticTokens | vscode.SemanticTokensEdits> {
    const { tokensEdit } = await import('../../language/features/semanticTokens');
    const data = await this.#tokens(document);
    const before = this.#told.get(document);
    const id = this.#tell(document, data);
    if (before?.id !== previous) return new vscode.SemanticTokens(data, id);
    const edit = tokensEdit(before.data, data);
    return new vscode.SemanticTokensEdits(edit ? [new vscode.SemanticTokensEdit(edit.start, edit.deleteCount, edit.data)] : [], id);
  }

  async #tokens(document: vscode.TextDocument): Promise<Uint32Array> {
    const { semanticTokens } = await import('../../language/features/semanticTokens');
    const file = await readable(document);
    return file ? semanticTokens(file) : new Uint32Array();
  }

  #tell(document: vscode.TextDocument, data: Uint32Array): string {
    const id = String(++this.#count);
    this.#told.set(document, { id, data });
    return id;
  }
}

/** What makes the tokens is loaded when they are first asked for. */
export function registerSemanticTokens(): vscode.Disposable {
  return vscode.languages.registerDocumentSemanticTokensProvider({ language: languageId }, new TokensProvider(), new vscode.SemanticTokensLegend([...tokenTypes], [...tokenModifiers]));
}
