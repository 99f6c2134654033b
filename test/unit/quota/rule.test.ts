import assert from 'node:assert/strict';
import { assertQuotaRule, formatQuotaRule, parseQuotaRule } from '../../../src/quota/rule';

describe('quota/rule', () => {
  const good: [text: string, limit: number, windowMs: number][] = [
    ['75/10s', 75, 10_000],
    ['25/5s', 25, 5000],
    ['75/1s', 75, 1000],
    [' 75 / 10 s ', 75, 10_000],
    ['1/100ms', 1, 100],
    ['10000/10m', 10_000, 600_000],
    ['075/010s', 75, 10_000],
  ];
  for (const [text, limit, windowMs] of good) {
    it(`reads "${text}"`, () => {
      assert.deepEqual(parseQuotaRule(text), { kind: 'rule', rule: { limit, windowMs } });
    });
  }

  const form = /of the form "75\/10s"/;
  const bad: [text: string, message: RegExp][] = [
    ['', form],
    ['75', form],
    ['75/10', form],
    ['75/10h', form],
    ['7.5/10s', form],
    ['75/1.5s', form],
    ['-1/10s', form],
    ['1e3/10s', form],
    ['75/10s/x', form],
    ['unlimited', form],
    ['0/10s', /whole number from 1 to 10000/],
    ['10001/10s', /whole number from 1 to 10000/],
    ['75/0s', /from 100 ms to 10 min/],
    ['75/99ms', /from 100 ms to 10 min/],
    ['75/11m', /from 100 ms to 10 min/],
    [`75/${'9'.repeat(400)}s`, /from 100 ms to 10 min/],
  ];
  for (const [text, message] of bad) {
    it(`refuses "${text.slice(0, 20)}"`, () => {
      const parsed = parseQuotaRule(text);
      assert.equal(parsed.kind, 'invalid');
      assert.match(parsed.message, message);
      assert.ok(parsed.message.includes(`"${text}"`), 'names the text');
    });
  }

  for (const text of ['75/10s', '25/5s', '1/100ms', '3/1500ms', '10000/10m', '60/1m']) {
    it(`writes "${text}" back`, () => {
      const parsed = parseQuotaRule(text);
      assert.equal(parsed.kind === 'rule' && formatQuotaRule(parsed.rule), text);
    });
  }

  const absurd: [limit: number, windowMs: number][] = [
    [0, 10_000],
    [-1, 10_000],
    [1.5, 10_000],
    [NaN, 10_000],
    [Infinity, 10_000],
    [10_001, 10_000],
    [75, 0],
    [75, 99],
    [75, NaN],
    [75, Infinity],
    [75, -1],
  ];
  for (const [limit, windowMs] of absurd) {
    it(`throws RangeError for ${limit} per ${windowMs} ms`, () => {
      assert.throws(() => assertQuotaRule({ limit, windowMs }), RangeError);
    });
  }
});
