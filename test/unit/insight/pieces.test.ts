import assert from 'node:assert/strict';
import { nameInText, shapeOf } from '../../../src/insight/blame/idText';
import { departure } from '../../../src/insight/blame/path';
import { ownAuthorization, type OwnAuthorization } from '../../../src/insight/ownToken';
import { duration, headline, listed, plain, quoted, utc } from '../../../src/insight/say';
import { statusTitle } from '../../../src/insight/statusTitle';
import { exampleNow, jwt } from '../../helpers/exchanges';

describe('say', () => {
  it('plain makes one visible line', () => {
    assert.equal(plain(' a\r\n\tb\u0000\u001b[1m\u202ec\ufeff '), 'a b[1mc');
    assert.equal(plain('abcdef', 4), 'abc…');
    assert.equal(plain('ab👍d', 4), 'ab…', 'no half of a pair');
    assert.equal(plain('\ud800x'), '\ufffdx');
    assert.equal(plain('x'.repeat(1e6), 10).length, 10);
  });

  it('quoted keeps to its limit and its quotes', () => {
    assert.equal(quoted('a"b'), `"a'b"`);
    assert.equal(quoted('abcdef', 3), '"ab…"');
  });

  it('headline shortens the name, not the sentence', () => {
    const text = headline('404 Not Found: no project ', 'x'.repeat(200), ' that this account can see');
    assert.equal(text.length, 80);
    assert.match(text, /…" that this account can see$/);
    assert.equal(headline('a', '', 'b'), 'ab');
  });

  const durations: readonly [ms: number, text: string][] = [
    [0, '0 ms'], [0.2, '1 ms'], [999, '999 ms'], [1000, '1 s'], [2501, '2.6 s'], [9000, '9 s'], [10_001, '11 s'], [59_001, '1 min'], [118_001, '1 min 59 s'], [120_000, '2 min'], [3_599_001, '1 h'], [3_600_001, '1 h 1 min'], [7_200_000, '2 h'], [7_500_000, '2 h 5 min'], [1e9, '12 days'], [172_800_001, '3 days'], [60 * 86_400_000, '60 days'], [61 * 86_400_000, '2 months'], [700 * 86_400_000, '22 months'], [731 * 86_400_000, '2 years'], [60_391 * 3_600_000 + 29 * 60_000, '6 years'], [-5, '0 ms'],
  ];
  for (const [ms, text] of durations) it(`duration ${ms}`, () => assert.equal(duration(ms), text));

  it('utc is the same everywhere', () => {
    assert.equal(utc(exampleNow), '2026-03-01 12:00:00 UTC');
    assert.equal(utc(Number.NaN), 'an unknown time');
    assert.equal(utc(1e20), 'an unknown time');
  });

  it('listed', () => {
    assert.deepEqual([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'], 'or')], ['', 'a', 'a and b', 'a, b or c']);
  });

  it('a status without a name is a number', () => assert.deepEqual([statusTitle(404), statusTitle(799)], ['404 Not Found', '799']));
});

describe('departure', () => {
  const cases: readonly [path: string, index: number, suggestion: string | undefined][] = [
    ['/project', 0, 'projects'], ['/projects/p/device', 2, 'devices'], ['/projects/p/devices/d/event', 4, 'events'], ['/projects/p/devices:stram', 2, 'devices:stream'],
    ['/projects/p/dataconnectors/c:metric', 3, 'c:metrics'], ['/projects:batchupdate', 0, 'projects:batchUpdate'], ['/projects/p/devices/d/events/e', 5, undefined], ['/', 0, undefined], ['/users', 0, undefined],
  ];
  for (const [path, index, suggestion] of cases) {
    it(path, () => {
      const found = departure('api', path);
      assert.deepEqual([found.index, found.suggestion], [index, suggestion]);
    });
  }
});

describe('nameInText', () => {
  const project = { param: 'project', value: 'abcd', segment: 1 };
  const device = { param: 'device', value: 'efgh', segment: 3 };
  const account = { param: 'serviceaccount', value: 'ijkl', segment: 3 };
  const cases: readonly [text: string | undefined, expected: string | undefined][] = [
    ['project not found', 'project'], ['No such Device.', 'device'], ['projects/abcd not found', 'project'], ['projects/abcd/devices/efgh not found', undefined],
    ['the device is in no project', undefined], ['projection failed', undefined], ['not found', undefined], [undefined, undefined],
  ];
  for (const [text, expected] of cases) it(String(text), () => assert.equal(nameInText(text, [project, device])?.param, expected));

  it('knows words that are written apart', () => assert.equal(nameInText('service account missing', [project, account])?.param, 'serviceaccount'));
});

describe('shapeOf', () => {
  const id = 'c0md3mm0c7bet3vico8g';
  const cases: readonly [param: string, value: string, kind: string | undefined, id?: string][] = [
    ['project', 'YOUR_PROJECT_ID', 'placeholder'], ['device', '<device>', 'placeholder'], ['device', '%7Bdevice%7D', 'placeholder'], ['project', '$PROJECT', 'placeholder'], ['key', 'KEY', 'placeholder'],
    ['contact', '{contact}', 'placeholder'], ['project', id, undefined], ['device', `emu${id}`, undefined], ['device', 'emulated000000000000', undefined], ['member', '123', undefined],
    ['member', id, undefined], ['contact', 'anything-at-all', undefined], ['label', 'Room_1', undefined], ['role', 'project.admin', undefined],
    ['project', `emu${id}`, 'unlike'], ['project', 'abc', 'unlike'], ['project', `${id}x`, 'unlike'], ['project', '123', 'unlike'], ['project', 'C0md3mm0c7bet3vico8g', 'unlike', id], ['project', `${id}%20`, 'unlike'],
    ['device', '9f1c7e2a-0b1d-4c55-9d7f-2d2d5a6f7a10', 'unlike'], ['project', `projects%2F${id}`, 'whole-name', id], ['device', `projects%2F${id}%2Fdevices%2Femu${id}`, 'whole-name', `emu${id}`],
    ['project', 'projects%2Fmy_id', 'whole-name'], ['serviceaccount', `${id}@prj.serviceaccount.d21s.com`, 'unlike', id], ['project', '%', 'unlike'],
  ];
  for (const [param, value, kind, inner] of cases) {
    it(`${param} ${value}`, () => assert.deepEqual(shapeOf(param, value), kind === undefined ? undefined : { kind, ...(inner !== undefined && { id: inner }) }));
  }
});

describe('ownAuthorization', () => {
  const read = (value: string) => ownAuthorization({ method: 'GET', origin: '', target: '/', headers: [['authorization', value]] });
  const cases: readonly [name: string, value: string, expected: OwnAuthorization][] = [
    ['times are seconds', `Bearer ${jwt({ exp: 1_700_000_000, iat: 1_600_000_000, nbf: 1_650_000_000 })}`, { kind: 'jwt', expiresAt: 1_700_000_000_000, validFrom: 1_650_000_000_000 }],
    ['nonsense for times', `bearer   ${jwt({ exp: 'soon', iat: 1e30 })}`, { kind: 'jwt' }],
    ['an audience in a list', `Bearer ${jwt({ aud: ['https://identity.d21s.com/oauth2/token'] })}`, { kind: 'jwt', isAssertion: true }],
    ['three pieces of nothing', 'Bearer a.b.c', { kind: 'opaque' }], ['claims that are no object', `Bearer ${jwt(null)}`, { kind: 'opaque' }],
    ['opaque', 'Bearer abc', { kind: 'opaque' }], ['Basic', 'BASIC YTpi', { kind: 'basic' }], ['no scheme', 'abc', { kind: 'no-scheme' }], ['another scheme', 'Digest a b', { kind: 'other' }], ['empty', '', { kind: 'no-scheme' }],
  ];
  for (const [name, value, expected] of cases) it(name, () => assert.deepEqual(read(value), expected));

  it('is undefined without the header', () => assert.equal(ownAuthorization({ method: 'GET', origin: '', target: '/', headers: [] }), undefined));
});
