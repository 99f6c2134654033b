/** What XML 1.0 cannot hold, not even escaped (https://www.w3.org/TR/xml/#charsets), and control characters that it advises against. */
const impossible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu;

/** Text for an element: what XML cannot hold becomes a visible sign. Escaping is left to the writer. */
export function xmlText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(impossible, visible);
}

/** The same for an attribute, in which a reader takes line ends and tabs for blanks. */
export function xmlLine(text: string): string {
  return xmlText(text).replace(/\s+/g, ' ').trim();
}

/** The picture of a control character, U+FFFD for all else. */
function visible(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd';
}
