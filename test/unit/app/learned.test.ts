import assert from 'node:assert/strict';
import { LearnedFacts, learnedFrom } from '../../../src/app/learned';
import type { HostKind } from '../../../src/api/hosts';
import type { Outcome, WireRequest } from '../../../src/http/exchange';

const api = 'https://api.disruptive-technologies.com';

function answered(target: string, body: unknown, { method = 'GET', status = 200, email = 'a@b', origin = api, redirectedTo = '' } = {}): Outcome {
  const request: WireRequest = { method, origin, target, headers: [] };
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const response = { status, statusText: '', headers: [], body: bytes, encodedLength: bytes.length };
  const sent = redirectedTo === '' ? request : { ...request, target: redirectedTo };
  const signedAs = email === '' ? {} : { signedAs: { scheme: 'bearer' as const, email } };
  return { kind: 'answered', response, exchange: { request, attempts: [{ request: sent, response, timing: { startedAt: 0, totalMs: 1 }, ...signedAs }] } };
}

const permissions = { permissions: ['device.read', 'serviceaccount.key.read'], nextPageToken: '' };
const device = { name: 'projects/p2/devices/d1', type: 'temperature' };

describe('what an answer tells about other requests', () => {
  const rows: readonly [what: string, outcome: Outcome, learned: object, kind?: HostKind][] = [
    ['permissions in a project', answered('/v2/projects/p1/permissions?pageSize=100', permissions), { permissions: { scope: 'projects/p1', permissions: permissions.permissions } }],
    ['permissions in an organization', answered('/v2/organizations/o1/permissions', { permissions: [] }), { permissions: { scope: 'organizations/o1', permissions: [] } }],
    ['where a device is', answered('/v2/projects/-/devices/d1', device), { whereabouts: { id: 'd1', name: 'projects/p2/devices/d1' } }],
    ['on the sandbox too', answered('/v2/projects/-/devices/d1', device, { origin: 'http://127.0.0.1:4711' }), { whereabouts: { id: 'd1', name: 'projects/p2/devices/d1' } }, 'sandbox'],
    ['nothing on another host', answered('/v2/projects/p1/permissions', permissions, { origin: 'https://x.example' }), {}, 'other'],
    ['nothing of a part of the permissions', answered('/v2/projects/p1/permissions', { ...permissions, nextPageToken: 'x' }), {}],
    ['nothing of what are no permissions', answered('/v2/projects/p1/permissions', { permissions: ['device.read', '[x](command:y)'] }), {}],
    ['nothing of a name that is no name', answered('/v2/projects/-/devices/d1', { name: 'projects/<b>x</b>/devices/d1' }), {}],
    ['nothing of another device', answered('/v2/projects/-/devices/d2', device), {}],
    ['nothing of a list', answered('/v2/projects/-/devices', { devices: [device] }), {}],
    ['nothing of a failure', answered('/v2/projects/-/devices/d1', device, { status: 404 }), {}],
    ['nothing of a device that was looked for in one project', answered('/v2/projects/p2/devices/d1', device), {}],
    ['nothing of a change', answered('/v2/projects/-/devices/d1', device, { method: 'PATCH' }), {}],
    ['nothing of another address', answered('/v2/projects/-/devices/d1', device, { redirectedTo: '/elsewhere' }), {}],
    ['nothing of a list of numbers', answered('/v2/projects/p1/permissions', [1]), {}],
  ];
  for (const [what, outcome, learned, kind = 'api'] of rows) it(what, () => assert.deepEqual(learnedFrom(outcome, kind), learned));
});

describe('what is remembered of it', () => {
  let facts: LearnedFacts;
  beforeEach(() => (facts = new LearnedFacts()));
  const about = (target: string, more: { email?: string; origin?: string } = {}, kind: HostKind = 'api') => facts.about(answered(target, {}, { status: 404, ...more }).exchange, kind);

  it('explains failures of the same account, in that project, of that device', () => {
    facts.note(answered('/v2/projects/p1/permissions', permissions), 'api');
    facts.note(answered('/v2/projects/-/devices/d1', device), 'api');
    assert.deepEqual(about('/v2/projects/p1/devices/d1/labels'), {
      permissions: { scope: 'projects/p1', permissions: permissions.permissions, isEarlier: true },
      whereabouts: { id: 'd1', name: 'projects/p2/devices/d1' },
    });
    assert.deepEqual(about('/v2/projects/p1/devices:batchUpdate'), { permissions: { scope: 'projects/p1', permissions: permissions.permissions, isEarlier: true } });
    assert.deepEqual(about('/v2/projects/p3/devices/d3'), {});
    assert.deepEqual(about('/v2/projects/p1/devices/d1', { email: 'c@d' }), {});
    assert.deepEqual(about('/v2/projects/p1/devices/d1', { email: '' }), {});
    assert.deepEqual(about('/v2/projects/p1/devices/d1', {}, 'sandbox'), {});
  });

  it('does not say that a device is where it was just not found', () => {
    facts.note(answered('/v2/projects/-/devices/d1', device), 'api');
    assert.deepEqual(about('/v2/projects/p2/devices/d1'), {});
    assert.deepEqual(about('/v2/projects/p2/devices/d1/labels/x'), {});
  });

  it('is nothing of requests that no account signed, and nothing after it was cleared', () => {
    facts.note(answered('/v2/projects/p1/permissions', permissions, { email: '' }), 'api');
    assert.deepEqual(about('/v2/projects/p1', { email: '' }), {});
    facts.note(answered('/v2/projects/p1/permissions', permissions), 'api');
    facts.clear();
    assert.deepEqual(about('/v2/projects/p1'), {});
  });

  it('is bounded: the latest stay', () => {
    for (let index = 0; index < 150; index++) facts.note(answered(`/v2/projects/p${index}/permissions`, permissions), 'api');
    assert.deepEqual(about('/v2/projects/p49'), {});
    assert.ok(about('/v2/projects/p50').permissions);
    assert.ok(about('/v2/projects/p149').permissions);
  });
});
