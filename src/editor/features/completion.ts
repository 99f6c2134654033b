import * as vscode from 'vscode';
import type { Resource, Resources } from '../../language/features/resources';
import { readableAsAsked } from '../documents';
import type { Engine } from '../engine';
import { languageId } from '../ids';

/** What may be written at the cursor. */
class RequestCompletionProvider implements vscode.CompletionItemProvider {
  /** What items stand for, of those that are things of the API. */
  readonly #things = new WeakMap<vscode.CompletionItem, { readonly resource: Resource; readonly resources: Resources }>();

  constructor(private readonly engine: Engine) {}

  async provideCompletionItems(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken, { triggerCharacter }: vscode.CompletionContext): Promise<vscode.CompletionList | undefined> {
    // Both of the text as it is now: who types on gets what was found, moved along by the editor.
    const offset = document.offsetAt(position);
    const file = await readableAsAsked(document);
    if (!file) return undefined;
    const [{ complete, isMeant, narrowed }, { toItems }] = await Promise.all([import('../../language/features/completion/index'), import('./completionItems')]);
    if (!isMeant(file, offset, triggerCharacter)) return undefined;
    const known = { ...(await this.engine.authoring(document, offset, file)), mayLoadNames: vscode.workspace.isTrusted };
    const found = complete(file, offset, known);
    // Reading the accounts takes time: only where it decides something.
    const isLoading = found.some(({ command }) => command !== undefined) && !(await this.engine.accounts.isEmpty());
    if (token.isCancellationRequested) return undefined;
    const { items: shown, isIncomplete } = narrowed(file, offset, isLoading ? found : found.filter(({ command }) => command === undefined));
    const items = toItems(shown, file.text, offset, position);
    for (const [index, item] of items.entries()) {
      const { kind, insert = '' } = shown[index] ?? {};
      const resource = kind === 'resource' ? known.resources.byId(insert.slice(insert.lastIndexOf('/') + 1)) : undefined;
      if (resource) this.#things.set(item, { resource, resources: known.resources });
    }
    return new vscode.CompletionList(items, isIncomplete);
  }

  /** All that is known of a thing is told of the one that is looked at. */
  async resolveCompletionItem(item: vscode.CompletionItem): Promise<vscode.CompletionItem> {
    const thing = this.#things.get(item);
    if (!thing) return item;
    const { faceMarkdown } = await import('../../app/resources/face');
    item.documentation = new vscode.MarkdownString(faceMarkdown(thing.resource, thing.resources, this.engine.host.clock.now()));
    return item;
  }
}

/** What a new kind of thing begins with. */
const triggers = ['/', ':', '?', '&', '=', '{', '"', '@', ' ', '.', '$', ',', '[', '%'];

/** In request files; what it proposes is loaded when it is first asked. */
export function registerCompletion(engine: Engine): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider({ language: languageId }, new RequestCompletionProvider(engine), ...triggers);
}
