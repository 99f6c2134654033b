import type * as vscode from 'vscode';
import type { Ran } from '../../app/report';
import { lenses } from '../../language/features/lenses';
import type { Block, RequestFile } from '../../language/syntax/nodes';
import { answerTitle } from '../answerTitle';
import type { AnswerView } from '../answerView';
import { imageType } from './bodyType';

/** The request that an answer belongs to. */
export interface Answerer {
  readonly document: vscode.TextDocument;
  readonly file: RequestFile;
  readonly block: Block;
}

/** Shows what came of a run: an image as one, everything else in the document that belongs to its request. */
export async function showAnswer({ answers }: { readonly answers: AnswerView }, { document, file, block }: Answerer, report: Ran, asText = false): Promise<void> {
  const title = titleOf({ file, block }, report.title);
  const { outcome } = report.result;
  const ending = outcome.kind === 'answered' && !report.failure && !asText ? imageType(outcome.response) : undefined;
  if (ending === undefined) await answers.show(document.uri, title, report);
  else await answers.showImage(document.uri, title, ending, report);
}

/** What the tab is called: see {@link answerTitle}. */
export function titleOf({ file, block }: Pick<Answerer, 'file' | 'block'>, request: string): string {
  return answerTitle(lenses(file).find(({ blockIndex }) => file.blocks[blockIndex] === block) ?? {}, request);
}
