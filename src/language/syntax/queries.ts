import type { Span } from '../../base/text';
import type { Block, DirectiveLine, Line, RequestFile, VariableLine } from './nodes';

/** The written text of `span`. */
export function textOf(file: RequestFile, span: Span): string {
  return file.text.slice(span.start, span.end);
}

/** The block that holds `offset`; a place between two belongs to the later one, one outside of the text to the nearest. */
export function blockAt(file: RequestFile, offset: number): Block {
  return lastStartingBy(file.blocks, offset);
}

/** The line that holds `offset`, its line end included; a place outside of the text belongs to the nearest line. */
export function lineAt(file: RequestFile, offset: number): Line {
  return lastStartingBy(blockAt(file, offset).lines, offset);
}

function lastStartingBy<T extends Span>(ordered: readonly T[], offset: number): T {
  let low = 0;
  let high = ordered.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ordered[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = ordered[low];
  if (found === undefined) throw new Error('A file has at least one block and a block at least one line.');
  return found;
}

/** A directive with its name as the language compares it: lower case and without hyphens. */
export interface Directive {
  readonly line: DirectiveLine;
  /** Folded: `noRedirect`, `no-redirect` and `No-Redirect` are all `noredirect`. */
  readonly name: string;
  /** Trimmed; empty when there is none. */
  readonly argument: string;
}

/** Folds the name of a directive, for comparing. */
export function foldDirective(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}

/** The directives of a block in their order, repeated and unknown ones too. */
export function directivesOf(file: RequestFile, block: Block): Directive[] {
  const directives: Directive[] = [];
  for (const line of block.lines) {
    if (line.kind !== 'directive') continue;
    directives.push({ line, name: foldDirective(textOf(file, line.name)), argument: textOf(file, line.argument) });
  }
  return directives;
}

/** A file variable as written; neither its name nor its operator has been judged. */
export interface FileVariable {
  readonly line: VariableLine;
  readonly name: string;
  readonly value: string;
}

/** The variables of a file in their order, repeated ones too. */
export function variablesOf(file: RequestFile): FileVariable[] {
  const variables: FileVariable[] = [];
  for (const block of file.blocks) {
    for (const line of block.lines) {
      if (line.kind !== 'variable') continue;
      variables.push({ line, name: textOf(file, line.name), value: textOf(file, line.value) });
    }
  }
  return variables;
}

/** The name by which other requests and commands know a block, and where it is written. */
export interface RequestName {
  readonly name: string;
  readonly span: Span;
  readonly origin: 'directive' | 'title';
}

const nameGrammar = /^[A-Za-z_]\w*$/;

/**
 * The name a block claims: the argument of its first `@name`, or else its title when that looks
 * like a name. Undefined when it has none, or when its `@name` does not fit the grammar. Whether
 * another block claims the same is the business of `requestNames`.
 */
export function requestName(file: RequestFile, block: Block): RequestName | undefined {
  const directive = directivesOf(file, block).find((candidate) => candidate.name === 'name');
  const span = directive?.line.argument ?? block.separator?.title;
  if (span === undefined || block.request === undefined) return undefined;
  const name = textOf(file, span);
  return nameGrammar.test(name) ? { name, span, origin: directive === undefined ? 'title' : 'directive' } : undefined;
}

/**
 * The names of all blocks that have one. A title counts only while no other block claims it by
 * `@name` or by the same title; of equal `@name`s each is kept, for a finding elsewhere.
 */
export function requestNames(file: RequestFile): Map<Block, RequestName> {
  const names = new Map<Block, RequestName>();
  const claims = new Map<string, number>();
  for (const block of file.blocks) {
    const name = requestName(file, block);
    if (name === undefined) continue;
    names.set(block, name);
    claims.set(name.name, (claims.get(name.name) ?? 0) + 1);
  }
  for (const [block, { name, origin }] of names) {
    if (origin === 'title' && claims.get(name) !== 1) names.delete(block);
  }
  return names;
}
