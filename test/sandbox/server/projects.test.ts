import assert from 'node:assert/strict';
import { Harness, pageOf, text } from './harness';

describe('sandbox: organizations, projects and roles', () => {
  const sandbox = new Harness();
  const names = (items: readonly { displayName?: unknown }[]): unknown[] => items.map((item) => item.displayName);

  describe('organizations', () => {
    it('lists those of an organization administrator only', async () => {
      const own = pageOf(await sandbox.ok(sandbox.api('organization.admin', 'GET /organizations')), 'organizations');
      assert.deepEqual(names(own.items), ['Fjordkontor Demo AS']);
      const none = pageOf(await sandbox.ok(sandbox.api('project.admin', 'GET /organizations')), 'organizations');
      assert.deepEqual(none.items, []);
    });

    it('gets one; 403 for another, 404 for a missing one', async () => {
      const { organization, otherOrganization } = sandbox.sandbox.landmarks;
      const body = await sandbox.ok(sandbox.api('organization.admin', `GET /organizations/${organization}`));
      assert.equal(body.name, `organizations/${organization}`);
      await sandbox.refused(sandbox.api('project.admin', `GET /organizations/${organization}`), 403);
      await sandbox.refused(sandbox.api('organization.admin', `GET /organizations/${otherOrganization}`), 403);
      await sandbox.refused(sandbox.api('organization.admin', 'GET /organizations/nowhere'), 404);
    });

    it('lists the permissions of the caller, in pages', async () => {
      const path = `/organizations/${sandbox.sandbox.landmarks.organization}/permissions`;
      const body = await sandbox.ok(sandbox.api('organization.admin', `GET ${path}?pageSize=20`));
      const { items, next } = pageOf(body, 'permissions');
      assert.equal(items.length, 20);
      const rest = await sandbox.ok(sandbox.api('organization.admin', `GET ${path}?pageSize=20&pageToken=${next}`));
      const second = pageOf(rest, 'permissions');
      assert.equal(second.next, '');
      assert.equal(new Set([...items, ...second.items]).size, 30);
      await sandbox.refused(sandbox.api('none', `GET ${path}`), 403);
      await sandbox.refused(sandbox.api('none', 'GET /organizations/nowhere/permissions'), 404);
    });
  });

  describe('project list', () => {
    const list = async (role: string, query = ''): Promise<unknown[]> =>
      names(pageOf(await sandbox.ok(sandbox.api(role, `GET /projects${query}`)), 'projects').items);

    it('shows what the caller may see', async () => {
      const ordinary = ['Head office', 'Cold storage', 'Inventory', 'Annex'];
      assert.deepEqual(await list('project.user'), ordinary);
      assert.deepEqual(await list('project.admin'), ordinary);
      assert.deepEqual(await list('organization.admin'), [...ordinary, 'Boardroom']);
      assert.deepEqual(await list('none'), []);
    });

    it('filters by organization, as a name or a bare ID, and by words', async () => {
      const { organization, otherOrganization } = sandbox.sandbox.landmarks;
      assert.equal((await list('project.user', `?organization=organizations/${organization}`)).length, 4);
      assert.equal((await list('project.user', `?organization=${organization}`)).length, 4);
      assert.deepEqual(await list('project.user', `?organization=organizations/${otherOrganization}`), []);
      assert.deepEqual(await list('project.user', '?query=STOR'), ['Cold storage']);
      assert.equal((await list('project.user', '?query=fjordkontor')).length, 4);
      assert.deepEqual(await list('project.user', '?query=head+storage'), []);
    });

    it('names the parameter at fault', async () => {
      const table: readonly [string, string][] = [
        ['?page_size=0', 'invalid page_size: must be between 1 and 100'],
        ['?pageSize=101', 'invalid pageSize: must be between 1 and 100'],
        ['?pageSize=ten', 'invalid pageSize: must be between 1 and 100'],
        ['?pageToken=garbage', 'invalid pageToken: not a token of this list'],
        ['?page_token=bnVsbA', 'invalid page_token: not a token of this list'],
        ['?organization=projects/x', 'invalid organization: must be organizations/{organization}'],
        ['?query=%zz', 'invalid query: a % must be followed by two hexadecimal digits'],
      ];
      for (const [query, error] of table) {
        assert.equal(await sandbox.refused(sandbox.api('project.user', `GET /projects${query}`), 400), error);
      }
    });

    it('takes both spellings of page parameters and an empty first token', async () => {
      const first = pageOf(await sandbox.ok(sandbox.api('project.user', 'GET /projects?page_size=3&page_token=')), 'projects');
      assert.equal(first.items.length, 3);
      const path = `GET /projects?pageSize=3&pageToken=${first.next}`;
      const second = pageOf(await sandbox.ok(sandbox.api('project.user', path)), 'projects');
      assert.deepEqual(names(second.items), ['Annex']);
      assert.equal(second.next, '');
    });

    it('refuses a token of a list that was asked for differently', async () => {
      const { next } = pageOf(await sandbox.ok(sandbox.api('project.user', 'GET /projects?pageSize=2')), 'projects');
      await sandbox.refused(sandbox.api('project.user', `GET /projects?pageSize=2&query=e&pageToken=${next}`), 400);
      await sandbox.refused(sandbox.api('project.user', `GET /roles?pageToken=${next}`), 400);
    });
  });

  describe('one project', () => {
    it('shows its facts', async () => {
      const { organization } = sandbox.sandbox.landmarks;
      const body = await sandbox.ok(sandbox.api('project.user', `GET /projects/${sandbox.projects.inventory}`));
      assert.deepEqual(body, {
        name: `projects/${sandbox.projects.inventory}`,
        displayName: 'Inventory',
        inventory: true,
        organization: `organizations/${organization}`,
        organizationDisplayName: 'Fjordkontor Demo AS',
        sensorCount: 4,
        cloudConnectorCount: 0,
        location: { latitude: 59.91, longitude: 10.75, timeLocation: 'Europe/Oslo' },
        labels: {},
      });
      const office = await sandbox.ok(sandbox.api('project.user', `GET /projects/${sandbox.projects.headOffice}`));
      assert.equal(office.cloudConnectorCount, 2);
    });

    it('is 403 when it exists and cannot be seen, 404 when it does not exist', async () => {
      const boardroom = `GET /projects/${sandbox.projects.boardroom}`;
      assert.match(await sandbox.refused(sandbox.api('project.admin', boardroom), 403), /no access to projects/);
      await sandbox.ok(sandbox.api('organization.admin', boardroom));
      await sandbox.refused(sandbox.api('organization.admin', `GET /projects/${sandbox.projects.elsewhere}`), 403);
      assert.equal(
        await sandbox.refused(sandbox.api('project.user', 'GET /projects/c0123456789abcdefghi'), 404),
        'project "c0123456789abcdefghi" not found',
      );
    });

    it('lists the permissions of the role', async () => {
      const path = `GET /projects/${sandbox.projects.headOffice}/permissions`;
      const counts = { 'project.user': 8, 'project.developer': 16, 'project.admin': 27, 'organization.admin': 30 };
      for (const [role, count] of Object.entries(counts)) {
        assert.equal(pageOf(await sandbox.ok(sandbox.api(role, path)), 'permissions').items.length, count, role);
      }
      await sandbox.refused(sandbox.api('none', path), 403);
    });
  });

  describe('create', () => {
    const create = (role: string, body: unknown) => sandbox.api(role, 'POST /projects', { body });
    const ours = () => `organizations/${sandbox.sandbox.landmarks.organization}`;

    it('makes a project that is seen a second later', async () => {
      const body = await sandbox.ok(create('organization.admin', { displayName: 'New', organization: ours() }));
      assert.match(text(body.name), /^projects\/c[a-z0-9]{19}$/);
      assert.equal(body.sensorCount, 0);
      const listed = async () =>
        names(pageOf(await sandbox.ok(sandbox.api('organization.admin', 'GET /projects')), 'projects').items);
      const path = `/${text(body.name)}`;
      await sandbox.refused(sandbox.api('organization.admin', `GET ${path}`), 404);
      await sandbox.refused(sandbox.api('organization.admin', `PATCH ${path}`, { body: {} }), 404);
      assert(!(await listed()).includes('New'));
      await sandbox.clock.advance(999);
      await sandbox.refused(sandbox.api('organization.admin', `GET ${path}`), 404);
      await sandbox.clock.advance(1);
      assert.deepEqual(await sandbox.ok(sandbox.api('organization.admin', `GET ${path}`)), body);
      assert((await listed()).includes('New'));
    });

    it('needs the organization administrator', async () => {
      await sandbox.refused(create('project.admin', { displayName: 'New', organization: ours() }), 403);
      const other = `organizations/${sandbox.sandbox.landmarks.otherOrganization}`;
      await sandbox.refused(create('organization.admin', { displayName: 'New', organization: other }), 403);
      await sandbox.refused(create('organization.admin', { displayName: 'New', organization: 'organizations/x' }), 404);
    });

    it('names the field at fault', async () => {
      const table: readonly [unknown, RegExp][] = [
        [{ organization: ours() }, /^displayName is required$/],
        [{ displayName: '', organization: ours() }, /^displayName is required$/],
        [{ displayName: 7, organization: ours() }, /^invalid displayName: must be a string$/],
        [{ displayName: 'New' }, /^organization is required$/],
        [{ displayName: 'New', organization: 'abc' }, /^invalid organization: "abc" is not organizations/],
        [{ displayName: 'New', organization: ours(), location: [] }, /^invalid location: must be an object$/],
        [{ displayName: 'New', organization: ours(), location: { latitude: 91 } }, /^invalid location.latitude: /],
        [{ displayName: 'New', organization: ours(), location: { longitude: '1' } }, /^invalid location.longitude: /],
        [{ displayName: 'New', organization: ours(), location: { timeLocation: 1 } }, /^invalid location.timeLocation: /],
        [[], /^invalid body: a JSON object is expected$/],
        ['', /^invalid body: it is empty/],
        ['{"displayName": }', /^invalid body: not JSON: .+/],
      ];
      for (const [body, error] of table) {
        assert.match(await sandbox.refused(create('organization.admin', body), 400), error);
      }
    });
  });

  describe('update', () => {
    const update = (role: string, body: unknown) =>
      sandbox.api(role, `PATCH /projects/${sandbox.projects.annex}`, { body });

    it('changes only what is sent', async () => {
      const named = await sandbox.ok(update('project.admin', { displayName: 'Annex B' }));
      assert.equal(named.displayName, 'Annex B');
      assert.equal(named.location?.timeLocation, 'Europe/Oslo');
      const location = { latitude: 1, longitude: null, timeLocation: 'UTC' };
      const moved = await sandbox.ok(update('project.admin', { location }));
      assert.deepEqual(moved.location, location);
      assert.equal(moved.displayName, 'Annex B');
      assert.deepEqual(await sandbox.ok(update('project.admin', {})), moved);
    });

    it('needs project.update and a name', async () => {
      const error = await sandbox.refused(update('project.developer', { displayName: 'x' }), 403);
      assert.match(error, /^the role project\.developer in projects\/\w+ lacks the permission project\.update$/);
      assert.match(await sandbox.refused(update('project.admin', { displayName: '' }), 400), /^invalid displayName/);
    });
  });

  describe('delete', () => {
    const remove = (role: string, id: string) => sandbox.api(role, `DELETE /projects/${id}`);

    it('answers 200 with {} and the project is gone', async () => {
      assert.deepEqual(await sandbox.ok(remove('project.admin', sandbox.projects.annex)), {});
      await sandbox.refused(remove('project.admin', sandbox.projects.annex), 404);
    });

    it('refuses a project that is not empty, and a role too low', async () => {
      assert.match(await sandbox.refused(remove('project.admin', sandbox.projects.coldStorage), 400), /is not empty/);
      await sandbox.refused(remove('project.developer', sandbox.projects.annex), 403);
    });

    it('refuses a project that holds something not seen yet', async () => {
      const { annex } = sandbox.projects;
      await sandbox.ok(sandbox.emulator('project.admin', `POST /projects/${annex}/devices`, { body: { type: 'touch' } }));
      await sandbox.refused(remove('project.admin', annex), 400);
    });
  });

  describe('roles', () => {
    it('lists all four, lowest first', async () => {
      const { items } = pageOf(await sandbox.ok(sandbox.api('none', 'GET /roles')), 'roles');
      assert.deepEqual(
        items.map(({ name }) => name),
        ['roles/project.user', 'roles/project.developer', 'roles/project.admin', 'roles/organization.admin'],
      );
    });

    it('gets one with its permissions; 404 for another', async () => {
      const role = await sandbox.ok(sandbox.api('none', 'GET /roles/project.user'));
      assert.deepEqual(role.permissions, [
        'project.read',
        'membership.read',
        'sensor.read',
        'device.read',
        'dataconnector.read',
        'serviceaccount.read',
        'serviceaccount.key.read',
        'emulator.read',
      ]);
      await sandbox.refused(sandbox.api('none', 'GET /roles/project.owner'), 404);
    });
  });
});
