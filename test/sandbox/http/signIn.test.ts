import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignIn } from '../../../src/app/signIn';
import type { ServiceAccount } from '../../../src/auth/account';
import { AccountBook, MemorySecretStore } from '../../../src/auth/accountBook';
import { Signer } from '../../../src/auth/signer';
import type { RefusalCause } from '../../../src/auth/tokenExchange';
import { type Clock, systemClock } from '../../../src/base/clock';
import { silentLogger } from '../../../src/base/logger';
import { systemRandom } from '../../../src/base/random';
import type { WireRequest } from '../../../src/http/exchange';
import { Redactor } from '../../../src/http/redact';
import type { RequestOptions } from '../../../src/http/requestOptions';
import type { Transport } from '../../../src/http/transport';
import { createUndiciTransport } from '../../../src/http/undiciTransport';
import { Limiter } from '../../../src/quota/limiter';
import { createRunner } from '../../../src/run/runner';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { Engine } from '../../helpers/engine';

const fresh = () => new AbortController().signal;
/** A local clock that is wrong by `milliseconds`; the sandbox's is right. */
const skewed = (milliseconds: number): Clock => ({ ...systemClock, now: () => systemClock.now() + milliseconds });

/** The product's way from a request to the wire, with an account and without a quota. */
function running(account: ServiceAccount, origin: string, clock: Clock = systemClock) {
  const accounts = new AccountBook(new MemorySecretStore());
  accounts.useSandbox([{ name: 'a', account }], 'a');
  const transport = createUndiciTransport({ clock });
  const common = { clock, log: silentLogger, redactor: new Redactor(), transport };
  const authorizer = new SignIn({ ...common, userAgent: 'test/1', scope: () => ({ allowedOrigins: [], sandboxOrigin: origin }) }, accounts);
  const permits = new Limiter(common);
  const run = createRunner({ ...common, random: systemRandom, authorizer, permits, quotaOf: () => undefined });
  const send = async (target: string, options: RequestOptions = {}, method = 'GET') => {
    const request: WireRequest = { method, origin, target, headers: [] };
    const { outcome } = await run({ request, options, secrets: [], priority: 'bulk', holder: { label: '', source: '' } }, fresh());
    return outcome.exchange.attempts.map(({ response, failure, followedBy }) => [response?.status ?? failure?.code, followedBy].filter((part) => part !== undefined).join(' ')).join(', ');
  };
  const dispose = async () => {
    authorizer.dispose();
    permits.dispose();
    await transport.close();
  };
  return { send, dispose, authorizer };
}

/** How often each text occurs. */
function counted(texts: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...new Set(texts)].map((text) => [text, texts.filter((each) => each === text).length]));
}

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
    ['a clock that is ten minutes ahead', {}, skewed(600_000), 'clock'],
    ['a clock that is an hour ahead', {}, skewed(3_600_000), 'clock'],
    ['a wrong secret, and a clock that is ten minutes behind', { secret: 'not the secret' }, skewed(-600_000), 'clock'],
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

  it('a clock that is ten minutes behind signs in: the assertion is still good', async () => {
    const clock = skewed(-600_000);
    await transport.close();
    transport = createUndiciTransport({ clock });
    const signer = signerWith(clock);
    assert.equal((await signer.sign(request(), accountOf('project.admin'), undefined, fresh())).kind, 'signed');
    const skew = signer.known(accountOf('project.admin'))?.clockSkewMs ?? 0;
    assert.ok(Math.abs(skew - 600_000) < 2000, String(skew));
  });

  describe('through the runner', () => {
    const tokenCalls = () => sandbox.requests.filter(({ target }) => target === '/oauth2/token').length;

    // Each is a way in which two clocks part: the token has ended by the one or the other.
    const ends: readonly (readonly [title: string, wallMs: number, monotonicMs: number, calls: number])[] = [
      ['an hour went by', 3_600_000, 3_600_000, 1],
      ['the machine slept for two hours: the monotonic clock stood still', 7_200_000, 0, 1],
      ['two hours went by while somebody set the wall clock back', 0, 7_200_000, 1],
      ['a minute went by', 60_000, 60_000, 0],
    ];
    for (const [title, wallMs, monotonicMs, calls] of ends) {
      it(`200 at once after ${title}: ${calls} more token calls`, async () => {
        await sandbox.stop();
        let moved = 0;
        // The server's clock goes with the wall.
        const clock: Clock = { ...systemClock, now: () => systemClock.now() + moved * wallMs, monotonic: () => systemClock.monotonic() + moved * monotonicMs };
        sandbox = await startSandbox({ clock, quota: { limit: 1000, windowMs: 1000 } });
        const { send, dispose } = running(accountOf('project.admin'), sandbox.origin, clock);
        assert.equal(await send('/v2/projects'), '200');
        moved = 1;
        const all = await Promise.all(Array.from({ length: 200 }, () => send('/v2/projects')));
        await dispose();
        assert.deepEqual(counted(all), { 200: 200 });
        assert.equal(tokenCalls(), 1 + calls);
      });
    }
  });

  it('Basic that is switched off is explained as that, and nothing is renewed', async () => {
    const engine = await Engine.start();
    try {
      const report = await engine.run('# @auth basic\n# @account sandbox-basic-off\nGET /projects\n');
      assert.ok(report.kind === 'ran');
      assert.equal(report.failure?.explanation.headline, '401 Unauthorized: Basic Auth is not accepted for this account');
      assert.equal(engine.sandbox.requests.length, 1);
      const good = await engine.run('# @auth basic\n# @account sandbox-project.user\nGET /projects\n');
      assert.equal(good.kind === 'ran' && good.verdict, 'passed');
    } finally {
      await engine.stop();
    }
  });
});

