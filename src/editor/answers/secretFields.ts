import * as vscode from 'vscode';
import type { AnswerSecrets } from '../../app/answerSecrets';
import type { Ran } from '../../app/report';
import type { AnswerView } from '../answerView';
import { openedDocument } from '../documents';
import { answerScheme, answerSuffix } from '../ids';
import { tellInfo } from '../messages';
import type { Runs } from '../runs';

/** Reports never change, so each is looked through once. */
const known = new WeakMap<Ran, AnswerSecrets>();

/** What the answer in a document holds that is not shown; undefined when none is kept for it. */
export async function secretsIn(answers: AnswerView, uri: vscode.Uri): Promise<AnswerSecrets | undefined> {
  const report = await answers.reportOf(uri);
  if (!report) return undefined;
  const before = known.get(report);
  if (before) return before;
  const { answerSecretsOf } = await import('../../app/answerSecrets');
  const secrets = answerSecretsOf(report);
  known.set(report, secrets);
  return secrets;
}

/** Why an answer is not the latest that its request, as it stands, has had; undefined when it is. */
export async function staleBecause(answers: AnswerView, runs: Runs, uri: vscode.Uri): Promise<string | undefined> {
  const report = await answers.reportOf(uri);
  const request = openedDocument(vscode.Uri.parse(uri.query, true));
  if (!request) return 'the request file was closed since';
  const run = runs.all(request).find(({ status }) => status.kind === 'finished' && status.report === report);
  if (!run) return 'the request was run again since';
  return run.edited ? 'the request was edited since' : undefined;
}

/** The answer that a command is about: the one it is given, or the active one. Says so and gives undefined when there is none. */
export function answerFor(given: unknown): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const active = input instanceof vscode.TabInputText ? input.uri : undefined;
  const uri = [given, active].filter((each) => each instanceof vscode.Uri).find(isAnswer);
  if (!uri) void tellInfo('Open the answer of a request first.');
  return uri;
}

function isAnswer({ scheme, path }: vscode.Uri): boolean {
  return scheme === answerScheme && path.endsWith(answerSuffix);
}

/** Said of an answer that went with its document, or with a restart. */
export function tellNotKept(): void {
  void tellInfo('This answer is no longer kept. Run the request again.');
}
