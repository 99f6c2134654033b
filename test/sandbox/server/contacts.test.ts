import assert from 'node:assert/strict';
import { Harness, type Json, text } from './harness';

describe('sandbox: contacts', () => {
  const sandbox = new Harness();
  const api = (line: string, body?: unknown, role = 'organization.admin') => sandbox.api(role, line, body === undefined ? {} : { body });
  const contacts = () => `/projects/${sandbox.projects.headOffice}/contacts`;
  const groups = () => `/organizations/${sandbox.sandbox.landmarks.organization}/contactGroups`;
  const group = () => `${groups()}/${sandbox.sandbox.landmarks.contactGroup}`;
  async function create(path: string, body: unknown): Promise<{ path: string; made: Json }> {
    const made = await sandbox.ok(api(`POST ${path}`, body));
    await sandbox.clock.advance(1000);
    return { path: `/${text(made.name)}`, made };
  }

  it('are made, changed and deleted', async () => {
    const contactGroup = group().slice(1);
    const { path, made } = await create(contacts(), { contactGroup, displayName: 'Duty', email: 'duty@example.com' });
    assert.deepEqual(made, { name: path.slice(1), contactGroup, displayName: 'Duty', email: 'duty@example.com', phoneNumber: '', hasProjectAccess: false });
    assert.deepEqual(await sandbox.ok(api(`GET ${path}`, undefined, 'project.user')), made);
    assert.deepEqual(await sandbox.ok(api(`PATCH ${path}`, { phoneNumber: '+47' }, 'project.admin')), { ...made, phoneNumber: '+47' });
    assert.deepEqual(await sandbox.ok(api(`DELETE ${path}`)), {});
    assert.match(await sandbox.refused(api(`GET ${path}`), 404), /^contact "/);
  });

  it('know who has access to the project', async () => {
    const one = `${contacts()}/${sandbox.sandbox.landmarks.contact}`;
    assert.equal((await sandbox.ok(api(`GET ${one}`))).hasProjectAccess, true);
    assert.equal((await sandbox.ok(api(`PATCH ${one}`, { email: 'per@example.com' }))).hasProjectAccess, false);
  });

  it('are counted in groups, which can go without them', async () => {
    const { path, made } = await create(groups(), { displayName: 'Night', description: 'From ten' });
    assert.deepEqual(made, { name: path.slice(1), displayName: 'Night', description: 'From ten', contactCount: 0 });
    const one = `${contacts()}/${sandbox.sandbox.landmarks.contact}`;
    await sandbox.ok(api(`PATCH ${one}`, { contactGroup: path.slice(1) }));
    assert.deepEqual(await sandbox.ok(api(`PATCH ${path}`, { description: '' })), { ...made, description: '', contactCount: 1 });
    assert.equal((await sandbox.ok(api(`GET ${group()}`))).contactCount, 0);
    assert.deepEqual(await sandbox.ok(api(`DELETE ${path}`)), {});
    assert.equal((await sandbox.ok(api(`GET ${one}`))).contactGroup, '');
    await sandbox.refused(api(`GET ${path}`), 404);
  });

  it('name the field at fault, have no list, and need rights', async () => {
    const error = await sandbox.refused(api(`POST ${contacts()}`, { contactGroup: 'x' }), 400);
    assert.equal(error, 'invalid contactGroup: there is no "x": organizations/{organization}/contactGroups/{contactGroup} is expected');
    assert.equal(await sandbox.refused(api(`POST ${contacts()}`, { email: 1 }), 400), 'invalid email: must be a string');
    assert.equal(await sandbox.refused(api(`POST ${groups()}`, { description: [] }), 400), 'invalid description: must be a string');
    await sandbox.refused(api(`GET ${contacts()}`), 501);
    await sandbox.refused(api(`POST ${contacts()}`, {}, 'project.developer'), 403);
    await sandbox.refused(api(`GET ${group()}`, undefined, 'project.admin'), 403);
  });
});

describe('sandbox: labels of projects', () => {
  const sandbox = new Harness();
  const update = (body: unknown, role = 'project.admin') => sandbox.api(role, 'POST /projects:batchUpdate', { body });
  const names = () => [sandbox.projects.headOffice, sandbox.projects.annex].map((id) => `projects/${id}`);
  const labels = async (): Promise<unknown[]> => {
    const all = names().map(async (name) => (await sandbox.ok(sandbox.api('project.user', `GET /${name}`))).labels);
    return Promise.all(all);
  };

  it('are added and removed in several projects', async () => {
    assert.deepEqual(await sandbox.ok(update({ projects: names(), addLabels: { region: 'north', old: '' } })), {});
    await sandbox.ok(update({ projects: names().slice(1), addLabels: { region: 'south' }, removeLabels: ['old', 'missing'] }));
    assert.deepEqual(await labels(), [{ region: 'north', old: '' }, { region: 'south' }]);
  });

  it('stay when anything is wrong', async () => {
    const addLabels = { region: 'north' };
    const table: readonly [unknown, number, string | RegExp][] = [
      [{ addLabels }, 400, 'projects is required'],
      [{ projects: names() }, 400, 'addLabels or removeLabels is required'],
      [{ projects: ['x'], addLabels }, 400, 'invalid projects[0]: "x" is not projects/{project}'],
      [{ projects: [...names(), 'projects/missing'], addLabels }, 404, 'project "missing" not found'],
      [{ projects: [...names(), `projects/${sandbox.projects.boardroom}`], addLabels }, 403, /^no access/],
      [{ projects: names(), addLabels: { a: 1 } }, 400, 'invalid addLabels.a: must be a string'],
    ];
    for (const [body, status, error] of table) assert.match(await sandbox.refused(update(body), status), error instanceof RegExp ? error : new RegExp(`^${error.replace(/[[\]{}]/g, '\\$&')}$`));
    await sandbox.refused(update({ projects: names(), addLabels }, 'project.developer'), 403);
    assert.deepEqual(await labels(), [{}, {}]);
  });
});
