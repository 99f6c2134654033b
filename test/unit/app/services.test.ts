import assert from 'node:assert/strict';
import type { Host } from '../../../src/app/host';
import { createServices, type SandboxOffer } from '../../../src/app/services';
import { AccountBook, MemorySecretStore } from '../../../src/auth/accountBook';
import type { RunResult } from '../../../src/run/runner';
import { systemRandom } from '../../../src/base/random';
import { silentLogger } from '../../../src/base/logger';
import { FakeTransport, type Script } from '../../helpers/fakeTransport';
import { ManualClock, settled } from '../../helpers/manualClock';
import { memoryFiles } from '../../helpers/memoryFiles';

const tokenUrl = 'https://identity.disruptive-technologies.com/oauth2/token';
const named = (name: string) => ({ name, account: { keyId: `key-${name}`, secret: `planted-${name}`, email: `${name}@p.example`, tokenUrl } });
const token = (accessToken: string): Script => ({ status: 200, body: JSON.stringify({ access_token: accessToken, expires_in: 3600 }) });
const never = () => new AbortController().signal;
const sandbox: SandboxOffer = {
  origin: 'http://127.0.0.1:1',
  apiBase: 'http://127.0.0.1:1/v2',
  emulatorBase: 'http://127.0.0.1:1/emulator/v2',
  tokenUrl: 'http://127.0.0.1:1/oauth2/token',
  accounts: [{ role: 'project.admin', keyId: 'k', secret: 'planted-sandbox', email: 's@s' }],
};

/** A run that came to nothing, unsigned for a reason. */
const unsigned = (because: NonNullable<RunResult['unsignedBecause']>): RunResult => ({
  outcome: { kind: 'cancelled', exchange: { request: { method: 'GET', origin: 'https://api.d21s.com', target: '/v2/projects', headers: [] }, attempts: [] } },
  unsignedBecause: because,
});

function setUp(...script: Script[]) {
  const secrets = new MemorySecretStore();
  const accounts = new AccountBook(secrets);
  const transport = new FakeTransport(...script);
  const host: Host = {
    clock: new ManualClock(0),
    random: systemRandom,
    log: silentLogger,
    files: memoryFiles({}),
    secrets,
    processEnv: () => undefined,
    userAgent: 'test/1',
    allowedOrigins: [],
  };
  const services = createServices(host, accounts, transport);
  return { accounts, transport, services };
}

describe('Services, accounts', () => {
  it('a refresh that signs in goes on while other accounts come and go, and ends when its own goes', async () => {
    const { accounts, services } = setUp('hang', 'hang');
    await accounts.add(named('a'));
    await accounts.signOut('a');
    const out = await services.accountCalled(undefined);
    assert.ok(out);
    const outcomes: string[] = [];
    const renewing = services.renewToken(out, never()).then(() => outcomes.push('ended'), () => outcomes.push('cancelled'));
    await settled();
    await accounts.add(named('b'));
    await settled();
    assert.deepEqual(outcomes, []);
    await accounts.remove('a');
    await renewing;
    assert.deepEqual(outcomes, ['cancelled']);
  });

  it('refreshing the token signs an account in again, once there is a token', async () => {
    const { accounts, services } = setUp({ status: 400, body: '{"error":"invalid_grant"}' }, token('tok'));
    await accounts.add(named('a'));
    await accounts.signOut('a');
    const out = await services.accountCalled(undefined);
    assert.ok(out?.signedOut);
    assert.equal((await services.renewToken(out, never())).kind, 'refused');
    assert.equal((await accounts.active())?.signedOut, true, 'a refusal leaves it as it was');
    assert.deepEqual(await services.renewToken(out, never()), { kind: 'signed-in', expiresAt: 3_600_000, lifetimeMs: 3_600_000 });
    await settled();
    assert.deepEqual(await accounts.active(), named('a'));
    assert.equal(services.tokenExpiry(named('a')), 3_600_000, 'the token is kept');
  });

  it('hands out the access token on command, and knows it for a secret', async () => {
    const { accounts, services } = setUp(token('planted-token'));
    await accounts.add(named('a'));
    assert.deepEqual(await services.accessToken(named('a'), never()), { kind: 'signed-in', expiresAt: 3_600_000, lifetimeMs: 3_600_000, accessToken: 'planted-token' });
    assert.equal(services.redactor.text('planted-token planted-a'), '••• •••');
  });

  it('tells when a token went because its account did', async () => {
    const { accounts, services } = setUp(token('tok'));
    await accounts.add(named('a'));
    await services.renewToken(named('a'), never());
    let heard = 0;
    services.onDidChange(() => heard++);
    await accounts.remove('a');
    await settled();
    assert.equal(services.tokenExpiry(named('a')), undefined);
    assert.equal(heard, 1);
  });

  it('forgets the tokens of a sandbox that is left', async () => {
    const { services } = setUp(token('tok'));
    services.enterSandbox(sandbox);
    const admin = await services.accountCalled(undefined);
    assert.equal(admin?.name, 'sandbox-project.admin');
    await services.renewToken(admin, never());
    assert.equal(services.tokenExpiry(admin), 3_600_000);
    services.leaveSandbox();
    await settled();
    assert.equal(services.tokenExpiry(admin), undefined);
  });

  const facts: readonly (readonly [what: string, prepare: (book: AccountBook) => Promise<unknown>, canSign: boolean, signedOut: boolean | undefined])[] = [
    ['no account', () => Promise.resolve(), false, undefined],
    ['an account', (book) => book.add(named('a')), true, undefined],
    ['an account that is signed out', async (book) => [await book.add(named('a')), await book.signOut('a')], false, true],
    ['none that is chosen', async (book) => [await book.add(named('a')), await book.add(named('b')), await book.remove('b')], false, true],
  ];
  for (const [what, prepare, canSign, signedOut] of facts) {
    it(`an explanation knows of ${what}`, async () => {
      const { accounts, services } = setUp();
      await prepare(accounts);
      const known = await services.factsOf(unsigned('own-authorization'), undefined);
      assert.deepEqual([known.canSign, known.signedOut], [canSign, signedOut]);
    });
  }

  it('an explanation knows how many attempts there could have been', async () => {
    const { services } = setUp();
    const request = (method: string) => ({ method, origin: 'https://api.d21s.com', target: '/v2/projects', headers: [] });
    const timing = { startedAt: 0, totalMs: 1 };
    const answered = (method: string, status: number, headers: readonly (readonly [string, string])[] = []): RunResult => {
      const response = { status, statusText: '', httpVersion: '1.1', headers, body: new Uint8Array(), encodedLength: 0 };
      return { outcome: { kind: 'answered', exchange: { request: request(method), attempts: [{ request: request(method), response, timing }] }, response } };
    };
    const allowed = async (result: RunResult, retries?: number) => (await services.factsOf(result, undefined, retries)).attemptsAllowed;
    assert.deepEqual(await Promise.all([
      allowed(answered('GET', 503)), allowed(answered('GET', 503), 1), allowed(answered('GET', 503), 0),
      // Neither is ever repeated.
      allowed(answered('GET', 404)), allowed(answered('POST', 503)),
      // Nobody waits for so long.
      allowed(answered('GET', 503, [['retry-after', '600']])), allowed(unsigned('asked')),
    ]), [4, 2, 1, 1, 1, 1, 1]);
  });
});
