import type { Finding } from '../../../base/finding';
import type { BodyNode } from '../../syntax/nodes';
import { trimEnd } from '../../syntax/scanner';
import { finding } from '../findings';
import type { ComposedText } from '../sourceMap';

/** The boundary of a multipart body as its Content-Type has it. */
export interface Boundary {
  readonly value: string;
  /** Of {@link value} in the text of the header, quotes excluded. */
  readonly start: number;
  readonly end: number;
  readonly findings: readonly Finding[];
}

/** What RFC 2046, 5.1.1 allows. */
const longestBoundary = 70;
const boundaryGrammar = /^[\w'()+,./:=? -]*[\w'()+,./:=?-]$/;

/** What RFC 2045, 5.1 allows without quotes. */
const token = /^[!#$%&'*+.^\w`|~-]+$/;

/** Reads the `boundary` of a Content-Type; undefined when it has none. A value in which something is unknown is not judged. */
export function readBoundary(contentType: ComposedText): Boundary | undefined {
  const parameter = parameterCalled(contentType.text, 'boundary');
  if (!parameter) return undefined;
  const { written, start, quoted } = parameter;
  const end = start + written.length;
  const findings = contentType.hasUnknown ? [] : check(contentType, written, start, end, quoted);
  return { value: quoted ? written.replace(/\\(.)/gs, '$1') : written, start, end, findings };
}

/** The finding for a Content-Type without a boundary; the fix takes the one that the first line of the body shows. */
export function missingBoundary(source: string, body: BodyNode, contentType: ComposedText): Finding {
  const first = body.lines.find(({ start, end }) => trimEnd(source, start, end) > start);
  const line = first ? source.slice(first.start, trimEnd(source, first.start, first.end)) : '';
  const shown = /^--(.+)$/.exec(line)?.[1] ?? '';
  const isUsable = shown.includes('{{') || isLegal(shown);
  const parameter = isUsable ? `; boundary=${token.test(shown) || shown.includes('{{') ? shown : `"${shown}"`}` : undefined;
  return finding('body.multipart-boundary', contentType.span, { parameter, insertAt: contentType.span.end });
}

function isLegal(boundary: string): boolean {
  return boundary.length <= longestBoundary && boundaryGrammar.test(boundary);
}

function check(contentType: ComposedText, written: string, start: number, end: number, quoted: boolean): readonly Finding[] {
  const at = written === '' ? contentType.span : contentType.mapRange(start, end);
  if (!isLegal(written)) {
    const problem = written === '' ? 'empty' : written.length > longestBoundary ? 'length' : 'characters';
    return [finding('body.multipart-boundary-form', at, { problem, limit: longestBoundary })];
  }
  if (quoted || token.test(written)) return [];
  return [finding('body.multipart-boundary-quotes', at, contentType.isExact(start, end) ? { valueStart: at.start, valueEnd: at.end } : {})];
}

interface Parameter {
  /** As written, quotes excluded. */
  readonly written: string;
  readonly start: number;
  readonly quoted: boolean;
}

/** Goes through the parameters in order: a quoted one may hold what looks like another. */
function parameterCalled(text: string, name: string): Parameter | undefined {
  const semicolon = text.indexOf(';');
  if (semicolon < 0) return undefined;
  const parameters = /;[ \t]*([^=;]*)(?:=[ \t]*(?:"((?:[^"\\]|\\.)*)"[^;]*|([^;]*)))?/gsy;
  parameters.lastIndex = semicolon;
  for (let match = parameters.exec(text); match; match = parameters.exec(text)) {
    const [whole, called = '', inQuotes, bare = ''] = match;
    if (called.trim().toLowerCase() !== name) continue;
    if (inQuotes !== undefined) return { written: inQuotes, start: match.index + whole.indexOf('"') + 1, quoted: true };
    return { written: bare.slice(0, trimEnd(bare, 0, bare.length)), start: match.index + whole.length - bare.length, quoted: false };
  }
  return undefined;
}
