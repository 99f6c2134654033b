import assert from 'node:assert/strict';
import { startSandbox } from '../../../src/sandbox';
import { ManualClock } from '../../helpers/manualClock';
import { basic, Harness, type Json, number, pageOf, send, text } from './harness';

const dayMs = 86_400_000;

describe('sandbox: event history', () => {
  const sandbox = new Harness();
  const events = (device: string, query = '') => {
    const { headOffice, coldStorage } = sandbox.projects;
    const project = device === sandbox.devices.freezer ? coldStorage : headOffice;
    return sandbox.api('project.user', `GET /projects/${project}/devices/${device}/events${query}`);
  };
  const list = async (device: string, query = ''): Promise<readonly Json[]> =>
    pageOf(await sandbox.ok(events(device, query)), 'events').items;
  const time = (event: Json | undefined): number => Date.parse(text(event?.timestamp));
  const ago = (ms: number): string => new Date(sandbox.clock.now() - ms).toISOString();

  it('shows events in their envelope', async () => {
    const [event] = await list(sandbox.devices.temperature, '?eventTypes=temperature');
    assert(event);
    assert.deepEqual(Object.keys(event), ['eventId', 'targetName', 'eventType', 'data', 'timestamp']);
    assert.match(text(event.eventId), /^c[0-9a-f]{19}$/);
    assert.equal(event.targetName, `projects/${sandbox.projects.headOffice}/devices/${sandbox.devices.temperature}`);
    const { value, samples, isBackfilled, updateTime } = event.data!.temperature!;
    assert.equal(updateTime, event.timestamp);
    assert.match(text(updateTime), /\.\d{6}Z$/);
    assert.equal(isBackfilled, false);
    assert.equal(samples?.[0]?.value, value);
    assert(text(samples?.[0]?.sampleTime) > text(samples?.[1]?.sampleTime), 'newest first');
  });

  it('holds the last 24 hours, newest first, ending with what is reported', async () => {
    const items = await list(sandbox.devices.temperature);
    const times = items.map(time);
    assert.deepEqual(times, [...times].sort((a, b) => b - a));
    assert(times.every((at) => at <= sandbox.clock.now() && at >= sandbox.clock.now() - dayMs));
    const readings = items.filter(({ eventType }) => text(eventType) === 'temperature');
    assert.equal(readings.length, 96);
    const { reported } = await sandbox.ok(sandbox.api('project.user', `GET /projects/-/devices/${sandbox.devices.temperature}`));
    assert.deepEqual(reported?.temperature, readings[0]?.data?.temperature);
    assert.equal(new Set(items.map(({ eventId }) => eventId)).size, items.length);
  });

  it('goes on as the clock does', async () => {
    const [before] = await list(sandbox.devices.temperature, '?eventTypes=temperature');
    await sandbox.clock.advance(30 * 60_000);
    const after = await list(sandbox.devices.temperature, '?eventTypes=temperature');
    assert.deepEqual(after[2], before);
  });

  it('filters by type and time, in both spellings', async () => {
    const { co2 } = sandbox.devices;
    const types = (items: readonly Json[]) => [...new Set(items.map(({ eventType }) => text(eventType)))].sort();
    assert.deepEqual(types(await list(co2)), ['batteryStatus', 'co2', 'humidity', 'networkStatus', 'pressure']);
    assert.deepEqual(types(await list(co2, '?eventTypes=co2&eventTypes=pressure')), ['co2', 'pressure']);
    assert.deepEqual(types(await list(co2, '?event_types=co2')), ['co2']);
    assert.deepEqual(await list(co2, '?eventTypes=labelsChanged'), []);
    assert.deepEqual(await list(co2, '?eventTypes=motion'), []);
    const span = `start_time=${ago(2 * dayMs)}&end_time=${ago(dayMs)}`;
    const times = (await list(co2, `?${span}`)).map(time);
    assert(times.every((at) => at >= Date.parse(ago(2 * dayMs)) && at <= Date.parse(ago(dayMs))));
    assert(times.length > 100);
    const offset = encodeURIComponent('2026-01-15T12:30:00+01:00');
    const last = await list(co2, `?eventTypes=co2&startTime=${offset}`);
    assert.equal(last.length, 3, 'half an hour of readings, ten minutes apart');
  });

  it('begins 30 days before the start', async () => {
    const query = `?startTime=${ago(300 * dayMs)}&endTime=${ago(29.9 * dayMs)}`;
    const [first] = (await list(sandbox.devices.contact, query)).slice(-1);
    assert.equal(time(first), sandbox.clock.now() - 30 * dayMs);
    assert.equal(first?.data?.contact?.state, 'CLOSED');
    assert.deepEqual(await list(sandbox.devices.contact, `?startTime=${ago(60 * dayMs)}&endTime=${ago(31 * dayMs)}`), []);
  });

  it('comes in pages without gap or duplicate while time goes on', async () => {
    const query = `?startTime=${ago(3 * dayMs)}`;
    const whole = (await list(sandbox.devices.humidity, query)).map(({ eventId }) => eventId);
    assert(whole.length > 400 && whole.length < 1000);
    const seen: unknown[] = [];
    let token = '';
    do {
      const path = `${query}&pageSize=150&pageToken=${token}`;
      const { items, next } = pageOf(await sandbox.ok(events(sandbox.devices.humidity, path)), 'events');
      seen.push(...items.map(({ eventId }) => eventId));
      token = next;
      await sandbox.clock.advance(20 * 60_000);
    } while (token !== '');
    assert.deepEqual(seen, whole);
  });

  it('keeps the default span of the first page', async () => {
    const whole = (await list(sandbox.devices.humidity)).map(({ eventId }) => eventId);
    const first = pageOf(await sandbox.ok(events(sandbox.devices.humidity, '?page_size=100')), 'events');
    await sandbox.clock.advance(dayMs / 2);
    const second = pageOf(await sandbox.ok(events(sandbox.devices.humidity, `?page_token=${first.next}`)), 'events');
    assert.deepEqual([...first.items, ...second.items].map(({ eventId }) => eventId), whole);
    assert.equal(second.next, '');
  });

  it('serves 1000 at a time', async () => {
    const query = `?startTime=${ago(30 * dayMs)}`;
    const { items, next } = pageOf(await sandbox.ok(events(sandbox.devices.freezer, query)), 'events');
    assert.equal(items.length, 1000);
    assert.notEqual(next, '');
  });

  it('names the parameter at fault', async () => {
    const table: readonly [string, string][] = [
      ['?eventTypes=temperatur', 'invalid eventTypes: "temperatur" is not an event type'],
      ['?event_types=ping', 'invalid event_types: "ping" is not an event type'],
      ['?startTime=yesterday', 'invalid startTime: "yesterday" is not a time such as 2026-01-31T08:00:00Z'],
      ['?start_time=2026-01-01', 'invalid start_time: "2026-01-01" is not a time such as 2026-01-31T08:00:00Z'],
      ['?endTime=2026-01-01T00:00:00', 'invalid endTime: "2026-01-01T00:00:00" is not a time such as 2026-01-31T08:00:00Z'],
      ['?startTime=2026-01-02T00:00:00Z&endTime=2026-01-01T00:00:00Z', 'invalid startTime: is later than endTime'],
      ['?pageSize=1001', 'invalid pageSize: must be between 1 and 1000'],
      ['?pageToken=x', 'invalid pageToken: not a token of this list'],
    ];
    for (const [query, error] of table) {
      assert.equal(await sandbox.refused(events(sandbox.devices.temperature, query), 400), error);
    }
    const { next } = pageOf(await sandbox.ok(events(sandbox.devices.temperature, '?pageSize=1')), 'events');
    await sandbox.refused(events(sandbox.devices.humidity, `?pageToken=${next}`), 400);
  });

  it('needs a device that can be seen', async () => {
    await sandbox.refused(events('missing'), 404);
    const anywhere = `GET /projects/-/devices/${sandbox.devices.temperature}/events`;
    await sandbox.refused(sandbox.api('project.user', anywhere), 404);
    const path = `GET /projects/${sandbox.projects.boardroom}/devices/${sandbox.devices.hidden}/events`;
    await sandbox.refused(sandbox.api('project.user', path), 403);
  });

  describe('tells a story', () => {
    it('a freezer warms up three days before the start', async () => {
      const query = `?eventTypes=temperature&startTime=${ago(4 * dayMs)}&endTime=${ago(2 * dayMs)}`;
      const values = (await list(sandbox.devices.freezer, query)).map(({ data }) => number(data?.temperature?.value));
      assert(Math.max(...values) > -9 && Math.min(...values) < -16);
    });

    it('a device falls silent six days before the start', async () => {
      assert.deepEqual(await list(sandbox.devices.silent), []);
      assert.notEqual((await list(sandbox.devices.silent, `?startTime=${ago(7 * dayMs)}`)).length, 0);
      const { reported } = await sandbox.ok(sandbox.api('project.user', `GET /projects/-/devices/${sandbox.devices.silent}`));
      assert(Date.parse(text(reported?.networkStatus?.updateTime)) < sandbox.clock.now() - 6 * dayMs);
    });

    it('states alternate and counters only grow', async () => {
      const doors = await list(sandbox.devices.contact, `?eventTypes=contact&startTime=${ago(7 * dayMs)}`);
      const states = doors.map(({ data }) => text(data?.contact?.state));
      assert(states.length > 20);
      assert(states.every((state, index) => state !== states[index + 1]));
      const query = `?eventTypes=touchCount&startTime=${ago(7 * dayMs)}`;
      const totals = (await list(sandbox.devices.touchCounter, query)).map(({ data }) => number(data?.touchCount?.total));
      assert.deepEqual(totals, [...totals].sort((a, b) => b - a));
      assert(totals[0]! > totals.at(-1)!);
    });

    it('one event per Cloud Connector in range, merged in `reported`', async () => {
      const { devices } = await sandbox.ok(sandbox.api('project.user', `GET /projects/${sandbox.projects.headOffice}/devices`));
      const all = devices as unknown as readonly Json[];
      const merged = all.find(({ reported }) => reported?.networkStatus?.cloudConnectors?.[1]);
      assert(merged, 'a device in range of two');
      const { signalStrength, cloudConnectors } = merged.reported!.networkStatus!;
      assert.equal(signalStrength, cloudConnectors?.[0]?.signalStrength);
      assert(number(signalStrength) >= number(cloudConnectors?.[1]?.signalStrength));
      const id = text(merged.name).split('/')[3]!;
      const networks = await list(id, '?eventTypes=networkStatus&pageSize=10');
      assert(networks.every(({ data }) => data?.networkStatus?.cloudConnectors?.[1] === undefined));
    });
  });
});

