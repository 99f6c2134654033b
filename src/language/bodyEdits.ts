import type { TextEdit } from '../base/text';
import { lineEndOf } from './features/fixes/fix';
import type { PlacedRequest } from './plan/plan';
import type { Line, RequestFile } from './syntax/nodes';

/** What belongs to the head of a request. Behind a blank line the body would stand. */
const head: ReadonlySet<Line['kind']> = new Set(['request-line', 'query', 'header', 'comment', 'directive', 'indented']);

/**
 * Gives the planned request a JSON body, below its head and a blank line, with a Content-Type unless
 * one is there. Undefined where it has a body, or the block is gone.
 *
 * @param text Its lines end in LF; they end as those of the file do.
 * @param shift How far the planned block has moved in `file`; the edit is in the offsets of the plan.
 */
export function addBody(plan: PlacedRequest, file: RequestFile, shift: number, text: string): TextEdit | undefined {
  const block = file.blocks.find(({ start }) => start === plan.block.start + shift);
  const request = block?.request;
  if (!block || !request || request.body) return undefined;
  const below = block.lines.slice(block.lines.findIndex(({ kind }) => kind === 'request-line'));
  const length = below.findIndex(({ kind }) => !head.has(kind));
  const last = below[(length < 0 ? below.length : length) - 1] ?? request.line;
  const lines = [...(plan.parts.headerLine('Content-Type') ? [] : ['Content-Type: application/json']), '', ...text.split('\n')];
  const at = last.end - shift;
  return { span: { start: at, end: at }, newText: lines.map((line) => lineEndOf(file) + line).join('') };
}
