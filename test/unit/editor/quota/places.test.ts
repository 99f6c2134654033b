import assert from 'node:assert/strict';
import { Places } from '../../../../src/editor/quota/places';
import { ManualClock } from '../../../helpers/manualClock';

describe('places of rows', () => {
  const shown = async (...lists: readonly (readonly string[])[]) => {
    const clock = new ManualClock();
    const places = new Places(clock);
    for (const keys of lists) {
      await clock.advance(1000);
      places.show(keys);
    }
    return { clock, places };
  };

  it('are in doubt for a moment after a row was taken out above', async () => {
    const { clock, places } = await shown(['used', 'a', 'b', 'c'], ['used', 'b', 'c']);
    assert.deepEqual(['used', 'b', 'c'].map((key) => places.isCertain(key)), [true, false, false]);
    await clock.advance(299);
    assert.equal(places.isCertain('b'), false);
    await clock.advance(1);
    assert.equal(places.isCertain('b'), true);
  });

  it('are certain when nothing was shown before', async () => {
    const { places } = await shown(['a', 'b']);
    assert.equal(places.isCertain('b'), true);
  });

  it('are certain above what was taken out', async () => {
    const { places } = await shown(['a', 'b', 'c'], ['a', 'b']);
    assert.deepEqual(['a', 'b'].map((key) => places.isCertain(key)), [true, true]);
  });

  it('stay as they are while the same rows are shown', async () => {
    const { clock, places } = await shown(['a', 'b'], ['b']);
    await clock.advance(200);
    places.show(['b']);
    assert.equal(places.isCertain('b'), false);
    await clock.advance(100);
    assert.equal(places.isCertain('b'), true);
  });
});
