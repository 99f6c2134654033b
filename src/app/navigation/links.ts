import { type Link, linksIn } from '../../language/features/navigation/links';
import type { RequestFile } from '../../language/syntax/nodes';
import { resolvePlace } from '../files/filePlaces';
import { isOnWindows, locationOf } from '../files/location';
import { parseWrittenPath } from '../files/writtenPath';
import type { HostFiles } from '../host';

/** The links of a document that can lead somewhere: those of one that is in no folder lead to no file. Reads nothing. */
export function documentLinks(file: RequestFile, uri: string): readonly Link[] {
  const source = uri.toLowerCase().startsWith('untitled:') ? undefined : locationOf(uri);
  return linksIn(file).filter(({ kind, target }) => kind === 'url' || (source !== undefined && parseWrittenPath(target, isOnWindows(source)).kind !== 'refused'));
}

/**
 * The URI that a link of `uri` leads to, links of the file system followed; undefined when it is no
 * path that a request may have.
 *
 * @param root URI of the workspace folder.
 */
export async function linkTarget(files: HostFiles, { kind, target }: Link, uri: string, root: string | undefined): Promise<string | undefined> {
  if (kind === 'url') return target;
  const place = await resolvePlace(files, { written: target, source: uri, root }, 'read');
  return place.kind === 'refused' ? undefined : place.uri;
}
