import type { FailureCode, ProxyProblem, TransportFailure } from './exchange';

/** How far a send had come: `connecting` means that not one octet of the request was written. */
export type SendPhase = 'connecting' | 'sent' | 'body';

/** A failure that the product itself found; its code needs no mapping. */
export class TransportError extends Error {
  constructor(
    readonly failureCode: FailureCode,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = 'TransportError';
  }
}

/** A failure of the proxy on the way: the origin never saw the request. */
export class ProxyError extends TransportError {
  constructor(
    readonly problem: ProxyProblem,
    detail: string,
    options?: ErrorOptions,
  ) {
    super('proxy', detail, options);
    this.name = 'ProxyError';
  }
}

/** Codes of Node.js (system calls, resolver, TLS), OpenSSL's verification and undici. */
const byCode: ReadonlyMap<string, FailureCode> = new Map<string, FailureCode>([
  ['ENOTFOUND', 'dns'],
  ['ENODATA', 'dns'],
  ['ESERVFAIL', 'dns.unanswered'],
  ['EREFUSED', 'dns.unanswered'],
  ['ETIMEOUT', 'dns.unanswered'],
  ['EAI_AGAIN', 'dns.unanswered'],
  ['EAI_FAIL', 'dns.unanswered'],
  ['ERR_INVALID_IP_ADDRESS', 'dns'],
  ['ECONNREFUSED', 'refused'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['EHOSTDOWN', 'unreachable'],
  ['ENETDOWN', 'unreachable'],
  ['EADDRNOTAVAIL', 'unreachable'],
  ['EACCES', 'unreachable'],
  ['EPERM', 'unreachable'],
  ['ECONNRESET', 'reset'],
  ['ECONNABORTED', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_SOCKET', 'reset'],
  ['UND_ERR_ABORTED', 'reset'],
  ['UND_ERR_DESTROYED', 'reset'],
  ['UND_ERR_CLOSED', 'reset'],
  ['CERT_HAS_EXPIRED', 'tls.expired'],
  ['CERT_NOT_YET_VALID', 'tls.expired'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls.self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls.self-signed'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls.wrong-host'],
  ['HOSTNAME_MISMATCH', 'tls.wrong-host'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls.unknown-authority'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'tls.unknown-authority'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls.unknown-authority'],
  ['UNABLE_TO_DECRYPT_CERT_SIGNATURE', 'tls.unknown-authority'],
  ['CERT_UNTRUSTED', 'tls.unknown-authority'],
  ['CERT_REJECTED', 'tls.unknown-authority'],
  ['CERT_REVOKED', 'tls.unknown-authority'],
  ['CERT_SIGNATURE_FAILURE', 'tls.unknown-authority'],
  ['CERT_CHAIN_TOO_LONG', 'tls.unknown-authority'],
  ['INVALID_CA', 'tls.unknown-authority'],
  ['INVALID_PURPOSE', 'tls.unknown-authority'],
  ['PATH_LENGTH_EXCEEDED', 'tls.unknown-authority'],
  ['EPROTO', 'tls.protocol'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout.connect'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout.answer'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout.body'],
  ['UND_ERR_HEADERS_OVERFLOW', 'bad-answer'],
  // undici meets an answer that it takes to be impossible.
  ['ERR_ASSERTION', 'bad-answer'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'truncated'],
  ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'too-large'],
  // The stream ended inside a chunked body.
  ['HPE_INVALID_EOF_STATE', 'truncated'],
]);

const byPrefix: readonly (readonly [prefix: string, code: FailureCode])[] = [
  ['EAI_', 'dns'],
  ['ERR_SSL_', 'tls.protocol'],
  ['ERR_TLS_', 'tls.protocol'],
  ['HPE_', 'bad-answer'],
];

/** What a failure without a known code is taken for: the plainest thing that can happen in its phase. */
const byPhase: Readonly<Record<SendPhase, FailureCode>> = { connecting: 'unreachable', sent: 'reset', body: 'truncated' };

/** Of several addresses tried, the answer that says most about the server is the one to report. */
const telling: readonly FailureCode[] = ['refused', 'reset', 'timeout.connect', 'unreachable'];

/**
 * Sorts an error of the runtime by its code, never by its wording.
 *
 * `maybeSent` is false only while connecting: from the moment the first octet is handed to the
 * socket nobody can know what reached the server.
 */
export function failureOf(error: unknown, phase: SendPhase): TransportFailure {
  return {
    code: failureCodeOf(error, phase),
    detail: detailOf(error),
    // What a proxy refused, the origin never saw.
    maybeSent: phase !== 'connecting' && !(error instanceof ProxyError),
    ...(runtimeCode(error) === 'CERT_NOT_YET_VALID' ? { notYetValid: true } : {}),
    ...(error instanceof ProxyError ? { proxy: error.problem } : {}),
  };
}

function failureCodeOf(error: unknown, phase: SendPhase): FailureCode {
  if (error instanceof TransportError) return error.failureCode;
  if (error instanceof AggregateError) {
    const codes = error.errors.map((each) => failureCodeOf(each, phase));
    return telling.find((code) => codes.includes(code)) ?? codes[0] ?? byPhase[phase];
  }
  const code = runtimeCode(error);
  // The kernel gave up: on the connection itself, or on an established one that went silent.
  if (code === 'ETIMEDOUT') return phase === 'connecting' ? 'timeout.connect' : byPhase[phase];
  // Two lengths that contradict each other end the headers with this code.
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && phase === 'sent') return 'bad-answer';
  if (code === '' && isParserError(error)) return error.data === '' ? byPhase[phase] : 'bad-answer';
  const known = byCode.get(code) ?? byPrefix.find(([prefix]) => code.startsWith(prefix))?.[1] ?? byPhase[phase];
  return known === 'reset' ? (phase === 'body' ? 'truncated' : 'reset') : known;
}

/**
 * undici 7 forgets the code of its parser's errors (seen in 7.30: `constants.ERROR[ret]` is always
 * undefined), so the name of the class must do. `data` is what could not be parsed: nothing when
 * the connection ended too early.
 */
function isParserError(error: unknown): error is Error & { readonly data: unknown } {
  return error instanceof Error && error.name === 'HTTPParserError' && 'data' in error;
}

function runtimeCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function detailOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(detailOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  const code = runtimeCode(error);
  return code === '' || error.message.includes(code) ? error.message : `${code}: ${error.message}`;
}
