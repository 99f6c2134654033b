import assert from 'node:assert/strict';
import type { ServiceAccount } from '../../../src/auth/account';
import { Signer } from '../../../src/auth/signer';
import type { RefusalCause } from '../../../src/auth/tokenExchange';
import { type Clock, systemClock } from '../../../src/base/clock';
import { silentLogger } from '../../../src/base/logger';
import { Redactor } from '../../../src/http/redact';
import type { Transport } from '../../../src/http/transport';
import { createUndiciTransport } from '../../../src/http/undiciTransport';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';

const fresh = () => new AbortController().signal;
/** A local clock that is wrong by `milliseconds`; the sandbox's is right. */
const skewed = (milliseconds: number): Clock => ({ ...systemClock, now: () => systemClock.now() + milliseconds });

describe('signing in at the sandbox', () => {
  let sandbox: Sandbox;
  let transport: Transport;

  beforeEach(async () => {
    sandbox = await startSandbox();
    transport = createUndiciTransport({ clock: systemClock });
  });

  afterEach(async () => {
    await transport.close();
    await sandbox.stop();
  });

  const accountOf = (role: string): ServiceAccount => {
    const { keyId, secret, email } = sandbox.account(role);
    return { keyId, secret, email, tokenUrl: sandbox.tokenUrl, sandbox: true };
  };
  const signerWith = (clock: Clock = systemClock) => {
    const scope = () => ({ allowedOrigins: [], sandboxOrigin: sandbox.origin });
    return new Signer({ transport, clock, log: silentLogger, redactor: new Redactor(), userAgent: 'test/1', scope });
  };
  const request = () => ({ method: 'GET', origin: sandbox.origin, target: '/v2/projects', headers: [] });

  for (const scheme of ['oauth2', 'basic'] as const) {
    it(`${scheme}: the API accepts the signature`, async () => {
      const signed = await signerWith().sign(request(), accountOf('project.admin'), scheme, fresh());
      assert.equal(signed.kind, 'signed');
      const options = { signal: fresh(), connectTimeoutMs: 5000, maxBodyBytes: 1_000_000 };
      const result = await transport.send({ ...request(), headers: [signed.header] }, options);
      assert.equal(result.kind === 'answered' && result.response.status, 200);
    });
  }

  it('200 at once make one exchange', async () => {
    const signer = signerWith();
    const all = await Promise.all(Array.from({ length: 200 }, () => signer.sign(request(), accountOf('project.admin'), undefined, fresh())));
    assert.ok(all.every(({ kind }) => kind === 'signed'));
    assert.equal(sandbox.requests.filter(({ target }) => target === '/oauth2/token').length, 1);
  });

  const refused: readonly (readonly [title: string, change: Partial<ServiceAccount>, clock: Clock, cause: RefusalCause])[] = [
    ['a wrong secret', { secret: 'not the secret' }, systemClock, 'signature'],
    ['an unknown key', { keyId: 'unknownunknownunknow' }, systemClock, 'key'],
    ['the email of another account', { email: 'other@p.serviceaccount.d21s.com' }, systemClock, 'email'],
    ['a clock that is an hour ahead', {}, skewed(3_600_000), 'clock'],
    ['a clock that is two hours behind', {}, skewed(-7_200_000), 'clock'],
  ];
  for (const [title, change, clock, cause] of refused) {
    it(`${title}: refused, ${cause}`, async () => {
      // The transport measures by the same clock as the assertion is dated with.
      await transport.close();
      transport = createUndiciTransport({ clock });
      const result = await signerWith(clock).sign(request(), { ...accountOf('project.admin'), ...change }, undefined, fresh());
      assert.equal(result.kind, 'refused');
      assert.deepEqual([result.refusal.status, result.refusal.error, result.refusal.cause], [400, 'invalid_grant', cause]);
    });
  }

  it('does not bring a real account here', async () => {
    const result = await signerWith().sign(request(), { ...accountOf('project.admin'), sandbox: false }, undefined, fresh());
    assert.deepEqual(result, { kind: 'unsigned', because: 'origin-not-allowed' });
    assert.equal(sandbox.requests.length, 0);
  });
});
