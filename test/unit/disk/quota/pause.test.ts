import assert from 'node:assert/strict';
import { pause } from '../../../../src/disk/quota/pause';

describe('a pause of the thread', () => {
  for (const [name, wait] of [
    ['by the runtime', undefined],
    [
      'where the runtime forbids it',
      () => {
        throw new TypeError('Atomics.wait cannot be called in this context');
      },
    ],
  ] as const) {
    it(`lasts as long as asked, ${name}`, () => {
      const start = performance.now();
      pause(3, wait);
      // The runtime rounds its own wait.
      assert.ok(performance.now() - start > 2);
    });
  }
});
