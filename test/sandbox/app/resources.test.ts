import assert from 'node:assert/strict';
import { ResourceBook } from '../../../src/app/resources/book';
import { type Loaded, type LoadInput, loadNames, type LoadProgress } from '../../../src/app/resources/load';
import type { NamedAccount } from '../../../src/auth/accountBook';
import { systemClock } from '../../../src/base/clock';
import type { ResourceKind } from '../../../src/language/features/resources';
import { documentedRules } from '../../../src/quota/scope';
import { MemoryPermitStore } from '../../../src/quota/store';
import type { Runner } from '../../../src/run/runner';
import type { SandboxOptions } from '../../../src/sandbox/index';
import { Engine } from '../../helpers/engine';

const kinds: readonly ResourceKind[] = ['organization', 'project', 'device', 'connector', 'service-account'];

let engine: Engine;
let book: ResourceBook;
let account: NamedAccount;

async function start(options: SandboxOptions = {}, limit = 1000): Promise<void> {
  book = new ResourceBook({ clock: systemClock, log: () => undefined });
  const quota = { ...documentedRules, rule: { limit, windowMs: 1000 }, self: { id: 'test', name: 'test' }, store: new MemoryPermitStore(), pace: 'burst' as const };
  engine = await Engine.start({}, { quota: { limit, windowMs: 1000 }, ...options }, {}, { host: { resources: book, quota } });
  await as('project.admin');
}
async function as(role: string): Promise<void> {
  account = (await engine.services.accounts.find(`sandbox-${role}`)) ?? assert.fail(role);
}
const load = (more: Partial<LoadInput> = {}, signal = new AbortController().signal): Promise<Loaded> => loadNames(engine.services, { account, book, ...more }, signal);
const sent = () => engine.sandbox.requests.filter(({ target }) => !target.startsWith('/oauth2'));
const known = () => book.resourcesOf(account.account);

async function stop(): Promise<void> {
  await engine.stop();
  book.dispose();
}

