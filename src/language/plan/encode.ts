/** Runs of characters that may not stand in a target: blanks, controls, `#`, everything outside ASCII. */
export const illegal = /[^\x21\x22\x24-\x7e]+/g;

/** Percent-encodes, as UTF-8, what may not stand in a target and nothing else. */
export function encodeIllegal(text: string): string {
  return text.replace(illegal, percentEncode);
}

/** Percent-encodes everything but letters, digits and `-_.!~*'()`, as UTF-8. A lone surrogate becomes U+FFFD. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.replace(loneSurrogates, '\ufffd'));
}

const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
