import { percentDecoded } from '../../base/percent';

/** A file or folder by URI, taken apart so that names can be compared and put together. */
export interface Location {
  /** Scheme and authority as they are in front of the path: `file://`, `file://server`, `memfs:`. */
  readonly head: string;
  /** Names from the root down, not percent-encoded. On Windows the first is the drive (`C:`). */
  readonly segments: readonly string[];
}

/** Takes a URI apart; undefined when it has no path from a root (`untitled:Untitled-1`). A query is left out. */
export function locationOf(uri: string): Location | undefined {
  const [, head, path] = /^([a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?)(\/[^?#]*)/i.exec(uri) ?? [];
  if (head === undefined || path === undefined) return undefined;
  return { head, segments: path.split('/').filter((segment) => segment !== '').map((segment) => percentDecoded(segment)) };
}

/** The URI of a location, percent-encoded. */
export function uriOf({ head, segments }: Location): string {
  return `${head}/${segments.map((segment, index) => (index === 0 && isDrive(segment) ? segment : encodeURIComponent(segment))).join('/')}`;
}

/** The folder that holds a location. */
export function folderOf({ head, segments }: Location): Location {
  return { head, segments: segments.slice(0, -1) };
}

/** What `segments` lead to from `folder`; `..` ends at the root, on Windows at that of the drive or share. */
export function within(folder: Location, segments: readonly string[]): Location {
  const names = [...folder.segments];
  const top = isOnWindows(folder) ? 1 : 0;
  for (const segment of segments) {
    if (segment === '..') names.splice(Math.max(top, names.length - 1));
    else if (segment !== '.') names.push(segment);
  }
  return { head: folder.head, segments: names };
}

/** The names that lead from `folder` down to `location`; undefined when it is not in there. Names are compared as they are. */
export function below(folder: Location, location: Location): readonly string[] | undefined {
  if (folder.head.toLowerCase() !== location.head.toLowerCase()) return undefined;
  const count = folder.segments.length;
  if (location.segments.length <= count) return undefined;
  return folder.segments.every((segment, index) => isSame(segment, location.segments[index], index)) ? location.segments.slice(count) : undefined;
}

/** Whether two locations are one. */
export function isSameLocation(one: Location, other: Location): boolean {
  return one.head.toLowerCase() === other.head.toLowerCase()
    && one.segments.length === other.segments.length
    && one.segments.every((segment, index) => isSame(segment, other.segments[index], index));
}

/** Whether names there follow the rules of Windows: a drive, or a server's share. */
export function isOnWindows({ head, segments }: Location): boolean {
  const [, authority] = /^file:\/\/(.*)$/i.exec(head) ?? [];
  if (authority === undefined) return false;
  return (authority !== '' && authority.toLowerCase() !== 'localhost') || isDrive(segments[0] ?? '');
}

const isDrive = (segment: string) => /^[a-z]:$/i.test(segment);
/** Programs disagree on the case of a drive's letter. */
const isSame = (one: string, other: string | undefined, index: number) =>
  one === other || (index === 0 && isDrive(one) && one.toLowerCase() === other?.toLowerCase());
