import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file as it is shown: its path from `cwd`; the whole path on another drive, and the URI where it is no file of the disk. */
export function shownPath(uri: string, cwd: string): string {
  if (!/^file:/i.test(uri)) return uri;
  const full = fileURLToPath(uri);
  const way = path.relative(cwd, full);
  return way === '' ? full : way;
}
