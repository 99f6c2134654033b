import type { RequestPart } from '../../http/requestPart';
import { documented, inferred } from '../say';
import { cut, replaceFix, type Problem } from './problem';

const code = 'dt.400.parameter-value';
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** What is wrong with a time of RFC 3339 with an offset; undefined for nothing. */
export function timeProblem(name: string, value: string, part: RequestPart): Problem | undefined {
  if (isTime(value)) return undefined;
  const mended = guessedTimes(value).find(isTime);
  // What is asked for ends now, and began some time ago.
  const example = /^end/i.test(name) ? '{{$isoTimestamp}}' : '{{$isoTimestamp -1 d}}';
  return {
    code, part, name, weight: 'likely',
    headline: `${name} is not a time with a time zone`,
    doThis: documented(`Write a time of RFC 3339 with its offset, such as 2026-01-31T08:00:00Z or ${example}.`),
    why: documented(`${name} is a time of RFC 3339 with an offset.`),
    fixes: [
      ...(mended === undefined ? [] : [replaceFix(`Change to ${mended}`, part, mended)]),
      { kind: 'edit', grade: 'template', title: `Change to ${example}`, edits: [{ kind: 'replace', part, text: example, hasReferences: true }] },
    ],
  };
}

function isTime(text: string): boolean {
  const [, seconds] = rfc3339.exec(text) ?? [];
  // A leap second is a time that the runtime does not know.
  return seconds !== undefined && (seconds === '60' || !Number.isNaN(Date.parse(text.toUpperCase())));
}

/** What may have been meant: a date, a time without its zone, seconds or milliseconds since 1970. */
function guessedTimes(text: string): readonly string[] {
  const number = /^\d{10}$/.test(text) ? Number(text) * 1000 : /^\d{13}$/.test(text) ? Number(text) : undefined;
  if (number !== undefined) return [new Date(number).toISOString().replace('.000Z', 'Z')];
  const joined = text.replace(' ', 'T');
  return [joined, `${joined}Z`, `${joined}T00:00:00Z`, joined.replace(/(T\d\d:\d\d)(Z?)$/i, '$1:00Z')];
}

/** What is wrong with a duration such as `10s`; undefined for nothing. */
export function durationProblem(name: string, value: string, part: RequestPart): Problem | undefined {
  if (/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(value)) return undefined;
  return {
    code, part, name, weight: 'likely',
    headline: `${name} is not a duration`,
    doThis: documented('Write a number and its unit, such as 10s.'),
    why: inferred('The documentation knows durations with a unit alone.'),
    ...(/^\d+$/.test(value) && { fix: replaceFix(`Change to ${cut(`${value}s`)}`, part, `${value}s`) }),
  };
}
