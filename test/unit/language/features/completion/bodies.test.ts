import assert from 'node:assert/strict';
import { eventTypes } from '../../../../../src/api/events';
import type { Authoring } from '../../../../../src/language/features/authoring';
import type { Resource, ResourceKind, Resources } from '../../../../../src/language/features/resources';
import { completionsIn, labelsIn, textAfter } from '../../../../helpers/completing';
import { resourcesOf, seen } from '../../../../helpers/seen';

const post = (path: string, body: string) => `POST ${path}\nContent-Type: application/json\n\n${body}`;
const connector = (body: string) => post('/projects/p1/dataconnectors', body);
const publish = (body: string, device = 'd1') => post(`{{emulatorBase}}/projects/p1/devices/${device}:publish`, body);
/** What is behind the headers. */
const bodyAfter = (source: string, label: string, known: Partial<Authoring> = {}) => textAfter(source, label, known).split(/\r?\n\r?\n/).slice(1).join('\n\n');

function resources(...all: readonly (Partial<Resource> & Pick<Resource, 'kind' | 'name'>)[]): { readonly resources: Resources } {
  const made = all.map((each): Resource => ({ displayName: '', readAt: 0, id: each.name.split('/').at(-1) ?? '', ...each }));
  return {
    resources: {
      byId: (id) => made.find((each) => each.id === id),
      all: (kind: ResourceKind, parent?: string) => made.filter((each) => each.kind === kind && (parent === undefined || each.name.startsWith(`${parent}/`))),
    },
  };
}

const fleet = resources(
  { kind: 'device', name: 'projects/p1/devices/d1', displayName: 'Fridge "2"', type: 'humidity', labels: { room: '1', floor: '2' } },
  { kind: 'device', name: 'projects/p1/devices/d2', displayName: 'Door', type: 'contact', labels: { room: '3' } },
  { kind: 'device', name: 'projects/p2/devices/d3', displayName: 'Desk', type: 'deskOccupancy' },
  { kind: 'organization', name: 'organizations/o1', displayName: 'Acme' },
);

