/**
 * Text from outside made safe for a terminal: control characters become visible signs, so that an
 * answer cannot move the cursor, colour, retitle or paste. Line feeds and tabs stay.
 */
export function plain(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, visible);
}

/** One sign for one character, so that columns stay what they were. */
function visible(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
