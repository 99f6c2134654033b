import type { VariableContext } from '../plan/context';
import { definitionsIn } from '../plan/definitions';
import { beatsFile, type Layers, layersOf, type ValueOrigin } from '../plan/layers';
import type { Module } from '../plan/needs';
import { readPrompt } from '../plan/prompts';
import type { RequestFile, VariableLine } from '../syntax/nodes';
import { blockAt, directivesOf, textOf } from '../syntax/queries';

/** A variable that a reference may use, as the definition that counts has it. */
export interface VisibleVariable {
  readonly name: string;
  readonly origin: ValueOrigin;
  /** As written; undefined when it is secret, or asked of a person. */
  readonly written?: string;
}

/**
 * All variables that a reference at `offset` may use, each once, those of the file with the nearest
 * first: what `VariableScope.definitions` calls the winner of each name, for all names in one pass.
 */
export function visibleVariables(file: RequestFile, offset: number, variables: VariableContext): readonly VisibleVariable[] {
  const layers = layersOf(variables);
  const found = new Map<string, VisibleVariable>();
  const add = (variable: VisibleVariable) => {
    if (!found.has(variable.name)) found.set(variable.name, variable);
  };
  for (const variable of ofLayers(layers, true)) add(variable);
  for (const { name, argument, line } of directivesOf(file, blockAt(file, offset))) {
    const prompt = /^prompt(secret)?$/.test(name) ? readPrompt(argument) : undefined;
    if (prompt) add({ name: prompt.name, origin: { kind: 'prompt', span: line.argument } });
  }
  for (const variable of ofFile(file, offset)) add(variable);
  for (const variable of ofImports(variables, offset)) add(variable);
  for (const variable of ofLayers(layers, false)) add(variable);
  return [...found.values()];
}

/** Those that come before what the file says, or those that come after it. */
function* ofLayers(layers: Layers, isBefore: boolean): Iterable<VisibleVariable> {
  for (const [name, values] of layers) {
    const first = values.find((each) => beatsFile(each) === isBefore);
    if (first) yield { name, origin: first.origin, ...(first.value.kind === 'text' && !first.secret && { written: first.value.text }) };
  }
}

function ofFile(file: RequestFile, offset: number): readonly VisibleVariable[] {
  const definitions = definitionsIn(file);
  const lines: (readonly [string, VariableLine])[] = [];
  for (const name of definitions.names()) {
    const line = definitions.get(name).findLast(({ next }) => next <= offset);
    if (line) lines.push([name, line]);
  }
  lines.sort(([, one], [, other]) => other.start - one.start);
  return lines.map(([name, { start, end, value }]) => ({ name, origin: { kind: 'file', span: { start, end } }, written: textOf(file, value) }));
}

/** What is imported above `offset`, the last import first; of each file as it is at its end. */
function* ofImports({ imports = [] }: VariableContext, offset: number): Iterable<VisibleVariable> {
  const modules = new Set<Module>();
  for (const { from, module } of imports.toReversed()) {
    if (!module || from > offset) continue;
    const queue = new Set([module]);
    // A file that was reached before has said all it knows, and so have those that it imports.
    for (const each of queue) for (const inner of each.imports.toReversed()) if (inner.module && !modules.has(inner.module)) queue.add(inner.module);
    for (const each of queue) modules.add(each);
  }
  for (const { uri, file } of modules) {
    for (const { name, origin, written = '' } of ofFile(file, Infinity)) yield { name, origin: { ...origin, kind: 'import', uri }, written };
  }
}
