import * as vscode from 'vscode';
import { statusAt, statusInAnswer } from '../../language/features/statusAt';
import { spanToRange } from '../convert';
import { parsed } from '../documents';
import type { DiagnosticsManager } from '../diagnosticsManager';
import { answerScheme, commandId, languageId } from '../ids';

/** Explains the marked word of a failed run, and any status code in a request file or an answer. */
class ExplanationHoverProvider implements vscode.HoverProvider {
  constructor(private readonly diagnostics: DiagnosticsManager) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const here = new vscode.Range(position, position);
    for (const diagnostic of this.diagnostics.at(document, here)) {
      const { origin } = diagnostic;
      if (origin.kind !== 'run' || origin.run.status.kind !== 'finished' || origin.run.edited) continue;
      const { report } = origin.run.status;
      if (report.kind !== 'ran' || !report.failure) continue;
      const { explanationMarkdown } = await import('../../insight/present');
      return new vscode.Hover(markdown(explanationMarkdown(report.failure.explanation)), diagnostic.range);
    }
    const offset = document.offsetAt(position);
    const found = document.languageId === languageId ? statusAt(parsed(document), offset) : statusInAnswer(document.getText(), offset);
    if (!found) return undefined;
    const { statusMarkdown } = await import('../../insight/present');
    const text = statusMarkdown(found.status);
    return text === undefined ? undefined : new vscode.Hover(markdown(text), spanToRange(document, found.span));
  }
}

/** Markdown that may run our own retry commands and nothing else. */
function markdown(text: string): vscode.MarkdownString {
  const value = new vscode.MarkdownString(text);
  value.supportHtml = false;
  value.isTrusted = { enabledCommands: [commandId.run, commandId.renewAndRetry] };
  return value;
}

export function registerHover(diagnostics: DiagnosticsManager): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    [{ language: languageId }, { scheme: answerScheme }],
    new ExplanationHoverProvider(diagnostics),
  );
}
