/** Turns octets of one encoding into text. */
export interface CharsetDecoder {
  /** The name of the encoding in the WHATWG Encoding Standard: `windows-1252` for `latin1`. */
  readonly encoding: string;
  /** The text, without a byte order mark. Throws a TypeError for octets of another encoding when the decoder is strict. */
  decode(octets: Uint8Array): string;
}

/**
 * What windows-1252, and so latin1, has from 0x80 to 0x9f. Node from 20.18.3 on gives control characters
 * there (https://github.com/nodejs/node/issues/60888); five of them are no characters in either.
 */
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/**
 * The decoder for an encoding or one of its other names, in any casing; undefined for one that the
 * runtime does not know.
 *
 * @param fatal Whether octets of another encoding are an error. Default: they become U+FFFD.
 */
export function charsetDecoder(name: string, { fatal = false } = {}): CharsetDecoder | undefined {
  const decoder = runtimeDecoder(name, fatal);
  if (decoder?.encoding !== 'windows-1252') return decoder;
  return {
    encoding: decoder.encoding,
    decode: (octets) => decoder.decode(octets).replace(/[\x80-\x9f]/g, (control) => windows1252.charAt(control.charCodeAt(0) - 0x80)),
  };
}

/** It says that it does not know a name by throwing. */
function runtimeDecoder(name: string, fatal: boolean): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(name, { fatal });
  } catch {
    return undefined;
  }
}
