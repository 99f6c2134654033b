import { identityOf } from '../syntax/moved';
import type { Block, RequestFile } from '../syntax/nodes';
import { findReferences } from '../syntax/references';
import { Code, indexOfPair } from '../syntax/scanner';

/** UTF-16 code units of the longest block that is looked into with each edit: some 25 ms. DT's requests have a few thousand. */
const longest = 500_000;
/** As many lines, or references, cost as much. */
const mostLines = 20_000;
const mostReferences = 5_000;

/** What makes a block too long to be looked into with each edit: more than so many of them. */
export interface Excess {
  readonly limit: number;
  readonly unit: 'characters' | 'lines' | 'references';
}

/** Why all of a block is not looked into with each edit; undefined for all but the very longest. */
export function excessOf({ text }: RequestFile, block: Block): Excess | undefined {
  const { start, end } = block;
  if (end - start > longest) return { limit: longest, unit: 'characters' };
  if (identityOf(block).lines.length > mostLines) return { limit: mostLines, unit: 'lines' };
  return holdsMore(text, start, end) ? { limit: mostReferences, unit: 'references' } : undefined;
}

/** Whether more references stand between two offsets than are looked at. */
function holdsMore(text: string, start: number, end: number): boolean {
  // The shortest is `{{a}}`.
  if (end - start < 5 * mostReferences) return false;
  let count = 0;
  const next = (from: number) => indexOfPair(text, Code.openBrace, Code.openBrace, from, end);
  for (let open = next(start); open >= 0 && count <= mostReferences; open = next(open + 2)) count++;
  // Not all doubled braces are references: some are never closed, some escaped.
  return count > mostReferences && findReferences(text, { start, end }).length > mostReferences;
}
