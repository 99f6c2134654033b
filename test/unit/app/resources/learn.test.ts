import assert from 'node:assert/strict';
import type { HostKind } from '../../../../src/api/hosts';
import { apply, noNames } from '../../../../src/app/resources/kept';
import { learnedFrom } from '../../../../src/app/resources/learn';
import type { Outcome, WireRequest } from '../../../../src/http/exchange';
import type { Resource } from '../../../../src/language/features/resources';

const project = 'projects/c00000000000000000p0';
const id = 'c00000000000000000d0';
const name = `${project}/devices/${id}`;
const at = Date.UTC(2026, 0, 1);

interface Told {
  readonly method?: string;
  readonly status?: number;
  readonly origin?: string;
  readonly sent?: unknown;
  readonly redirectedTo?: string;
}

function answered(target: string, body: unknown, { method = 'GET', status = 200, origin = 'https://api.disruptive-technologies.com', sent, redirectedTo }: Told = {}): Outcome {
  const encode = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
  const request: WireRequest = { method, origin, target: `/v2${target}`, headers: [], ...(sent !== undefined && { body: encode(sent) }) };
  const bytes = encode(body);
  const response = { status, statusText: '', headers: [], body: bytes, encodedLength: bytes.length };
  const last = redirectedTo === undefined ? request : { ...request, target: redirectedTo };
  return { kind: 'answered', response, exchange: { request, attempts: [{ request: last, response, timing: { startedAt: 0, totalMs: 1 } }] } };
}

const device = { name, type: 'temperature', labels: { name: 'Freezer', room: '7' }, reported: { temperature: { value: -18.234, updateTime: '2025-12-31T23:00:00Z' }, networkStatus: { signalStrength: 50, updateTime: '2025-12-31T23:30:00Z' } } };
const known: Resource = { kind: 'device', name, id, displayName: 'Freezer', type: 'temperature', labels: { room: '7' }, reading: '-18.23 °C', lastSeen: Date.UTC(2025, 11, 31, 23, 30), readAt: at };

describe('what an answer tells about things with names', () => {
  const seen = (outcome: Outcome, kind: HostKind = 'api') => (learnedFrom(outcome, kind, at)?.seen ?? []).map((each) => `${each.kind} ${each.id} ${each.displayName}`);
  const rows: readonly [what: string, outcome: Outcome, seen: readonly string[], kind?: HostKind][] = [
    ['a device', answered(`/${name}`, device), [`device ${id} Freezer`]],
    ['a device found in all projects', answered(`/projects/-/devices/${id}`, device), [`device ${id} Freezer`]],
    ['a list of devices', answered(`/${project}/devices?pageSize=2`, { devices: [device, { name: `${project}/devices/c00000000000000000d1` }, 7, { name: 'x' }] }), [`device ${id} Freezer`, 'device c00000000000000000d1 ']],
    ['an emulated device that was created', answered(`/${project}/devices`, { ...device, name: `${project}/devices/emuc00000000000000000d0` }, { method: 'POST', origin: 'https://emulator.disruptive-technologies.com' }), ['device emuc00000000000000000d0 Freezer'], 'emulator'],
    ['a project, and its organization', answered(`/${project}`, { name: project, displayName: 'Head office', organization: 'organizations/c00000000000000000o0', organizationDisplayName: 'Acme' }), ['project c00000000000000000p0 Head office', 'organization c00000000000000000o0 Acme']],
    ['organizations', answered('/organizations', { organizations: [{ name: 'organizations/c00000000000000000o0', displayName: 'Acme' }] }), ['organization c00000000000000000o0 Acme']],
    ['Data Connectors', answered(`/${project}/dataconnectors`, { dataConnectors: [{ name: `${project}/dataconnectors/c00000000000000000x0`, displayName: 'Push' }] }), ['connector c00000000000000000x0 Push']],
    ['service accounts', answered(`/${project}/serviceaccounts`, { serviceAccounts: [{ name: `${project}/serviceaccounts/c00000000000000000s0`, displayName: 'CI', email: 'c@d' }] }), ['service-account c00000000000000000s0 CI']],
    ['on the sandbox too', answered(`/${name}`, device, { origin: 'http://127.0.0.1:1' }), [`device ${id} Freezer`], 'sandbox'],
    ['nothing on another host', answered(`/${name}`, device, { origin: 'https://x.example' }), [], 'other'],
    ['nothing of a key, which has no name', answered(`/${project}/serviceaccounts/c00000000000000000s0/keys`, { key: { name: `${project}/serviceaccounts/c00000000000000000s0/keys/k` }, secret: 'planted' }, { method: 'POST' }), []],
    ['nothing of members', answered(`/${project}/members`, { members: [{ name: `${project}/members/c00000000000000000m0`, displayName: 'Eve' }] }), []],
    ['nothing of an error', answered(`/${name}`, device, { status: 404 }), []],
    ['nothing of another address', answered(`/${name}`, device, { redirectedTo: '/v2/elsewhere' }), []],
    ['nothing of what is no JSON', answered(`/${name}`, '<html>'), []],
    ['nothing of a list of something else', answered(`/${project}/devices`, { devices: {} }), []],
    ['nothing of a path that is not the API’s', answered('/nowhere', device), []],
    ['nothing of a name that is none', answered(`/${name}`, { ...device, name: 'projects/<b>x</b>/devices/y' }), []],
    ['nothing of a very long answer', answered(`/${name}`, { ...device, more: 'x'.repeat(4_000_001) }), []],
  ];
  for (const [what, outcome, expected, kind] of rows) it(what, () => assert.deepEqual(seen(outcome, kind), expected));

  it('has what can be shown of a device', () => assert.deepEqual(learnedFrom(answered(`/${name}`, device), 'api', at)?.seen, [known]));

  it('makes foreign texts short and visible', () => {
    const { seen: [found] = [] } = learnedFrom(answered(`/${name}`, { name, labels: { name: `a\u202eb\n${'x'.repeat(500)}`, ['k'.repeat(500)]: 'v\u0007', number: 7 }, type: 5 }), 'api', at) ?? {};
    assert.ok(found);
    assert.match(found.displayName, /^ab x+…$/);
    assert.equal(found.displayName.length, 100);
    assert.deepEqual(Object.entries(found.labels ?? {}).map(([key, value]) => [key.length, value]), [[100, 'v']]);
    assert.equal(found.type, undefined);
  });
});