describe('names, loaded from the API', () => {
  afterEach(stop);

  it('are those of everything the account can see, asked for with nothing but GETs', async () => {
    await start();
    const { projects, devices, connectors, serviceAccount, organization } = engine.sandbox.landmarks;
    const result = await load();
    assert.deepEqual(result, { kind: 'loaded', counts: { organization: 1, project: 4, device: 38, connector: 2, 'service-account': 7 }, refused: [] });
    // Two lists, and three of each project.
    assert.equal(sent().length, 14);
    assert.deepEqual(sent().slice(0, 2).map(({ status, target }) => `${status} ${target}`), ['200 /v2/organizations?pageSize=100', '200 /v2/projects?pageSize=100']);
    assert.ok(sent().every(({ method, account: by }) => method === 'GET' && by === account.account.email));
    const names = [projects.headOffice, devices.freezer, connectors.active, serviceAccount, organization].map((id) => known().byId(id)?.displayName);
    assert.ok(names.every((name) => name !== undefined && name !== ''), names.join());
    assert.deepEqual(known().byId(devices.freezer)?.type, 'temperature');
    assert.match(known().byId(devices.freezer)?.reading ?? '', /^-?[\d.]+ °C$/);
    assert.equal(book.resourcesOf({ email: account.account.email }).byId(devices.freezer), undefined, 'nobody of DT’s has what the sandbox has');
  });

  it('are the same page by page', async () => {
    await start();
    await load();
    const whole = kinds.map((kind) => known().all(kind).map(({ name }) => name));
    const before = sent().length;
    await book.forget();
    await load({ pageSize: 3 });
    assert.deepEqual(kinds.map((kind) => known().all(kind).map(({ name }) => name)), whole);
    assert.ok(sent().length > before * 2, `${sent().length} requests`);
  });

  it('are forgotten where the API no longer has them', async () => {
    await start();
    await load();
    const { projects: { headOffice }, devices: { emulated } } = engine.sandbox.landmarks;
    const token = await engine.services.accessToken(account, new AbortController().signal);
    assert.ok(token.kind === 'signed-in');
    // Not through the product, which would see it.
    const gone = await fetch(`${engine.sandbox.emulatorBase}/projects/${headOffice}/devices/${emulated}`, { method: 'DELETE', headers: { Authorization: `Bearer ${token.accessToken}` } });
    assert.equal(gone.status, 200);
    assert.ok(known().byId(emulated));
    await load();
    assert.equal(known().byId(emulated), undefined);
    assert.equal(known().all('device').length, 37);
  });

  it('of a project that was deleted elsewhere are not asked for', async () => {
    await start({ propagationDelayMs: 0 });
    const { organization } = engine.sandbox.landmarks;
    await as('organization.admin');
    const text = `# @account sandbox-organization.admin\nPOST /projects\nContent-Type: application/json\n\n{ "displayName": "Brief", "organization": "organizations/${organization}" }\n`;
    const report = await engine.run(text);
    assert.ok(report.kind === 'ran' && report.verdict === 'passed');
    const brief = known().all('project').find(({ displayName }) => displayName === 'Brief');
    assert.ok(brief);
    const token = await engine.services.accessToken(account, new AbortController().signal);
    assert.ok(token.kind === 'signed-in');
    await fetch(`${engine.sandbox.apiBase}/${brief.name}`, { method: 'DELETE', headers: { Authorization: `Bearer ${token.accessToken}` } });
    const result = await load();
    assert.deepEqual(result.kind === 'loaded' && result.refused, []);
    assert.equal(known().byId(brief.id), undefined);
    assert.ok(!sent().some(({ method, target }) => method === 'GET' && target.includes(brief.id)));
  });

  it('keep the quota, and are loaded all the same when others have used it up', async () => {
    await start({}, 6);
    const { kind } = await load();
    assert.equal(kind, 'loaded');
    assert.deepEqual(sent().filter(({ status }) => status === 429), []);
  });

  it('wait as long as a 429 says, and come whole', async () => {
    await start({ quota: { limit: 5, windowMs: 1000 } });
    const { kind } = await load();
    assert.equal(kind, 'loaded');
    assert.ok(sent().some(({ status }) => status === 429));
    assert.equal(known().all('device').length, 38);
  });

  it('can be cancelled: what was read is known, and nothing more is asked', async () => {
    await start();
    const abort = new AbortController();
    const steps: LoadProgress[] = [];
    const onProgress = (step: LoadProgress) => {
      steps.push(step);
      if (step.kind === 'device' && step.done === 1) abort.abort();
    };
    assert.deepEqual(await load({ onProgress }, abort.signal), { kind: 'cancelled' });
    assert.deepEqual(steps.map(({ kind, done }) => `${kind} ${done ?? ''}`), ['organization ', 'project ', 'device 0', 'device 1']);
    assert.equal(sent().length, 3);
    assert.equal(known().all('project').length, 4);
    assert.equal(book.loadedAt(account.account), undefined);
  });

  /** The sandbox answers requests whose target matches with a fault. */
  function faulty(pattern: RegExp, fault: string): void {
    const { services } = engine;
    const { runner } = services;
    const withFault: Runner = (run, signal) => runner({ ...run, request: { ...run.request, headers: [...run.request.headers, ...(pattern.test(run.request.target) ? [['X-Sandbox-Fault', fault] as const] : [])] } }, signal);
    Object.assign(services, { runner: withFault });
  }

  it('leave out what the account may not see, and keep what is known of that', async () => {
    await start();
    await load();
    faulty(/serviceaccounts|organizations/, '403');
    const result = await load();
    assert.ok(result.kind === 'loaded');
    assert.deepEqual(result.refused, ['organization', 'service-account']);
    assert.equal(result.counts['service-account'], 7);
  });

  it('are those of one account: another sees less', async () => {
    await start();
    await load();
    await as('none');
    const none = await load();
    assert.ok(none.kind === 'loaded');
    assert.equal(none.counts.device, 0);
    assert.deepEqual(known().all('device'), []);
  });

  const faults: readonly (readonly [what: string, pattern: RegExp, fault: string, message: RegExp])[] = [
    ['the account may not list projects', /\/projects\?/, '403', /^403 Forbidden/],
    ['the server fails', /\/devices/, '501', /^501/],
  ];
  for (const [what, pattern, fault, message] of faults) {
    it(`say why they could not be loaded: ${what}`, async () => {
      await start();
      faulty(pattern, fault);
      const result = await load();
      assert.ok(result.kind === 'failed', result.kind);
      assert.match(result.message, message);
      assert.equal(book.loadedAt(account.account), undefined);
    });
  }

  const failures: readonly (readonly [what: string, role: string, before: () => unknown, message: RegExp])[] = [
    ['a revoked key', 'revoked', () => undefined, /key/i],
    ['an account that is signed out', 'project.admin', () => engine.services.accounts.signOut(account.name), /signed out/],
    ['a sandbox that does not run', 'project.admin', () => engine.services.leaveSandbox(), /sandbox does not run/],
  ];
  for (const [what, role, before, message] of failures) {
    it(`say why they could not be loaded: ${what}`, async () => {
      await start();
      await as(role);
      await before();
      const result = await load();
      assert.ok(result.kind === 'failed', result.kind);
      assert.match(result.message, message);
      assert.equal(book.loadedAt(account.account), undefined);
    });
  }

  it('of an account of DT are asked of DT alone', async () => {
    await start();
    account = { name: 'mine', account: { keyId: 'bvg0000000000000000k', secret: 'planted-secret', email: 'a@b.serviceaccount.d21s.com', tokenUrl: 'https://identity.disruptive-technologies.com/oauth2/token' } };
    await engine.services.accounts.add(account);
    const result = await load();
    // DT's names lead to this machine, where nobody answers.
    assert.ok(result.kind === 'failed');
    assert.equal(engine.sandbox.requests.length, 0);
    assert.ok(!engine.log.join().includes('planted-secret'));
  });
});

