import assert from 'node:assert/strict';
import { endpoints } from '../../../../../src/api/description';
import type { Authoring } from '../../../../../src/language/features/authoring';
import { complete } from '../../../../../src/language/features/completion/index';
import { endpointsAt, writtenTarget } from '../../../../../src/language/features/writtenTarget';
import { parseEnvironmentFile } from '../../../../../src/language/plan/environment';
import { parse } from '../../../../../src/language/syntax/parser';
import { completionsIn, labelsIn, nothingKnown, textAfter } from '../../../../helpers/completing';
import { resourcesOf, seen } from '../../../../helpers/seen';

const project = seen('project', 'projects/p1', 'Head office');
const freezer = seen('device', 'projects/p1/devices/d1', 'Freezer', { type: 'temperature', labels: { 'room number': '99' } });
const other = seen('device', 'projects/p2/devices/d2', '', { type: 'touch' });
const known: Partial<Authoring> = {
  resources: resourcesOf(project, seen('project', 'projects/p2', 'Warehouse'), freezer, other, seen('connector', 'projects/p1/dataconnectors/c1', 'Push'), seen('service-account', 'projects/p1/serviceaccounts/s1', 'Robot')),
};

/** The labels in front of the whole remainders. */
function nextIn(source: string, more: Partial<Authoring> = {}): readonly string[] {
  return completionsIn(source, more).filter(({ kind, label }) => kind !== 'endpoint' && !/.\//.test(label)).map(({ label }) => label);
}

describe('completion of paths', () => {
  it('takes a method in small letters for what it is', () => {
    assert.deepEqual(labelsIn('post /‸'), labelsIn('POST /‸'));
  });

  const segments: readonly (readonly [source: string, expected: readonly string[]])[] = [
    ['GET ‸', ['/projects', '/organizations', '/roles', '/claimInfo']],
    ['GET /‸', ['projects', 'organizations', 'roles', 'claimInfo']],
    ['GET /pro‸', ['projects', 'organizations', 'roles', 'claimInfo']],
    ['POST /‸', ['projects', 'organizations', 'projects:batchUpdate']],
    ['HEAD /roles/‸', ['project.user', 'project.developer', 'project.admin', 'organization.admin', '{role}']],
    ['GET /projects/‸', ['{project}', '-']],
    // Of a method that takes all projects nowhere only one.
    ['PATCH /projects/‸', ['{project}']],
    ['GET /projects/p1/‸', ['devices', 'members', 'permissions', 'dataconnectors', 'serviceaccounts', 'contacts', 'devices:stream']],
    ['POST /projects/p1/devices:‸', ['batchUpdate', 'transfer', 'claim']],
    ['GET /projects/p1/devices/{{id}}:‸', ['stream']],
    ['POST {{emulatorBase}}/projects/p1/devices/d1:‸', ['publish']],
    ['# @host emulator\nPUT /projects/p1/devices/‸', ['{device}']],
    ['GET https://api.d21s.com/v2/projects/p1/devices/d1/‸', ['events']],
    ['GET http://localhost:3000/emulator/v2/projects/p1/‸', ['devices']],
    ['POST https://identity.disruptive-technologies.com/oauth2/‸', ['token']],
    ['GET /projects/‸/devices', ['{project}', '-']],
    // Of a method that the API has nowhere all paths.
    ['OPTIONS /projects/p1/devices:‸', ['batchUpdate', 'transfer', 'stream', 'claim']],
  ];
  for (const [source, expected] of segments) {
    it(`offers ${expected.join(', ')} in ${JSON.stringify(source)}`, () => assert.deepEqual(nextIn(source), expected));
  }

  const silent = [
    'GET https://example.com/‸', 'GET /nowhere/‸', 'GET /projects/p1/devices x/‸', 'GET /projects?a=/‸',
    'GET /projects/{{pro‸', '# GET /‸', '### GET /‸', 'GET /projects\n\n{"a": "/‸"}', 'GET /projects\nX: /‸', 'GET /projects/p1/devices/d1/events/‸', 'DELETE /projects:‸',
  ];
  for (const source of silent) it(`offers no path in ${JSON.stringify(source)}`, () => assert.deepEqual(completionsIn(source).filter(({ kind }) => kind === 'path' || kind === 'endpoint').map(({ label }) => label), []));

  const edits: readonly (readonly [source: string, label: string, expected: string])[] = [
    ['GET ‸', '/projects', 'GET /projects'],
    ['GET /pro‸x/p1', 'projects', 'GET /projects/p1'],
    ['GET /‸', 'projects/{project}/devices', 'GET /projects/${1:project}/devices'],
    ['GET /projects/ab‸cd/devices', '{project}', 'GET /projects/${1:project}/devices'],
    ['GET /projects/‸old/devices?a=1', '-', 'GET /projects/-/devices?a=1'],
    ['POST /projects/p1/dev‸', 'devices', 'POST /projects/p1/devices'],
    ['PATCH /projects/p1/mem‸', 'members', 'PATCH /projects/p1/members/'],
    ['GET /projects/p1/devices:st‸x y', 'stream', 'GET /projects/p1/devices:stream y'],
    ['POST /projects/p1/dev‸ices:claim', 'devices:transfer', 'POST /projects/p1/devices:transfer'],
    ['GET /projects/p1/devices:st‸x?a', 'stream', 'GET /projects/p1/devices:stream?a'],
    // A path that is not for GET brings its method along.
    ['/projects/p1/devices:‸', 'claim', 'POST /projects/p1/devices:claim'],
    ['/projects/p1/devices:‸', 'stream', '/projects/p1/devices:stream'],
    ['GET ‸', '{{emulatorBase}}/projects/{project}/devices', 'GET {{emulatorBase\\}\\}/projects/${1:project}/devices'],
    ['GET {{apiBase}}‸', '/roles', 'GET {{apiBase}}/roles'],
    ['GET {{apiBase}}/‸ HTTP/1.1', 'roles', 'GET {{apiBase}}/roles HTTP/1.1'],
    ['GET /v2/pr‸\r\nAccept: */*', 'projects', 'GET /v2/projects\r\nAccept: */*'],
    ['@projectId = p1\n\nGET /projects/‸', '{{projectId}}', '@projectId = p1\n\nGET /projects/{{projectId}}'],
    ['@projectId = p1\n\nGET /‸', 'projects/{project}/devices/{device}', '@projectId = p1\n\nGET /projects/{{projectId\\}\\}/devices/${1:device}'],
  ];
  for (const [source, label, expected] of edits) it(`takes ${label} in ${JSON.stringify(source)}`, () => assert.equal(textAfter(source, label), expected));

  it('goes on by itself where there is nothing but what is inside', () => {
    const continues = (source: string, wanted: string) => completionsIn(source).find(({ label }) => label === wanted)?.continues;
    assert.equal(continues('PATCH /projects/p1/‸', 'members'), true);
    assert.equal(continues('POST /projects/p1/‸', 'members'), undefined);
    assert.equal(continues('POST /projects/p1/‸', 'devices'), undefined);
  });

  it('knows where a variable leads by its value', () => {
    const environment = parseEnvironmentFile('{"$shared": {"root": "https://api.d21s.com/v2/", "emu": "https://emulator.d21s.com", "elsewhere": "https://example.com", "deep": "https://api.d21s.com/v2/projects"}}', 'file:///http-client.env.json', false);
    const more = { variables: { environmentFiles: [environment] } };
    assert.ok(labelsIn('GET {{root}}/pro‸', more).includes('projects'));
    assert.deepEqual(nextIn('PUT {{emu}}/v2/projects/p/‸', more), ['devices']);
    assert.deepEqual(labelsIn('GET {{elsewhere}}/pro‸', more), []);
    assert.deepEqual(labelsIn('GET {{deep}}/‸', more), []);
    assert.deepEqual(labelsIn('GET {{nobody}}/‸', more), []);
  });

  describe('ids', () => {
    it('are offered by name, with id and type, before everything else', () => {
      const [first] = completionsIn('GET /projects/p1/devices/‸', known);
      assert.deepEqual(first, { kind: 'resource', label: 'Freezer', description: 'd1 · temperature', span: { start: 25, end: 25 }, insert: 'd1', filter: 'Freezer d1' });
      assert.equal(textAfter('GET /projects/‸xyz/devices', 'Warehouse', known), 'GET /projects/p2/devices');
      assert.equal(textAfter('GET ‸', '/projects', known), 'GET /projects');
    });

    const places: readonly (readonly [source: string, expected: readonly string[]])[] = [
      ['GET /projects/p1/devices/‸', ['Freezer']],
      ['GET /projects/p2/devices/‸', ['d2']],
      ['GET /projects/-/devices/‸', ['Freezer', 'd2']],
      ['GET /projects/{{unknown}}/devices/‸', ['Freezer', 'd2']],
      ['@p = p2\nGET /projects/{{p}}/devices/‸', ['d2']],
      ['GET /projects/p3/devices/‸', []],
      ['GET /projects/p1/dataconnectors/‸', ['Push']],
      ['GET /projects/p1/serviceaccounts/‸', ['Robot']],
      ['GET /projects/p9/members/‸', ['Robot']],
      ['GET /organizations/‸', []],
    ];
    for (const [source, expected] of places) {
      it(`are ${expected.join(', ') || 'none'} in ${source}`, () => assert.deepEqual(completionsIn(source, known).filter(({ kind }) => kind === 'resource').map(({ label }) => label), expected));
    }

    it('are those that may fill a hole, when it is selected', () => {
      const found = completionsIn('GET /projects/project‸/devices', known);
      assert.deepEqual(found.map(({ label, filter }) => [label, filter]), [['Head office', 'project Head office p1'], ['Warehouse', 'project Warehouse p2']]);
      assert.deepEqual(completionsIn('GET /projects/project‸/devices'), []);
    });

    describe('of which none are known', () => {
      const none = { mayLoadNames: true };
      const rows = (source: string, more: Partial<Authoring> = none) => completionsIn(source, more).filter(({ command }) => command === 'load-names');
      for (const [source, written] of [['GET /projects/‸', ''], ['GET /projects/project‸/devices', 'project'], ['GET /projects/p1/devices/‸:stream', ''], ['GET /claimInfo?identifier=‸', ''], ['POST /projects/p1/devices:transfer\n\n{"devices": ["‸"]}', '""'], ['POST /projects\n\n{"organization": ‸}', '']] as const) {
        it(`can be loaded, as the last row, with no change of ${JSON.stringify(source)}`, () => {
          assert.deepEqual(rows(source).map(({ insert, also }) => [insert, also]), [[written, undefined]]);
          assert.equal(completionsIn(source, none).at(-1)?.command, 'load-names');
          assert.equal(textAfter(source, 'Load names…', none), source.replace('‸', ''));
        });
      }

      it('cannot where that is not possible, some are known, something is typed, or no id is wanted', () => {
        assert.deepEqual(rows('GET /projects/‸', {}), []);
        assert.deepEqual(rows('GET /projects/‸', { ...known, ...none }), []);
        for (const source of ['GET /projects/p‸', 'GET /‸', 'GET /roles/‸', 'GET /roles?pageSize=‸', 'GET /claimInfo?identifier=x‸', 'POST /projects\n\n{"organization": "x‸"}', 'POST /projects\n\n{"displayName": ‸}']) assert.deepEqual(rows(source), [], source);
      });
    });

    it('of labels are those of the device', () => {
      assert.equal(textAfter('DELETE /projects/p1/devices/d1/labels/‸', 'room number', known), 'DELETE /projects/p1/devices/d1/labels/room%20number');
    });
  });

  it('reaches each of the 69 endpoints step by step', () => {
    assert.equal(endpoints.length, 69);
    for (const { method, path, host } of endpoints) {
      const base = { api: '', emulator: '{{emulatorBase}}', identity: 'https://identity.disruptive-technologies.com' }[host];
      let text = `${method} ${base}/`;
      const steps = path.slice(1).split(/[/:]/);
      for (const [index, step] of steps.entries()) {
        const taken = complete(parse(text), text.length, nothingKnown).find(({ label }) => label === step);
        assert.ok(taken, `${step} after ${text}`);
        text = text.slice(0, taken.span.start) + (taken.insert ?? taken.label).replace(/^\$\{1:(.*)\}$/, '$1');
        const separator = path[1 + steps.slice(0, index + 1).join('/').length] ?? '';
        if (!text.endsWith('/')) text += separator;
      }
      const file = parse(text);
      const [block] = file.blocks;
      const target = block && writtenTarget(file, block);
      const found = target ? endpointsAt(file, target).map(({ endpoint }) => `${endpoint.host} ${endpoint.method} ${endpoint.path}`) : [];
      assert.ok(found.includes(`${host} ${method} ${path}`), text);
    }
  });
});
