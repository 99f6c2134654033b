import assert from 'node:assert/strict';
import { basic, Harness, pageOf, raw } from './harness';

describe('sandbox: claiming', () => {
  const sandbox = new Harness();
  const marks = () => sandbox.sandbox.landmarks.claim;
  const info = (identifier: string, more = '', role = 'project.user') => sandbox.api(role, `GET /claimInfo?identifier=${identifier}${more}`);
  const claim = (body: unknown, query = '', role = 'project.admin', project = sandbox.projects.annex) =>
    sandbox.api(role, `POST /projects/${project}/devices:claim${query}`, { body });
  const claimed = (deviceId: string, isClaimed: boolean) => ({ deviceId, deviceType: 'temperature', productNumber: '102058', isClaimed });
  const none = { devices: [], kits: [] };

  it('looks up devices and kits', async () => {
    assert.deepEqual(await sandbox.ok(info(marks().device)), { type: 'DEVICE', device: claimed(marks().device, false) });
    assert.deepEqual(await sandbox.ok(info(marks().claimedDevice)), { type: 'DEVICE', device: claimed(marks().claimedDevice, true) });
    const { type, kit } = await sandbox.ok(info(marks().kit));
    assert.deepEqual([type, kit?.kitId, kit?.displayName], ['KIT', marks().kit, 'Starter kit']);
    assert.deepEqual([kit?.sensors, kit?.cloudConnectors], [{ totalCount: 2, claimedCount: 0 }, { totalCount: 1, claimedCount: 0 }]);
    assert.deepEqual((await sandbox.ok(info(marks().claimedKit))).kit?.sensors, { totalCount: 1, claimedCount: 1 });
    await sandbox.ok(info(marks().kit, `&organization=organizations/${sandbox.sandbox.landmarks.organization}`));
  });

  it('names what is wrong with a look-up', async () => {
    assert.equal(await sandbox.refused(sandbox.api('project.user', 'GET /claimInfo'), 400), 'identifier is required');
    assert.equal(await sandbox.refused(info('x'), 404), 'kit or device "x" not found');
    assert.equal(await sandbox.refused(info(sandbox.devices.emulated), 404), `kit or device "${sandbox.devices.emulated}" not found`);
    assert.equal(await sandbox.refused(info('x', '&organization=y'), 400), 'invalid organization: "y" is not organizations/{organization}');
    assert.equal(await sandbox.refused(info('x', '&organization=organizations/y'), 404), 'organization "y" not found');
  });

  it('redirects the path of older clients', async () => {
    const { origin } = sandbox.sandbox;
    const headers = { authorization: basic(sandbox.sandbox.account('project.user')) };
    const { status, headers: got } = await raw(`${origin}/v2/:claim-info?identifier=a%26b`, { headers });
    assert.deepEqual([status, got.location], [308, '/v2/claimInfo?identifier=a%26b']);
  });

  it('claims a device: it arrives a second later and cannot be claimed again', async () => {
    const body = { deviceIds: [marks().device], kitIds: [] };
    assert.deepEqual(await sandbox.ok(claim(body)), { claimedDevices: [claimed(marks().device, true)], claimErrors: none });
    assert.deepEqual((await sandbox.ok(info(marks().device))).device, claimed(marks().device, true));
    const path = `/projects/${sandbox.projects.annex}/devices/${marks().device}`;
    await sandbox.refused(sandbox.api('project.user', `GET ${path}`), 404);
    await sandbox.clock.advance(1000);
    const device = await sandbox.ok(sandbox.api('project.user', `GET ${path}`));
    assert.equal(device.type, 'temperature');
    const message = 'The device was previously claimed';
    const again = { claimedDevices: [], claimErrors: { devices: [{ deviceId: marks().device, code: 'ALREADY_CLAIMED', message }], kits: [] } };
    assert.deepEqual(await sandbox.ok(claim(body)), again);
  });

  it('changes nothing in a dry run', async () => {
    const body = { deviceIds: [marks().device], kitIds: [marks().kit] };
    const first = await sandbox.ok(claim(body, '?dryRun=true'));
    assert.equal((first.claimedDevices as unknown as readonly unknown[]).length, 4);
    assert.deepEqual(await sandbox.ok(claim(body, '?dryRun=true')), first);
    assert.equal((await sandbox.ok(info(marks().device))).device?.isClaimed, false);
  });

  it('claims a whole kit', async () => {
    const { claimedDevices, claimErrors } = await sandbox.ok(claim({ kitIds: [marks().kit] }, '?dryRun=false'));
    assert.deepEqual([(claimedDevices as unknown as readonly unknown[]).length, claimErrors], [3, none]);
    assert.deepEqual((await sandbox.ok(info(marks().kit))).kit?.sensors, { totalCount: 2, claimedCount: 2 });
    await sandbox.clock.advance(1000);
    const { items } = pageOf(await sandbox.ok(sandbox.api('project.user', `GET /projects/${sandbox.projects.annex}/devices`)), 'devices');
    assert.equal(items.length, 3);
    await sandbox.refused(sandbox.api('project.admin', `DELETE /projects/${sandbox.projects.annex}`), 400);
  });

  it('tells what cannot be claimed inside the 200, each once, and claims the rest', async () => {
    const { device, claimedDevice, claimedKit } = marks();
    const body = { deviceIds: ['missing', device, claimedDevice, device], kitIds: ['nokit', claimedKit] };
    const already = 'The device was previously claimed';
    assert.deepEqual(await sandbox.ok(claim(body)), {
      claimedDevices: [claimed(device, true)],
      claimErrors: {
        devices: [
          { deviceId: sandbox.devices.ccon, code: 'ALREADY_CLAIMED', message: already },
          { deviceId: claimedDevice, code: 'ALREADY_CLAIMED', message: already },
          { deviceId: 'missing', code: 'NOT_FOUND', message: 'The device was not found' },
        ],
        kits: [{ kitId: 'nokit', code: 'NOT_FOUND', message: 'The kit was not found' }],
      },
    });
  });

  it('names the field at fault and needs the project administrator', async () => {
    const table: readonly [unknown, string, string][] = [
      [{}, '', 'deviceIds or kitIds is required'],
      [{ deviceIds: 'x' }, '', 'invalid deviceIds: must be a list of strings'],
      [{ kitIds: [1] }, '', 'invalid kitIds[0]: must be a string'],
      [{ deviceIds: ['x'] }, '?dryRun=yes', 'invalid dryRun: must be true or false'],
    ];
    for (const [body, query, error] of table) assert.equal(await sandbox.refused(claim(body, query), 400), error);
    await sandbox.refused(claim({ deviceIds: ['x'] }, '', 'project.developer'), 403);
    assert.equal(await sandbox.refused(claim({ deviceIds: ['x'] }, '', 'project.admin', 'missing'), 404), 'project "missing" not found');
  });
});
