import assert from 'node:assert/strict';
import { documentedQuota, type QuotaRule } from '../../../src/quota/permits';
import { assertQuotaRule, formatQuotaRule, isLower, olderQuota, parseAccountQuota, parseQuotaRule, tooMuch } from '../../../src/quota/rule';
import { seeded } from '../../helpers/seeded';

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
      assert.ok(parsed.message.includes(text.length > 40 ? `"${text.slice(0, 39)}…"` : `"${text}"`), 'names the text');
    });
  }

  it('tells of a text what can be seen of it, and not at length', () => {
    const parsed = parseQuotaRule(`25\u0000\r\n\u202e/${'x'.repeat(100_000)}`);
    assert.equal(parsed.kind === 'invalid' && parsed.message.split(' is not a quota')[0], `"25 /${'x'.repeat(35)}…"`);
  });

  // More than ten times what DT documents holds nobody back.
  for (const [text, isNone] of [['75/10s', false], ['750/10s', false], ['75/1s', false], ['7/100ms', false], ['751/10s', true], ['10000/100ms', true], ['8/100ms', true], ['750/9999ms', true], ['10000/10m', true]] as const) {
    it(`${text} is ${isNone ? 'no' : 'a'} quota of accounts`, () => {
      const message = `"${text}" is not a quota: more than 750 requests in 10 s is no limit.`;
      assert.deepEqual(parseAccountQuota(text), isNone ? { kind: 'invalid', message } : parseQuotaRule(text));
    });
  }

  it('a quota of accounts is read like every other', () => assert.deepEqual(parseAccountQuota('0/10s'), parseQuotaRule('0/10s')));

  for (const [text, isToo] of [['75/10s', false], ['25/5s', false], ['74/1m', false], ['76/10s', true], ['75/9s', true], ['76/1m', true]] as const) {
    it(`${text} allows ${isToo ? 'more than' : 'what'} DT documents`, () => {
      assert.equal(tooMuch(ruleOf(text)), isToo ? `${text} allows more than the 75/10s that DT documents; expect answers of 429.` : undefined);
    });
  }

  for (const text of ['75/10s', '25/5s', '1/100ms', '3/1500ms', '10000/10m', '60/1m']) {
    it(`writes "${text}" back`, () => {
      const parsed = parseQuotaRule(text);
      assert.equal(parsed.kind === 'rule' && formatQuotaRule(parsed.rule), text);
    });
  }

  const lower: [rule: string, than: string, isIt: boolean][] = [
    ['75/10s', '75/10s', true],
    ['74/10s', '75/10s', true],
    ['76/10s', '75/10s', false],
    ['25/5s', '75/10s', true],
    ['37/5s', '75/10s', true],
    ['38/5s', '75/10s', false],
    ['75/20s', '75/10s', true],
    ['76/20s', '75/10s', false],
    ['75/9999ms', '75/10s', false],
    ['37/9999ms', '75/10s', true],
    ['7/1s', '75/10s', true],
    ['8/1s', '75/10s', false],
    ['75/10s', '25/5s', false],
    ['1/100ms', '75/10s', false],
  ];
  for (const [rule, than, isIt] of lower) {
    it(`${rule} is ${isIt ? '' : 'not '}lower than ${than}`, () => assert.equal(isLower(ruleOf(rule), ruleOf(than)), isIt));
  }

  it('is lower exactly when no stream of requests under the one breaks the other', () => {
    const next = seeded(41);
    const upTo = (most: number) => 1 + Math.floor(next() * most);
    let lowerOnes = 0;
    for (let round = 0; round < 400; round++) {
      const rule = { limit: upTo(8), windowMs: upTo(12) };
      const than = { limit: upTo(30), windowMs: upTo(30) };
      // The densest there is: everything at once, again and again.
      const densest = Array.from({ length: 40 }, (_, burst) => Array.from({ length: rule.limit }, () => burst * rule.windowMs)).flat();
      const isIt = isLower(rule, than);
      assert.equal(isIt, mostInWindow(densest, than.windowMs) <= than.limit, JSON.stringify({ rule, than }));
      if (!isIt) continue;
      lowerOnes++;
      const any = thinned(rule, Array.from({ length: 200 }, () => next() * 100).sort((a, b) => a - b));
      assert.ok(mostInWindow(any, than.windowMs) <= than.limit, JSON.stringify({ rule, than }));
    }
    assert.ok(lowerOnes > 50 && lowerOnes < 350, `${lowerOnes} of 400`);
  });

  it('knows the older documented quota, which is lower than the newer one', () => {
    assert.equal(formatQuotaRule(olderQuota), '25/5s');
    assert.ok(isLower(olderQuota, documentedQuota) && !isLower(documentedQuota, olderQuota));
  });

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

function ruleOf(text: string): QuotaRule {
  const parsed = parseQuotaRule(text);
  assert.ok(parsed.kind === 'rule', text);
  return parsed.rule;
}

/** The most of `times` in any window that does not hold its end. */
function mostInWindow(times: readonly number[], windowMs: number): number {
  return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + windowMs).length));
}

/** Of `times` those that a sliding log of `rule` lets through. */
function thinned(rule: QuotaRule, times: readonly number[]): readonly number[] {
  const passed: number[] = [];
  for (const time of times) if (passed.filter((each) => each > time - rule.windowMs).length < rule.limit) passed.push(time);
  return passed;
}