describe('signing in at a server of our own', () => {
  let server: Server;
  let account: ServiceAccount;
  let origin: string;
  /** Exchanges that were asked for. */
  let exchanges: number;
  /** What waits for its answer: `Authorization` and where it goes. */
  let waiting: { readonly token: string; readonly response: ServerResponse }[];
  /** How many requests are answered together, none before. */
  let together: number;
  /** The only token that is accepted. */
  let good: string;
  let tokenStatus: (exchange: number) => number;

  beforeEach(async () => {
    exchanges = 0;
    waiting = [];
    together = 1;
    good = 'token-2';
    tokenStatus = () => 200;
    server = createServer((request, response) => {
      request.resume();
      if (request.url !== '/oauth2/token') {
        waiting.push({ token: request.headers.authorization ?? '', response });
        if (waiting.length >= together) for (const each of waiting.splice(0)) each.response.writeHead(each.token === `Bearer ${good}` ? 200 : 401).end();
        return;
      }
      const exchange = ++exchanges;
      response.writeHead(tokenStatus(exchange)).end(JSON.stringify({ access_token: `token-${exchange}`, expires_in: 3600 }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    account = { keyId: 'k', secret: 'planted', email: 'a@b', tokenUrl: `${origin}/oauth2/token`, sandbox: true };
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('200 tokens refused at once: one renewal, each repeated once', async () => {
    const { send, dispose } = running(account, origin);
    together = 200;
    const all = await Promise.all(Array.from({ length: 200 }, () => send('/v2/x', {}, 'POST')));
    await dispose();
    assert.deepEqual(counted(all), { '401 new-token, 200': 200 });
    assert.equal(exchanges, 2);
  });

  it('a fresh token that is refused too ends it: nothing is repeated without end', async () => {
    exchanges = 5;
    const { send, dispose } = running(account, origin);
    assert.equal(await send('/v2/x'), '401 new-token, 401');
    await dispose();
    assert.equal(exchanges, 7);
  });

  it('a renewal ahead of the end that fails keeps the token; a later one gets the next', async () => {
    let later = 0;
    const clock: Clock = { ...systemClock, now: () => systemClock.now() + later, monotonic: () => systemClock.monotonic() + later };
    const { send, dispose, authorizer } = running(account, origin, clock);
    good = 'token-1';
    tokenStatus = (exchange) => (exchange === 2 ? 503 : 200);
    assert.equal(await send('/v2/x'), '200');
    const endsAt = authorizer.expiryOf(account);
    later = 56 * 60_000;
    assert.equal(await send('/v2/x'), '200');
    while (exchanges < 2) await send('/v2/x');
    assert.equal(authorizer.expiryOf(account), endsAt);
    later = 57 * 60_000;
    const renewed = new Promise<void>((resolve) => authorizer.onDidChange(() => resolve()));
    assert.equal(await send('/v2/x'), '200');
    await renewed;
    good = 'token-3';
    assert.equal(await send('/v2/x'), '200');
    await dispose();
    assert.equal(exchanges, 3);
  });

  it('an endpoint that fails at the renewal: the failure is shown, after the 401', async () => {
    tokenStatus = (exchange) => (exchange === 1 ? 200 : 503);
    const { send, dispose } = running(account, origin);
    assert.match(await send('/v2/x'), /^401 new-token/);
    await dispose();
    assert.equal(exchanges, 2);
  });
});
