import assert from 'node:assert/strict';
import { endpoints } from '../../../../../src/api/description';
import { completionsIn, labelsIn, textAfter } from '../../../../helpers/completing';
import { endpointsAt, writtenTarget } from '../../../../../src/language/features/writtenTarget';
import { diagnose } from '../../../../../src/language/features/diagnostics/diagnose';
import { parse } from '../../../../../src/language/syntax/parser';
import { methodOf } from '../../../../../src/language/syntax/queries';
import { resourcesOf, seen } from '../../../../helpers/seen';

const list = 'List devices of a project';
const create = 'Create a project in an…';

/** As the editor inserts it: each tab stop is its text. */
function expanded(snippet: string): string {
  const stops = new Map([...snippet.matchAll(/\$\{(\d+):((?:\\.|[^}\\])*)\}/g)].map(([, number, text = '']) => [number, text]));
  return snippet.replace(/\$\{\d+\|((?:\\.|[^,|\\])*)[^|]*\|\}/g, '$1').replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1').replace(/(?<!\\)\$(\d+)/g, (_, number: string) => stops.get(number) ?? '').replace(/\\([\\$}])/g, '$1');
}

describe('completion of whole endpoints', () => {
  const offered = ['‸', '  ‸', '@a = 1\n\n‸', '### Title\n‸', 'G‸', 'ge‸', 'list‸', 'list dev‸', '### a\nGET /projects\n\n### b\n‸', 'GET /projects\n\n\n‸', 'GET /projects\n\nG‸'];
  for (const source of offered) it(`is offered in ${JSON.stringify(source)}`, () => assert.ok(labelsIn(source).includes(list)));

  const silent = ['# ‸', '# list dev‸', '### ‸', '@a = ‸', 'GET /projects‸', 'GET /projects\n‸', 'GET /projects\nGE‸', 'POST /projects\n\n{\n‸', 'GET ‸ /projects', '‸\nGET /projects', 'POST /projects\nContent-Type: application/json\n\nhello‸'];
  for (const source of silent) it(`is not in ${JSON.stringify(source)}`, () => assert.ok(!labelsIn(source).includes(list)));

  it('comes after the methods, devices right behind the list of projects', () => {
    const labels = labelsIn('‸');
    assert.deepEqual(labels.slice(0, 9), ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'List projects available to the…', list]);
    assert.equal(labels.length, 7 + 69);
    assert.match(labels.at(-1) ?? '', /^Exchange a signed JWT/);
  });

  const edits: readonly (readonly [source: string, label: string, expected: string])[] = [
    ['‸', 'GET', 'GET '],
    ['ge‸', 'GET', 'GET '],
    ['‸', list, 'GET /projects/${1:project}/devices'],
    ['list dev‸', list, 'GET /projects/${1:project}/devices'],
    ['‸', 'Look up whether a kit or…', 'GET /claimInfo?identifier=${1:identifier}'],
    ['@project = p\r\n\r\nG‸', list, '@project = p\r\n\r\nGET /projects/{{project\\}\\}/devices'],
    ['‸', 'Stream live events of a…', 'GET /projects/${1:project}/devices:stream\nAccept: application/json'],
    ['‸', 'Publish one event as the…', 'POST {{emulatorBase\\}\\}/projects/${1:project}/devices/${2:device}:publish\nContent-Type: application/json\n\n{\n  "temperature": {\n    "value": ${3:22.5}\n  \\}\n\\}'],
    ['P‸\r\n', create, 'POST /projects\r\nContent-Type: application/json\r\n\r\n{\r\n  "displayName": "${1:my-project}",\r\n  "organization": "organizations/${2:organization}"\r\n\\}\r\n'],
    // Below another request with a separator.
    ['GET /projects\n\n\n‸', list, 'GET /projects\n\n\n### List devices of a project\nGET /projects/${1:project}/devices'],
    ['GET /projects\n\nG‸', list, 'GET /projects\n\n### List devices of a project\nGET /projects/${1:project}/devices'],
    // Headers and a body that are there are left alone.
    ['P‸\nContent-Type: application/json\n\n{}', create, 'POST /projects\nContent-Type: application/json\n\n{}'],
    ['‸', 'Remove several…', 'POST /projects/${1:-}/members:batchDelete\nContent-Type: application/json\n\n{\n  "names": ["projects/${2:project}/members/${3:member}"]\n\\}'],
    // What the path and the body both name is filled in once; a transfer takes devices of another project.
    ['‸', 'Set or remove labels on…', 'POST /projects/${1:project}/devices:batchUpdate\nContent-Type: application/json\n\n{\n  "devices": ["projects/$1/devices/${2:device}"],\n  "addLabels": {\n    "room-number": "${3:99}"\n  \\},\n  "removeLabels": ["${4:old-tag}"]\n\\}'],
    ['@project = p\n\nP‸', 'Set or remove labels on…', '@project = p\n\nPOST /projects/{{project\\}\\}/devices:batchUpdate\nContent-Type: application/json\n\n{\n  "devices": ["projects/{{project\\}\\}/devices/${1:device}"],\n  "addLabels": {\n    "room-number": "${2:99}"\n  \\},\n  "removeLabels": ["${3:old-tag}"]\n\\}'],
    ['‸', 'Move devices into a…', 'POST /projects/${1:project}/devices:transfer\nContent-Type: application/json\n\n{\n  "devices": ["projects/${2:project}/devices/${3:device}"]\n\\}'],
  ];
  for (const [source, label, expected] of edits) it(`takes ${label} in ${JSON.stringify(source)}`, () => assert.equal(textAfter(source, label), expected));

  it('reaches each of the 69 endpoints from an empty line, with a request that has no error', () => {
    const proposals = completionsIn('‸').filter(({ kind }) => kind === 'endpoint');
    assert.equal(proposals.length, 69);
    const reached = proposals.map(({ insert = '' }) => {
      const text = expanded(insert);
      const file = parse(text);
      const [block] = file.blocks;
      assert.ok(block);
      const target = writtenTarget(file, block);
      assert.deepEqual(diagnose(file, {}).filter(({ severity }) => severity === 'error').map(({ code }) => code), [], text);
      const found = target && endpointsAt(file, target).find(({ endpoint }) => endpoint.method === methodOf(file, block));
      return found ? `${found.endpoint.host} ${found.endpoint.method} ${found.endpoint.path}` : text;
    });
    assert.deepEqual([...reached].sort(), endpoints.map(({ host, method, path }) => `${host} ${method} ${path}`).sort());
  });

  const rows: readonly (readonly [label: string, description: string])[] = [
    [list, 'GET …/devices'],
    ['Get one device', 'GET …/devices/{}'],
    ['List all roles with their…', 'GET /roles'],
    ['Move devices into a…', 'POST …/dev…:transfer'],
    ['Stream live events of a…', 'GET …/dev…:stream'],
    ['Get one organization…', 'GET /org…/members/{}'],
    ['Update a project', 'PATCH /projects/{}'],
    ['Create a label on a device', 'POST …/labels'],
  ];
  for (const [label, description] of rows) it(`says what it does and where: ${label} ${description}`, () => assert.equal(completionsIn('‸').find((each) => each.label === label)?.description, description));

  it('shows all custom methods and enough of each title, each row once', () => {
    const found = completionsIn('‸').filter(({ kind }) => kind === 'endpoint');
    const verbs = endpoints.flatMap(({ path }) => /:\w+$/.exec(path) ?? []).sort();
    assert.deepEqual(found.flatMap(({ description = '' }) => /:\w+$/.exec(description) ?? []).sort(), verbs);
    for (const { label, description = '' } of found) {
      assert.ok(!label.endsWith('…') || label.length >= 15, label);
      assert.ok(label.length + 0.84 * description.length <= 47, `${label} ${description}`);
    }
  });

  it('is named by its path once a method is written', () => {
    const found = completionsIn('GET‸\nAccept: */*').find(({ label }) => label === 'GET /projects/{project}/devices');
    assert.equal(found?.description, 'List devices of…');
    assert.ok(!labelsIn('GET‸').includes(list));
  });

  it('is found by the words of its title', () => {
    const [found] = completionsIn('‸').filter(({ label }) => label === list);
    assert.equal(found?.filter, 'GET devices projects List devices of a project, emulated ones included');
    assert.match(found.documentation ?? '', /^\*\*GET \\\/projects\\\/\\\{project\\\}\\\/devices\*\*\n\nList devices[^]*Answers in pages/);
  });

  it('ranks by the last word of the path: the editor takes off for what stands before it', () => {
    const filters = new Map(completionsIn('‸').map(({ label, filter = '' }) => [label, filter]));
    assert.match(filters.get('Create a label on a device') ?? '', /^POST labels devices projects /);
    assert.match(filters.get('Publish one event as the…') ?? '', /^POST publish devices projects /);
  });

  it('goes on to the ids of its first hole, where some are known', () => {
    const continues = (resources = resourcesOf()) => completionsIn('‸', { resources }).find(({ label }) => label === list)?.continues;
    assert.equal(continues(), undefined);
    assert.equal(continues(resourcesOf(seen('project', 'projects/p1', 'One'))), true);
  });
});

describe('completion of methods', () => {
  it('has those of the path first, with what they do', () => {
    const found = completionsIn('PUT‸ /projects/p1');
    assert.deepEqual(found.map(({ label, description }) => [label, description !== undefined]), [
      ['GET', true], ['PATCH', true], ['DELETE', true], ['POST', false], ['PUT', false], ['HEAD', false], ['OPTIONS', false],
    ]);
    assert.equal(textAfter('P‸UT /projects/p1', 'PATCH'), 'PATCH /projects/p1');
    assert.deepEqual(labelsIn('PU‸T {{emulatorBase}}/projects/p/devices/d')[0], 'GET');
  });
});
