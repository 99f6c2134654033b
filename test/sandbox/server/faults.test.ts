import assert from 'node:assert/strict';
import { basic, Harness, raw } from './harness';

describe('sandbox: failures on demand', () => {
  const sandbox = new Harness();
  const call = (fault: string, line = 'GET /projects', role = 'project.admin') =>
    sandbox.api(role, line, { headers: { 'X-Sandbox-Fault': fault } });
  const get = (fault: string) =>
    raw(`${sandbox.sandbox.apiBase}/projects`, {
      headers: { authorization: basic(sandbox.sandbox.account('project.admin')), 'x-sandbox-fault': fault },
    });

  it('answers any status with the documented body', async () => {
    for (const status of [400, 401, 403, 404, 405, 409, 413, 429, 500, 501, 502, 503, 504]) {
      assert.notEqual(await sandbox.refused(call(String(status)), status), 'failure on demand');
    }
    assert.equal(await sandbox.refused(call('418'), 418), 'failure on demand');
  });

  it('applies `times` requests in a row, then lets one through and starts again', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 6; index++) statuses.push((await call('503; times=2')).status);
    assert.deepEqual(statuses, [503, 503, 200, 503, 503, 200]);
  });

  it('counts per method, path, order and account', async () => {
    await sandbox.refused(call('503; times=1'), 503);
    await sandbox.refused(call('503; times=1', 'GET /roles'), 503);
    await sandbox.refused(call('503; times=1', 'POST /projects'), 503);
    await sandbox.refused(call('503; times=1', 'GET /projects', 'none'), 503);
    await sandbox.refused(call('500; times=1'), 500);
    await sandbox.ok(call('503; times=1', 'GET /projects?query=other'));
  });

  it('sends Retry-After as written', async () => {
    assert.equal((await call('429; retry-after=3')).headers.get('retry-after'), '3');
    const date = 'Thu, 15 Jan 2026 12:00:05 GMT';
    assert.equal((await call(`503; retry-after=${date}`)).headers.get('retry-after'), date);
    assert.equal((await call('429')).headers.get('retry-after'), null);
  });

  it('sends other bodies', async () => {
    const html = await get('502; body=html');
    assert.equal(html.headers['content-type'], 'text/html');
    assert.match(html.body.toString(), /<h1>bad gateway<\/h1>/);
    const empty = await get('503; body=empty');
    assert.deepEqual([empty.status, empty.body.length], [503, 0]);
    const notJson = await get('500; body=notjson');
    assert.equal(notJson.headers['content-type'], 'application/json');
    assert.throws(() => void JSON.parse(notJson.body.toString()), SyntaxError);
    assert.equal((await get('403; body=json')).headers['content-type'], 'application/json');
    await assert.rejects(get('200; body=truncated'), { code: 'ECONNRESET' });
  });

  it('closes the connection', async () => {
    await assert.rejects(get('reset'), { code: 'ECONNRESET' });
    assert.equal(sandbox.sandbox.requests.at(-1)?.status, undefined);
  });

  it('never answers', async () => {
    const abort = new AbortController();
    const headers = { authorization: basic(sandbox.sandbox.account('none')), 'x-sandbox-fault': 'hang' };
    const hanging = fetch(`${sandbox.sandbox.apiBase}/projects`, { headers, signal: abort.signal });
    while (sandbox.sandbox.requests.length === 0) await new Promise(setImmediate);
    await sandbox.clock.advance(3_600_000);
    abort.abort();
    await assert.rejects(hanging, { name: 'AbortError' });
  });

  it('waits on the clock of the sandbox, before a failure or the usual answer', async () => {
    for (const [fault, status] of [['delay=2000', 200], ['504; delay=2000', 504]] as const) {
      let done = false;
      const reply = call(fault).finally(() => (done = true));
      while (sandbox.clock.pending === 0) await new Promise(setImmediate);
      await sandbox.clock.advance(1999);
      assert.equal(done, false);
      await sandbox.clock.advance(1);
      assert.equal((await reply).status, status);
    }
  });

  it('fails single devices of a batch', async () => {
    const { headOffice } = sandbox.projects;
    const devices = [sandbox.devices.temperature, sandbox.devices.humidity].map((id) => `projects/${headOffice}/devices/${id}`);
    const body = { devices, addLabels: { checked: '' } };
    const headers = { 'X-Sandbox-Fault': 'items=1; times=1' };
    const update = () => sandbox.api('project.admin', `POST /projects/${headOffice}/devices:batchUpdate`, { body, headers });
    const { batchErrors } = await sandbox.ok(update());
    const message = 'Operation timed out. Retry again in a few seconds.';
    assert.deepEqual(batchErrors, [{ device: devices[0], status: { code: 'INTERNAL_ERROR', message } }]);
    assert.deepEqual(await sandbox.ok(update()), { batchErrors: [] });
  });

  it('can be ordered without credentials and at the token endpoint', async () => {
    const { apiBase, tokenUrl } = sandbox.sandbox;
    const headers = { 'x-sandbox-fault': '503; times=1' };
    assert.equal((await raw(`${apiBase}/projects`, { headers })).status, 503);
    assert.equal((await raw(`${apiBase}/projects`, { headers })).status, 401);
    assert.equal((await raw(tokenUrl, { method: 'POST', headers })).status, 503);
    assert.equal((await raw(tokenUrl, { method: 'POST', headers })).status, 400);
  });

  it('refuses an order it does not understand', async () => {
    for (const fault of ['', '99', '503; time=2', '503; times=x', '503; body=xml', 'delay=-1', 'explode', 'retry-after=', '503; 504', '503; times=1; times=2', 'end=1; end=2', 'body=html', 'retry-after=5', 'reset; body=html', '503; items=1']) {
      assert.match(await sandbox.refused(call(fault), 400), /^invalid X-Sandbox-Fault: /, fault);
    }
  });
});
