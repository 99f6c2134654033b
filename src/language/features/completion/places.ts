import type { RequestLine } from '../../syntax/nodes';
import { textOf } from '../../syntax/queries';
import type { CompletionPlace } from './completion';

/** Whether the line stands above the request line of its block. */
export function isAboveRequest({ block, line }: CompletionPlace): boolean {
  return block.request !== undefined && line.start < block.request.line.start;
}

/** Whether an empty line is one on which a header may be begun: right below the request line, its query or a header. */
export function isHeaderPlace({ block, line }: CompletionPlace): boolean {
  if (line.kind !== 'blank' || !block.request || line.start < block.request.line.next) return false;
  const before = block.lines[block.lines.indexOf(line) - 1];
  return before !== undefined && ['request-line', 'query', 'header', 'comment', 'directive'].includes(before.kind) && (block.request.body === undefined || line.start < block.request.body.start);
}

const methods = /^(get|post|put|patch|delete|head|options|trace|connect)$/i;

/** Whether a word is a method of HTTP, in any casing. */
export function isMethod(word: string): boolean {
  return methods.test(word);
}

/** Whether a request line has nothing but words yet: the beginning of a method, or what somebody is looking for (`list dev`). */
export function isWords({ file, offset }: CompletionPlace, line: RequestLine): boolean {
  const text = textOf(file, line);
  if (!/^[A-Za-z ]*$/.test(text) || line.version) return false;
  const first = /[A-Za-z]+/.exec(text)?.[0] ?? '';
  // Behind a method begins the target.
  return !isMethod(first) || offset <= line.start + text.indexOf(first) + first.length;
}