describe('sandbox: determinism', () => {
  const sandboxes: { stop(): Promise<void> }[] = [];
  afterEach(() => Promise.all(sandboxes.splice(0).map((sandbox) => sandbox.stop())));

  const snapshot = async (seed?: number): Promise<unknown> => {
    const clock = new ManualClock(Date.UTC(2026, 5, 3, 9, 30));
    const sandbox = await startSandbox({ clock, ...(seed === undefined ? {} : { seed }) });
    sandboxes.push(sandbox);
    const headers = { authorization: basic(sandbox.account('organization.admin')) };
    const { organization, projects, devices } = sandbox.landmarks;
    const get = async (path: string) => (await send(`${sandbox.apiBase}${path}`, { headers })).body;
    const body = JSON.stringify({ displayName: 'New', organization: `organizations/${organization}` });
    return {
      accounts: sandbox.accounts,
      expired: sandbox.expiredToken,
      devices: await get(`/projects/-/devices?organization=organizations/${organization}`),
      events: await get(`/projects/${projects.headOffice}/devices/${devices.co2}/events`),
      created: (await send(`${sandbox.apiBase}/projects`, { method: 'POST', headers, body })).body,
    };
  };

  it('the same seed and clock give the same sandbox', async () => {
    assert.deepEqual(await snapshot(7), await snapshot(7));
    assert.deepEqual(await snapshot(), await snapshot(1));
  });

  it('another seed gives another', async () => {
    const [one, two] = [await snapshot(1), await snapshot(2)] as Record<string, unknown>[];
    for (const part of ['accounts', 'expired', 'devices', 'events', 'created']) {
      assert.notDeepEqual(one?.[part], two?.[part], part);
    }
  });
});
