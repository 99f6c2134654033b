import { headerValue, type WireRequest } from '../http/exchange';

/** What can be read from an `Authorization` header that the author wrote. Never holds any of its value. */
export interface OwnAuthorization {
  readonly kind: 'jwt' | 'opaque' | 'basic' | 'no-scheme' | 'other';
  /** `exp` of a JWT, milliseconds since 1970 UTC. */
  readonly expiresAt?: number;
  /** `nbf` or `iat` of a JWT, whichever is later. */
  readonly validFrom?: number;
  /** The JWT is made for the token endpoint: an assertion, not the access token it is exchanged for. */
  readonly isAssertion?: boolean;
}

/** Reads the request's own `Authorization`; undefined without one. Decodes locally, verifies nothing. */
export function ownAuthorization(request: WireRequest): OwnAuthorization | undefined {
  const header = headerValue(request.headers, 'authorization')?.trim();
  if (header === undefined) return undefined;
  const [scheme = '', ...rest] = header.split(/\s+/);
  const token = rest.join('');
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return readToken(token);
    case 'basic':
      return { kind: 'basic' };
    default:
      return { kind: rest.length === 0 ? 'no-scheme' : 'other' };
  }
}

function readToken(token: string): OwnAuthorization {
  const claims = jwtClaims(token);
  if (!claims) return { kind: 'opaque' };
  const expiresAt = seconds(claims['exp']);
  const validFrom = Math.max(seconds(claims['nbf']) ?? -Infinity, seconds(claims['iat']) ?? -Infinity);
  const audience: unknown = claims['aud'];
  const audiences: readonly unknown[] = Array.isArray(audience) ? audience : [audience];
  return {
    kind: 'jwt',
    ...(expiresAt !== undefined && { expiresAt }),
    ...(Number.isFinite(validFrom) && { validFrom }),
    ...(audiences.some((item) => typeof item === 'string' && item.endsWith('/oauth2/token')) && { isAssertion: true }),
  };
}

function jwtClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  const [, payload, signature] = token.split('.');
  return payload === undefined || signature === undefined ? undefined : jwtPart(payload);
}

/** The JSON object in a piece of a JWT (Base64url, RFC 7515); undefined for what is none. */
export function jwtPart(piece: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const octets = Uint8Array.from(atob(piece.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder().decode(octets));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // Not a JWT: nothing can be read from it.
    return undefined;
  }
}

/** RFC 7519 times are seconds; anything that is no plausible date is ignored. */
function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && value < 1e11 ? value * 1000 : undefined;
}
