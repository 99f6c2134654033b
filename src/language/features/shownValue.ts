import { isSecretName, mask } from '../../http/redact';

/** A variable as a definition of it has it. */
export interface WrittenVariable {
  readonly name: string;
  /** Its value as it is written; undefined when it is secret. */
  readonly written?: string | undefined;
}

/**
 * The value of a variable for people, on one line: `•••` where it is secret, or where its name says so.
 *
 * @param longest The most characters that are shown of it; `…` stands for the others.
 */
export function shownValue({ name, written }: WrittenVariable, longest: number): string {
  // A reference tells where a secret comes from, and nothing of it.
  if (written === undefined || (isSecretName(name) && !/^\{\{[^{}]*\}\}$/.test(written))) return mask;
  const line = written.slice(0, longest).replace(/\s+/g, ' ');
  return written.length > longest ? `${line}…` : line;
}
