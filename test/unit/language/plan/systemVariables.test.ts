import assert from 'node:assert/strict';
import { systemValue } from '../../../../src/language/plan/systemVariables';
import { ManualClock } from '../../../helpers/manualClock';

const clock = new ManualClock(Date.UTC(2026, 0, 31, 12, 0, 0, 250));
const random = { next: () => 0.999, uuid: () => 'a-uuid' };
const seconds = Date.UTC(2026, 0, 31, 12) / 1000;

describe('system variables', () => {
  for (const [written, value] of [
    ['$guid', 'a-uuid'],
    ['$uuid', 'a-uuid'],
    ['$random.uuid', 'a-uuid'],
    ['$timestamp', String(seconds)],
    ['$timestamp -1 d', String(seconds - 86400)],
    ['$timestamp  +2\th', String(seconds + 7200)],
    ['$timestamp 90s', String(seconds + 90)],
    ['$timestampMs', String(seconds * 1000 + 250)],
    ['$timestampMs 5 ms', String(seconds * 1000 + 255)],
    ['$isoTimestamp', '2026-01-31T12:00:00.250Z'],
    ['$isoTimestamp 1 M', '2026-02-28T12:00:00.250Z'],
    ['$isoTimestamp -1 Q', '2025-10-31T12:00:00.250Z'],
    ['$isoTimestamp -2 y', '2024-01-31T12:00:00.250Z'],
    ['$isoTimestamp 1 w', '2026-02-07T12:00:00.250Z'],
    ['$isoTimestamp 1 m', '2026-01-31T12:01:00.250Z'],
    ['$randomInt', '999'],
    ['$randomInt 1 5', '4'],
    ['$randomInt -5 -4', '-5'],
  ] as const) {
    it(written, () => assert.deepEqual(systemValue(written, clock, random), { kind: 'value', value }));
  }

  for (const written of ['$guid x', '$timestamp d', '$timestamp 1', '$timestamp 1 d x', '$timestamp 1.5 d', '$timestamp 1 parsec', '$timestamp 999999999999 y', '$timestamp 1 constructor', '$randomInt 1', '$randomInt 5 5', '$randomInt a b']) {
    it(`${written}: wrong arguments`, () => assert.equal(systemValue(written, clock, random).kind, 'arguments'));
  }

  for (const written of ['$datetime iso8601', '$localDatetime', '$processEnv HOME', '$env.HOME', '$dotenv X']) {
    it(`${written}: later`, () => assert.equal(systemValue(written, clock, random).kind, 'later'));
  }

  it('suggests a near name', () => {
    assert.deepEqual(systemValue('$timestmp', clock, random), { kind: 'unknown', suggestion: '$timestamp' });
    assert.deepEqual(systemValue('$', clock, random), { kind: 'unknown' });
  });
});
