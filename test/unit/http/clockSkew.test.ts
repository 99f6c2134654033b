import assert from 'node:assert/strict';
import { harmfulSkewMs, isHarmfulSkew, measureClockSkew } from '../../../src/http/clockSkew';

const at = Date.UTC(2026, 0, 1, 12);
const date = (milliseconds: number) => [['Date', new Date(milliseconds).toUTCString()]] as const;

describe('measureClockSkew', () => {
  it('is about nothing when the clocks agree', () => {
    assert.equal(measureClockSkew(date(at), { startedAt: at, headersMs: 1000, totalMs: 9000 }), 0);
  });
  it('is positive when the server is ahead', () => assert.equal(measureClockSkew(date(at + 60_000), { startedAt: at, totalMs: 0 }), 60_500));
  it('is negative when this machine is ahead', () => assert.equal(measureClockSkew(date(at - 60_000), { startedAt: at, totalMs: 0 }), -59_500));
  it('is unknown without a readable date', () => {
    assert.equal(measureClockSkew([], { startedAt: at, totalMs: 0 }), undefined);
    assert.equal(measureClockSkew([['Date', 'yesterday']], { startedAt: at, totalMs: 0 }), undefined);
  });
});

describe('isHarmfulSkew', () => {
  const cases: readonly [skewMs: number | undefined, expected: boolean][] = [
    [undefined, false], [0, false], [harmfulSkewMs - 1, false], [harmfulSkewMs, true], [-harmfulSkewMs, true],
  ];
  for (const [skewMs, expected] of cases) it(`${skewMs} ms: ${expected}`, () => assert.equal(isHarmfulSkew(skewMs), expected));
});
