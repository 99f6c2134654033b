import { type EnvironmentFile, parseEnvironmentFile } from '../../language/plan/environment';
import { leadsOut } from '../files/filePlaces';
import type { FileContent, HostFiles } from '../host';

const fileNames = [
  ['http-client.private.env.json', true],
  // What Visual Studio keeps to each user.
  ['http-client.env.json.user', true],
  ['http-client.env.json', false],
] as const;

/** An environment file that is there but cannot be read. */
export interface UnreadableFile {
  readonly uri: string;
  readonly reason: string;
}

/** What the environment files of a request file hold. */
export interface Environments {
  /** Those of the nearest folder first; in a folder the private one first. */
  readonly files: readonly EnvironmentFile[];
  /** Text of each file by URI, for findings in it. */
  readonly texts: ReadonlyMap<string, string>;
  readonly unreadable: readonly UnreadableFile[];
}

/**
 * Reads the environment files beside a request file and in its parent folders, up to and with the
 * folder `root`; without a root only those beside the file. One that is a link out of there is not
 * read: credentials that lie elsewhere have the form of an environment.
 */
export async function readEnvironments(files: HostFiles, uri: string, root: string | undefined): Promise<Environments> {
  const found: EnvironmentFile[] = [];
  const texts = new Map<string, string>();
  const unreadable: UnreadableFile[] = [];
  const folders = foldersUpTo(uri, root);
  for (const folder of folders) {
    for (const [name, isPrivate] of fileNames) {
      const candidate = folder + name;
      const result = await readOwn(files, candidate, folders.at(-1) ?? folder);
      if (result.kind === 'missing') continue;
      if (result.kind === 'unreadable') {
        unreadable.push({ uri: candidate, reason: result.reason });
        continue;
      }
      const text = decodeUtf8(result.bytes);
      if (text === undefined) {
        unreadable.push({ uri: candidate, reason: 'it is not valid UTF-8' });
        continue;
      }
      texts.set(candidate, text);
      found.push(parseEnvironmentFile(text, candidate, isPrivate));
    }
  }
  return { files: found, texts, unreadable };
}

/** Octets of the largest file of values that is read: it is read anew for each look at a request file. */
const longestFile = 1_000_000;

/** Reads a file that holds values; what a link leads to outside of the folder `top` is not the workspace's own. */
export async function readOwn(files: HostFiles, uri: string, top: string): Promise<FileContent> {
  const content = await files.read(uri, longestFile);
  const isElsewhere = content.kind === 'content' && (await leadsOut(files, uri, top));
  return isElsewhere ? { kind: 'unreadable', reason: 'it is a link to a file outside' } : content;
}

/** Folders (with a slash at the end) from the one that holds `uri` up to `root`; only the first without a root above it. */
export function foldersUpTo(uri: string, root: string | undefined): readonly string[] {
  const first = uri.slice(0, uri.lastIndexOf('/') + 1);
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(first)) return [];
  const last = root === undefined ? first : root.endsWith('/') ? root : `${root}/`;
  if (!first.startsWith(last)) return [first];
  const folders = [first];
  for (let folder = first; folder !== last; ) {
    folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
    folders.push(folder);
  }
  return folders;
}

/** The text of octets that are valid UTF-8, without a byte order mark kept apart; else undefined. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Where invalid UTF-8 begins: the offset in octets, or undefined when all of it is valid. */
export function invalidUtf8At(bytes: Uint8Array): number | undefined {
  if (decodeUtf8(bytes) !== undefined) return undefined;
  // The longest valid beginning, found by halves; a cut inside a character is told by the streaming flag.
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (startsValid(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  // A character that was begun but not finished counts from its first octet.
  while (decodeUtf8(bytes.subarray(0, valid)) === undefined) valid--;
  return valid;
}

function startsValid(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
