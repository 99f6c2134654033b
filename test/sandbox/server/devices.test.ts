import assert from 'node:assert/strict';
import { Harness, type Json, pageOf, text } from './harness';

describe('sandbox: devices', () => {
  const sandbox = new Harness();

  const office = () => `/projects/${sandbox.projects.headOffice}/devices`;
  const list = async (query = '', role = 'project.user'): Promise<readonly Json[]> =>
    pageOf(await sandbox.ok(sandbox.api(role, `GET ${office()}${query}`)), 'devices').items;
  const labelsOf = (items: readonly Json[], key: string): unknown[] => items.map(({ labels }) => labels?.[key]);

  describe('list', () => {
    it('holds every type, emulated devices included', async () => {
      const items = await list();
      assert.equal(items.length, 23);
      assert.equal(new Set(items.map(({ type }) => type)).size, 12);
      assert(items.some(({ name }) => text(name).endsWith(sandbox.devices.emulated)));
    });

    it('reports the latest of what each type of device sends', async () => {
      const reported = new Map((await list()).map((item) => [text(item.type), item.reported]));
      const primary = {
        temperature: 'temperature',
        proximity: 'objectPresent',
        touch: 'touch',
        humidity: 'humidity',
        proximityCounter: 'objectPresentCount',
        touchCounter: 'touchCount',
        waterDetector: 'waterPresent',
        ccon: 'connectionStatus',
        co2: 'co2',
        motion: 'motion',
        deskOccupancy: 'deskOccupancy',
        contact: 'contact',
      };
      for (const [type, event] of Object.entries(primary)) {
        if (type === 'temperature') continue; // the last one listed is the emulated one
        assert(reported.get(type)?.[event], `${type} reports ${event}`);
      }
    });

    it('filters', async () => {
      assert.equal((await list('?device_types=co2')).length, 2);
      assert.equal((await list('?deviceTypes=co2&deviceTypes=motion')).length, 3);
      const { temperature, contact } = sandbox.devices;
      assert.equal((await list(`?device_ids=${temperature}&device_ids=${contact}&device_ids=missing`)).length, 2);
      assert.equal((await list('?product_numbers=102064')).length, 2);
      assert.deepEqual(labelsOf(await list('?label_filters=room-number%3D301'), 'name'), ['Meeting room Fjord']);
      assert.equal((await list('?label_filters=alarm')).length, 3);
      assert.equal((await list('?label_filters=alarm&label_filters=floor%3D0')).length, 3);
      assert.equal((await list('?label_filters=alarm&label_filters=desk')).length, 0);
      assert.equal((await list('?label_filters=alarm%3Dyes')).length, 0);
      assert.deepEqual(labelsOf(await list('?query=meeting+SKOG'), 'name'), ['Meeting room Skog']);
      assert.equal((await list(`?query=${temperature}`)).length, 1);
      assert.equal((await list('?device_types=temperature&label_filters=floor%3D1')).length, 2);
      assert.equal((await list('?unknown=ignored')).length, 23);
    });

    it('orders by a field, descending with a minus, those without it last', async () => {
      const rooms = labelsOf(await list('?order_by=labels.room-number'), 'room-number');
      assert.deepEqual(rooms.slice(0, 5), ['104', '301', '302', '99', undefined]);
      const reversed = labelsOf(await list('?order_by=-labels.room-number'), 'room-number');
      assert.deepEqual(reversed.slice(0, 5), ['99', '302', '301', '104', undefined]);
      const warm = (await list('?device_types=temperature&order_by=-reported.temperature.value')).map((item) =>
        Number(item.reported?.temperature?.value ?? NaN),
      );
      assert.deepEqual(warm.slice(0, 4), warm.slice(0, 4).sort((a, b) => b - a));
      assert(Number.isNaN(warm[4]), 'the emulated one has none');
      const ids = (await list('?order_by=id')).map(({ name }) => text(name));
      assert.deepEqual(ids, [...ids].sort());
      const types = (await list('?order_by=-type')).map(({ type }) => text(type));
      assert.deepEqual(types, [...types].sort().reverse());
      assert.equal((await list('?order_by=productNumber')).length, 23);
      assert.equal((await list('?order_by=')).length, 23);
    });

    it('comes in pages without gap or duplicate, in the order asked for', async () => {
      const all = (await list('?order_by=labels.name')).map(({ name }) => name);
      const seen: unknown[] = [];
      let token = '';
      do {
        const path = `GET ${office()}?order_by=labels.name&page_size=10&page_token=${token}`;
        const { items, next } = pageOf(await sandbox.ok(sandbox.api('project.user', path)), 'devices');
        seen.push(...items.map(({ name }) => name));
        token = next;
      } while (token !== '');
      assert.deepEqual(seen, all);
    });

    it('goes on after the last item delivered though the list has changed', async () => {
      const path = `/projects/${sandbox.projects.headOffice}/devices?page_size=5`;
      const first = pageOf(await sandbox.ok(sandbox.api('project.admin', `GET ${path}`)), 'devices');
      const devices = [text(first.items[0]?.name)];
      const transfer = `POST /projects/${sandbox.projects.annex}/devices:transfer`;
      await sandbox.ok(sandbox.api('project.admin', transfer, { body: { devices } }));
      const all = (await list()).map(({ name }) => name);
      const next = sandbox.api('project.admin', `GET ${path}&page_token=${first.next}`);
      const second = pageOf(await sandbox.ok(next), 'devices');
      assert.deepEqual(second.items.map(({ name }) => name), all.slice(4, 9));
    });

    it('names the parameter at fault', async () => {
      const table: readonly [string, string][] = [
        ['?device_types=thermometer', 'invalid device_types: "thermometer" is not a device type'],
        ['?deviceTypes=CO2', 'invalid deviceTypes: "CO2" is not a device type'],
        ['?device_types=toString', 'invalid device_types: "toString" is not a device type'],
        ['?label_filters=%3Dx', 'invalid label_filters: "=x" is not key or key=value'],
        ['?order_by=colour', 'invalid order_by: "colour" is not a field of a device'],
        ['?order_by=-reported.temperatur.value', 'invalid order_by: "reported.temperatur.value" is not a field of a device'],
        ['?page_size=1000', 'invalid page_size: must be between 1 and 100'],
      ];
      for (const [query, error] of table) {
        const path = `GET ${office()}${query}`;
        assert.equal(await sandbox.refused(sandbox.api('project.user', path), 400), error);
      }
    });

    it('needs a project that exists and can be seen', async () => {
      await sandbox.refused(sandbox.api('project.user', 'GET /projects/nowhere/devices'), 404);
      await sandbox.refused(sandbox.api('project.user', `GET /projects/${sandbox.projects.boardroom}/devices`), 403);
      await sandbox.refused(sandbox.api('none', `GET ${office()}`), 403);
    });
  });

  describe('wildcard projects/-', () => {
    const all = (role: string, query: string) => sandbox.api(role, `GET /projects/-/devices${query}`);
    const ours = () => `organization=organizations/${sandbox.sandbox.landmarks.organization}`;

    it('lists what the caller sees in the organization', async () => {
      const count = async (role: string, query: string) =>
        pageOf(await sandbox.ok(all(role, `?${ours()}${query}`)), 'devices').items.length;
      assert.equal(await count('project.user', ''), 38);
      assert.equal(await count('organization.admin', ''), 40);
      assert.equal(await count('project.user', `&projects=projects/${sandbox.projects.coldStorage}`), 11);
      const two = `&projects=projects/${sandbox.projects.coldStorage}&projects=projects/${sandbox.projects.inventory}`;
      assert.equal(await count('project.user', `${two}&device_types=temperature`), 7);
    });

    it('needs the organization, and projects that can be seen', async () => {
      assert.equal(await sandbox.refused(all('project.user', ''), 400), 'organization is required with projects/-');
      await sandbox.refused(all('project.user', '?organization=abc'), 400);
      await sandbox.refused(all('project.user', '?organization=organizations/nowhere'), 404);
      await sandbox.refused(all('none', `?${ours()}`), 403);
      await sandbox.refused(all('project.user', `?${ours()}&projects=abc`), 400);
      await sandbox.refused(all('project.user', `?${ours()}&projects=projects/nowhere`), 404);
      await sandbox.refused(all('project.user', `?${ours()}&projects=projects/${sandbox.projects.boardroom}`), 403);
    });

    it('ignores both parameters with a real project', async () => {
      assert.equal((await list('?organization=abc&projects=abc')).length, 23);
    });

    it('finds one device in any project that the caller sees', async () => {
      const body = await sandbox.ok(sandbox.api('project.user', `GET /projects/-/devices/${sandbox.devices.freezer}`));
      assert.equal(body.name, `projects/${sandbox.projects.coldStorage}/devices/${sandbox.devices.freezer}`);
      await sandbox.refused(sandbox.api('project.user', `GET /projects/-/devices/${sandbox.devices.hidden}`), 404);
      await sandbox.ok(sandbox.api('organization.admin', `GET /projects/-/devices/${sandbox.devices.hidden}`));
      await sandbox.refused(sandbox.api('project.user', 'GET /projects/-/devices/missing'), 404);
    });

    it('is no project anywhere else', async () => {
      await sandbox.refused(sandbox.api('project.admin', 'GET /projects/-'), 404);
      await sandbox.refused(sandbox.api('project.admin', 'POST /projects/-/devices:transfer', { body: {} }), 404);
    });
  });

  describe('get', () => {
    it('shows type, product number, labels and reported', async () => {
      const id = sandbox.devices.temperature;
      const body = await sandbox.ok(sandbox.api('project.user', `GET ${office()}/${id}`));
      assert.equal(body.name, `projects/${sandbox.projects.headOffice}/devices/${id}`);
      assert.equal(body.type, 'temperature');
      assert.equal(body.productNumber, '102058');
      assert.deepEqual(body.labels, { name: 'Open space west', floor: '1', 'room-number': '99' });
      const { temperature, networkStatus } = body.reported!;
      assert.deepEqual(Object.keys(temperature!), ['value', 'samples', 'isBackfilled', 'updateTime']);
      assert.match(text(temperature?.updateTime), /^2026-01-15T1[12]:\d\d:\d\d\.\d{6}Z$/);
      assert(networkStatus?.cloudConnectors?.[0]?.id);
    });

    it('leaves `reported` out for an emulated device that never published', async () => {
      const path = `GET ${office()}/${sandbox.devices.emulated}`;
      const body = await sandbox.ok(sandbox.api('project.user', path));
      assert.deepEqual(Object.keys(body), ['name', 'type', 'productNumber', 'labels']);
      assert.deepEqual(body.labels, { name: 'Emulated sensor', 'virtual-sensor': '' });
    });

    it('is 404 in another project, 403 where the project cannot be seen', async () => {
      const { freezer, hidden } = sandbox.devices;
      const error = await sandbox.refused(sandbox.api('project.user', `GET ${office()}/${freezer}`), 404);
      assert.equal(error, `device "${freezer}" not found`);
      await sandbox.refused(sandbox.api('project.user', `GET /projects/${sandbox.projects.boardroom}/devices/${hidden}`), 403);
    });
  });
});
