import { causesAt, type ErrorCause } from '../../api/errors';
import { findEndpoint } from '../../api/description';
import type { RequestPart } from '../../http/requestPart';
import type { Facts, Failure } from '../entry';
import { perFailure } from '../perFailure';
import { viewOf, type RequestView } from '../requestView';
import { jsonBody, propertyNames } from './jsonTree';
import { partsInMessage } from './message';

/** What clashes with a thing that is there. */
export interface Clash {
  /** Name of the property, e.g. `key`. */
  readonly name: string;
  /** What it holds; empty where that is no text. */
  readonly value: string;
  readonly part: RequestPart;
  /** Whether the API's text names it. */
  readonly isNamed: boolean;
}

/**
 * What a 409 is most likely about: a thing that exists already where something is created; a change
 * by another client where something is changed; either where that cannot be told.
 */
export type Conflict =
  | { readonly kind: 'exists'; readonly clash?: Clash }
  | { readonly kind: 'rapid-change'; /** Whether the resource can be read under the same path. */ readonly isReadable: boolean }
  | { readonly kind: 'either'; readonly clash?: Clash };

/** What a 409 is about, by the verb and the endpoint; found out once per failure. */
export const conflictOf = perFailure((failure: Failure, facts: Facts): Conflict => {
  const view = viewOf(failure, facts);
  if (/^(PATCH|PUT|DELETE)$/.test(view.method)) {
    return { kind: 'rapid-change', isReadable: view.api !== undefined && findEndpoint(view.api, 'GET', view.relativePath) !== undefined };
  }
  const clash = clashOf(failure, view);
  const path = view.endpoint?.endpoint.path;
  // A custom method changes what is there, but for the one that invites many members.
  const creates = view.method === 'POST' && path !== undefined && (!path.includes(':') || path.endsWith(':batchCreate'));
  return { kind: creates ? 'exists' : 'either', ...(clash && { clash }) };
});

/** The field that clashes: the one published for the endpoint, else the one that the message names. */
function clashOf(failure: Failure, view: RequestView): Clash | undefined {
  const { request } = failure.exchange;
  const root = jsonBody(request)?.root;
  const pointer = published(view)?.field;
  if (pointer !== undefined && propertyNames(root).some((property) => property.pointer === pointer)) {
    const name = pointer.slice(1);
    const value: unknown = root?.children?.find((child) => child.children?.[0]?.value === name)?.children?.[1]?.value;
    return { part: { kind: 'json', pointer, what: 'value' }, name, value: typeof value === 'string' ? value : '', isNamed: false };
  }
  const named = partsInMessage(failure.body?.error, view, request, []).find(({ present, sure }) => present && sure);
  return named && { part: named.part, name: named.name, value: '', isNamed: true };
}

function published({ endpoint }: RequestView): ErrorCause | undefined {
  return endpoint && causesAt(409, endpoint.endpoint.method, endpoint.endpoint.path)[0];
}
