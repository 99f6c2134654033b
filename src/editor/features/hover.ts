import * as vscode from 'vscode';
import { spanToRange } from '../convert';
import { readable } from '../documents';
import type { DiagnosticsManager } from '../diagnosticsManager';
import type { Engine } from '../engine';
import { answerScheme, commandId, foreignLanguageIds, languageId } from '../ids';
import { mentionsOf } from './mentions';

/** What there is to say about a word: first why it failed or will, else what it is. */
class ProductHoverProvider implements vscode.HoverProvider {
  constructor(
    private readonly diagnostics: DiagnosticsManager,
    private readonly engine: Engine,
  ) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    return (
      (await this.#ofFailure(document, position)) ??
      (await this.#ofForeseen(document, position)) ??
      (await this.#ofAnswer(document, position)) ??
      (await this.#ofMention(document, position)) ??
      this.#ofRequest(document, position)
    );
  }

  /** What is foreseen of this very request; the editor shows the headline above it. Where a variable brought it, that is told below. */
  async #ofForeseen(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    for (const { origin, range } of this.diagnostics.at(document, new vscode.Range(position, position))) {
      if (origin.kind !== 'check') continue;
      const { foreseenMarkdown } = await import('../../app/foreseenHover');
      const text = foreseenMarkdown(origin.finding, pageCommand);
      if (text === undefined) continue;
      const variable = await this.#ofVariable(document, position);
      return new vscode.Hover([withPages(text), ...(variable ? [variable] : [])], range);
    }
    return undefined;
  }

  /** A code that no catalogue has may still end with a status. */
  async #ofMention(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const mentions = await mentionsOf(document, position);
    if (mentions.length === 0) return undefined;
    const { catalogues } = this.engine.host;
    const [{ codeMarkdown, statusMarkdown }, { documentedTitle }] = await Promise.all([import('../../insight/pages'), import('../../insight/statusTitle'), catalogues.ready()]);
    const options = { more: catalogues.entries, linkTo: pageCommand };
    for (const mention of mentions) {
      const text = mention.kind === 'code' ? codeMarkdown(mention.code, options) : (statusMarkdown(mention.status, options) ?? inGeneral(mention.status, documentedTitle(mention.status), codeMarkdown('answer.status', options)));
      if (text === undefined) continue;
      return new vscode.Hover(withPages(text), spanToRange(document, mention.span));
    }
    return undefined;
  }

  async #ofVariable(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.MarkdownString | undefined> {
    if (document.languageId !== languageId) return undefined;
    const [{ variableHover }, scope] = await Promise.all([import('../../app/variableHover'), this.engine.scope(document)]);
    const file = await readable(document);
    const found = file && (await variableHover(this.engine.host.files, { ...scope, file }, document.offsetAt(position)));
    return found && markdown(found.markdown);
  }

  /** What a word of a request is: a variable, a directive, a piece of the API. */
  async #ofRequest(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    if (document.languageId !== languageId) return undefined;
    const [{ requestHover }, scope] = await Promise.all([import('../../app/hover/requestHover'), this.engine.scope(document)]);
    const file = await readable(document);
    const found = file && (await requestHover(this.engine.host.files, { ...scope, file }, document.offsetAt(position), { now: this.engine.host.clock.now() }));
    return found && new vscode.Hover(found.sections.map(markdown), spanToRange(document, found.span));
  }

  /** A time or a reading in the body of an answer. */
  async #ofAnswer(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    if (document.uri.scheme !== answerScheme) return undefined;
    const { answerHover } = await import('../../app/hover/answerHover');
    const found = answerHover(document.getText(), document.offsetAt(position), { now: this.engine.host.clock.now() });
    return found && new vscode.Hover(markdown(found.markdown), spanToRange(document, found.span));
  }

  /** The editor shows the diagnostic's message, the headline, above this. */
  async #ofFailure(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    for (const { origin, range } of this.diagnostics.at(document, new vscode.Range(position, position))) {
      if (origin.kind !== 'failure' || origin.run.status.kind !== 'finished' || origin.run.edited) continue;
      const { report } = origin.run.status;
      if (report.kind !== 'ran' || !report.failure) continue;
      const { explanationMarkdown } = await import('../../insight/present');
      // Above a further mark stands what is wrong there, and where the others are told.
      const options = { headline: false, ...(origin.mark !== undefined && { marks: 0 }) };
      return new vscode.Hover(markdown(explanationMarkdown(report.failure.explanation, options)), range);
    }
    return undefined;
  }
}

/** Of an error status that no catalogue is about: its name, and whose fault such errors are. */
function inGeneral(status: number, title: string, general: string | undefined): string | undefined {
  return status >= 400 && general !== undefined ? `**${title}**\n\n${general}` : undefined;
}

/** The page of a special case, opened by a command: no other can be run from such a hover, and nothing in it is from the network. */
function pageCommand(code: string): string {
  return `command:${commandId.lookUp}?${encodeURIComponent(JSON.stringify([code]))}`;
}

/** Markdown of ours whose links open pages of the catalogue. */
function withPages(text: string): vscode.MarkdownString {
  const value = markdown(text);
  value.isTrusted = { enabledCommands: [commandId.lookUp] };
  return value;
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

/** In request files, answers and documents that hold requests; what it says is loaded when it is first asked. */
export function registerHover(diagnostics: DiagnosticsManager, engine: Engine): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    [{ scheme: answerScheme }, ...[languageId, ...foreignLanguageIds, ...selectableLanguageIds].map((language) => ({ language }))],
    new ProductHoverProvider(diagnostics, engine),
  );
}
