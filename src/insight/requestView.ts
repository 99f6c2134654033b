import { findEndpoint, type Endpoint, type EndpointMatch } from '../api/description';
import type { HostKind } from '../api/hosts';
import { percentDecoded } from '../base/percent';
import type { WireRequest } from '../http/exchange';
import type { RequestPart } from '../http/requestPart';
import type { Facts, Failure } from './entry';
import { perFailure } from './perFailure';

export interface QueryItem {
  /** Decoded; as sent where it cannot be decoded. */
  readonly name: string;
  /** Decoded as well. */
  readonly value: string;
  readonly rawValue: string;
  /** Zero-based, among the parameters of the same name. */
  readonly occurrence: number;
}

/** A request's target, taken apart the way the API's description speaks of it. */
export interface RequestView {
  readonly method: string;
  /** Which part of the API the target addresses; undefined for a host without a description. */
  readonly api: Endpoint['host'] | undefined;
  /** Path segments as sent, after the first slash. */
  readonly segments: readonly string[];
  /** How many of them are the base; 0 when the base is missing from the path. */
  readonly baseLength: number;
  /** What the path should start with, e.g. `['v2']`. */
  readonly expectedBase: readonly string[];
  /** Path after the base: `/projects/abc`. */
  readonly relativePath: string;
  readonly query: readonly QueryItem[];
  readonly hasBody: boolean;
  /** The described endpoint, if there is one for verb and path. */
  readonly endpoint: EndpointMatch | undefined;
}

/** The view of the request as the author wrote it; made once for each failure. */
export const viewOf = perFailure((failure: Failure, facts: Facts): RequestView => requestView(failure.exchange.request, facts));

/** The view of a request, sent or not. */
export function requestView(request: WireRequest, facts: Pick<Facts, 'hostKind' | 'endpoint'>): RequestView {
  const view = takeApart(request, facts.hostKind);
  // Without its base a path names no endpoint, however well the rest fits.
  if (view.baseLength < view.expectedBase.length) return { ...view, endpoint: undefined };
  const endpoint = facts.endpoint ?? (view.api && findEndpoint(view.api, view.method, view.relativePath));
  return { ...view, endpoint };
}

/** The segment that holds the path parameter `name`; undefined when the path has none of that name. */
export function parameterPart(view: RequestView, name: string): RequestPart | undefined {
  const param = view.endpoint?.params.get(name);
  return param && segmentPart(view, param.segment);
}

/** `index` counts from the base on. */
export function segmentPart(view: RequestView, index: number): RequestPart {
  return { kind: 'path-segment', index: view.baseLength + index };
}

/** Host and port of a request's connection, e.g. `api.disruptive-technologies.com`, `127.0.0.1:8480`. */
export function hostOf(request: WireRequest): string {
  return request.origin.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
}

/** Whether the failure concerns DT's REST or emulator API (or the sandbox in their place). */
export function isDtApi(failure: Failure, facts: Facts): boolean {
  const { api } = takeApart(failure.exchange.request, facts.hostKind);
  return api === 'api' || api === 'emulator';
}

function takeApart(request: WireRequest, hostKind: HostKind): Omit<RequestView, 'endpoint'> {
  const mark = request.target.indexOf('?');
  const path = mark < 0 ? request.target : request.target.slice(0, mark);
  const segments = path.replace(/^\//, '').split('/');
  const api = apiOf(hostKind, segments);
  const expectedBase = baseOf(hostKind, api);
  const hasBase = expectedBase.every((segment, index) => segments[index] === segment);
  const baseLength = hasBase ? expectedBase.length : 0;
  return {
    method: request.method,
    api,
    segments,
    baseLength,
    expectedBase,
    relativePath: `/${segments.slice(baseLength).join('/')}`,
    query: mark < 0 ? [] : parseQuery(request.target.slice(mark + 1)),
    hasBody: (request.body?.length ?? 0) > 0,
  };
}

function apiOf(hostKind: HostKind, segments: readonly string[]): Endpoint['host'] | undefined {
  if (hostKind === 'api' || hostKind === 'emulator' || hostKind === 'identity') return hostKind;
  if (hostKind !== 'sandbox') return undefined;
  // The sandbox serves all three from one origin.
  if (segments[0] === 'emulator') return 'emulator';
  return segments[0] === 'oauth2' ? 'identity' : 'api';
}

function baseOf(hostKind: HostKind, api: Endpoint['host'] | undefined): readonly string[] {
  if (api === undefined || api === 'identity') return [];
  return hostKind === 'sandbox' && api === 'emulator' ? ['emulator', 'v2'] : ['v2'];
}

function parseQuery(query: string): readonly QueryItem[] {
  const seen = new Map<string, number>();
  return query.split('&').filter((piece) => piece !== '').map((piece) => {
    const equals = piece.indexOf('=');
    const name = percentDecoded(equals < 0 ? piece : piece.slice(0, equals), { plus: true });
    const rawValue = equals < 0 ? '' : piece.slice(equals + 1);
    const occurrence = seen.get(name) ?? 0;
    seen.set(name, occurrence + 1);
    return { name, value: percentDecoded(rawValue, { plus: true }), rawValue, occurrence };
  });
}
