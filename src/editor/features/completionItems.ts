import * as vscode from 'vscode';
import { LineIndex } from '../../base/text';
import type { Completion, CompletionKind } from '../../language/features/completion/index';
import { toRange } from '../convert';
import { commandId } from '../ids';

const { CompletionItemKind: Kind } = vscode;

const icons: Readonly<Record<CompletionKind, vscode.CompletionItemKind>> = {
  method: Kind.Keyword, endpoint: Kind.Method, path: Kind.Folder, parameter: Kind.Property, header: Kind.Field, field: Kind.Property,
  value: Kind.EnumMember, directive: Kind.Keyword, variable: Kind.Variable, request: Kind.Function, resource: Kind.Reference,
  environment: Kind.Constant, account: Kind.User, file: Kind.File, folder: Kind.Folder,
  // Not a snippet: those of the language fit nowhere that proposals are made, so the editor leaves all of that kind out.
  snippet: Kind.Struct,
};

/**
 * Proposals as the editor's items, in their order. Their spans are on the line of the cursor, so that the
 * ranges follow from `position` alone: the document may have changed since.
 */
export function toItems(completions: readonly Completion[], text: string, offset: number, position: vscode.Position): vscode.CompletionItem[] {
  let lines: LineIndex | undefined;
  const rangeOf = (span: Completion['span']) => toRange((lines ??= new LineIndex(text)).rangeOf(span));
  return completions.map((completion, index) => {
    const { kind, label, detail, description, documentation, span, insert = label, isSnippet, filter, also, continues, command } = completion;
    const item = new vscode.CompletionItem({ label, ...(detail !== undefined && { detail }), ...(description !== undefined && { description }) }, icons[kind]);
    item.range = new vscode.Range(position.translate(0, span.start - offset), position.translate(0, span.end - offset));
    item.insertText = isSnippet === true ? new vscode.SnippetString(insert) : insert;
    item.sortText = String(index).padStart(5, '0');
    if (filter !== undefined) item.filterText = filter;
    if (documentation !== undefined) item.documentation = new vscode.MarkdownString(documentation);
    if (also) item.additionalTextEdits = also.map((edit) => new vscode.TextEdit(rangeOf(edit.span), edit.newText));
    // `auto`: where nothing follows, nothing is said.
    if (continues === true) item.command = { command: 'editor.action.triggerSuggest', title: '', arguments: [{ auto: true }] };
    if (command === 'load-names') item.command = { command: commandId.loadNames, title: '' };
    // Where the slash itself is still to be written it takes nothing.
    if (kind === 'path' && continues !== true && !label.startsWith('/')) item.commitCharacters = ['/', ':', '?'];
    return item;
  });
}
