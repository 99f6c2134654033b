import * as vscode from 'vscode';
import { documentSymbols } from '../../language/features/documentSymbols';
import { spanToRange } from '../convert';
import { parsed } from '../documents';
import { languageId } from '../ids';

/** The outline: requests and variables. */
class OutlineProvider implements vscode.DocumentSymbolProvider {
  provideDocumentSymbols(document: vscode.TextDocument): vscode.DocumentSymbol[] {
    return documentSymbols(parsed(document)).map(({ name, detail, kind, span, selection }) => {
      const symbolKind = kind === 'request' ? vscode.SymbolKind.Method : vscode.SymbolKind.Variable;
      return new vscode.DocumentSymbol(name, detail, symbolKind, spanToRange(document, span), spanToRange(document, selection));
    });
  }
}

export function registerDocumentSymbols(): vscode.Disposable {
  return vscode.languages.registerDocumentSymbolProvider({ language: languageId }, new OutlineProvider());
}
