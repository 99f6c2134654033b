import type { Span } from '../../base/text';
import { shiftSpan } from '../syntax/moved';
import type { RequestFile } from '../syntax/nodes';
import { detached, perBlock } from '../syntax/perBlock';
import { requestNames, textOf } from '../syntax/queries';
import { type RequestFacts, requestFacts, writtenSpan } from './lenses';
import { shownValue } from './shownValue';

/** Characters of a variable's value that the outline has room for, and more. */
const longestValue = 200;

/** An entry of the outline. */
export interface DocumentSymbol {
  readonly kind: 'request' | 'variable';
  /** Never empty. */
  readonly name: string;
  /** The `@name` of a request that goes by a title, and its method and target; or the value of a variable, masked when its name calls it secret; may be empty. */
  readonly detail: string;
  /** All of it. */
  readonly span: Span;
  /** The name, inside `span`. */
  readonly selection: Span;
}

/** What a block alone tells, with offsets from its start. */
interface OfBlock {
  readonly variables: readonly { readonly span: Span; readonly name: Span; readonly value: Span }[];
  /** The request line with single blanks; empty without a request. */
  readonly line: string;
  /** Where the request ends. */
  readonly end: number;
}

/** Variables of a block beyond these nobody looks for in an outline. */
const mostVariables = 1000;

const ofBlocks = perBlock((file, { start, end, lines, request }): OfBlock => {
  const variables = lines
    .filter((line) => line.kind === 'variable')
    .filter(({ name }) => name.end > name.start)
    .slice(0, mostVariables)
    .map((line) => ({ span: shiftSpan(line, -start), name: shiftSpan(line.name, -start), value: shiftSpan(line.value, -start) }));
  const line = request ? textOf(file, writtenSpan(request.line)).replace(/\s+/g, ' ').trim() : '';
  return { variables, line: detached(line), end: (request?.end ?? end) - start };
});

/**
 * The outline: requests and file variables in the order of the file. Looks only into blocks that
 * are new since an earlier tree.
 */
export function documentSymbols(file: RequestFile): readonly DocumentSymbol[] {
  const { text, blocks } = file;
  const names = requestNames(file).ofBlocks;
  const requests = requestFacts.all(file);
  const symbols: DocumentSymbol[] = [];
  ofBlocks.all(file).forEach((own, index) => {
    const start = blocks[index]?.start ?? 0;
    for (const { span, name, value } of own.variables) {
      const selection = shiftSpan(name, start);
      const variable = textOf(file, selection);
      const written = text.slice(start + value.start, start + value.end);
      const detail = written === '' ? '' : shownValue({ name: variable, written }, longestValue);
      symbols.push({ kind: 'variable', name: variable, detail, span: shiftSpan(span, start), selection });
    }
    const request = requests[index];
    if (request) symbols.push(requestSymbol(request, names[index], own, start));
  });
  return symbols;
}

function requestSymbol({ span, title }: RequestFacts, name: string | undefined, { line, end }: OfBlock, start: number): DocumentSymbol {
  const label = title === '' ? name : title;
  const all = { start, end: start + Math.max(end, span.end) };
  const details = label === undefined ? [] : [name === label ? undefined : name, line].filter(Boolean);
  return { kind: 'request', name: label ?? (line === '' ? 'request' : line), detail: details.join(' · '), span: all, selection: shiftSpan(span, start) };
}
