import type { Endpoint, EndpointMatch, QueryParameter } from '../../../api/description';
import { holds, type Span } from '../../../base/text';
import type { Block, RequestFile } from '../../syntax/nodes';
import { blockAt, methodOf, textOf } from '../../syntax/queries';
import { endpointsAt, type WrittenTarget, writtenTarget } from '../writtenTarget';

/** A piece of a request that the description of the API, or of HTTP, has something to say about. */
export type ApiPlace =
  /** The method, or a word of the path. */
  | { readonly kind: 'endpoint'; readonly span: Span; readonly endpoint: Endpoint }
  /** A path that is described, with a verb that it does not have: all that it has. */
  | { readonly kind: 'verbs'; readonly span: Span; readonly endpoints: readonly Endpoint[] }
  /** What stands for a `{parameter}` of the path. */
  | { readonly kind: 'path-parameter'; readonly span: Span; readonly name: string; readonly description: string }
  /** A parameter of the query: its name or its value, which is as it is written. */
  | { readonly kind: 'query-parameter'; readonly span: Span; readonly parameter: QueryParameter; readonly value?: string }
  | { readonly kind: 'header'; readonly span: Span; readonly name: string };

/**
 * What of a request stands at `offset`, bodies left out; undefined where nothing is known of it. By the look
 * of the text alone: a `{{reference}}` in a path is any value.
 */
export function apiPlaceAt(file: RequestFile, offset: number): ApiPlace | undefined {
  const block = blockAt(file, offset);
  const { request } = block;
  if (!request || !holds(request, offset)) return undefined;
  const header = request.headers.find(({ name }) => holds(name, offset));
  if (header) return header.colon ? { kind: 'header', span: spanOf(header.name), name: textOf(file, header.name) } : undefined;
  const target = writtenTarget(file, block);
  return target && targetPlace(file, block, target, offset);
}

function targetPlace(file: RequestFile, block: Block, target: WrittenTarget, offset: number): ApiPlace | undefined {
  const method = block.request?.line.method;
  const isMethod = method !== undefined && holds(method, offset);
  const parameter = target.parameters.find(({ name, value }) => holds({ start: name.start, end: (value ?? name).end }, offset));
  if (!isMethod && !parameter && !holds(target.path, offset)) return undefined;
  const matches = endpointsAt(file, target);
  const written = methodOf(file, block);
  const match = matches.find(({ endpoint }) => endpoint.method === (written === 'HEAD' ? 'GET' : written));
  if (parameter) return match && queryPlace(file, match.endpoint, parameter, offset);
  if (isMethod) return endpointPlace(spanOf(method), match, matches);
  // The end of a segment belongs to it, for that is where the cursor stands behind a word.
  const index = target.segments.findIndex((segment) => holds(segment, offset));
  const segment = target.segments[index];
  const first = matches[0];
  if (!segment || !first) return undefined;
  const id = idOf(file, segment);
  const name = [...(match ?? first).params].find(([, param]) => param.segment === index)?.[0];
  if (name === undefined || (offset >= id.end && id.end < segment.end)) return endpointPlace(name === undefined ? spanOf(segment) : { start: id.end, end: segment.end }, match, matches);
  const description = (match ?? first).endpoint.pathParams.find((param) => param.name === name)?.description ?? '';
  return { kind: 'path-parameter', span: id, name, description };
}

function endpointPlace(span: Span, match: EndpointMatch | undefined, matches: readonly EndpointMatch[]): ApiPlace | undefined {
  if (match) return { kind: 'endpoint', span, endpoint: match.endpoint };
  return matches.length === 0 ? undefined : { kind: 'verbs', span, endpoints: matches.map(({ endpoint }) => endpoint) };
}

function queryPlace(file: RequestFile, endpoint: Endpoint, { name, value }: WrittenTarget['parameters'][number], offset: number): ApiPlace | undefined {
  const written = textOf(file, name);
  const parameter = endpoint.queryParams.find((each) => each.name === written || each.aliases?.includes(written) === true);
  if (!parameter) return undefined;
  if (value === undefined || offset < value.start) return { kind: 'query-parameter', span: spanOf(name), parameter };
  return { kind: 'query-parameter', span: spanOf(value), parameter, value: textOf(file, value) };
}

/** A segment without the custom method behind it. */
function idOf(file: RequestFile, { start, end }: Span): Span {
  const text = file.text.slice(start, end);
  const colon = text.startsWith('{{') ? text.indexOf(':', text.lastIndexOf('}}') + 1) : text.lastIndexOf(':');
  return { start, end: colon < 0 ? end : start + colon };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
