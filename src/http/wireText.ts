/**
 * Header values travel as octets; runtimes hand them around as Latin-1 text. The product's own
 * texts are Unicode and go over the wire as UTF-8.
 */

const notAscii = /[^\0-\x7f]/;

/** The text whose Latin-1 octets are the UTF-8 octets of `text`: what a runtime must be given. */
export function toWireText(text: string): string {
  return notAscii.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

/** Octets of a header as text: UTF-8 where they are valid UTF-8, else Latin-1. */
export function fromWire(octets: Uint8Array): string {
  const latin1 = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1');
  if (!notAscii.test(latin1)) return latin1;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return latin1;
  }
}
