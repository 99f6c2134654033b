import * as vscode from 'vscode';
import { readable } from '../documents';
import { languageId } from '../ids';

/** What may follow a directive or a system variable, while it is typed. */
const provider: vscode.SignatureHelpProvider = {
  async provideSignatureHelp(document, position) {
    const { signaturesAt } = await import('../../language/features/signatures');
    const file = await readable(document);
    const found = file && signaturesAt(file, document.offsetAt(position));
    if (!found) return undefined;
    const help = new vscode.SignatureHelp();
    help.activeSignature = found.active;
    help.activeParameter = found.parameter;
    help.signatures = found.all.map(({ label, documentation, parameters }) => {
      const signature = new vscode.SignatureInformation(label, new vscode.MarkdownString(documentation));
      signature.parameters = parameters.map(({ span, help: text }) => new vscode.ParameterInformation([span.start, span.end], new vscode.MarkdownString(text)));
      return signature;
    });
    return help;
  },
};

/** For the arguments of directives and of system variables. */
export function registerSignatureHelp(): vscode.Disposable {
  return vscode.languages.registerSignatureHelpProvider(languageId, provider, { triggerCharacters: [' ', '='], retriggerCharacters: [' '] });
}
