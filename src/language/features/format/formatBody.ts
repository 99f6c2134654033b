import type { Span, TextEdit } from '../../../base/text';
import { isJson } from '../../../http/jsonText';
import { maxJsonDepth } from '../../../http/jsonDepth';
import type { Block, RequestFile } from '../../syntax/nodes';
import { textOf } from '../../syntax/queries';
import { findEscapes, findReferences } from '../../syntax/references';
import { lineEndOf } from '../fixes/fix';
import { eachJsonToken, jsonBodyOf } from '../jsonBody';

/** What became of a body that was to be laid out. */
export type BodyLayout =
  /** Edits of white space alone; none when it is laid out already. */
  | { readonly kind: 'edits'; readonly edits: readonly TextEdit[] }
  /** There is none, or it is to be something else. */
  | { readonly kind: 'no-json' }
  /** It does not parse, or would not with a value in the place of each reference. */
  | { readonly kind: 'broken' }
  /** Part of it is in a file. */
  | { readonly kind: 'file' }
  /** So large, or nested so deeply, that the indentation would be out of all proportion. */
  | { readonly kind: 'too-large' };

/** UTF-16 code units of the longest body that is laid out, and what its indentation may come to. */
const longestBody = 1_000_000;
const mostIndentation = 10_000_000;
/** Beyond so many one edit of all of the body is quicker for who makes them. */
const mostEdits = 2000;

/**
 * Lays the JSON body of a block out: one value per line, indented by `unit`, `{}` and `[]` on one line.
 * Only white space between tokens changes; references, digits and escapes stay as they are written.
 */
export function formatBody(file: RequestFile, block: Block, unit = '  '): BodyLayout {
  const body = jsonBodyOf(file, block);
  if (!body) return { kind: 'no-json' };
  if (body.lines.some(({ kind }) => kind === 'file')) return { kind: 'file' };
  if (body.end - body.start > longestBody) return { kind: 'too-large' };
  // Between tokens they look like blanks, and JSON has none of them.
  if (/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(textOf(file, body))) return { kind: 'broken' };
  const tokens = tokensOf(file.text, body);
  if (deepest(tokens) > maxJsonDepth) return { kind: 'too-large' };
  if (!isJson(tokens.map((token) => withoutReferences(file.text, token)).join('\n'))) return { kind: 'broken' };
  return layOut(file, body, tokens, unit);
}

interface Token extends Span {
  readonly kind: string;
}

function tokensOf(text: string, body: Span): readonly Token[] {
  const tokens: Token[] = [];
  eachJsonToken(text, body, (kind, start, end) => tokens.push({ kind, start, end }));
  return tokens;
}

function deepest(tokens: readonly Token[]): number {
  let [depth, most] = [0, 0];
  for (const { kind } of tokens) {
    if (isOpener(kind)) most = Math.max(most, ++depth);
    else if (isCloser(kind)) depth--;
  }
  return most;
}

/** The token as JSON has it, when a reference alone is any string and one inside of a string is text. */
function withoutReferences(text: string, token: Token): string {
  const written = text.slice(token.start, token.end);
  if (token.kind !== 'w' && token.kind !== '"') return written;
  const references = written.includes('{{') ? findReferences(text, token) : [];
  if (token.kind === 'w') return references.length === 1 && references[0]?.start === token.start && references[0].end === token.end ? '""' : written;
  const inserted = [...references, ...(written.includes('\\{') ? findEscapes(text, token) : [])].sort((a, b) => a.start - b.start);
  let [plain, from] = ['', token.start];
  for (const { start, end } of inserted) {
    plain += text.slice(from, start);
    from = end;
  }
  return plain + text.slice(from, token.end);
}

function layOut(file: RequestFile, body: Span, tokens: readonly Token[], unit: string): BodyLayout {
  const edits: TextEdit[] = [];
  const lineEnd = lineEndOf(file);
  let room = mostIndentation;
  let depth = 0;
  let before: Token | undefined;
  const newLine = () => {
    room -= depth * unit.length;
    return room < 0 ? '' : lineEnd + unit.repeat(depth);
  };
  for (const token of tokens) {
    const isEmpty = before !== undefined && isOpener(before.kind) && isCloser(token.kind);
    if (before && isOpener(before.kind)) depth++;
    if (isCloser(token.kind)) depth--;
    const gap = !before || isEmpty || token.kind === ',' || token.kind === ':' ? '' : before.kind === ':' ? ' ' : newLine();
    if (room < 0) return { kind: 'too-large' };
    put(file.text, edits, before?.end ?? body.start, token.start, gap);
    before = token;
  }
  if (before) put(file.text, edits, before.end, body.end, '');
  return { kind: 'edits', edits: edits.length > mostEdits ? [joined(file.text, body, edits)] : edits };
}

/** One edit that does what all of them do. */
function joined(text: string, { start, end }: Span, edits: readonly TextEdit[]): TextEdit {
  const pieces: string[] = [];
  let from = start;
  for (const { span, newText } of edits) {
    pieces.push(text.slice(from, span.start), newText);
    from = span.end;
  }
  return { span: { start, end }, newText: pieces.join('') + text.slice(from, end) };
}

function put(text: string, edits: TextEdit[], start: number, end: number, newText: string): void {
  if (text.slice(start, end) !== newText) edits.push({ span: { start, end }, newText });
}

function isOpener(kind: string): boolean {
  return kind === '{' || kind === '[';
}

function isCloser(kind: string): boolean {
  return kind === '}' || kind === ']';
}
