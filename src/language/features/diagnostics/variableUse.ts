import type { Finding } from '../../../base/finding';
import { fileNameOf } from '../../../base/percent';
import { definitionsIn } from '../../plan/definitions';
import { sharedEnvironment } from '../../plan/environment';
import { finding, mostEqual } from '../../plan/findings';
import { modulesOf } from '../../plan/needs';
import type { VariableScope } from '../../plan/variables';
import type { Span } from '../../../base/text';
import { identityOf } from '../../syntax/moved';
import type { Block, RequestFile } from '../../syntax/nodes';
import { lastStartingBy, linePlaces, linesAbove, textOf } from '../../syntax/queries';
import { findReferences } from '../../syntax/references';
import { mentionsOf } from '../navigation/mentions';
import { isReadByProduct } from '../navigation/productKeys';
import { type StepPlace, usageOf } from './usage';

/**
 * Variables that nothing uses, and those that hide others of their name: of the file, of what it
 * imports, and of the environment. In order of place, and of each kind not more than are read. Cheap
 * after an edit that changes no names.
 *
 * @param isTyping See {@link usageOf}.
 */
export function checkVariableUse(scope: VariableScope, isTyping: boolean): readonly Finding[] {
  const { file } = scope;
  const { unused, replaced, prompted } = usageOf(file, isTyping);
  let above: readonly number[] | undefined;
  /** Lines that have a finding. */
  const told = new Set<number>();
  const found: Finding[] = [];
  /** How many more of the kind are told. */
  let left = mostEqual;
  const tell = (place: StepPlace, code: 'variable.unused' | 'variable.shadowed', more?: { readonly by?: 'line'; readonly hides?: 'line' }, other?: StepPlace): void => {
    const spot = spotOf(file, place);
    const block = file.blocks[place.block];
    if (!spot || !block || isReadByProduct(spot.name)) return;
    const lineStart = block.start + spot.lineStart;
    told.add(lineStart);
    if (left-- <= 0) return;
    if (other) above ??= linesAbove(file);
    const line = other && (above?.[other.block] ?? 0) + (spotOf(file, other)?.line ?? 0) + 1;
    found.push(finding(code, { start: block.start + spot.start, end: block.start + spot.end }, { name: spot.name, ...more, line, lineStart, lineEnd: block.start + spot.lineEnd }));
  };
  for (const place of unused) tell(place, 'variable.unused');
  left = mostEqual;
  for (const { place, by } of replaced) tell(place, 'variable.shadowed', byLine, by);
  left = mostEqual;
  for (const { place, hidden } of prompted) tell(place, 'variable.shadowed', hidesLine, hidden);
  for (const each of hidingOthers(scope, told)) found.push(each);
  return found.sort((a, b) => a.span.start - b.span.start);
}

const byLine = { by: 'line' } as const;
const hidesLine = { hides: 'line' } as const;

/** Where a mention stands: all of it from the start of its block. */
interface Spot extends Span {
  readonly name: string;
  readonly lineStart: number;
  readonly lineEnd: number;
  /** From 0. */
  readonly line: number;
}

/** Of the mentions of a block, by what stays the same while it moves. */
const spots = new WeakMap<Block, (Spot | undefined)[]>();

function spotOf(file: RequestFile, { block: index, mention }: StepPlace): Spot | undefined {
  const block = file.blocks[index];
  if (!block) return undefined;
  const origin = identityOf(block);
  const known = spots.get(origin) ?? [];
  if (known.length === 0) spots.set(origin, known);
  return (known[mention] ??= findSpot(file, block, origin, mention));
}

function findSpot(file: RequestFile, block: Block, { start: from, lines }: Block, index: number): Spot | undefined {
  const mention = mentionsOf(file, block)[index];
  if (!mention) return undefined;
  const { name, span: { start, end } } = mention;
  const line = lastStartingBy(lines, from + start);
  const { start: lineStart = from, next: lineEnd = from } = lines[line] ?? {};
  return { name, start, end, lineStart: lineStart - from, lineEnd: lineEnd - from, line };
}

/** The first definition of each name that comes from elsewhere too. One that is made of the other is meant to be. */
function hidingOthers(scope: VariableScope, told: ReadonlySet<number>): readonly Finding[] {
  const { file, module, context } = scope;
  const definitions = definitionsIn(file);
  const found: Finding[] = [];
  for (const name of definitions.names()) {
    if (isReadByProduct(name) || !(module.imports.length > 0 || scope.isOutside(name))) continue;
    const [line] = definitions.get(name);
    if (!line || told.has(line.start) || (textOf(file, line.value).includes('{{') && findReferences(file.text, line.value).some((reference) => textOf(file, reference.name) === name))) continue;
    if (found.length >= mostEqual) break;
    const hidden = scope.outsideOrigin(name, line.start);
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
