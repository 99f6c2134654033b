import { definitionsIn } from '../../plan/definitions';
import { findRequest, type Module } from '../../plan/needs';
import type { Block, RequestFile } from '../../syntax/nodes';
import { blockAt } from '../../syntax/queries';
import { excessOf } from '../longRequest';
import { meaningOf, mentionsOfMeaning } from './meaning';
import { type Mention, mentionsAt } from './mentions';

/** Whether a mention defines its name, instead of using it. */
export function isDefining({ role }: Mention): boolean {
  return role === 'variable' || role === 'prompt' || role === 'request';
}

/** More of them nobody looks at, and the editor would be busy with. */
const most = 10_000;

/**
 * The places of this file that name the same as what stands at `offset`; empty when no name stands
 * there. Looks at nothing but the file, and not into blocks that are too long to be looked into with
 * each edit: it is asked for with each move of the cursor.
 */
export function highlightsAt(file: RequestFile, offset: number): readonly Mention[] {
  const isLong = (block: Block) => excessOf(file, block) !== undefined;
  if (isLong(blockAt(file, offset))) return [];
  const module: Module = { uri: '', file, imports: [] };
  // What the file does not define comes from elsewhere, wherever that is; a piece of an answer comes from its request.
  const isOutside = (name: string) => /^[\w-]+$/.test(name) && !definitionsIn(file).has(name) && !findRequest(module, name);
  const [mention] = mentionsAt(file, offset).filter(({ role }) => role !== 'odd');
  return mention ? mentionsOfMeaning(module, meaningOf(module, mention, isOutside), isOutside, most, isLong) : [];
}
