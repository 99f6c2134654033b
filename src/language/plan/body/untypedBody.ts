import type { Finding } from '../../../base/finding';
import type { BodyLine, BodyNode, FileLine, RequestNode } from '../../syntax/nodes';
import { trimEnd } from '../../syntax/scanner';
import { finding } from '../findings';
import type { ComposedText } from '../sourceMap';
import { isApiRoot } from '../target';

/** A line of a body with the text that stands there. */
interface WrittenLine {
  readonly line: BodyLine | FileLine;
  readonly written: string;
}

/**
 * Checks a body without a Content-Type; `text` is missing when it is no text. Nothing says that its author wanted to send it. What reads
 * like another construct of the language is an error; with a Content-Type the same text is content.
 */
export function checkUntyped(source: string, request: RequestNode, body: BodyNode, text: ComposedText | undefined): readonly Finding[] {
  const lines = body.lines.map((line) => ({ line, written: source.slice(line.start, line.end) }));
  const insertAt = request.headers.at(-1)?.next ?? request.query.at(-1)?.next ?? request.line.next;
  const requests = [...separators(lines, insertAt), ...requestLines(lines, { insertAt })];
  if (requests.length > 0) return requests;
  const strays = strayMarks(lines, insertAt);
  if (strays.length > 0) return strays;
  if (lines.every(isMisplaced)) return [finding('body.only-comments', body, { bodyStart: body.start, insertAt })];
  return text && /^\s*[{[]/.test(knownStart(text)) ? [finding('body.no-content-type', request.line, { insertAt })] : [];
}

/** The text up to the first value that is only a stand-in. */
function knownStart(composed: ComposedText): string {
  const unknown = composed.pieces.findIndex(({ facts }) => facts.unknown);
  return unknown < 0 ? composed.text : composed.text.slice(0, composed.startOf(unknown));
}

/** Whether a line of a body looks like it was meant for above the request line. */
function isMisplaced({ line, written }: WrittenLine): boolean {
  return line.kind === 'body' && /^(\s*$|#|\/\/|\?\?|@[A-Za-z_][\w-]*\s*:?=)/.test(written);
}

/** `## next` above more text and an indented `###` anywhere: most likely the start of another block. */
function separators(lines: readonly WrittenLine[], insertAt: number): readonly Finding[] {
  const isOnlyComments = lines.every(isMisplaced);
  return lines.flatMap(({ line, written }) => {
    const match = /^[ \t]+#{3,}(.*)$/.exec(written) ?? (isOnlyComments ? undefined : /^[ \t]*##(?!#)(.*)$/.exec(written));
    return match ? [lookAlike(line, 'separator', `### ${(match[1] ?? '').trim()}`, insertAt)] : [];
  });
}

/** Lines of a body of JSON that look like another request: JSON has no such lines, whatever is around them. */
export function requestLinesIn(source: string, body: BodyNode): readonly Finding[] {
  // Most bodies have none, and some are long.
  if (!body.lines.some((line) => line.kind === 'body' && looksLikeRequestLine(source.slice(line.start, line.end)))) return [];
  return requestLines(body.lines.map((line) => ({ line, written: source.slice(line.start, line.end) })), {});
}

/** Lines that would start another request, had somebody not forgotten the separator above them. */
function requestLines(lines: readonly WrittenLine[], more: { readonly insertAt?: number }): readonly Finding[] {
  return lines.flatMap(({ line, written }, index) => {
    if (line.kind !== 'body' || !looksLikeRequestLine(written)) return [];
    // Comments, directives and variables right above it belong to the same request.
    let first = index;
    while (first > 0 && isAttached(lines[first - 1])) first--;
    return [finding('body.request-line', line, { blockStart: lines[first]?.line.start, ...more })];
  });
}

function isAttached(above: WrittenLine | undefined): boolean {
  return above !== undefined && above.written.trim() !== '' && isMisplaced(above);
}

const verb = /^[ \t]*(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT)[ \t]+/i;

function looksLikeRequestLine(written: string): boolean {
  const method = verb.exec(written)?.[0];
  if (method === undefined) return false;
  const target = withoutVersion(written.slice(method.length));
  if (/^(\/|https?:\/\/|\{\{)/i.test(target)) return true;
  // Anything less plain must be one word below a verb in capitals: "Get well.soon" is prose.
  const isPlain = method === method.toUpperCase() && !/\s/.test(target);
  return isPlain && (/\w[./:]+\w/.test(target) || isApiRoot(target));
}

/** One expression for all of it would take for ever over a long run of blanks. */
function withoutVersion(text: string): string {
  const end = trimEnd(text, 0, text.length);
  const blank = Math.max(text.lastIndexOf(' ', end - 1), text.lastIndexOf('\t', end - 1));
  return text.slice(0, blank >= 0 && /^HTTP\/\S/i.test(text.slice(blank + 1, end)) ? trimEnd(text, 0, blank) : end);
}

/** The body is nothing but lines that miss a mark of the language by a blank. */
function strayMarks(lines: readonly WrittenLine[], insertAt: number): readonly Finding[] {
  const marks = lines.map((each) => ({ ...each, mark: each.line.kind === 'body' ? strayMark(each.written) : undefined }));
  if (marks.some((each) => each.mark === undefined && !isMisplaced(each))) return [];
  return marks.flatMap(({ line, mark }) => (mark ? [lookAlike(line, mark.meant, mark.correct, insertAt)] : []));
}

interface Mark {
  readonly meant: 'save' | 'file' | 'assertion';
  /** How it is written. */
  readonly correct: string;
}

function strayMark(written: string): Mark | undefined {
  const line = written.trim();
  const save = /^(>>!?)[ \t]*(.*)$/.exec(line);
  if (save) return { meant: 'save', correct: `${save[1] ?? ''} ${save[2] ?? ''}` };
  const assertion = /^(?:\?\?|\?(?=[ \t]|status\b|header\b|body\b))[ \t]*(.*)$/.exec(line);
  if (assertion) return { meant: 'assertion', correct: `?? ${assertion[1] ?? ''}` };
  // A path, not an element: no angle bracket closes it.
  const file = /^(<(?:@(?:[\w-]+(?=[ \t]))?)?)[ \t]*([^\s<>!?@][^<>]*)$/.exec(line);
  const path = file?.[2] ?? '';
  return file && /[./\\]/.test(path) ? { meant: 'file', correct: `${file[1] ?? ''} ${path}` } : undefined;
}

function lookAlike(line: BodyLine | FileLine, meant: string, correct: string, insertAt: number): Finding {
  return finding('body.look-alike', line, { meant, correct: correct.trim(), insertAt });
}
