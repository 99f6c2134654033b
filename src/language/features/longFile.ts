import type { RequestFile } from '../syntax/nodes';

/** Lines of the longest file that is looked into while somebody types. The editor itself stops colouring at 300,000. */
export const mostLines = 200_000;
/** Blocks of such a file: with more of them a single edit could take 50 ms. */
export const mostBlocks = 20_000;

/** Whether a file of not more than {@link mostLines} is too long all the same. */
export function isTooLong({ blocks }: RequestFile): boolean {
  return blocks.length > mostBlocks;
}
