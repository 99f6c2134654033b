import { catalogue } from './catalogue/index';
import type { CatalogueEntry } from './entry';

/** Said when {@link search} finds nothing. */
export const noErrorsFound = 'No errors found matching your search.';

/** The entries about a status number, for a hover on it; empty when none is catalogued. */
export function lookUp(status: number): readonly CatalogueEntry[] {
  return catalogue.filter((entry) => entry.status === status);
}

/** The entry with exactly this code (`dt.403`), casing aside. */
export function entryByCode(code: string): CatalogueEntry | undefined {
  const wanted = code.trim().toLowerCase();
  return catalogue.find((entry) => entry.code === wanted);
}

/**
 * Entries in which every word of `words` occurs: in number, code or title first, then in the text.
 * Catalogue order within each; empty for an empty query. Callers say {@link noErrorsFound} then.
 */
export function search(words: string): readonly CatalogueEntry[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (wanted.length === 0) return [];
  const fits = (text: string) => wanted.every((word) => text.toLowerCase().includes(word));
  const byName = catalogue.filter((entry) => fits(`${entry.code} ${entry.title}`));
  const byText = catalogue.filter((entry) => !byName.includes(entry) && fits(wholeText(entry)));
  return [...byName, ...byText];
}

function wholeText({ code, title, about }: CatalogueEntry): string {
  return [code, title, ...about.doThis.map(({ text }) => text), ...about.why.map(({ text }) => text)].join(' ');
}
