import { createHmac, timingSafeEqual } from 'node:crypto';

/** A JSON Web Token taken apart; nothing about it is checked yet. */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly signedPart: string;
  readonly signature: Buffer;
}

const segment = /^[A-Za-z0-9_-]+$/;

/** Undefined when `text` is not three segments of base64url with JSON objects in the first two. */
export function decodeJwt(text: string): Jwt | undefined {
  const [head, body, signature, ...rest] = text.split('.');
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0) return undefined;
  if (![head, body, signature].every((part) => segment.test(part))) return undefined;
  const header = decodeObject(head);
  const payload = decodeObject(body);
  if (header === undefined || payload === undefined) return undefined;
  return { header, payload, signedPart: `${head}.${body}`, signature: Buffer.from(signature, 'base64url') };
}

/** HS256 over the written segments, with the UTF-8 bytes of `secret`. */
export function isSignedWith(jwt: Jwt, secret: string): boolean {
  const expected = hmac(jwt.signedPart, secret);
  return jwt.signature.length === expected.length && timingSafeEqual(jwt.signature, expected);
}

/** A token as service accounts sign them: HS256 with the UTF-8 bytes of `secret`. Times in the payload are seconds since 1970 UTC. */
export function signJwt(payload: Readonly<Record<string, unknown>>, secret: string): string {
  const head = encodeObject({ alg: 'HS256', typ: 'JWT' });
  const signedPart = `${head}.${encodeObject(payload)}`;
  return `${signedPart}.${hmac(signedPart, secret).toString('base64url')}`;
}

function hmac(text: string, secret: string): Buffer {
  return createHmac('sha256', Buffer.from(secret, 'utf8')).update(text).digest();
}

function encodeObject(value: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}

function decodeObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
