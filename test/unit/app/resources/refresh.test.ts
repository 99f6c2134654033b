import assert from 'node:assert/strict';
import { ResourceBook } from '../../../../src/app/resources/book';
import { isSpare, NameRefresher } from '../../../../src/app/resources/refresh';
import type { NamedAccount } from '../../../../src/auth/accountBook';
import { CancelledError } from '../../../../src/base/abort';
import { systemRandom } from '../../../../src/base/random';
import { Redactor } from '../../../../src/http/redact';
import type { QuotaSnapshot } from '../../../../src/quota/permits';
import type { RunRequest, RunResult } from '../../../../src/run/runner';
import { MemorySecretStore } from '../../../../src/auth/accountBook';
import { ManualClock } from '../../../helpers/manualClock';
import { memoryFiles } from '../../../helpers/memoryFiles';

const account: NamedAccount = { name: 'mine', account: { keyId: 'k', secret: 's', email: 'a@b', tokenUrl: '' } };
const hour = 3_600_000;
/** In which nobody types. */
const quiet = 5000;
const free: QuotaSnapshot = { scope: 's', rule: { limit: 4, windowMs: 1000 }, used: 0, holdings: [], waiting: [], closedForMs: 0, unknownForMs: 0 };

describe('whether the quota has some to spare', () => {
  const waiting = [{ id: 1, holder: { label: '', source: '' }, priority: 'interactive' as const, expectedMs: 1 }];
  const rows: readonly [what: string, quota: Partial<QuotaSnapshot>, spare: boolean][] = [
    ['nothing is used', {}, true],
    ['less than half is used', { used: 1 }, true],
    ['half is used', { used: 2 }, false],
    ['somebody waits', { waiting }, false],
    ['a 429 closed it', { closedForMs: 1 }, false],
    ['it is not known what was sent', { unknownForMs: 1 }, false],
    ['it cannot be shared', { trouble: 'unwritable' as unknown as NonNullable<QuotaSnapshot['trouble']> }, false],
  ];
  for (const [what, quota, spare] of rows) it(`${spare ? 'yes' : 'no'}: ${what}`, () => assert.equal(isSpare({ ...free, ...quota }), spare));
});

describe('names that are loaded again by themselves', () => {
  let clock: ManualClock;
  let book: ResourceBook;
  let quota: QuotaSnapshot;
  let sent: string[];
  let log: string[];
  let answer: (run: RunRequest, signal: AbortSignal) => Promise<RunResult>;
  let refresher: NameRefresher;

  const answered = ({ request }: RunRequest, status = 200): RunResult => {
    const body = new TextEncoder().encode('{}');
    const response = { status, statusText: '', headers: [], body, encodedLength: body.length };
    return { outcome: { kind: 'answered', response, exchange: { request, attempts: [{ request, response, timing: { startedAt: 0, totalMs: 1 }, signedAs: { scheme: 'bearer', email: 'a@b' } }] } } };
  };
  beforeEach(async () => {
    clock = new ManualClock();
    quota = free;
    sent = [];
    log = [];
    answer = (run) => Promise.resolve(answered(run));
    book = new ResourceBook({ clock, log: () => undefined });
    const host = { clock, random: systemRandom, log: (_: string, message: string) => void log.push(message), files: memoryFiles({}), secrets: new MemorySecretStore(), processEnv: () => undefined, userAgent: 'dt-http/test', allowedOrigins: [] };
    refresher = new NameRefresher({
      host,
      runner: (run, signal) => {
        sent.push(`${run.request.origin}${run.request.target} ${run.priority}`);
        return answer(run, signal);
      },
      noteOutcome: () => undefined,
      factsOf: () => Promise.resolve({ now: 0, hostKind: 'api', recentCreates: [], canSign: true, attemptsAllowed: 1, hide: (text: string) => text }),
      redactor: new Redactor(),
      basesFor: () => undefined,
      quota: () => quota,
    }, book);
    await book.loaded(account.account);
  });
  afterEach(() => {
    refresher.dispose();
    assert.equal(clock.pending, 0);
  });
  const used = async (later = 0, whose = account) => {
    await clock.advance(later);
    refresher.used(whose);
    await clock.advance(quiet);
    await clock.advance(0);
    await clock.advance(0);
  };
  const typed = async () => {
    refresher.used(account);
    await clock.advance(1000);
  };
  const whole = ['organizations', 'projects'].map((list) => `https://api.disruptive-technologies.com/v2/${list}?pageSize=100 bulk`);

  it('do not come while somebody types', async () => {
    await clock.advance(hour);
    for (let key = 0; key < 60; key++) await typed();
    assert.deepEqual(sent, []);
    await clock.advance(quiet - 1000);
    await clock.advance(0);
    await clock.advance(0);
    assert.deepEqual(sent, whole);
  });

  it('come once an hour, behind the requests of people', async () => {
    await used(hour - quiet - 1);
    assert.deepEqual(sent, []);
    await used(1);
    assert.deepEqual(sent, whole);
    await used();
    await used(hour - quiet - 1);
    assert.equal(sent.length, 2);
    await used(1);
    assert.equal(sent.length, 4);
  });

  it('do not come for an account whose names nobody has loaded, or that is signed out', async () => {
    await used(hour, { ...account, account: { ...account.account, email: 'c@d' } });
    await used(0, { ...account, signedOut: true });
    assert.deepEqual(sent, []);
  });

  it('do not come after they were forgotten', async () => {
    await book.forget();
    await used(hour);
    assert.deepEqual(sent, []);
  });

  it('wait as long as the quota is in use', async () => {
    quota = { ...free, used: 2 };
    await used(hour);
    await clock.advance(10_000);
    assert.deepEqual(sent, []);
    quota = free;
    await clock.advance(1000);
    assert.deepEqual(sent, whole);
  });

  it('are given up when the window closes', async () => {
    quota = { ...free, used: 2 };
    await used(hour);
    refresher.dispose();
    quota = free;
    await clock.advance(10_000);
    assert.deepEqual(sent, []);
    refresher.used(account);
    await clock.advance(0);
    assert.deepEqual(sent, []);
  });

  it('are given up where a list has no end', async () => {
    answer = (run) => {
      const body = new TextEncoder().encode('{"nextPageToken":"again"}');
      const { outcome } = answered(run);
      return Promise.resolve({ outcome: outcome.kind === 'answered' ? { ...outcome, response: { ...outcome.response, body } } : outcome });
    };
    await used(hour);
    assert.equal(sent.length, 2);
    assert.match(log.join(), /The list of organizations has no end/);
  });

  it('are tried again an hour after they failed, and that stands in the log alone', async () => {
    answer = (run) => Promise.resolve(answered(run, 501));
    await used(hour);
    assert.equal(sent.length, 1);
    assert.match(log.join(), /^The names of mine were not loaded again: 501/);
    answer = () => Promise.reject(new Error('ours'));
    await used(hour - quiet - 1);
    assert.equal(sent.length, 1);
    await used(1);
    assert.match(log.join(), /could not be loaded again: Error: ours/);
    answer = () => Promise.reject(new CancelledError());
    await used(hour);
    assert.equal(log.length, 2);
  });
});
