import type { Span } from '../../../base/text';

/*
 * Which texts are credentials by their look. A text that only might be one is none: a warning that
 * is wrong half of the time is soon read by nobody.
 */

/**
 * Three parts of base64url, the first two of which start an object. It is looked for only where a
 * run of such characters starts, so that a long run of anything is read once.
 */
const jwtShape = /(?<=^|[^\w%-]|%[\dA-Fa-f]{2})eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/g;

/** The JSON Web Tokens in a text, in order; those of the sandbox and the well-known example are none. */
export function findTokens(text: string): readonly Span[] {
  if (!text.includes('eyJ')) return [];
  return [...text.matchAll(jwtShape)].flatMap(({ 0: token, index }) => (isToken(token) ? [{ start: index, end: index + token.length }] : []));
}

/** Whether it names an algorithm, and belongs to somebody. */
function isToken(text: string): boolean {
  const [header = '', claims = ''] = text.split('.');
  const { alg } = decoded(header) ?? {};
  const { iss, sub } = decoded(claims) ?? {};
  // jwt.io greets everybody with John Doe.
  return typeof alg === 'string' && iss !== 'dt-http sandbox' && sub !== '1234567890';
}

function decoded(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    // No JSON: then it only looks like a token.
    return undefined;
  }
}

/** Credentials are shorter; what is longer is content. */
const longest = 4096;
const shortestKey = 16;
const shortestPassword = 8;
/** A random text of that length has more. */
const fewestCharacters = 8;

/**
 * Whether the value of something called `name`, which says that it is secret, is a credential:
 * a key as machines make them, or a password as people are told to.
 */
export function isCredential(value: string, name: string): boolean {
  return isKey(value) || (/(?:password|passwd|passphrase|pwd)$/i.test(name) && isPassword(value));
}

/** Whether a text is a key as machines make them: 16 characters or more, letters and digits, and no words. */
export function isKey(text: string): boolean {
  if (text.length < shortestKey || text.length > longest || !/^[\x21-\x7e]+$/.test(text)) return false;
  if (findTokens(text).length > 0) return true;
  return /[A-Za-z]/.test(text) && /\d/.test(text) && new Set(text).size >= fewestCharacters && !isStandIn(text) && !isPlace(text) && !isWordy(text);
}

/** Whether a text is a password: three kinds of characters in eight or more. */
function isPassword(text: string): boolean {
  if (text.length < shortestPassword || text.length > 128 || !/^[\x21-\x7e]+$/.test(text) || isStandIn(text) || isPlace(text) || isWordy(text)) return false;
  return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(text)).length >= 3;
}

/** Whether `user:password` in base64 holds a password. */
export function isBasicCredential(encoded: string): boolean {
  if (!/^[\w+/-]{8,}={0,2}$/.test(encoded) || encoded.length > longest) return false;
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  return isKey(password) || isPassword(password);
}

/** Words that stand where a secret will: in whole, or for the short ones between other characters. */
const standIn =
  /xxx|your|example|sample|placeholder|change.?me|dummy|replace|insert|redacted|hidden|secret|password|passwd|token|credential|deadbeef|cafebabe|qwerty|01234567|12345678|87654321|abcdefg|(?<![a-z\d])(?:test|demo|fake|todo|foo|bar|here|none|null|undefined|key|pass|abc123|value)(?![a-z])/;
/** `<token>`, `[token]`, `{token}`, `$TOKEN`, `%TOKEN%`, `•••`, `...` */
const bracketed = /^[<[({$%*]|\.\.\.|(.)\1{4}/;
const sandboxSecret = /^fa4efa4efa4e[\da-f]{20}$/;

function isStandIn(text: string): boolean {
  const lower = text.toLowerCase();
  // What has the look of a token and was not taken for one belongs to nobody.
  return /^eyJ[\w-]*\.eyJ/.test(text) || bracketed.test(text) || sandboxSecret.test(text) || standIn.test(lower) || standIn.test(unleeted(lower));
}

/** `p@ssw0rd` → `password` */
function unleeted(text: string): string {
  const letters: Readonly<Record<string, string>> = { '@': 'a', '4': 'a', '0': 'o', '3': 'e', $: 's', '5': 's', '1': 'i' };
  return text.replace(/[@403$51]/g, (sign) => letters[sign] ?? sign);
}

/** A URL, a path, an email or a date says where something is, or when. */
function isPlace(text: string): boolean {
  return /:\/\/|^\.{0,2}\/[\w.-]+\/|^[A-Za-z]:\\|^\.{1,2}\/|^[\w.+-]+@[\w-]+\.[\w.-]+$|^\d{4}-\d\d-\d\d/.test(text);
}

/** Whether half of the letters and digits stand in words: `my-service-account-2024`, `plantNorthGateway1`. */
function isWordy(text: string): boolean {
  const words = text.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  const inWords = words.filter((word) => word.length >= 4 && /[aeiouy]/i.test(word) && !/^[a-f]+$/i.test(word)).join('').length;
  return inWords * 2 >= text.replace(/[^A-Za-z\d]/g, '').length;
}
