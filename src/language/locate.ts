import type { Span, TextEdit } from '../base/text';
import type { RequestEdit, RequestPart } from '../http/requestPart';
import { addBody } from './bodyEdits';
import { sendTo, setTimeoutTo, sign, signAs } from './directiveEdits';
import { type AddJson, addToObject, removeJson } from './jsonEdits';
import { exactEdit } from './plan/parts';
import type { PlacedRequest } from './plan/plan';
import { encodeIllegal, percentEncode } from './plan/encode';
import type { RequestFile } from './syntax/nodes';

/** The place of a part in the text that was planned; the request line where the author wrote no such part. */
export function locate(plan: PlacedRequest, part: RequestPart): Span {
  const span = plan.parts.spanOf(part) ?? plan.parts.spanOf({ kind: 'request-line' });
  return span ?? { start: plan.block.start, end: plan.block.start };
}

/**
 * How far the planned block has moved in `file`, in UTF-16 code units; undefined when it was edited
 * or is gone. Of several blocks with the same text the nearest counts.
 */
export function shiftOf(plan: PlacedRequest, file: RequestFile): number | undefined {
  const { start, end, text } = plan.block;
  const shifts = file.blocks
    .filter((block) => block.end - block.start === end - start && file.text.startsWith(text, block.start))
    .map((block) => block.start - start);
  return shifts.reduce<number | undefined>((best, shift) => (best === undefined || Math.abs(shift) < Math.abs(best) ? shift : best), undefined);
}

/**
 * The edits of `file` that carry out `edits` on the planned request. An edit of a part that came
 * whole from references replaces these. Undefined when it cannot be done honestly: the part shares a
 * reference with others, is not in the text, the block has changed, or edits overlap.
 */
export function toTextEdits(plan: PlacedRequest, file: RequestFile, edits: readonly RequestEdit[]): readonly TextEdit[] | undefined {
  const shift = shiftOf(plan, file);
  return shift === undefined ? undefined : movedEdits(plan, file, shift, edits);
}

/** The same where it is known how far the block has moved. */
export function movedEdits(plan: PlacedRequest, file: RequestFile, shift: number, edits: readonly RequestEdit[]): readonly TextEdit[] | undefined {
  if (edits.length === 0) return undefined;
  const result: TextEdit[] = [];
  for (const textEdit of [...changes(plan, edits), ...additions(plan, edits), ...directed(plan, file, shift, edits)]) {
    if (!textEdit) return undefined;
    result.push(textEdit);
  }
  if (overlap(result)) return undefined;
  return result.map(({ span, newText }) => ({ span: { start: span.start + shift, end: span.end + shift }, newText }));
}

/** What takes the place of something; undefined for each edit that cannot be made. */
function changes(plan: PlacedRequest, edits: readonly RequestEdit[]): readonly (TextEdit | undefined)[] {
  return edits.flatMap((edit) => {
    if (edit.kind === 'replace') return [replace(plan, edit)];
    return edit.kind === 'remove' ? [remove(plan, edit.part)] : [];
  });
}

/** What directives say, and a body where none was. */
function directed(plan: PlacedRequest, file: RequestFile, shift: number, edits: readonly RequestEdit[]): readonly (TextEdit | undefined)[] {
  return edits.flatMap((edit) => {
    if (edit.kind === 'send-to') return [sendTo(plan, file, shift, edit.host)];
    if (edit.kind === 'timeout') return [setTimeoutTo(plan, file, shift, edit.value)];
    if (edit.kind === 'account') return [signAs(plan, file, shift, edit.name)];
    if (edit.kind === 'add-body') return [addBody(plan, file, shift, edit.text)];
    return edit.kind === 'sign' ? [sign(plan, file, shift)] : [];
  });
}

/** One text edit for all that is added in one place, so that their order is that of `edits`. */
function additions(plan: PlacedRequest, edits: readonly RequestEdit[]): readonly (TextEdit | undefined)[] {
  const parameters: string[] = [];
  const properties = new Map<string, AddJson[]>();
  for (const edit of edits) {
    if (edit.kind === 'add-query') parameters.push(`${percentEncode(edit.name)}=${percentEncode(edit.value)}`);
    if (edit.kind === 'add-json') properties.set(edit.pointer, [...(properties.get(edit.pointer) ?? []), edit]);
  }
  return [
    ...(parameters.length > 0 ? [addQuery(plan, parameters)] : []),
    ...[...properties].map(([pointer, list]) => addToObject(plan, pointer, list)),
  ];
}

