import { holds, type Span } from '../../base/text';
import type { Line, RequestFile } from '../syntax/nodes';
import { blockAt, lineAt } from '../syntax/queries';
import { referencesNear } from '../syntax/references';
import { isNamePart, skipBlanks, trimEnd } from '../syntax/scanner';
import { eachJsonToken, jsonBodyOf } from './jsonBody';
import { excessOf } from './longRequest';

/** So many steps nobody takes; JSON may be nested deeper. */
const mostSteps = 200;

/**
 * What a growing selection covers, from the word at `offset` to the whole file, each inside of the next:
 * word, value, line, request, block; in a JSON body every value, property, object and array around it.
 */
export function selectionRanges(file: RequestFile, offset: number): readonly Span[] {
  const { text } = file;
  const block = blockAt(file, offset);
  const line = lineAt(file, offset);
  const { request } = block;
  const last = block.lines.findLast(({ kind }) => kind !== 'blank');
  const json = request?.body && offset >= request.body.start && !excessOf(file, block) ? jsonBodyOf(file, block) : undefined;
  const spans: Span[] = [
    ...partsOf(text, line, offset),
    ...(json && offset <= json.end ? jsonSpans(text, json, offset) : []),
    ...(request ? [{ start: request.line.start, end: (request.headers.at(-1) ?? request.query.at(-1) ?? request.line).end }, request, ...(request.body ? [request.body] : [])] : []),
    { start: block.start, end: last?.end ?? block.start },
    { start: 0, end: text.length },
  ];
  return nested(spans, offset);
}

/** Those that hold `offset`, from the shortest, each inside of the next; the longest is always among them. */
function nested(spans: readonly Span[], offset: number): readonly Span[] {
  const around = spans.filter((span) => holds(span, offset) && span.end > span.start);
  around.sort((a, b) => a.end - a.start - (b.end - b.start));
  const chain: Span[] = [];
  for (const span of around) {
    const { start, end } = span;
    const inner = chain.at(-1);
    const isAround = !inner || (start <= inner.start && inner.end <= end && end - start > inner.end - inner.start);
    if (isAround && (chain.length < mostSteps || span === around.at(-1))) chain.push({ start, end });
  }
  return chain;
}

/** The line without blanks around it, its parts as the tree has them, and what marks of a target or a word set apart. */
function partsOf(text: string, line: Line, offset: number): readonly Span[] {
  const written = { start: skipBlanks(text, line.start, line.end), end: trimEnd(text, line.start, line.end) };
  const references = referencesNear(text, line, offset).flatMap(({ start, end, name }) => [{ start, end }, name]);
  const parts: Span[] = Object.values(line).filter(isSpan);
  const target = line.kind === 'request-line' ? line.target : line.kind === 'query' ? line.content : undefined;
  if (target) parts.push(...['/?&#', '/?&#=', '?&#', '?'].map((marks) => between(text, target, offset, (character) => !marks.includes(character))));
  return [between(text, line, offset, isWord), ...references, ...parts, written];
}

function isWord(character: string): boolean {
  const code = character.charCodeAt(0);
  return code < 128 ? isNamePart(code) : /[\p{L}\p{N}\p{Cs}]/u.test(character);
}

function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
}

/** UTF-16 code units that a word or a part of a target reaches to either side; a line may be megabytes long. */
const farthest = 10_000;

/** As far as characters belong to it, on both sides of `offset`; empty when that is outside of the span. */
function between(text: string, { start, end }: Span, offset: number, belongs: (character: string) => boolean): Span {
  if (offset < start || offset > end) return { start: offset, end: offset };
  const [least, most] = [Math.max(start, offset - farthest), Math.min(end, offset + farthest)];
  let from = offset;
  while (from > least && belongs(text.charAt(from - 1))) from--;
  let to = offset;
  while (to < most && belongs(text.charAt(to))) to++;
  return { start: from, end: to };
}

/** Strings without and with their quotes, properties and items, objects and arrays. */
function jsonSpans(text: string, body: Span, offset: number): readonly Span[] {
  const found: Span[] = [];
  const keep = (start: number, end: number): void => {
    if (holds({ start, end }, offset)) found.push({ start, end });
  };
  const open: { readonly start: number; readonly item: number }[] = [];
  /** Where the property or item begins that is being read; none in front of it. */
  let item = -1;
  let before = body.start;
  const close = (end: number): void => {
    if (item >= 0) keep(item, before);
    const opener = open.pop();
    if (!opener) return;
    keep(opener.start, end);
    item = opener.item;
  };
  eachJsonToken(text, body, (kind, start, end) => {
    if (kind === '}' || kind === ']') close(end);
    else if (kind === ',') {
      if (item >= 0) keep(item, before);
      item = -1;
    } else {
      if (item < 0 && kind !== ':') item = start;
      if (kind === '{' || kind === '[') {
        open.push({ start, item });
        item = -1;
      } else if (kind !== ':') {
        if (kind === '"') keep(start + 1, Math.max(start + 1, text[end - 1] === '"' ? end - 1 : end));
        keep(start, end);
      }
    }
    before = end;
  });
  while (open.length > 0) close(body.end);
  return found;
}
