import assert from 'node:assert/strict';
import { Harness, type Json, pageOf, text } from './harness';

describe('sandbox: members', () => {
  const sandbox = new Harness();
  const project = () => `/projects/${sandbox.projects.headOffice}`;
  const members = () => `${project()}/members`;
  const organization = () => `/organizations/${sandbox.sandbox.landmarks.organization}`;
  const marks = () => sandbox.sandbox.landmarks.members;
  const api = (line: string, body?: unknown, role = 'project.admin') =>
    sandbox.api(role, line, body === undefined ? {} : { body });
  const invite = (body: unknown, role?: string) => api(`POST ${members()}`, body, role);

  it('are listed in pages, people and service accounts', async () => {
    const all = pageOf(await sandbox.ok(api(`GET ${members()}`, undefined, 'project.user')), 'members').items;
    const user = all.find(({ name }) => text(name).endsWith(marks().accepted));
    assert.deepEqual(user, {
      name: `${members().slice(1)}/${marks().accepted}`,
      displayName: 'ingrid',
      roles: ['roles/project.developer'],
      status: 'ACCEPTED',
      email: marks().acceptedEmail,
      accountType: 'USER',
      createTime: '2025-12-16T12:00:00.000000Z',
    });
    const account = all.find(({ name }) => text(name).endsWith(sandbox.sandbox.account('project.developer').id));
    assert.deepEqual([account?.accountType, account?.roles], ['SERVICE_ACCOUNT', ['roles/project.developer']]);
    const first = pageOf(await sandbox.ok(api(`GET ${members()}?pageSize=2`)), 'members');
    const second = pageOf(await sandbox.ok(api(`GET ${members()}?pageSize=100&pageToken=${first.next}`)), 'members');
    assert.deepEqual([...first.items, ...second.items], all);
    await sandbox.refused(api(`GET ${members()}`, undefined, 'none'), 403);
  });

  it('are got one by one', async () => {
    assert.equal((await sandbox.ok(api(`GET ${members()}/${marks().pending}`))).status, 'PENDING');
    assert.equal(await sandbox.refused(api(`GET ${members()}/1`), 404), 'member "1" not found');
    await sandbox.refused(api('GET /projects/missing/members/1'), 404);
  });

  it('who are invited wait for an answer, and are seen a second later', async () => {
    const body = await sandbox.ok(invite({ email: 'New.Person@example.com', roles: ['roles/project.user'] }));
    assert.deepEqual([body.status, body.displayName, body.accountType], ['PENDING', 'New.Person', 'USER']);
    assert.match(text(body.name), /\/members\/\d+$/);
    await sandbox.refused(api(`GET /${text(body.name)}`), 404);
    await sandbox.clock.advance(1000);
    assert.deepEqual(await sandbox.ok(api(`GET /${text(body.name)}`)), body);
    assert.match(text((await sandbox.ok(api(`GET /${text(body.name)}:getInviteUrl`))).inviteUrl), /^https:\/\/example\.com\//);
  });

  it('who are invited already make a conflict, whatever the case and even before they are seen', async () => {
    for (const email of [marks().acceptedEmail, marks().pendingEmail, 'PER@example.com', sandbox.sandbox.account('project.user').email]) {
      assert.equal(await sandbox.refused(invite({ email, roles: ['roles/project.user'] }), 409), 'already exists');
    }
    await sandbox.ok(invite({ email: 'a@example.com', roles: ['roles/project.user'] }));
    await sandbox.refused(invite({ email: 'a@example.com', roles: ['roles/project.user'] }), 409);
  });

  it('names the field at fault', async () => {
    const roles = ['roles/project.user'];
    const table: readonly [unknown, string][] = [
      ['', 'invalid body: it is empty, a JSON object is expected'],
      [{ roles }, 'email is required'],
      [{ email: 1, roles }, 'invalid email: must be a string'],
      [{ email: 'x', roles }, 'invalid email: "x" is neither an email address nor a service account'],
      [
        { email: 'c@p.serviceaccount.d21s.com', roles },
        'invalid email: "c@p.serviceaccount.d21s.com" is neither an email address nor a service account',
      ],
      [{ email: 'a@example.com' }, 'roles is required'],
      [{ email: 'a@example.com', roles: [] }, 'roles is required'],
      [{ email: 'a@example.com', roles: 'roles/project.user' }, 'invalid roles: must be a list of strings'],
      [{ email: 'a@example.com', roles: [...roles, ...roles] }, 'invalid roles: a member has exactly one role'],
      [
        { email: 'a@example.com', roles: ['roles/organization.admin'] },
        'invalid roles[0]: must be one of roles/project.user, roles/project.developer, roles/project.admin',
      ],
    ];
    for (const [body, error] of table) assert.equal(await sandbox.refused(invite(body), 400), error);
    // Long enough to take minutes in a pattern that looks back.
    const endless = `a@${'b.'.repeat(500_000)}@`;
    assert.match(await sandbox.refused(invite({ email: endless, roles }), 400), /^invalid email: /);
  });

  it('get and lose access with their membership', async () => {
    const { email, id } = sandbox.sandbox.account('none');
    const look = () => api(`GET ${project()}`, undefined, 'none');
    const label = () => api(`POST ${project()}/devices/${sandbox.devices.humidity}/labels`, { key: `k${sandbox.clock.now()}` }, 'none');
    await sandbox.refused(look(), 403);
    await sandbox.ok(invite({ email, roles: ['roles/project.user'] }));
    await sandbox.clock.advance(1000);
    await sandbox.ok(look());
    await sandbox.refused(label(), 403);
    const changed = await sandbox.ok(api(`PATCH ${members()}/${id}`, { roles: ['roles/project.developer'] }));
    assert.deepEqual(changed.roles, ['roles/project.developer']);
    await sandbox.ok(label());
    assert.deepEqual(await sandbox.ok(api(`DELETE ${members()}/${id}`)), {});
    await sandbox.refused(look(), 403);
    await sandbox.refused(api(`DELETE ${members()}/${id}`), 404);
  });

  it('are changed by project administrators only', async () => {
    const one = `${members()}/${marks().accepted}`;
    for (const role of ['project.user', 'project.developer']) {
      assert.match(await sandbox.refused(invite({ email: 'a@example.com', roles: ['roles/project.user'] }, role), 403), /membership\.create/);
      assert.match(await sandbox.refused(api(`PATCH ${one}`, { roles: [] }, role), 403), /membership\.update/);
      assert.match(await sandbox.refused(api(`DELETE ${one}`, undefined, role), 403), /membership\.delete/);
    }
    assert.equal(await sandbox.refused(api(`PATCH ${one}`, {}), 400), 'roles is required');
  });

  it('have an invite URL only as long as they are asked and are people', async () => {
    await sandbox.ok(api(`GET ${members()}/${marks().pending}:getInviteUrl`));
    const accepted = await sandbox.refused(api(`GET ${members()}/${marks().accepted}:getInviteUrl`), 400);
    assert.equal(accepted, `member "${marks().accepted}" has accepted the invite already`);
    const { id } = sandbox.sandbox.account('project.user');
    const account = await sandbox.refused(api(`GET ${members()}/${id}:getInviteUrl`), 400);
    assert.equal(account, `member "${id}" is not a user: only users are invited`);
    await sandbox.refused(api(`GET ${members()}/1:getInviteUrl`), 404);
  });

  describe('of the organization', () => {
    const list = () => `${organization()}/members`;
    const admin = (line: string, body?: unknown) => api(line, body, 'organization.admin');

    it('are kept by its administrators', async () => {
      const { items } = pageOf(await sandbox.ok(admin(`GET ${list()}`)), 'members');
      assert.deepEqual(items.map(({ accountType }) => accountType), ['SERVICE_ACCOUNT', 'USER']);
      const one = `${list()}/${marks().organization}`;
      assert.deepEqual((await sandbox.ok(admin(`GET ${one}`))).roles, ['roles/organization.admin']);
      await sandbox.ok(admin(`PATCH ${one}`, { roles: ['roles/organization.admin'] }));
      await sandbox.refused(admin(`PATCH ${one}`, { roles: ['roles/project.user'] }), 400);
      await sandbox.refused(admin(`GET ${one}:getInviteUrl`), 400);
      assert.deepEqual(await sandbox.ok(admin(`DELETE ${one}`)), {});
      await sandbox.refused(admin(`GET ${one}`), 404);
      await sandbox.refused(api(`GET ${list()}`), 403);
    });

    it('have access everywhere in it', async () => {
      const { email } = sandbox.sandbox.account('none');
      await sandbox.ok(admin(`POST ${list()}`, { email, roles: ['roles/organization.admin'] }));
      await sandbox.refused(admin(`POST ${list()}`, { email, roles: ['roles/organization.admin'] }), 409);
      await sandbox.clock.advance(1000);
      await sandbox.ok(api(`GET /projects/${sandbox.projects.boardroom}`, undefined, 'none'));
      const { email: other } = sandbox.sandbox.account('revoked');
      const refusal = await sandbox.refused(admin(`POST ${list()}`, { email: other, roles: ['roles/project.user'] }), 400);
      assert.equal(refusal, 'invalid roles[0]: must be one of roles/organization.admin');
    });
  });

  describe('of many projects', () => {
    const all = (query = '') => api(`GET /projects/-/members?organization=organizations/${sandbox.sandbox.landmarks.organization}${query}`);

    it('are listed with projects/-', async () => {
      const { id } = sandbox.sandbox.account('project.user');
      const { items } = pageOf(await sandbox.ok(all(`&memberId=${id}`)), 'members');
      const { headOffice, coldStorage, inventory, annex } = sandbox.projects;
      const names = [headOffice, coldStorage, inventory, annex].map((one) => `projects/${one}/members/${id}`);
      assert.deepEqual(items.map(({ name }) => name), names);
      assert(pageOf(await sandbox.ok(all()), 'members').items.length > names.length);
      assert.equal(await sandbox.refused(api('GET /projects/-/members'), 400), 'organization is required with projects/-');
      const page = pageOf(await sandbox.ok(all(`&memberId=${id}&pageSize=3`)), 'members');
      const rest = pageOf(await sandbox.ok(all(`&memberId=${id}&pageSize=3&pageToken=${page.next}`)), 'members');
      assert.deepEqual([...page.items, ...rest.items], items);
    });

    const create = (list: readonly unknown[], path = '-') => api(`POST /projects/${path}/members:batchCreate`, { members: list });
    const person = (name: string, more: object = {}) => ({
      project: `projects/${sandbox.projects.headOffice}`,
      email: `${name}@example.com`,
      roles: ['roles/project.user'],
      ...more,
    });

    it('are invited and removed together', async () => {
      const created = await sandbox.ok(create([person('a'), person('b', { project: `projects/${sandbox.projects.annex}` })]));
      const names = (created.members as unknown as readonly Json[]).map(({ name }) => text(name));
      assert.deepEqual(names.map((name) => name.split('/')[1]), [sandbox.projects.headOffice, sandbox.projects.annex]);
      await sandbox.clock.advance(1000);
      assert.deepEqual(await sandbox.ok(api('POST /projects/-/members:batchDelete', { names })), {});
      for (const name of names) await sandbox.refused(api(`GET /${name}`), 404);
    });

    it('all or none, with the item at fault named', async () => {
      const table: readonly [readonly unknown[], number, string | RegExp][] = [
        [[], 400, 'members is required: a list of objects'],
        [[person('a'), 1], 400, 'invalid members[1]: must be an object'],
        [[person('a'), person('b', { email: undefined })], 400, 'members[1].email is required'],
        [[person('a', { roles: ['x'] })], 400, /^invalid members\[0\]\.roles\[0\]: must be one of /],
        [[person('a', { project: 'x' })], 400, 'invalid members[0].project: "x" is not projects/{project}'],
        [[person('a', { project: undefined })], 400, 'members[0].project is required'],
        [[person('a'), person('b', { project: 'projects/missing' })], 404, 'project "missing" not found'],
        [[person('a'), person('a')], 409, 'already exists'],
        [[person('a'), person('per')], 409, 'already exists'],
        [[person('a'), person('b', { project: `projects/${sandbox.projects.boardroom}` })], 403, /^no access/],
      ];
      const before = pageOf(await sandbox.ok(api(`GET ${members()}`)), 'members').items.length;
      for (const [list, status, error] of table) {
        const actual = await sandbox.refused(create(list), status);
        if (typeof error === 'string') assert.equal(actual, error);
        else assert.match(actual, error);
      }
      const elsewhere = await sandbox.refused(create([person('a')], sandbox.projects.annex), 400);
      assert.equal(elsewhere, `invalid members[0].project: must be projects/${sandbox.projects.annex}, as in the path`);
      const remove = (names: readonly string[]) => api('POST /projects/-/members:batchDelete', { names });
      assert.equal(await sandbox.refused(remove([]), 400), 'names is required');
      assert.equal(await sandbox.refused(remove(['x']), 400), 'invalid names[0]: "x" is not projects/{project}/members/{member}');
      await sandbox.refused(remove([`${members().slice(1)}/${marks().pending}`, `${members().slice(1)}/1`]), 404);
      await sandbox.clock.advance(1000);
      assert.equal(pageOf(await sandbox.ok(api(`GET ${members()}`)), 'members').items.length, before);
    });
  });

  it('are bounded', async function () {
    this.timeout(60_000);
    const list = (from: number) => Array.from({ length: 1000 }, (_, index) => ({ project: project().slice(1), email: `u${from + index}@example.com`, roles: ['roles/project.user'] }));
    let refusal = '';
    for (let from = 0; refusal === '' && from < 10_000; from += 1000) {
      const { status, body } = await api('POST /projects/-/members:batchCreate', { members: list(from) });
      if (status !== 200) refusal = `${status} ${text(body.error)}`;
    }
    assert.equal(refusal, '400 the sandbox holds no more than 5000 of these');
  });
});
