import { parseTree } from 'jsonc-parser';
import type { Span } from '../../../base/text';
import { tooDeepAt } from '../../../http/jsonDepth';

/** The name of a variable in an environment file. */
export interface EnvironmentKey {
  readonly name: string;
  /** Between the quotes. */
  readonly span: Span;
  /** Its value, as `EnvironmentValue.span` has it. */
  readonly value: Span;
}

/** The names of all variables of all environments, repeated ones too, in order; as far as the file can be read. */
export function environmentKeys(text: string): readonly EnvironmentKey[] {
  if (tooDeepAt(text) !== undefined) return [];
  const environments = parseTree(text.replace(/^\ufeff/, ' '))?.children ?? [];
  const variables = environments.flatMap(({ children: [, value] = [] }) => (value?.type === 'object' ? (value.children ?? []) : []));
  return variables.flatMap(({ children: [key, value] = [] }) =>
    key && value ? [{ name: String(key.value), span: { start: key.offset + 1, end: key.offset + key.length - 1 }, value: { start: value.offset, end: value.offset + value.length } }] : [],
  );
}
