import * as vscode from 'vscode';
import type { AnswerView } from '../answerView';
import { spanToRange } from '../convert';
import type { Engine } from '../engine';
import { answerScheme, languageId } from '../ids';
import { knownIn } from './inlayHints';

/** What an id stands for. */
class FaceHoverProvider implements vscode.HoverProvider {
  constructor(
    private readonly engine: Engine,
    private readonly answers: AnswerView,
  ) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const { idAt } = await import('../../language/features/ids');
    const { text } = document.lineAt(position.line);
    const id = idAt(text, position.character);
    if (!id) return undefined;
    const start = document.offsetAt(position) - position.character + id.start;
    const resources = (await knownIn(document, this.engine, this.answers))(start);
    const resource = resources.byId(text.slice(id.start, id.end));
    if (!resource) return undefined;
    const { faceMarkdown } = await import('../../app/resources/face');
    const shown = new vscode.MarkdownString(faceMarkdown(resource, resources, this.engine.host.clock.now()));
    shown.supportHtml = false;
    shown.isTrusted = false;
    return new vscode.Hover(shown, spanToRange(document, { start, end: start + id.end - id.start }));
  }
}

/** On ids in request files and answers; nothing in Restricted Mode. */
export function registerResourceHover(engine: Engine, answers: AnswerView): vscode.Disposable {
  return vscode.languages.registerHoverProvider([{ language: languageId }, { scheme: answerScheme }], new FaceHoverProvider(engine, answers));
}
