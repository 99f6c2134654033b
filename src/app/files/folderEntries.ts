import type { FolderEntry } from '../../language/features/authoring';
import type { PathAt } from '../../language/features/completion/files';
import type { HostFiles } from '../host';
import { resolvePlace, type WrittenPath } from './filePlaces';
import { folderOf, isSameLocation, locationOf, uriOf } from './location';

/** Stands for a file in the folder that is looked for. */
const anyName = '~dt-http-any~';

/** Files that hold variables or settings: no path may name them. */
const settings = /^(\.env(\..*)?|http-client(\.private)?\.env\.json(\.user)?)$/i;

/**
 * What may follow in a path that is being typed: the entries of the folder that it names so far, and
 * `..` where that does not lead out. Empty outside of the workspace folder, links followed, and where
 * a path may not go.
 */
export async function folderEntries(files: HostFiles, { purpose, folder }: Pick<PathAt, 'purpose' | 'folder'>, about: Omit<WrittenPath, 'written'>): Promise<readonly FolderEntry[]> {
  const place = await resolvePlace(files, { ...about, written: folder + anyName }, purpose === 'write' ? 'write' : 'read');
  const file = place.kind === 'inside' ? locationOf(place.uri) : undefined;
  if (!file) return [];
  const found = folderOf(file);
  const source = locationOf(about.source);
  const root = about.root === undefined ? source && folderOf(source) : locationOf(about.root);
  const entries = (await files.list(uriOf(found))).filter(({ name }) => !settings.test(name));
  return root && entries.length > 0 && !isSameLocation(root, found) ? [...entries, { name: '..', isFolder: true }] : entries;
}
