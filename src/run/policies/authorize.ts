import type { Signature, TransportFailure, UnsignedReason, WireRequest } from '../../http/exchange';
import type { RequestOptions } from '../../http/requestOptions';
import { failedOutside, type Policy } from '../pipeline';
import type { Clock } from '../../base/clock';

/** Whether and how a request is signed. */
export type Authorization =
  | { readonly kind: 'signed'; readonly header: readonly [name: string, value: string]; readonly signature: Signature }
  | { readonly kind: 'unsigned'; readonly because: UnsignedReason }
  | { readonly kind: 'failed'; readonly failure: TransportFailure };

/** Signs requests for the origins that may have the account's credentials. */
export interface Authorizer {
  /** May wait for an access token; rejects with `CancelledError`. */
  authorize(request: WireRequest, options: RequestOptions, signal: AbortSignal): Promise<Authorization>;
  /** The API took this signature. */
  accepted(signature: Signature): void;
  /** The API did not accept this signature: its access token is dropped. False where another one would do no better. */
  rejected(signature: Signature): boolean;
}

/**
 * Signs each attempt and each hop afresh. After a 401 the token is dropped, renewed once, and the
 * request repeated once: a 401 was not carried out, so that is safe for every method. A new token that
 * was never accepted is not renewed again at once: many requests would ask for one each.
 */
export function authorizePolicy(authorizer: Authorizer, clock: Clock): Policy {
  return {
    name: 'authorize',
    async send(request, context, next) {
      for (let renewed = false; ; renewed = true) {
        context.onProgress({ kind: 'signing-in' });
        const authorization = await authorizer.authorize(request, context.options, context.signal);
        if (authorization.kind === 'failed') return failedOutside(authorization.failure, clock.now());
        if (authorization.kind === 'unsigned') {
          context.recorder.unsigned(authorization.because);
          return next(request, context);
        }
        const { header, signature } = authorization;
        const result = await next({ ...request, headers: [...request.headers, header] }, { ...context, signature });
        if (result.kind !== 'answered' || signature.scheme !== 'bearer') return result;
        if (result.response.status !== 401) {
          authorizer.accepted(signature);
          return result;
        }
        if (renewed || !authorizer.rejected(signature)) return result;
        context.recorder.follow('new-token');
      }
    },
  };
}
