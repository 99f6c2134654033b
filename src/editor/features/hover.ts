import * as vscode from 'vscode';
import { statusAt, statusInAnswer } from '../../language/features/statusAt';
import { spanToRange } from '../convert';
import { parsed } from '../documents';
import type { DiagnosticsManager } from '../diagnosticsManager';
import type { Engine } from '../engine';
import { answerScheme, foreignLanguageIds, languageId } from '../ids';

/** Explains the marked word of a failed run, any status code in a request file or an answer, and where a variable comes from. */
class ExplanationHoverProvider implements vscode.HoverProvider {
  constructor(
    private readonly diagnostics: DiagnosticsManager,
    private readonly engine: Engine,
  ) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    return (await this.#ofFailure(document, position)) ?? (await ofStatus(document, position)) ?? this.#ofVariable(document, position);
  }

  async #ofVariable(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    if (document.languageId !== languageId) return undefined;
    const { variableHover } = await import('../../app/variableHover');
    const scope = { ...(await this.engine.scope(document)), file: parsed(document) };
    const found = await variableHover(this.engine.host.files, scope, document.offsetAt(position));
    return found && new vscode.Hover(markdown(found.markdown), spanToRange(document, found.span));
  }

  /** The editor shows the diagnostic's message, the headline, above this. */
  async #ofFailure(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    for (const { origin, range } of this.diagnostics.at(document, new vscode.Range(position, position))) {
      if (origin.kind !== 'failure' || origin.run.status.kind !== 'finished' || origin.run.edited) continue;
      const { report } = origin.run.status;
      if (report.kind !== 'ran' || !report.failure) continue;
      const { explanationMarkdown } = await import('../../insight/present');
      return new vscode.Hover(markdown(explanationMarkdown(report.failure.explanation, { headline: false })), range);
    }
    return undefined;
  }
}

async function ofStatus(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
  if (document.languageId !== languageId && document.uri.scheme !== answerScheme) return undefined;
  const offset = document.offsetAt(position);
  const found = document.languageId === languageId ? statusAt(parsed(document), offset) : statusInAnswer(document.getText(), offset);
  if (!found) return undefined;
  const { statusMarkdown } = await import('../../insight/present');
  const text = statusMarkdown(found.status);
  return text === undefined ? undefined : new vscode.Hover(markdown(text), spanToRange(document, found.span));
}

/** Markdown that can neither run a command nor hold HTML. */
function markdown(text: string): vscode.MarkdownString {
  const value = new vscode.MarkdownString(text);
  value.supportHtml = false;
  value.isTrusted = false;
  return value;
}

/** Of documents that hold requests as examples: what a run of a selected one found is explained there too. */
const selectableLanguageIds = ['markdown', 'plaintext'];

export function registerHover(diagnostics: DiagnosticsManager, engine: Engine): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    [{ scheme: answerScheme }, ...[languageId, ...foreignLanguageIds, ...selectableLanguageIds].map((language) => ({ language }))],
    new ExplanationHoverProvider(diagnostics, engine),
  );
}
