import type { EndpointMatch } from '../api/description';
import type { WireRequest } from '../http/exchange';
import type { Facts, Failure } from './entry';

/**
 * The failure and facts as entries may see them: what they quote from the request, the ids of its
 * path, the values of its query and its body, without the known secrets.
 *
 * Each piece is hidden by itself, so that segments and parameters keep their places. Headers stay:
 * entries look into `Authorization`, and never quote it.
 */
export function withoutSecrets(failure: Failure, facts: Facts): { readonly failure: Failure; readonly facts: Facts } {
  const { hide } = facts;
  if (!hide) return { failure, facts };
  const exchange = { ...failure.exchange, request: hiddenRequest(failure.exchange.request, hide) };
  return {
    failure: { ...failure, exchange },
    facts: { ...facts, ...(facts.endpoint && { endpoint: hiddenMatch(facts.endpoint, hide) }) },
  };
}

function hiddenRequest(request: WireRequest, hide: (text: string) => string): WireRequest {
  const target = request.target.replace(/[^/?&=:]+/g, (piece) => hide(piece));
  if (!request.body) return { ...request, target };
  const text = new TextDecoder().decode(request.body);
  const hidden = hide(text);
  return { ...request, target, ...(hidden !== text && { body: new TextEncoder().encode(hidden) }) };
}

function hiddenMatch({ endpoint, params }: EndpointMatch, hide: (text: string) => string): EndpointMatch {
  return { endpoint, params: new Map([...params].map(([name, { value, segment }]) => [name, { value: hide(value), segment }])) };
}
