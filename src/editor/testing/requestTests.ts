import type { Span } from '../../base/text';
import { lenses } from '../../language/features/lenses';
import type { Block, RequestFile } from '../../language/syntax/nodes';
import { perBlock } from '../../language/syntax/perBlock';
import { directivesOf, textOf } from '../../language/syntax/queries';

/** A request that says what it expects. */
export interface RequestTest {
  /** Stays the same while the request is edited or moved, as far as that can be told; differs from all others of the file. */
  readonly id: string;
  readonly label: string;
  readonly block: Block;
  /** The request line. */
  readonly span: Span;
}

const expectations = perBlock((file, block) => block.lines.some(({ kind }) => kind === 'assertion') || directivesOf(file, block).some(({ name }) => name === 'expect'));

/** The tests of a file: requests with `@expect` or `??`, in their order. */
export function requestTests(file: RequestFile): readonly RequestTest[] {
  const expects = expectations.all(file);
  if (!expects.includes(true)) return [];
  const taken = new Set<string>();
  /** From which one on a label has numbers left: a long file may be of one request many times. */
  const numbers = new Map<string, number>();
  return lenses(file).flatMap(({ blockIndex, name, title, span }) => {
    const block = file.blocks[blockIndex];
    if (!block || expects[blockIndex] !== true) return [];
    const label = name ?? title ?? textOf(file, span);
    let id = label;
    for (let number = numbers.get(label) ?? 2; taken.has(id); number++) {
      id = `${label} (${number})`;
      numbers.set(label, number + 1);
    }
    taken.add(id);
    return { id, label, block, span };
  });
}
