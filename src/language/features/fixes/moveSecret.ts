import { modify } from 'jsonc-parser';
import type { TextEdit } from '../../../base/text';
import { parseEnvironmentFile, sharedEnvironment } from '../../plan/environment';
import { hasError } from '../../plan/findings';

/** How an environment file says that a value is in secret storage. */
export function storedSecretText(secret: string): string {
  return `{ "$secret": ${JSON.stringify(secret)} }`;
}

/** The names that the product reads itself. */
const settings: readonly string[] = ['apiBase', 'emulatorBase', 'account'];

/** A name for a variable: as near to `wanted` as the grammar has it, and none of `taken`. */
export function freeVariableName(wanted: string, taken: ReadonlySet<string>): string {
  const plain = wanted.replace(/[^\w-]+/g, '-').replace(/^[-\d]+|-+$/g, '');
  const base = plain === '' ? 'secret' : plain;
  const isFree = (name: string) => !taken.has(name) && !settings.includes(name);
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}${/\d$/.test(base) ? '-' : ''}${count}`;
    if (isFree(name)) return name;
  }
}

/**
 * The edits that define `variable` in an environment file as the stored secret of that name, for
 * all environments; the rest of the file stays as it is. An empty text becomes a whole file.
 * Undefined when the file has errors, or defines the variable otherwise.
 */
export function defineStoredSecret(text: string, variable: string, secret: string, lineEnd: string): readonly TextEdit[] | undefined {
  if (text.trim() === '') return [{ span: { start: 0, end: text.length }, newText: newEnvironmentFile(variable, secret, lineEnd) }];
  const known = parseEnvironmentFile(text, '', false);
  // Of a section that stands there twice the last one counts, and the first one would be edited.
  if (hasError(known.findings) || known.findings.some(({ code }) => code === 'environment.duplicate')) return undefined;
  const before = known.environments.get(sharedEnvironment)?.get(variable);
  if (before) return before.kind === 'secret' && before.name === secret ? [] : undefined;
  // A text in its place, so that the value stays on one line.
  const standIn = storedSecretText(secret);
  const indentation = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  const edits = modify(text, [sharedEnvironment, variable], standIn, {
    formattingOptions: { insertSpaces: !indentation.startsWith('\t'), tabSize: indentation.startsWith('\t') ? 4 : indentation.length, eol: lineEnd },
  });
  return edits.map(({ offset, length, content }) => ({
    span: { start: offset, end: offset + length },
    newText: content.replace(JSON.stringify(standIn), () => standIn),
  }));
}

/** An environment file with one variable, which holds in all environments. */
export function newEnvironmentFile(variable: string, secret: string, lineEnd: string): string {
  return ['{', `  "${sharedEnvironment}": {`, `    ${JSON.stringify(variable)}: ${storedSecretText(secret)}`, '  }', '}', ''].join(lineEnd);
}
