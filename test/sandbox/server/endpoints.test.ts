import assert from 'node:assert/strict';
import { type Endpoint, endpoints, type Schema } from '../../../src/api/description';
import { Harness, type Json, text } from './harness';
import { StreamClient } from './streamClient';

/** A body that each call accepts, by method and path; those not named are sent without one. */
function bodyOf(line: string, sandbox: Harness): unknown {
  const { organization } = sandbox.sandbox.landmarks;
  const project = `projects/${sandbox.projects.headOffice}`;
  const device = `${project}/devices/${sandbox.devices.temperature}`;
  const member = { email: 'new@example.com', roles: ['roles/project.user'] };
  const bodies: Readonly<Record<string, unknown>> = {
    'POST /organizations/{organization}/members': { ...member, roles: ['roles/organization.admin'] },
    'PATCH /organizations/{organization}/members/{member}': { roles: ['roles/organization.admin'] },
    'POST /projects': { displayName: 'New', organization: `organizations/${organization}` },
    'PATCH /projects/{project}': { displayName: 'New' },
    'POST /projects:batchUpdate': { projects: [project], addLabels: { region: 'north' } },
    'POST /projects/{project}/members': member,
    'POST /projects/{project}/members:batchCreate': { members: [{ project, ...member }] },
    'POST /projects/{project}/members:batchDelete': { names: [`${project}/members/${sandbox.sandbox.landmarks.members.accepted}`] },
    'PATCH /projects/{project}/members/{member}': { roles: ['roles/project.user'] },
    'POST /projects/{project}/devices:batchUpdate': { devices: [device], addLabels: { checked: '' } },
    'POST /projects/{project}/devices:transfer': { devices: [device] },
    'POST /projects/{project}/devices/{device}/labels': { key: 'new', value: '' },
    'PATCH /projects/{project}/devices/{device}/labels/{label}': { value: 'New' },
    'POST /projects/{project}/devices:claim': { deviceIds: [sandbox.sandbox.landmarks.claim.device] },
    'POST /projects/{project}/dataconnectors': { type: 'HTTP_PUSH', httpConfig: { url: 'https://example.com/' } },
    'PATCH /projects/{project}/dataconnectors/{dataconnector}': { status: 'ACTIVE' },
    'PATCH /projects/{project}/serviceaccounts/{serviceaccount}': { displayName: 'New' },
    'POST /projects/{project}/contacts': { displayName: 'New' },
    'PATCH /projects/{project}/contacts/{contact}': { displayName: 'New' },
    'POST /organizations/{organization}/contactGroups': { displayName: 'New' },
    'PATCH /organizations/{organization}/contactGroups/{contactGroup}': { displayName: 'New' },
    'POST /projects/{project}/devices': { type: 'touch' },
    'PUT /projects/{project}/devices/{device}': { type: 'touch' },
    'POST /projects/{project}/devices/{device}:publish': { temperature: { value: 1 } },
  };
  return bodies[line];
}

function pathOf({ method, path, host }: Endpoint, sandbox: Harness): string {
  const { landmarks } = sandbox.sandbox;
  const isInvite = path.endsWith(':getInviteUrl');
  const values: Readonly<Record<string, string>> = {
    organization: landmarks.organization,
    project: path === '/projects/{project}' && method === 'DELETE' ? sandbox.projects.annex : sandbox.projects.headOffice,
    device: host === 'emulator' ? sandbox.devices.emulated : sandbox.devices.temperature,
    member: path.startsWith('/organizations') ? landmarks.members.organization : isInvite ? landmarks.members.pending : landmarks.members.accepted,
    role: 'project.user',
    label: 'name',
    dataconnector: landmarks.connectors.active,
    serviceaccount: landmarks.serviceAccount,
    key: landmarks.key,
    contact: landmarks.contact,
    contactGroup: landmarks.contactGroup,
  };
  const query = path === '/claimInfo' ? `?identifier=${landmarks.claim.kit}` : '';
  return path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? name) + query;
}

/** Asserts that an answer holds nothing that the description does not name, and everything it requires. */
function fits(answer: unknown, schema: Schema, at: string): void {
  if (schema.properties !== undefined) {
    assert(typeof answer === 'object' && answer !== null, at);
    for (const [name, value] of Object.entries(answer)) {
      const described = schema.properties[name];
      assert(described ?? schema.additionalProperties, `${at}.${name} is not described`);
      if (described !== undefined) fits(value, described, `${at}.${name}`);
    }
    for (const name of schema.required ?? []) assert(name in answer, `${at}.${name} is missing`);
  } else if (schema.items !== undefined) {
    assert(Array.isArray(answer), at);
    for (const item of answer) fits(item, schema.items, `${at}[]`);
  } else if (schema.enum) assert(schema.enum.includes(answer), `${at}: ${String(answer)}`);
}

describe('sandbox: every endpoint', () => {
  const sandbox = new Harness();

  it('is there: 69 of them', () => assert.equal(endpoints.length, 69));

  for (const endpoint of endpoints.filter(({ host }) => host !== 'identity')) {
    const { method, path, host, streaming, response } = endpoint;
    it(`${host}: ${method} ${path}`, async () => {
      const line = `${method} ${pathOf(endpoint, sandbox)}`;
      const headers: Record<string, string> = streaming ? { 'X-Sandbox-Fault': 'end=1' } : {};
      // Nobody has accepted the invite to the organization and is still to be asked: a new one is made.
      const body = bodyOf(`${method} ${path}`, sandbox);
      const reply = async (wanted: string): Promise<Json> =>
        sandbox.ok(sandbox[host === 'api' ? 'api' : 'emulator']('organization.admin', wanted, { headers, ...(body === undefined ? {} : { body }) }));
      if (path === '/organizations/{organization}/members/{member}:getInviteUrl') {
        const invite = { email: 'new@example.com', roles: ['roles/organization.admin'] };
        const list = `/organizations/${sandbox.sandbox.landmarks.organization}/members`;
        const { name } = await sandbox.ok(sandbox.api('organization.admin', `POST ${list}`, { body: invite }));
        await sandbox.clock.advance(1000);
        fits(await reply(`GET /${text(name)}:getInviteUrl`), response ?? {}, 'answer');
      } else fits(await reply(line), response ?? {}, 'answer');
    });
  }

  it('that streams refuses who may not look before it opens', async () => {
    for (const [role, path, status] of [
      ['none', `/projects/${sandbox.projects.headOffice}/devices:stream`, 403],
      ['project.user', '/projects/missing/devices:stream', 404],
      ['project.user', `/projects/${sandbox.projects.headOffice}/devices/missing:stream`, 404],
    ] as const) {
      await sandbox.refused(sandbox.api(role, `GET ${path}`), status);
    }
    const client = await StreamClient.open(`${sandbox.sandbox.apiBase}/projects/x/devices:stream`, {});
    assert.equal(client.answer.statusCode, 401);
    client.close();
  });
});
