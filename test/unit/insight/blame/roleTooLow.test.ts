import assert from 'node:assert/strict';
import { findEndpoint } from '../../../../src/api/description';
import { lowestRoleWith, roleNamed, roles } from '../../../../src/api/roles';
import type { AccountRights } from '../../../../src/insight/blame/roleTooLow';
import { foresee } from '../../../../src/insight/foresee';

const permissionsOf = (role: string) => roleNamed(role)?.permissions ?? [];

/** `code weight part-or-fix` of the rights alone. */
function foreseen(request: string, rights: Partial<AccountRights>, more: { headers?: readonly (readonly [string, string])[]; body?: unknown; isUnsigned?: boolean } = {}) {
  const [method = '', target = ''] = request.split(' ');
  const endpoint = findEndpoint('api', method, target.replace(/\?.*/, '').replace(/^\/v2/, ''));
  assert.ok(endpoint, request);
  const body = more.body === undefined ? {} : { body: new TextEncoder().encode(JSON.stringify(more.body)) };
  const headers = [['Content-Type', 'application/json'] as const, ...(more.headers ?? [])];
  const all = foresee({ method, origin: 'https://api.disruptive-technologies.com', target, headers, ...body }, {
    hostKind: 'api', endpoint, now: 0, isUnsigned: more.isUnsigned ?? false, rights: { permissionsIn: () => undefined, others: () => [], ...rights },
  });
  return all.filter(({ code }) => code.startsWith('dt.403'));
}

const told = (permissions: readonly string[], scope = 'projects/abcdefghij0123456789') => ({ permissionsIn: (name: string) => (name === scope ? permissions : undefined) });
const labels = { body: { devices: ['projects/abcdefghij0123456789/devices/bcdefghij0123456789a'], addLabels: { a: 'b' } } };
const update = 'POST /v2/projects/abcdefghij0123456789/devices:batchUpdate';
const summary = (...args: Parameters<typeof foreseen>) => foreseen(...args).map(({ code, severity, headline, part }) => [code, severity, headline, JSON.stringify(part)]);
const project = JSON.stringify({ kind: 'path-segment', index: 2 });

describe('a role too low', () => {
  it('by what the API told: a documented role is a warning, on the project', () => {
    const [found] = foreseen(update, told(permissionsOf('project.user')), labels);
    assert.ok(found);
    assert.deepEqual([found.code, found.severity, found.headline], ['dt.403.label', 'warning', 'Project user is too low a role for this call']);
    assert.ok(found.part.kind === 'path-segment' && found.part.index === 2);
    assert.deepEqual(found.doThis, { text: 'Sign as an account with the role Project developer (or a higher one).', certainty: 'documented' });
    assert.match(found.why.text, /^The API said that this account may do in project "abcdefghij0123456789" what the role Project user may\.$/);
  });

  for (const [name, request, rights, more, code] of [
    ['no role at all', 'GET /v2/projects/abcdefghij0123456789/devices', told([]), {}, 'dt.403'],
    ['a member changed by a developer', 'DELETE /v2/projects/abcdefghij0123456789/members/bcdefghij0123456789a', told(permissionsOf('project.developer')), {}, 'dt.403.project-change'],
    ['a project made by a project administrator', 'POST /v2/projects', { role: roleNamed('project.admin') }, { body: { displayName: 'a', organization: 'organizations/abcdefghij0123456789' } }, 'dt.403.organization'],
    ['an organization, by a role in projects', 'GET /v2/organizations/abcdefghij0123456789/members', { role: roleNamed('project.admin') }, {}, 'dt.403.organization'],
    ['a transfer, from a project where only looking is allowed', 'POST /v2/projects/bcdefghij0123456789a/devices:transfer', told(permissionsOf('project.user')), labels, 'dt.403.transfer'],
  ] as const) {
    it(`${name}: ${code}`, () => {
      const given = { ...('permissionsIn' in rights ? { permissionsIn: rights.permissionsIn } : {}), ...('role' in rights && rights.role ? { role: rights.role } : {}) };
      assert.deepEqual(foreseen(request, given, more).map((each) => each.code), [code]);
    });
  }

  for (const [name, request, rights, more] of [
    ['that is enough', update, told(permissionsOf('project.developer')), labels],
    ['of another project', update, told(permissionsOf('project.user'), 'projects/bcdefghij0123456789a'), labels],
    ['where nothing was told', update, {}, labels],
    ['of a request that brings its own credentials', update, told([]), { ...labels, headers: [['Authorization', 'Bearer x']] }],
    ['of a request that goes out unsigned', update, told([]), { ...labels, isUnsigned: true }],
    ['of who asks what it may do', 'GET /v2/projects/abcdefghij0123456789/permissions', told([]), {}],
    ['of all projects', 'GET /v2/projects/-/devices?organization=organizations/abcdefghij0123456789', { role: roleNamed('project.user') }, {}],
    ['of all projects of an organization, where it has no role', 'GET /v2/projects/-/devices?organization=organizations/abcdefghij0123456789', told([], 'organizations/abcdefghij0123456789'), {}],
    ['of a list of projects, by its role in the organization', 'GET /v2/projects?organization=organizations/abcdefghij0123456789', told([], 'organizations/abcdefghij0123456789'), {}],
    ['whose permission nobody knows', 'POST /v2/projects/abcdefghij0123456789/contacts', told([]), { body: {} }],
  ] as const) {
    it(`is not seen ${name}`, () => {
      const given = { ...('permissionsIn' in rights ? { permissionsIn: rights.permissionsIn } : {}), ...('role' in rights && rights.role ? { role: rights.role } : {}) };
      assert.deepEqual(summary(request, given, more as Parameters<typeof foreseen>[2]), []);
    });
  }

  it('what was told counts for more than the role', () => {
    assert.deepEqual(summary(update, { ...told(permissionsOf('project.admin')), role: roles[0] ?? assert.fail() }, labels), []);
    assert.equal(summary(update, { role: roles[0] ?? assert.fail() }, labels)[0]?.[3], project);
  });

  it('offers at most two accounts that may', () => {
    const [found] = foreseen(update, { ...told([]), others: (needed, scope) => [String(needed.permission), scope, 'third'] }, labels);
    assert.deepEqual(found?.fixes.map(({ title, edits }) => [title, edits]), [
      ['Sign as "device.update"', [{ kind: 'account', name: 'device.update' }]],
      ['Sign as "projects/abcdefghij0123456789"', [{ kind: 'account', name: 'projects/abcdefghij0123456789' }]],
    ]);
  });

  it('headlines fit, however long the id', () => {
    const id = 'a'.repeat(500);
    for (const held of [[], ['device.read'], ...roles.map(({ permissions }) => permissions)]) {
      for (const { headline } of foreseen(`DELETE /v2/projects/${id}`, told(held, `projects/${id}`))) assert.ok(headline.length <= 80, headline);
    }
    assert.equal(lowestRoleWith('project.create')?.name, 'organization.admin');
  });
});
