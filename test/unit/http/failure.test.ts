import assert from 'node:assert/strict';
import type { FailureCode } from '../../../src/http/exchange';
import { type SendPhase, TransportError, failureOf } from '../../../src/http/failure';

/** An error as the runtime makes it; the wording must not matter. */
const coded = (code: string) => Object.assign(new Error('some words'), { code });

const rows: readonly (readonly [code: string, phase: SendPhase, expected: FailureCode])[] = [
  ['ENOTFOUND', 'connecting', 'dns'],
  ['EAI_AGAIN', 'connecting', 'dns.unanswered'],
  ['EAI_NODATA', 'connecting', 'dns'],
  ['ECONNREFUSED', 'connecting', 'refused'],
  ['EHOSTUNREACH', 'connecting', 'unreachable'],
  ['ENETUNREACH', 'connecting', 'unreachable'],
  ['EADDRNOTAVAIL', 'connecting', 'unreachable'],
  ['ETIMEDOUT', 'connecting', 'timeout.connect'],
  ['ETIMEDOUT', 'sent', 'reset'],
  ['ETIMEDOUT', 'body', 'truncated'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connecting', 'timeout.connect'],
  ['UND_ERR_HEADERS_TIMEOUT', 'sent', 'timeout.answer'],
  ['UND_ERR_BODY_TIMEOUT', 'body', 'timeout.body'],
  ['ECONNRESET', 'connecting', 'reset'],
  ['ECONNRESET', 'sent', 'reset'],
  ['ECONNRESET', 'body', 'truncated'],
  ['EPIPE', 'sent', 'reset'],
  ['UND_ERR_SOCKET', 'sent', 'reset'],
  ['UND_ERR_SOCKET', 'body', 'truncated'],
  ['UND_ERR_ABORTED', 'sent', 'reset'],
  ['UND_ERR_DESTROYED', 'connecting', 'reset'],
  ['CERT_HAS_EXPIRED', 'connecting', 'tls.expired'],
  ['CERT_NOT_YET_VALID', 'connecting', 'tls.expired'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'connecting', 'tls.self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'connecting', 'tls.self-signed'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'connecting', 'tls.wrong-host'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'connecting', 'tls.unknown-authority'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'connecting', 'tls.unknown-authority'],
  ['CERT_REVOKED', 'connecting', 'tls.unknown-authority'],
  ['EPROTO', 'connecting', 'tls.protocol'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'connecting', 'tls.protocol'],
  ['ERR_TLS_HANDSHAKE_TIMEOUT', 'connecting', 'tls.protocol'],
  ['HPE_INVALID_CONSTANT', 'sent', 'bad-answer'],
  ['HPE_INVALID_CHUNK_SIZE', 'body', 'bad-answer'],
  ['HPE_INVALID_EOF_STATE', 'body', 'truncated'],
  ['UND_ERR_HEADERS_OVERFLOW', 'sent', 'bad-answer'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'body', 'truncated'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'sent', 'bad-answer'],
  ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'body', 'too-large'],
  ['ERR_ASSERTION', 'sent', 'bad-answer'],
  ['EMFILE', 'connecting', 'unreachable'],
  ['ESOMETHINGNEW', 'sent', 'reset'],
  ['ESOMETHINGNEW', 'body', 'truncated'],
];

describe('failureOf', () => {
  for (const [code, phase, expected] of rows) {
    it(`${code} while ${phase}: ${expected}`, () => {
      const early = code === 'CERT_NOT_YET_VALID' ? { notYetValid: true } : {};
      assert.deepEqual(failureOf(coded(code), phase), { code: expected, detail: `${code}: some words`, maybeSent: phase !== 'connecting', ...early });
    });
  }

  const parser: readonly (readonly [data: string, phase: SendPhase, expected: FailureCode])[] = [
    ['xyz', 'sent', 'bad-answer'],
    ['xyz', 'body', 'bad-answer'],
    ['', 'sent', 'reset'],
    ['', 'body', 'truncated'],
  ];
  for (const [data, phase, expected] of parser) {
    it(`a parser error without a code at "${data}" while ${phase}: ${expected}`, () => {
      const error = Object.assign(new Error('words'), { name: 'HTTPParserError', code: undefined, data });
      assert.equal(failureOf(error, phase).code, expected);
    });
  }

  it('takes what the product found itself as it is', () => {
    const failure = failureOf(new TransportError('proxy', 'it said 407'), 'connecting');
    assert.deepEqual(failure, { code: 'proxy', detail: 'it said 407', maybeSent: false });
  });

  const attempts: readonly (readonly [codes: readonly string[], expected: FailureCode])[] = [
    [['ECONNREFUSED', 'ECONNREFUSED'], 'refused'],
    [['ENETUNREACH', 'ECONNREFUSED'], 'refused'],
    [['ETIMEDOUT', 'ENETUNREACH'], 'timeout.connect'],
    [['ENOTFOUND'], 'dns'],
    [[], 'unreachable'],
  ];
  for (const [codes, expected] of attempts) {
    it(`several addresses (${codes.join(', ')}): ${expected}`, () => {
      const failure = failureOf(new AggregateError(codes.map(coded), 'all of them'), 'connecting');
      assert.equal(failure.code, expected);
      for (const code of codes) assert.ok(failure.detail.includes(code));
    });
  }

  it('does not read words', () => {
    assert.equal(failureOf(new Error('ENOTFOUND certificate has expired ECONNREFUSED'), 'sent').code, 'reset');
    assert.equal(failureOf('a text', 'sent').detail, 'a text');
  });

  it('does not say the code twice', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
    assert.equal(failureOf(error, 'connecting').detail, 'connect ECONNREFUSED 127.0.0.1:1');
  });
});
