import { basicPassword } from '../../auth/basic';
import { headerValue, type HeaderList, type WireRequest } from '../../http/exchange';
import { maySeeHeader } from '../../http/plainHeaders';
import { shortestSecret } from '../../http/redact';
import { repeats } from '../../http/secretForms';
import type { SendResult } from '../../http/transport';
import type { Policy, Recorder } from '../pipeline';

const maxRedirects = 10;

/**
 * Follows redirects. Each hop goes through everything inside this policy again, so it is
 * authorized by its own origin and takes its own permit.
 *
 * To another origin only GET and HEAD go on, with no header but those that may be shown to anybody,
 * and to no address that holds a secret of the request or what it was signed with; from https to
 * http nothing goes. A hop to another origin is signed only when the one before was; nor is a request
 * that brought credentials of its own, where those were left behind.
 */
export function redirectPolicy(): Policy {
  return {
    name: 'redirect',
    async send(request, context, next) {
      let current = request;
      let hopContext = context;
      for (let hop = 0; ; hop++) {
        const result = await next(current, hopContext);
        if (result.kind !== 'answered' || context.options.followRedirects === false) return result;
        const location = headerValue(result.response.headers, 'location');
        if (!isRedirect(result.response.status) || location === undefined) return result;
        if (hop === maxRedirects) return stopped(result, 'redirect.limit', `more than ${maxRedirects} redirects`);
        const step = nextHop(current, result.response.status, location, [...context.secrets, ...signedWith(context.recorder)]);
        if (step.kind === 'blocked') return stopped(result, 'redirect.blocked', step.reason);
        context.recorder.follow('redirect');
        context.onProgress({ kind: 'redirecting', to: step.request.origin });
        const leftBehind = headerValue(current.headers, 'authorization') !== undefined && headerValue(step.request.headers, 'authorization') === undefined;
        // Whoever may not have a credential cannot have a request signed by sending it on to one who may.
        const isSentOn = step.request.origin !== current.origin && context.recorder.attempts.at(-1)?.signedAs === undefined;
        if (leftBehind || isSentOn) hopContext = { ...context, options: { ...context.options, auth: 'none' } };
        current = step.request;
      }
    },
  };
}

/** What the product signed the attempts so far with: a token, or key ID and secret with the secret itself. */
export function signedWith({ attempts }: Pick<Recorder, 'attempts'>): readonly string[] {
  const headers = attempts.flatMap(({ request, signedAs }) => (signedAs ? [headerValue(request.headers, 'authorization') ?? ''] : []));
  return [...new Set(headers)].flatMap((header) => {
    const [scheme = '', credentials = ''] = header.split(' ');
    return scheme === 'Basic' ? [credentials, basicPassword(credentials)] : [credentials];
  });
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

function stopped(
  result: SendResult,
  code: 'redirect.limit' | 'redirect.blocked',
  detail: string,
): Extract<SendResult, { kind: 'failed' }> {
  return { kind: 'failed', failure: { code, detail, maybeSent: true }, timing: result.timing };
}

type Hop = { readonly kind: 'go'; readonly request: WireRequest } | { readonly kind: 'blocked'; readonly reason: string };

/** Decides the request that follows a redirect answer; pure. */
export function nextHop(request: WireRequest, status: number, location: string, secrets: readonly string[]): Hop {
  let url: URL;
  try {
    url = new URL(location, request.origin + request.target);
  } catch {
    return { kind: 'blocked', reason: 'the Location header is not an address' };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { kind: 'blocked', reason: `the redirect leads to ${url.protocol}, not to http or https` };
  }
  if (url.username !== '' || url.password !== '') {
    return { kind: 'blocked', reason: 'the redirect address holds a user name or password' };
  }
  const here = new URL(request.origin);
  if (here.protocol === 'https:' && url.protocol === 'http:') {
    return { kind: 'blocked', reason: 'the redirect leads from https to http' };
  }
  const sameOrigin = url.origin === here.origin;
  const keepsMethod = status === 307 || status === 308;
  // A 303 turns everything but HEAD into GET; 301 and 302 do so for POST, as every browser does.
  const becomesGet = status === 303 ? request.method !== 'HEAD' : !keepsMethod && request.method === 'POST';
  const method = becomesGet ? 'GET' : request.method;
  if (!sameOrigin && request.method !== 'GET' && request.method !== 'HEAD') {
    return { kind: 'blocked', reason: `a ${request.method} request is not sent on to another origin (${url.origin})` };
  }
  if (!sameOrigin && keepsMethod && request.body !== undefined) {
    return { kind: 'blocked', reason: `the body is not sent on to another origin (${url.origin})` };
  }
  if (!sameOrigin && holdsSecret(url.href, secrets)) {
    return { kind: 'blocked', reason: 'the address on another origin holds a secret value of the request' };
  }
  const body = becomesGet || !sameOrigin ? undefined : request.body;
  const headers = request.headers.filter(
    (header) => (body !== undefined || !isBodyHeader(header)) && (sameOrigin || mayLeave(header, secrets)),
  );
  return {
    kind: 'go',
    request: {
      method,
      origin: url.origin,
      target: url.pathname + url.search,
      headers,
      ...(body === undefined ? {} : { body }),
    },
  };
}

function isBodyHeader([name]: HeaderList[number]): boolean {
  return /^content-(type|encoding|language|location|length)$/i.test(name);
}

function mayLeave([name, value]: HeaderList[number], secrets: readonly string[]): boolean {
  if (!maySeeHeader(name.toLowerCase()) || /^(cookie|host)$/i.test(name)) return false;
  return !holdsSecret(value, secrets);
}

/** Whether a text has a secret in it, as it is or in one of the forms in which a server may repeat it. A shorter one is in every other text. */
function holdsSecret(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => secret.length >= shortestSecret && repeats(text, secret));
}
