/**
 * Why the quota cannot be shared with the other windows and terminals of this machine.
 *
 * - `unwritable`: the state folder, or a file in it, cannot be made, read or written.
 * - `full`: no room is left on its disk.
 * - `not-private`: the state folder belongs to another user, or others may write to it.
 * - `newer-format`: a newer version of the product keeps the quota here.
 * - `unsupported`: its file system lacks what sharing needs.
 */
export type StoreTroubleCode = 'unwritable' | 'full' | 'not-private' | 'newer-format' | 'unsupported';

export interface StoreTrouble {
  readonly code: StoreTroubleCode;
  /** The file or folder it is about. */
  readonly path: string;
  /** What the system said, e.g. `EACCES`; empty when it said nothing. */
  readonly detail: string;
}

/** Thrown by a store that cannot keep a permit; nothing was handed out then. */
export class StoreTroubleError extends Error {
  constructor(readonly trouble: StoreTrouble) {
    super(`The quota cannot be shared (${trouble.code}): ${trouble.path} ${trouble.detail}`.trim());
  }
}

/** What is wrong, as a sentence, and what to do, as another. Holds the path as it is: escape it where it is shown as more than text. */
export function troubleText({ code, path, detail }: StoreTrouble): string {
  const said = detail === '' ? '' : ` (${detail})`;
  switch (code) {
    case 'unwritable':
      return `The quota is not shared with other windows and terminals: ${path} cannot be written${said}. Make that folder writable for you; until then this process keeps to a part of the quota.`;
    case 'full':
      return `The quota is not shared with other windows and terminals: no room is left for ${path}${said}. Free some space there; until then this process keeps to a part of the quota.`;
    case 'not-private':
      return `The quota is not shared with other windows and terminals: ${path} belongs to another user, or others may write to it${said}. Make it yours alone; until then this process keeps to a part of the quota.`;
    case 'newer-format':
      return `The quota is not shared with other windows and terminals: a newer version of DT HTTP keeps it, in ${path}${said}. Update this one; until then this process keeps to a part of the quota.`;
    case 'unsupported':
      return `The quota is not shared with other windows and terminals: the file system of ${path} lacks what that needs${said}. Have your home folder on a local disk; until then this process keeps to a part of the quota.`;
  }
}