describe('what is learned in passing', () => {
  afterEach(stop);

  it('follows every answer: reads, labels, moves, deletes', async () => {
    await start();
    const { projects, devices } = engine.sandbox.landmarks;
    const path = `/projects/${projects.headOffice}/devices`;
    const name = () => known().byId(devices.temperature)?.displayName;
    const run = async (text: string) => {
      const report = await engine.run(text);
      assert.ok(report.kind === 'ran' && report.verdict === 'passed', text);
    };
    const json = 'Content-Type: application/json\n\n';
    await run(`GET ${path}/${devices.temperature}\n`);
    assert.equal(known().all('device').length, 1);
    assert.ok(name());
    await run(`PATCH ${path}/${devices.temperature}/labels/name\n${json}{ "value": "Renamed" }\n`);
    assert.equal(name(), 'Renamed');
    await run(`POST ${path}:batchUpdate\n${json}{ "devices": ["${path.slice(1)}/${devices.temperature}"], "addLabels": { "name": "Again", "shelf": "7" } }\n`);
    assert.equal(name(), 'Again');
    assert.equal(known().byId(devices.temperature)?.labels?.shelf, '7');
    await run(`DELETE ${path}/${devices.temperature}/labels/name\n`);
    assert.equal(name(), '');
    await run(`POST /projects/${projects.annex}/devices:transfer\n${json}{ "devices": ["${path.slice(1)}/${devices.temperature}"] }\n`);
    assert.equal(known().byId(devices.temperature)?.name, `projects/${projects.annex}/devices/${devices.temperature}`);
    await run(`GET /projects\n`);
    assert.equal(known().all('project').length, 4);
    assert.ok(known().all('organization').length > 0);
    await run(`GET ${path}/${devices.emulated}\n`);
    await run(`DELETE {{emulatorBase}}${path}/${devices.emulated}\n`);
    assert.equal(known().byId(devices.emulated), undefined);
    engine.services.leaveSandbox();
    assert.ok(book.isEmpty);
  });

  it('gives a device its latest reading from its history', async () => {
    await start();
    const { projects, devices } = engine.sandbox.landmarks;
    const path = `/projects/${projects.headOffice}/devices/${devices.temperature}`;
    await engine.run(`GET ${path}\n`);
    const before = known().byId(devices.temperature);
    await engine.run(`POST {{emulatorBase}}/projects/${projects.headOffice}/devices/${devices.emulated}:publish\nContent-Type: application/json\n\n{ "touch": {} }\n`);
    await engine.run(`GET ${path}/events?eventTypes=temperature\n`);
    const after = known().byId(devices.temperature);
    assert.ok(before?.lastSeen !== undefined && after?.lastSeen !== undefined && after.lastSeen >= before.lastSeen);
    assert.match(after.reading ?? '', /°C$/);
  });
});
