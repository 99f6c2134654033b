import assert from 'node:assert/strict';
import { type Endpoint, endpoints } from '../../../../src/api/description';
import { apiMarkdown } from '../../../../src/app/hover/apiHover';
import { endpointFacts, firstSentence, parameterFacts, parameterWords, shortParameterWords, shortTitle, withoutSources } from '../../../../src/language/features/apiFacts';
import { completionsIn } from '../../../helpers/completing';

const named = (wanted: string): Endpoint => {
  const found = endpoints.find(({ host, method, path }) => `${host} ${method} ${path}` === wanted);
  assert.ok(found, wanted);
  return found;
};

describe('facts of the API', () => {
  const sentences: readonly (readonly [text: string, expected: string])[] = [
    ['Only these. Others stay.', 'Only these'],
    ['At most 5 s, e.g. 3 s. 400 otherwise', 'At most 5 s, e.g. 3 s'],
    ['A list, e.g. 10 items', 'A list, e.g. 10 items'],
    ['Update a thing; only fields sent change', 'Update a thing'],
    ['Looks like this: x', 'Looks like this'],
    ['Names to change (nested: a.b), others stay; more', 'Names to change (nested: a.b), others stay'],
    ['Not closed (here: it ends', 'Not closed (here'],
    ['See https://example.com for more', 'See https://example.com for more'],
    ['Said once (Python client), and clear.', 'Said once, and clear'],
    ['', ''],
  ];
  for (const [text, expected] of sentences) it(`has the first sentence of ${JSON.stringify(text)}`, () => assert.equal(firstSentence(text), expected));

  it('has short titles without remarks', () => {
    assert.equal(shortTitle(named('api PATCH /projects/{project}')), 'Update a project');
    assert.equal(shortTitle(named('api GET /projects/{project}/devices')), 'List devices of a project');
    assert.equal(shortTitle(named('api POST /projects/{project}/devices/{device}/labels')), 'Create a label on a device');
    assert.equal(shortTitle(named('api POST /projects/{project}/devices:transfer')), 'Move devices into a project');
    for (const endpoint of endpoints) assert.match(shortTitle(endpoint), /^[A-Z][^.;:,(){}]{6,80}$/);
  });

  it('calls a resource name that', () => {
    const description = 'organizations/{organization}; required with project "-", ignored otherwise.';
    assert.equal(parameterWords({ description }), 'Name of an organization (organizations/{organization}); required with project "-", ignored otherwise.');
    assert.equal(shortParameterWords({ description }), 'Name of an organization');
    assert.equal(shortParameterWords({ description: 'Resource name projects/{project} (Python client). More.' }), 'Name of a project');
    assert.equal(shortParameterWords({ description: 'organizations/{organization} that would claim it.' }), 'Name of an organization that would claim it');
    for (const parameter of endpoints.flatMap(({ queryParams }) => queryParams)) assert.doesNotMatch(shortParameterWords(parameter), /[{}]/);
    const row = completionsIn('GET /projects/-/devices?org‸').find(({ label }) => label === 'organization');
    assert.equal(row?.description, 'Name of an organization');
    assert.match(row.documentation?.replaceAll('\\', '') ?? '', /^Name of an organization \(organizations\/\{organization\}\); required/);
  });

  it('lists the types of events by when they are sent, in the hover of a parameter that takes them', () => {
    const hoverOf = (wanted: string, parameterName: string) => {
      const parameter = named(wanted).queryParams.find(({ name }) => name === parameterName) ?? assert.fail(parameterName);
      return apiMarkdown({ kind: 'query-parameter', span: { start: 0, end: 0 }, parameter }, { now: 0 })?.replaceAll('\\', '') ?? '';
    };
    const history = hoverOf('api GET /projects/{project}/devices/{device}/events', 'eventTypes');
    assert.ok(history.includes('\n\nOne of:\n\n- `touch`: when touched\n'), history);
    assert.ok(history.includes('- `objectPresent`, `waterPresent`, `deskOccupancy`, `contact`: state change\n'), history);
    assert.doesNotMatch(history, /ping|labelsChanged/);
    assert.match(hoverOf('api GET /projects/{project}/devices:stream', 'event_types'), /- `labelsChanged`: a label is/);
    assert.doesNotMatch(hoverOf('api GET /projects/{project}/devices', 'query'), /One of/);
  });

  it('has what a call needs and how it answers', () => {
    assert.deepEqual(endpointFacts(named('api GET /projects')), ['Role: any', 'Answers in pages: pageSize, pageToken']);
    assert.deepEqual(endpointFacts(named('api POST /projects/{project}/devices:batchUpdate')), ['Role: Project developer or higher']);
    assert.deepEqual(endpointFacts(named('api GET /roles'), { isDocumented: false }), ['Answers in pages: pageSize, pageToken']);
    assert.ok(endpointFacts(named('api GET /projects/{project}/devices:stream')).includes('Streams until it is closed'));
    assert.ok(endpointFacts(named('emulator GET /projects/{project}/devices')).includes('On the emulator only'));
  });

  it('are the same in the hover and in completion, and say no source', () => {
    const time = { now: 0 };
    const documentation = new Map(completionsIn('‸').map(({ documentation: text = '', filter = '' }) => [filter, text.replaceAll('\\', '')]));
    for (const endpoint of endpoints) {
      const hover = apiMarkdown({ kind: 'endpoint', span: { start: 0, end: 0 }, endpoint }, time)?.replaceAll('\\', '') ?? '';
      const own = [...documentation.values()].filter((text) => text.startsWith(`**${endpoint.method} ${endpoint.path}**\n`) && text.includes(withoutSources(endpoint.summary)));
      assert.equal(own.length, 1, endpoint.path);
      for (const fact of endpointFacts(endpoint)) assert.ok(hover.includes(fact) && own[0]?.includes(fact), `${endpoint.path}: ${fact}`);
      for (const parameter of endpoint.queryParams) {
        const text = apiMarkdown({ kind: 'query-parameter', span: { start: 0, end: 0 }, parameter }, time)?.replaceAll('\\', '') ?? '';
        assert.ok(text.includes(parameterFacts(parameter).join(' · ')), text);
      }
      assert.doesNotMatch(hover + (own[0] ?? ''), /\((?:Python client|Swift client|Terraform provider)/);
    }
  });
});
