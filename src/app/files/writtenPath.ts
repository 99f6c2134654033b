import type { PlaceRefusal } from './filePlaces';

/** A path taken apart. `.` and `..` are still in `segments`; empty segments are not. */
export type PathParts =
  | { readonly kind: 'relative'; readonly segments: readonly string[] }
  /** From the root of the drive or share that the request file is on. */
  | { readonly kind: 'rooted'; readonly segments: readonly string[] }
  /** Windows: from the root of a drive (`C:`). */
  | { readonly kind: 'drive'; readonly drive: string; readonly segments: readonly string[] }
  /** Windows: of another computer; the first of `segments` is the share. */
  | { readonly kind: 'server'; readonly server: string; readonly segments: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: PlaceRefusal };

/** The most that any of the systems takes (PATH_MAX of Linux); following links takes time for each of its folders. */
const longest = 4096;
const url = /^(?:[a-z][a-z0-9+.-]+:\/\/|file:|data:)/i;
const drivePath = /^([a-z]:)[\\/](.*)$/is;
const serverPath = /^[\\/]{2}([^\\/]+)[\\/]+(.+)$/s;
const home = /^~\//;
const homeOnWindows = /^~[\\/]/;

/** Takes a path apart by the rules of Windows (both slashes, drives, servers) or of the other systems. */
export function parseWrittenPath(written: string, isWindows: boolean): PathParts {
  if (written.trim() === '') return refused('empty');
  if (written.length > longest) return refused('not-a-path');
  if (/[\0\r\n]/.test(written) || /\p{Surrogate}/u.test(written) || url.test(written)) return refused('not-a-path');
  if ((isWindows ? homeOnWindows : home).test(written)) return refused('home');
  if (!isWindows) {
    if (drivePath.test(written) || written.startsWith('\\\\')) return refused('windows-path');
    return written.endsWith('/') ? refused('folder') : checked({ kind: written.startsWith('/') ? 'rooted' : 'relative', segments: segmentsOf(written, '/') });
  }
  return checkedOnWindows(windowsParts(written), written);
}

function windowsParts(written: string): PathParts {
  const drive = drivePath.exec(written);
  if (drive) return { kind: 'drive', drive: drive[1] ?? '', segments: segmentsOf(drive[2] ?? '', /[\\/]/) };
  if (/^[\\/]{2}/.test(written)) {
    const [, server = '', rest = ''] = serverPath.exec(written) ?? [];
    // `\\?\` and `\\.\` go round the rules for names and to devices.
    return /^[\p{L}\p{N}_-][\p{L}\p{N}._-]*$/u.test(server) ? { kind: 'server', server, segments: segmentsOf(rest, /[\\/]/) } : refused('not-a-path');
  }
  return { kind: /^[\\/]/.test(written) ? 'rooted' : 'relative', segments: segmentsOf(written, /[\\/]/) };
}

/*
 * Names that Windows cannot have, or silently takes for something else: streams and drive-relative
 * paths (`a.txt:x`, `C:a.txt`), wildcards, blanks and dots at the end (dropped by the system), and
 * devices, with whatever extension.
 * https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 */
const impossibleOnWindows = /[\x00-\x1f<>:"|?*]|[. ]$/;
const deviceOnWindows = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;

function checkedOnWindows(parts: PathParts, written: string): PathParts {
  if (parts.kind === 'refused') return parts;
  const names = parts.segments.filter((segment) => !isDots(segment));
  if (names.some((name) => impossibleOnWindows.test(name) || deviceOnWindows.test(name))) return refused('not-a-path');
  return /[\\/]$/.test(written) ? refused('folder') : checked(parts);
}

/** Refuses what names a folder by its form. */
function checked(parts: Exclude<PathParts, { readonly kind: 'refused' }>): PathParts {
  const last = parts.segments.at(-1);
  const least = parts.kind === 'server' ? 2 : 1;
  return last === undefined || isDots(last) || parts.segments.length < least ? refused('folder') : parts;
}

const isDots = (segment: string) => segment === '.' || segment === '..';
const segmentsOf = (path: string, separator: string | RegExp) => path.split(separator).filter((segment) => segment !== '');
const refused = (reason: PlaceRefusal): PathParts => ({ kind: 'refused', reason });
