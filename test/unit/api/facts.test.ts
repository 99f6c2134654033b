import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import errorData from '../../../src/api/errors.json';
import eventData from '../../../src/api/events.json';
import roleData from '../../../src/api/roles.json';
import { endpoints } from '../../../src/api/description';
import { causesAt, documentedError, documentedErrors } from '../../../src/api/errors';
import { lowestRoleWith, roleNamed, roles } from '../../../src/api/roles';

describe('roles', () => {
  it('knows the four roles and their 30 permissions', () => {
    assert.deepEqual(roles.map(({ name, permissions }) => [name, permissions.length]), [['project.user', 8], ['project.developer', 16], ['project.admin', 27], ['organization.admin', 30]]);
  });

  it('each role has all permissions of the one below', () => {
    for (const [index, role] of roles.entries()) {
      for (const permission of roles[index - 1]?.permissions ?? []) assert.ok(role.permissions.includes(permission), `${role.name} ${permission}`);
    }
  });

  it('every role that an endpoint asks for is one of them', () => {
    for (const { role, path } of endpoints) assert.ok(role === null || role === 'none' || roleNamed(role), path);
  });

  it('looks up by both names', () => {
    assert.equal(roleNamed('roles/project.admin')?.displayName, 'Project administrator');
    assert.equal(roleNamed('owner'), undefined);
    assert.equal(lowestRoleWith('device.transfer')?.name, 'project.admin');
    assert.equal(lowestRoleWith('device.eat'), undefined);
  });
});

describe('errors', () => {
  it('lists the documented statuses', () => {
    assert.deepEqual(documentedErrors.map(({ status }) => status), [400, 401, 403, 404, 409, 429, 500, 501, 503, 504]);
    assert.equal(documentedError(405), undefined);
  });

  it('causes name endpoints that exist, and fields that they have', () => {
    const known = new Map(endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint]));
    for (const { causes } of documentedErrors) {
      for (const { endpoint, field } of causes) {
        if (endpoint === undefined) continue;
        const found = known.get(endpoint);
        assert.ok(found, endpoint);
        if (field !== undefined) assert.ok(found.requestBody?.properties && Object.hasOwn(found.requestBody.properties, field.slice(1)), field);
      }
    }
  });

  it('finds causes by endpoint', () => {
    assert.deepEqual(causesAt(400, 'DELETE', '/projects/{project}').map(({ cause }) => cause), ['project-not-empty']);
    assert.deepEqual(causesAt(400, 'GET', '/projects'), []);
    assert.deepEqual(causesAt(418, 'GET', '/projects'), []);
  });
});

describe('events', () => {
  it('types are unique, and devices name known ones', () => {
    const types = eventData.events.map(({ type }) => type);
    assert.equal(new Set(types).size, types.length);
    for (const { type, events } of eventData.devices) for (const event of events) assert.ok(types.includes(event), `${type}: ${event}`);
  });

  it('device types are those of the query parameter', () => {
    const parameter = endpoints.find(({ path }) => path === '/projects/{project}/devices')?.queryParams.find(({ name }) => name === 'device_types');
    assert.deepEqual(eventData.devices.map(({ type }) => type).sort(), [...(parameter?.enum ?? [])].sort());
  });
});

describe('facts', () => {
  const named = new Set([...readFileSync('src/api/SOURCES.md', 'utf8').matchAll(/^\| ([^|]+) \| [^-]/gm)].map(([, name = '']) => name));

  it('each has a source that is named', () => {
    const used: readonly (readonly string[])[] = [
      ...endpoints.map(({ source }) => source),
      ...endpoints.flatMap(({ pathParams }) => pathParams.flatMap(({ wildcard }) => (wildcard ? [wildcard] : []))),
      ...roleData.roles.map(({ source }) => source),
      ...errorData.statuses.flatMap(({ source, causes }) => [source, ...causes.map((cause) => cause.source)]),
      ...eventData.events.map(({ source }) => source),
      ...eventData.devices.map(({ source }) => source),
    ];
    for (const sources of used) {
      assert.ok(sources.length > 0);
      for (const source of sources) assert.ok(named.has(source.replace(/: .*$/, '')), source);
    }
  });

  it('the wildcard is known of each endpoint whose summary or example has it', () => {
    for (const { method, path, summary, example, pathParams } of endpoints) {
      const isTold = summary.includes('project "-"') || example.request.url.includes('/projects/-/');
      assert.equal(pathParams.some(({ name, wildcard }) => name === 'project' && wildcard !== undefined), isTold, `${method} ${path}`);
    }
  });

  it('no spelling of a parameter has a note in it', () => {
    for (const { queryParams } of endpoints) {
      for (const { name, aliases = [] } of queryParams) for (const spelling of [name, ...aliases]) assert.match(spelling, /^\w+$/);
    }
  });
});
