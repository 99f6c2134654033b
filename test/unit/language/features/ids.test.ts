import assert from 'node:assert/strict';
import { idAt, idsIn, idsInRequests } from '../../../../src/language/features/ids';
import { parse } from '../../../../src/language/syntax/parser';
import { markedAt } from '../../../helpers/marked';

const a = 'c4f5le24saonvdu6500t';
const b = 'emucdpib6e3eqohgh5ett6u';
const found = (text: string, start = 0, end = text.length) => idsIn(text, { start, end }).map((span) => text.slice(span.start, span.end));

describe('what looks like an id', () => {
  const rows: readonly [text: string, ids: readonly string[]][] = [
    [`GET /projects/${a}/devices/${b}:publish`, [a, b]],
    [`?device_ids=${a}&device_ids=${b}`, [a, b]],
    [`"name": "projects/${a}/devices/${b}",`, [a, b]],
    [`@project = ${a}`, [a]],
    [`${a}, ${a}.`, [a, a]],
    [`emu${a.slice(0, 17)}`, [`emu${a.slice(0, 17)}`]],
    // An address, an email and longer words are none.
    [`${a}@${a}.serviceaccount.d21s.com`, []],
    [`https://${a}.example.com/x`, []],
    [`${a}x`, []],
    [`x${a}`, []],
    [`${a}-${a}`, []],
    [`%2F${a}`, []],
    [a.toUpperCase(), []],
    ['', []],
  ];
  for (const [text, ids] of rows) it(JSON.stringify(text), () => assert.deepEqual(found(text), ids));

  it('is whole in the place, and judged by what stands around the place', () => {
    const text = `/${a}/${a}x/${a}`;
    assert.deepEqual(found(text, 1), [a, a]);
    assert.deepEqual(found(text, 2), [a]);
    assert.deepEqual(found(text, 0, 20), []);
    assert.deepEqual(found(text, 0, 21), [a]);
    assert.deepEqual(found(text, 22, 42), [], 'a part of a longer word');
  });

  it('is found at each of its places and right behind it', () => {
    const text = `/${a}/x`;
    assert.deepEqual([0, 1, 10, 21, 22].map((offset) => idAt(text, offset) !== undefined), [false, true, true, true, false]);
  });

  it('is looked for in requests, not in titles and comments', () => {
    const source = [`### ${a}`, `# ${a}`, `# @for-each x in [${a}]`, `@d = ${a}`, `GET /${a}`, `X: ${a}`, '', `{ "d": "${a}" }`].join('\r\n');
    const file = parse(source);
    const lines = idsInRequests(file, { start: 0, end: source.length }).map(({ start }) => source.slice(0, start).split('\r\n').length);
    assert.deepEqual(lines, [3, 4, 5, 6, 8]);
  });

  it('is looked for near the start of a place that is very long', () => {
    const text = `/${a}/${'x'.repeat(200_000)}/${a}`;
    assert.deepEqual(found(text), [a]);
    assert.equal(found(`/${a}`.repeat(2000)).length, 1000);
  });

  it('costs little in a line of megabytes', function () {
    this.timeout(60_000);
    for (const line of [a, `${a}/`, 'a', `"${a}",`]) {
      const text = line.repeat(Math.ceil(5_000_000 / line.length));
      idsIn(text, { start: 0, end: text.length });
    }
    const { text, cursor } = markedAt(`${'x'.repeat(100_000)}/${a}‸`);
    assert.ok(idAt(text, cursor));
  });
});
