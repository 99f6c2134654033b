import type { IncomingMessage } from 'node:http';
import { Access } from './access';
import type { AccessTokens } from './accessTokens';
import type { Answer } from './answer';
import { authenticate, type Authentication } from './authenticate';
import { parseObject } from './body';
import { ApiError, errorBody } from './errors';
import type { Quota } from './quota';
import { Query } from './query';
import type { Host, Router } from './router';
import type { Store } from './store';

/** What answering takes. Made once, by server.ts. */
export interface Backend {
  readonly store: Store;
  readonly tokens: AccessTokens;
  readonly quota: Quota;
  readonly router: Router;
}

/** Where a request goes: `/v2/…`, `/emulator/v2/…`, the sandbox's own `/receivers/…`, or none of these. */
export function splitTarget(target: string): { host: Host | undefined; path: string; query: string } {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? '' : target.slice(mark + 1);
  if (path.startsWith('/v2/')) return { host: 'api', path: path.slice(3), query };
  if (path.startsWith('/emulator/v2/')) return { host: 'emulator', path: path.slice(12), query };
  return { host: path.startsWith('/receivers/') ? 'sandbox' : undefined, path, query };
}

/** Who calls, by the header `Authorization`; judges no rights yet. */
export function identify(request: IncomingMessage, backend: Backend): Authentication {
  const { store, tokens } = backend;
  return authenticate(request.headers.authorization, store, tokens);
}

/** The quota's refusal, or undefined. Asked before anything else about the request is looked at. */
export function refuseOverQuota(email: string, quota: Quota): Answer | undefined {
  const verdict = quota.judge(email);
  if (verdict.accepted) return undefined;
  const seconds = Math.max(1, Math.ceil(verdict.retryAfterMs / 1000));
  return answerError(new ApiError(429, 'too many requests', { 'Retry-After': String(seconds) }));
}

/** Answers a request to the API or the emulator whose caller has been looked up. */
export function answerCall(
  request: { readonly method: string; readonly target: string; readonly body: string; readonly failingItems: number },
  caller: Authentication,
  backend: Backend,
): Answer {
  try {
    if (caller.kind === 'refused') throw caller.error;
    const { host, path, query } = splitTarget(request.target);
    if (host === undefined) throw new ApiError(404, `no endpoint has the path ${path}`);
    const { route, params } = backend.router.find(host, request.method, path);
    const headers: Record<string, string> = {};
    const body = route.answer({
      store: backend.store,
      access: new Access(caller.account, backend.store),
      path,
      params,
      query: new Query(query),
      body: (empty) => (empty && request.body.trim() === '' ? empty : parseObject(request.body)),
      failingItems: request.failingItems,
      note: (text) => (headers['X-Sandbox-Note'] = text),
    });
    return { status: 200, body, headers };
  } catch (error) {
    if (error instanceof ApiError) return answerError(error);
    throw error;
  }
}

/** The answer that an error becomes, with the headers that belong to it. */
export function answerError(error: ApiError): Answer {
  return { status: error.status, body: errorBody(error.status, error.message), headers: error.headers };
}
