import assert from 'node:assert/strict';
import { Harness } from './harness';

describe('sandbox: labels and batches', () => {
  const sandbox = new Harness();
  const name = (project: string, device: string) => `projects/${project}/devices/${device}`;
  const office = (device: string) => name(sandbox.projects.headOffice, device);
  const labelsOf = async (device: string) =>
    (await sandbox.ok(sandbox.api('organization.admin', `GET /projects/-/devices/${device}`))).labels;

  describe('one label', () => {
    const at = (device: string, label = '') => `/${office(device)}/labels${label}`;
    const post = (body: unknown, role = 'project.developer', device = sandbox.devices.touch) =>
      sandbox.api(role, `POST ${at(device)}`, { body });

    it('is created, changed and removed with 200', async () => {
      const { touch } = sandbox.devices;
      const created = { name: `${office(touch)}/labels/room%20no`, key: 'room no', value: '12' };
      assert.deepEqual(await sandbox.ok(post({ key: 'room no', value: '12' })), created);
      const path = at(touch, '/room%20no');
      const changed = await sandbox.ok(sandbox.api('project.developer', `PATCH ${path}`, { body: { value: '' } }));
      assert.deepEqual(changed, { ...created, value: '' });
      assert.deepEqual(await labelsOf(touch), { name: 'Call reception', floor: '0', 'room no': '' });
      assert.deepEqual(await sandbox.ok(sandbox.api('project.developer', `DELETE ${path}`)), {});
      assert.deepEqual(await labelsOf(touch), { name: 'Call reception', floor: '0' });
      await sandbox.ok(post({ key: 'no value' }));
    });

    it('is 409 when it exists', async () => {
      assert.equal(await sandbox.refused(post({ key: 'floor', value: '0' }), 409), 'already exists');
    });

    it('is 404 when it does not exist', async () => {
      const path = at(sandbox.devices.touch, '/colour');
      const error = await sandbox.refused(sandbox.api('project.developer', `PATCH ${path}`, { body: { value: 'x' } }), 404);
      assert.equal(error, 'label "colour" not found');
      await sandbox.refused(sandbox.api('project.developer', `DELETE ${path}`), 404);
      const inherited = at(sandbox.devices.touch, '/constructor');
      await sandbox.refused(sandbox.api('project.developer', `DELETE ${inherited}`), 404);
      await sandbox.refused(post({ key: 'x' }, 'project.developer', sandbox.devices.freezer), 404);
    });

    it('is 400 with the field at fault', async () => {
      assert.equal(await sandbox.refused(post({ value: 'x' }), 400), 'key is required');
      assert.equal(await sandbox.refused(post({ key: 'x', value: 1 }), 400), 'invalid value: must be a string');
      const path = at(sandbox.devices.touch, '/floor');
      assert.equal(await sandbox.refused(sandbox.api('project.admin', `PATCH ${path}`, { body: {} }), 400), 'value is required');
      const full = post({ key: 'one more' }, 'project.developer', sandbox.devices.labelled);
      assert.equal(await sandbox.refused(full, 400), 'Max labels reached for device.');
    });

    it('needs the project developer', async () => {
      await sandbox.refused(post({ key: 'x' }, 'project.user'), 403);
      await sandbox.refused(sandbox.api('project.user', `DELETE ${at(sandbox.devices.touch, '/floor')}`), 403);
    });
  });

  describe('batchUpdate', () => {
    const update = (body: unknown, role = 'project.developer', project = sandbox.projects.headOffice) =>
      sandbox.api(role, `POST /projects/${project}/devices:batchUpdate`, { body });

    it('sets, replaces and removes; the others stay', async () => {
      const { touch, co2 } = sandbox.devices;
      const body = { devices: [office(touch), office(co2)], addLabels: { floor: '4', new: '' }, removeLabels: ['room-number'] };
      assert.deepEqual(await sandbox.ok(update(body)), { batchErrors: [] });
      assert.deepEqual(await labelsOf(touch), { name: 'Call reception', floor: '4', new: '' });
      assert.deepEqual(await labelsOf(co2), { name: 'Meeting room Fjord', floor: '4', new: '' });
    });

    it('answers 200 with an error for each device that failed', async () => {
      const { touch, labelled, freezer } = sandbox.devices;
      const elsewhere = name(sandbox.projects.coldStorage, freezer);
      const devices = [office(touch), office('missing'), office(freezer), elsewhere, `/${office(touch)}`, office(labelled)];
      const { batchErrors } = await sandbox.ok(update({ devices, addLabels: { new: 'x' } }));
      const shape = 'a device name is projects/{project}/devices/{device}';
      assert.deepEqual(batchErrors, [
        { device: devices[1], status: { code: 'NOT_FOUND', message: 'resource not found' } },
        { device: devices[2], status: { code: 'NOT_FOUND', message: 'resource not found' } },
        { device: devices[3], status: { code: 'NOT_FOUND', message: 'resource not found' } },
        { device: devices[4], status: { code: 'INVALID_ARGUMENT', message: shape } },
        { device: devices[5], status: { code: 'INVALID_ARGUMENT', message: 'Max labels reached for device.' } },
      ]);
      assert.equal((await labelsOf(touch))?.new, 'x');
      const swap = { devices: [office(labelled)], addLabels: { new: 'x' }, removeLabels: ['tag-20'] };
      assert.deepEqual(await sandbox.ok(update(swap)), { batchErrors: [] });
    });

    it('is 400 with the field at fault', async () => {
      const devices = [office(sandbox.devices.touch)];
      const table: readonly [unknown, string][] = [
        [{ devices }, 'addLabels or removeLabels is required'],
        [{ devices, addLabels: {}, removeLabels: [] }, 'addLabels or removeLabels is required'],
        [{ addLabels: { a: '' } }, 'devices is required'],
        [{ devices: 'x', addLabels: { a: '' } }, 'invalid devices: must be a list of strings'],
        [{ devices: [7], addLabels: { a: '' } }, 'invalid devices[0]: must be a string'],
        [{ devices, addLabels: ['a'] }, 'invalid addLabels: must be an object of strings'],
        [{ devices, addLabels: { a: 1 } }, 'invalid addLabels.a: must be a string'],
        [{ devices, addLabels: { '': 'x' } }, 'invalid addLabels: a key must not be empty'],
        [{ devices, removeLabels: { a: '' } }, 'invalid removeLabels: must be a list of strings'],
        [{ devices, removeLabels: ['a', null] }, 'invalid removeLabels[1]: must be a string'],
      ];
      for (const [body, error] of table) assert.equal(await sandbox.refused(update(body), 400), error);
    });

    it('needs the project developer, and a project', async () => {
      const body = { devices: [office(sandbox.devices.touch)], addLabels: { a: '' } };
      await sandbox.refused(update(body, 'project.user'), 403);
      await sandbox.refused(update(body, 'project.developer', sandbox.projects.inventory), 403);
      await sandbox.refused(update(body, 'project.developer', 'nowhere'), 404);
    });
  });

  describe('transfer', () => {
    const transfer = (devices: unknown, role = 'project.admin', project = sandbox.projects.annex) =>
      sandbox.api(role, `POST /projects/${project}/devices:transfer`, { body: { devices } });

    it('moves devices and names them by their source', async () => {
      const { touch, emulated } = sandbox.devices;
      const devices = [office(touch), office(emulated)];
      assert.deepEqual(await sandbox.ok(transfer(devices)), { transferredDevices: devices, transferErrors: [] });
      await sandbox.refused(sandbox.api('project.user', `GET /${office(touch)}`), 404);
      await sandbox.ok(sandbox.api('project.user', `GET /${name(sandbox.projects.annex, touch)}`));
      const path = `GET /${name(sandbox.projects.annex, touch)}/events?pageSize=1`;
      const { events } = await sandbox.ok(sandbox.api('project.user', path));
      assert.equal(events?.[0]?.targetName, name(sandbox.projects.annex, touch));
    });

    it('answers 200 with an error for each device that failed', async () => {
      const moved = name(sandbox.projects.annex, sandbox.devices.touch);
      await sandbox.ok(transfer([office(sandbox.devices.touch)]));
      const devices = [office('missing'), name('nowhere', 'missing'), 'touch', moved];
      const { transferredDevices, transferErrors } = await sandbox.ok(transfer(devices));
      assert.deepEqual(transferredDevices, []);
      const code = (index: number) => transferErrors?.[index]?.status?.code;
      assert.deepEqual([0, 1, 2, 3].map(code), ['NOT_FOUND', 'NOT_FOUND', 'INVALID_ARGUMENT', 'INVALID_ARGUMENT']);
      assert.equal(transferErrors?.[3]?.device, moved);
    });

    it('needs the administrator in the target and in each source', async () => {
      const devices = [office(sandbox.devices.touch)];
      await sandbox.refused(transfer(devices, 'project.developer'), 403);
      await sandbox.refused(transfer(devices, 'project.admin', sandbox.projects.inventory), 403);
      const spare = [name(sandbox.projects.inventory, sandbox.devices.spare)];
      const error = await sandbox.refused(transfer([...devices, ...spare], 'project.admin'), 403);
      assert.match(error, /^the role project\.user in projects\/\w+ lacks the permission device\.transfer$/);
      await sandbox.ok(sandbox.api('project.user', `GET /${office(sandbox.devices.touch)}`));
      await sandbox.ok(transfer(spare, 'organization.admin'));
    });

    it('answers 404 for the target project alone', async () => {
      await sandbox.refused(transfer([office(sandbox.devices.touch)], 'project.admin', 'nowhere'), 404);
      assert.equal(await sandbox.refused(transfer([]), 400), 'devices is required');
    });
  });
});
