/** Runs of characters that may not stand in a target: blanks, controls, `#`, everything outside ASCII. */
export const illegal = /[^\x21\x22\x24-\x7e]+/g;

/**
 * Runs of characters that nobody sees or tells from a blank: no-break and other Unicode spaces,
 * soft hyphens, zero-width and direction marks, byte order marks. Joiners count only where they
 * join nothing, since scripts and emoji are written with them.
 */
export const invisible =
  /[\u00a0\u00ad\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]+|(?<![^\x00-\x7f])[\u200c\u200d]+(?![^\x00-\x7f])/g;

/** Percent-encodes, as UTF-8, what may not stand in a target and nothing else. */
export function encodeIllegal(text: string): string {
  return text.replace(illegal, percentEncode);
}

/** Percent-encodes everything but letters, digits and `-_.!~*'()`, as UTF-8. A lone surrogate becomes U+FFFD. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.replace(loneSurrogates, '\ufffd'));
}

const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
