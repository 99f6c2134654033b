import assert from 'node:assert/strict';
import { type LocalOffset, systemOffset } from '../../../../src/language/plan/moments';
import { type SystemSources, systemValue } from '../../../../src/language/plan/systemVariables';
import { ManualClock } from '../../../helpers/manualClock';

const start = Date.UTC(2026, 0, 31, 12, 0, 0, 250);
const seconds = Math.floor(start / 1000);
const environment = new Map([['HOME', '/home/x'], ['EMPTY', ''], ['ProgramFiles(x86)', 'C:\\P'], ['DT_SERVICE_ACCOUNT_SECRET', 'hush'], ['DT_CREDENTIALS_FILE', '/c.json']]);
const dotenv = new Map([['TOKEN', 'from-file'], ['dt_my_secret_2', 'hush']]);

const sources: SystemSources = {
  clock: new ManualClock(start),
  random: { next: () => 0.999, uuid: () => 'a-uuid' },
  processEnv: (name) => environment.get(name),
  dotenv: (name) => dotenv.get(name),
  localOffset: () => 330,
};

/** Central European time in 2026: summer time from 29 March 01:00 to 25 October 01:00 UTC. */
const oslo: LocalOffset = (time) => (time >= Date.UTC(2026, 2, 29, 1) && time < Date.UTC(2026, 9, 25, 1) ? 120 : 60);

const valueAt = (written: string, now: number, localOffset = oslo) => systemValue(written, { ...sources, clock: new ManualClock(now), localOffset });

describe('system variables', () => {
  for (const [written, value] of [
    ['$guid', 'a-uuid'],
    ['$uuid', 'a-uuid'],
    ['$random.uuid', 'a-uuid'],
    ['$timestamp', String(seconds)],
    ['$timestamp -1 d', String(seconds - 86400)],
    ['$timestamp  +2\th', String(seconds + 7200)],
    ['$timestamp 90s', String(seconds + 90)],
    ['$timestampMs', String(start)],
    ['$timestampMs 5 ms', String(start + 5)],
    ['$isoTimestamp', '2026-01-31T12:00:00.250Z'],
    ['$isoTimestamp 1 M', '2026-02-28T12:00:00.250Z'],
    ['$isoTimestamp -1 Q', '2025-10-31T12:00:00.250Z'],
    ['$isoTimestamp -2 y', '2024-01-31T12:00:00.250Z'],
    ['$isoTimestamp 1 w', '2026-02-07T12:00:00.250Z'],
    ['$isoTimestamp 1 m', '2026-01-31T12:01:00.250Z'],
    ['$datetime iso8601', '2026-01-31T12:00:00.250Z'],
    ['$datetime iso8601 -1 d', '2026-01-30T12:00:00.250Z'],
    ['$datetime rfc1123', 'Sat, 31 Jan 2026 12:00:00 GMT'],
    ['$datetime rfc1123 1d', 'Sun, 01 Feb 2026 12:00:00 GMT'],
    ['$datetime "YYYY-MM-DD"', '2026-01-31'],
    ["$datetime 'DD.MM.YYYY HH:mm [at] Z'", '31.01.2026 12:00 at +00:00'],
    ['$datetime "YYYY-MM-DD HH:mm:ss.SSS" 1 M', '2026-02-28 12:00:00.250'],
    ['$datetime "it\'s" -1y', "it'0"],
    ['$localDatetime iso8601', '2026-01-31T17:30:00+05:30'],
    ['$localDatetime rfc1123', 'Sat, 31 Jan 2026 17:30:00 +0530'],
    ['$localDatetime "D MMM, h:mm A" 12 h', '1 Feb, 5:30 AM'],
    ['$localDatetime "Z ZZ"', '+05:30 +0530'],
    ['$randomInt', '999'],
    ['$randomInt 1 5', '4'],
    ['$randomInt -5 -4', '-5'],
  ] as const) {
    it(written, () => assert.deepEqual(systemValue(written, sources), { kind: 'value', value }));
  }

  for (const written of [
    '$guid x',
    '$timestamp d',
    '$timestamp 1',
    '$timestamp 1 d x',
    '$timestamp 1.5 d',
    '$timestamp 1 parsec',
    '$timestamp 999999999999 y',
    '$timestamp 999999999999 w',
    '$timestamp 1 constructor',
    '$timestamp "1 d"',
    '$randomInt 1',
    '$randomInt 5 5',
    '$randomInt a b',
    '$datetime',
    '$datetime YYYY-MM-DD',
    '$datetime ISO8601',
    '$datetime ""',
    '$datetime "YYYY',
    '$datetime "YYYY"x',
    '$datetime \'YYYY"',
    '$datetime iso8601 1',
    '$datetime iso8601 1 d x',
    '$localDatetime',
    '$localDatetime iso8601 999999999999 d',
    '$processEnv',
    '$processEnv A B',
    '$processEnv %NAME',
    '$processEnv "HOME"',
    '$env',
    '$env.',
    '$env.A B',
    '$env HOME',
    '$dotenv',
    '$dotenv %NAME',
  ]) {
    it(`${written}: wrong arguments`, () => assert.equal(systemValue(written, sources).kind, 'arguments'));
  }

  for (const [written, value] of [
    // The clock on the wall stays where summer time begins and ends; hours are hours.
    ['$localDatetime iso8601 1 d', '2026-03-29T12:00:00+02:00'],
    ['$localDatetime iso8601 24 h', '2026-03-29T13:00:00+02:00'],
    ['$localDatetime iso8601 7 M', '2026-10-28T12:00:00+01:00'],
    ['$localDatetime iso8601 1 y', '2027-03-28T12:00:00+01:00'],
    ['$datetime iso8601 1 d', '2026-03-29T11:00:00.000Z'],
    // 02:30 does not exist on that day.
    ['$localDatetime iso8601 -570 m', '2026-03-28T02:30:00+01:00'],
  ] as const) {
    it(`across summer time: ${written}`, () => assert.deepEqual(valueAt(written, Date.UTC(2026, 2, 28, 11)), { kind: 'value', value }));
  }

  it('the hour that summer time skips is the one after it', () => {
    assert.deepEqual(valueAt('$localDatetime iso8601 1 d', Date.UTC(2026, 2, 28, 1, 30)), { kind: 'value', value: '2026-03-29T03:30:00+02:00' });
  });

  for (const [zone, minutes, value] of [
    ['Marquesas', -570, '2026-01-31T02:30:00-09:30'],
    ['Kiritimati', 840, '2026-02-01T02:00:00+14:00'],
    ['Chatham', 825, '2026-02-01T01:45:00+13:45'],
    ['London', 0, '2026-01-31T12:00:00+00:00'],
  ] as const) {
    it(`local time in ${zone}`, () => assert.deepEqual(valueAt('$localDatetime iso8601', start, () => minutes), { kind: 'value', value }));
  }

  it('takes the zone of the machine when none is given', () => {
    const { clock, random } = sources;
    const found = systemValue('$localDatetime iso8601', { clock, random });
    const offset = systemOffset(start);
    assert.ok(found.kind === 'value');
    assert.equal(new Date(found.value).getTime(), seconds * 1000);
    assert.match(found.value, offset < 0 ? /-\d\d:\d\d$/ : /\+\d\d:\d\d$/);
  });
});

