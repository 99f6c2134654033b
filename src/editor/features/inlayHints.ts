import * as vscode from 'vscode';
import type { AnswerView } from '../answerView';
import { readable } from '../documents';
import type { Engine } from '../engine';
import { answerScheme, languageId } from '../ids';
import { Pacer } from '../pacer';
import type { ResourcesAt } from '../resources';

/** Milliseconds between two tellings that hints are others now: names come with each answer. */
const everyMs = 500;

/** Behind each id what it is called. */
class FaceProvider implements vscode.InlayHintsProvider {
  constructor(
    private readonly engine: Engine,
    private readonly answers: AnswerView,
    readonly onDidChangeInlayHints: vscode.Event<void>,
  ) {}

  async provideInlayHints(document: vscode.TextDocument, range: vscode.Range, token: vscode.CancellationToken): Promise<vscode.InlayHint[]> {
    const known = await knownIn(document, this.engine, this.answers);
    if (token.isCancellationRequested) return [];
    const [{ idsIn, idsInRequests }, { labelOf, linesOf }] = await Promise.all([import('../../language/features/ids'), import('../../app/resources/face')]);
    const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const file = isAnswer(document) ? undefined : await readable(document);
    if (!file && !isAnswer(document)) return [];
    const text = file?.text ?? document.getText();
    const ids = file ? idsInRequests(file, span) : idsIn(text, span);
    const now = this.engine.host.clock.now();
    return ids.flatMap(({ start, end }) => {
      const resources = known(start);
      const resource = resources.byId(text.slice(start, end));
      const label = resource && labelOf(resource);
      if (!resource || label === undefined) return [];
      const hint = new vscode.InlayHint(document.positionAt(end), label);
      hint.paddingLeft = true;
      hint.paddingRight = true;
      hint.tooltip = linesOf(resource, resources, now).join('\n');
      return [hint];
    });
  }
}

function isAnswer({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === answerScheme;
}

/** What is known at the places of a request file, an answer or a preview. */
export function knownIn(document: vscode.TextDocument, { resources }: Engine, answers: AnswerView): Promise<ResourcesAt> {
  return isAnswer(document) ? resources.inAnswer(document.uri, answers) : resources.of(document);
}

/** Hints in request files and answers; none in Restricted Mode. */
export function registerInlayHints(engine: Engine, answers: AnswerView): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const pacer = new Pacer(engine.host.clock, everyMs, () => changed.fire());
  return vscode.Disposable.from(
    changed,
    pacer,
    engine.resources.onDidChange(() => pacer.ask()),
    vscode.languages.registerInlayHintsProvider([{ language: languageId }, { scheme: answerScheme }], new FaceProvider(engine, answers, changed.event)),
  );
}
