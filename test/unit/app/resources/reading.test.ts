import assert from 'node:assert/strict';
import events from '../../../../src/api/events.json';
import { readingIn } from '../../../../src/app/resources/reading';

describe('what a device last said', () => {
  const rows: readonly [type: string, reported: unknown, reading: string | undefined][] = [
    ['temperature', { temperature: { value: 21.456 } }, '21.46 °C'],
    ['temperature', { probeWireStatus: { state: 'TWO_WIRE' } }, 'two wire'],
    ['temperature', { probeWireStatus: { state: 'TWO_WIRE' }, temperature: { value: 0 } }, '0 °C'],
    ['humidity', { humidity: { temperature: 22, relativeHumidity: 45.5 } }, '22 °C, 45.5 %'],
    ['proximity', { objectPresent: { state: 'NOT_PRESENT' } }, 'not present'],
    ['touch', { touch: { updateTime: '2026-01-01T00:00:00Z' } }, undefined],
    ['touchCounter', { touchCount: { total: 12 } }, '12'],
    ['co2', { co2: { ppm: 612 }, pressure: { pascal: 98_000 } }, '612 ppm'],
    ['ccon', { connectionStatus: { connection: 'ETHERNET', available: ['CELLULAR'] } }, 'ethernet'],
    ['futureSensor', { motion: { state: 'MOTION_DETECTED' } }, 'motion detected'],
    ['temperature', { temperature: null }, undefined],
    ['temperature', { temperature: { value: '<b>21</b>' } }, undefined],
    ['temperature', undefined, undefined],
    ['temperature', 'hot', undefined],
  ];
  for (const [type, reported, reading] of rows) it(`${type}: ${JSON.stringify({ reported })}`, () => assert.equal(readingIn(reported, type).reading, reading));

  it('and when, by any event type', () => {
    const reported = { temperature: { value: 1, updateTime: '2026-01-01T00:00:00Z' }, networkStatus: { updateTime: '2026-01-02T00:00:00Z' }, touch: null, batteryStatus: { updateTime: 'x' } };
    assert.equal(readingIn(reported, 'temperature').lastSeen, Date.UTC(2026, 0, 2));
    assert.equal(readingIn({ touch: {} }, 'touch').lastSeen, undefined);
  });

  it('has words for each type of device that reports a number or a state', () => {
    const silent = events.devices.filter(({ type, events: [first = ''] }) => {
      const fields = events.events.find((each) => each.type === first)?.fields ?? [];
      const event = Object.fromEntries(fields.map((field) => [field.name, 'enum' in field ? field.enum[0] : 1]));
      return readingIn({ [first]: event }, type).reading === undefined;
    });
    assert.deepEqual(silent.map(({ type }) => type), ['touch']);
  });
});
