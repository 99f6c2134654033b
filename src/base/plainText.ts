/**
 * Source of a RegExp (flags `gu`) for one character that can hide text, reorder it or steer a
 * terminal: C0 but for line feed and tab, DEL and C1, soft hyphen, Arabic letter mark, fillers, zero-width and
 * bidi controls, line separators, invisible operators, variation selectors, BOM, annotations, tags.
 */
export const unsafeCharacters = String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]`;

const unsafe = new RegExp(unsafeCharacters, 'gu');

/** `text` with each unsafe character as one visible sign. Line feeds and tabs stay; CRLF becomes a line feed. */
export function plainText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(unsafe, visible);
}

/** The picture of a control character, U+FFFD for all others. */
function visible(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
