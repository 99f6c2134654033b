/**
 * The one line for an error that nobody foresaw: what kind it is and where it was thrown. Never its
 * message: the parser of JSON quotes what it read, the file system a path, the network a header, and
 * what is secret in them nobody here knows. Ends with a line feed.
 */
export function lastResort(error: unknown): string {
  return `dt-http: an error of ours: ${kindOf(error)}${placeOf(error)}. Please report this line.\n`;
}

/** `TypeError`, `Error ENOSPC`: names that programmers give, and nothing else. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return `a thrown ${error === null ? 'null' : typeof error}`;
  const name = /^[A-Za-z]\w{0,49}$/.test(error.name) ? error.name : 'Error';
  const code = 'code' in error && typeof error.code === 'string' && /^[A-Z][A-Z\d_]{0,49}$/.test(error.code) ? ` ${error.code}` : '';
  return name + code;
}

/** The innermost place in a file of ours: ` at cli.js:12:345`. */
function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  // The stack begins with the message, which may look like a stack itself: the real one is what ends the text.
  const frames = /(?:\n {4}at [^\n]*)*$/.exec(stack)?.[0] ?? '';
  const place = /[/\\]([\w.-]{1,60}\.[cm]?[jt]s):(\d{1,9}):(\d{1,9})\)?(?=\n|$)/.exec(frames.replace(/\n[^\n]*\bnode:[^\n]*/g, ''));
  return place ? ` at ${place.slice(1).join(':')}` : '';
}
