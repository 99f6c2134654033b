/** The JSON of an entry in secret storage; undefined when it is damaged. */
export function parseStored(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may be a secret; whoever asks says that it is damaged.
    return undefined;
  }
}
