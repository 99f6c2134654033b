import assert from 'node:assert/strict';
import { type Endpoint, endpoints } from '../../../../src/api/description';
import { apiMarkdown } from '../../../../src/app/hover/apiHover';
import { endpointFacts, firstSentence, parameterFacts, shortTitle, withoutSources } from '../../../../src/language/features/apiFacts';
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
    ['See https://example.com for more', 'See https://example.com for more'],
    ['Said once (Python client), and clear.', 'Said once, and clear'],
    ['', ''],
  ];
  for (const [text, expected] of sentences) it(`has the first sentence of ${JSON.stringify(text)}`, () => assert.equal(firstSentence(text), expected));

  it('has short titles without remarks', () => {
    assert.equal(shortTitle(named('api PATCH /projects/{project}')), 'Update a project');
    assert.equal(shortTitle(named('api GET /projects/{project}/devices')), 'List devices of a project');
    assert.equal(shortTitle(named('api POST /projects/{project}/devices/{device}/labels')), 'Create a label on a device');
    for (const endpoint of endpoints) assert.match(shortTitle(endpoint), /^[A-Z][^.;:,()]{6,80}$/);
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
