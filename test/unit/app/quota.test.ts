import assert from 'node:assert/strict';
import type { Host, QuotaHost } from '../../../src/app/host';
import { createServices, type SandboxOffer } from '../../../src/app/services';
import { AccountBook, MemorySecretStore } from '../../../src/auth/accountBook';
import { systemRandom } from '../../../src/base/random';
import { documentedQuota } from '../../../src/quota/permits';
import { olderQuota } from '../../../src/quota/rule';
import { documentedRules } from '../../../src/quota/scope';
import { MemoryPermitStore } from '../../../src/quota/store';
import type { StoreTrouble } from '../../../src/quota/trouble';
import { FakeTransport } from '../../helpers/fakeTransport';
import { ManualClock, settled } from '../../helpers/manualClock';
import { memoryFiles } from '../../helpers/memoryFiles';

const api = 'https://api.disruptive-technologies.com';
const sandbox: SandboxOffer = {
  origin: 'http://127.0.0.1:1',
  apiBase: 'http://127.0.0.1:1/v2',
  emulatorBase: 'http://127.0.0.1:1/emulator/v2',
  tokenUrl: 'http://127.0.0.1:1/oauth2/token',
  accounts: [{ role: 'project.admin', keyId: 'k', secret: 'planted-sandbox', email: 's@s' }],
};

/** A store that others would share, and what it was asked about. */
class WatchedStore extends MemoryPermitStore {
  readonly updated = new Set<string>();
  trouble: StoreTrouble | undefined;

  override update: MemoryPermitStore['update'] = (scope, decide) => {
    this.updated.add(scope);
    return super.update(scope, decide);
  };

  troubleOf(): StoreTrouble | undefined {
    return this.trouble;
  }
}

function setUp(more: Partial<Omit<QuotaHost, 'store' | 'self'>> = {}, withQuota = true) {
  const store = new WatchedStore();
  const clock = new ManualClock(0);
  const transport = new FakeTransport(...Array.from({ length: 20 }, () => ({ status: 200, body: '{}' })));
  const secrets = new MemorySecretStore();
  const accounts = new AccountBook(secrets);
  const logged: string[] = [];
  const quota = { self: { id: 'me', name: 'window "test"' }, store, pace: 'spread' as const, ...documentedRules, ...more };
  const host: Host = {
    clock,
    random: systemRandom,
    log: (_, message) => logged.push(message),
    files: memoryFiles({}),
    secrets,
    processEnv: () => undefined,
    userAgent: 'test/1',
    allowedOrigins: [],
    ...(withQuota && { quota }),
  };
  const services = createServices(host, accounts, transport);
  const send = (origin: string) =>
    services.runner(
      { request: { method: 'GET', origin, target: '/v2/projects', headers: [] }, options: { auth: 'none' }, secrets: [], priority: 'interactive', holder: { label: 'GET /v2/projects', source: 'a.dt.http' } },
      new AbortController().signal,
    );
  return { store, quota, clock, services, send, accounts, secrets, logged };
}

