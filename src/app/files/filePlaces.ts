import type { HostFiles } from '../host';
import { below, folderOf, isOnWindows, isSameLocation, type Location, locationOf, uriOf, within } from './location';
import { parseWrittenPath, type PathParts } from './writtenPath';

/** A path of a request file, and where it is written. */
export interface WrittenPath {
  /** As it is in the request file, after substitution; not percent-encoded. */
  readonly written: string;
  /** URI of the request file. */
  readonly source: string;
  /** URI of its workspace folder; undefined: the folder of the request file takes its place. */
  readonly root: string | undefined;
  /** Whether names follow the rules of Windows. Default: when the request file is on a drive or a server's share. */
  readonly isWindows?: boolean;
}

/**
 * Why a path cannot be used:
 * - `empty`: nothing is written;
 * - `not-a-path`: a URL, a name the system cannot have or that stands for a device;
 * - `windows-path`: `C:\…` or `\\server\…` where the request file is not on Windows;
 * - `home`: `~/…`, which only a shell knows;
 * - `folder`: it ends like a folder (`a/`, `..`);
 * - `untitled`: the request file is not saved, or not in a folder;
 * - `dot-folder`: writing into a folder that starts with a dot;
 * - `request-file`: writing over a request file;
 * - `settings-file`: reading or writing one that holds variables or settings: `.env`, an environment file.
 */
export type PlaceRefusal = 'empty' | 'not-a-path' | 'windows-path' | 'home' | 'folder' | 'untitled' | 'dot-folder' | 'request-file' | 'settings-file';

/** A place below the root, named from the root as the user has it; `real` is the same with all links followed. */
export interface Inside {
  readonly kind: 'inside';
  readonly uri: string;
  readonly real: string;
}

/**
 * Where a written path leads. `inside`: below the root, and no part below the root is a link.
 * `outside`: not below the root once links are followed; reading there has to be asked about,
 * writing there is refused. URIs are encoded and have their links followed.
 */
export type Place =
  | Inside
  | { readonly kind: 'outside'; readonly uri: string }
  | { readonly kind: 'refused'; readonly reason: PlaceRefusal };

/**
 * Finds where a written path leads. Relative ones start from the folder of the request file. The
 * check is made on real paths of root and target, so no link leads out of the root unseen.
 *
 * @param purpose Writing has more rules: no folder below the root that starts with a dot, by its
 * written or its real name, and never the request file.
 */
export async function resolvePlace(files: HostFiles, path: WrittenPath, purpose: 'read' | 'write'): Promise<Place> {
  const source = path.source.toLowerCase().startsWith('untitled:') ? undefined : locationOf(path.source);
  if (source === undefined || source.segments.length === 0) return refused('untitled');
  const parts = parseWrittenPath(path.written, path.isWindows ?? isOnWindows(source));
  if (parts.kind === 'refused') return parts;
  const root = (path.root === undefined ? undefined : locationOf(path.root)) ?? folderOf(source);
  const target = targetOf(parts, source);
  const [realRoot, realTarget, realSource] = await Promise.all([root, target, source].map((location) => realLocation(files, location)));
  if (!realRoot || !realTarget || !realSource) return refused('not-a-path');
  const names = below(realRoot, realTarget);
  if (names === undefined) return { kind: 'outside', uri: uriOf(realTarget) };
  if (holdsSettings(names.at(-1) ?? '', purpose)) return refused('settings-file');
  if (purpose === 'write') {
    if (isSameLocation(realTarget, realSource) || /\.(http|rest)$/i.test(names.at(-1) ?? '')) return refused('request-file');
    if ([names, below(root, target) ?? []].some(hasDotFolder)) return refused('dot-folder');
  }
  // Named from the root as the user has it, which may itself be reached by a link.
  return { kind: 'inside', uri: uriOf(within(root, names)), real: uriOf(realTarget) };
}

/** Whether a place is still the one that it was found to be: no link was put in its way meanwhile. */
export async function isStillThere(files: HostFiles, { uri, real }: Inside): Promise<boolean> {
  const now = locationOf(await files.realPath(uri));
  return now !== undefined && uriOf(now) === real;
}

function targetOf(parts: Exclude<PathParts, { readonly kind: 'refused' }>, source: Location): Location {
  switch (parts.kind) {
    case 'relative':
      return within(folderOf(source), parts.segments);
    case 'rooted':
      return within({ head: source.head, segments: source.segments.slice(0, isOnWindows(source) ? 1 : 0) }, parts.segments);
    case 'drive':
      return within({ head: 'file://', segments: [parts.drive] }, parts.segments);
    case 'server':
      return within({ head: `file://${parts.server}`, segments: parts.segments.slice(0, 1) }, parts.segments.slice(1));
  }
}

async function realLocation(files: HostFiles, location: Location): Promise<Location | undefined> {
  return locationOf(await files.realPath(uriOf(location)));
}

/** Whether a file is not in `folder` once links are followed; nor is what cannot be told. */
export async function leadsOut(files: HostFiles, uri: string, folder: string): Promise<boolean> {
  const [top, file] = [locationOf(folder), locationOf(uri)];
  if (!top || !file) return true;
  const [realTop, realFile] = await Promise.all([realLocation(files, top), realLocation(files, file)]);
  return !realTop || !realFile || below(realTop, realFile) === undefined;
}

/** Its values would be sent as they are, or an answer would become them. What starts with a dot is a setting of some tool: it is not written. */
function holdsSettings(name: string, purpose: 'read' | 'write'): boolean {
  const isEnvironment = /^(\.env(\..*)?|http-client(\.private)?\.env\.json(\.user)?)$/i.test(name);
  return isEnvironment || (purpose === 'write' && name.startsWith('.'));
}

const hasDotFolder = (names: readonly string[]) => names.slice(0, -1).some((name) => name.startsWith('.'));
const refused = (reason: PlaceRefusal): Place => ({ kind: 'refused', reason });
