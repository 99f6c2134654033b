/** What a host is to the product. */
export type HostKind = 'api' | 'emulator' | 'identity' | 'docs' | 'sandbox' | 'other';

/** Base of the REST API. Sources: Python client; Swift client. */
export const apiBase = 'https://api.disruptive-technologies.com/v2';
/** Base of the emulator API. Sources: Python client; Swift client. */
export const emulatorBase = 'https://emulator.disruptive-technologies.com/v2';
/** Token endpoint, and the audience of assertions. Sources: Python client; Swift client. */
export const tokenUrl = 'https://identity.disruptive-technologies.com/oauth2/token';

/** Long and short names: the documentation calls the short ones a shorthand and uses both. */
const vendorHosts: ReadonlyMap<string, HostKind> = new Map([
  ['api.disruptive-technologies.com', 'api'],
  ['api.d21s.com', 'api'],
  ['emulator.disruptive-technologies.com', 'emulator'],
  ['emulator.d21s.com', 'emulator'],
  ['identity.disruptive-technologies.com', 'identity'],
  ['identity.d21s.com', 'identity'],
  ['docs.developer.disruptive-technologies.com', 'docs'],
  ['developer.disruptive-technologies.com', 'docs'],
  ['developers.disruptive-technologies.com', 'docs'],
  ['support.disruptive-technologies.com', 'docs'],
  ['status.disruptive-technologies.com', 'docs'],
  ['docs.d21s.com', 'docs'],
  ['developer.d21s.com', 'docs'],
]);

/**
 * What `origin` (scheme, host, port) is, matched exactly: https, default port, no userinfo; a
 * trailing dot of the host is folded. Anything else is `other`.
 */
export function vendorHostKind(origin: string): HostKind {
  let url: URL;
  try {
    url = new URL(origin);
  } catch {
    return 'other';
  }
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return 'other';
  return vendorHosts.get(url.hostname.replace(/\.$/, '')) ?? 'other';
}

/** The origins that are a `kind` of host, long and short names. */
export function vendorOrigins(kind: HostKind): readonly string[] {
  return [...vendorHosts].flatMap(([host, each]) => (each === kind ? [`https://${host}`] : []));
}

/** Pages to send a person to. Most of them are sources too: see `SOURCES.md`. */
export const pages = {
  errorCodes: 'https://docs.developer.disruptive-technologies.com/error-codes',
  authentication: 'https://docs.developer.disruptive-technologies.com/authentication/oauth2',
  basicAuth: 'https://docs.developer.disruptive-technologies.com/authentication/basic-auth',
  permissions: 'https://docs.developer.disruptive-technologies.com/service-accounts/permissions',
  reference: 'https://developer.disruptive-technologies.com/api',
  emulatorReference: 'https://developer.disruptive-technologies.com/api/emulator',
  streaming: 'https://developer.disruptive-technologies.com/docs/examples/streaming-events',
  status: 'https://status.disruptive-technologies.com/',
  support: 'https://support.disruptive-technologies.com/hc/en-us/articles/360010678499',
} as const;
