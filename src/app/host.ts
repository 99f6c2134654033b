import type { SecretStore } from '../auth/accountBook';
import type { Clock } from '../base/clock';
import type { Logger } from '../base/logger';
import type { Random } from '../base/random';

/** What became of reading a file. */
export type FileContent =
  | { readonly kind: 'content'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads files on behalf of a request file. Names are URIs as text (`file:///…`). */
export interface HostFiles {
  read(uri: string): Promise<FileContent>;
}

/** What the product needs from the program it runs in: the editor or the terminal. */
export interface Host {
  readonly clock: Clock;
  readonly random: Random;
  /** Receives messages that have been redacted. */
  readonly log: Logger;
  readonly files: HostFiles;
  readonly secrets: SecretStore;
  /** Sent as `User-Agent`. */
  readonly userAgent: string;
  /** Origins beside DT's that may have a credential. Never from a file of the workspace. */
  readonly allowedOrigins: readonly string[];
}
