import { endpoints, findPath, type Endpoint } from '../../api/description';
import { nearest } from '../../base/nearest';
import type { Failure } from '../entry';
import type { RequestView } from '../requestView';
import { nameInText, unfilledId } from './idText';

/** What a 404 is most likely about, by the path alone and, where it helps, the API's message. */
export type NotFoundBlame =
  /** The path lacks `/v2`, and with it the API knows the path. */
  | { readonly kind: 'no-base'; readonly withBase: string }
  /** `v1`, `v2beta1`… where the API has `v2`. */
  | { readonly kind: 'version'; readonly written: string }
  /** The first segment that no described path has in this place. */
  | { readonly kind: 'path'; readonly index: number; readonly written: string; readonly suggestion?: string; readonly elsewhere?: 'api' | 'emulator' }
  /** `v2` once more after the base; without it the API knows the path. */
  | { readonly kind: 'base-twice'; readonly written: string }
  | { readonly kind: 'id'; readonly suspect: IdCandidate; readonly because: 'message' | 'unfilled' | 'only' | 'last'; readonly others: readonly IdCandidate[] }
  /** A described path without an id. */
  | { readonly kind: 'none' };

export interface IdCandidate {
  /** Name of the path parameter: `project`. */
  readonly param: string;
  readonly value: string;
  readonly segment: number;
}

export function blameNotFound(failure: Failure, view: RequestView): NotFoundBlame {
  if (view.api === undefined) return { kind: 'none' };
  if (view.endpoint === undefined && !isDescribed(view)) return blamePath(view, view.api);
  return blameId(failure, view);
}

/** Whether any verb of the path is described. */
export function isDescribed(view: RequestView): boolean {
  return view.api !== undefined && view.baseLength === view.expectedBase.length && findPath(view.api, view.relativePath).length > 0;
}

function blamePath(view: RequestView, api: Endpoint['host']): NotFoundBlame {
  if (view.baseLength < view.expectedBase.length) {
    if (findPath(api, view.relativePath).length > 0) {
      return { kind: 'no-base', withBase: [...view.expectedBase, view.segments[0] ?? ''].join('/') };
    }
    const first = view.segments[0] ?? '';
    if (/^v\d/.test(first)) return { kind: 'version', written: first };
  }
  const [first = '', ...rest] = view.segments.slice(view.baseLength);
  if (view.baseLength > 0 && first === view.expectedBase.at(-1) && findPath(api, `/${rest.join('/')}`).length > 0) {
    return { kind: 'base-twice', written: first };
  }
  const other = api === 'api' ? 'emulator' : 'api';
  const elsewhere = api !== 'identity' && findPath(other, view.relativePath).length > 0 ? { elsewhere: other } as const : {};
  return { kind: 'path', ...departure(api, view.relativePath), ...elsewhere };
}

/** Where a path leaves every described path of `api`, and what the API has there instead. */
export function departure(api: Endpoint['host'], relativePath: string): { readonly index: number; readonly written: string; readonly suggestion?: string } {
  const segments = relativePath.replace(/^\//, '').split('/');
  const paths = [...new Set(endpoints.filter((endpoint) => endpoint.host === api).map((endpoint) => endpoint.path))];
  let index = 0;
  let candidates = new Set<string>();
  for (const path of paths) {
    const { depth, expected } = follow(path.slice(1).split('/'), segments);
    if (depth > index) [index, candidates] = [depth, new Set()];
    if (depth === index && expected !== undefined) candidates.add(expected);
  }
  index = Math.min(index, segments.length - 1);
  const written = segments[index] ?? '';
  const suggestion = written === '' ? undefined : nearest(written, candidates);
  return { index, written, ...(suggestion !== undefined && { suggestion }) };
}

/** How many segments fit, and what the path would have next (parameters filled with what was written). */
function follow(expected: readonly string[], written: readonly string[]): { depth: number; expected?: string } {
  for (const [depth, want] of expected.entries()) {
    const have = written[depth];
    if (have === undefined) return { depth };
    const isLast = depth === expected.length - 1;
    if (!fits(want, have)) return { depth, expected: want.replace(/^\{.+?\}/, have.replace(/:[^:]*$/, '')) };
    if (isLast) return { depth: depth + 1 };
  }
  return { depth: expected.length };
}

function fits(want: string, have: string): boolean {
  const [wantName = '', wantVerb] = want.split(':');
  const colon = have.lastIndexOf(':');
  const [haveName, haveVerb] = colon < 0 ? [have, undefined] : [have.slice(0, colon), have.slice(colon + 1)];
  if (wantVerb !== haveVerb) return false;
  return wantName.startsWith('{') ? haveName !== '' : wantName === haveName;
}

function blameId(failure: Failure, view: RequestView): NotFoundBlame {
  const candidates = idCandidates(view);
  const last = candidates.at(-1);
  if (!last) return { kind: 'none' };
  const name = nameInText(failure.body?.error, candidates);
  const unfilled = candidates.find((candidate) => unfilledId(candidate.param, candidate.value));
  const suspect = name ?? unfilled ?? last;
  const because = name ? 'message' : unfilled ? 'unfilled' : candidates.length === 1 ? 'only' : 'last';
  return { kind: 'id', suspect, because, others: candidates.filter((candidate) => candidate !== suspect) };
}

/**
 * Path parameters that can be the missing resource, in order. `-` is the wildcard and names nothing.
 * In `…/devices:transfer` and the like these are the ids of the path, never those in the body
 * (error documentation: 404).
 */
export function idCandidates(view: RequestView): readonly IdCandidate[] {
  const endpoint = view.endpoint ?? (view.api && findPath(view.api, view.relativePath)[0]);
  if (!endpoint) return [];
  return [...endpoint.params]
    .map(([param, { value, segment }]) => ({ param, value, segment }))
    .filter((candidate) => candidate.value !== '-')
    .sort((a, b) => a.segment - b.segment);
}
