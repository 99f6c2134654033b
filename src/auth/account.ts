/** What a service account signs with. All three are text from DT Studio. Sources: service account page; Python client. */
export interface ServiceAccount {
  /** 20 characters, not secret. */
  readonly keyId: string;
  /** The key's secret; never leaves the process but as a signature, or in a Basic header to an allowed origin. */
  readonly secret: string;
  /** `{serviceaccount}@{project}.serviceaccount.d21s.com`. */
  readonly email: string;
  /** Where assertions are exchanged; also the `aud` of the assertion. */
  readonly tokenUrl: string;
  /** Whether this is an account of the built-in sandbox: those go to the sandbox and nowhere else. */
  readonly sandbox?: boolean;
}