describe('names of properties', () => {
  it('come required first, then in the order of the description, without those that are there', () => {
    assert.deepEqual(labelsIn(connector('{ ‸ }')).slice(0, 3), ['type', 'displayName', 'status']);
    assert.ok(!labelsIn(connector('{ "type": "AWS_SQS", "‸": 1, "labels": [] }')).some((label) => /^(type|labels)$/.test(label)));
    assert.deepEqual(completionsIn(connector('{ ‸ }')).find(({ label }) => label === 'type')?.description, 'required');
  });

  for (const [name, body, label, after] of [
    ['in braces', '{‸}', 'status', '{"status": "${1|ACTIVE,USER_DISABLED,SYSTEM_DISABLED|}"}'],
    ['without braces behind them', '{ ‸', 'displayName', '{ "displayName": "${1:my-dcon}"'],
    ['in quotes', '{ "‸" }', 'displayName', '{ "displayName": "${1:my-dcon}" }'],
    ['half typed in an open quote', '{ "dis‸\n}', 'displayName', '{ "displayName": "${1:my-dcon}"\n}'],
    ['half typed without quotes', '{ dis‸ }', 'displayName', '{ "displayName": "${1:my-dcon}" }'],
    ['in front of a colon: the name alone', '{ "dis‸": "x" }', 'displayName', '{ "displayName": "x" }'],
    ['in front of another: with a comma', '{\n  ‸\n  "type": "AWS_SQS"\n}', 'displayName', '{\n  "displayName": "${1:my-dcon}",\n  "type": "AWS_SQS"\n}'],
    ['in front of another and a comma: without one', '{\n  "dis‸",\n  "type": "AWS_SQS"\n}', 'displayName', '{\n  "displayName": "${1:my-dcon}",\n  "type": "AWS_SQS"\n}'],
    ['behind one without a comma: with it', '{\n  "type": "AWS_SQS"\n  ‸\n}', 'displayName', '{\n  "type": "AWS_SQS",\n  "displayName": "${1:my-dcon}"\n}'],
    ['behind a list without a comma', '{\n  "events": ["touch"]\n  "dis‸"\n}', 'displayName', '{\n  "events": ["touch"],\n  "displayName": "${1:my-dcon}"\n}'],
    ['of a list of known texts', '{ ‸ }', 'events', `{ "events": ["\${1|${eventTypes.filter(({ wrapped }) => wrapped).map(({ type }) => type).join(',')}|}"] }`],
    ['of an object', '{ ‸ }', 'pubsubConfig', '{ "pubsubConfig": { "topic": "${1:}", "audience": "${2:}" \\} }'],
    ['of an object, without its secret', '{ ‸ }', 'httpConfig', '{ "httpConfig": { "url": "${1:https://example.com/endpoint}" \\} }'],
    ['in an object', '{ "httpConfig": { ‸ } }', 'url', '{ "httpConfig": { "url": "${1:https://example.com/endpoint}" } }'],
    ['of an object with free names', '{ "httpConfig": { ‸ } }', 'headers', '{ "httpConfig": { "headers": { "${1:key}": "${2:value}" \\} } }'],
    ['beside a reference', '{ "displayName": {{name}}, ‸ }', 'status', '{ "displayName": {{name}}, "status": "${1|ACTIVE,USER_DISABLED,SYSTEM_DISABLED|}" }'],
  ] as const) {
    it(name, () => {
      assert.equal(bodyAfter(connector(body), label), after);
    });
  }

  it('in an empty object all that is required at once, with the line ends of the file', () => {
    const source = post('/projects', '{‸}').replaceAll('\n', '\r\n');
    assert.equal(bodyAfter(source, 'displayName, organization'), '{\r\n  "displayName": "${1:my-project}",\r\n  "organization": "organizations/${2:organization}"\r\n}');
    assert.ok(!labelsIn(post('/projects', '{ "displayName": "x", ‸ }')).includes('displayName, organization'));
  });

  it('say type, bounds, unit and what the description says, escaped', () => {
    const value = completionsIn(publish('{ "networkStatus": { ‸ } }')).find(({ label }) => label === 'signalStrength');
    assert.equal(value?.detail, ' integer · 0 to 100 · %');
    const devices = completionsIn(post('/projects/p1/devices:transfer', '{ ‸ }'))[0];
    assert.equal(devices?.detail, ' array of string');
    assert.equal(devices.documentation, 'projects\\/\\{sourceProject\\}\\/devices\\/\\{device\\}');
  });

  it('are none where the description has none, in values, and for a second event', () => {
    assert.deepEqual(labelsIn(connector('{ "nothing": { ‸ } }')), []);
    assert.deepEqual(labelsIn(connector('{ "displayName": "x" ‸: 1 }')), []);
    assert.deepEqual(labelsIn(publish('{ "touch": {}, ‸ }')), []);
  });

  it('are keys of labels that devices have, the most common first', () => {
    assert.deepEqual(labelsIn(post('/projects/p1/devices:batchUpdate', '{ "addLabels": { ‸ } }'), fleet), ['room', 'floor']);
    assert.deepEqual(labelsIn(post('/projects/p1/devices:batchUpdate', '{ "removeLabels": ["room", ‸] }'), fleet), ['floor']);
    assert.deepEqual(labelsIn(connector('{ "httpConfig": { "headers": { ‸ } } }'), fleet), []);
  });
});

