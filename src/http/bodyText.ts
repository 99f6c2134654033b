import { charsetDecoder } from '../base/charset';
import { type HeaderList, headerValue } from './exchange';

/** A body as text, or that it is none. */
export type BodyText = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'binary' };

const textual = /^text\/|[/+](json|xml|yaml)\b|^application\/([\w.-]*json[\w.-]*|xml|javascript|ecmascript|yaml|x-yaml|graphql|sql|x-www-form-urlencoded|x-sh)$/;
const binary = /^(image|audio|video|font)\//;

/** Reads a body with the charset of its `Content-Type`; without a known one as UTF-8, or Latin-1 where it is not UTF-8. */
export function readBody(headers: HeaderList, body: Uint8Array): BodyText {
  const contentType = headerValue(headers, 'content-type') ?? '';
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (textual.test(mediaType)) return { kind: 'text', text: decode(body, charsetOf(contentType)) };
  if (binary.test(mediaType) || !looksLikeText(body)) return { kind: 'binary' };
  return { kind: 'text', text: decode(body, charsetOf(contentType)) };
}

function charsetOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
}

function decode(body: Uint8Array, charset: string | undefined): string {
  const decoder = charset === undefined ? undefined : charsetDecoder(charset);
  if (decoder !== undefined) return decoder.decode(body);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  }
}

/** Octets to look at before deciding. */
const sample = 65_536;

/** Valid UTF-8 without control characters that no text has. */
function looksLikeText(body: Uint8Array): boolean {
  const start = body.subarray(0, sample);
  if (start.some((octet) => octet < 9 || (octet > 13 && octet < 27))) return false;
  try {
    // `stream`: a character cut in two by the end of the sample is no mistake.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: body.byteLength > sample });
    return true;
  } catch {
    return false;
  }
}
