import type { Finding } from '../../../base/finding';
import { fileNameOf } from '../../../base/percent';
import { definitionsIn } from '../../plan/definitions';
import { sharedEnvironment } from '../../plan/environment';
import { finding } from '../../plan/findings';
import { modulesOf } from '../../plan/needs';
import type { VariableScope } from '../../plan/variables';
import type { RequestFile } from '../../syntax/nodes';
import { linePlaces, textOf } from '../../syntax/queries';
import { findReferences } from '../../syntax/references';
import { type Mention, mentionsOf } from '../navigation/mentions';
import { isReadByProduct } from '../navigation/productKeys';
import { type StepPlace, usageOf } from './usage';

/**
 * Variables that nothing uses, and those that hide others of their name: of the file, of what it
 * imports, and of the environment. In order of place. Cheap after an edit that changes no names.
 */
export function checkVariableUse(scope: VariableScope): readonly Finding[] {
  const { file } = scope;
  const { unused, replaced, prompted } = usageOf(file);
  const lineOf = linePlaces(file);
  /** Lines that have a finding. */
  const told = new Set<number>();
  const at = (place: StepPlace, code: 'variable.unused' | 'variable.shadowed', more: Finding['data'] = {}): readonly Finding[] => {
    const mention = mentionAt(file, place);
    if (!mention || isReadByProduct(mention.name)) return [];
    const line = lineOf(mention.span.start);
    told.add(line.start);
    return [finding(code, mention.span, { name: mention.name, ...more, lineStart: line.start, lineEnd: line.next })];
  };
  const lineAtPlace = (place: StepPlace) => lineOf(mentionAt(file, place)?.span.start ?? 0).number;
  const found = [
    ...unused.flatMap((place) => at(place, 'variable.unused')),
    ...replaced.flatMap(({ place, by }) => at(place, 'variable.shadowed', { by: 'line', line: lineAtPlace(by) })),
    ...prompted.flatMap(({ place, hidden }) => at(place, 'variable.shadowed', { hides: 'line', line: lineAtPlace(hidden) })),
    ...hidingOthers(scope, told),
  ];
  return found.sort((a, b) => a.span.start - b.span.start);
}

function mentionAt(file: RequestFile, { block, mention: index }: StepPlace): Mention | undefined {
  const parent = file.blocks[block];
  const mention = parent && mentionsOf(file, parent)[index];
  return mention && { ...mention, span: { start: mention.span.start + parent.start, end: mention.span.end + parent.start } };
}

/** The first definition of each name that comes from elsewhere too. One that is made of the other is meant to be. */
function hidingOthers(scope: VariableScope, told: ReadonlySet<number>): readonly Finding[] {
  const { file, module, context } = scope;
  const definitions = definitionsIn(file);
  const found: Finding[] = [];
  for (const name of definitions.names()) {
    if (isReadByProduct(name) || !(module.imports.length > 0 || scope.isOutside(name))) continue;
    const [line] = definitions.get(name);
    if (!line || told.has(line.start) || findReferences(file.text, line.value).some((reference) => textOf(file, reference.name) === name)) continue;
    const hidden = scope.definitions(name, line.start).find(({ origin }) => origin.uri !== undefined)?.origin;
    if (hidden?.uri === undefined) continue;
    const data = { name, hides: hidden.kind, file: fileNameOf(hidden.uri), lineStart: line.start, lineEnd: line.next };
    if (hidden.kind === 'import') found.push(finding('variable.shadowed', line.name, { ...data, line: lineIn(scope, hidden.uri, hidden.span?.start ?? 0) }));
    else found.push(finding('variable.shadowed', line.name, { ...data, environment: /shared$/.test(hidden.kind) ? sharedEnvironment : context.environment }));
  }
  return found;
}

function lineIn({ module }: VariableScope, uri: string, offset: number): number {
  const { file } = modulesOf(module).find((each) => each.uri === uri) ?? module;
  return linePlaces(file)(offset).number;
}