describe('values of properties', () => {
  for (const [name, body, label, after] of [
    ['of some', '{ "status": ‸ }', 'ACTIVE', '{ "status": "ACTIVE" }'],
    ['right behind the colon', '{ "status":‸ }', 'ACTIVE', '{ "status": "ACTIVE" }'],
    ['in quotes', '{ "status": "‸" }', 'ACTIVE', '{ "status": "ACTIVE" }'],
    ['half typed', '{ "status": "ACT‸" }', 'ACTIVE', '{ "status": "ACTIVE" }'],
    ['half typed and open', '{ "status": "ACT‸\n}', 'ACTIVE', '{ "status": "ACTIVE"\n}'],
    ['without quotes', '{ "status": ACT‸ }', 'ACTIVE', '{ "status": "ACTIVE" }'],
    ['in place of another', '{ "status": "USER_DIS‸ABLED", "type": "x" }', 'ACTIVE', '{ "status": "ACTIVE", "type": "x" }'],
    ['in front of the next property', '{ "status": ‸\n  "type": "x" }', 'ACTIVE', '{ "status": "ACTIVE",\n  "type": "x" }'],
    ['in a list', '{ "events": [‸] }', 'touch', '{ "events": ["touch"] }'],
    ['behind an item without a comma', '{ "events": ["touch" ‸] }', 'humidity', '{ "events": ["touch", "humidity"] }'],
    ['in front of an item', '{ "events": [‸ "touch"] }', 'humidity', '{ "events": ["humidity", "touch"] }'],
    ['a list', '{ "labels": ‸ }', '[]', '{ "labels": ["${1:name}"] }'],
    ['an object', '{ "pubsubConfig": ‸ }', '{}', '{ "pubsubConfig": { "topic": "${1:}", "audience": "${2:}" \\} }'],
    ['a text', '{ "displayName": ‸ }', '""', '{ "displayName": "${1:my-dcon}" }'],
  ] as const) {
    it(name, () => {
      assert.equal(bodyAfter(connector(body), label), after);
    });
  }

  it('of a boolean name the default', () => {
    const found = completionsIn(post('/projects/p1/serviceaccounts', '{ "enableBasicAuth": ‸ }'));
    assert.deepEqual(found.map(({ label, description }) => [label, description]), [['true', undefined], ['false', 'default']]);
  });

  it('of a number or nothing', () => {
    assert.deepEqual(labelsIn(post('/projects', '{ "location": { "latitude": ‸ } }')), ['null']);
  });

  it('in a list are not those that are there', () => {
    const labels = labelsIn(connector('{ "events": ["touch", "‸"] }'));
    assert.ok(labels.includes('humidity') && !labels.includes('touch'));
  });

  it('are none in a reference, beside a bracket and of what is unknown', () => {
    assert.deepEqual(labelsIn(connector('{ "status": "{{nothing‸}}" }')).filter((label) => label === 'ACTIVE'), []);
    assert.deepEqual(labelsIn(connector('{ "events": ‸["touch"] }')), []);
    assert.deepEqual(labelsIn(connector('{ "nothing": ‸ }')), []);
  });
});

describe('ids of things that were seen', () => {
  const update = (body: string) => post('/projects/p1/devices:batchUpdate', body);

  it('are written by their names, those of the project in the path', () => {
    const found = completionsIn(update('{ "devices": [‸] }'), fleet);
    assert.deepEqual(found.map(({ label, description, filter }) => [label, description, filter]), [
      ['Fridge "2"', 'd1 · humidity', 'Fridge "2" projects/p1/devices/d1'],
      ['Door', 'd2 · contact', 'Door projects/p1/devices/d2'],
    ]);
    assert.equal(bodyAfter(update('{ "devices": ["projects/p1/devices/d1", "do‸"] }'), 'Door', fleet), '{ "devices": ["projects/p1/devices/d1", "projects/p1/devices/d2"] }');
  });

  it('are not those that are in the list', () => {
    assert.deepEqual(labelsIn(update('{ "devices": ["projects/p1/devices/d1", ‸] }'), fleet), ['Door']);
  });

  it('are compared with what is typed, the quote too', () => {
    assert.equal(completionsIn(update('{ "devices": ["‸"] }'), fleet)[1]?.filter, '"Door projects/p1/devices/d2"');
  });

  it('are those of all projects where the path names none, and for a transfer', () => {
    for (const path of ['/projects/{{p}}/devices:batchUpdate', '/projects/-/devices:batchUpdate', '/projects/p1/devices:transfer']) {
      assert.deepEqual(labelsIn(post(path, '{ "devices": [‸] }'), fleet), ['Fridge "2"', 'Door', 'Desk'], path);
    }
  });

  it('are ids alone where ids are taken', () => {
    assert.equal(bodyAfter(post('/projects/p9/devices:claim', '{ "deviceIds": [‸] }'), 'Desk', fleet), '{ "deviceIds": ["d3"] }');
  });

  it('are proposed right after the name of the property', () => {
    const name = completionsIn(post('/projects', '{ ‸ }'), fleet).find(({ label }) => label === 'organization');
    assert.equal(name?.insert, '"organization": "${1:}"');
    assert.equal(name.continues, true);
    assert.equal(bodyAfter(post('/projects', '{ "organization": "‸" }'), 'Acme', fleet), '{ "organization": "organizations/o1" }');
  });

  it('may be a variable', () => {
    assert.equal(textAfter('@organization = o1\n' + post('/projects', '{ "organization": "‸" }'), '{{organization}}').split('\n').at(-1), '{ "organization": "organizations/{{organization}}" }');
    assert.equal(textAfter('@device = d1\n' + post('/projects/{{p}}/devices:batchUpdate', '{ "devices": [‸] }'), '{{device}}').split('\n').at(-1), '{ "devices": ["projects/{{p}}/devices/{{device}}"] }');
    assert.deepEqual(labelsIn('@device = d1\n' + post('/projects/p1/devices:transfer', '{ "devices": ["‸"] }')), []);
  });

  it('of 5,000 devices are there at once', function () {
    this.timeout(2000);
    const many = resources(...Array.from({ length: 5000 }, (_, index) => ({ kind: 'device' as const, name: `projects/p1/devices/x${index}`, labels: { [`k${index}`]: '' } })));
    assert.equal(labelsIn(update('{ "devices": [‸] }'), many).length, 5000);
    assert.equal(labelsIn(update('{ "removeLabels": [‸] }'), many).length, 100);
  });
});

