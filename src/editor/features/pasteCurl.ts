import * as vscode from 'vscode';
import { toWorkspaceEdit } from '../convert';
import { readable } from '../documents';
import { languageId } from '../ids';

/*
 * The part of the paste API that is used here, which editors have since 1.97: the typings are those
 * of the oldest editor that the product runs in.
 */
interface PasteEdit {
  additionalEdit?: vscode.WorkspaceEdit;
}
interface PasteProvider {
  provideDocumentPasteEdits(document: vscode.TextDocument, ranges: readonly vscode.Range[], data: vscode.DataTransfer, context: unknown, token: vscode.CancellationToken): Promise<PasteEdit[] | undefined>;
}
interface Kind {
  append(...parts: string[]): Kind;
}
interface PasteApi {
  readonly registerDocumentPasteEditProvider: (selector: vscode.DocumentSelector, provider: PasteProvider, metadata: { readonly providedPasteEditKinds: readonly Kind[]; readonly pasteMimeTypes: readonly string[] }) => vscode.Disposable;
  readonly Edit: new (insertText: string, title: string, kind: Kind) => PasteEdit;
  readonly empty: Kind;
}

/** Undefined in an editor that is too old for it. */
function pasteApi(): PasteApi | undefined {
  const { languages, DocumentPasteEdit, DocumentDropOrPasteEditKind } = vscode as unknown as {
    readonly languages: { readonly registerDocumentPasteEditProvider?: PasteApi['registerDocumentPasteEditProvider'] };
    readonly DocumentPasteEdit?: PasteApi['Edit'];
    readonly DocumentDropOrPasteEditKind?: { readonly Empty: Kind };
  };
  const { registerDocumentPasteEditProvider } = languages;
  return registerDocumentPasteEditProvider && DocumentPasteEdit && DocumentDropOrPasteEditKind ? { registerDocumentPasteEditProvider, Edit: DocumentPasteEdit, empty: DocumentDropOrPasteEditKind.Empty } : undefined;
}

/** A curl command that is pasted becomes a request; the editor offers to paste it as it is instead. */
export function registerPasteCurl(): vscode.Disposable {
  const api = pasteApi();
  if (!api) return new vscode.Disposable(() => undefined);
  const kind = api.empty.append('text', 'dtHttp', 'curl');
  const provider: PasteProvider = {
    async provideDocumentPasteEdits(document, [range, ...more], data, _context, token) {
      const text = await data.get('text/plain')?.asString();
      if (text === undefined || !/\bcurl/i.test(text.slice(0, 300)) || !range || more.length > 0) return undefined;
      const [{ looksLikeCurl, requestsFromCurl }, { pastePlace }] = await Promise.all([import('../../app/convert/fromCurl'), import('../../app/convert/insertRequests')]);
      const file = await readable(document);
      const edit = file && looksLikeCurl(text) ? pastePlace(file, { start: document.offsetAt(range.start), end: document.offsetAt(range.end) }) : undefined;
      if (!edit || token.isCancellationRequested) return undefined;
      const found = requestsFromCurl(text);
      if (found.kind === 'refused') return undefined;
      const { newText, span } = edit(found.text, document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
      const isHere = span.start === document.offsetAt(range.start);
      const pasted = new api.Edit(isHere ? newText : '', found.count === 1 ? 'Paste as Request' : `Paste as ${found.count} Requests`, kind);
      if (!isHere) pasted.additionalEdit = toWorkspaceEdit(document, [{ newText, span }]);
      return [pasted];
    },
  };
  return api.registerDocumentPasteEditProvider({ language: languageId }, provider, { providedPasteEditKinds: [kind], pasteMimeTypes: ['text/plain'] });
}
