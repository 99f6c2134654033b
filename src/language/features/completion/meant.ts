import type { RequestFile } from '../../syntax/nodes';
import { blockAt, lineAt } from '../../syntax/queries';
import { openReferenceAt } from '../openReference';
import { isWords } from './places';

/**
 * Whether somebody who typed `character` wants proposals without having asked for them. A blank is typed
 * all the time: it begins something behind a method or a colon, in a directive and in a reference.
 * Comments are prose unless an at sign begins them.
 *
 * @param character What was typed; undefined for a letter, or when they were asked for.
 */
export function isMeant(file: RequestFile, offset: number, character: string | undefined): boolean {
  const line = lineAt(file, offset);
  const before = file.text.slice(Math.max(line.start, offset - 200), offset);
  if (line.kind === 'separator') return false;
  if (line.kind === 'comment') return character === undefined || before.endsWith('@');
  if (openReferenceAt(file, offset)) return true;
  // Behind these somebody breaks the line, and Enter would take the first proposal.
  if (line.kind === 'body' && character !== undefined && '{[,'.includes(character)) return false;
  if (character !== ' ') return true;
  switch (line.kind) {
    case 'blank':
    case 'query':
    case 'variable':
      return false;
    case 'request-line':
      return (line.method !== undefined && line.target.start >= offset) || isWords({ file, offset, line, block: blockAt(file, offset) }, line);
    case 'body':
      // Behind the name of a property, or after a value.
      return /[:,[{]\s$/.test(before);
    default:
      return true;
  }
}
