import assert from 'node:assert/strict';
import type { Priority, QuotaSnapshot } from '../../../src/quota/permits';
import { usedText, waitReason } from '../../../src/quota/words';

const quota: QuotaSnapshot = { scope: 's', rule: { limit: 75, windowMs: 10_000 }, used: 44, holdings: [], waiting: [], closedForMs: 0, unknownForMs: 0 };
const trouble = { code: 'full' as const, path: '/state', detail: 'ENOSPC' };

describe('quota/words', () => {
  for (const [used, limit, text] of [[12, 75, '12 of 75 used'], [75, 75, '75 of 75 used'], [24, 5, '24 used, limit 5'], [9900, 10_000, '9,900 of 10,000 used']] as const) {
    it(text, () => assert.equal(usedText({ used, rule: { limit, windowMs: 10_000 } }), text));
  }

  const cases: readonly [name: string, change: Partial<QuotaSnapshot>, priority: Priority | undefined, expected: string | undefined][] = [
    ['a bulk request keeps an even pace', {}, 'bulk', 'pace'],
    ['and leaves the reserve', { used: 65 }, 'bulk', 'reserve'],
    ['all is used: that is the reason', { used: 75 }, 'bulk', undefined],
    ['a single request waits for nothing of that', { used: 65 }, 'interactive', undefined],
    ['nor one that nobody knows of', {}, undefined, undefined],
    ['who cannot share keeps the pace with all', { trouble }, 'interactive', 'pace'],
    ['and has no reserve to leave', { trouble, used: 70 }, 'bulk', 'pace'],
    ['a 429 is the reason', { closedForMs: 1 }, 'bulk', undefined],
    ['what was sent before is not known', { unknownForMs: 1 }, 'bulk', undefined],
  ];
  for (const [name, change, priority, expected] of cases) {
    it(name, () => assert.equal(waitReason({ ...quota, ...change }, priority), expected));
  }
});
