import assert from 'node:assert/strict';
import { Engine } from '../../helpers/engine';

const headOffice = 'c4f5le24saonvdu6500t';

describe('a run', () => {
  let engine: Engine;
  before(async () => (engine = await Engine.start()));
  after(() => engine.stop());

  it('signs once for many requests at the same time', async () => {
    const before = engine.sandbox.requests.length;
    const reports = await Promise.all(Array.from({ length: 20 }, () => engine.run('GET /roles\n')));
    assert.ok(reports.every((report) => report.kind === 'ran' && report.verdict === 'passed'));
    const seen = engine.sandbox.requests.slice(before).map(({ target }) => target);
    assert.equal(seen.filter((target) => target === '/oauth2/token').length, 1);
    assert.equal(seen.length, 21);
  });

  it('of a resource that was just created waits for it when asked, and says so otherwise', async () => {
    const create = await engine.run(
      '# @account sandbox-organization.admin\nPOST /projects\nContent-Type: application/json\n\n' +
        `{ "displayName": "new", "organization": "organizations/clr0679pvevsgtftdrb5" }\n`,
    );
    assert.ok(create.kind === 'ran' && create.verdict === 'passed');
    const { name } = JSON.parse(create.body) as { name: string };
    const read = await engine.run(`# @account sandbox-organization.admin\nGET /${name}\n`);
    assert.ok(read.kind === 'ran' && read.failure);
    assert.equal(read.failure.explanation.code, 'dt.404.propagation');
    assert.ok(read.failure.explanation.fixes.some((fix) => fix.kind === 'action' && fix.action === 'wait-and-retry'));
  });

  it('is repeated once with a new token after a 401', async () => {
    const report = await engine.run('GET /projects\nX-Sandbox-Fault: 401; times=1\n');
    assert.ok(report.kind === 'ran');
    assert.deepEqual(
      report.result.outcome.exchange.attempts.map(({ response, followedBy }) => [response?.status, followedBy]),
      [[401, 'new-token'], [200, undefined]],
    );
  });

  it('counts the quota that it used', async () => {
    const account = await engine.services.accounts.active();
    assert.ok(account);
    const before = engine.services.quota(account)?.used ?? 0;
    await engine.run('GET /roles\n');
    assert.equal(engine.services.quota(account)?.used, before + 1);
    assert.equal(engine.services.quota(account)?.rule.limit, 75);
  });

  it('knows when its token ends, and renews it on command', async () => {
    const account = await engine.services.accounts.active();
    assert.ok(account);
    await engine.run('GET /roles\n');
    const expiry = engine.services.tokenExpiry(account) ?? 0;
    // It was signed in during this test run, for an hour.
    assert.ok(expiry > Date.now() && expiry <= Date.now() + 3_600_000, String(expiry));
    const renewed = await engine.services.renewToken(account, new AbortController().signal);
    assert.ok(renewed.kind === 'signed-in' && renewed.expiresAt >= expiry);
  });

  it('proves an account without keeping it, and says what is wrong with one', async () => {
    const { keyId, email, secret } = engine.sandbox.account('project.user');
    const { tokenUrl } = engine.sandbox;
    const { signal } = new AbortController();
    const good = { keyId, secret, email, tokenUrl, sandbox: true };
    assert.equal((await engine.services.prove(good, signal)).kind, 'signed-in');
    const wrong: readonly [change: Partial<typeof good>, message: RegExp][] = [
      [{ secret: 'f'.repeat(32) }, /^Probably a wrong secret\. Check the secret/],
      [{ keyId: 'c0000000000000000000' }, /^Probably a wrong or deleted key\./],
      [{ sandbox: false }, /not a token endpoint of DT/],
      [{ tokenUrl: 'https://evil.example/oauth2/token' }, /not a token endpoint of DT/],
    ];
    for (const [change, message] of wrong) {
      const result = await engine.services.prove({ ...good, ...change }, signal);
      assert.match(result.kind === 'refused' ? result.message : '', message);
    }
  });

  it('of an account of the sandbox is led nowhere else by an environment', async () => {
    const other = await Engine.start({ 'file:///workspace/http-client.env.json': '{"prod":{"apiBase":"http://127.0.0.1:1/v2","emulatorBase":"http://127.0.0.1:1/v2"}}' });
    for (const text of ['GET /roles\n', 'GET {{apiBase}}/roles\n', `# @host emulator\nGET /projects/${headOffice}/devices\n`]) {
      const report = await other.run(text, 'prod');
      assert.ok(report.kind === 'ran' && report.verdict === 'passed', text);
      assert.equal(report.plan.request.origin, other.sandbox.origin);
    }
    await other.stop();
  });

  it('whose answer has to be explained has failed, whatever its status', async () => {
    const page = await engine.run('GET /roles\nX-Sandbox-Fault: 200; body=html\n');
    assert.ok(page.kind === 'ran' && page.failure);
    assert.equal(page.verdict, 'failed');
  });

  it('goes to the sandbox that its account belongs to', async () => {
    const report = await engine.run(`# @account sandbox-project.user\nGET /projects/${headOffice}\n`);
    assert.ok(report.kind === 'ran');
    assert.equal(report.plan.request.origin, engine.sandbox.origin);
    assert.equal(report.result.outcome.exchange.attempts[0]?.signedAs?.email, engine.sandbox.account('project.user').email);
  });

  it('to DT itself is never signed by an account of the sandbox', async () => {
    const abort = new AbortController();
    const running = engine.run('# @retry none\n# @timeout 1s\nGET https://api.disruptive-technologies.com/v2/projects\n', undefined, abort.signal);
    const report = await running;
    assert.ok(report.kind === 'ran');
    assert.equal(report.result.unsignedBecause, 'origin-not-allowed');
  });

  it('is cancelled at once while it waits', async () => {
    const abort = new AbortController();
    const report = await engine.run('GET /roles\nX-Sandbox-Fault: hang\n', undefined, abort.signal, ({ kind }) => {
      if (kind === 'sending') abort.abort();
    });
    assert.ok(report.kind === 'ran' && report.verdict === 'cancelled');
    assert.equal(report.failure, undefined);
    assert.equal(report.summary, 'cancelled');
  });

  it('refuses when an environment file cannot be read', async () => {
    const other = await Engine.start({ 'file:///workspace/http-client.env.json': new Error('permission denied') });
    const report = await other.run('GET /projects\n');
    assert.equal(report.kind === 'refused' && report.findings[0]?.message, 'The environment file http-client.env.json cannot be read: permission denied. Nothing is sent until that is mended.');
    await other.stop();
  });

  it('leaves the sandbox behind', async () => {
    const other = await Engine.start();
    other.services.leaveSandbox();
    const report = await other.run('# @retry none\n# @timeout 1s\nGET /projects\n');
    assert.ok(report.kind === 'ran');
    assert.equal(report.plan.request.origin, 'https://api.disruptive-technologies.com');
    assert.equal(report.result.unsignedBecause, 'no-account');
    await other.stop();
  });
});
