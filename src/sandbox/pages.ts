import { createHash } from 'node:crypto';
import { invalid } from './errors';
import type { Query } from './query';

/** What a page token of any list carries. `last` is the key of the last item delivered. */
interface Mark {
  readonly list: string;
  readonly offset: number;
  readonly last: string;
}

const maxPageSize = 100;

/**
 * Cuts one page out of a list and names it as the API does: `{ "<field>": [...], "nextPageToken": "" }`.
 *
 * The next page starts after the last item delivered, wherever that stands by then; where it is
 * gone, at its old place.
 *
 * @param list What the token is good for; a token of another list is refused.
 * @param key Tells the items apart.
 */
export function page<T>(
  query: Query,
  field: string,
  items: readonly T[],
  key: (item: T) => string,
  render: (item: T) => unknown,
  list: string,
): object {
  const size = query.pageSize(maxPageSize);
  const id = fingerprint(list, query);
  const start = findStart(query, id, items, key);
  const cut = items.slice(start, start + size);
  const end = start + cut.length;
  const last = cut.at(-1);
  const more = end < items.length && last !== undefined;
  const nextPageToken = more ? encodeMark({ list: id, offset: end, last: key(last) }) : '';
  return { [field]: cut.map(render), nextPageToken };
}

function findStart<T>(query: Query, list: string, items: readonly T[], key: (item: T) => string): number {
  const token = query.pageToken();
  if (token === undefined) return 0;
  const mark = decodeMark(token);
  if (!isMark(mark) || mark.list !== list) throw badToken(query);
  const found = items.findIndex((item) => key(item) === mark.last);
  return found >= 0 ? found + 1 : mark.offset;
}

/** Ties a token to a list and to the parameters it was asked with. */
export function fingerprint(list: string, query: Query): string {
  return createHash('sha256').update(`${list}?${query.fingerprint()}`).digest('base64url').slice(0, 12);
}

/** 400 for a page token of another list, of other parameters, or none at all; named as the caller spelt the parameter. */
export function badToken(query: Query): Error {
  return invalid(query.spelling('pageToken', 'page_token'), 'not a token of this list');
}

/** A page token is opaque: clients send it back as it came. */
export function encodeMark(mark: object): string {
  return Buffer.from(JSON.stringify(mark), 'utf8').toString('base64url');
}

/** Whatever the token holds; undefined when it is garbage. */
export function decodeMark(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function isMark(value: unknown): value is Mark {
  const mark = value as Partial<Mark> | null | undefined;
  return typeof mark?.list === 'string' && typeof mark.last === 'string' && Number.isSafeInteger(mark.offset);
}
