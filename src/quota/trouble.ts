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
  /** The state folder; or a folder above it, where that is what it is about. */
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

/** What is wrong, as a sentence. Holds the path as it is: escape it where it is shown as more than text. */
export function troubleCause(trouble: StoreTrouble): string {
  const clause = causeOf(trouble);
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

/** What to do about it, as a sentence. */
export function troubleCure({ code }: Pick<StoreTrouble, 'code'>): string {
  return cures[code];
}

/**
 * All there is to say: what does not work, why, what to do, and what holds until then. The path is in
 * it as in {@link troubleCause}.
 *
 * @param isOwnShare Whether this process keeps to a share of its own (`--quota`), which is not cut.
 */
export function troubleText(trouble: StoreTrouble, isOwnShare = false): string {
  const until = isOwnShare ? 'This run keeps to its --quota.' : 'Until then a fifth of it is used here.';
  return `The quota is not shared with other windows and terminals: ${causeOf(trouble)}. ${troubleCure(trouble)} ${until}`;
}

/** As a clause, the reason before the path: where there is little room, the end is what is cut. */
function causeOf({ code, path, detail }: StoreTrouble): string {
  const said = detail === '' ? '' : ` (${detail})`;
  switch (code) {
    case 'unwritable':
      return `cannot read or write files in ${path}${said}`;
    case 'full':
      return `no room is left for ${path}${said}`;
    case 'not-private':
      return `another user may write to ${path}, or owns it${said}`;
    case 'newer-format':
      return `a newer version of DT HTTP keeps the record in ${path}${said}`;
    case 'unsupported':
      return `the file system lacks what sharing needs, at ${path}${said}`;
  }
}

const cures: Readonly<Record<StoreTroubleCode, string>> = {
  'unwritable': 'Make it a folder that is yours, with all that is in it.',
  'full': 'Free some space there.',
  'not-private': 'Run this as its owner, or make it yours alone, with all that is in it.',
  'newer-format': 'Update this one.',
  'unsupported': 'Have your home folder on a local disk.',
};
