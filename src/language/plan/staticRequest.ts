import type { Node } from 'jsonc-parser';
import type { Finding } from '../../base/finding';
import type { WireRequest } from '../../http/exchange';
import { isJson } from '../../http/jsonText';
import type { RequestPart } from '../../http/requestPart';
import type { Block } from '../syntax/nodes';
import { directivesOf } from '../syntax/queries';
import { type PlannedHeader, wireHeaders } from './headers';
import { type PartRange, RequestParts } from './parts';
import type { BlockAnalysis } from './plan';
import { targetOf } from './requestLine';
import { ComposedText } from './sourceMap';
import { hasHidden, isHidden, isHiddenIn, type StandIns, standIns, withJsonStandIns, withTextStandIns } from './standIns';
import type { ResolvedTarget } from './target';

/** UTF-16 code units of the longest body that is judged while it is typed; DT's are a few thousand. */
export const longestJudged = 128 * 1024;

/** A request as far as it is known before it is sent. */
export interface StaticRequest {
  /** With stand-ins for what is not known, each time others; one alone where everything is. What is said of it must hold for all. */
  readonly variants: readonly [WireRequest, ...WireRequest[]];
  /** The places of the first one's parts. */
  readonly parts: RequestParts;
  /** Whether what can be said of a part does not rest on a value that is not known. */
  isKnown(part: RequestPart): boolean;
  /** Whether no character of a part stands in for something; true for a part that the author did not write. */
  isWritten(part: RequestPart): boolean;
}

/** Errors that say nothing about what is sent, or that leave a stand-in in the place of a value. */
const independent = /^(variable|reference|secret|import|name|save|expect|account|environment|directive|request-line)\./;

/** Whether nothing can be said of the request with this error in its block, but for one in its body. */
function isDecisive({ code, severity, data }: Finding): boolean {
  // Which host was meant is not known then.
  return severity === 'error' && (!independent.test(code) || data['directive'] === 'host');
}

/**
 * The request of a block as it would be sent. Undefined where none would be, whatever the values; and as
 * long as its host is not known. With an error in the body the body is not known, unless that is a
 * comma too many.
 */
export function staticRequest(analysis: BlockAnalysis, block: Block): StaticRequest | undefined {
  const { scope, directives, line, headers, body, findings } = analysis;
  const { request } = block;
  if (!request || !line || !headers || !body || findings.some(({ code }) => code === 'request.disabled')) return undefined;
  const inBody = new Set(body.findings);
  const errors = findings.filter(isDecisive);
  if (errors.some((each) => !inBody.has(each))) return undefined;

  const hasFile = request.body?.lines.some(({ kind }) => kind === 'file') === true;
  const mended = errors.length > 0 && !hasFile && errors.every(({ data }) => data['problem'] === 'TrailingComma') ? withoutTrailingCommas(body.text) : undefined;
  const judged = mended ? bodyOf(mended, encode(mended.text), !hasHidden(mended) && !isJson(mended.text)) : bodyOf(body.text, body.bytes, errors.length > 0 || hasFile);
  const isAllKnown = !hasHidden(line.text) && !headers.headers.some(({ value }) => hasHidden(value)) && judged.isAllKnown;
  const made = (isAllKnown ? standIns.slice(0, 1) : standIns).map((standIn) => {
    const text = hasHidden(line.text) ? withTextStandIns(line.text, standIn) : line.text;
    const sent = headers.headers.map((header) => (hasHidden(header.value) ? { ...header, value: withTextStandIns(header.value, standIn) } : header));
    const target = text === line.text ? line.target : targetOf(scope, request, text, sent, directives);
    return target && !isHostHidden(text, target) ? variantOf(line.method, target, text, sent, judged.with(standIn), scope.context.userAgent) : undefined;
  });
  const [first, ...others] = made;
  if (!first || others.some((each) => !each)) return undefined;

  const parts = new RequestParts({
    request, targetText: first.text, target: first.target, headers: first.headers, ...(first.body && { body: first.body }),
    directives: () => directivesOf(scope.file, block),
  });
  const isWritten = (part: RequestPart) => isWrittenRange(parts.rangeOf(part));
  const namesKnown = areNamesKnown(first.text);
  return {
    variants: [first.request, ...others.flatMap((each) => (each ? [each.request] : []))],
    parts,
    isWritten,
    isKnown(part) {
      switch (part.kind) {
        case 'method':
        case 'authority':
        case 'path':
        case 'directive':
          return true;
        // What is missing may be in what is not known.
        case 'request-line':
        case 'target':
          return namesKnown;
        case 'path-segment':
        case 'query':
        case 'header':
          return isWritten(part);
        case 'body-text':
          return judged.isJudged && isWritten(part);
        case 'body':
          return judged.isJudged && isKnownJson(parts, { kind: 'json', pointer: '', what: 'value' }, isWritten(part));
        case 'json':
          return judged.isJudged && isKnownJson(parts, part, true);
      }
    },
  };
}