describe('system variables from outside', () => {
  for (const [written, expected] of [
    ['$processEnv HOME', { kind: 'secret', value: '/home/x', source: 'process-env', key: 'HOME' }],
    ['$env.HOME', { kind: 'secret', value: '/home/x', source: 'process-env', key: 'HOME' }],
    ['$processEnv EMPTY', { kind: 'secret', value: '', source: 'process-env', key: 'EMPTY' }],
    ['$processEnv ProgramFiles(x86)', { kind: 'secret', value: 'C:\\P', source: 'process-env', key: 'ProgramFiles(x86)' }],
    ['$processEnv DT_CREDENTIALS_FILE', { kind: 'secret', value: '/c.json', source: 'process-env', key: 'DT_CREDENTIALS_FILE' }],
    ['$dotenv TOKEN', { kind: 'secret', value: 'from-file', source: 'dotenv', key: 'TOKEN' }],
    ['$dotenv HOME', { kind: 'missing', source: 'dotenv', key: 'HOME' }],
    ['$processEnv TOKEN', { kind: 'missing', source: 'process-env', key: 'TOKEN' }],
    ['$env.A.B', { kind: 'missing', source: 'process-env', key: 'A.B' }],
    ['$processEnv DT_SERVICE_ACCOUNT_SECRET', { kind: 'forbidden', source: 'process-env', key: 'DT_SERVICE_ACCOUNT_SECRET' }],
    ['$env.dt_x_Secret_y', { kind: 'forbidden', source: 'process-env', key: 'dt_x_Secret_y' }],
    ['$dotenv dt_my_secret_2', { kind: 'forbidden', source: 'dotenv', key: 'dt_my_secret_2' }],
    ['$processEnv MY_DT_SECRET', { kind: 'missing', source: 'process-env', key: 'MY_DT_SECRET' }],
  ] as const) {
    it(written, () => assert.deepEqual(systemValue(written, sources), expected));
  }

  it('has nothing where the host gives nothing', () => {
    const { clock, random } = sources;
    assert.deepEqual(systemValue('$env.HOME', { clock, random }), { kind: 'missing', source: 'process-env', key: 'HOME' });
    assert.deepEqual(systemValue('$dotenv X', { clock, random }), { kind: 'missing', source: 'dotenv', key: 'X' });
  });

  it('reads nothing for a check', () => {
    const read = (name: string) => assert.fail(`${name} was read`);
    const check = { ...sources, processEnv: read, dotenv: read, isCheck: true };
    assert.deepEqual(systemValue('$processEnv NOT_SET', check), { kind: 'unknown-value', source: 'process-env', key: 'NOT_SET' });
    assert.deepEqual(systemValue('$dotenv TOKEN', check), { kind: 'unknown-value', source: 'dotenv', key: 'TOKEN' });
    assert.equal(systemValue('$env.DT_SECRET', check).kind, 'forbidden');
    assert.equal(systemValue('$processEnv %X', check).kind, 'arguments');
  });
});

describe('unknown system variables', () => {
  for (const [written, suggestion] of [
    ['$timestmp', '$timestamp'],
    ['$dateTime "YYYY"', '$datetime'],
    ['$localDateTime iso8601', '$localDatetime'],
    ['$procesEnv X', '$processEnv'],
    ['$dotEnv X', '$dotenv'],
    ['$', undefined],
    ['$somethingElse', undefined],
    ['', undefined],
  ] as const) {
    it(JSON.stringify(written), () => {
      assert.deepEqual(systemValue(written, sources), { kind: 'unknown', ...(suggestion !== undefined && { suggestion }) });
    });
  }
});
