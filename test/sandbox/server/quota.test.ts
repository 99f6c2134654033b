import assert from 'node:assert/strict';
import type { QuotaOptions } from '../../../src/sandbox';
import { Harness } from './harness';

/** Sends `count` requests one after the other and tells which passed. */
async function burst(sandbox: Harness, count: number, role = 'none'): Promise<number> {
  let passed = 0;
  for (let index = 0; index < count; index++) {
    const { status } = await sandbox.api(role, 'GET /projects');
    assert(status === 200 || status === 429);
    if (status === 200) passed++;
  }
  return passed;
}

async function retryAfter(sandbox: Harness): Promise<string | null> {
  const reply = sandbox.api('none', 'GET /projects');
  assert.equal(await sandbox.refused(reply, 429), 'too many requests');
  return (await reply).headers.get('retry-after');
}

describe('sandbox: quota', () => {
  describe('as documented: 75 in 10 seconds', () => {
    const sandbox = new Harness();

    it('answers 429 with the rest of the window, as in the example of the documentation', async () => {
      assert.equal(await burst(sandbox, 76), 75);
      await sandbox.clock.advance(1000);
      assert.equal(await retryAfter(sandbox), '9');
      await sandbox.clock.advance(8999);
      assert.equal(await retryAfter(sandbox), '1');
      await sandbox.clock.advance(1);
      assert.equal(await burst(sandbox, 1), 1);
    });

    it('counts accounts apart, and API and emulator together', async () => {
      assert.equal(await burst(sandbox, 75, 'project.user'), 75);
      const path = `/projects/${sandbox.projects.headOffice}/devices`;
      await sandbox.refused(sandbox.emulator('project.user', `GET ${path}`), 429);
      await sandbox.ok(sandbox.emulator('project.admin', `GET ${path}`));
    });

    it('counts refused calls of a known caller, but no 401', async () => {
      for (let index = 0; index < 40; index++) await sandbox.refused(sandbox.api('none', 'GET /nothing'), 404);
      for (let index = 0; index < 80; index++) await sandbox.refused(sandbox.api('basic-off', 'GET /projects'), 401);
      assert.equal(await burst(sandbox, 40), 35);
    });
  });

  const kind = (options: Partial<QuotaOptions>) => new Harness({ quota: { limit: 3, windowMs: 900, ...options } });

  describe('sliding log', () => {
    const sandbox = kind({ kind: 'sliding' });

    it('lets one in for each that leaves', async () => {
      assert.equal(await burst(sandbox, 1), 1);
      await sandbox.clock.advance(600);
      assert.equal(await burst(sandbox, 3), 2);
      await sandbox.clock.advance(299);
      assert.equal(await burst(sandbox, 1), 0);
      await sandbox.clock.advance(1);
      assert.equal(await burst(sandbox, 2), 1);
      await sandbox.clock.advance(600);
      assert.equal(await burst(sandbox, 3), 2);
    });
  });

  describe('sliding log that counts refused requests', () => {
    const sandbox = kind({ countRefused: true });

    it('stays shut while it is hammered', async () => {
      assert.equal(await burst(sandbox, 4), 3);
      await sandbox.clock.advance(600);
      assert.equal(await burst(sandbox, 3), 0);
      await sandbox.clock.advance(600);
      assert.equal(await retryAfter(sandbox), '1');
      await sandbox.clock.advance(900);
      assert.equal(await burst(sandbox, 4), 3);
    });
  });

  describe('fixed window', () => {
    const sandbox = kind({ kind: 'fixed' });

    it('empties at once at its end', async () => {
      assert.equal(await burst(sandbox, 1), 1);
      await sandbox.clock.advance(899);
      assert.equal(await burst(sandbox, 3), 2);
      assert.equal(await retryAfter(sandbox), '1');
      await sandbox.clock.advance(1);
      assert.equal(await burst(sandbox, 4), 3);
      await sandbox.clock.advance(899);
      assert.equal(await burst(sandbox, 1), 0);
      await sandbox.clock.advance(9001);
      assert.equal(await burst(sandbox, 4), 3);
    });
  });

  describe('token bucket', () => {
    const sandbox = kind({ kind: 'bucket' });

    it('regains one after a third of the window', async () => {
      assert.equal(await burst(sandbox, 4), 3);
      await sandbox.clock.advance(299);
      assert.equal(await burst(sandbox, 1), 0);
      await sandbox.clock.advance(1);
      assert.equal(await burst(sandbox, 2), 1);
      await sandbox.clock.advance(90_000);
      assert.equal(await burst(sandbox, 4), 3);
    });
  });

  describe('token bucket that counts refused requests', () => {
    const sandbox = kind({ kind: 'bucket', countRefused: true, windowMs: 3000 });

    it('goes into debt, but not without end', async () => {
      assert.equal(await burst(sandbox, 4), 3);
      assert.equal(await retryAfter(sandbox), '3');
      assert.equal(await burst(sandbox, 9), 0);
      assert.equal(await retryAfter(sandbox), '4');
      await sandbox.clock.advance(4000);
      assert.equal(await burst(sandbox, 2), 1);
    });
  });
});
