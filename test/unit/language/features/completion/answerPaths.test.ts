import assert from 'node:assert/strict';
import { parseChained } from '../../../../../src/language/plan/chained';
import { completionsIn, labelsIn, textAfter } from '../../../../helpers/completing';

const file = (reference: string) => `### list\nGET /projects/p1/devices\nX-Own: 1\n\n### move\nPOST /projects/p2/devices:transfer\nContent-Type: application/json\n\n{ "devices": [] }\n\n### use\nGET /{{${reference}`;
const last = (text: string) => text.split('\n').at(-1)?.replace('GET /', '');

describe('references into answers', () => {
  for (const [reference, label, after] of [
    ['list.response.body.$‸}}', 'devices', '{{list.response.body.$.devices}}'],
    ['list.response.body.$.‸}}', 'devices', '{{list.response.body.$.devices}}'],
    ['list.response.body.$.de‸vic}}', 'devices', '{{list.response.body.$.devices}}'],
    ['list.response.body.$.devices‸}}', 'devices[0]', '{{list.response.body.$.devices[0]}}'],
    ['list.response.body.$.devices[‸}}', '[0]', '{{list.response.body.$.devices[0]}}'],
    ['list.response.body.$.devices.‸}}', '[0]', '{{list.response.body.$.devices[0]}}'],
    ['list.response.body.$.devices[0].‸', 'name', '{{list.response.body.$.devices[0].name}}'],
    ['list.response.body.$.devices[0].na‸me.x}}', 'type', '{{list.response.body.$.devices[0].type.x}}'],
    ['move.request.body.$.‸}}', 'devices', '{{move.request.body.$.devices}}'],
    ['list.response.headers.‸}}', 'Retry-After', '{{list.response.headers.Retry-After}}'],
    ['list.response.headers.Con‸', 'Content-Type', '{{list.response.headers.Content-Type}}'],
    ['list.request.headers.‸}}', 'X-Own', '{{list.request.headers.X-Own}}'],
  ] as const) {
    it(`${reference} and ${label}`, () => {
      const text = last(textAfter(file(reference), label));
      assert.equal(text, after);
      assert.equal(parseChained(after.slice(2, -2)).kind, 'chained');
    });
  }

  it('stand in bodies too', () => {
    assert.equal(last(textAfter('### list\nGET /projects\n\n### use\nPATCH /projects/p\n\n{ "displayName": {{list.response.body.$.projects[0].di‸}} }', 'displayName')), '{ "displayName": {{list.response.body.$.projects[0].displayName}} }');
  });

  it('follow the last answer, with types and no values', () => {
    const known = { answerOf: (name: string) => (name === 'list' ? { token: 's3cret', "it's": [1, 2], deep: { er: null } } : undefined) };
    const found = completionsIn(file('list.response.body.$.‸}}'), known);
    assert.deepEqual(found.map(({ label, detail, insert }) => [label, detail, insert]), [
      ['token', ' string', '.token'],
      ["it's", ' array of 2', "['it\\'s']"],
      ['deep', ' object', '.deep'],
    ]);
    assert.deepEqual(completionsIn(file('list.response.body.$.deep.‸}}'), known).map(({ label, detail }) => [label, detail]), [['er', ' null']]);
    assert.doesNotMatch(JSON.stringify(found), /s3cret/);
  });

  it('take the headers that the last answer had first, then those that are usual', () => {
    const known = { answerHeadersOf: (name: string) => (name === 'list' ? ['content-type', 'x-trace'] : []) };
    assert.deepEqual(labelsIn(file('list.response.headers.‸}}'), known), ['content-type', 'x-trace', 'Content-Length', 'Date', 'Retry-After']);
    assert.equal(last(textAfter(file('list.response.headers.x‸}}'), 'x-trace', known)), '{{list.response.headers.x-trace}}');
    assert.deepEqual(labelsIn(file('move.response.headers.‸}}'), known), labelsIn(file('move.response.headers.‸}}')));
    assert.deepEqual(labelsIn(file('list.request.headers.‸}}'), known), ['X-Own']);
  });

  it('are none of what is no request, no object, or has no such member', () => {
    for (const reference of ['nobody.response.body.$.‸}}', 'list.response.body.$.devices[0].name.‸}}', 'list.response.body.$.nothing.‸}}', 'list.response.body.$..‸}}', 'list.response.status.‸}}', 'list.request.body.$.‸}}']) {
      assert.deepEqual(labelsIn(file(reference)), [], reference);
    }
  });

  it('stay quick in an answer with very many members', function () {
    this.timeout(2000);
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, index]));
    assert.equal(labelsIn(file('list.response.body.$.‸}}'), { answerOf: () => wide }).length, 1000);
  });
});
