/**
 * `written` without its percent-encoding; as it is where that is none: a stray `%`, wrong UTF-8.
 *
 * @param plus Whether `+` stands for a blank, as in a query. Default: no.
 */
export function percentDecoded(written: string, { plus = false } = {}): string {
  try {
    return decodeURIComponent(plus ? written.replaceAll('+', ' ') : written);
  } catch {
    return written;
  }
}

/** The last part of a URI, as a person reads it: the name of a file. */
export function fileNameOf(uri: string): string {
  return percentDecoded(uri.slice(uri.lastIndexOf('/') + 1));
}
