import assert from 'node:assert/strict';
import type { Completion } from '../../../../../src/language/features/completion/index';
import { complete, isMeant, narrowed } from '../../../../../src/language/features/completion/index';
import { mostShown } from '../../../../../src/language/features/completion/narrowed';
import { parse } from '../../../../../src/language/syntax/parser';
import { nothingKnown } from '../../../../helpers/completing';
import { markedAt } from '../../../../helpers/marked';
import { resourcesOf, seen } from '../../../../helpers/seen';

describe('what is proposed without being asked for', () => {
  const blanks: readonly (readonly [source: string, isWanted: boolean])[] = [
    ['GET ‸', true],
    ['list ‸', true],
    ['GET /projects\nContent-Type: ‸', true],
    ['# @auth ‸', true],
    ['# ‸', false],
    ['POST /projects\n\n{"a": ‸', true],
    ['GET /{{$datetime ‸', true],
    ['  ‸', false],
    ['GET /projects ‸', false],
    ['GET /projects\n\n ‸', false],
    ['POST /projects\n\nsome words ‸', false],
    ['POST /projects\n\n{"a": "some words ‸', false],
    ['### The ‸', false],
    ['@a = some ‸', false],
    ['GET /projects\n?a=b ‸', false],
  ];
  for (const [source, isWanted] of blanks) {
    it(`is ${isWanted ? 'wanted' : 'noise'} after the blank of ${JSON.stringify(source)}`, () => {
      const { text, cursor } = markedAt(source);
      assert.equal(isMeant(parse(text), cursor, ' '), isWanted);
    });
  }

  it('is nothing in prose, whatever character is typed', () => {
    const found = ['# see https:/‸', '# note:‸', '// a.‸', '### GET /‸'].map((source) => {
      const { text, cursor } = markedAt(source);
      return isMeant(parse(text), cursor, text[cursor - 1]);
    });
    assert.deepEqual(found, [false, false, false, false]);
    const { text, cursor } = markedAt('# @‸');
    assert.equal(isMeant(parse(text), cursor, '@'), true);
    assert.equal(isMeant(parse('GET /'), 5, '/'), true);
  });
});

describe('very many proposals', () => {
  const all = Array.from({ length: 5000 }, (_, index): Completion => ({ kind: 'resource', label: `Sensor ${index}`, span: { start: 4, end: 8 }, filter: `Sensor ${index} id${index}` }));

  it('are all shown when they are not too many', () => {
    const some = all.slice(0, mostShown);
    assert.deepEqual(narrowed(parse('GET x'), 4, some), { items: some, isIncomplete: false });
  });

  it('are those that what is typed may mean, and asked for anew', () => {
    const first = narrowed(parse('GET sens'), 4, all);
    assert.deepEqual([first.items.length, first.isIncomplete, first.items[0]?.label], [mostShown, true, 'Sensor 0']);
    const fitting = narrowed(parse('GET S49n'), 7, [...all, { kind: 'value', label: 'none', span: { start: 4, end: 8 } }]);
    assert.ok(fitting.items.length > 50 && fitting.items.every(({ filter = '' }) => /4.*9/.test(filter)), String(fitting.items.length));
    assert.equal(fitting.isIncomplete, true);
  });

  it('reach the last of 5,000 devices', () => {
    const devices = Array.from({ length: 5000 }, (_, index) => seen('device', `projects/p1/devices/b${index}`, `Sensor ${index}`, { type: 'temperature', labels: { room: String(index % 50) } }));
    const known = { ...nothingKnown, resources: resourcesOf(...devices) };
    const file = parse(`${'### x\nGET /projects/p1/devices\n\n'.repeat(1000)}### y\nGET /projects/p1/devices/b4999\n`);
    const at = file.text.indexOf('b4999') + 5;
    const found = narrowed(file, at, complete(file, at, known));
    assert.ok(found.items.some(({ label }) => label === 'Sensor 4999'));
  });
});
