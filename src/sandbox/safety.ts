import type { IncomingMessage } from 'node:http';

/**
 * Keeps web pages out. A page in a browser can reach loopback, by a cross-site request or by a
 * name that it points to 127.0.0.1 (DNS rebinding); none of the tools that the sandbox is for
 * sends an `Origin`. Returns a sentence for the 403, undefined when the request may pass.
 */
export function findThreat(request: IncomingMessage, port: number): string | undefined {
  const hosts = request.headersDistinct.host ?? [];
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (hosts.length !== 1 || !own.includes(hosts[0]?.toLowerCase() ?? '')) {
    return `The sandbox answers only requests to ${own[0] ?? ''}.`;
  }
  if (!(request.url ?? '').startsWith('/')) return 'The sandbox is not a proxy.';
  if (request.headers.origin !== undefined) return 'The sandbox does not answer web pages: the request has an Origin.';
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'none' && site !== 'same-origin') {
    return 'The sandbox does not answer web pages: the request comes from another site.';
  }
  return undefined;
}
