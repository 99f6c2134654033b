import { isIPv4 } from 'node:net';

/** A host (as in `URL.hostname`) in lower case, without brackets and without a dot at its end. */
export function plainHost(hostname: string): string {
  return hostname.toLowerCase().replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/** Whether a host (as in `URL.hostname`) is this machine. */
export function isLoopback(hostname: string): boolean {
  const host = plainHost(hostname);
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  // `URL` has already folded the other spellings of IPv4 (0x7f.1, 2130706433) and of IPv6.
  if (isIPv4(host)) return host.startsWith('127.') || host === '0.0.0.0';
  return host === '::1' || host === '::' || /^::ffff:(7f[0-9a-f]{2}|0):/.test(host);
}
