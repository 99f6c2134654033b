import assert from 'node:assert/strict';
import { codeOf, reasonOf, tooLarge } from '../../../src/disk/reasons';

describe('disk/reasons', () => {
  const coded = (code: string) => Object.assign(new Error(`${code}: told by the system`), { code });

  for (const [error, code, reason] of [
    [coded('ENOSPC'), 'ENOSPC', 'the disk is full'],
    [coded('EACCES'), 'EACCES', 'permission denied'],
    [coded('EWHATEVER'), 'EWHATEVER', 'the system says EWHATEVER'],
    [new Error('plain'), '', 'plain'],
    ['text', '', 'text'],
  ] as const) {
    it(`words ${String(error)}`, () => {
      assert.equal(codeOf(error), code);
      assert.equal(reasonOf(error), reason);
    });
  }

  for (const [limit, expected] of [
    [256 * 1024 * 1024, 'it is larger than 256 MiB'],
    [1024 * 1024, 'it is larger than 1 MiB'],
    [1000, 'it is larger than 1000 bytes'],
  ] as const) {
    it(`words a limit of ${limit}`, () => assert.equal(tooLarge(limit), expected));
  }
});
