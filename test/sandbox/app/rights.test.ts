import assert from 'node:assert/strict';
import { type Endpoint, endpoints } from '../../../src/api/description';
import { roles } from '../../../src/api/roles';
import { foresee } from '../../../src/insight/foresee';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { variablesOf } from '../../fixtures/failures/variables';
import { rightsAs } from '../../helpers/sandboxRights';

describe('a role too low, foreseen and met', () => {
  let sandbox: Sandbox;
  before(async () => (sandbox = await startSandbox({ quota: { limit: 10_000, windowMs: 1000 } })));
  after(() => sandbox.stop());

  /** The example of an endpoint, with the sandbox's own project and organization. */
  function requestOf({ host, method, example: { request: example } }: Endpoint) {
    const { project = '', organization = '' } = variablesOf(sandbox);
    const [, rest = ''] = /^https:\/\/[^/]+\/v2(\/.*)$/.exec(example.url) ?? [];
    const own = (text: string) => text.replaceAll(/projects\/(?!-)[^/"?&:]+/g, `projects/${project}`).replaceAll(/organizations\/[^/"?&:]+/g, `organizations/${organization}`);
    const target = `${host === 'emulator' ? '/emulator' : ''}/v2${own(rest)}`;
    return { method, origin: sandbox.origin, target, ...(example.body !== undefined && { body: own(JSON.stringify(example.body)) }) };
  }

  for (const { name } of roles) {
    it(`${name}: whatever is foreseen is answered with 403`, async () => {
      const account = sandbox.accounts.find(({ role }) => role === name);
      assert.ok(account);
      let count = 0;
      for (const endpoint of endpoints) {
        if (endpoint.host === 'identity') continue;
        const { body, ...request } = requestOf(endpoint);
        const headers = [['Content-Type', 'application/json'] as const];
        const rights = rightsAs(`sandbox-${name}`);
        const bytes = body === undefined ? {} : { body: new TextEncoder().encode(body) };
        const found = foresee({ ...request, headers, ...bytes }, { hostKind: 'sandbox', now: 0, endpoint: { endpoint, params: paramsOf(endpoint, request.target) }, ...(rights && { rights }) });
        const codes = found.map(({ code }) => code).filter((code) => code.startsWith('dt.403'));
        if (codes.length === 0) continue;
        count++;
        const answer = await fetch(request.origin + request.target, {
          method: request.method,
          headers: { 'Content-Type': 'application/json', Authorization: `Basic ${Buffer.from(`${account.keyId}:${account.secret}`).toString('base64')}` },
          ...(body !== undefined && { body }),
        });
        assert.equal(answer.status, 403, `${endpoint.method} ${request.target}: ${await answer.text()}`);
      }
      // An organization administrator may do everything.
      assert.ok(name === 'organization.admin' ? count === 0 : count >= 5, String(count));
    });
  }
});

function paramsOf({ path, host }: Endpoint, target: string): ReadonlyMap<string, { readonly value: string; readonly segment: number }> {
  const written = target.replace(host === 'emulator' ? '/emulator/v2/' : '/v2/', '').replace(/\?.*/, '').split('/');
  return new Map(path.slice(1).split('/').flatMap((segment, index) => {
    const name = /^\{(.+?)\}/.exec(segment)?.[1];
    return name === undefined ? [] : [[name, { value: (written[index] ?? '').replace(/:.*/, ''), segment: index }]];
  }));
}
