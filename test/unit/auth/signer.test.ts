import assert from 'node:assert/strict';
import type { ServiceAccount } from '../../../src/auth/account';
import { Signer } from '../../../src/auth/signer';
import { silentLogger } from '../../../src/base/logger';
import type { HeaderList, WireRequest } from '../../../src/http/exchange';
import { Redactor } from '../../../src/http/redact';
import { FakeTransport, type Script } from '../../helpers/fakeTransport';
import { ManualClock } from '../../helpers/manualClock';

const account: ServiceAccount = { keyId: 'key', secret: 's3cret-s3cret', email: 'sa@p.example', tokenUrl: 'https://identity.d21s.com/oauth2/token' };
const token = (accessToken: string, expiresIn = 3600): Script => ({ status: 200, body: JSON.stringify({ access_token: accessToken, expires_in: expiresIn }) });
const get = (origin = 'https://api.d21s.com', headers: HeaderList = []): WireRequest => ({ method: 'GET', origin, target: '/v2/projects', headers });
/** A signal of its own for each caller, as each run has. */
const never = () => new AbortController().signal;

function setUp(...script: Script[]) {
  const transport = new FakeTransport(...script);
  const redactor = new Redactor();
  // The fake transport says that each send started at 0.
  const parts = { transport, clock: new ManualClock(0), log: silentLogger, redactor, userAgent: 'test/1', scope: () => ({ allowedOrigins: [] }) };
  return { transport, redactor, signer: new Signer(parts) };
}

describe('Signer', () => {
  it('signs with a bearer token, exchanged once', async () => {
    const { signer, transport } = setUp(token('tok-one'));
    const expected = {
      kind: 'signed',
      header: ['Authorization', 'Bearer tok-one'],
      signature: { scheme: 'bearer', email: account.email, expiresAt: 3_600_000 },
    };
    assert.deepEqual(await signer.sign(get(), account, undefined, never()), expected);
    assert.deepEqual(await signer.sign(get('https://emulator.d21s.com'), account, 'oauth2', never()), expected);
    assert.equal(transport.sent.length, 1);
  });

  it('makes one exchange for 200 at once', async () => {
    const { signer, transport } = setUp(token('tok-one'));
    const all = await Promise.all(Array.from({ length: 200 }, () => signer.sign(get(), account, undefined, never())));
    assert.ok(all.every(({ kind }) => kind === 'signed'));
    assert.equal(transport.sent.length, 1);
  });

  it('signs with Basic without any exchange', async () => {
    const { signer, transport } = setUp();
    const result = await signer.sign(get(), account, 'basic', never());
    assert.deepEqual(result, {
      kind: 'signed',
      header: ['Authorization', `Basic ${Buffer.from('key:s3cret-s3cret').toString('base64')}`],
      signature: { scheme: 'basic', email: account.email },
    });
    assert.equal(transport.sent.length, 0);
  });

  const unsigned: readonly (readonly [because: string, request: WireRequest, account: ServiceAccount | undefined, scheme: 'none' | 'basic' | undefined])[] = [
    ['asked', get(), account, 'none'],
    ['own-authorization', get(undefined, [['aUTHORIZATION', 'Bearer x']]), account, 'basic'],
    ['no-account', get(), undefined, undefined],
    ['origin-not-allowed', get('https://evil.example'), account, 'basic'],
    ['origin-not-allowed', get('https://evil.example'), undefined, undefined],
    ['origin-not-allowed', get('https://evil.example', [['Host', 'api.d21s.com']]), account, undefined],
    ['origin-not-allowed', get('http://127.0.0.1:80'), account, undefined],
    ['origin-not-allowed', get(), { ...account, sandbox: true }, undefined],
  ];
  for (const [because, request, who, scheme] of unsigned) {
    it(`leaves unsigned: ${because} (${request.origin})`, async () => {
      const { signer, transport } = setUp();
      assert.deepEqual(await signer.sign(request, who, scheme, never()), { kind: 'unsigned', because });
      assert.equal(transport.sent.length, 0);
    });
  }

  it('drops a token that was rejected, once', async () => {
    const { signer, transport } = setUp(token('tok-one'), token('tok-two', 1800));
    const first = await signer.sign(get(), account, undefined, never());
    assert.equal(first.kind, 'signed');
    signer.rejected(first.signature);
    const second = await signer.sign(get(), account, undefined, never());
    assert.equal(second.kind === 'signed' && second.header[1], 'Bearer tok-two');
    signer.rejected(first.signature);
    signer.rejected({ scheme: 'basic', email: account.email });
    await signer.sign(get(), account, undefined, never());
    assert.equal(transport.sent.length, 2);
  });

  it('renews no token again at once that was itself never accepted', async () => {
    const { signer, transport } = setUp(token('tok-one'), token('tok-two', 1800), token('tok-three', 900));
    const sign = async () => {
      const result = await signer.sign(get(), account, undefined, never());
      assert.ok(result.kind === 'signed');
      return result.signature;
    };
    assert.equal(signer.rejected(await sign()), true);
    const second = await sign();
    for (let request = 0; request < 5; request++) assert.equal(signer.rejected(second), false, 'refused as its predecessor was');
    assert.equal(transport.sent.length, 2);
    signer.accepted(second);
    assert.equal(signer.rejected(second), true, 'it was good, and is no longer');
    await sign();
    assert.equal(transport.sent.length, 3);
  });

  it('keeps a token for each account', async () => {
    const { signer, transport } = setUp(token('tok-one'), token('tok-two'));
    await signer.sign(get(), account, undefined, never());
    const other = await signer.sign(get(), { ...account, secret: 'another-secret' }, undefined, never());
    assert.equal(other.kind === 'signed' && other.header[1], 'Bearer tok-two');
    assert.equal(transport.sent.length, 2);
  });

  it('hands on refusals and failures, and tries again', async () => {
    const { signer } = setUp({ status: 400, body: '{"error":"invalid_grant"}' }, { failure: 'dns', maybeSent: false }, token('tok-one'));
    const refused = await signer.sign(get(), account, undefined, never());
    assert.equal(refused.kind === 'refused' && refused.refusal.error, 'invalid_grant');
    const failed = await signer.sign(get(), account, undefined, never());
    assert.equal(failed.kind === 'failed' && failed.failure.code, 'dns');
    assert.equal((await signer.sign(get(), account, undefined, never())).kind, 'signed');
  });

  it('never sends an assertion to a stranger', async () => {
    const { signer, transport } = setUp();
    for (const tokenUrl of ['https://evil.example/oauth2/token', 'not a URL', 'http://identity.d21s.com/oauth2/token']) {
      const result = await signer.sign(get(), { ...account, tokenUrl }, undefined, never());
      assert.deepEqual(result.kind === 'failed' && [result.failure.code, result.failure.maybeSent], ['sign-in', false]);
    }
    assert.equal(transport.sent.length, 0);
  });

  it('tells the redactor of the secret and of the token', async () => {
    const { signer, redactor } = setUp(token('tok-one'));
    await signer.sign(get(), account, undefined, never());
    assert.equal(redactor.text('tok-one s3cret-s3cret'), '••• •••');
  });

  it('forgets the token on signing out', async () => {
    const { signer } = setUp(token('tok-one'), token('tok-two'));
    await signer.sign(get(), account, undefined, never());
    assert.equal(signer.tokens(account).expiresAt, 3_600_000);
    signer.retain([]);
    assert.equal(signer.tokens(account).expiresAt, undefined);
    const result = await signer.sign(get(), account, undefined, never());
    assert.equal(result.kind === 'signed' && result.header[1], 'Bearer tok-two');
    signer.dispose();
  });
});
