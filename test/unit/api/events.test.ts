import assert from 'node:assert/strict';
import { deviceTypes, eventNamed, eventSchema, eventTypes, isUnpublishable, publishSchema } from '../../../src/api/events';

describe('events by type', () => {
  it('every type of device has events that are known', () => {
    for (const { type, events } of deviceTypes) for (const event of events) assert.ok(eventNamed(event), `${type} ${event}`);
  });

  it('publishes what can be published', () => {
    assert.deepEqual(Object.keys(publishSchema.properties ?? {}), eventTypes.filter(({ publishable }) => publishable).map(({ type }) => type));
    assert.equal(publishSchema.properties?.['ping'], undefined);
  });

  it('has times, numbers with units, lists of texts and of objects', () => {
    const schemaOf = (type: string) => {
      const event = eventNamed(type);
      assert.ok(event);
      return eventSchema(event);
    };
    assert.deepEqual(schemaOf('temperature').properties?.['value'], { type: 'number', unit: '°C' });
    assert.equal(schemaOf('temperature').properties?.['updateTime']?.format, 'date-time');
    assert.equal(schemaOf('networkStatus').properties?.['signalStrength']?.maximum, 100);
    assert.deepEqual(schemaOf('deskOccupancy').properties?.['remarks'], { type: 'array', items: { type: 'string' } });
    assert.equal(schemaOf('networkStatus').properties?.['cloudConnectors']?.items?.properties?.['rssi']?.type, 'integer');
    assert.match(schemaOf('contact').description ?? '', /state change/);
  });

  it('knows those that only devices send', () => {
    assert.deepEqual(['temperature', 'labelsChanged', 'temprature', 'constructor'].filter(isUnpublishable), ['labelsChanged']);
  });
});
