import type { Span } from '../../src/base/text';

/** A text whose marks have been taken out. Offsets are those in `text`. */
export interface Marked {
  readonly text: string;
  /** Where each `‸` stood. */
  readonly cursors: readonly number[];
  /** What stood between each `⟦` and its `⟧`, in the order of their starts. */
  readonly spans: readonly Span[];
}

/** Reads a text with cursors `‸` and spans `⟦…⟧`, which may be nested. */
export function marked(source: string): Marked {
  let text = '';
  const cursors: number[] = [];
  const spans: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  for (const character of source) {
    if (character === '‸') {
      cursors.push(text.length);
    } else if (character === '⟦') {
      const span = { start: text.length, end: text.length };
      spans.push(span);
      open.push(span);
    } else if (character === '⟧') {
      const span = open.pop();
      if (span === undefined) throw new Error(`A ⟧ without its ⟦ in: ${source}`);
      span.end = text.length;
    } else {
      text += character;
    }
  }
  if (open.length > 0) throw new Error(`A ⟦ without its ⟧ in: ${source}`);
  return { text, cursors, spans };
}

/** `marked` for a text with exactly one cursor. */
export function markedAt(source: string): { readonly text: string; readonly cursor: number } {
  const { text, cursors } = marked(source);
  const [cursor] = cursors;
  if (cursor === undefined || cursors.length > 1) throw new Error(`Not exactly one ‸ in: ${source}`);
  return { text, cursor };
}
