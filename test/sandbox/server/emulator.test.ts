import assert from 'node:assert/strict';
import { Harness, pageOf, text } from './harness';

describe('sandbox: emulator', () => {
  const sandbox = new Harness();
  const devices = () => `/projects/${sandbox.projects.headOffice}/devices`;
  const one = () => `${devices()}/${sandbox.devices.emulated}`;
  const create = (body: unknown, role = 'project.developer') => sandbox.emulator(role, `POST ${devices()}`, { body });
  const publish = (body: unknown, path = one(), role = 'project.developer') =>
    sandbox.emulator(role, `POST ${path}:publish`, { body });

  it('lists emulated devices only', async () => {
    const { items, next } = pageOf(await sandbox.ok(sandbox.emulator('project.user', `GET ${devices()}`)), 'devices');
    assert.deepEqual(items.map(({ name }) => `/${text(name)}`), [one()]);
    assert.equal(next, '');
    await sandbox.refused(sandbox.emulator('none', `GET ${devices()}`), 403);
    await sandbox.refused(sandbox.emulator('project.user', 'GET /projects/-/devices'), 404);
  });

  it('gets one; a physical device is not there', async () => {
    assert.equal(`/${text((await sandbox.ok(sandbox.emulator('project.user', `GET ${one()}`))).name)}`, one());
    const physical = `${devices()}/${sandbox.devices.temperature}`;
    const error = await sandbox.refused(sandbox.emulator('project.user', `GET ${physical}`), 404);
    assert.equal(error, `emulated device "${sandbox.devices.temperature}" not found`);
    await sandbox.refused(sandbox.emulator('project.user', `GET ${devices()}/missing`), 404);
  });

  describe('create', () => {
    it('makes a device that is seen a second later, here and on the API', async () => {
      const body = await sandbox.ok(create({ type: 'humidity', labels: { name: 'New' } }));
      assert.match(text(body.name), /\/devices\/emuc[a-z0-9]{19}$/);
      const { name } = body;
      assert.deepEqual(body, { name, type: 'humidity', productNumber: '', labels: { name: 'New', 'virtual-sensor': '' } });
      const path = `/${text(name)}`;
      await sandbox.refused(sandbox.emulator('project.user', `GET ${path}`), 404);
      await sandbox.refused(publish({ humidity: { temperature: 20, relativeHumidity: 50 } }, path), 404);
      await sandbox.clock.advance(1000);
      assert.deepEqual(await sandbox.ok(sandbox.emulator('project.user', `GET ${path}`)), body);
      assert.deepEqual(await sandbox.ok(sandbox.api('project.user', `GET ${path}`)), body);
    });

    it('takes every type', async () => {
      const types = ['temperature', 'proximity', 'touch', 'humidity', 'proximityCounter', 'touchCounter', 'waterDetector'];
      for (const type of [...types, 'ccon', 'co2', 'motion', 'deskOccupancy', 'contact']) {
        assert.equal((await sandbox.ok(create({ type }))).type, type);
      }
    });

    it('names the field at fault', async () => {
      const table: readonly [unknown, string][] = [
        [{}, 'type is required'],
        [{ type: 'thermometer' }, 'invalid device type "thermometer"'],
        [{ type: 1 }, 'invalid type: must be a string'],
        [{ type: 'touch', labels: { a: 1 } }, 'invalid labels.a: must be a string'],
        [
          { type: 'touch', labels: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`l${index}`, ''])) },
          'Max labels reached for device.',
        ],
      ];
      for (const [body, error] of table) assert.equal(await sandbox.refused(create(body), 400), error);
    });

    it('needs the project developer', async () => {
      await sandbox.refused(create({ type: 'touch' }, 'project.user'), 403);
    });
  });

  describe('replace', () => {
    const put = (body: unknown, role = 'project.developer') => sandbox.emulator(role, `PUT ${one()}`, { body });

    it('sets type and labels, and keeps the mark of an emulated device', async () => {
      await sandbox.ok(publish({ temperature: { value: 20 } }));
      const kept = await sandbox.ok(put({ name: one().slice(1), type: 'temperature', labels: { name: 'Renamed' } }));
      assert.deepEqual(kept.labels, { name: 'Renamed', 'virtual-sensor': '' });
      assert(kept.reported);
      const changed = await sandbox.ok(put({ type: 'contact' }));
      assert.equal(changed.type, 'contact');
      assert.equal(changed.reported, undefined);
      assert.deepEqual(changed.labels, { 'virtual-sensor': '' });
    });

    it('refuses another name, a wrong type and a role too low', async () => {
      assert.match(await sandbox.refused(put({ name: 'projects/x/devices/y', type: 'touch' }), 400), /^invalid name: /);
      await sandbox.refused(put({ type: 'x' }), 400);
      await sandbox.refused(put({ type: 'touch' }, 'project.user'), 403);
    });
  });

  it('deletes with 200 and {}', async () => {
    await sandbox.refused(sandbox.emulator('project.user', `DELETE ${one()}`), 403);
    assert.deepEqual(await sandbox.ok(sandbox.emulator('project.developer', `DELETE ${one()}`)), {});
    await sandbox.refused(sandbox.emulator('project.developer', `DELETE ${one()}`), 404);
    await sandbox.refused(sandbox.api('project.user', `GET ${one()}`), 404);
    const physical = `${devices()}/${sandbox.devices.temperature}`;
    await sandbox.refused(sandbox.emulator('project.admin', `DELETE ${physical}`), 404);
  });

  describe('publish', () => {
    const history = async (query = '') =>
      pageOf(await sandbox.ok(sandbox.api('project.user', `GET ${one()}/events${query}`)), 'events').items;

    it('reaches history and `reported`', async () => {
      assert.deepEqual(await sandbox.ok(publish({ temperature: { value: 22.5 } })), {});
      const [event] = await history();
      const updateTime = '2026-01-15T12:00:00.000000Z';
      const temperature = { samples: [{ value: 22.5, sampleTime: updateTime }], isBackfilled: false, value: 22.5, updateTime };
      assert.deepEqual(event, {
        eventId: event?.eventId,
        targetName: one().slice(1),
        eventType: 'temperature',
        data: { temperature },
        timestamp: updateTime,
      });
      const { reported } = await sandbox.ok(sandbox.api('project.user', `GET ${one()}`));
      assert.deepEqual(reported, { temperature, probeWireStatus: null, networkStatus: null, batteryStatus: null, touch: null });
    });

    it('orders by the time of the event', async () => {
      for (const [value, updateTime] of [[1, undefined], [2, '2026-01-15T10:00:00Z'], [3, '2020-01-01T00:00:00Z']] as const) {
        await sandbox.ok(publish({ temperature: { value, updateTime } }));
      }
      const values = (items: Awaited<ReturnType<typeof history>>) => items.map(({ data }) => data?.temperature?.value);
      assert.deepEqual(values(await history()), [1, 2]);
      assert.deepEqual(values(await history('?startTime=2000-01-01T00:00:00Z')), [1, 2, 3]);
      assert.deepEqual(values(await history('?startTime=2000-01-01T00:00:00Z&eventTypes=touch')), []);
      const { reported } = await sandbox.ok(sandbox.api('project.user', `GET ${one()}`));
      assert.equal(reported?.temperature?.value, 1);
    });

    it('takes every event that a type of device sends', async () => {
      const network = { networkStatus: { signalStrength: 80 } };
      const battery = { batteryStatus: { percentage: 90 } };
      const table: Readonly<Record<string, readonly object[]>> = {
        temperature: [{ temperature: { value: -1.5 } }, { probeWireStatus: { state: 'TWO_WIRE' } }, network, battery, { touch: {} }],
        proximity: [{ objectPresent: { state: 'PRESENT' } }],
        humidity: [{ humidity: { temperature: 20, relativeHumidity: 40 } }],
        proximityCounter: [{ objectPresentCount: { total: 3 } }],
        touchCounter: [{ touchCount: { total: 0 } }],
        waterDetector: [{ waterPresent: { state: 'NOT_PRESENT' } }],
        co2: [{ co2: { ppm: 500 } }, { pressure: { pascal: 101325 } }],
        motion: [{ motion: { state: 'MOTION_DETECTED' } }],
        deskOccupancy: [{ deskOccupancy: { state: 'OCCUPIED' } }],
        contact: [{ contact: { state: 'OPEN' } }],
        ccon: [
          { connectionStatus: { connection: 'OFFLINE' } },
          { ethernetStatus: { macAddress: 'f0:b5:b7:00:0a:08' } },
          { cellularStatus: { signalStrength: 80 } },
        ],
      };
      for (const [type, bodies] of Object.entries(table)) {
        await sandbox.clock.advance(2000);
        const { name } = await sandbox.ok(create({ type }));
        await sandbox.clock.advance(1000);
        for (const body of bodies) assert.deepEqual(await sandbox.ok(publish(body, `/${text(name)}`)), {});
        const { reported } = await sandbox.ok(sandbox.api('project.user', `GET /${text(name)}`));
        for (const event of bodies.flatMap(Object.keys)) assert(reported?.[event], event);
      }
    });

    it('fills in what readers rely on', async () => {
      await sandbox.ok(publish({ networkStatus: { signalStrength: 99 } }));
      const { reported } = await sandbox.ok(sandbox.api('project.user', `GET ${one()}`));
      assert.deepEqual(reported?.networkStatus, {
        rssi: 0,
        cloudConnectors: [{ id: 'emulated-ccon', signalStrength: 99, rssi: 0 }],
        transmissionMode: 'LOW_POWER_STANDARD_MODE',
        signalStrength: 99,
        updateTime: '2026-01-15T12:00:00.000000Z',
      });
    });

    it('names the event type or the field at fault', async () => {
      const table: readonly [unknown, string][] = [
        [{}, 'invalid body: exactly one event type is expected as key'],
        [{ temperature: { value: 1 }, touch: {} }, 'invalid body: exactly one event type is expected as key'],
        [{ temperatur: { value: 1 } }, 'invalid event type "temperatur"'],
        [{ constructor: {} }, 'invalid event type "constructor"'],
        [{ labelsChanged: {} }, 'invalid event type "labelsChanged": it cannot be published'],
        [{ humidity: {} }, 'invalid event type "humidity": a device of type temperature does not send it'],
        [{ temperature: 20 }, 'invalid temperature: must be an object'],
        [{ temperature: {} }, 'temperature.value is required'],
        [{ temperature: { value: '20' } }, 'invalid temperature.value: must be a number'],
        [{ temperature: { value: 20, samples: {} } }, 'invalid temperature.samples: must be a list'],
        [{ batteryStatus: { percentage: 101 } }, 'invalid batteryStatus.percentage: must be a number from 0 to 100'],
        [
          { temperature: { value: 1, updateTime: 'now' } },
          'invalid temperature.updateTime: is not a time such as 2026-01-31T08:00:00Z',
        ],
        [
          { networkStatus: { signalStrength: 1, transmissionMode: 'LOUD' } },
          'invalid networkStatus.transmissionMode: must be one of LOW_POWER_STANDARD_MODE, HIGH_POWER_BOOST_MODE',
        ],
      ];
      for (const [body, error] of table) assert.equal(await sandbox.refused(publish(body), 400), error);
    });

    it('needs the project developer and an emulated device', async () => {
      await sandbox.refused(publish({ touch: {} }, one(), 'project.user'), 403);
      await sandbox.refused(publish({ touch: {} }, `${devices()}/${sandbox.devices.temperature}`), 404);
    });
  });
});
