import assert from 'node:assert/strict';
import { clockSkew } from '../../../src/auth/clockSkew';

const at = Date.UTC(2026, 0, 1, 12);
const date = (milliseconds: number) => [['Date', new Date(milliseconds).toUTCString()]] as const;

describe('clockSkew', () => {
  it('is about nothing when the clocks agree', () => {
    assert.equal(clockSkew(date(at), { startedAt: at, headersMs: 1000, totalMs: 9000 }), 0);
  });
  it('is positive when the server is ahead', () => assert.equal(clockSkew(date(at + 60_000), { startedAt: at, totalMs: 0 }), 60_500));
  it('is negative when this machine is ahead', () => assert.equal(clockSkew(date(at - 60_000), { startedAt: at, totalMs: 0 }), -59_500));
  it('is unknown without a readable date', () => {
    assert.equal(clockSkew([], { startedAt: at, totalMs: 0 }), undefined);
    assert.equal(clockSkew([['Date', 'yesterday']], { startedAt: at, totalMs: 0 }), undefined);
  });
});
