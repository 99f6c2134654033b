import assert from 'node:assert/strict';
import { type StoreTrouble, type StoreTroubleCode, troubleCause, troubleCure, troubleText } from '../../../src/quota/trouble';

const folder = '/home/me/.local/state/dt-http';
const trouble = (code: StoreTroubleCode, detail = ''): StoreTrouble => ({ code, path: folder, detail });

describe('the words for a trouble', () => {
  const cases: readonly (readonly [trouble: StoreTrouble, cause: string, cure: string])[] = [
    [trouble('unwritable', 'EACCES'), `Cannot read or write files in ${folder} (EACCES).`, 'Make it a folder that is yours, with all that is in it.'],
    [trouble('full', 'ENOSPC'), `No room is left for ${folder} (ENOSPC).`, 'Free some space there.'],
    [trouble('not-private'), `Another user may write to ${folder}, or owns it.`, 'Run this as its owner, or make it yours alone, with all that is in it.'],
    [trouble('newer-format'), `A newer version of DT HTTP keeps the record in ${folder}.`, 'Update this one.'],
    [trouble('unsupported', 'EPERM'), `The file system lacks what sharing needs, at ${folder} (EPERM).`, 'Have your home folder on a local disk.'],
  ];
  for (const [each, cause, cure] of cases) {
    it(`${each.code}: what is wrong, then what to do`, () => {
      assert.deepEqual([troubleCause(each), troubleCure(each)], [cause, cure]);
      const clause = `${cause.charAt(0).toLowerCase()}${cause.slice(1)}`;
      const all = `The quota is not shared with other windows and terminals: ${clause} ${cure}`;
      assert.equal(troubleText(each), `${all} Until then a fifth of it is used here.`);
      assert.equal(troubleText(each, true), `${all} This run keeps to its --quota.`);
    });
  }
});
