import assert from 'node:assert/strict';
import { startSandbox } from '../../../src/sandbox';
import { basic, Harness, type Json, raw, text } from './harness';
import { StreamClient } from './streamClient';

describe('sandbox: streams', () => {
  const sandbox = new Harness();
  const clients: StreamClient[] = [];
  const project = () => `/projects/${sandbox.projects.headOffice}`;
  const emulated = () => sandbox.devices.emulated;
  const headers = (more: Record<string, string> = {}) => ({ authorization: basic(sandbox.sandbox.account('project.user')), ...more });
  const open = async (path: string, more?: Record<string, string>): Promise<StreamClient> => {
    const client = await StreamClient.open(`${sandbox.sandbox.apiBase}${project()}${path}`, headers(more));
    clients.push(client);
    assert.equal(client.answer.statusCode, 200);
    return client;
  };
  const publish = (value: number, device = emulated()) =>
    sandbox.ok(sandbox.emulator('project.developer', `POST ${project()}/devices/${device}:publish`, { body: { temperature: { value } } }));
  const setLabel = (key: string, device: string) =>
    sandbox.ok(sandbox.api('project.developer', `POST ${project()}/devices/${device}/labels`, { body: { key, value: 'x' } }));
  const valueOf = (event: Json): unknown => event.data?.temperature?.value;

  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });

  it('bring what is published, as one JSON object per line', async () => {
    const client = await open(`/devices:stream?device_ids=${emulated()}`);
    assert.equal(client.answer.headers['content-type'], 'application/json');
    assert.equal(client.answer.headers['content-length'], undefined);
    await publish(21.5);
    const event = await client.event();
    assert.equal(valueOf(event), 21.5);
    const history = await sandbox.ok(sandbox.api('project.user', `GET ${project()}/devices/${emulated()}/events`));
    assert.deepEqual(event, history.events?.[0]);
  });

  it('are Server-Sent Events when those are accepted', async () => {
    const client = await open(`/devices:stream?device_ids=${emulated()}`, { accept: 'text/event-stream' });
    assert.equal(client.answer.headers['content-type'], 'text/event-stream');
    await publish(1);
    const next = await client.next();
    assert(typeof next !== 'string');
    assert.match(next.frame, /^data: \{"result":\{"event":\{.*\}\}\}$/);
  });

  it('of one device bring nothing else', async () => {
    const client = await open(`/devices/${emulated()}:stream`);
    await setLabel('other', sandbox.devices.temperature);
    await publish(2);
    assert.equal(valueOf(await client.event()), 2);
  });

  it('tell of labels: added, changed, removed; and not of a change that is none', async () => {
    const device = sandbox.devices.temperature;
    const client = await open(`/devices/${device}:stream`);
    const update = (body: object) =>
      sandbox.ok(sandbox.api('project.developer', `POST ${project()}/devices:batchUpdate`, { body: { devices: [`${project().slice(1)}/devices/${device}`], ...body } }));
    await update({ addLabels: { floor: '1' } });
    await update({ addLabels: { floor: '2', extra: '' }, removeLabels: ['room-number'] });
    const event = await client.event();
    assert.equal(event.eventType, 'labelsChanged');
    assert.equal(event.targetName, `${project().slice(1)}/devices/${device}`);
    assert.deepEqual(event.data, { added: { extra: '' }, modified: { floor: '2' }, removed: ['room-number'] });
    const label = `${project()}/devices/${device}/labels/extra`;
    await sandbox.ok(sandbox.api('project.developer', `PATCH ${label}`, { body: { value: 'y' } }));
    await sandbox.ok(sandbox.api('project.developer', `DELETE ${label}`));
    assert.deepEqual((await client.event()).data, { added: {}, modified: { extra: 'y' }, removed: [] });
    assert.deepEqual((await client.event()).data, { added: {}, modified: {}, removed: ['extra'] });
  });

  it('bring what generated devices say as time passes, each event once, as history has it', async () => {
    const device = sandbox.devices.temperature;
    const client = await open(`/devices/${device}:stream`);
    await sandbox.clock.advance(3_600_000);
    const { events } = await sandbox.ok(
      sandbox.api('project.user', `GET ${project()}/devices/${device}/events?startTime=2026-01-15T12:00:00Z`),
    );
    assert(Array.isArray(events) && events.length >= 8, JSON.stringify(events));
    const live: Json[] = [];
    while (live.length < events.length) live.push(await client.event());
    const ids = (list: readonly Json[]): string[] => list.map(({ eventId }) => text(eventId)).sort();
    assert.deepEqual(ids(live), ids(events as Json[]));
  });

  for (const [name, jumpMs] of [['ahead', 30 * 86_400_000], ['back', -7 * 86_400_000]] as const) {
    it(`go on when the wall clock jumps ${name}, without what nobody waited for`, async () => {
      const client = await open('/devices:stream?event_types=co2');
      sandbox.clock.jumpWall(jumpMs);
      const from = sandbox.clock.now() - 60_000;
      await sandbox.clock.advance(1_800_000);
      await sandbox.sandbox.stop();
      const { frames } = await client.all();
      const times = frames.map((frame) => Date.parse(text((JSON.parse(frame) as Json).result?.event?.timestamp)));
      // Two sensors with a heartbeat of ten minutes.
      assert(times.length >= 4 && times.length <= 8, String(times.length));
      assert(times.every((at) => at > from && at <= sandbox.clock.now()));
    });
  }

  describe('filters', () => {
    // What happens: the emulated device reports, then a label of the humidity and of the temperature sensor changes.
    const table: readonly [string, readonly string[]][] = [
      ['', ['emulated temperature', 'humidity labelsChanged', 'temperature labelsChanged']],
      ['device_ids=EMULATED&device_ids=other', ['emulated temperature']],
      ['device_types=humidity', ['humidity labelsChanged']],
      ['device_types=humidity&device_types=temperature', ['emulated temperature', 'humidity labelsChanged', 'temperature labelsChanged']],
      ['event_types=labelsChanged&event_types=touch', ['humidity labelsChanged', 'temperature labelsChanged']],
      ['eventTypes=temperature', ['emulated temperature']],
      ['event_types=touch', []],
      ['product_numbers=102058', ['temperature labelsChanged']],
      ['label_filters=room-number&label_filters=floor%3D1', ['temperature labelsChanged']],
      ['label_filters=room-number&label_filters=floor%3D2', []],
      ['query=nothing-has-this&event_types=temperature', ['emulated temperature']],
    ];
    for (const [query, expected] of table) {
      it(query || 'none', async () => {
        const { temperature, humidity } = sandbox.devices;
        const client = await open(`/devices:stream?${query.replace('EMULATED', emulated())}`);
        await publish(3);
        await setLabel('seen', humidity);
        await setLabel('seen', temperature);
        await sandbox.sandbox.stop();
        const { frames } = await client.all();
        const names: Readonly<Record<string, string>> = { [emulated()]: 'emulated', [humidity]: 'humidity', [temperature]: 'temperature' };
        const seen = frames.map((frame) => {
          const event = (JSON.parse(frame) as Json).result?.event;
          return `${names[text(event?.targetName).split('/').at(-1) ?? ''] ?? ''} ${text(event?.eventType)}`;
        });
        assert.deepEqual(seen, expected);
      });
    }

    it('that are wrong are named', async () => {
      for (const [query, error] of [
        ['device_types=x', 'invalid device_types: "x" is not a device type'],
        ['eventTypes=x', 'invalid eventTypes: "x" is not an event type'],
        ['label_filters==x', 'invalid label_filters: "=x" is not key or key=value'],
        ['ping_interval=10', 'invalid ping_interval: "10" is not a duration such as 10s, at least 0.1s'],
        ['ping_interval=1m', 'invalid ping_interval: "1m" is not a duration such as 10s, at least 0.1s'],
        ['pingInterval=0s', 'invalid pingInterval: "0s" is not a duration such as 10s, at least 0.1s'],
      ] as const) {
        assert.equal(await sandbox.refused(sandbox.api('project.user', `GET ${project()}/devices:stream?${query}`), 400), error);
      }
    });
  });

  it('ping as often as asked', async () => {
    const client = await open(`/devices/${emulated()}:stream?ping_interval=10s&event_types=touch`);
    await sandbox.clock.advance(20_000);
    const [first, second] = [await client.event(), await client.event()];
    const { eventId } = first;
    const timestamp = '2026-01-15T12:00:10.000000Z';
    assert.deepEqual(first, { eventId, targetName: project().slice(1), eventType: 'ping', data: null, timestamp });
    assert.equal(second.timestamp, '2026-01-15T12:00:20.000000Z');
    assert.notEqual(second.eventId, eventId);
  });

  it('are many at once, each with its own filter', async () => {
    const open40 = Array.from({ length: 40 }, (_, index) => open(`/devices/${emulated()}:stream${index % 2 ? '?event_types=touch' : ''}`));
    const all = await Promise.all(open40);
    await publish(4);
    for (const [index, client] of all.entries()) {
      if (index % 2 === 0) assert.equal(valueOf(await client.event()), 4);
    }
  });

  it('leave nothing behind when the client goes', async () => {
    const before = sandbox.clock.pending;
    const all = await Promise.all(Array.from({ length: 5 }, () => open('/devices:stream?ping_interval=1s')));
    assert(sandbox.clock.pending > before);
    for (const client of all) client.close();
    while (sandbox.clock.pending > before) await new Promise(setImmediate);
    assert.equal(sandbox.sandbox.requests.at(-1)?.status, 200);
    await publish(5);
  });

  it('do not open for a client that left while it was held back', async () => {
    const url = `${sandbox.sandbox.apiBase}${project()}/devices:stream?ping_interval=1s`;
    const opening = StreamClient.open(url, headers({ 'x-sandbox-fault': 'delay=500' }), 'GET', (request) => {
      const wait = (): void => {
        if (sandbox.clock.pending === 0) setImmediate(wait);
        else request.destroy();
      };
      wait();
    });
    await assert.rejects(opening);
    // The server hears of it after the client.
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    await sandbox.clock.advance(500);
    assert.equal(sandbox.clock.pending, 0);
  });

  it('end when the sandbox stops, and leave no timer', async () => {
    const client = await open('/devices:stream?ping_interval=1s');
    await sandbox.sandbox.stop();
    assert.match((await client.all()).over, /^(end|cut)$/);
    assert.equal(sandbox.clock.pending, 0);
  });

  it('answer HEAD with the headers alone', async () => {
    const { status, body, headers: got } = await raw(`${sandbox.sandbox.apiBase}${project()}/devices:stream`, { method: 'HEAD', headers: headers() });
    assert.deepEqual([status, body.length, got['content-type']], [200, 0, 'application/json']);
    assert.equal(sandbox.clock.pending, 0);
  });

  it('keep web pages out', async () => {
    const url = `${sandbox.sandbox.apiBase}${project()}/devices:stream`;
    for (const hostile of [{ origin: 'https://evil.example' }, { host: 'evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      assert.equal((await raw(url, { headers: { ...headers(), ...hostile } })).status, 403);
    }
  });

  it('are for GET', async () => {
    await sandbox.refused(sandbox.api('project.admin', `POST ${project()}/devices:stream`), 501);
  });

  it('cut off who does not read, and nobody else', async () => {
    const slow = await open(`/devices/${emulated()}:stream`);
    slow.answer.pause();
    const quick = await open(`/devices/${emulated()}:stream`);
    const remarks = 'x'.repeat(500_000);
    const path = `POST ${project()}/devices/${emulated()}:publish`;
    for (let count = 0; count < 40; count++) {
      if (count % 10 === 9) await sandbox.clock.advance(2000);
      await sandbox.ok(sandbox.emulator('project.developer', path, { body: { temperature: { value: count, remarks } } }));
      assert.equal(valueOf(await quick.event()), count);
    }
    slow.answer.resume();
    const { frames, over } = await slow.all();
    assert.equal(over, 'cut');
    assert(frames.length < 40, `${frames.length} frames were kept for a reader that did not read`);
  });

  it('need no clock of their own: two sandboxes do not mix', async () => {
    const other = await startSandbox({ clock: sandbox.clock });
    try {
      const client = await StreamClient.open(`${other.apiBase}${project()}/devices/${emulated()}:stream?ping_interval=1s`, headers());
      await publish(6);
      await sandbox.clock.advance(1000);
      assert.equal((await client.event()).eventType, 'ping');
      client.close();
    } finally {
      await other.stop();
    }
  });
});
