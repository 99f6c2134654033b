import { holds } from '../../../base/text';
import type { RequestFile } from '../../syntax/nodes';
import { blockAt, lineAt } from '../../syntax/queries';
import type { Authoring } from '../authoring';
import type { Completion } from './completion';
import { sources } from './list';

export type { Completion, CompletionKind } from './completion';
export { isMeant } from './meant';
export { narrowed } from './narrowed';

/**
 * What may be written at `offset`, best first; empty where nothing is known. Never throws, however
 * half-typed the text is. Pure: nothing is read or asked for.
 */
export function complete(file: RequestFile, offset: number, known: Authoring): readonly Completion[] {
  const place = { file, offset, block: blockAt(file, offset), line: lineAt(file, offset) };
  // Inside a line end, or in front of a byte order mark.
  if (!holds(place.line, offset)) return [];
  for (const source of sources) {
    const found = source(place, known);
    if (found.length > 0) return found;
  }
  return [];
}
