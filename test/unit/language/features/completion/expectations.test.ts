import assert from 'node:assert/strict';
import { parseExpectation } from '../../../../../src/language/plan/expect/expectations';
import { completionsIn, labelsIn, textAfter } from '../../../../helpers/completing';

const get = (demand: string) => `### list\n# @expect ${demand}\nGET /projects/p1/devices`;
const answered = (value: unknown) => ({ answerOf: (name: string) => (name === 'list' ? value : undefined) });

describe('demands', () => {
  for (const [demand, label, after] of [
    ['‸', 'status', 'status '],
    ['st‸', 'status', 'status '],
    ['‸', 'body', 'body '],
    ['status ‸', '200', 'status 200'],
    ['status 2‸', '2xx', 'status 2xx'],
    ['status 200|‸', '404', 'status 200|404'],
    ['status ‸', '>=', 'status >= '],
    ['status != ‸', '429', 'status != 429'],
    ['time ‸', '<', 'time < '],
    ['time < ‸', '500ms', 'time < 500ms'],
    ['header ‸', 'content-type', 'header content-type '],
    ['header re‸', 'retry-after', 'header retry-after '],
    ['header content-type ‸', 'contains', 'header content-type contains '],
    ['header content-type ‸', 'exists', 'header content-type exists'],
    ['header content-type == ‸', 'application/json', 'header content-type == application/json'],
    ['body ‸', '$', 'body $.'],
    ['body ‸', 'contains', 'body contains '],
    ['body $.‸', 'devices', 'body $.devices'],
    ['body $.dev‸', 'devices', 'body $.devices'],
    ['body $.devices‸', 'devices[0]', 'body $.devices[0]'],
    ['body $.devices[‸', '[*]', 'body $.devices[*]'],
    ['body $.devices[0].‸', 'labels', 'body $.devices[0].labels'],
    ['body $.devices[0].reported.‸', 'temperature', 'body $.devices[0].reported.temperature'],
    ['body $.devices[?@.type == "ccon"].na‸', 'name', 'body $.devices[?@.type == "ccon"].name'],
    ['body $.devices ‸', 'length >', 'body $.devices length > '],
    ['body $.devices[0].type ‸', '==', 'body $.devices[0].type == '],
    ['body $.devices ‸', 'not exists', 'body $.devices not exists'],
    ['body $.devices[0].type == ‸', '"ccon"', 'body $.devices[0].type == "ccon"'],
    ['body $.devices[0].type == "cc‸', '"ccon"', 'body $.devices[0].type == "ccon"'],
  ] as const) {
    it(`${demand} and ${label}`, () => {
      assert.equal(textAfter(get(demand), label), get(after));
      assert.equal(textAfter(`GET /projects/p1/devices\n\n?? ${demand}\n`, label), `GET /projects/p1/devices\n\n?? ${after}\n`);
    });
  }

  it('of a header begin with those that the last answer had', () => {
    const known = { answerHeadersOf: (name: string) => (name === 'list' ? ['X-Trace', 'Date'] : []) };
    const named = '### list\n# @name list\n# @expect header ‸\nGET /projects/p1/devices';
    assert.deepEqual(labelsIn(named, known), ['x-trace', 'date', 'content-type', 'content-length', 'retry-after']);
    assert.deepEqual(labelsIn('# @expect header ‸\nGET /projects', known), ['content-type', 'content-length', 'date', 'retry-after']);
  });

  it('that are complete are understood', () => {
    const start = get('').indexOf('\nGET');
    const complete: string[] = [];
    const follow = (demand: string, depth: number) => {
      if (parseExpectation(demand.trim()).kind === 'check') return void complete.push(demand);
      if (depth === 0) return;
      for (const { span, insert, label } of completionsIn(get(`${demand}‸`)).slice(0, 12)) {
        const next = demand.slice(0, span.start - start) + (insert ?? label);
        follow(next, depth - 1);
        if (!next.endsWith(' ')) follow(`${next} `, depth - 1);
      }
    };
    follow('', 4);
    for (const part of ['status 200', 'time < 1s', 'header date exists', 'header content-type == application/json', 'body $.devices exists']) assert.ok(complete.includes(part), `${part} in ${complete.join('\n')}`);
  });

  it('look into the last answer rather than the description', () => {
    const answer = answered({ 'room no': 1, devices: [{ name: 'projects/p1/devices/d1', online: true, access_token: 's3cret' }], empty: [] });
    assert.deepEqual(labelsIn(get('body $.‸'), answer), ['room no', 'devices', 'empty']);
    assert.equal(textAfter(get('body $.‸'), 'room no', answer), get("body $['room no']"));
    assert.deepEqual(labelsIn(get('body $.empty[‸'), answer), []);
    assert.deepEqual(labelsIn(get('body $.devices[-1].online == ‸'), answer), ['true']);
    assert.deepEqual(labelsIn(get('body $.devices[0].name == ‸'), answer), ['"projects/p1/devices/d1"']);
  });

  it('never show a secret of an answer', () => {
    const answer = answered({ access_token: 's3cret', keys: [{ secret: 's3cret' }] });
    for (const demand of ['body $.‸', 'body $.access_token == ‸', "body $['access_token'] == ‸", 'body $.keys[0].secret != ‸', 'body $.keys[0].‸', 'body $.keys[*]["secret"] == ‸']) {
      assert.doesNotMatch(JSON.stringify(completionsIn(get(demand), answer)), /s3cret/);
    }
  });

  for (const [why, source] of [
    ['a comment', '# expect ‸\nGET /projects'],
    ['another directive', '# @note status ‸\nGET /projects'],
    ['a whole demand', get('status 200 ‸')],
    ['an unknown subject', get('nothing ‸')],
    ['a path into nothing', get('body $.nothing.‸')],
    ['a path of any depth', get('body $..name‸')],
    ['an endpoint without a described answer', '# @expect body $.‸\nDELETE /projects/p1'],
    ['no endpoint', '# @expect body $.‸\nGET /nowhere'],
  ] as const) {
    it(`are none in ${why}`, () => {
      assert.deepEqual(labelsIn(source), []);
    });
  }

  it('of any length take no time', function () {
    this.timeout(2000);
    for (const piece of ['[', '["', "['x']", '.a', ' ', '$', '(']) labelsIn(get(`body $${piece.repeat(50_000)}‸`));
  });
});
