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

/**
 * What `error`, thrown while something was done in `stateFolder`, means for the sharing; `error` itself
 * when neither the system nor we threw it for a trouble.
 *
 * It names the state folder, which a person can do something about, and not a file in it with a hash
 * for a name; a folder above stays named.
 */
export function troubleFrom(error: unknown, stateFolder: string): unknown {
  if (error instanceof StoreTroubleError) {
    const { trouble } = error;
    return stateFolder.startsWith(trouble.path) ? error : new StoreTroubleError({ ...trouble, path: stateFolder });
  }
  const code = codeOf(error);
  // Errors of the runtime itself ("ERR_…") are bugs of ours.
  if (code === '' || code.startsWith('ERR_')) return error;
  return new StoreTroubleError({ code: codes[code] ?? 'unwritable', path: stateFolder, detail: code });
}

/** Throws what `error` means; `link` fails in ways of its own where a file system has no hard links. */
export function linkFailed(error: unknown, path: string): never {
  const code = codeOf(error);
  // Windows says EISDIR where the file system does not know the call.
  if (code === 'EPERM' || code === 'EISDIR') throw new StoreTroubleError({ code: 'unsupported', path, detail: code });
  throw troubleFrom(error, path);
}
