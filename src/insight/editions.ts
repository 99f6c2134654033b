/*
 * Editions of DT's error documentation, newest first: the present one, on docs.developer.disruptive-technologies.com,
 * is what entries say; the one before has the same text. These say where the others differ.
 */

/** The developer documentation before it; it has no section on 501. */
export function older(text: string): string {
  return `An older edition: ${text}`;
}

/** The first editions, of the support site and developers.disruptive-technologies.com; `code` is a text in their example. */
export function oldest(text: string): string {
  return `The oldest editions: ${text}`;
}
