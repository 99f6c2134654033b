import { StoreTroubleError, type StoreTroubleCode } from '../../quota/trouble';
import { codeOf } from '../reasons';

const codes: Readonly<Record<string, StoreTroubleCode>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  ENOSYS: 'unsupported',
  ENOTSUP: 'unsupported',
  EOPNOTSUPP: 'unsupported',
  EXDEV: 'unsupported',
  EMLINK: 'unsupported',
};

/** What `error`, thrown by a call of the file system about `path`, means for the sharing; `error` itself when the system did not throw it. */
export function troubleFrom(error: unknown, path: string): unknown {
  const code = codeOf(error);
  // Errors of the runtime itself ("ERR_…") are bugs of ours.
  if (error instanceof StoreTroubleError || code === '' || code.startsWith('ERR_')) return error;
  return new StoreTroubleError({ code: codes[code] ?? 'unwritable', path, detail: code });
}

/** Throws what `error` means; `link` fails in ways of its own where a file system has no hard links. */
export function linkFailed(error: unknown, path: string): never {
  const code = codeOf(error);
  // Windows says EISDIR where the file system does not know the call.
  if (code === 'EPERM' || code === 'EISDIR') throw new StoreTroubleError({ code: 'unsupported', path, detail: code });
  throw troubleFrom(error, path);
}
