/** A text as a snippet of the editor that inserts exactly it. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** Counts the tab stops of one snippet. */
export class TabStops {
  #last = 0;

  /** The next one, with `text` selected in it. */
  next(text: string): string {
    return `\${${++this.#last}:${escapeSnippet(text)}}`;
  }

  /** The next one, with the first of `options` in it; the editor proposes them all where somebody comes to it. */
  choice(options: readonly string[]): string {
    return `\${${++this.#last}|${options.map((option) => option.replace(/[\\,|]/g, '\\$&')).join(',')}|}`;
  }
}
