import * as vscode from 'vscode';
import { languageCodeNote } from '../../app/languageCodes';
import type { CatalogueEntry } from '../../insight/entry';
import { allEntries, correctedNote, noErrorsFound, search } from '../../insight/lookUp';
import { entryLine } from '../../insight/pages';
import { catalogueUri } from '../cataloguePages';
import { mentionsOf } from '../features/mentions';
import { commandId } from '../ids';
import { withoutIcons } from '../messages';
import type { Command, CommandContext } from './command';

interface Item extends vscode.QuickPickItem {
  /** What choosing it opens; missing where there is nothing. */
  readonly opens?: vscode.Uri;
}

/** `DT: Look Up Error Code`: searches all catalogues while one types, and opens the page of what is chosen. */
export class LookUpCommand implements Command {
  readonly id = commandId.lookUp;

  constructor(private readonly context: CommandContext) {}

  /** @param code Opens the page of this code at once; asks when it is missing. */
  async execute(code?: unknown): Promise<void> {
    if (typeof code === 'string') return openPage(catalogueUri(code));
    const { catalogues } = this.context.host;
    await catalogues.ready();
    const underCursor = await this.#underCursor();
    const box = vscode.window.createQuickPick<Item>();
    const show = () => (box.items = [...itemsFor(box.value, catalogues.entries), ...catalogues.broken.map(brokenItem)]);
    box.title = 'Look Up Error Code';
    box.placeholder = 'A status, a code, or words such as "token expired"';
    // The order is ours: the best first.
    Object.assign(box, { sortByLabel: false });
    box.value = underCursor;
    show();
    const opened = new Promise<vscode.Uri | undefined>((resolve) => {
      box.onDidChangeValue(show);
      box.onDidHide(() => resolve(undefined));
      box.onDidAccept(() => {
        const [chosen] = box.selectedItems;
        if (chosen?.opens) resolve(chosen.opens);
      });
    });
    box.show();
    try {
      const uri = await opened;
      if (uri) await openPage(uri);
    } finally {
      box.dispose();
    }
  }

  /** The code or status at the cursor; empty when there is none that a catalogue has. */
  async #underCursor(): Promise<string> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return '';
    const { entries } = this.context.host.catalogues;
    const found = (await mentionsOf(editor.document, editor.selection.active)).map((mention) => (mention.kind === 'code' ? mention.code : String(mention.status)));
    return found.find((text) => isKnown(text, entries)) ?? '';
  }
}

function isKnown(text: string, more: readonly CatalogueEntry[]): boolean {
  const wanted = text.toLowerCase();
  return allEntries(more).some(({ code, status }) => code.toLowerCase() === wanted || String(status) === text);
}

async function openPage(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', uri);
}

function itemsFor(value: string, more: readonly CatalogueEntry[]): readonly Item[] {
  if (value.trim() === '') return allEntries(more).map(entryItem);
  const finding = languageCodeNote(value);
  if (finding !== undefined) return [{ label: finding, alwaysShow: true }];
  const { entries, correctedTo } = search(value, more);
  if (entries.length === 0) return [{ label: noErrorsFound, alwaysShow: true }];
  const note: readonly Item[] = correctedTo === undefined ? [] : [{ label: correctedNote(withoutIcons(value.trim()), withoutIcons(correctedTo)), kind: vscode.QuickPickItemKind.Separator }];
  return [...note, ...entries.map(entryItem)];
}

/** The search has decided: the editor's own filter must not. */
function entryItem(entry: CatalogueEntry): Item {
  const { title, code, sentence } = entryLine(entry);
  return { label: withoutIcons(title), description: withoutIcons(code), detail: withoutIcons(sentence), alwaysShow: true, opens: catalogueUri(entry.code) };
}

function brokenItem({ uri, problem }: { readonly uri: vscode.Uri; readonly problem: string }): Item {
  return { label: `$(warning) ${withoutIcons(vscode.workspace.asRelativePath(uri))}`, description: 'cannot be used as it is', detail: withoutIcons(problem), alwaysShow: true, opens: uri };
}