describe('Services, quota', () => {
  it('keeps permits in the store of the host, under its name', async () => {
    const { store, services, send } = setUp();
    await send(api);
    await send(api.replace('api.', 'emulator.'));
    assert.deepEqual([...store.updated], ['dt:unsigned']);
    assert.deepEqual(store.peek('dt:unsigned').held.map(({ by, holder }) => [by.name, holder.source]), Array.from({ length: 2 }, () => ['window "test"', 'a.dt.http']));
    assert.deepEqual(services.quotas().map(({ scope, title, used, rule }) => [scope, title, used, rule]), [['dt:unsigned', 'unsigned requests to DT', 2, documentedQuota]]);
  });

  it('asks nothing of the store before a request that is counted', async () => {
    const { store, services, send } = setUp();
    assert.deepEqual(services.quotas(), []);
    await send('https://other.example');
    assert.deepEqual([services.quotas(), [...store.updated]], [[], []]);
  });

  it('a sandbox that this process serves is counted in memory, one elsewhere with the others', async () => {
    for (const isElsewhere of [false, true]) {
      const { store, services, send } = setUp();
      services.enterSandbox({ ...sandbox, isElsewhere });
      await send(sandbox.origin);
      assert.deepEqual([...store.updated], isElsewhere ? ['sandbox:http://127.0.0.1:1'] : []);
      assert.deepEqual(services.quotas().map(({ title, used }) => [title, used]), [['the sandbox', 1]]);
      services.leaveSandbox();
      assert.deepEqual(services.quotas(), []);
    }
  });

  it('tells whoever looks of what changes in either', async () => {
    const { services, store, send, clock } = setUp();
    let heard = 0;
    services.onDidChange(() => heard++);
    services.enterSandbox(sandbox);
    heard = 0;
    await send(sandbox.origin);
    await clock.advance(0);
    assert.ok(heard > 0);
    heard = 0;
    await store.update('dt:unsigned', (state) => ({ state: { ...state, nextId: 7 }, result: undefined }));
    await clock.advance(0);
    assert.ok(heard > 0, 'another process');
  });

  it('counts other hosts where a rule names them', async () => {
    const { services, send } = setUp({ hostRules: new Map([['https://other.example', { limit: 3, windowMs: 1000 }]]) });
    await send('https://other.example');
    await send('https://another.example');
    assert.deepEqual(services.quotas().map(({ scope, title, used, rule }) => [scope, title, used, rule.limit]), [['host:https://other.example', 'https://other.example', 1, 3]]);
  });

  it('follows a rule that is changed meanwhile', async () => {
    const { services, quota, send, clock } = setUp({ rule: { limit: 1, windowMs: 10_000 } });
    await send(api);
    const second = send(api);
    await clock.advance(5000);
    assert.equal(services.quotas()[0]?.waiting.length, 1);
    Object.assign(quota, { rule: olderQuota });
    await clock.advance(5025);
    assert.equal((await second).outcome.kind, 'answered');
    // The second was taken under the old rule, which holds as long as it counts.
    assert.equal(services.quotas()[0]?.rule.limit, 1);
    await clock.advance(10_025);
    assert.deepEqual(services.quotas()[0]?.rule, olderQuota);
  });

  it('withdraws a waiting request, as if it was cancelled', async () => {
    const { services, send, clock } = setUp({ rule: { limit: 1, windowMs: 10_000 } });
    await send(api);
    const waiting = send(api);
    await clock.advance(1);
    const [quota] = services.quotas();
    assert.ok(quota?.waiting[0]);
    services.withdraw(quota.scope, quota.waiting[0].id);
    assert.equal((await waiting).outcome.kind, 'cancelled');
  });

  describe('names an account', () => {
    const account = { keyId: 'k', secret: 'planted', email: 'bhm1abcdefg@bchdefg.serviceaccount.d21s.com', tokenUrl: 'https://identity.disruptive-technologies.com/oauth2/token' };
    const title = (services: ReturnType<typeof setUp>['services']) => services.quotas().map((quota) => quota.title).join();

    it('as the person does, as soon as that is known', async () => {
      const { services, accounts } = setUp();
      await accounts.add({ name: 'greenhouse', account });
      let heard = 0;
      services.onDidChange(() => heard++);
      services.quota({ name: '', account: { ...account, email: account.email.toUpperCase() } });
      assert.equal(title(services), 'BHM1…@BCHD…');
      await settled();
      assert.deepEqual([title(services), heard > 0], ['greenhouse', true]);
    });

    it('by all of its names, follows them, and by its email when none is left', async () => {
      const { services, accounts } = setUp();
      services.quota({ name: '', account });
      for (const [change, expected] of [
        [() => accounts.add({ name: 'a', account }), 'a'],
        [() => accounts.add({ name: 'b', account }), 'a, b'],
        [() => accounts.add({ name: 'c', account: { ...account, email: 'other@p.example' } }), 'a, b'],
        [() => accounts.signOut('a'), 'a, b'],
        [() => accounts.remove('a'), 'b'],
        [() => accounts.remove('b'), 'bhm1…@bchd…'],
      ] as const) {
        await change();
        await settled();
        assert.equal(title(services), expected);
      }
    });

    it('by its email when the accounts cannot be read, which the log hears of', async () => {
      const { services, secrets, logged } = setUp();
      secrets.get = () => Promise.reject(new Error('locked'));
      services.quota({ name: '', account });
      await settled();
      assert.deepEqual([title(services), logged], ['bhm1…@bchd…', ['The accounts cannot be read: Error: locked']]);
    });
  });

  it('tells that a lower limit than its own is obeyed, of others or of its own from before', async () => {
    const { services, quota, send } = setUp({ rule: olderQuota });
    await send(api);
    assert.deepEqual(services.quotas().map(({ isLowered }) => isLowered), [undefined]);
    Object.assign(quota, { rule: { limit: 50, windowMs: 5000 } });
    assert.deepEqual(services.quotas().map(({ rule, isLowered }) => [rule, isLowered]), [[olderQuota, true]]);
    Object.assign(quota, { rule: { limit: 1, windowMs: 5000 } });
    assert.deepEqual(services.quotas().map(({ isLowered }) => isLowered), [undefined]);
  });

  it('a safe part of its limit is not one that others lowered', async () => {
    const { services, store, send } = setUp({});
    store.trouble = { code: 'full', path: '/x', detail: 'ENOSPC' };
    await send(api);
    assert.deepEqual(services.quotas().map(({ rule, isLowered }) => [rule.limit, isLowered]), [[15, undefined]]);
  });

  it('a share of its own holds where the count cannot be shared; other rules are cut to a fifth', async () => {
    // Of its own ten it sends eight in a window, for it goes at the pace of a bulk run.
    for (const [isOwnShare, limit, going] of [[true, 10, 8], [false, 2, 2]] as const) {
      const { services, store, send, clock } = setUp({ isOwnShare, rule: { limit: 10, windowMs: 10_000 } });
      store.trouble = { code: 'full', path: '/x', detail: 'ENOSPC' };
      for (let count = 0; count < 12; count++) void send(api);
      await clock.advance(9999);
      const [quota] = services.quotas();
      assert.deepEqual([quota?.trouble?.code, quota?.rule.limit, quota?.used, quota?.waiting.length], ['full', limit, going, 12 - going]);
      services.dispose();
    }
  });

  it('without a host that says otherwise: the documented quota, in memory', async () => {
    const { services, store, send } = setUp({}, false);
    await send(api);
    assert.deepEqual([services.quotas().map(({ used, rule }) => [used, rule]), store.updated.size], [[[1, documentedQuota]], 0]);
  });
});
