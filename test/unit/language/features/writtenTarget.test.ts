import assert from 'node:assert/strict';
import { endpointsAt, writtenTarget } from '../../../../src/language/features/writtenTarget';
import { parse } from '../../../../src/language/syntax/parser';
import { textOf } from '../../../../src/language/syntax/queries';

const values: Readonly<Record<string, string>> = { root: 'https://api.d21s.com/v2', slash: 'https://emulator.d21s.com/', local: 'http://localhost:1', other: 'https://example.com', deep: 'https://api.d21s.com/v2/projects', project: 'p1' };

/** api, path, segments, parameters. */
function written(text: string): readonly unknown[] | undefined {
  const file = parse(text);
  const block = file.blocks.find(({ request }) => request) ?? file.blocks[0];
  const target = block && writtenTarget(file, block, (name) => values[name]);
  return target && [target.api, textOf(file, target.path), target.segments.map((span) => textOf(file, span)), target.parameters.map(({ name, value }) => (value ? [textOf(file, name), textOf(file, value)] : [textOf(file, name)]))];
}

describe('a target while it is typed', () => {
  it('blanks behind braces that are not closed take linear time', function () {
    this.timeout(60_000);
    // A target of one round is not longer: so there are many.
    for (let round = 0; round < 100; round++) assert.deepEqual(written(`GET {{${' '.repeat(60_000)}x`)?.[0], 'api');
  });

  const cases: readonly (readonly [text: string, expected: readonly unknown[] | undefined])[] = [
    ['', undefined],
    ['GET ', ['api', '', [''], []]],
    ['GET /', ['api', '/', [''], []]],
    ['GET /projects', ['api', '/projects', ['projects'], []]],
    ['GET /projects/', ['api', '/projects/', ['projects', ''], []]],
    ['GET /projects/p/devices:stream', ['api', '/projects/p/devices:stream', ['projects', 'p', 'devices:stream'], []]],
    ['GET /projects//devices', ['api', '/projects//devices', ['projects', '', 'devices'], []]],
    ['GET /v2/projects', ['api', '/projects', ['projects'], []]],
    ['GET /projects?a=1&b&c={{x?&=}}&=d', ['api', '/projects', ['projects'], [['a', '1'], ['b'], ['c', '{{x?&=}}'], ['', 'd']]]],
    ['GET /projects?', ['api', '/projects', ['projects'], [['']]]],
    ['GET /projects\n?a=1\n&b=2', ['api', '/projects', ['projects'], [['a', '1'], ['b', '2']]]],
    ['GET /{{a/b}}{{c/d}}/x', ['api', '/{{a/b}}{{c/d}}/x', ['{{a/b}}{{c/d}}', 'x'], []]],
    ['GET /{{open/x?a', ['api', '/{{open/x?a', ['{{open/x?a'], []]],
    ['# @host emulator\nGET /projects', ['emulator', '/projects', ['projects'], []]],
    ['GET {{emulatorBase}}/projects', ['emulator', '/projects', ['projects'], []]],
    ['GET {{apiBase}}', ['api', '', [''], []]],
    ['GET {{nobody}}/projects', ['api', '/projects', ['projects'], []]],
    ['GET {{nobody}}/x', [undefined, '/x', ['x'], []]],
    ['GET {{root}}/pro', ['api', '/pro', ['pro'], []]],
    ['GET {{slash}}/v2/pro', ['emulator', '/pro', ['pro'], []]],
    ['GET {{local}}/emulator/v2/pro', ['emulator', '/pro', ['pro'], []]],
    ['GET {{other}}/projects', [undefined, '/projects', ['projects'], []]],
    ['GET {{deep}}/p', [undefined, '/p', ['p'], []]],
    ['GET {{project}}/projects', ['api', '/projects', ['projects'], []]],
    ['GET https://api.disruptive-technologies.com/v2/projects', ['api', '/projects', ['projects'], []]],
    ['GET api.d21s.com/v2/projects', ['api', '/projects', ['projects'], []]],
    ['GET https://identity.d21s.com/oauth2/token', ['identity', '/oauth2/token', ['oauth2', 'token'], []]],
    ['GET https://example.com/projects', [undefined, '/projects', ['projects'], []]],
    ['GET example.com/projects', [undefined, '/projects', ['projects'], []]],
    ['GET localhost:8080/v2/projects', ['api', '/projects', ['projects'], []]],
    ['GET http://127.0.0.1:8080/v2/projects', ['api', '/projects', ['projects'], []]],
    ['GET /v2/projects\nHost: api.d21s.com', ['api', '/projects', ['projects'], []]],
    ['GET /projects\nHost: example.com', [undefined, '/projects', ['projects'], []]],
    ['GET projects:batchUpdate', ['api', 'projects:batchUpdate', ['projects:batchUpdate'], []]],
  ];
  for (const [text, expected] of cases) it(JSON.stringify(text), () => assert.deepEqual(written(text), expected));

  it('is not looked at when no server would take it', () => assert.equal(written(`GET /${'a/'.repeat(40_000)}`), undefined));

  it('names the endpoints of its path, one for each verb', () => {
    const file = parse('GET {{emulatorBase}}/projects/{{p}}/devices/{{d}}?x');
    const [block] = file.blocks;
    const target = block && writtenTarget(file, block);
    assert.deepEqual(target && endpointsAt(file, target).map(({ endpoint }) => endpoint.method), ['GET', 'PUT', 'DELETE']);
  });
});
