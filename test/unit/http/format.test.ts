import assert from 'node:assert/strict';
import { formatBytes, formatDuration } from '../../../src/http/format';

describe('formatBytes', () => {
  const rows: readonly (readonly [number, string])[] = [
    [0, '0 B'], [1, '1 B'], [999, '999 B'], [1000, '1.0 kB'], [2100, '2.1 kB'], [9949, '9.9 kB'], [9950, '10 kB'],
    [143_400, '143 kB'], [999_499, '999 kB'], [999_500, '1.0 MB'], [50_000_000, '50 MB'], [3.2e9, '3.2 GB'], [5e15, '5000 TB'],
  ];
  for (const [bytes, expected] of rows) it(`${bytes}: ${expected}`, () => assert.equal(formatBytes(bytes), expected));
});

describe('formatDuration', () => {
  const rows: readonly (readonly [number, string])[] = [
    [0, '<1 ms'], [0.4, '<1 ms'], [1, '1 ms'], [143.4, '143 ms'], [999.4, '999 ms'], [999.6, '1.0 s'], [2440, '2.4 s'],
    [9960, '10 s'], [59_400, '59 s'], [59_600, '1 min'], [125_000, '2 min 5 s'], [3_600_000, '1 h'], [3_780_000, '1 h 3 min'],
    [7_199_000, '2 h'],
  ];
  for (const [duration, expected] of rows) it(`${duration}: ${expected}`, () => assert.equal(formatDuration(duration), expected));
});
