import assert from 'node:assert/strict';
import { answerHover } from '../../../../src/app/hover/answerHover';
import { timeWords } from '../../../../src/app/hover/timeWords';
import { jsonTokenAt } from '../../../../src/language/features/hover/tokenAt';
import { marked } from '../../../helpers/marked';

const time = { now: Date.UTC(2026, 10, 21, 12), timeZone: 'Europe/Oslo' };

function shown(source: string): string | undefined {
  const { text, spans } = marked(source);
  const [span] = spans;
  assert.ok(span);
  const hover = answerHover(text, span.start + 1, time);
  if (hover) assert.equal(text.slice(hover.span.start, hover.span.end), text.slice(span.start, span.end));
  return hover?.markdown.replaceAll('\\', '');
}

const head = 'HTTP/1.1 200 OK\n\ncontent-type: application/json\n\n';
const pretty = (value: unknown) => JSON.stringify(value, undefined, 2).replaceAll('"⟦', '⟦').replaceAll('⟧"', '⟧');
const event = (type: string, data: unknown) => head + pretty({ events: [{ eventId: 'a', eventType: type, data: { [type]: data }, timestamp: 'x' }] });

describe('the hover of an answer', () => {
  for (const [name, source, expected] of [
    ['a time: when that is here', `${head}{\n  "createTime": ⟦"2026-11-21T10:30:00.123000Z"⟧\n}`, 'Sat 21 Nov 2026, 11:30:00 (Europe/Oslo), 1 h 30 min ago'],
    ['a time with an offset, to come', '{"a": ⟦"2026-11-21T14:00:00+01:00"⟧}', 'Sat 21 Nov 2026, 14:00:00 (Europe/Oslo), in 1 h'],
    ['a reading, with its unit', event('temperature', { value: '⟦21.4⟧', updateTime: 'x' }), '**21.4 °C** · value of the event temperature\n\nSent: heartbeat; first-generation sensors also when touched'],
    ['a sample of several', event('temperature', { value: 20, samples: [{ value: 19.5, sampleTime: 'a' }, { value: '⟦-3.5⟧', sampleTime: 'b' }] }), '**-3.5 °C** · value of the event temperature\n\nSent: heartbeat; first-generation sensors also when touched'],
    ['a second field', event('humidity', { temperature: 20, relativeHumidity: '⟦41⟧' }), '**41 %** · relativeHumidity of the event humidity\n\nSent: heartbeat, and when touched'],
    ['a reading of a device', `{"reported": {"co2": {"ppm": ⟦404⟧, "updateTime": "x"}}}`, '**404 ppm** · ppm of the event co2\n\nSent: heartbeat'],
    ['its name', '{"reported": {"co2": {⟦"ppm"⟧: 404}}}', 'ppm of the event co2, in ppm\n\nSent: heartbeat'],
    ['a state', '{"objectPresent": {"state": ⟦"PRESENT"⟧}}', 'state of the event objectPresent\n\nOne of PRESENT, NOT_PRESENT\n\nSent: state change'],
    ['an event of a stream, one in a line', '{"result": {"event": {"data": {"pressure": {"pascal": 1}}}}}\n{"result": {"event": {"data": {"pressure": {"pascal": ⟦101325⟧}}}}}', '**101325 Pa** · pascal of the event pressure\n\nSent: heartbeat'],
    ['CRLF', '{\r\n  "co2": {\r\n    "ppm": ⟦7⟧\r\n  }\r\n}', '**7 ppm** · ppm of the event co2\n\nSent: heartbeat'],
    ['a time that is a name', '{⟦"2026-11-21T10:30:00Z"⟧: 1}', undefined],
    ['another number', '{"value": ⟦21⟧}', undefined],
    ['a value beside the event', '{"temperature": {"value": 1}, "value": ⟦2⟧}', undefined],
    ['an item beside it', '[{"temperature": {"value": 1}}, ⟦2⟧]', undefined],
    ['another text', '{"a": ⟦"b"⟧}', undefined],
    ['a date that there is not', '{"a": ⟦"2026-13-41T10:30:00Z"⟧}', undefined],
    ['no JSON', '⟦temperature⟧: value', undefined],
  ] as const) {
    it(name, () => assert.equal(shown(source), expected));
  }

  it('reads names through strings with quotes and brackets in them', () => {
    const { text, spans } = marked('{"a\\"{": {"b]": "}\\\\", "c": [1, {"d": ⟦2⟧}]}}');
    assert.deepEqual(jsonTokenAt(text, spans[0]?.start ?? 0)?.names, ['d', 'c', 'a\\"{']);
  });

  it('says of a moment that it is now', () => {
    assert.equal(timeWords('2026-11-21T12:00:00Z', time.now, 'UTC'), 'Sat 21 Nov 2026, 12:00:00 (UTC), now');
    assert.equal(timeWords('2026-11-21', time.now), undefined);
    assert.match(timeWords('2026-11-21T12:00:00Z', time.now) ?? '', /\(.+\), now$/);
  });

  it('takes every text in no time, at every place', function () {
    this.timeout(60_000);
    for (const text of ['', '"', '"\\', '{"a": "', '[[[', '"a" "b" : 1', '}}}]]]', '\n\n', '{"temperature": {"value": 1', '"\\\\\\"": 1']) {
      for (let offset = 0; offset <= text.length; offset++) answerHover(text, offset, time);
    }
    const value = { temperature: { value: 1 } };
    for (const text of [`[${'1,'.repeat(3_000_000)}1]`, '"'.repeat(1_000_000), '\\'.repeat(1_000_000), '['.repeat(1_000_000), `{"a": "${'\\"'.repeat(1_000_000)}"}`, JSON.stringify(new Array(100_000).fill(value)), pretty(new Array(100_000).fill(value))]) {
      for (const share of [0, 0.3, 0.999, 1]) answerHover(text, Math.floor(text.length * share), time);
    }
  });
});

it('a string that is not closed is looked through once', function () {
  this.timeout(60_000);
  assert.equal(jsonTokenAt('\\"'.repeat(900_000), 150_000), undefined);
});
