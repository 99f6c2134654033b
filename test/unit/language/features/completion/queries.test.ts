import assert from 'node:assert/strict';
import type { Authoring } from '../../../../../src/language/features/authoring';
import { completionsIn, labelsIn, textAfter } from '../../../../helpers/completing';
import { resourcesOf, seen } from '../../../../helpers/seen';

const devices = 'GET /projects/p1/devices';
const known: Partial<Authoring> = {
  resources: resourcesOf(
    seen('organization', 'organizations/o1', 'DT'),
    seen('project', 'projects/p1', 'Head office'),
    seen('device', 'projects/p1/devices/d1', 'Freezer', { labels: { room: 'a b', floor: '2' } }),
    seen('device', 'projects/p2/devices/d2', 'Door', { labels: { door: '' } }),
  ),
};
const page = ['pageSize', 'pageToken'];
const pageAliases = ['page_size', 'page_token'];

describe('completion of query parameters', () => {
  const names: readonly (readonly [source: string, expected: readonly string[]])[] = [
    ['GET /organizations?‸', page],
    ['GET /organizations?page_‸', [...page, ...pageAliases]],
    // Another spelling only once it is begun.
    ['GET /organizations?page‸', page],
    ['GET /organizations?pageSize=5&‸', ['pageToken']],
    ['GET /organizations?page_size=5&‸', ['pageToken']],
    ['GET /organizations?page_size=5&PAGE_T‸', ['pageToken', 'page_token']],
    ['GET /organizations\n?‸', page],
    ['GET /organizations\n  &pa‸\n&pageToken=x', ['pageSize']],
    ['GET /organizations?‸pageSize=5', page],
    ['GET /organizations?pageS‸ize=5', page],
    ['GET /claimInfo?‸', ['identifier', 'organization']],
    // One that may be repeated is offered again, in the spelling that is there.
    ['GET /projects/p/devices/d:stream?eventTypes=touch&‸', ['ping_interval', 'eventTypes']],
    ['HEAD /roles?‸', page],
    ['/roles?‸', page],
    // A verb that the path does not have: those of all that it has.
    ['PUT /organizations?‸', page],
    ['POST /projects/p1/devices:claim?‸', ['dryRun']],
    ['POST /organizations/o/members?‸', []],
    ['GET /nowhere?‸', []],
    ['GET https://example.com/projects?‸', []],
    ['# GET /roles?‸', []],
    ['POST /roles\n\n?‸', []],
  ];
  for (const [source, expected] of names) it(`has ${expected.join(', ') || 'nothing'} in ${JSON.stringify(source)}`, () => assert.deepEqual(completionsIn(source).filter(({ kind }) => kind === 'parameter').map(({ label }) => label), expected));

  const values: readonly (readonly [source: string, expected: readonly string[]])[] = [
    [`${devices}?pageSize=‸`, ['100']],
    [`${devices}?page_size=5‸`, ['100']],
    ['POST /projects/p1/devices:claim?dryRun=‸', ['true', 'false']],
    [`${devices}?device_ids=‸`, ['Freezer']],
    ['GET /projects/-/devices\n?device_ids=d1\n&device_ids=‸', ['Freezer', 'Door']],
    ['GET /claimInfo?identifier=‸', ['Freezer', 'Door']],
    ['GET /projects/-/devices?organization=‸', ['DT']],
    [`${devices}?label_filters=‸`, ['room', 'floor', 'room%3Da%20b', 'floor%3D2']],
    ['PATCH /projects/p/serviceaccounts/s?update_mask=‸', ['displayName', 'enableBasicAuth']],
    [`${devices}?pageToken=‸`, []],
    [`${devices}?nobody=‸`, []],
    ['@organizationId = organizations/o1\nGET /projects?organization=‸', ['{{organizationId}}', 'DT']],
  ];
  for (const [source, expected] of values) it(`has ${expected.join(', ') || 'no value'} in ${JSON.stringify(source)}`, () => assert.deepEqual(labelsIn(source, known), expected));

  it('knows enums, events, times and orders', () => {
    assert.deepEqual(labelsIn(`${devices}?device_types=‸`).slice(0, 3), ['temperature', 'proximity', 'touch']);
    const ofStream = labelsIn('GET /projects/p/devices:stream?event_types=‸');
    const ofHistory = labelsIn('GET /projects/p/devices/d/events?eventTypes=‸');
    assert.ok(ofStream.includes('labelsChanged') && !ofHistory.includes('labelsChanged'));
    assert.ok(labelsIn('GET /projects/p/devices/d/events?startTime=‸').includes('{{$isoTimestamp -1 d}}'));
    assert.ok(labelsIn('GET /projects/p/devices/d/events?end_time=‸').includes('{{$isoTimestamp}}'));
    const orders = labelsIn(`${devices}?order_by=‸`);
    assert.ok(orders.includes('reported.temperature.value') && orders.includes('-labels.name'), orders.join());
  });

  const edits: readonly (readonly [source: string, label: string, expected: string])[] = [
    ['GET /roles?pa‸', 'pageSize', 'GET /roles?pageSize='],
    ['GET /roles?pa‸ge=5&pageToken=x', 'pageSize', 'GET /roles?pageSize=5&pageToken=x'],
    [`${devices}?device_types=tou‸xx&query=a`, 'touch', `${devices}?device_types=touch&query=a`],
    [`${devices}?device_ids=‸`, 'Freezer', `${devices}?device_ids=d1`],
    ['GET /projects?organization=‸', 'DT', 'GET /projects?organization=organizations/o1'],
    ['PATCH /projects/p/serviceaccounts/s?update_mask=displayName,en‸', 'enableBasicAuth', 'PATCH /projects/p/serviceaccounts/s?update_mask=displayName,enableBasicAuth'],
    ['PATCH /projects/p/serviceaccounts/s?update_mask=dis‸play,enableBasicAuth', 'displayName', 'PATCH /projects/p/serviceaccounts/s?update_mask=displayName,enableBasicAuth'],
    ['GET /roles\r\n&pageT‸\r\nAccept: */*', 'pageToken', 'GET /roles\r\n&pageToken=\r\nAccept: */*'],
  ];
  for (const [source, label, expected] of edits) it(`takes ${label} in ${JSON.stringify(source)}`, () => assert.equal(textAfter(source, label, known), expected));

  it('says what a parameter is, and goes on to its value', () => {
    const [first] = completionsIn('GET /claimInfo?‸');
    assert.deepEqual(first, { kind: 'parameter', label: 'identifier', detail: ' string required', description: 'Kit ID or device ID', documentation: 'Kit ID or device ID\\.\n\nstring · required', span: { start: 15, end: 15 }, insert: 'identifier=', continues: true });
    const types = completionsIn(`${devices}?‸`).find(({ label }) => label === 'device_types');
    assert.equal(types?.detail, ' string[]');
  });
});

describe('completion of the HTTP version', () => {
  for (const source of ['GET /projects H‸', 'GET /projects http/‸', 'GET /projects HTTP/2‸', '/projects HT‸']) {
    it(`is offered in ${source}`, () => assert.equal(textAfter(source, 'HTTP/1.1'), source.replace(/\S*‸/, 'HTTP/1.1')));
  }
  for (const source of ['GET /projects ‸', 'GET H‸', 'H‸', 'GET /projects x‸', 'GET /projects\nH‸', 'GET /projects\n\na H‸']) {
    it(`is not in ${JSON.stringify(source)}`, () => assert.ok(!labelsIn(source).includes('HTTP/1.1')));
  }
});
