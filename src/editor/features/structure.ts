import * as vscode from 'vscode';
import type { TextEdit } from '../../base/text';
import { spanToRange } from '../convert';
import { parsed, readable } from '../documents';
import { languageId } from '../ids';
import { registerSemanticTokens } from './semanticTokens';

/** The outline: requests and variables. */
async function outline(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
  const { documentSymbols } = await import('../../language/features/documentSymbols');
  const file = await readable(document);
  return !file ? [] : documentSymbols(file).map(({ name, detail, kind, span, selection }) => {
    const symbolKind = kind === 'request' ? vscode.SymbolKind.Method : vscode.SymbolKind.Variable;
    return new vscode.DocumentSymbol(name, detail, symbolKind, spanToRange(document, span), spanToRange(document, selection));
  });
}

const foldingKinds = { comment: vscode.FoldingRangeKind.Comment, region: vscode.FoldingRangeKind.Region };

async function folding(document: vscode.TextDocument): Promise<vscode.FoldingRange[]> {
  const { foldingRanges } = await import('../../language/features/folding');
  const file = await readable(document);
  return !file ? [] : foldingRanges(file).map(({ start, end, kind }) => new vscode.FoldingRange(start, end, kind && foldingKinds[kind]));
}

/** For each position the range of the word, which knows the one around it, up to the whole file. */
async function selections(document: vscode.TextDocument, positions: readonly vscode.Position[]): Promise<vscode.SelectionRange[]> {
  const { selectionRanges } = await import('../../language/features/selectionRanges');
  const file = await readable(document);
  return !file ? [] : positions.map((position) => {
    let range = new vscode.SelectionRange(new vscode.Range(position, position));
    selectionRanges(file, document.offsetAt(position)).toReversed().forEach((span, index) => {
      range = new vscode.SelectionRange(spanToRange(document, span), index === 0 ? undefined : range);
    });
    return range;
  });
}

const toEdits = (document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.TextEdit[] => edits.map(({ span, newText }) => vscode.TextEdit.replace(spanToRange(document, span), newText));

/** The whole document or lines of it; bodies are left as they are. */
async function format(document: vscode.TextDocument, range?: vscode.Range): Promise<vscode.TextEdit[]> {
  const { formatEdits } = await import('../../language/features/format/formatFile');
  const file = await parsed(document);
  return toEdits(document, formatEdits(file, range && { start: document.offsetAt(range.start), end: document.offsetAt(range.end) }));
}

/** The line above the new one. */
async function formatTyped(document: vscode.TextDocument, { line }: vscode.Position): Promise<vscode.TextEdit[]> {
  if (line === 0) return [];
  const { formatLineEdits } = await import('../../language/features/format/formatFile');
  const file = await readable(document);
  return !file ? [] : toEdits(document, formatLineEdits(file, document.offsetAt(new vscode.Position(line - 1, 0))));
}

/** Outline, colours, folding, growing selections and formatting. What each does is loaded when it is first asked for. */
export function registerStructure(): vscode.Disposable {
  const { languages } = vscode;
  const selector = { language: languageId };
  return vscode.Disposable.from(
    languages.registerDocumentSymbolProvider(selector, { provideDocumentSymbols: outline }),
    registerSemanticTokens(),
    languages.registerFoldingRangeProvider(selector, { provideFoldingRanges: folding }),
    languages.registerSelectionRangeProvider(selector, { provideSelectionRanges: selections }),
    languages.registerDocumentFormattingEditProvider(selector, { provideDocumentFormattingEdits: (document) => format(document) }),
    languages.registerDocumentRangeFormattingEditProvider(selector, { provideDocumentRangeFormattingEdits: format }),
    languages.registerOnTypeFormattingEditProvider(selector, { provideOnTypeFormattingEdits: formatTyped }, '\n'),
  );
}
