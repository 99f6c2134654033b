import { type Inside, isStillThere } from './filePlaces';
import type { HostFiles } from '../host';

/** What became of saving. `reason` is a clause, for after "The answer was not saved: ". */
export type SaveResult =
  | { readonly kind: 'saved'; readonly uri: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** Numbered names that are tried after the written one. */
const lastNumber = 9999;

/**
 * Saves the body of an answer (`>>`, `>>!`). Without `overwrite` a name that is taken is numbered
 * (`answer.json`, `answer-1.json`, `answer-2.json`, …), so that several that save at once each get
 * a file of their own.
 *
 * @throws CancelledError when `signal` is aborted before the file has its name; nothing is left then.
 */
export async function saveBody(
  files: HostFiles,
  place: Inside,
  overwrite: boolean,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<SaveResult> {
  // It was found before the request was sent, which may be long ago.
  if (!(await isStillThere(files, place))) return { kind: 'failed', reason: 'its folder was replaced while the request was sent' };
  for (let number = 0; number <= lastNumber; number++) {
    const uri = numbered(place.uri, number);
    const result = await files.write(uri, bytes, overwrite ? 'replace' : 'create', signal);
    if (result.kind === 'written') return { kind: 'saved', uri };
    if (result.kind === 'failed') return result;
  }
  return { kind: 'failed', reason: `all names up to number ${lastNumber} are taken` };
}

/** Puts a number before the last extension of a URI's name; a name that only starts with a dot has none. */
function numbered(uri: string, number: number): string {
  if (number === 0) return uri;
  const name = uri.lastIndexOf('/') + 1;
  const dot = uri.lastIndexOf('.');
  const end = dot > name ? dot : uri.length;
  return `${uri.slice(0, end)}-${number}${uri.slice(end)}`;
}
