import assert from 'node:assert/strict';
import { endpoints } from '../../../../src/api/description';
import type { HostKind } from '../../../../src/api/hosts';
import type { Fix } from '../../../../src/insight/entry';
import { pathProblems } from '../../../../src/insight/blame/path';
import { requestView } from '../../../../src/insight/requestView';
import { shortFix } from '../../../fixtures/exchanges/example';

const id = 'c0md3mm0c7bet3vico8g';

function problems(text: string, hostKind: HostKind = 'api') {
  const [method = '', target = ''] = text.split(' ');
  return pathProblems(requestView({ method, origin: 'https://x', target, headers: [] }, { hostKind }));
}

describe('pathProblems', () => {
  const cases: readonly [request: string, code: string | undefined, weight: 'certain' | 'likely' | undefined, fix?: string, hostKind?: HostKind][] = [
    ['GET /v2/projects', undefined, undefined], [`HEAD /v2/projects/${id}`, undefined, undefined], ['GET /v2/projects/-/devices', undefined, undefined],
    [`GET /v2alpha/projects/${id}/rules`, undefined, undefined], ['GET /anything', undefined, undefined, '', 'other'], ['GET /oauth2/token', undefined, undefined, '', 'identity'],
    ['GET /projects', 'dt.404.base', 'certain', 'certain replace segment 0 v2/projects'],
    ['POST /projects:batchUpdate', 'dt.404.base', 'certain', 'certain replace segment 0 v2/projects:batchUpdate'],
    ['GET /projcts', 'dt.404.path', 'likely', 'likely replace segment 0 projects'],
    ['GET /v2/v2/projects', 'dt.404.base', 'certain', 'certain remove segment 1'],
    ['GET /v1/projects', 'dt.404.base', 'likely', 'certain replace segment 0 v2'],
    ['GET /v3/things', 'dt.404.base', 'likely', 'likely replace segment 0 v2'],
    ['GET /emulator/v2/v2/projects/a/devices', 'dt.404.base', 'certain', 'certain remove segment 2', 'sandbox'],
    [`GET /v2/projects/${id}/things`, 'dt.404.path', 'likely'], [`GET /v2/projects/${id}/device`, 'dt.404.path', 'likely', 'likely replace segment 3 devices'],
    ['GET /v2/projects/', 'dt.404.path', 'likely'], ['GET /v2/projects//devices', 'dt.404.path', 'likely'], ['GET /v2', 'dt.404.path', 'likely'], ['GET /', 'dt.404.path', 'likely'],
    [`POST /v2/projects/${id}/devices/emu${id}:publish`, 'dt.404.emulator', 'certain', 'certain send-to emulator'],
    [`POST /v2/projects/${id}/devices/${id}:publish`, 'dt.404.emulator', 'certain', 'likely send-to emulator'],
    [`DELETE /v2/projects/${id}/devices/emu${id}`, 'dt.404.emulator', 'certain', 'certain send-to emulator'],
    [`DELETE /v2/projects/${id}/devices/${id}`, 'dt.501', 'certain', 'likely replace method GET; likely send-to emulator'],
    [`POST /v2/projects/${id}/devices`, 'dt.404.emulator', 'certain', 'certain send-to emulator'],
    ['GET /v2/projects', 'dt.404.emulator', 'certain', 'certain send-to api', 'emulator'],
    [`GET /v2/projects/${id}/devices/${id}/events`, 'dt.404.emulator', 'certain', 'certain send-to api', 'emulator'],
    [`GET /v2/projects/${id}/devices:batchUpdate`, 'dt.501', 'certain', 'likely replace method POST'],
    [`PUT /v2/projects/${id}/devices:batchUpdate`, 'dt.501', 'certain', 'likely replace method POST'],
    ['OPTIONS /v2/roles', 'dt.501', 'certain', 'likely replace method GET'],
    ['POST /v2/roles', 'dt.501', 'certain', 'certain replace method GET'],
    [`PUT /v2/projects/${id}`, 'dt.501', 'certain', 'likely replace method GET; likely replace method PATCH; likely replace method DELETE'],
    ['GET /v2/projects/YOUR_PROJECT', 'dt.404.id-shape', 'certain'], ['GET /v2/projects/abc', 'dt.404.id-shape', 'likely'],
    [`GET /v2/projects/${id.toUpperCase()}`, 'dt.404.id-shape', 'likely', `likely replace segment 2 ${id}`],
    [`GET /v2/projects/projects%2F${id}`, 'dt.404.id-shape', 'certain', `likely replace segment 2 ${id}`],
    [`GET /v2/projects/projects/${id}/devices`, 'dt.404.id-shape', 'certain', 'certain remove segment 1'],
    ['GET /v2/roles/roles/project.user', 'dt.404.id-shape', 'certain', 'certain remove segment 1'],
    [`GET /v2/organizations/${id}/projects/${id}`, 'dt.404.path', 'likely'],
    [`DELETE /v2/organizations/projects/${id}`, 'dt.404.path', 'likely'],
  ];
  for (const [request, code, weight, fix, hostKind] of cases) {
    it(`${request}${hostKind === undefined ? '' : ` (${hostKind})`}: ${code ?? 'nothing'}`, () => {
      const [problem, ...others] = problems(request, hostKind);
      assert.deepEqual([problem?.code, problem?.weight, others.length], [code, weight, 0]);
      assert.equal(problem?.fixes.map(shortFix).join('; ') ?? '', fix ?? '');
      assert.equal(problem?.fix, problem?.fixes[0]);
      assert.ok((problem?.headline.length ?? 0) <= 60, problem?.headline);
    });
  }

  it('does not say that the other API has the verb where it has only the path', () => {
    const headline = (request: string) => problems(request)[0]?.headline;
    assert.equal(headline(`POST /v2/projects/${id}/devices/emu${id}:publish`), 'only the emulator has POST at this path');
    assert.equal(headline(`GET /v2/projects/${id}/devices/emu${id}:publish`), 'only the emulator has this path');
    assert.equal(headline(`HEAD /v2/projects/${id}/devices/emu${id}:publish`), 'only the emulator has this path');
  });

  it('is sure of a verb that needs a body where there is one', () => {
    const request = { method: 'PUT', origin: 'https://api.disruptive-technologies.com', target: `/v2/projects/${id}/devices:batchUpdate`, headers: [] };
    const fixes = (body: string) => pathProblems(requestView({ ...request, body: new TextEncoder().encode(body) }, { hostKind: 'api' })).flatMap((problem) => problem.fixes.map(shortFix));
    assert.deepEqual([fixes('{}'), fixes('')], [['certain replace method POST'], ['likely replace method POST']]);
  });

  it('tells of each id that is none', () => {
    assert.deepEqual(problems('GET /v2/projects/<project>/devices/DEVICE').map(({ name }) => name), ['project', 'device']);
  });

  it('finds nothing in any described endpoint', () => {
    for (const { method, path, host } of endpoints) {
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'member' ? '4711' : name === 'role' ? 'project.user' : id));
      assert.deepEqual(problems(`${method} ${host === 'identity' ? '' : '/v2'}${filled}`, host), [], `${method} ${host} ${path}`);
    }
  });

  it('offers only edits', () => {
    const all: readonly Fix[] = cases.flatMap(([request, , , , hostKind]) => problems(request, hostKind).flatMap(({ fixes }) => fixes));
    assert.ok(all.length > 15 && all.every(({ kind }) => kind === 'edit'));
  });
});
