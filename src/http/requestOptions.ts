/** Ways to sign a request. */
export type AuthScheme = 'oauth2' | 'basic' | 'none';

/** What the author asked for beside the request itself; absent means the default. */
export interface RequestOptions {
  /** `@auth`. Default: OAuth2 where the origin may have the account's credentials, unless the request brings its own `Authorization`. */
  readonly auth?: AuthScheme;
  /** `@account`: name of the account to sign as. Default: the active one. */
  readonly account?: string;
  /** Who was active when the run began, by name: nobody else signs the rest of it. Default: who is active. */
  readonly signer?: string;
  /**
   * `@timeout`: milliseconds for one attempt, from the send to the last octet of the answer; waiting
   * for the quota or for a token does not count. Default 30,000.
   */
  readonly timeoutMs?: number;
  /** `@no-redirect`. Default: redirects are followed. */
  readonly followRedirects?: boolean;
  /** `@retry`: attempts after the first; 0 for `none`. Default 3. */
  readonly retries?: number;
}