describe('what a change tells about a device that is known', () => {
  const names = { ...noNames, resources: new Map([[id, known]]) };
  const after = (outcome: Outcome): Resource | undefined => {
    const learned = learnedFrom(outcome, 'api', at + 1);
    return (learned ? apply(names, learned) : names).resources.get(id);
  };
  const rows: readonly [what: string, outcome: Outcome, after: Partial<Resource> | undefined][] = [
    ['a new label', answered(`/${name}/labels`, { key: 'shelf', value: '3' }, { method: 'POST' }), { labels: { room: '7', shelf: '3' }, readAt: at + 1 }],
    ['a label with a new value', answered(`/${name}/labels/room`, { name: `${name}/labels/room`, value: '8' }, { method: 'PATCH' }), { labels: { room: '8' }, readAt: at + 1 }],
    ['a new name', answered(`/${name}/labels/name`, { key: 'name', value: 'Fridge' }, { method: 'PATCH' }), { displayName: 'Fridge', readAt: at + 1 }],
    ['no name any more', answered(`/${name}/labels/name`, {}, { method: 'DELETE' }), { displayName: '', readAt: at + 1 }],
    ['labels of many', answered(`/${project}/devices:batchUpdate`, { batchErrors: [] }, { method: 'POST', sent: { devices: [name], addLabels: { a: 'b' }, removeLabels: ['room'] } }), { labels: { a: 'b' }, readAt: at + 1 }],
    ['nothing of one that failed', answered(`/${project}/devices:batchUpdate`, { batchErrors: [{ device: name }] }, { method: 'POST', sent: { devices: [name], addLabels: { a: 'b' } } }), {}],
    ['nothing of a batch that is no JSON', answered(`/${project}/devices:batchUpdate`, {}, { method: 'POST', sent: '{' }), {}],
    ['another project', answered('/projects/c00000000000000000p1/devices:transfer', { transferredDevices: [name] }, { method: 'POST' }), { name: `projects/c00000000000000000p1/devices/${id}`, readAt: at + 1 }],
    ['that it is gone', answered(`/${name}`, {}, { method: 'DELETE', origin: 'https://api.disruptive-technologies.com' }), {}],
    ['a later event', answered(`/${name}/events`, { events: [{ targetName: name, eventType: 'networkStatus', data: { networkStatus: {} }, timestamp: '2026-01-01T10:00:00Z' }, { targetName: name, eventType: 'temperature', data: { temperature: { value: 4 } }, timestamp: '2026-01-01T09:00:00Z' }, { targetName: name, eventType: 'temperature', data: { temperature: { value: 5 } }, timestamp: '2026-01-01T08:00:00Z' }] }), { reading: '4 °C', lastSeen: Date.UTC(2026, 0, 1, 10), readAt: at + 1 }],
    ['nothing of an earlier event', answered(`/${name}/events`, { events: [{ targetName: name, eventType: 'temperature', data: { temperature: { value: 4 } }, timestamp: '2025-01-01T09:00:00Z' }, {}, 'x'] }), {}],
  ];
  for (const [what, outcome, expected] of rows) it(what, () => assert.deepEqual(after(outcome), { ...known, ...expected }));

  it('that an emulated device is gone', () => {
    const emulated = `${project}/devices/emuc00000000000000000d0`;
    const learned = learnedFrom(answered(`/${emulated}`, {}, { method: 'DELETE', origin: 'https://emulator.disruptive-technologies.com' }), 'emulator', at);
    assert.deepEqual(learned, { at, gone: ['emuc00000000000000000d0'] });
  });
});
