import type { Finding } from '../../base/finding';
import type { Block, RequestFile } from '../syntax/nodes';
import { requestName, requestNames, type RequestName } from '../syntax/queries';
import { finding } from './findings';
import { definitionsIn } from './variables';

interface FileNames {
  readonly names: ReadonlyMap<Block, RequestName>;
  /** How many blocks claim a name by `@name`. */
  readonly claims: ReadonlyMap<string, number>;
}

/** Trees never change, so each is looked through once however many of its requests are planned. */
const known = new WeakMap<RequestFile, FileNames>();

function namesOf(file: RequestFile): FileNames {
  const before = known.get(file);
  if (before) return before;
  const claims = new Map<string, number>();
  for (const block of file.blocks) {
    const name = requestName(file, block);
    if (name?.origin === 'directive') claims.set(name.name, (claims.get(name.name) ?? 0) + 1);
  }
  const names = { names: requestNames(file), claims };
  known.set(file, names);
  return names;
}

/** The name by which other requests and `--name` know a block; undefined when it has none. */
export function nameOf(file: RequestFile, block: Block): string | undefined {
  return namesOf(file).names.get(block)?.name;
}

/** A finding when another block has the same `@name`, or a variable of the file has that name: they share one namespace. */
export function checkName(file: RequestFile, block: Block): readonly Finding[] {
  const name = requestName(file, block);
  if (name?.origin !== 'directive') return [];
  const data = { name: name.name };
  return [
    ...(namesOf(file).claims.get(name.name) === 1 ? [] : [finding('name.duplicate', name.span, data)]),
    ...(definitionsIn(file).has(name.name) ? [finding('name.taken-by-variable', name.span, data)] : []),
  ];
}
