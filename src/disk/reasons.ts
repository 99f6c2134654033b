/** The code of an error of the system (`ENOENT`) or of the editor (`FileNotFound`); '' when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Why the system did not read or write, as a clause ("permission denied"). */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  // The system's own message names the path, which may be made of a value that nobody must see.
  if (code !== '') return reasons[code] ?? `the system says ${code}`;
  return error instanceof Error ? error.message : String(error);
}

/** Why a file of more than `limit` octets is not read, as a clause. */
export function tooLarge(limit: number): string {
  const mebibytes = limit / 1024 / 1024;
  return `it is larger than ${mebibytes >= 1 ? `${Math.floor(mebibytes)} MiB` : `${limit} bytes`}`;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder is not there',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'a part of its path is a file, not a folder',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  EFBIG: 'the file would be too large for the file system',
  EROFS: 'the file system is read-only',
  EBUSY: 'another program is using it',
  ETXTBSY: 'it is a program that is running',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};
