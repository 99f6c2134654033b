import assert from 'node:assert/strict';
import { CancelledError } from '../../../src/base/abort';
import { type RefusalCause, exchangeToken } from '../../../src/auth/tokenExchange';
import { FakeTransport, type Script } from '../../helpers/fakeTransport';
import { ManualClock } from '../../helpers/manualClock';

const account = { keyId: 'key', secret: 's3cret', email: 'sa@p.example', tokenUrl: 'https://identity.d21s.com/oauth2/token' };

function setUp(...script: Script[]) {
  // The fake transport says that each send started at 0.
  const clock = new ManualClock(0);
  const transport = new FakeTransport(...script);
  const abort = new AbortController();
  const start = () => exchangeToken(account, { transport, clock, userAgent: 'test/1' }, abort.signal);
  return { clock, transport, abort, start };
}

const token = JSON.stringify({ access_token: 'abc', token_type: 'Bearer', expires_in: 3600 });
const dateAt = (milliseconds: number) => [['Date', new Date(milliseconds).toUTCString()] as const];

describe('exchangeToken', () => {
  it('posts the documented form', async () => {
    const { transport, start } = setUp({ status: 200, body: token });
    await start();
    const [request] = transport.sent;
    assert.equal(request?.method, 'POST');
    assert.equal(request.origin, 'https://identity.d21s.com');
    assert.equal(request.target, '/oauth2/token');
    assert.deepEqual(request.headers.map(([name]) => name), ['User-Agent', 'Accept', 'Content-Type']);
    const form = new URLSearchParams(Buffer.from(request.body ?? []).toString());
    assert.deepEqual([...form.keys()], ['grant_type', 'assertion']);
    assert.equal(form.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer');
    assert.equal(form.get('assertion')?.split('.').length, 3);
  });

  it('reads the token', async () => {
    const { start } = setUp({ status: 200, body: token, headers: dateAt(90_000) });
    assert.deepEqual(await start(), { kind: 'token', accessToken: 'abc', expiresAt: 3_600_000, lifetimeMs: 3_600_000, clockSkewMs: 90_500 });
  });

  for (const body of ['', 'null', '[]', '<html>', '{}', '{"access_token":"","expires_in":1}', '{"access_token":"a"}', '{"access_token":"a","expires_in":-1}', '{"access_token":1,"expires_in":1}']) {
    it(`does not take 200 with ${body || 'nothing'} for a token`, async () => {
      const result = await setUp({ status: 200, body }).start();
      assert.equal(result.kind === 'failed' && result.failure.code, 'bad-answer');
    });
  }

  for (const secret of ['a\r\nX: y', 'a\n', '\u0000a', 'a b', 'tøken', '💥']) {
    it(`does not take ${JSON.stringify(secret)} for a token, and does not repeat it`, async () => {
      const result = await setUp({ status: 200, body: JSON.stringify({ access_token: secret, expires_in: 3600 }) }).start();
      assert.equal(result.kind, 'failed');
      assert.equal(result.failure.code, 'bad-answer');
      assert.ok(!result.failure.detail.includes(secret));
    });
  }

  it('does not believe in a token for ever', async () => {
    const result = await setUp({ status: 200, body: '{"access_token":"a","expires_in":1e999}' }).start();
    assert.equal(result.kind === 'token' && result.lifetimeMs, 366 * 86_400_000);
  });

  const refusals: readonly (readonly [status: number, body: object | string, skewMs: number, cause: RefusalCause])[] = [
    [400, { error: 'invalid_grant', error_description: 'the signature does not fit the key' }, 0, 'signature'],
    [400, { error: 'invalid_grant', error_description: 'kid is not a known key ID' }, 0, 'key'],
    [400, { error: 'invalid_grant', error_description: 'iss is not the email of the account' }, 0, 'email'],
    [400, { error: 'invalid_grant', error_description: 'aud must be https://identity' }, 0, 'url'],
    [400, { error: 'invalid_grant', error_description: 'exp has passed' }, 0, 'clock'],
    [400, { error: 'invalid_grant', error_description: 'the signature does not fit the key' }, 400_000, 'clock'],
    [400, { error: 'invalid_grant', error_description: 'the signature does not fit the key' }, -400_000, 'clock'],
    [400, { error: 'invalid_grant' }, 0, 'unknown'],
    [401, { error: 'invalid_client' }, 0, 'key'],
    [400, { error: 'invalid_client', error_description: 'Untrusted Entity Error' }, 0, 'email'],
    [400, { error: 'invalid_client', error_description: 'Client authentication failed' }, 0, 'key'],
    [400, { error: 'invalid_grant', error_description: 'Token used before issued' }, 0, 'clock'],
    [400, { error: 'invalid_grant', error_description: 'the assertion is not yet valid' }, 0, 'clock'],
    [400, { error: 'unsupported_grant_type', error_description: 'unknown key' }, 0, 'url'],
    [400, { error: 'unsupported_grant_type' }, 0, 'url'],
    [404, '<html>', 0, 'url'],
    [302, '', 0, 'url'],
    [405, '', 0, 'url'],
    [503, { error_description: 'signature' }, 400_000, 'unknown'],
    [429, '', 0, 'unknown'],
    [403, '<html>proxy', 0, 'proxy'],
    [407, '<html>proxy', 400_000, 'proxy'],
    [401, '', 0, 'proxy'],
    [401, { message: 'Forbidden' }, 0, 'proxy'],
    [511, '<html>', 0, 'proxy'],
    [400, '<html>', 0, 'proxy'],
    [400, '', 0, 'unknown'],
    [400, { error_description: 'the signature does not fit the key' }, 0, 'signature'],
    [401, { error: 'unauthorized' }, 0, 'unknown'],
  ];
  for (const [status, body, skewMs, cause] of refusals) {
    it(`${status} ${JSON.stringify(body)}, clocks ${skewMs} ms apart: ${cause}`, async () => {
      const { start } = setUp({ status, body: typeof body === 'string' ? body : JSON.stringify(body), headers: dateAt(skewMs) });
      const result = await start();
      assert.equal(result.kind, 'refused');
      assert.equal(result.cause, cause);
      assert.equal(result.status, status);
      assert.equal(result.error, typeof body === 'object' && 'error' in body ? body.error : undefined);
    });
  }

  it('hands on a failure of the transport', async () => {
    const result = await setUp({ failure: 'dns', maybeSent: false }).start();
    assert.deepEqual(result.kind === 'failed' && result.failure, { code: 'dns', detail: 'as scripted', maybeSent: false });
  });

  it('gives up after 20 s and leaves no timer', async () => {
    const { clock, start } = setUp('hang');
    const pending = start();
    await clock.advance(20_000);
    const result = await pending;
    assert.equal(result.kind === 'failed' && result.failure.code, 'timeout.answer');
    assert.equal(clock.pending, 0);
  });

  it('ends when it is cancelled', async () => {
    const { clock, abort, start } = setUp('hang');
    const pending = assert.rejects(start(), CancelledError);
    abort.abort();
    await pending;
    assert.equal(clock.pending, 0);
  });

  it('does not begin when it was cancelled before', async () => {
    const { abort, start } = setUp('hang');
    abort.abort();
    await assert.rejects(start(), CancelledError);
  });
});
