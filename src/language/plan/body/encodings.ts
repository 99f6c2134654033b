import { type CharsetDecoder, charsetDecoder } from '../../../base/charset';
import { nearest } from '../../../base/nearest';

/**
 * Names to suggest, one or two for each encoding of the WHATWG Encoding Standard that is met in
 * practice. The runtime knows more: whether a name can be used is asked of it.
 */
const labels: readonly string[] = [
  'utf-8', 'utf-16le', 'utf-16be', 'ascii', 'latin1', 'iso-8859-1', 'iso-8859-2', 'iso-8859-4', 'iso-8859-5', 'iso-8859-7', 'iso-8859-9', 'iso-8859-15',
  'windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254', 'windows-1257', 'koi8-r', 'koi8-u', 'macintosh',
  'gbk', 'gb2312', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'iso-2022-jp', 'euc-kr',
];

/** Whether text in the encoding of that name can be read, in any casing. */
export function isEncoding(name: string): boolean {
  return charsetDecoder(name) !== undefined;
}

/** The name that `name`, which is none, was probably meant to be; undefined when none is near. */
export function nearestEncoding(name: string): string | undefined {
  return nearest(name, labels);
}

/** The text of octets without a byte order mark; undefined when they are no text in that encoding. */
export function decoded(octets: Uint8Array, encoding: string): string | undefined {
  return attempt(octets, charsetDecoder(encoding, { fatal: true }));
}

/** Octets as text that gives the same octets again, a byte order mark included; undefined when they are not UTF-8. */
export function exactText(octets: Uint8Array): string | undefined {
  return attempt(octets, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }));
}

/** The encoding that a byte order mark gives away; undefined without one, and for that of UTF-8. */
export function markedEncoding([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** A strict decoder has no other way to say that the octets are not its own. */
function attempt(octets: Uint8Array, decoder: Pick<CharsetDecoder, 'decode'> | undefined): string | undefined {
  try {
    return decoder?.decode(octets);
  } catch {
    return undefined;
  }
}
