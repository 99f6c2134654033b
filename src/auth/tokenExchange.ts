import { deadline, isCancelled } from '../base/abort';
import type { Clock } from '../base/clock';
import { isHarmfulSkew, measureClockSkew } from '../http/clockSkew';
import type { TransportFailure, WireResponse } from '../http/exchange';
import type { SendResult, Transport } from '../http/transport';
import type { ServiceAccount } from './account';
import { createAssertion } from './jwt';

/**
 * What is probably wrong with a refused sign-in. Inferred: DT documents the cases, not how to tell
 * them apart. `proxy`: something else answered in place of the token endpoint.
 */
export type RefusalCause = 'key' | 'signature' | 'email' | 'clock' | 'url' | 'proxy' | 'unknown';

export interface AccessToken {
  readonly kind: 'token';
  readonly accessToken: string;
  /** Milliseconds since 1970 UTC by the local clock. */
  readonly expiresAt: number;
  /** Milliseconds from the answer to the end of the token. */
  readonly lifetimeMs: number;
  /** Server clock minus local clock, milliseconds; absent when it could not be measured. */
  readonly clockSkewMs?: number;
}

export interface TokenRefusal {
  readonly kind: 'refused';
  readonly status: number;
  /** `error` and `error_description` of RFC 6749; absent when the answer was not such JSON. */
  readonly error?: string;
  readonly description?: string;
  readonly cause: RefusalCause;
  readonly clockSkewMs?: number;
}

/** What came of asking for an access token. */
export type TokenResult = AccessToken | TokenRefusal | { readonly kind: 'failed'; readonly failure: TransportFailure };

export interface TokenExchangeParts {
  readonly transport: Transport;
  readonly clock: Clock;
  /** Sent as `User-Agent`. */
  readonly userAgent: string;
}

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Milliseconds for the whole exchange; the longest that a client of DT's is known to allow. Source: Swift client. */
const timeoutMs = 20_000;
const connectTimeoutMs = 10_000;
const maxBodyBytes = 1_000_000;
/** A longer lifetime is an error of the server's, and soon no date any more. */
const longestLifetimeMs = 366 * 86_400_000;

/** Exchanges an assertion for an access token. Rejects with CancelledError only. Sources: OAuth2 page; Python client. */
export async function exchangeToken(account: ServiceAccount, parts: TokenExchangeParts, signal: AbortSignal): Promise<TokenResult> {
  const result = await post(account, parts, signal);
  if (result.kind === 'failed') return result;
  const { response, timing } = result;
  const skew = measureClockSkew(response.headers, timing);
  const measured = skew === undefined ? {} : { clockSkewMs: skew };
  const fields = readFields(response);
  if (response.status !== 200) return { ...refusal(response, fields, skew), ...measured };
  const accessToken = fields['access_token'];
  const seconds = fields['expires_in'];
  if (typeof accessToken !== 'string' || accessToken === '' || typeof seconds !== 'number' || !(seconds > 0)) {
    return badAnswer('the token endpoint answered 200 without an access token');
  }
  // Anything else cannot stand in a header (or ends it).
  if (!/^[\x21-\x7e]+$/.test(accessToken)) return badAnswer('the token endpoint answered with an access token that holds blanks or unprintable characters');
  const lifetimeMs = Math.min(seconds * 1000, longestLifetimeMs);
  return { kind: 'token', accessToken, lifetimeMs, expiresAt: timing.startedAt + lifetimeMs, ...measured };
}

function badAnswer(detail: string): TokenResult {
  return { kind: 'failed', failure: { code: 'bad-answer', detail, maybeSent: true } };
}

/** Sends the form, giving up after the time allowed. */
async function post(account: ServiceAccount, { transport, clock, userAgent }: TokenExchangeParts, signal: AbortSignal): Promise<SendResult> {
  const url = new URL(account.tokenUrl);
  const form = new URLSearchParams({ grant_type: grantType, assertion: createAssertion(account, clock.now()) });
  const time = deadline(clock, timeoutMs, signal);
  const startedAt = clock.now();
  try {
    return await transport.send(
      {
        method: 'POST',
        origin: url.origin,
        target: url.pathname,
        headers: [
          ['User-Agent', userAgent],
          ['Accept', 'application/json'],
          ['Content-Type', 'application/x-www-form-urlencoded'],
        ],
        body: Buffer.from(form.toString(), 'utf8'),
      },
      { signal: time.signal, connectTimeoutMs, maxBodyBytes },
    );
  } catch (error) {
    if (!time.passed || !isCancelled(error)) throw error;
    const failure = { code: 'timeout.answer', detail: `no answer from the token endpoint within ${timeoutMs} ms`, maybeSent: true } as const;
    return { kind: 'failed', failure, timing: { startedAt, totalMs: timeoutMs } };
  } finally {
    time.dispose();
  }
}

/** The properties of a JSON object; none for any other body. */
function readFields({ body }: WireResponse): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function refusal(response: WireResponse, fields: Readonly<Record<string, unknown>>, skew: number | undefined): TokenRefusal {
  const { status } = response;
  const { error, error_description: description } = fields;
  return {
    kind: 'refused',
    status,
    ...(typeof error === 'string' ? { error } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    cause: isFromElsewhere(response, fields) ? 'proxy' : causeOf(status, error, description, skew),
  };
}

/** Statuses with which a proxy or gateway refuses on its own account. */
const gatekeepers: ReadonlySet<number> = new Set([401, 403, 407, 511]);

/** Whether a refusal lacks the form of OAuth's (RFC 6749, section 5.2), so that it says nothing about the account. */
function isFromElsewhere({ status, body }: WireResponse, fields: Readonly<Record<string, unknown>>): boolean {
  if (typeof fields['error'] === 'string') return false;
  // An empty 400 may be the endpoint's: what its refusals look like is not documented.
  return gatekeepers.has(status) || (status === 400 && body.length > 0 && Object.keys(fields).length === 0);
}

/**
 * The bodies of refusals are not documented, so this is a guess that the
 * product presents as one. What can be measured goes first: a wrong clock before blaming a key.
 * The server's own sentence says more than the code `invalid_client`, which stands for several cases.
 */
function causeOf(status: number, error: unknown, description: unknown, skew: number | undefined): RefusalCause {
  if (status >= 500 || status === 429) return 'unknown';
  if (status === 404 || status === 405 || (status >= 300 && status < 400)) return 'url';
  if (isHarmfulSkew(skew)) return 'clock';
  if (error === 'unsupported_grant_type') return 'url';
  const sentence = typeof description === 'string' ? description : typeof error === 'string' ? error : '';
  const hinted = hints.find(([pattern]) => pattern.test(sentence))?.[1];
  return hinted ?? (error === 'invalid_client' ? 'key' : 'unknown');
}

const hints: readonly (readonly [RegExp, RefusalCause])[] = [
  [/\b(iat|exp|nbf|expired|clock|timing|future)\b|\bused before issued\b|\bnot yet valid\b/i, 'clock'],
  [/signature/i, 'signature'],
  [/\b(aud|audience)\b/i, 'url'],
  [/\b(iss|issuer|email|untrusted)\b/i, 'email'],
  [/\b(kid|key)\b/i, 'key'],
];
