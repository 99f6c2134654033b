import assert from 'node:assert/strict';
import { endpoints } from '../../../../src/api/description';
import { lowestRoleWith, roleNamed, roles } from '../../../../src/api/roles';
import { heldIn, permissionFor, suffices, type Scope } from '../../../../src/insight/blame/rights';

const scope: Scope = { kind: 'project', id: 'p', name: 'projects/p', part: { kind: 'request-line' } };
const named = (name: string) => {
  const role = roleNamed(name);
  assert.ok(role);
  return role;
};

describe('permissionFor', () => {
  const table: Readonly<Record<string, string | undefined>> = {
    'api GET /projects': 'project.read', 'api POST /projects': 'project.create', 'api PATCH /projects/{project}': 'project.update', 'api DELETE /projects/{project}': 'project.delete', 'api POST /projects:batchUpdate': 'project.update',
    'api GET /organizations/{organization}': 'organization.read', 'api POST /organizations/{organization}/members': 'membership.create', 'api POST /projects/{project}/members:batchDelete': 'membership.delete',
    'api GET /projects/{project}/members/{member}:getInviteUrl': undefined, 'api GET /projects/{project}/permissions': undefined, 'api GET /roles': undefined,
    'api GET /projects/{project}/devices:stream': 'device.read', 'api GET /projects/{project}/devices/{device}/events': 'device.read', 'api POST /projects/{project}/devices:batchUpdate': 'device.update',
    'api POST /projects/{project}/devices/{device}/labels': 'device.update', 'api DELETE /projects/{project}/devices/{device}/labels/{label}': 'device.update', 'api POST /projects/{project}/devices:transfer': 'device.transfer',
    'api POST /projects/{project}/devices:claim': undefined, 'api GET /claimInfo': undefined, 'api POST /projects/{project}/dataconnectors': 'dataconnector.create', 'api POST /projects/{project}/dataconnectors/{dataconnector}:sync': undefined,
    'api DELETE /projects/{project}/serviceaccounts/{serviceaccount}/keys/{key}': 'serviceaccount.key.delete', 'api PATCH /projects/{project}/serviceaccounts/{serviceaccount}': 'serviceaccount.update', 'api POST /projects/{project}/contacts': undefined,
    'emulator GET /projects/{project}/devices': 'emulator.read', 'emulator PUT /projects/{project}/devices/{device}': 'emulator.update', 'emulator POST /projects/{project}/devices/{device}:publish': 'emulator.update', 'identity POST /oauth2/token': undefined,
  };
  const of = (name: string) => endpoints.find(({ host, method, path }) => `${host} ${method} ${path}` === name);
  for (const [name, expected] of Object.entries(table)) {
    it(name, () => {
      const endpoint = of(name);
      assert.ok(endpoint);
      assert.equal(permissionFor(endpoint), expected);
    });
  }

  it('agrees with every role that the documentation names', () => {
    for (const endpoint of endpoints) {
      const permission = permissionFor(endpoint);
      if (permission === undefined || endpoint.role === null) continue;
      assert.equal(lowestRoleWith(permission)?.name, endpoint.role, `${endpoint.method} ${endpoint.path}: ${permission}`);
    }
  });
});

describe('what an account has', () => {
  it('is the highest role of which it has all permissions', () => {
    for (const role of roles) assert.equal(heldIn(scope, { permissions: { scope: 'projects/p', permissions: [...role.permissions, 'new.permission'] } })?.role, role);
    assert.equal(heldIn(scope, { permissions: { scope: 'projects/p', permissions: named('project.user').permissions.slice(1) } })?.role, undefined);
  });

  it('is not known of another project', () => {
    assert.equal(heldIn(scope, { permissions: { scope: 'projects/q', permissions: [] } }), undefined);
    assert.equal(heldIn(undefined, { permissions: { scope: 'projects/p', permissions: [] } }), undefined);
  });

  it('suffices by the permission, else by the role', () => {
    const developer = { permissions: named('project.developer').permissions, role: named('project.developer') };
    assert.equal(suffices(developer, { permission: 'device.update', isDocumented: true }), true);
    assert.equal(suffices(developer, { permission: 'device.transfer', isDocumented: true }), false);
    assert.equal(suffices(developer, { role: named('project.user'), isDocumented: true }), true);
    assert.equal(suffices(developer, { role: named('project.admin'), isDocumented: true }), false);
    assert.equal(suffices({ permissions: [] }, { role: named('project.user'), isDocumented: true }), false);
    assert.equal(suffices(developer, { isDocumented: false }), false);
  });
});
