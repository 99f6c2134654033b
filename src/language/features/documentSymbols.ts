import type { Span } from '../../base/text';
import type { Block, RequestFile } from '../syntax/nodes';
import { textOf } from '../syntax/queries';
import { lenses } from './lenses';

/** An entry of the outline. */
export interface DocumentSymbol {
  readonly kind: 'request' | 'variable';
  /** Never empty. */
  readonly name: string;
  /** Method and target of a request that goes by a title, or the value of a variable; may be empty. */
  readonly detail: string;
  /** All of it. */
  readonly span: Span;
  /** The name, inside `span`. */
  readonly selection: Span;
}

/** The outline: requests and file variables in the order of the file. */
export function documentSymbols(file: RequestFile): readonly DocumentSymbol[] {
  const byBlock = new Map(lenses(file).map((lens) => [lens.blockIndex, lens]));
  return file.blocks.flatMap((block, index) => {
    const symbols = variables(file, block);
    const lens = byBlock.get(index);
    if (!lens) return symbols;
    const line = textOf(file, lens.span).replace(/\s+/g, ' ').trim();
    const label = lens.title ?? lens.name;
    const span = { start: block.start, end: Math.max(block.request?.end ?? block.end, lens.span.end) };
    return [...symbols, { kind: 'request' as const, name: label ?? (line === '' ? 'request' : line), detail: label === undefined ? '' : line, span, selection: lens.span }];
  });
}

function variables(file: RequestFile, block: Block): DocumentSymbol[] {
  return block.lines.flatMap((line) => {
    if (line.kind !== 'variable' || line.name.end === line.name.start) return [];
    const span = { start: line.start, end: line.end };
    return [{ kind: 'variable' as const, name: textOf(file, line.name), detail: textOf(file, line.value), span, selection: line.name }];
  });
}