function replace(plan: PlacedRequest, edit: Extract<RequestEdit, { readonly kind: 'replace' }>): TextEdit | undefined {
  const { part } = edit;
  const newText = replacementText(edit);
  if (newText === undefined) return undefined;
  if (part.kind === 'method') {
    const { method, target } = plan.parts.sources.request.line;
    return method ? { span: method, newText } : { span: { start: target.start, end: target.start }, newText: `${newText} ` };
  }
  if (part.kind === 'header' && part.what === 'name') {
    const line = plan.parts.headerLine(part.name)?.line;
    return line && { span: line.name, newText };
  }
  const range = plan.parts.rangeOf(part);
  return range && exactEdit(range, newText);
}

/** The text as it has to stand in the file; undefined where it cannot. */
function replacementText({ part, text, hasReferences }: Extract<RequestEdit, { readonly kind: 'replace' }>): string | undefined {
  if (part.kind === 'json') return part.what === 'name' ? JSON.stringify(text) : text;
  if (part.kind === 'body' || part.kind === 'body-text') return text;
  if (part.kind === 'request-line' || /[\r\n\0]/.test(text)) return undefined;
  if (part.kind === 'header') return text;
  if (part.kind === 'method') return text;
  return hasReferences === true ? text.replace(/\{\{.*?\}\}|[^{]+|\{/g, (piece) => (piece.startsWith('{{') ? piece : encodeIllegal(piece))) : encodeIllegal(text);
}

function remove(plan: PlacedRequest, part: RequestPart): TextEdit | undefined {
  switch (part.kind) {
    case 'header': {
      const line = plan.parts.headerLine(part.name)?.line;
      return line && { span: { start: line.start, end: line.next }, newText: '' };
    }
    case 'path-segment':
      return removeSegment(plan, part.index);
    case 'query':
      return removeParameter(plan, part.name, part.occurrence);
    case 'json':
      return removeJson(plan, part.pointer);
    default:
      return undefined;
  }
}

/** Takes the slash in front of a segment with it, but for the slash that is all the path. */
function removeSegment(plan: PlacedRequest, index: number): TextEdit | undefined {
  const range = plan.parts.rangeOf({ kind: 'path-segment', index });
  const path = plan.parts.rangeOf({ kind: 'path' });
  if (!range || !path || range.text.text[range.start - 1] !== '/') return undefined;
  const isWhole = range.start - 1 === path.start && range.end === path.end;
  return exactEdit(isWhole ? range : { ...range, start: range.start - 1 }, '');
}

/** Takes the `&` behind a parameter with it, or what stands in front of the last one; a line left empty goes too. */
function removeParameter(plan: PlacedRequest, name: string, occurrence: number): TextEdit | undefined {
  const range = plan.parts.parameterRange(name, occurrence);
  if (!range) return undefined;
  const isLast = range.text.text[range.end] !== '&';
  const edit = exactEdit(isLast ? { ...range, start: range.start - 1 } : { ...range, end: range.end + 1 }, '');
  const line = edit && plan.parts.sources.request.query.find(({ content }) => content.start === edit.span.start && content.end === edit.span.end);
  return line ? { span: { start: line.start, end: line.next }, newText: '' } : edit;
}

function addQuery(plan: PlacedRequest, parameters: readonly string[]): TextEdit {
  const { targetText } = plan.parts.sources;
  const { text } = targetText;
  const joint = text.includes('?') ? (/[?&]$/.test(text) ? '' : '&') : '?';
  const { end } = targetText.span;
  return { span: { start: end, end }, newText: joint + parameters.join('&') };
}

function overlap(edits: readonly TextEdit[]): boolean {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return ordered.some((edit, index) => edit.span.start < (ordered[index - 1]?.span.end ?? 0));
}