describe('events that are published', () => {
  it('are those of the type of the device first', () => {
    assert.deepEqual(labelsIn(publish('{ ‸ }', 'd2'), fleet).slice(0, 2), ['contact', 'touch']);
    assert.equal(labelsIn(publish('{ ‸ }'))[0], 'touch');
  });

  for (const [event, data] of [
    ['temperature', '{ "value": ${1:22.5} \\}'],
    ['humidity', '{ "temperature": ${1:21.5}, "relativeHumidity": ${2:50} \\}'],
    ['contact', '{ "state": "${1|OPEN,CLOSED|}" \\}'],
    ['touch', '{\\}'],
    ['connectionStatus', '{ "connection": "${1|SDS,ETHERNET,CELLULAR,OFFLINE|}", "available": ["${2|SDS,ETHERNET,CELLULAR|}"] \\}'],
  ] as const) {
    it(`${event} has its data`, () => {
      assert.equal(bodyAfter(publish('{ ‸ }'), event), `{ "${event}": ${data} }`);
    });
  }

  it('have their states, and times', () => {
    assert.deepEqual(labelsIn(publish('{ "contact": { "state": ‸ } }')), ['OPEN', 'CLOSED']);
    assert.equal(bodyAfter(publish('{ "touch": { "updateTime": ‸ } }'), '{{$isoTimestamp}}'), '{ "touch": { "updateTime": "{{$isoTimestamp}}" } }');
  });
});

describe('whole bodies', () => {
  it('stand on an empty line, with the header that they need', () => {
    assert.equal(textAfter('POST /projects/p1/devices:transfer\n\n‸', 'devices'), 'POST /projects/p1/devices:transfer\nContent-Type: application/json\n\n{\n  "devices": ["projects/${1:project}/devices/${2:device}"]\n\\}');
    assert.equal(textAfter('PATCH /projects/p1\r\nContent-Type: application/json\r\n\r\n‸\r\n', 'displayName'), 'PATCH /projects/p1\r\nContent-Type: application/json\r\n\r\n{\r\n  "displayName": "${1:new-name}"\r\n\\}\r\n');
  });

  it('take the place of a word', () => {
    assert.equal(bodyAfter('PATCH /projects/p1\nContent-Type: application/json\n\ndisp‸', 'displayName'), '{\n  "displayName": "${1:new-name}"\n\\}');
  });

  it('have places to choose in, what the example has first', () => {
    assert.equal(bodyAfter('POST /projects/p1/serviceaccounts\nContent-Type: application/json\n\n‸', 'displayName, enableBasicAuth'), '{\n  "displayName": "${1:my-sa}",\n  "enableBasicAuth": ${2|false,true|}\n\\}');
    assert.match(textAfter('PATCH /projects/p1/dataconnectors/c1\n\n‸', 'status'), /"status": "\$\{1\|USER_DISABLED,ACTIVE,SYSTEM_DISABLED\|\}"/);
    assert.match(textAfter('POST /projects/p1/members\n\n‸', 'email, roles'), /"roles": \["\$\{2\|roles\/project\.developer,roles\/project\.user,roles\/project\.admin\|\}"\]/);
  });

  it('may be a form', () => {
    const after = textAfter('POST https://identity.disruptive-technologies.com/oauth2/token\n\n‸', 'assertion, grant_type');
    assert.match(after, /^Content-Type: application\/x-www-form-urlencoded$/m);
    assert.match(after, /\n\nassertion=\$\{1:JWT\}&grant_type=urn%3Aietf/);
  });

  it('are one for each event', () => {
    assert.deepEqual(labelsIn(publish('‸', 'd1'), fleet).slice(0, 2), ['humidity', 'touch']);
    assert.equal(bodyAfter(publish('‸'), 'co2'), '{\n  "co2": { "ppm": ${1:600} \\}\n\\}');
  });

  for (const [why, source] of [
    ['where there is one', 'PATCH /projects/p1\n\n{ }\n\n‸'],
    ['for an endpoint that takes none', 'GET /projects/p1\n\n‸'],
    ['without a blank line above', 'PATCH /projects/p1\n‸'],
    ['in an empty file', '‸'],
  ] as const) {
    it(`are not proposed ${why}`, () => {
      assert.deepEqual(completionsIn(source).filter(({ description }) => description === 'body'), []);
    });
  }
});

