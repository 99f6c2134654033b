import type { Span } from '../../base/text';
import { directiveTable } from '../plan/directiveTable';
import type { Line, RequestFile } from '../syntax/nodes';
import { foldDirective, lineAt, textOf } from '../syntax/queries';

/** The reference in which somebody types, perhaps without its closing braces. */
export interface OpenReference {
  /** What stands between the braces, without the blanks and the `%` in front of it; of one that is not closed up to the end of the word. */
  readonly name: Span;
  /** What of it stands before the cursor. */
  readonly typed: string;
  readonly isClosed: boolean;
}

/** Characters around the cursor that are looked at: a line may be a body of megabytes. */
const reach = 1000;

const literal: ReadonlySet<string> = new Set(directiveTable.flatMap(({ name, literal: isLiteral = false }) => (isLiteral ? [foldDirective(name)] : [])));

/** The reference around `offset`; undefined when there is none, or where braces mean nothing. */
export function openReferenceAt(file: RequestFile, offset: number): OpenReference | undefined {
  const line = lineAt(file, offset);
  const from = Math.max(line.start, offset - reach);
  if (offset > line.end) return undefined;
  const before = file.text.slice(from, offset);
  const open = before.lastIndexOf('{{');
  if (open < 0 || before.includes('}}', open + 2) || !isReplaced(file, line, from + open)) return undefined;
  const after = file.text.slice(offset, Math.min(line.end, offset + reach));
  const [rest = ''] = /^[^{}]*/.exec(after) ?? [];
  const isClosed = after.startsWith('}}', rest.length);
  const [word = ''] = /^[\w-]*/.exec(after) ?? [];
  const [blanks = ''] = /^\s*%?\s*/.exec(before.slice(open + 2)) ?? [];
  const start = from + open + 2 + blanks.length;
  return { name: { start, end: offset + (isClosed ? rest.trimEnd() : word).length }, typed: file.text.slice(start, offset), isClosed };
}

/** Whether references at `offset` of a line are replaced. */
function isReplaced(file: RequestFile, line: Line, offset: number): boolean {
  switch (line.kind) {
    case 'separator':
    case 'comment':
    case 'indented':
    case 'refused':
      return false;
    case 'directive':
      return offset >= line.argument.start && !literal.has(foldDirective(textOf(file, line.name)));
    case 'variable':
      return line.operator === '=' && offset >= line.value.start;
    default:
      return true;
  }
}

/** A system variable while it is typed: `$datetime "YYYY" -1`. */
export interface TypedCall {
  readonly name: string;
  /** How many arguments are complete. */
  readonly index: number;
  /** What is written of the next one; one in quotes may hold blanks. */
  readonly word: string;
}

/** Takes what is typed of a system variable apart; undefined as long as no blank follows its name. */
export function typedCall(typed: string): TypedCall | undefined {
  const [name, ...words] = [...typed.matchAll(/"[^"]*(?:"\S*|$)|'[^']*(?:'\S*|$)|\S+/g)];
  if (!name?.[0].startsWith('$') || name[0].length === typed.length) return undefined;
  const last = words.at(-1);
  const isIn = last !== undefined && last.index + last[0].length === typed.length;
  return { name: name[0], index: words.length - (isIn ? 1 : 0), word: isIn ? last[0] : '' };
}
