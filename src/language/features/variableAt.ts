import { holds, type Span } from '../../base/text';
import { checkContext, type VariableContext } from '../plan/context';
import { isDefinition } from '../plan/definitions';
import { type Definition, VariableScope } from '../plan/variables';
import type { RequestFile } from '../syntax/nodes';
import { blockAt, lineAt, textOf } from '../syntax/queries';
import { referencesNear } from '../syntax/references';
import { mentionsAt } from './navigation/mentions';

/** A variable that somebody points at. */
export interface VariableMention {
  readonly name: string;
  readonly span: Span;
  /** All places that define it, highest precedence first. */
  readonly definitions: readonly Definition[];
}

/** The variable under `offset`, in a reference, where it is defined, or where it is asked for; undefined when there is none, or nothing defines it. */
export function variableAt(file: RequestFile, offset: number, variables: VariableContext): VariableMention | undefined {
  const named = nameAt(file, offset);
  if (!named) return undefined;
  const name = textOf(file, named.span);
  const definitions = new VariableScope(file, checkContext(variables)).definitions(name, named.at, blockAt(file, offset));
  return definitions.length === 0 ? undefined : { name, span: named.span, definitions };
}

/** The name under `offset`, and the offset from which on it is looked up. */
function nameAt(file: RequestFile, offset: number): { readonly span: Span; readonly at: number } | undefined {
  const line = lineAt(file, offset);
  // Right below its line this definition is the one that counts.
  if (line.kind === 'variable' && holds(line.name, offset) && isDefinition(file, line)) return { span: line.name, at: line.next };
  const prompt = line.kind === 'directive' ? mentionsAt(file, offset).find(({ role }) => role === 'prompt') : undefined;
  if (prompt) return { span: prompt.span, at: prompt.span.start };
  const reference = referencesNear(file.text, line, offset).find((each) => each.form === 'name' && holds(each, offset));
  return reference && { span: reference.name, at: reference.start };
}
