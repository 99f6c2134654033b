import { type HeaderList, headerValue } from './exchange';

/** The longest wait that is told, milliseconds: a hundred years, which is "never" and still a date. */
const longestMs = 100 * 365.25 * 86_400_000;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The three forms of an HTTP date. Source: RFC 9110, section 5.6.7. */
const dateForms = [
  /^[a-z]{3}, (?<day>\d\d) (?<month>[a-z]{3}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) gmt$/i,
  /^[a-z]{6,9}, (?<day>\d\d)-(?<month>[a-z]{3})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) gmt$/i,
  /^[a-z]{3} (?<month>[a-z]{3}) (?<day>[ \d]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/i,
];

/** {@link parseRetryAfter} for the headers of an answer. Of several that can be read the longest counts: each asks to wait so long. */
export function retryAfterMs(headers: HeaderList): number | undefined {
  const date = headerValue(headers, 'date');
  const named = headers.filter(([name]) => name.toLowerCase() === 'retry-after');
  const waits = named.map(([, value]) => parseRetryAfter(value, date)).filter((wait) => wait !== undefined);
  return waits.length > 0 ? Math.max(...waits) : undefined;
}

/**
 * How long `Retry-After` asks to wait, in milliseconds; undefined when it is absent, says nothing
 * readable, 0 when the time it names has passed. At most a hundred years, whatever it names.
 *
 * A date is read against the answer's own `Date` and never against the local clock, which may be
 * off by more than the wait; without a readable `Date` it says nothing. Source of the two forms:
 * RFC 9110, section 10.2.3.
 *
 * @param date Value of the `Date` header of the same answer.
 */
export function parseRetryAfter(value: string | undefined, date: string | undefined): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, longestMs);
  const answeredAt = parseHttpDate(date?.trim() ?? '', 1970);
  if (answeredAt === undefined) return undefined;
  const retryAt = parseHttpDate(text, new Date(answeredAt).getUTCFullYear());
  return retryAt === undefined ? undefined : Math.min(Math.max(0, retryAt - answeredAt), longestMs);
}

/**
 * Milliseconds since 1970 UTC, or undefined when `text` is no HTTP date.
 *
 * @param nearYear A year of two digits is the one of that ending closest to this: RFC 9110 says
 *   that a date more than 50 years ahead lies in the past.
 */
function parseHttpDate(text: string, nearYear: number): number | undefined {
  const groups = dateForms.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  if (!groups) return undefined;
  const { day = '', month = '', year = '', time = '' } = groups;
  const monthIndex = months.indexOf(month.toLowerCase());
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  if (monthIndex < 0 || hour > 23 || minute > 59 || second > 60) return undefined;
  const fullYear = year.length === 2 ? expandYear(Number(year), nearYear) : Number(year);
  const midnight = new Date(Date.UTC(fullYear, monthIndex, Number(day)));
  // `Date.UTC` turns 31 February into 3 March; a server that writes that is not to be believed.
  if (midnight.getUTCDate() !== Number(day)) return undefined;
  return midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1000;
}

function expandYear(twoDigits: number, nearYear: number): number {
  const sameCentury = Math.floor(nearYear / 100) * 100 + twoDigits;
  if (sameCentury > nearYear + 50) return sameCentury - 100;
  return sameCentury < nearYear - 50 ? sameCentury + 100 : sameCentury;
}
