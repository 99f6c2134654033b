import * as vscode from 'vscode';
import { environmentFileFor, environmentSecretAt, nameForStoring, pastedSecretAt } from '../../app/pastedSecret';
import { defineStoredSecret, freeVariableName, newEnvironmentFile, storedSecretText } from '../../language/features/fixes/moveSecret';
import { spansOf } from '../convert';
import { openedDocument, parsedAsAsked } from '../documents';
import { commandId, languageId } from '../ids';
import { tellInfo, tellWarning } from '../messages';
import type { Command, CommandContext } from './command';
import { storeSecret } from './storeSecret';

/** What is to be moved, and how its place in the file is written then. */
interface Move {
  /** As it is stored. */
  readonly value: string;
  readonly suggestion: string;
  readonly origin?: string;
  /** The changes once it is stored as `secret`; undefined when they cannot be made any more. */
  change(secret: string): Promise<Change | undefined>;
}

interface Change {
  readonly edit: vscode.WorkspaceEdit;
  /** To be saved: the file that held the secret last, so that it is never gone from both places. */
  readonly files: readonly vscode.Uri[];
}

/**
 * Moves a secret that was pasted into a file to secret storage. It is stored first; then one edit
 * puts a reference in its place and tells the environment file about it. Works in Restricted Mode
 * too: nothing is sent, and who wrote the file knows the secret.
 */
export class MoveToSecretStorageCommand implements Command {
  readonly id = commandId.moveToSecretStorage;

  constructor(private readonly context: CommandContext) {}

  /** @param args URI of the file and the range of the secret, as the light bulb gives them. */
  async execute(...args: unknown[]): Promise<void> {
    const [uri, range] = args;
    if (!(uri instanceof vscode.Uri) || !(range instanceof vscode.Range)) return;
    const document = openedDocument(uri) ?? (await vscode.workspace.openTextDocument(uri));
    const text = document.getText(range);
    const move = document.languageId === languageId ? await this.#ofRequest(document, range) : this.#ofEnvironment(document, range);
    if (!move) return;
    const { redactor, secrets } = await this.context.engine.get();
    redactor.addSecret(move.value);
    const { suggestion, value, origin } = move;
    const name = await nameForStoring(secrets, value, suggestion);
    const stored = await storeSecret(this.context, { name, value, ...(origin === undefined ? {} : { origin }) });
    if (!stored) return;
    // Storing asks questions, and files can change meanwhile.
    const change = document.getText(range) === text ? await move.change(stored.name) : undefined;
    if (!change || !(await vscode.workspace.applyEdit(change.edit))) {
      void tellWarning(`The secret is stored as "${stored.name}", but the file has changed meanwhile, and still holds it. Use the light bulb again.`);
      return;
    }
    await save(change.files);
    void tellInfo(`The secret is now in secret storage, as "${stored.name}". The history of the file may still hold it: if the file was shared, make a new secret where this one was issued.`);
  }

  async #ofRequest(document: vscode.TextDocument, range: vscode.Range): Promise<Move | undefined> {
    const { files } = this.context.engine.host;
    const scope = await this.context.engine.scope(document);
    const [span] = spansOf(document, [range]);
    const file = await parsedAsAsked(document);
    const found = span && file && (await pastedSecretAt(files, { ...scope, file }, span));
    if (!found) return tell('There is no secret here any more: the file was edited.');
    const place = await environmentFileFor(files, scope);
    if (!place) return tell('This file is in no folder, so there is no place for an environment file. Save it first.');
    if ('refused' in place) return tell(`${place.refused}. Nothing was changed.`);
    const environment = vscode.Uri.parse(place.uri, true);
    const lineEnd = endOf(document);
    const variableFor = (secret: string) => found.variables.get(secret) ?? freeVariableName(secret, found.taken);
    const broken = () => tell(`${vscode.workspace.asRelativePath(environment)} has errors. Mend them first; nothing was changed.`);
    if (place.isThere) {
      const opened = await opening(environment);
      if (!opened || !defineStoredSecret(opened.getText(), variableFor(found.suggestion), found.suggestion, endOf(opened))) return broken();
    }
    return {
      ...found,
      change: async (secret) => {
        const variable = variableFor(secret);
        const edit = new vscode.WorkspaceEdit();
        edit.replace(document.uri, range, `{{${variable}}}`);
        if (place.isThere) {
          const opened = await opening(environment);
          const edits = opened && defineStoredSecret(opened.getText(), variable, secret, endOf(opened));
          if (!opened || !edits) return undefined;
          for (const { span: { start, end }, newText } of edits) edit.replace(environment, new vscode.Range(opened.positionAt(start), opened.positionAt(end)), newText);
        } else {
          edit.createFile(environment, { overwrite: false, contents: new TextEncoder().encode(newEnvironmentFile(variable, secret, lineEnd)) });
        }
        return { edit, files: [environment, document.uri] };
      },
    };
  }

  #ofEnvironment(document: vscode.TextDocument, range: vscode.Range): Move | undefined {
    const [span] = spansOf(document, [range]);
    const found = span && environmentSecretAt(document.getText(), span);
    if (!found) return tell('There is no secret here any more: the file was edited.');
    return {
      ...found,
      change: (secret) => {
        const edit = new vscode.WorkspaceEdit();
        edit.replace(document.uri, range, storedSecretText(secret));
        return Promise.resolve({ edit, files: [document.uri] });
      },
    };
  }
}

function tell(sentence: string): undefined {
  void tellWarning(sentence);
  return undefined;
}

function endOf(document: vscode.TextDocument): string {
  return document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
}

/** The document as it is in the editor, unsaved changes and all; undefined when it is no text. */
async function opening(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return openedDocument(uri) ?? (await vscode.workspace.openTextDocument(uri));
  } catch {
    // The editor has no other way to say that a file is binary, or cannot be read; the caller says it.
    return undefined;
  }
}

/** What is not on the disk yet would be missing when the request runs, and the secret would still be there. */
async function save(files: readonly vscode.Uri[]): Promise<void> {
  for (const uri of files) {
    const document = openedDocument(uri);
    if (!document || document.isUntitled || !document.isDirty) continue;
    if (!(await document.save())) void tellWarning(`${vscode.workspace.asRelativePath(uri)} could not be saved. Save it, so that the secret leaves the disk.`);
  }
}
