import type { RequestFile } from '../syntax/nodes';

/** Lines of the longest file that is looked into while it is shown. The editor itself stops colouring at 300,000. */
export const mostFileLines = 200_000;
/** Blocks of such a file: with more of them a single edit could take 50 ms. */
export const mostFileBlocks = 20_000;

/** Whether a file of so many lines is too long to be looked into while it is shown. */
export function isTooLong({ blocks }: RequestFile, lines: number): boolean {
  return lines > mostFileLines || blocks.length > mostFileBlocks;
}
