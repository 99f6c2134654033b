import { nearest } from '../base/nearest';
import { catalogue } from './catalogue/index';
import type { CatalogueEntry } from './entry';

/** Said when {@link search} finds nothing. */
export const noErrorsFound = 'No errors found matching your search.';

/** Said when {@link search} has found something for another word than the one that was written. */
export function correctedNote(written: string, correctedTo: string): string {
  return `No match for "${written}". Showing "${correctedTo}".`;
}

/*
 * `more` are the entries of the user's own catalogues; they come after those that are built in.
 * Default: none.
 */

type Entries = readonly CatalogueEntry[];

/** All entries, the general ones before their special cases. */
export function allEntries(more: Entries = []): Entries {
  return [...catalogue, ...more];
}

/** The entries about a status number: what it means in general, DT's first, and its special cases. Both empty when none is catalogued. */
export function ofStatus(status: number, more: Entries = []): { readonly general: Entries; readonly special: Entries } {
  const about = allEntries(more).filter((entry) => entry.status === status);
  return { general: about.filter(({ of }) => of === undefined), special: about.filter(({ of }) => of !== undefined) };
}

/** The entries that are special cases of `entry`. */
export function specialCases({ code }: CatalogueEntry, more: Entries = []): Entries {
  return allEntries(more).filter(({ of }) => of === code);
}

/** The entry with exactly this code (`dt.403`, `AUTH-401`), casing aside. */
export function entryByCode(code: string, more: Entries = []): CatalogueEntry | undefined {
  const wanted = code.trim().toLowerCase();
  return allEntries(more).find((entry) => entry.code.toLowerCase() === wanted);
}

/** What came of a search. */
export interface Search {
  /** Best first. */
  readonly entries: Entries;
  /** What was searched for instead, where a word is in no entry and one that is written nearly so is. */
  readonly correctedTo?: string;
}

/**
 * Entries in which every word of `words` occurs. First the one whose code it is, then those whose
 * status it is, then those with all words in code and title, then those with some of them in the text.
 * In the order of the catalogue within each; empty for an empty query. Callers say
 * {@link noErrorsFound} then.
 */
export function search(words: string, more: Entries = []): Search {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (wanted.length === 0) return { entries: [] };
  const all = allEntries(more);
  const entries = ranked(wanted, all);
  if (entries.length > 0) return { entries };
  // A status that nobody's catalogue is about still says whose fault it is.
  const general = /^[45]\d\d$/.test(words.trim()) ? entryByCode('answer.status', more) : undefined;
  if (general) return { entries: [general] };
  const corrected = wanted.map((word) => corrections(word, all));
  const correctedTo = corrected.join(' ');
  const near = correctedTo === wanted.join(' ') ? [] : ranked(corrected, all);
  return near.length === 0 ? { entries: [] } : { entries: near, correctedTo };
}

function ranked(wanted: readonly string[], all: Entries): Entries {
  const query = wanted.join(' ');
  const ranks: CatalogueEntry[][] = [[], [], [], [], []];
  for (const entry of all) {
    const rank = rankOf(entry, query, wanted);
    if (rank !== undefined) ranks[rank]?.push(entry);
  }
  return ranks.flat();
}

function rankOf(entry: CatalogueEntry, query: string, wanted: readonly string[]): number | undefined {
  const { name, whole } = textsOf(entry);
  if (entry.code.toLowerCase() === query) return 0;
  if (query === String(entry.status)) return entry.of === undefined ? 1 : 2;
  if (wanted.every((word) => name.includes(word))) return 3;
  return wanted.every((word) => whole.includes(word)) ? 4 : undefined;
}

interface Texts {
  /** Code and title. */
  readonly name: string;
  readonly whole: string;
}

/** In lower case; made once for each entry, since a search goes through all of them with each key. */
const texts = new WeakMap<CatalogueEntry, Texts>();

function textsOf(entry: CatalogueEntry): Texts {
  const known = texts.get(entry);
  if (known) return known;
  const { code, title, about } = entry;
  const name = `${code} ${title}`.toLowerCase();
  const whole = [name, ...[...about.doThis, ...about.why].map(({ text }) => text.toLowerCase()), ...(about.earlier ?? []).map((text) => text.toLowerCase())].join(' ');
  const made = { name, whole };
  texts.set(entry, made);
  return made;
}

/** Shorter words are written nearly like too many others. */
const shortestCorrected = 4;
/** So many words are compared at most: a catalogue may hold millions. */
const mostCompared = 20_000;

/** The word itself where an entry has it; else the one that it was probably meant to be, or itself. */
function corrections(word: string, all: Entries): string {
  if (word.length < shortestCorrected || all.some((entry) => textsOf(entry).whole.includes(word))) return word;
  const words = new Set<string>();
  for (const entry of all) {
    for (const [known] of textsOf(entry).whole.matchAll(/[\p{L}\d-]{4,40}/gu)) words.add(known);
    if (words.size > mostCompared) break;
  }
  return nearest(word, words) ?? word;
}
