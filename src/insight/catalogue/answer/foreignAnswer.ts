import { headerValue } from '../../../http/exchange';
import { vendorHostKind } from '../../../api/hosts';
import type { Facts, Failure } from '../../entry';
import { perFailure } from '../../perFailure';
import { isDtApi, viewOf } from '../../requestView';
import { bodyKind, bodySniff, isBrokenJson } from '../../vendorError';

/** How an answer shows that it is not the API's. */
export type Foreign =
  /** 401, 403 or 407 without the error body of the API. */
  | 'gateway'
  /** A web page where an answer was due, or 511. */
  | 'portal'
  /** A page with an error status, or a text that is no page. */
  | 'page'
  /** The API's by its looks, but cut or changed on the way. */
  | 'broken-json';

/** Statuses that a proxy or a gateway uses for its own refusals. */
const gatekeepers: ReadonlySet<number> = new Set([401, 403, 407]);

/** Statuses where the API answers in JSON (error documentation), so a page came from elsewhere. */
const spoken: ReadonlySet<number> = new Set([400, 404, 409]);

/** Whether something answered in place of DT's API, and how that shows; undefined when nothing does. */
export const foreignAnswer = perFailure((failure: Failure, facts: Facts): Foreign | undefined => {
  const { response } = failure;
  // Only what stands between answers so, whoever was asked (RFC 6585, section 6).
  if (response?.status === 511) return 'portal';
  if (!response || failure.body) return undefined;
  if (isSentElsewhere(failure)) return isPage(failure) ? 'portal' : undefined;
  if (!isDtApi(failure, facts)) return undefined;
  if (response.status < 300) return ofSuccess(failure, facts);
  if (gatekeepers.has(response.status)) return couldBeVendor(failure) ? undefined : 'gateway';
  if (!spoken.has(response.status) || !isPage(failure)) return undefined;
  // What the servers answer to a path outside the API is not documented.
  return response.status === 404 && !viewOf(failure, facts).endpoint ? undefined : 'page';
});

/** A request to DT that ended on another host: the API sends nobody away. */
function isSentElsewhere({ attempt, exchange, response }: Failure): boolean {
  const kind = vendorHostKind(exchange.request.origin);
  if ((kind !== 'api' && kind !== 'emulator') || !attempt || attempt.request.origin === exchange.request.origin) return false;
  return (response?.status ?? 0) < 500;
}

function isPage({ exchange, response }: Failure): boolean {
  return response !== undefined && response.undecodable === undefined && exchange.request.method !== 'HEAD' && bodyKind(response) === 'html';
}

/** A page or a text where a list or a resource was due. Streams and empty answers are none. */
function ofSuccess(failure: Failure, facts: Facts): Foreign | undefined {
  const { exchange, response } = failure;
  if (!response || response.undecodable !== undefined || exchange.request.method === 'HEAD') return undefined;
  const kind = bodySniff(response);
  if (kind === 'html') return 'portal';
  if (viewOf(failure, facts).endpoint?.endpoint.streaming === true) return undefined;
  if (kind === 'other' && !/json|event-stream/i.test(headerValue(response.headers, 'content-type') ?? '')) return 'page';
  // A part of a body is no JSON text.
  return response.status !== 206 && isBrokenJson(response) ? 'broken-json' : undefined;
}

/** The answer to a HEAD has no body to judge by, and one that cannot be decoded none that can be read; its type alone may tell. */
function couldBeVendor({ exchange, response }: Failure): boolean {
  if (!response || response.status === 407) return false;
  if (response.undecodable !== undefined) return true;
  return exchange.request.method === 'HEAD' && !/html/i.test(headerValue(response.headers, 'content-type') ?? '');
}
