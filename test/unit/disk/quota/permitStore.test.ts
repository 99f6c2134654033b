import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { realFs } from '../../../../src/disk/quota/journalFs';
import { DiskPermitStore } from '../../../../src/disk/quota/permitStore';
import { emptyScope } from '../../../../src/quota/scopeState';
import { type StoreTroubleCode, StoreTroubleError } from '../../../../src/quota/trouble';
import { settled } from '../../../helpers/manualClock';
import { interrupted, limit, scope, systemError, tryTake, World } from './world';

describe('the quota on the disk', () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });
  afterEach(() => world.dispose());

  const idsOf = (store: DiskPermitStore) => store.peek(scope).held.map(({ id }) => id);
  const nothing = (store: DiskPermitStore) => store.update(scope, (state) => ({ state, result: state }));
  const isTrouble = (code: StoreTroubleCode, detail = '', folder = world.folder) => (error: unknown) => {
    assert.ok(error instanceof StoreTroubleError, String(error));
    assert.deepEqual([error.trouble.code, error.trouble.detail], [code, detail]);
    assert.equal(error.trouble.path, folder, 'a folder that a person knows, not a file with a hash for a name');
    return true;
  };

  it('is one for all who share it, and outlives them', async () => {
    const [a, b] = [world.store(), world.store()];
    for (const store of [a, b, a, b]) assert.notEqual(await world.take(store), undefined);
    assert.equal(await world.take(a), undefined);
    a.dispose();
    assert.deepEqual(idsOf(world.store()), world.held);
    assert.equal(a.peek(scope).held.length, limit, 'what it saw last');
    await assert.rejects(nothing(a), /was closed/);
  });

  it('keeps clocks and scopes apart, and names neither in the clear', async () => {
    world.takeNow(world.store());
    assert.equal(world.store(realFs, 'boot2').peek(scope), emptyScope);
    assert.equal(world.store().peek('dt:2'), emptyScope);
    await world.store().update('dt:2', (state) => ({ state: { ...state, nextId: state.nextId + 1 }, result: 0 }));
    assert.equal(world.store().peek(scope).held.length, 1);
    assert.doesNotMatch(world.head, /dt:/);
  });

  it('runs a decision at once, and in the order of the calls', () => {
    const store = world.store();
    const order: number[] = [];
    for (const turn of [1, 2, 3]) void store.update(scope, (state) => ({ state: { ...state, nextId: state.nextId + 1 }, result: order.push(turn) }));
    assert.deepEqual(order, [1, 2, 3]);
    assert.equal(world.store().peek(scope).nextId, store.peek(scope).nextId);
  });

  it('begins no new generation at each change of a large state', async () => {
    const store = world.store();
    const touch = (at: number) => store.update(scope, (state) => ({ state: { ...state, lastBulkStart: at }, result: 0 }));
    for (let taken = 0; taken < 20; taken++) await store.update(scope, (state) => tryTake(state, 20, world.clock.time));
    for (let at = 1; readFileSync(world.head, 'latin1').indexOf('\n') < 100_000; at++) await touch(at);
    const { head } = world;
    for (let at = 1; at <= 50; at++) await touch(-at);
    assert.equal(world.head, head);
  });

  it('writes nothing for a decision that changes nothing, or that throws', async () => {
    const store = world.store();
    world.takeNow(store);
    const before = readFileSync(world.head);
    await nothing(store);
    await store.update(scope, (state) => ({ state: { ...state }, result: 0 }));
    await assert.rejects(
      store.update(scope, () => {
        throw new RangeError('ours');
      }),
      RangeError,
    );
    assert.deepEqual(readFileSync(world.head), before);
    assert.deepEqual(idsOf(store), world.held);
  });

  it('refuses a state that cannot be written down, and goes on', async () => {
    const store = world.store();
    await assert.rejects(
      store.update(scope, (state) => ({ state: { ...state, lastBulkStart: NaN }, result: 0 })),
      RangeError,
    );
    assert.notEqual(world.takeNow(store), undefined);
  });

  it('makes nothing when it is only looked at', () => {
    assert.equal(world.store().peek(scope), emptyScope);
    assert.equal(world.scopeFolder, undefined);
  });

  it('begins with what another boot may have sent', async () => {
    const { unknownBefore, nextId } = await nothing(world.store());
    assert.deepEqual([unknownBefore, nextId], [0, 1_000_001]);
  });

  it('runs a decision inside of another as if somebody else had', async () => {
    const store = world.store();
    let inner: Promise<unknown> | undefined;
    const outer = store.update(scope, (state) => {
      inner ??= world.take(store);
      return { state: { ...state, lastBulkStart: 5 }, result: 0 };
    });
    await Promise.all([outer, inner]);
    assert.equal(store.peek(scope).lastBulkStart, 5);
    assert.deepEqual(idsOf(store), world.held);
    await world.check();
  });

  it('keeps folders and files for the user alone', function () {
    world.takeNow(world.store());
    if (userInfo().uid < 0) return;
    chmodSync(world.folder, 0o777);
    world.takeNow(world.store());
    const modes = [world.folder, path.join(world.folder, 'quota'), path.dirname(world.head)].map((name) => statSync(name).mode & 0o777);
    assert.deepEqual(modes, [0o700, 0o700, 0o700]);
    assert.equal(statSync(world.head).mode & 0o777, 0o600);
  });

  it('leaves no more than two generations and no temporary file', () => {
    const store = world.store();
    writeFileSync(path.join(world.folder, 'other'), '');
    world.takeNow(store);
    writeFileSync(path.join(path.dirname(world.head), '1.left.tmp'), '');
    world.busy(store, 60);
    assert.equal(world.files.length, 2, world.files.join());
    assert.ok(statSync(world.head).size < 150_000);
  });

  it('removes what was not touched for a day: other boots and scopes', async () => {
    const old = ['quota/00112233445566ff/00112233445566778899aabbccddeeff', 'quota/ffeeddccbbaa0011', 'quota/mine'].map((name) => path.join(world.folder, name));
    for (const name of old) mkdirSync(name, { recursive: true });
    const age = (days: number) => new Date(world.clock.now() - days * 86_400_000);
    for (const name of [...old, path.dirname(old[0] ?? '')]) utimesSync(name, age(2), age(2));
    writeFileSync(path.join(old[1] ?? '', 'young'), '');
    utimesSync(path.join(old[1] ?? '', 'young'), age(0.5), age(0.5));
    utimesSync(old[1] ?? '', age(2), age(2));
    await nothing(world.store());
    assert.deepEqual(old.map((name) => existsSync(name)), [false, true, true]);
  });

  it('keeps the scopes of its own clock, however far the wall clock jumps', async () => {
    await nothing(world.store());
    const folder = path.dirname(world.head);
    world.clock.wall = Date.now() + 2 * 86_400_000;
    await world.store().update('dt:2', (state) => ({ state, result: 0 }));
    assert.ok(existsSync(folder));
  });

  it('is shared though what was not touched for a day cannot be removed', async () => {
    const old = path.join(world.folder, 'quota/00112233445566ff');
    mkdirSync(old, { recursive: true });
    utimesSync(old, 0, 0);
    const fs = interrupted((call, go, args) => {
      if (call === 'rmSync' && args[0] === old) throw systemError('EBUSY', 'rm');
      return go();
    });
    assert.equal((await nothing(world.store(fs))).unknownBefore, 0);
  });

  it('takes a line that was cut short for no line, and for no damage, wherever it was cut', async () => {
    const store = world.store();
    world.takeNow(store);
    const line = readFileSync(world.head).subarray(-300);
    for (const length of [1, 8, 9, 100, line.length - 1]) {
      appendFileSync(world.head, line.subarray(0, length));
      const { held, unknownBefore } = await world.store().update(scope, (state) => ({ state: { ...state, nextId: state.nextId + 1 }, result: state }));
      assert.deepEqual([held.map(({ id }) => id), unknownBefore], [world.held, 0]);
    }
    assert.deepEqual(world.said, []);
  });

  it('does not believe a listing that is older than what it opens', async () => {
    const a = world.store();
    world.takeNow(a);
    const first = readFileSync(world.head);
    world.busy(a, 30);
    // Of one who came late with a link, and had not yet looked.
    writeFileSync(path.join(path.dirname(world.head), '1.jsonl'), first);
    world.takeNow(a);
    let listings = 0;
    const late = world.store(interrupted((call, go) => (call === 'readdirSync' && listings++ === 0 ? ['1.jsonl'] : go())));
    assert.deepEqual((await nothing(late)).held.map(({ id }) => id), world.held);
  });

  it('is shared beside a file with a number that nobody counts to', async () => {
    const store = world.store();
    world.takeNow(store);
    for (const name of ['1000000000000.jsonl', '999999999999999.jsonl']) writeFileSync(path.join(path.dirname(world.head), name), 'nothing\n');
    const newcomer = world.store();
    for (const each of [store, newcomer]) assert.equal((await nothing(each)).held.length, 1);
    world.takeNow(newcomer);
    assert.deepEqual(idsOf(store), world.held);
  });

  describe('tells its listeners', () => {
    it('once for each change, after it, and never in the middle of one', async () => {
      const store = world.store();
      const heard: number[] = [];
      let isDeciding = false;
      store.onDidChange((changed) => {
        assert.equal(changed, scope);
        assert.ok(!isDeciding);
        heard.push(idsOf(store).length);
      });
      await store.update(scope, (state) => {
        isDeciding = true;
        const made = { ...state, nextId: state.nextId + 1 };
        isDeciding = false;
        return { state: made, result: 0 };
      });
      world.takeNow(store);
      await nothing(store);
      assert.deepEqual(heard, [0, 1]);
      world.takeNow(world.store());
      await nothing(store);
      assert.deepEqual(heard, [0, 1, 2]);
    });

    it('of what others did, by itself', async () => {
      const store = world.store();
      await nothing(store);
      const heard = new Promise((resolve) => store.onDidChange(resolve));
      world.takeNow(world.store());
      assert.equal(await heard, scope);
      assert.deepEqual(idsOf(store), world.held);
    });

    it('also when it has only looked itself', async () => {
      const store = world.store();
      assert.deepEqual(idsOf(store), [], 'there is no folder yet');
      world.takeNow(world.store());
      assert.deepEqual(idsOf(store), world.held);
      const heard = new Promise((resolve) => store.onDidChange(resolve));
      world.takeNow(world.store());
      await heard;
      assert.deepEqual(idsOf(store), world.held);
    });

    it('also in a folder that was made anew', async () => {
      const store = world.store();
      world.takeNow(store);
      rmSync(path.dirname(world.head), { recursive: true });
      world.takeNow(store);
      // What the watch on the old folder has still to say must not be what is heard.
      for (let turn = 0; turn < 10; turn++) await settled();
      const heard = new Promise((resolve) => store.onDidChange(resolve));
      world.takeNow(world.store());
      await heard;
      assert.deepEqual(idsOf(store), world.held);
    });

    it('also in a folder that another process made anew', async () => {
      const [store, other] = [world.store(), world.store()];
      world.takeNow(store);
      rmSync(path.dirname(world.head), { recursive: true });
      world.clock.time++;
      world.takeNow(other);
      await nothing(store);
      for (let turn = 0; turn < 10; turn++) await settled();
      const heard = new Promise((resolve) => store.onDidChange(resolve));
      world.takeNow(other);
      await heard;
      assert.deepEqual(new Set(idsOf(store)), new Set(world.held));
    });

    it('and lets none of them break an update', async () => {
      const store = world.store();
      store.onDidChange(() => {
        throw new Error('a listener');
      });
      assert.notEqual(await world.take(store), undefined);
      assert.deepEqual(world.said, ['A listener of the quota store failed']);
    });
  });

  describe('never knows less than it must', () => {
    const unknownUntil = () => world.clock.time + 30_000;

    for (const [name, damage] of [
      ['a bit flipped', (octets: Buffer) => Buffer.from(octets.map((octet, index) => (index === 300 ? octet ^ 1 : octet)))],
      ['its header gone', (octets: Buffer) => octets.subarray(octets.indexOf(0x0a) + 1)],
      ['nothing left of it', () => Buffer.alloc(0)],
      ['zeros in its place', (octets: Buffer) => Buffer.alloc(octets.length)],
      ['a gap in it', (octets: Buffer) => Buffer.concat([octets.subarray(0, octets.indexOf(0x0a) + 1), octets.subarray(octets.lastIndexOf(0x0a, -2) + 1)])],
      ['another file in its place', () => Buffer.from('MZ\u0090 this is no journal\n')],
    ] as const) {
      it(`of a journal with ${name}`, async () => {
        for (const round of [1, 2, 3]) assert.ok(world.takeNow(world.store()), `${round}`);
        world.clock.time++;
        world.change(damage);
        const [store, other] = [world.store(), world.store()];
        assert.equal((await nothing(store)).unknownBefore, unknownUntil());
        assert.equal(store.peek(scope).unknownBefore, unknownUntil());
        assert.deepEqual(await nothing(other), await nothing(store));
        assert.deepEqual(world.files, ['1.jsonl', '2.jsonl']);
        assert.equal(world.said.length, 1, world.said.join());
        const id = await store.update(scope, (state) => ({ state: { ...state, nextId: state.nextId + 1 }, result: state.nextId }));
        assert.ok(id > Math.max(...world.held), 'no id is given again');
      });
    }

    for (const [name, end] of [['', ''], [' and ends with a line end', '\n']] as const) {
      it(`of a journal that is larger than any of ours${name}`, async () => {
        let most = 0;
        const fs = interrupted((call, go, args) => {
          if (call === 'readSync') most = Math.max(most, Number(args[3]));
          return go();
        });
        const [reader, newcomer] = [world.store(fs), world.store(fs)];
        world.takeNow(reader);
        // Takes no room on the disk.
        truncateSync(world.head, 70 * 1024 * 1024);
        appendFileSync(world.head, end);
        const { unknownBefore, held } = await nothing(reader);
        assert.deepEqual([unknownBefore, held.map(({ id }) => id)], [unknownUntil(), world.held]);
        assert.deepEqual(await nothing(newcomer), await nothing(reader));
        assert.deepEqual(world.files, ['1.jsonl', '2.jsonl']);
        assert.ok(most < 100_000, `${most} octets are read at once`);
      });
    }

    it('of a journal that another process read while it was whole', async () => {
      const [reader, newcomer] = [world.store(), world.store()];
      for (const round of [1, 2, 3]) assert.ok(world.takeNow(reader), `${round}`);
      world.change((octets) => Buffer.from(octets.map((octet, index) => (index === 300 ? octet ^ 1 : octet))));
      assert.notEqual(world.takeNow(reader), undefined);
      assert.equal((await nothing(newcomer)).unknownBefore, unknownUntil());
      assert.equal((await nothing(reader)).unknownBefore, unknownUntil());
    });

    it('of a journal that was cut at any place, while it was open', async () => {
      for (let size = 0; ; size += 997) {
        const own = new World();
        try {
          const [store, other] = [own.store(), own.store()];
          own.takeNow(store);
          own.takeNow(other);
          if (size >= statSync(own.head).size) return;
          truncateSync(own.head, size);
          // Who did not see what is missing cannot know; who did tells all.
          await nothing(store);
          const state = await nothing(other);
          assert.equal(state.unknownBefore, unknownUntil(), `${size}`);
          assert.deepEqual(await nothing(store), state);
        } finally {
          own.dispose();
        }
      }
    });

    it('of a journal that was cut and grew again', async () => {
      const [reader, late] = [world.store(), world.store()];
      world.takeNow(reader);
      const { size } = statSync(world.head);
      world.takeNow(late);
      truncateSync(world.head, size);
      const other = world.store();
      await other.update(scope, (state) => ({ state: { ...state, lastBulkStart: 1 }, result: 0 }));
      await world.busyElsewhere(other);
      assert.equal((await nothing(late)).unknownBefore, unknownUntil());
    });

    for (const [name, remove] of [
      ['removed', (folder: string) => rmSync(folder, { recursive: true })],
      ['moved away', (folder: string) => renameSync(folder, `${folder}.old`)],
    ] as const) {
      it(`in a folder that was ${name}`, async () => {
        const [a, b] = [world.store(), world.store()];
        world.takeNow(a);
        world.takeNow(b);
        for (const folder of [path.dirname(world.head), path.join(world.folder, 'quota'), world.folder]) {
          remove(folder);
          assert.deepEqual((await nothing(a)).held.map(({ id }) => id), world.held);
          assert.deepEqual((await nothing(b)).held.map(({ id }) => id), world.held);
        }
        await world.check();
      });

      it(`in a folder that was ${name}, and that a newcomer began anew`, async () => {
        const a = world.store();
        world.takeNow(a);
        world.takeNow(a);
        remove(path.dirname(world.head));
        world.clock.time++;
        const newcomer = world.store();
        world.takeNow(newcomer);
        world.takeNow(a);
        assert.deepEqual(new Set(idsOf(a)), new Set(world.held));
        assert.deepEqual(new Set((await nothing(newcomer)).held.map(({ id }) => id)), new Set(world.held));
        assert.equal(world.takeNow(newcomer), undefined);
      });
    }

    for (const [name, save, restore] of [
      ['file', (head: string, copy: string) => cpSync(head, copy), (head: string, copy: string) => renameSync(copy, head)],
      [
        'folder',
        (head: string, copy: string) => cpSync(path.dirname(head), copy, { recursive: true }),
        (head: string, copy: string) => {
          rmSync(path.dirname(head), { recursive: true });
          renameSync(copy, path.dirname(head));
        },
      ],
    ] as const) {
      it(`of a ${name} in whose place an older copy was put`, async () => {
        const [a, b] = [world.store(), world.store()];
        world.takeNow(a);
        const { head } = world;
        const copy = path.join(world.folder, 'copy');
        save(head, copy);
        for (const store of [b, a]) world.takeNow(store);
        world.clock.time++;
        restore(head, copy);
        assert.deepEqual(new Set((await nothing(a)).held.map(({ id }) => id)), new Set(world.held));
        assert.deepEqual(new Set((await nothing(b)).held.map(({ id }) => id)), new Set(world.held));
        assert.notEqual(world.takeNow(world.store()), undefined);
        for (const store of [a, b]) assert.equal(world.takeNow(store), undefined);
      });
    }

    it('of a journal whose continuation somebody removed', async () => {
      const [a, b] = [world.store(), world.store()];
      world.takeNow(a);
      world.busy(b, 30);
      rmSync(path.dirname(world.head), { recursive: true });
      assert.equal((await nothing(a)).unknownBefore, unknownUntil());
    });

    it('of a clock that was set back', async () => {
      const before = world.store();
      world.clock.time = 500_000;
      world.takeNow(before);
      world.clock.time = 400;
      const { held, unknownBefore } = await nothing(world.store());
      assert.deepEqual([held, unknownBefore], [[], 0]);
      assert.deepEqual(world.files, ['1.jsonl', '2.jsonl']);
    });

    it('of a clock that was set back to a time after the journal began', async () => {
      const before = world.store();
      world.takeNow(before);
      world.clock.time = 500_000;
      world.takeNow(before);
      world.clock.time = 2000;
      const { held, unknownBefore } = await nothing(world.store());
      assert.deepEqual([held, unknownBefore], [[], 0]);
    });

    it('than a line that is being written tells when it is whole', async () => {
      const a = world.store();
      world.takeNow(a);
      world.takeNow(a);
      const octets = readFileSync(world.head);
      truncateSync(world.head, octets.length - 100);
      let looks = 0;
      const patient = world.store(
        interrupted((call, go) => {
          if (call === 'readSync' && ++looks === 2) appendFileSync(world.head, octets.subarray(-100));
          return go();
        }),
      );
      assert.deepEqual((await nothing(patient)).held.map(({ id }) => id), world.held);
      assert.equal(world.files.length, 1);
    });
  });

  describe('says what keeps it from being shared', () => {
    it('a newer format, which it leaves as it is', async () => {
      const old = world.store();
      world.takeNow(old);
      const text = '{"format":2,"things":[]}';
      const newer = Buffer.from(`${crc32(text).toString(16).padStart(8, '0')} ${text}\nand more\n`);
      writeFileSync(path.join(path.dirname(world.head), '2.jsonl'), newer);
      await assert.rejects(nothing(world.store()), isTrouble('newer-format'));
      assert.deepEqual(readFileSync(world.head), newer);
      assert.equal(world.store().peek(scope), emptyScope);
      assert.deepEqual(idsOf(old), world.held);
    });

    for (const [code, expected] of [
      ['EPERM', 'unsupported'],
      ['ENOTSUP', 'unsupported'],
      ['EMLINK', 'unsupported'],
      ['EISDIR', 'unsupported'],
      ['EACCES', 'unwritable'],
      ['ENOSPC', 'full'],
    ] as const) {
      it(`${code} at a hard link: ${expected}`, async () => {
        const fs = interrupted((call, go) => {
          if (call === 'linkSync') throw systemError(code, 'link');
          return go();
        });
        await assert.rejects(nothing(world.store(fs)), isTrouble(expected, code));
        assert.deepEqual(world.files, []);
      });
    }

    for (const [call, code, expected] of [
      ['mkdirSync', 'EROFS', 'unwritable'],
      ['mkdirSync', 'EACCES', 'unwritable'],
      ['openSync', 'EMFILE', 'unwritable'],
      ['readdirSync', 'EIO', 'unwritable'],
      ['statSync', 'EIO', 'unwritable'],
      ['writeSync', 'EDQUOT', 'full'],
      ['writeSync', 'EFBIG', 'full'],
    ] as const) {
      it(`${code} at ${call}: ${expected}; and goes on when that is over`, async () => {
        let fails = true;
        const fs = interrupted((made, go) => {
          if (made === call && fails) throw systemError(code, call);
          return go();
        });
        const store = world.store(fs);
        await assert.rejects(nothing(store), isTrouble(expected, code));
        assert.equal(store.peek(scope).held.length, 0);
        fails = false;
        assert.notEqual(await world.take(store), undefined);
        await world.check();
      });
    }

    it('a file where a folder should be', async () => {
      writeFileSync(path.join(world.folder, 'quota'), '');
      await assert.rejects(nothing(world.store()), (error) => isTrouble('unwritable', 'EEXIST')(error));
    });

    it('a folder where a file should be', async () => {
      world.takeNow(world.store());
      mkdirSync(path.join(path.dirname(world.head), '7.jsonl'));
      await assert.rejects(nothing(world.store()), isTrouble('unwritable', 'EISDIR'));
    });

    it('a folder of somebody else', async () => {
      const fs = interrupted((call, go) => {
        const made = go();
        return call === 'statSync' && made instanceof Object && 'uid' in made ? Object.assign(made, { uid: 4711 }) : made;
      });
      // Windows has no such owners.
      if (userInfo().uid < 0) assert.ok(await nothing(world.store(fs)));
      else await assert.rejects(nothing(world.store(fs)), isTrouble('not-private'));
    });

    it('a folder that others may write to, and that cannot be closed to them', async () => {
      chmodSync(world.folder, 0o777);
      const fs = interrupted((call, go) => {
        if (call === 'chmodSync') throw systemError('EPERM', 'chmod');
        return go();
      });
      if (userInfo().uid < 0) assert.ok(await nothing(world.store(fs)));
      else await assert.rejects(nothing(world.store(fs)), isTrouble('not-private', 'EPERM'));
    });

    it('the same to a user that the system does not know', async function () {
      if (userInfo().uid < 0) return this.skip();
      for (const [isRefused, fs] of [[true, 'EPERM'], [false, '']].map(([is, code]) => [is, interrupted((call, go) => {
        if (call === 'chmodSync' && code !== '') throw systemError(String(code), 'chmod');
        return go();
      })] as const)) {
        chmodSync(world.folder, 0o777);
        const store = new DiskPermitStore({ folder: world.folder, clock: world.clock, clockId: 'boot1', fs, ownUid: () => undefined });
        if (isRefused) await assert.rejects(nothing(store), isTrouble('not-private', 'EPERM'));
        else await nothing(store);
        assert.equal(statSync(world.folder).mode & 0o777, isRefused ? 0o777 : 0o700);
        store.dispose();
      }
    });

    it('a folder that is somewhere else for each process; and does not even look there', async () => {
      const calls: string[] = [];
      const fs = interrupted((call, go) => {
        calls.push(call);
        return go();
      });
      const folder = '.local/state/dt-http';
      const store = new DiskPermitStore({ folder, clock: world.clock, clockId: 'boot1', fs });
      await assert.rejects(nothing(store), isTrouble('unwritable', 'no home folder', folder));
      assert.deepEqual([store.peek(scope), calls], [emptyScope, []]);
      store.dispose();
    });

    it('that the superuser is in the home folder of somebody else', async () => {
      if (userInfo().uid !== 0) return;
      const home = path.join(world.folder, 'home');
      mkdirSync(home);
      chownSync(home, 4711, 4711);
      const store = new DiskPermitStore({ folder: path.join(home, '.local/state/dt-http'), clock: world.clock, clockId: 'boot1' });
      await assert.rejects(nothing(store), isTrouble('not-private', '', home));
      assert.deepEqual(existsSync(path.join(home, '.local')), false);
      store.dispose();
    });

    it('a first line that finds room for a part only; and goes on when there is more', async () => {
      let fails = true;
      const fs = interrupted((call, go, args) =>
        fails && call === 'writeSync' && String(args[1]).includes('"format"') ? realFs.writeSync(args[0] as number, (args[1] as Buffer).subarray(0, 50)) : go(),
      );
      const store = world.store(fs);
      await assert.rejects(nothing(store), isTrouble('full'));
      assert.deepEqual(world.files, []);
      fails = false;
      assert.equal((await nothing(store)).unknownBefore, 0);
    });

    it('a folder below it of somebody else, to the superuser too', async () => {
      if (userInfo().uid !== 0) return;
      world.takeNow(world.store());
      chownSync(path.join(world.folder, 'quota'), 4711, 4711);
      await assert.rejects(nothing(world.store()), isTrouble('not-private'));
    });

    it('a disk that loses what is appended', async () => {
      const fs = interrupted((call, go, args) => (call === 'writeSync' && !String(args[1]).includes('format') ? (args[1] as Buffer).length : go()));
      await assert.rejects(world.take(world.store(fs)), (error) => error instanceof StoreTroubleError && error.trouble.code === 'unsupported');
      await settled();
    });
  });
});
