import type { RequestFile } from '../../syntax/nodes';
import type { Completion } from './completion';

/** The most proposals that are shown at a time. */
export const mostShown = 500;

/** Proposals as they are shown. */
export interface Shown {
  readonly items: readonly Completion[];
  /** Whether others may fit when more is typed: then they are asked for anew. */
  readonly isIncomplete: boolean;
}

/** Of very many proposals those that what is typed may mean: an account has thousands of devices, and each costs the editor time. */
export function narrowed({ text }: RequestFile, offset: number, all: readonly Completion[]): Shown {
  if (all.length <= mostShown) return { items: all, isIncomplete: false };
  const items: Completion[] = [];
  for (const completion of all) {
    if (!fits(completion.filter ?? completion.label, text.slice(completion.span.start, offset))) continue;
    if (items.length === mostShown) return { items, isIncomplete: true };
    items.push(completion);
  }
  // When something of it is taken back, more fit.
  return { items, isIncomplete: true };
}

/** Whether the typed characters are in a text in their order, as the editor compares; case does not count. */
function fits(text: string, typed: string): boolean {
  const folded = text.toLowerCase();
  let from = 0;
  for (const character of typed.toLowerCase()) {
    const found = folded.indexOf(character, from);
    if (found < 0) return false;
    from = found + character.length;
  }
  return true;
}
