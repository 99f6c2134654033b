import { vendorHostKind, type HostKind } from '../../src/api/hosts';
import type { Attempt, Exchange, FailureCode, HeaderList, Outcome, ProxyProblem, Signature, WireRequest, WireResponse } from '../../src/http/exchange';
import type { Facts } from '../../src/insight/entry';

/** 2026-03-01 12:00:00 UTC: the time at which all example exchanges end. */
export const exampleNow = Date.UTC(2026, 2, 1, 12);

/** An answer of the example server. */
export interface AnswerSpec {
  readonly status: number;
  readonly headers?: HeaderList;
  /** Text as it is, or a value that is sent as JSON. */
  readonly body?: unknown;
  readonly undecodable?: string;
}

/** An exchange in a few words; everything has a default. */
export interface ExchangeSpec {
  /** `GET https://api.disruptive-technologies.com/v2/projects`. */
  readonly request: string;
  readonly headers?: HeaderList;
  readonly body?: unknown;
  readonly answer?: AnswerSpec;
  readonly failure?: FailureCode;
  readonly detail?: string;
  /** Of the failure `proxy`. */
  readonly proxy?: ProxyProblem;
  /** Default: true for failures after the connection stands. */
  readonly maybeSent?: boolean;
  /** Statuses (or failures) of attempts before the last one. */
  readonly before?: readonly { readonly status: number; readonly followedBy: NonNullable<Attempt['followedBy']> }[];
  readonly signedAs?: Signature | 'nobody';
  /** Where the last attempt went, when that is not where the request points. */
  readonly answeredAt?: { readonly origin: string; readonly target: string };
  readonly facts?: Partial<Facts>;
}

const neverConnected: ReadonlySet<FailureCode> = new Set([
  'dns', 'dns.unanswered', 'refused', 'unreachable', 'tls.expired', 'tls.self-signed', 'tls.wrong-host', 'tls.unknown-authority',
  'tls.protocol', 'timeout.connect', 'proxy', 'sign-in', 'quota',
]);

const signature: Signature = { scheme: 'bearer', email: 'robot@prj.serviceaccount.d21s.com', expiresAt: exampleNow + 1_800_000 };

/** An outcome and the facts beside it, from a short description. */
export function exchange(spec: ExchangeSpec): { readonly outcome: Outcome; readonly facts: Facts } {
  const request = wireRequest(spec);
  const response = spec.answer && wireResponse(spec.answer);
  const failure = spec.failure === undefined ? undefined : {
    code: spec.failure, detail: spec.detail ?? `the runtime says ${spec.failure}`, maybeSent: spec.maybeSent ?? !neverConnected.has(spec.failure),
    ...(spec.proxy && { proxy: spec.proxy }),
  };
  const signedAs = spec.signedAs === 'nobody' ? {} : { signedAs: spec.signedAs ?? signature };
  const attempts: Attempt[] = (spec.before ?? []).map(({ status, followedBy }) => ({
    request, response: wireResponse({ status }), timing: { startedAt: exampleNow - 5000, headersMs: 100, totalMs: 120 }, followedBy, ...signedAs,
  }));
  if (spec.failure !== 'sign-in' && spec.failure !== 'quota') {
    attempts.push({
      request: { ...request, ...spec.answeredAt }, ...(response && { response }), ...(failure && { failure }),
      timing: { startedAt: exampleNow - 150, headersMs: 140, totalMs: 150 }, ...signedAs,
    });
  }
  const whole: Exchange = { request, attempts };
  const outcome: Outcome = response ? { kind: 'answered', exchange: whole, response }
    : failure ? { kind: 'failed', exchange: whole, failure } : { kind: 'cancelled', exchange: whole };
  return { outcome, facts: facts(request, spec) };
}

/** A body in the documented form. */
export function vendorBody(code: number, error: string): unknown {
  return { error, code, help: `https://docs.d21s.com/error/#${code}` };
}

/** An unsigned JWT with these claims, for requests that bring a token of their own. */
export function jwt(claims: unknown): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'HS256' })}.${encode(claims)}.c2lnbmF0dXJl`;
}

function wireRequest({ request, headers, body }: ExchangeSpec): WireRequest {
  const [method = '', url = ''] = request.split(' ');
  const slash = url.indexOf('/', url.indexOf('://') + 3);
  return {
    method,
    origin: slash < 0 ? url : url.slice(0, slash),
    target: slash < 0 ? '/' : url.slice(slash),
    headers: headers ?? [],
    ...(body !== undefined && { body: octets(body) }),
  };
}

function wireResponse({ status, headers, body, undecodable }: AnswerSpec): WireResponse {
  const content = body === undefined ? new Uint8Array() : octets(body);
  const type: HeaderList = body === undefined ? [] : [['Content-Type', typeof body === 'string' ? 'text/plain' : 'application/json']];
  return { status, statusText: '', headers: headers ?? type, body: content, encodedLength: content.length, ...(undecodable !== undefined && { undecodable }) };
}

function octets(body: unknown): Uint8Array {
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
}

function facts(request: WireRequest, spec: ExchangeSpec): Facts {
  const loopback = request.origin.startsWith('http://127.0.0.1');
  const hostKind: HostKind = loopback ? 'sandbox' : vendorHostKind(request.origin);
  const account = spec.signedAs === 'nobody' ? {} : { account: { name: 'robot', maskedEmail: 'ro…@prj…' } };
  return { now: exampleNow, hostKind, recentCreates: [], ...account, ...spec.facts };
}
