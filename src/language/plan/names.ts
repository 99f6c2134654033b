import type { Finding } from '../../base/finding';
import type { Block, RequestFile } from '../syntax/nodes';
import { blockIndexAt, requestName, requestNames } from '../syntax/queries';
import { definitionsIn } from './definitions';
import { finding } from './findings';

/** The name by which other requests and `--name` know a block; undefined when it has none. */
export function nameOf(file: RequestFile, block: Block): string | undefined {
  return requestNames(file).ofBlocks[blockIndexAt(file, block.start)];
}

/** A finding when another block has the same `@name`, or a variable of the file has that name: they share one namespace. */
export function checkName(file: RequestFile, block: Block): readonly Finding[] {
  const name = requestName(file, block);
  if (name?.origin !== 'directive') return [];
  const data = { name: name.name };
  return [
    ...(requestNames(file).claims.get(name.name) === 1 ? [] : [finding('name.duplicate', name.span, data)]),
    ...(definitionsIn(file).has(name.name) ? [finding('name.taken-by-variable', name.span, data)] : []),
  ];
}
