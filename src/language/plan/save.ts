import type { Finding } from '../../base/finding';
import type { Span } from '../../base/text';
import type { RequestNode } from '../syntax/nodes';
import { compose, type UsedValue } from './compose';
import { finding } from './findings';
import type { ComposedText } from './sourceMap';
import type { VariableScope } from './variables';

/** `>> path` or `>>! path`: where the body of the answer is written. */
export interface SavePlan {
  /** As written, references replaced. */
  readonly path: string;
  /** `>>!`: a file of that name is replaced. Else the new one gets a number. */
  readonly overwrite: boolean;
  readonly span: Span;
}

/** The line that saves the answer. */
export interface PlannedSave {
  /** Missing when there is no such line, or when something is wrong with it. */
  readonly plan?: SavePlan;
  readonly text?: ComposedText;
  readonly used: readonly UsedValue[];
  readonly findings: readonly Finding[];
}

/** Reads the line of a request that saves its answer. Nothing that came from an answer may decide where, and no secret becomes a name. */
export function planSave(scope: VariableScope, { save }: RequestNode): PlannedSave {
  if (!save) return { used: [], findings: [] };
  if (save.path.end === save.path.start) return { used: [], findings: [finding('save.no-path', save)] };
  const { text, findings, used } = compose(scope, save.path, 'path');
  const fromAnswer = text.pieces.filter(({ facts }) => facts.fromAnswer || facts.needs.some(({ kind }) => kind === 'answer'));
  const secret = text.pieces.filter(({ facts }) => facts.secrets.length > 0 && !fromAnswer.some((piece) => piece.facts === facts));
  const all = [...findings, ...fromAnswer.map(({ source }) => finding('save.answer-in-path', source)), ...secret.map(({ source }) => finding('save.secret-in-path', source))];
  if (all.length > 0 || text.hasUnknown) return { text, used, findings: all };
  return { text, used, plan: { path: text.text, overwrite: save.overwrite, span: { start: save.start, end: save.end } }, findings: [] };
}
