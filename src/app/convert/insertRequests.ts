import type { Span, TextEdit } from '../../base/text';
import type { RequestFile } from '../../language/syntax/nodes';
import { blockAt, lineAt } from '../../language/syntax/queries';

/** The edit that adds request blocks at a place of a file: where the cursor is if no request is in the way there, else below it. */
export function insertRequests(file: RequestFile, offset: number, blocks: string, lineEnd: string): TextEdit {
  const block = blockAt(file, offset);
  const line = lineAt(file, offset);
  const isFree = block.request === undefined;
  const isBlankLine = line.kind === 'blank' && offset <= line.end;
  const blockEnd = block.start + file.text.slice(block.start, block.end).trimEnd().length;
  const at = isFree && isBlankLine ? line.start : blockEnd;
  const lineStart = Math.max(file.text.lastIndexOf('\n', at - 1), file.text.lastIndexOf('\r', at - 1)) + 1;
  const before = isFree ? (at === lineStart ? '' : '\n') : '\n\n###\n\n';
  // What follows is a blank line, the end, or the line end of the line that it is put behind.
  const after = at >= file.text.length || !/[\r\n]/.test(file.text.charAt(at)) ? '\n' : '';
  return { span: { start: at, end: at }, newText: `${before}${blocks}${after}`.replaceAll('\n', lineEnd) };
}

/**
 * How requests are pasted over a selection; undefined where a curl command is text: in a comment, in
 * the middle of a line, and inside of a request, whose body may be about one.
 */
export function pastePlace(file: RequestFile, { start, end }: Span): ((blocks: string, lineEnd: string) => TextEdit) | undefined {
  const line = lineAt(file, start);
  const { request } = blockAt(file, start);
  const isWhole = file.text.slice(line.start, start).trim() === '' && end >= line.start && file.text.slice(end, lineAt(file, end).end).trim() === '';
  if (!isWhole || (start < end && request !== undefined) || (request && start < request.end && line.kind !== 'blank')) return undefined;
  return (blocks, lineEnd) => {
    const edit = insertRequests(file, start, blocks, lineEnd);
    return start < end ? { span: { start, end }, newText: blocks.replaceAll('\n', lineEnd) } : edit;
  };
}
