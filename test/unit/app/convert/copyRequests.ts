// Requests to be written as other programs send them.
import type { CopyBody, CopyRequest } from '../../../../src/app/convert/copyRequest';
import type { Template, Variable } from '../../../../src/app/convert/hidden';
import { endpointOf } from '../../../../src/app/facts';

/** What is said of a request; everything else is left out. */
export interface Said {
  readonly body?: string | Template | Uint8Array;
  readonly headers?: CopyRequest['headers'];
  readonly more?: Partial<CopyRequest>;
}

export const token: Variable = { name: 'DT_ACCESS_TOKEN', about: 'an access token' };

/** A signed request to the API, unless its target is a URL. */
export function copyOf(method: string, target: string, { body, headers = [], more = {} }: Said = {}): CopyRequest {
  const [, origin = 'https://api.disruptive-technologies.com', path = ''] = /^(https?:\/\/[^/]+)?(.*)$/.exec(target) ?? [];
  const text = typeof body === 'string' ? [body] : body instanceof Uint8Array ? undefined : body;
  const octets = body instanceof Uint8Array ? body : text && new TextEncoder().encode(text.filter((piece) => typeof piece === 'string').join(''));
  const request = { method, origin, target: path, headers: [], ...(octets && { body: octets }) };
  const copied: CopyBody | undefined = text ? { kind: 'text', text } : octets && { kind: 'octets', octets: [octets] };
  return {
    method, headers, url: [origin + path], signing: 'bearer', variables: [token], followRedirects: true, isStream: false,
    ...(copied && { body: copied }),
    // Of a plan the writers read the request alone.
    plan: { request } as unknown as CopyRequest['plan'],
    endpoint: endpointOf(request, undefined),
    ...more,
  };
}
