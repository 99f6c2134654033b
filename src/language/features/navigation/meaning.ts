import { definitionsIn } from '../../plan/definitions';
import { findRequest, type Module } from '../../plan/needs';
import { promptCalled } from '../../plan/prompts';
import type { Block, VariableLine } from '../../syntax/nodes';
import { blockAt, blockIndexAt, requestNames, textOf } from '../../syntax/queries';
import { type Mention, mentionsCalled } from './mentions';

/** What a name means where it stands. */
export type Meaning =
  /** A variable of a request file: all its definitions there are one. */
  | { readonly kind: 'variable'; readonly name: string; readonly module: Module }
  /** Asked for by this block, and known to no other. */
  | { readonly kind: 'prompt'; readonly name: string; readonly module: Module; readonly block: Block }
  | { readonly kind: 'request'; readonly name: string; readonly module: Module; readonly block: Block }
  /** A variable of environment files, or of what the product itself knows. */
  | { readonly kind: 'environment'; readonly name: string }
  /** Nothing has that name. */
  | { readonly kind: 'nothing'; readonly name: string; readonly of: 'variable' | 'request' };

/**
 * What a mention in the file of `module` means. As when a request is planned: a prompt, the file, what
 * it imports, the environment, in this order.
 *
 * @param isOutside Whether an environment has a variable of that name.
 */
export function meaningOf(module: Module, mention: Mention, isOutside: (name: string) => boolean): Meaning {
  const { name, role, span } = mention;
  const { file } = module;
  switch (role) {
    case 'variable':
      return { kind: 'variable', name, module };
    case 'prompt':
      return { kind: 'prompt', name, module, block: blockAt(file, span.start) };
    case 'request':
      return ofRequestName(module, mention);
    case 'answer':
      // An environment may have what looks like a piece of an answer: then it counts.
      return (isOutside(textOf(file, mention.reach)) ? undefined : ofRequest(module, name)) ?? { kind: 'nothing', name, of: 'request' };
    case 'ref':
      return ofRequest(module, name) ?? { kind: 'nothing', name, of: 'request' };
    case 'odd':
      return isOutside(name) ? { kind: 'environment', name } : { kind: 'nothing', name, of: 'variable' };
    case 'reference':
      return ofReference(module, mention, isOutside);
  }
}

/** A title that several have, or that another has as its `@name`, is nobody's name. */
function ofRequestName(module: Module, { name, span }: Mention): Meaning {
  const { file } = module;
  const block = blockAt(file, span.start);
  const isTitle = block.separator?.title.start === span.start;
  const isNobodys = isTitle && requestNames(file).ofBlocks[blockIndexAt(file, block.start)] !== name;
  return isNobodys ? { kind: 'nothing', name, of: 'request' } : { kind: 'request', name, module, block };
}

function ofRequest(module: Module, name: string): Meaning | undefined {
  const target = findRequest(module, name);
  return target && { kind: 'request', name, module: target.module, block: target.block };
}

function ofReference(module: Module, { name, span }: Mention, isOutside: (name: string) => boolean): Meaning {
  const { file } = module;
  const block = blockAt(file, span.start);
  if (promptCalled(file, block, name)) return { kind: 'prompt', name, module, block };
  const [first] = definitionsIn(file).get(name);
  if (first && first.next <= span.start) return { kind: 'variable', name, module };
  for (const imported of importedAbove(module, span.start)) if (definitionsIn(imported.file).has(name)) return { kind: 'variable', name, module: imported };
  if (isOutside(name)) return { kind: 'environment', name };
  if (first) return { kind: 'variable', name, module };
  return ofRequest(module, name) ?? { kind: 'nothing', name, of: 'variable' };
}

/** The files whose variables are seen at `offset` by way of imports, in the order in which they are looked through. */
function importedAbove({ imports }: Module, offset: number): readonly Module[] {
  const above = imports.toReversed().flatMap(({ from, module }) => (module && from <= offset ? [module] : []));
  const found = new Set<Module>();
  for (const start of above) {
    const reached = new Set([start]);
    for (const each of reached) for (const { module } of each.imports.toReversed()) if (module) reached.add(module);
    for (const each of reached) found.add(each);
  }
  return [...found];
}

/** Whether two names mean one thing. */
export function isSameMeaning(one: Meaning, other: Meaning): boolean {
  if (one.kind !== other.kind || one.name !== other.name) return false;
  if (one.kind === 'nothing' && other.kind === 'nothing') return one.of === other.of;
  if ('module' in one && 'module' in other && one.module.uri !== other.module.uri) return false;
  return !('block' in one && 'block' in other) || one.block.start === other.block.start;
}

/**
 * All mentions in the file of `module` that mean the same.
 *
 * @param most How many that name it are looked at. Default: all.
 * @param isLeftOut See {@link mentionsCalled}.
 */
export function mentionsOfMeaning(module: Module, meaning: Meaning, isOutside: (name: string) => boolean, most = Infinity, isLeftOut?: (block: Block) => boolean): readonly Mention[] {
  return mentionsCalled(module.file, meaning.name, most, isLeftOut).filter((mention) => isSameMeaning(meaningOf(module, mention, isOutside), meaning));
}

/** The definition that counts for what stands at `offset` of `from`: that very one, or the last one above; for another file its last one. */
export function lineThatCounts({ module, name }: Extract<Meaning, { kind: 'variable' }>, from: string, offset: number): VariableLine | undefined {
  const lines = definitionsIn(module.file).get(name);
  if (from !== module.uri) return lines.at(-1);
  return lines.findLast((line) => line.next <= offset || (line.start <= offset && offset <= line.name.end)) ?? lines[0];
}
