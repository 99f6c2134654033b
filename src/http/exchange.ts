/** Header lines in the order and casing of the wire; a name may occur more than once. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** One request exactly as it is handed to the transport. */
export interface WireRequest {
  readonly method: string;
  /** Scheme, host and port of the connection, e.g. `https://api.disruptive-technologies.com`. Never with userinfo. */
  readonly origin: string;
  /** Path and query exactly as they go out: nothing re-encoded, no dot segments folded. Starts with `/`. */
  readonly target: string;
  readonly headers: HeaderList;
  readonly body?: Uint8Array;
}

/** The head of an answer and its body, whole. */
export interface WireResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  /** The body as received, after `Content-Encoding` was undone where that was possible. */
  readonly body: Uint8Array;
  /** Octets received for the body before decoding. */
  readonly encodedLength: number;
  /** Set when the body could not be decoded; `body` then holds the octets as received. */
  readonly undecodable?: string;
}

/** What kept an answer from arriving. The product recognises failures by these codes alone. */
export type FailureCode =
  | 'dns'
  /** No name server answered, or it failed: whether the name exists is not known. */
  | 'dns.unanswered'
  | 'refused'
  | 'unreachable'
  | 'reset'
  | 'tls.expired'
  | 'tls.self-signed'
  | 'tls.wrong-host'
  | 'tls.unknown-authority'
  | 'tls.protocol'
  | 'timeout.connect'
  | 'timeout.answer'
  | 'timeout.body'
  | 'proxy'
  | 'truncated'
  | 'too-large'
  | 'redirect.limit'
  | 'redirect.blocked'
  | 'bad-answer'
  | 'sign-in'
  | 'quota'
  /** Whoever sends had lost the right to, before the first octet. The quota policy takes a new permit then. */
  | 'withheld';

/** Where a proxy was set, under the name by which a person finds it: `http.proxy`, `HTTPS_PROXY`. */
export interface ProxySource {
  readonly kind: 'setting' | 'variable';
  readonly name: string;
}

/** Why the way through a proxy is closed. */
export type ProxyCause =
  /** What was set cannot be used: no URL, a scheme other than http and https, userinfo that is not percent-encoded, a header value with control characters. */
  | { readonly kind: 'malformed'; readonly what: 'url' | 'scheme' | 'userinfo' | 'authorization' }
  /** No connection to the proxy itself. */
  | { readonly kind: 'unreachable'; readonly failure: FailureCode }
  /** 407. `tried`: credentials were sent and not accepted. `basic`: whether it takes a name and a password at all. */
  | { readonly kind: 'sign-in'; readonly tried: boolean; readonly basic: boolean }
  /** Any other status that is not 2xx, in answer to CONNECT. */
  | { readonly kind: 'refused'; readonly status: number }
  /** What it said is not HTTP, or it hung up. */
  | { readonly kind: 'no-proxy' };

/** What is known about a proxy that could not be used; never holds userinfo. */
export interface ProxyProblem {
  readonly source: ProxySource;
  /** `host:port`; absent when what was set is malformed. */
  readonly address?: string;
  readonly cause: ProxyCause;
}

/** A failure without (or before the end of) an answer. */
export interface TransportFailure {
  readonly code: FailureCode;
  /** What the runtime said, for the evidence line. Not shown as the explanation. */
  readonly detail: string;
  /** False when the request provably never left this machine: no connection was made. */
  readonly maybeSent: boolean;
  /** Of `proxy`: what is known of it. */
  readonly proxy?: ProxyProblem;
  /** Of `tls.expired`: the time of the certificate has not begun. */
  readonly notYetValid?: true;
}

export interface Timing {
  /** Wall clock when the attempt was sent, milliseconds since 1970 UTC. */
  readonly startedAt: number;
  /** Milliseconds from the send to the headers of the answer; absent when none came. */
  readonly headersMs?: number;
  /** Milliseconds from the send to the end of the answer or the failure. */
  readonly totalMs: number;
}

/** One send and what came of it. Each retry and each redirect hop is an attempt of its own. */
export interface Attempt {
  readonly request: WireRequest;
  readonly response?: WireResponse;
  readonly failure?: TransportFailure;
  readonly timing: Timing;
  /** Why there is another attempt after this one; absent on the last. */
  readonly followedBy?: 'redirect' | 'retry' | 'new-token';
  /** How the request was signed. */
  readonly signedAs?: Signature;
}

/** How an attempt was signed; never holds a secret. */
export interface Signature {
  readonly scheme: 'bearer' | 'basic';
  /** Email of the service account. */
  readonly email: string;
  /** When the access token ends, milliseconds since 1970 UTC; absent for Basic. */
  readonly expiresAt?: number;
}

/** Why a request went out without the account's signature. `signed-out`: the account that would sign is; `none-chosen`: there are accounts, and none of them is active. */
export type UnsignedReason = 'no-account' | 'signed-out' | 'none-chosen' | 'origin-not-allowed' | 'own-authorization' | 'asked';

/** Everything that went over the wire for one run of one request. */
export interface Exchange {
  /** The request as the author meant it: before redirects, without the product's credentials. */
  readonly request: WireRequest;
  /** At least one once anything was sent; in order. */
  readonly attempts: readonly Attempt[];
}

/** The last attempt of an exchange; undefined when nothing was sent. */
export function lastAttempt(exchange: Exchange): Attempt | undefined {
  return exchange.attempts.at(-1);
}

/** Whether another address answered, or failed, than the one that the author wrote. */
export function wasRedirected(exchange: Exchange): boolean {
  const { origin, target } = lastAttempt(exchange)?.request ?? exchange.request;
  return origin !== exchange.request.origin || target !== exchange.request.target;
}

/** How a run of one request ended. The run does not judge an answer: a 404 is `answered`. */
export type Outcome =
  | { readonly kind: 'answered'; readonly exchange: Exchange; readonly response: WireResponse }
  | { readonly kind: 'failed'; readonly exchange: Exchange; readonly failure: TransportFailure }
  | { readonly kind: 'cancelled'; readonly exchange: Exchange };

/** The first value of header `name` (any casing), or undefined. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1];
}