describe('ids in the holes of an example', () => {
  const known = { resources: resourcesOf(seen('project', 'projects/p1', 'Office'), seen('device', 'projects/p1/devices/d1', 'Freezer')) };
  const transfer = 'POST /projects/p2/devices:transfer\n\n';
  const filters = (body: string) => completionsIn(transfer + body, known).filter(({ kind }) => kind === 'resource').map(({ filter }) => filter);

  it('are compared with what the hole holds', () => {
    assert.deepEqual(filters('{"devices": ["projects/project‸/devices/device"]}'), ['"projects/project/devices/device Freezer projects/p1/devices/d1"']);
    assert.deepEqual(filters('{"devices": ["projects/p1/devices/device‸"]}'), ['"projects/p1/devices/device Freezer projects/p1/devices/d1"']);
    assert.deepEqual(filters('{"devices": ["projects/p1/dev‸"]}'), ['"Freezer projects/p1/devices/d1"']);
    assert.equal(textAfter(`${transfer}{"devices": ["projects/project‸/devices/device"]}`, 'Freezer', known), `${transfer}{"devices": ["projects/p1/devices/d1"]}`);
  });

  it('are asked for after the body was taken, where some are known', () => {
    const continues = (more = {}) => completionsIn(`${transfer}‸`, more).find(({ label }) => label === 'devices')?.continues;
    assert.deepEqual([continues(known), continues()], [true, undefined]);
  });
});

describe('rows of objects', () => {
  it('say what is in them: the values of an event with their units', () => {
    const found = new Map(completionsIn(publish('{ ‸ }')).map(({ label, description }) => [label, description]));
    assert.deepEqual(['temperature', 'humidity', 'co2', 'contact', 'touch'].map((name) => found.get(name)), ['value °C', 'temperature °C, relativeHumidity…', 'ppm', 'state', '']);
  });

  it('still say what is required', () => assert.equal(completionsIn(connector('{ ‸ }')).find(({ label }) => label === 'type')?.description, 'required'));
});

describe('whole bodies', () => {
  const label = 'devices, addLabels, removeLabels';
  const devices = (project: string) => bodyAfter(post(`/projects/${project}/devices:batchUpdate`, '‸'), label).split('\n')[1];

  it('have what the path names', () => {
    assert.equal(devices('c4f5le24saonvdu6500t'), '  "devices": ["projects/c4f5le24saonvdu6500t/devices/${1:device}"],');
    assert.equal(devices('{{project}}'), '  "devices": ["projects/{{project\\}\\}/devices/${1:device}"],');
  });

  it('have a place for what it does not name', () => {
    assert.equal(devices('-'), '  "devices": ["projects/${1:project}/devices/${2:device}"],');
    assert.equal(devices('a"b'), '  "devices": ["projects/${1:project}/devices/${2:device}"],');
    assert.match(bodyAfter(post('/projects/p1/devices:transfer', '‸'), 'devices'), /projects\/\$\{1:project\}/);
  });
});
