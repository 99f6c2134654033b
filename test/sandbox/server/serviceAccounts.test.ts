import assert from 'node:assert/strict';
import { basic, exchange, Harness, makeAssertion, number, pageOf, send, text } from './harness';

describe('sandbox: service accounts', () => {
  const sandbox = new Harness();
  const list = () => `/projects/${sandbox.projects.headOffice}/serviceaccounts`;
  const api = (line: string, body?: unknown, role = 'project.admin') => sandbox.api(role, line, body === undefined ? {} : { body });

  async function create(body?: unknown) {
    const account = await sandbox.ok(api(`POST ${list()}`, body));
    await sandbox.clock.advance(1000);
    return { path: `/${text(account.name)}`, email: text(account.email), account };
  }

  async function addKey(path: string) {
    const { key, secret } = await sandbox.ok(api(`POST ${path}/keys`));
    return { keyId: text(key?.id), secret: text(secret), name: text(key?.name) };
  }

  const signIn = (email: string, { keyId, secret }: { keyId: string; secret: string }) => {
    const { tokenUrl } = sandbox.sandbox;
    const account = { id: '', role: '', title: '', email, keyId, secret };
    return exchange(tokenUrl, makeAssertion(account, tokenUrl, sandbox.clock.now()));
  };

  it('are listed and got', async () => {
    const { items } = pageOf(await sandbox.ok(api(`GET ${list()}`, undefined, 'project.user')), 'serviceAccounts');
    assert.equal(items.length, sandbox.sandbox.accounts.length);
    const { email, id, title } = sandbox.sandbox.account('none');
    const one = await sandbox.ok(api(`GET ${list()}/${id}`));
    const time = '2025-12-16T12:00:00.000000Z';
    assert.deepEqual(one, { name: `${list().slice(1)}/${id}`, email, displayName: title, enableBasicAuth: true, createTime: time, updateTime: time });
    assert.equal(await sandbox.refused(api(`GET ${list()}/x`), 404), 'service account "x" not found');
    await sandbox.refused(api(`GET /projects/${sandbox.projects.annex}/serviceaccounts/${id}`), 404);
    await sandbox.refused(api(`GET ${list()}`, undefined, 'none'), 403);
  });

  it('are made without a body, without Basic Auth and without access', async () => {
    const { account, path, email } = await create();
    assert.deepEqual([account.displayName, account.enableBasicAuth], ['', false]);
    assert.match(email, /^c[a-z0-9]{19}@c[a-z0-9]{19}\.serviceaccount\.d21s\.com$/);
    const key = await addKey(path);
    const { status, body } = await signIn(email, key);
    assert.equal(status, 200, JSON.stringify(body));
    const headers = { authorization: `Bearer ${text(body.access_token)}` };
    assert.deepEqual((await send(`${sandbox.sandbox.apiBase}/projects`, { headers })).body.projects, []);
    assert.equal((await send(`${sandbox.sandbox.apiBase}/projects/${sandbox.projects.headOffice}`, { headers })).status, 403);
  });

  it('get in as members', async () => {
    const { path, email } = await create({ displayName: 'Robot', enableBasicAuth: true });
    const authorization = basic(await addKey(path));
    const look = () => send(`${sandbox.sandbox.apiBase}/projects/${sandbox.projects.headOffice}`, { headers: { authorization } });
    assert.equal((await look()).status, 403);
    await sandbox.ok(api(`POST /projects/${sandbox.projects.headOffice}/members`, { email, roles: ['roles/project.user'] }));
    await sandbox.clock.advance(1000);
    assert.equal((await look()).status, 200);
    assert.deepEqual(await sandbox.ok(api(`DELETE ${path}`)), {});
    assert.equal((await look()).status, 401);
    await sandbox.refused(api(`GET ${path}`), 404);
    const members = await sandbox.ok(api(`GET /projects/${sandbox.projects.headOffice}/members`));
    assert.doesNotMatch(JSON.stringify(members), new RegExp(email));
  });

  it('lose their tokens when they are deleted', async () => {
    const { path, email } = await create();
    const { body } = await signIn(email, await addKey(path));
    const headers = { authorization: `Bearer ${text(body.access_token)}` };
    const look = async () => (await send(`${sandbox.sandbox.apiBase}/roles`, { headers })).status;
    assert.equal(await look(), 200);
    await sandbox.ok(api(`DELETE ${path}`));
    assert.equal(await look(), 401);
  });

  it('switch Basic Auth on and off', async () => {
    const { path } = await create();
    const authorization = basic(await addKey(path));
    const look = async () => (await send(`${sandbox.sandbox.apiBase}/roles`, { headers: { authorization } })).status;
    assert.equal(await look(), 401);
    await sandbox.clock.advance(1000);
    const changed = await sandbox.ok(api(`PATCH ${path}`, { enableBasicAuth: true }));
    assert.equal(changed.enableBasicAuth, true);
    assert.notEqual(changed.updateTime, changed.createTime);
    assert.equal(await look(), 200);
    await sandbox.ok(api(`PATCH ${path}?update_mask=displayName`, { displayName: 'New', enableBasicAuth: false }));
    assert.equal(await look(), 200);
    await sandbox.ok(api(`PATCH ${path}`, { enableBasicAuth: false }));
    assert.equal(await look(), 401);
    assert.equal((await sandbox.ok(api(`GET ${path}`))).displayName, 'New');
  });

  it('name the field at fault and need the project administrator', async () => {
    assert.equal(await sandbox.refused(api(`POST ${list()}`, { enableBasicAuth: 'yes' }), 400), 'invalid enableBasicAuth: must be true or false');
    assert.equal(await sandbox.refused(api(`POST ${list()}`, { displayName: 1 }), 400), 'invalid displayName: must be a string');
    assert.match(await sandbox.refused(api(`POST ${list()}`, '{'), 400), /^invalid body: not JSON/);
    const one = `${list()}/${sandbox.sandbox.landmarks.serviceAccount}`;
    for (const [line, permission] of [
      [`POST ${list()}`, 'serviceaccount.create'],
      [`PATCH ${one}`, 'serviceaccount.update'],
      [`DELETE ${one}`, 'serviceaccount.delete'],
      [`POST ${one}/keys`, 'serviceaccount.key.create'],
      [`DELETE ${one}/keys/${sandbox.sandbox.landmarks.key}`, 'serviceaccount.key.delete'],
    ] as const) {
      const refusal = await sandbox.refused(api(line, undefined, 'project.developer'), 403);
      assert(refusal.endsWith(permission), refusal);
    }
  });

  it('hold their project', async () => {
    const made = await sandbox.ok(api(`POST /projects/${sandbox.projects.annex}/serviceaccounts`));
    await sandbox.clock.advance(1000);
    assert.match(await sandbox.refused(api(`DELETE /projects/${sandbox.projects.annex}`), 400), /is not empty/);
    await sandbox.ok(api(`DELETE /${text(made.name)}`));
    await sandbox.ok(api(`DELETE /projects/${sandbox.projects.annex}`));
  });

  describe('keys', () => {
    it('show their secret once', async () => {
      const { path } = await create();
      const { name, keyId, secret } = await addKey(path);
      assert.match(secret, /^[0-9a-f]{32}$/);
      await sandbox.clock.advance(1000);
      const one = await sandbox.ok(api(`GET /${name}`));
      assert.deepEqual(one, { name, id: keyId, createTime: '2026-01-15T12:00:01.000000Z' });
      assert.deepEqual(pageOf(await sandbox.ok(api(`GET ${path}/keys`, undefined, 'project.user')), 'keys').items, [one]);
    });

    it('sign in until they are deleted, and the refusal says why', async () => {
      const { path, email } = await create();
      const [first, second] = [await addKey(path), await addKey(path)];
      assert.notEqual(first.secret, second.secret);
      assert.equal(number((await signIn(email, first)).body.expires_in), 3600);
      assert.equal((await signIn(email, { ...first, secret: second.secret })).status, 400);
      await sandbox.clock.advance(1000);
      assert.deepEqual(await sandbox.ok(api(`DELETE /${first.name}`)), {});
      const refused = await signIn(email, first);
      assert.deepEqual([refused.status, refused.body.error_description], [400, 'the key was revoked']);
      assert.equal((await signIn(email, second)).status, 200);
      await sandbox.refused(api(`GET /${first.name}`), 404);
      await sandbox.refused(api(`DELETE /${first.name}`), 404);
    });

    it('are ten at most, of those that live', async () => {
      const { path } = await create();
      const made = [];
      for (let count = 0; count < 10; count++) made.push(await addKey(path));
      assert.equal(await sandbox.refused(api(`POST ${path}/keys`), 400), 'a service account has at most 10 keys');
      await sandbox.clock.advance(1000);
      await sandbox.ok(api(`DELETE /${made[0]?.name ?? ''}`));
      await addKey(path);
    });

    it('belong to one account', async () => {
      const { key } = sandbox.sandbox.landmarks;
      const { id } = sandbox.sandbox.account('project.user');
      await sandbox.refused(api(`GET ${list()}/${id}/keys/${key}`), 404);
      await sandbox.refused(api(`GET ${list()}/x/keys`), 404);
      const revoked = sandbox.sandbox.account('revoked');
      assert.deepEqual(pageOf(await sandbox.ok(api(`GET ${list()}/${revoked.id}/keys`)), 'keys').items, []);
      await sandbox.refused(api(`PATCH ${list()}/${id}/keys/${key}`, {}), 501);
    });
  });
});
