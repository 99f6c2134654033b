// A text with a cursor, completed: what is proposed there, and the text after a proposal was taken.
import assert from 'node:assert/strict';
import { applyEdits, type TextEdit } from '../../src/base/text';
import type { Authoring } from '../../src/language/features/authoring';
import { complete, type Completion } from '../../src/language/features/completion/index';
import { noResources } from '../../src/language/features/resources';
import { parse } from '../../src/language/syntax/parser';
import { markedAt } from './marked';

/** Nothing is known beside the text. */
export const nothingKnown: Authoring = { variables: {}, accounts: [], resources: noResources, answerOf: () => undefined, entries: [] };

/** The proposals at the `‸` of `source`. */
export function completionsIn(source: string, known: Partial<Authoring> = {}): readonly Completion[] {
  const { text, cursor } = markedAt(source);
  return complete(parse(text), cursor, { ...nothingKnown, ...known });
}

/** Their labels. */
export function labelsIn(source: string, known: Partial<Authoring> = {}): readonly string[] {
  return completionsIn(source, known).map(({ label }) => label);
}

/** The text of `source` after the proposal `label` was taken; snippets with their tab stops as `${1:text}`. */
export function textAfter(source: string, label: string, known: Partial<Authoring> = {}): string {
  const { text, cursor } = markedAt(source);
  const proposals = complete(parse(text), cursor, { ...nothingKnown, ...known });
  const taken = proposals.find((each) => each.label === label);
  assert.ok(taken, `${label} is not among: ${proposals.map((each) => each.label).join(', ')}`);
  assert.ok(taken.span.start <= cursor && cursor <= taken.span.end, 'the replaced span holds the cursor');
  assert.doesNotMatch(text.slice(taken.span.start, taken.span.end), /[\r\n]/);
  const edits: readonly TextEdit[] = [{ span: taken.span, newText: taken.insert ?? taken.label }, ...(taken.also ?? [])];
  return applyEdits(text, edits);
}
