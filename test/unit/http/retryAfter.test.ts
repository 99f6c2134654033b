import assert from 'node:assert/strict';
import { parseRetryAfter, retryAfterMs } from '../../../src/http/retryAfter';

const hundredYears = 36_525 * 86_400_000;
const date = 'Fri, 21 Nov 2025 10:00:00 GMT';

describe('parseRetryAfter', () => {
  const cases: [title: string, value: string | undefined, date: string | undefined, expected: number | undefined][] = [
    ['absent', undefined, date, undefined],
    ['empty', '', date, undefined],
    ['seconds', '9', undefined, 9000],
    ['seconds with blanks', ' 9 ', undefined, 9000],
    ['zero', '0', date, 0],
    ['an hour', '3600', date, 3_600_000],
    ['more digits than a number holds', '9'.repeat(400), date, hundredYears],
    ['more seconds than anybody means', '99999999999', date, hundredYears],
    ['ten digits', '1000000000', date, 1e12],
    ['a date in the far future', 'Fri, 31 Dec 9999 10:00:00 GMT', date, hundredYears],
    ['negative', '-1', date, undefined],
    ['fraction', '1.5', date, undefined],
    ['exponent', '1e3', date, undefined],
    ['with a unit', '9s', date, undefined],
    ['two headers joined', '9, 9', date, undefined],
    ['words', 'soon', date, undefined],
    ['date', 'Fri, 21 Nov 2025 10:00:09 GMT', date, 9000],
    ['date across midnight and year', 'Thu, 01 Jan 2026 00:00:05 GMT', 'Wed, 31 Dec 2025 23:59:55 GMT', 10_000],
    ['date that is past', 'Fri, 21 Nov 2025 09:59:00 GMT', date, 0],
    ['date in another casing', 'fri, 21 nov 2025 10:00:09 gmt', date, 9000],
    ['RFC 850 date', 'Friday, 21-Nov-25 10:00:09 GMT', date, 9000],
    ['RFC 850 date of the next century', 'Friday, 01-Jan-00 00:00:05 GMT', 'Thu, 31 Dec 2099 23:59:55 GMT', 10_000],
    ['RFC 850 date of the last century', 'Friday, 31-Dec-99 23:59:55 GMT', date, 0],
    ['asctime date', 'Fri Nov 21 10:00:09 2025', date, 9000],
    ['asctime date, one-digit day', 'Mon Dec  1 00:00:09 2025', 'Mon, 01 Dec 2025 00:00:00 GMT', 9000],
    ['date, but no Date header', 'Fri, 21 Nov 2025 10:00:09 GMT', undefined, undefined],
    ['date, but an unreadable Date header', 'Fri, 21 Nov 2025 10:00:09 GMT', 'today', undefined],
    ['date in another zone', 'Fri, 21 Nov 2025 10:00:09 +0100', date, undefined],
    ['date that does not exist', 'Mon, 31 Feb 2025 10:00:00 GMT', date, undefined],
    ['day and month that do not exist', 'Sun, 99 Foo 2026 00:00:00 GMT', date, undefined],
    ['month that does not exist', 'Fri, 21 Nox 2025 10:00:00 GMT', date, undefined],
    ['hour that does not exist', 'Fri, 21 Nov 2025 25:00:00 GMT', date, undefined],
    ['ISO date', '2025-11-21T10:00:09Z', date, undefined],
  ];
  for (const [title, value, answered, expected] of cases) {
    it(title, () => {
      assert.equal(parseRetryAfter(value, answered), expected);
    });
  }
});

describe('retryAfterMs', () => {
  it('reads the headers of an answer in any casing', () => {
    assert.equal(retryAfterMs([['RETRY-AFTER', 'Fri, 21 Nov 2025 10:00:09 GMT'], ['date', date]]), 9000);
    assert.equal(retryAfterMs([['Retry-After', '9']]), 9000);
    assert.equal(retryAfterMs([['Date', date]]), undefined);
  });

  it('takes the longest of several, whatever else they say', () => {
    const several = (...values: readonly string[]) => retryAfterMs([...values.map((value) => ['Retry-After', value] as const), ['Date', date]]);
    assert.equal(several('2', '9', '3'), 9000);
    assert.equal(several('soon', 'Fri, 21 Nov 2025 10:00:09 GMT', '3', '-1'), 9000);
    assert.equal(several('soon', ''), undefined);
  });
});