/** A body and what may be said of it. */
interface JudgedBody {
  readonly isAllKnown: boolean;
  readonly isJudged: boolean;
  with(standIn: StandIns): { readonly text?: ComposedText; readonly bytes?: Uint8Array };
}

function bodyOf(text: ComposedText | undefined, bytes: Uint8Array | undefined, isBroken: boolean): JudgedBody {
  if (!text && !isBroken) return { isAllKnown: true, isJudged: true, with: () => ({ ...(bytes && { bytes }) }) };
  // Whatever it is: there is one.
  const unjudged: JudgedBody = { isAllKnown: false, isJudged: false, with: ({ json }) => ({ bytes: encode(json) }) };
  if (!text || isBroken || text.text.length > longestJudged) return unjudged;
  if (!hasHidden(text)) return { isAllKnown: true, isJudged: true, with: () => ({ text, ...(bytes && { bytes }) }) };
  // Only where each hidden value is one of JSON's, or in a string, it is known what it cannot change.
  if (standIns.some((standIn) => !isJson(withJsonStandIns(text, standIn).text))) return unjudged;
  return {
    isAllKnown: false,
    isJudged: true,
    with(standIn) {
      const made = withJsonStandIns(text, standIn);
      return { text: made, bytes: encode(made.text) };
    },
  };
}

/** The text with a blank for each comma that has nothing but a bracket behind it: what is meant is plain. Offsets stay. */
function withoutTrailingCommas(text: ComposedText | undefined): ComposedText | undefined {
  if (!text || text.text.length > longestJudged) return undefined;
  // A string that is not closed goes to the end: trying again at each quote in it would take for ever.
  const mended = text.text.replace(/"(?:[^"\\]|\\.?)*(?:"|$)|,(?=\s*[}\]])/gs, (found) => (found === ',' ? ' ' : found));
  return new ComposedText(text.pieces.map((piece, index) => ({ ...piece, text: mended.slice(text.startOf(index), text.startOf(index + 1)) })), text.span.start);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

interface Variant {
  readonly request: WireRequest;
  readonly target: ResolvedTarget;
  readonly text: ComposedText;
  readonly headers: readonly PlannedHeader[];
  readonly body?: ComposedText;
}

function variantOf(method: string, target: ResolvedTarget, text: ComposedText, headers: readonly PlannedHeader[], body: ReturnType<JudgedBody['with']>, userAgent: string): Variant {
  return {
    request: { method, origin: target.origin, target: target.target, headers: wireHeaders(headers, userAgent), ...(body.bytes && { body: body.bytes }) },
    target,
    text,
    headers,
    ...(body.text && { body: body.text }),
  };
}

/** What stands at the very start may be a whole URL. */
function isHostHidden(text: ComposedText, { authority }: ResolvedTarget): boolean {
  const [first] = text.pieces;
  return (first !== undefined && isHidden(first)) || isHiddenIn(text, 0, authority?.end ?? 0);
}

/** Whether all parameters of the query are known by name: a value that is not known is that of one. */
function areNamesKnown(text: ComposedText): boolean {
  const query = text.text.indexOf('?');
  /** Whether the parameter that is going on has its equals sign. */
  let isNamed = false;
  return query < 0 || text.pieces.every((piece, index) => {
    const start = text.startOf(index);
    if (isHidden(piece) && start >= query && !isNamed) return false;
    const own = piece.text.slice(Math.max(query - start, 0));
    const parameter = own.lastIndexOf('&');
    isNamed = own.includes('=', parameter + 1) || (parameter < 0 && isNamed);
    return true;
  });
}

function isWrittenRange(range: PartRange | undefined): boolean {
  return !range || !isHiddenIn(range.text, range.start, range.end);
}

/** Of an object its names have to be known, of an array nothing: what is in them has places of its own. */
function isKnownJson(parts: RequestParts, part: Extract<RequestPart, { kind: 'json' }>, otherwise: boolean): boolean {
  const node = parts.jsonNode(part.pointer);
  if (!node) return otherwise;
  const isWritten = ({ offset, length }: Node) => {
    const { body } = parts.sources;
    return !body || !isHiddenIn(body, offset, offset + length);
  };
  if (part.what === 'name') return isWritten(node.parent?.type === 'property' ? (node.parent.children?.[0] ?? node) : node);
  if (node.type === 'object') return (node.children ?? []).every(({ children }) => !children?.[0] || isWritten(children[0]));
  return node.type === 'array' || isWritten(node);
}
