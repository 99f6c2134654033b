import { holds, type Span } from '../../base/text';
import type { RequestFile } from '../syntax/nodes';
import { lineAt } from '../syntax/queries';

/**
 * An id as the API makes them, by its shape: 20 lower-case letters and digits, of emulated devices with
 * `emu` in front; no part of a longer word, an address or an email. Sources: Python client, samples.
 */
const shape = /(?<![\w@.%-])(?:emu)?[a-z0-9]{20}(?![\w@-])(?!\.\w)/g;

/** Characters from the start of a place that are looked through: a line of an answer may have megabytes. */
const longestPlace = 200_000;
/** Characters of the longest id, and one on each side. */
const longestId = 25;
/** Ids that are told of a place. */
const mostIds = 1000;

/** What looks like an id in a place of any text, in order; whether there is such a thing is for others to know. */
export function idsIn(text: string, { start, end }: Span): readonly Span[] {
  const last = Math.min(end, start + longestPlace);
  const from = Math.max(0, start - longestId);
  const ids: Span[] = [];
  for (const match of text.slice(from, last + longestId).matchAll(shape)) {
    const id = { start: from + match.index, end: from + match.index + match[0].length };
    if (id.start >= start && id.end <= last) ids.push(id);
    if (ids.length >= mostIds) break;
  }
  return ids;
}

/** What looks like an id at `offset`, which may be right behind it; undefined where there is none. */
export function idAt(text: string, offset: number): Span | undefined {
  return idsIn(text, { start: Math.max(0, offset - longestId), end: Math.min(text.length, offset + longestId) }).find((span) => holds(span, offset));
}

/** {@link idsIn} a request file, but for what is said in titles and comments. */
export function idsInRequests(file: RequestFile, span: Span): readonly Span[] {
  return idsIn(file.text, span).filter(({ start }) => !unsent.has(lineAt(file, start).kind));
}

const unsent: ReadonlySet<string> = new Set(['separator', 'comment', 'indented']);
