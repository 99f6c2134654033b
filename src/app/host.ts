import type { SecretStore } from '../auth/accountBook';
import type { SecretSource } from '../auth/secretBook';
import type { Clock } from '../base/clock';
import type { Logger } from '../base/logger';
import type { Random } from '../base/random';
import type { CatalogueEntry, Place } from '../insight/entry';
import type { FolderEntry } from '../language/features/authoring';
import type { Pace } from '../quota/pace';
import type { Participant } from '../quota/permits';
import type { QuotaRules } from '../quota/scope';
import type { PermitStore } from '../quota/store';
import type { ResourceBook } from './resources/book';

/** What became of reading a file. `reason` is a clause: "permission denied", "it is a folder". */
export type FileContent =
  | { readonly kind: 'content'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** What became of writing a file. `exists`: only when it was to be created; nothing was changed then. `reason` is a clause. */
export type WriteResult =
  | { readonly kind: 'written' }
  | { readonly kind: 'exists' }
  | { readonly kind: 'failed'; readonly reason: string };

/** `create`: never touches a file that is there, whoever else creates one at the same time. `replace`: creates or replaces. */
export type WriteMode = 'create' | 'replace';

/** Octets of the largest file that is read unless the caller says otherwise: 256 MiB. */
export const fileLimit = 256 * 1024 * 1024;

/** The most entries of a folder that are told. */
export const mostEntries = 2000;

/** Reads and writes files on behalf of a request file. Names are URIs as text (`file:///…`). */
export interface HostFiles {
  /**
   * Reads a regular file; folders, devices and pipes are `unreadable` and are never waited for.
   *
   * @param limit Octets; a larger file is `unreadable`. Default: {@link fileLimit}.
   */
  read(uri: string, limit?: number): Promise<FileContent>;
  /**
   * Where a name leads when all links are followed, in the spelling of the file system. Of what does
   * not exist yet the nearest folder that does is followed, and a link that leads to nothing still
   * leads. A link that cannot be followed (a loop, no permission) stays as it is: opening it fails.
   */
  realPath(uri: string): Promise<string>;
  /**
   * What a folder holds, by name: files and folders, of links what they lead to. Only a help while
   * somebody types, so it is empty for what is missing, no folder or out of reach, and of a folder of
   * more than {@link mostEntries} the others are left out.
   */
  list(uri: string): Promise<readonly FolderEntry[]>;
  /**
   * Writes a file whole or not at all: to a temporary name in its folder, which is then renamed.
   * Missing folders are made. A replaced file keeps its permissions. A link is not written through:
   * ask {@link realPath} first.
   *
   * @throws CancelledError when `signal` was aborted before the file had its name; nothing is left then.
   */
  write(uri: string, bytes: Uint8Array, mode: WriteMode, signal: AbortSignal): Promise<WriteResult>;
}

/**
 * How the host wants the quota kept. The rules and the pace are read each time they are needed: in the
 * editor they follow the user's settings.
 */
export interface QuotaHost extends QuotaRules {
  /** Who this process is to the others that share the quota. */
  readonly self: Participant;
  /** Where permits are kept with the others of this machine; the host made it and disposes of it. */
  readonly store: PermitStore;
  readonly pace: Pace;
}

/** What the product needs from the program it runs in: the editor or the terminal. */
export interface Host {
  /** What kind of program it is: what a person can do there differs. Default: `editor`. */
  readonly place?: Place;
  readonly clock: Clock;
  readonly random: Random;
  /** Receives messages that have been redacted. */
  readonly log: Logger;
  readonly files: HostFiles;
  readonly secrets: SecretStore;
  /** Where `{"$secret": "name"}` comes from instead. Default: {@link secrets}, as `SecretBook` keeps them. */
  readonly secretSource?: SecretSource;
  /** A variable of the process; undefined when it is not set. */
  processEnv(name: string): string | undefined;
  /** Names of the variables of the process. Default: not told. */
  processEnvNames?(): readonly string[];
  /** How connections to an origin go now, for a support report: proxy and certificates, one line each, without secrets. Default: not told. */
  networkLines?(origin: string): readonly string[];
  /** Sent as `User-Agent`. */
  readonly userAgent: string;
  /**
   * Origins beside DT's that may have a credential, https, in their normal form (`connectOrigin`). Never
   * from a file of the workspace. Read each time it is needed: in the editor it follows the user's setting.
   */
  readonly allowedOrigins: readonly string[];
  /** The entries of the user's own catalogues, read each time something is explained. Default: none. */
  readonly moreEntries?: readonly CatalogueEntry[];
  /** Default: the documented quota, spread, and counted for this process alone. */
  readonly quota?: QuotaHost;
  /** Learns what accounts have, for hosts that show names; the host made it and disposes of it. Default: nothing is learned. */
  readonly resources?: ResourceBook;
}
