import assert from 'node:assert/strict';
import { dtClientCall } from '../../../../src/app/convert/dtClient';
import { copyOf, type Said } from './copyRequests';

const json = (value: unknown): Said => ({ body: JSON.stringify(value), headers: [{ name: 'Content-Type', value: ['application/json'] }] });
const emulator = 'https://emulator.disruptive-technologies.com';
const devices = ['projects/p/devices/d1', 'projects/p/devices/d2'];

/** The call alone, on one line. */
function callOf(method: string, target: string, said: Said = {}): string | undefined {
  const text = dtClientCall(copyOf(method, target, said));
  return text === undefined ? undefined : (/^result = dt\.(.*)\nprint\(result\)\n$/ms.exec(text)?.[1] ?? text).replace(/\(\n {4}/, '(').replace(/,\n {4}/g, ', ').replace(/,\n\)/, ')');
}

describe("calls of DT's own client", () => {
  const calls: readonly (readonly [method: string, target: string, call: string, said?: Said])[] = [
    ['GET', '/v2/projects', 'Project.list_projects()'],
    ['GET', '/v2/projects?organization=organizations/o&query=a%20b', 'Project.list_projects(organization_id="o", query="a b")'],
    ['GET', '/v2/projects/p', 'Project.get_project(project_id="p")'],
    ['POST', '/v2/projects', 'Project.create_project(organization_id="o", display_name=\'N "x"\')', json({ displayName: 'N "x"', organization: 'organizations/o' })],
    ['PATCH', '/v2/projects/p', 'Project.update_project(project_id="p", display_name="N")', json({ displayName: 'N' })],
    ['GET', '/v2/projects/-/devices/d', 'Device.get_device(project_id="-", device_id="d")'],
    ['GET', '/v2/projects/p/devices?device_types=co2&device_types=humidity', 'Device.list_devices(project_id="p", device_types=["co2", "humidity"])'],
    ['POST', '/v2/projects/p/devices:batchUpdate', 'Device.batch_update_labels(project_id="p", device_ids=["d1", "d2"], set_labels={"floor": "1"}, remove_labels=["room"])', json({ devices, addLabels: { floor: '1' }, removeLabels: ['room'] })],
    ['POST', '/v2/projects/q/devices:transfer', 'Device.transfer_devices(device_ids=["d1", "d2"], source_project_id="p", target_project_id="q")', json({ devices })],
    ['GET', '/v2/projects/p/devices/d/events?eventTypes=touch&startTime=2026-01-01T00:00:00Z', 'EventHistory.list_events(project_id="p", device_id="d", event_types=["touch"], start_time="2026-01-01T00:00:00Z")'],
    ['POST', `${emulator}/v2/projects/p/devices/emu1:publish`, 'Emulator.publish_event(project_id="p", device_id="emu1", data=dt.events.Temperature(celsius=22.5))', json({ temperature: { value: 22.5 } })],
    ['POST', `${emulator}/v2/projects/p/devices/emu1:publish`, 'Emulator.publish_event(project_id="p", device_id="emu1", data=dt.events.Touch())', json({ touch: {} })],
    ['POST', `${emulator}/v2/projects/p/devices/emu1:publish`, 'Emulator.publish_event(project_id="p", device_id="emu1", data=dt.events.ObjectPresent(state="PRESENT"))', json({ objectPresent: { state: 'PRESENT' } })],
    ['POST', `${emulator}/v2/projects/p/devices/emu1:publish`, 'Emulator.publish_event(project_id="p", device_id="emu1", data=dt.events.Humidity(celsius=20, relative_humidity=40))', json({ humidity: { temperature: 20, relativeHumidity: 40 } })],
    ['GET', '/v2/projects/p/dataconnectors/c:metrics', 'DataConnector.get_metrics(project_id="p", data_connector_id="c")'],
    ['DELETE', '/v2/projects/p/serviceaccounts/s/keys/k', 'ServiceAccount.delete_key(project_id="p", service_account_id="s", key_id="k")'],
  ];
  for (const [method, target, call, said] of calls) it(`${method} ${target}`, () => assert.equal(callOf(method, target, said), call));

  it('say how the client signs in, and hold no secret', () => {
    assert.equal(
      dtClientCall(copyOf('GET', '/v2/projects')),
      '# pip install disruptive\n# The client signs in with DT_SERVICE_ACCOUNT_KEY_ID, DT_SERVICE_ACCOUNT_SECRET and DT_SERVICE_ACCOUNT_EMAIL.\nimport disruptive as dt\n\nresult = dt.Project.list_projects()\nprint(result)\n',
    );
  });

  const none: readonly (readonly [why: string, method: string, target: string, said?: Said])[] = [
    ['no method sends it', 'GET', '/v2/roles'],
    ['another host has such a path', 'GET', 'https://api.example.com/v2/projects'],
    ['the sandbox has such a path', 'GET', 'http://127.0.0.1:5000/v2/projects'],
    ['it goes to the emulator', 'GET', 'https://emulator.disruptive-technologies.com/v2/projects/p/devices'],
    ['an event says more', 'POST', `${emulator}/v2/projects/p/devices/e:publish`, json({ temperature: { value: 1, updateTime: '2026-01-01T00:00:00Z' } })],
    ['there are two events', 'POST', `${emulator}/v2/projects/p/devices/e:publish`, json({ touch: {}, temperature: { value: 1 } })],
    ['the value is none', 'POST', `${emulator}/v2/projects/p/devices/e:publish`, json({ temperature: { value: '1' } })],
    ['the event has no class', 'POST', `${emulator}/v2/projects/p/devices/e:publish`, json({ toString: {} })],
    ['devices are asked for by the page', 'GET', '/v2/projects/p/devices?page_size=5'],
    ['it asks for a page', 'GET', '/v2/projects?pageSize=5'],
    ['one value of two would get lost', 'GET', '/v2/projects?query=a&query=b'],
    ['it has headers of its own', 'GET', '/v2/projects', { headers: [{ name: 'If-Match', value: ['x'] }] }],
    ['it has a limit', 'GET', '/v2/projects', { more: { timeoutMs: 1000 } }],
    ['it follows no redirect', 'GET', '/v2/projects', { more: { followRedirects: false } }],
    ['it is signed with the key', 'GET', '/v2/projects', { more: { signing: 'basic' } }],
    ['something in it is not known', 'GET', '/v2/projects', { more: { variables: [{ name: 'A', about: '' }, { name: 'B', about: '' }] } }],
    ['it has a body that the method does not send', 'DELETE', '/v2/projects/p', json({})],
    ['it lacks a body', 'PATCH', '/v2/projects/p'],
    ['the body is no JSON', 'PATCH', '/v2/projects/p', { body: '{' }],
    ['the body is a list', 'PATCH', '/v2/projects/p', json([])],
    ['the body says more', 'PATCH', '/v2/projects/p', json({ displayName: 'N', location: {} })],
    ['the name is missing', 'POST', '/v2/projects', json({ organization: 'organizations/o' })],
    ['the name is no text', 'PATCH', '/v2/projects/p', { body: '{"displayName": 12345678901234567890}' }],
    ['the organization has no full name', 'POST', '/v2/projects', json({ displayName: 'N', organization: 'o' })],
    ['a label is no text', 'POST', '/v2/projects/p/devices:batchUpdate', json({ devices, addLabels: { floor: 1 } })],
    ['a device is of another project', 'POST', '/v2/projects/q/devices:batchUpdate', json({ devices, addLabels: {} })],
    ['the devices are of several projects', 'POST', '/v2/projects/q/devices:transfer', json({ devices: [...devices, 'projects/r/devices/d3'] })],
    ['a device has no full name', 'POST', '/v2/projects/q/devices:transfer', json({ devices: ['d1'] })],
    ['there are labels in a transfer', 'POST', '/v2/projects/q/devices:transfer', json({ devices, addLabels: { a: 'b' } })],
  ];
  for (const [why, method, target, said] of none) it(`not where ${why}`, () => assert.equal(callOf(method, target, said), undefined));
});
