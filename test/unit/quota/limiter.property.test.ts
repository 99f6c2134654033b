import assert from 'node:assert/strict';
import type { Clock } from '../../../src/base/clock';
import { Limiter } from '../../../src/quota/limiter';
import type { Pace } from '../../../src/quota/pace';
import type { Permit, Priority, QuotaRule } from '../../../src/quota/permits';
import { ManualClock } from '../../helpers/manualClock';
import { seeded } from '../../helpers/seeded';

const cases = 3000;
/** Whole milliseconds that a timer is rounded up to. */
const roundingMs = 1;

type Fate = 'answered' | 'neverSent' | 'fateUnknown';

/** One request of a case, as drawn and as it went. */
interface Sent {
  readonly priority: Priority;
  readonly askedAt: number;
  readonly latency: number;
  readonly fate: Fate;
  /** When its take is cancelled, if it still waits then. */
  readonly cancelAt: number;
  grantedAt?: number;
  endedAt?: number;
  cancelled?: boolean;
}

interface Case {
  readonly rule: QuotaRule;
  readonly pace: Pace;
  readonly reserve: number;
  readonly earlyTimers: boolean;
  readonly sent: readonly Sent[];
  readonly wallJumps: readonly { readonly at: number; readonly by: number }[];
}

describe('quota/limiter, for any pattern', () => {
  it(`keeps every window within the limit, and nobody waits without need (${cases} cases)`, async () => {
    for (let seed = 1; seed <= cases; seed++) {
      const drawn = draw(seed);
      await play(drawn);
      const label = `seed ${seed}: ${drawn.rule.limit}/${drawn.rule.windowMs}ms ${drawn.pace} reserve ${drawn.reserve}`;
      checkServer(drawn, label);
      checkWaits(drawn, label);
      checkOrder(drawn, label);
    }
  }).timeout(60_000);
});

function draw(seed: number): Case {
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const oneOf = <T>(...choices: T[]): T => choices[upTo(choices.length - 1)]!;
  const rule = { limit: 1 + upTo(7), windowMs: oneOf(100, 250, 1000) };
  const spacing = oneOf(0, 20, rule.windowMs / 2);
  const longest = oneOf(5, 160, rule.windowMs * 2);
  let askedAt = 0;
  const sent = Array.from({ length: 5 + upTo(30) }, (): Sent => {
    if (random() < 0.7) askedAt += upTo(spacing);
    return {
      priority: oneOf('interactive', 'bulk', 'bulk'),
      askedAt,
      latency: upTo(longest),
      fate: random() < 0.8 ? 'answered' : oneOf('neverSent', 'fateUnknown'),
      cancelAt: random() < 0.2 ? askedAt + upTo(rule.windowMs * 2) : Infinity,
    };
  });
  const wallJumps = Array.from({ length: upTo(3) }, () => ({ at: upTo(2000), by: (random() - 0.5) * 1e9 }));
  return { rule, pace: oneOf('spread', 'burst'), reserve: upTo(rule.limit - 1), earlyTimers: random() < 0.3, sent, wallJumps };
}

async function play({ rule, pace, reserve, earlyTimers, sent, wallJumps }: Case): Promise<void> {
  const clock = new ManualClock();
  const limiter = new Limiter({ clock: earlyTimers ? firingEarly(clock) : clock, pace, reserve: () => reserve });
  for (const { at, by } of wallJumps) clock.after(at, () => clock.jumpWall(by));
  for (const each of sent) clock.after(each.askedAt, () => run(limiter, clock, rule, each));
  // The longest possible case: everything in doubt and one after the other.
  while (sent.some(({ endedAt, cancelled }) => endedAt === undefined && !cancelled)) await clock.advance(10_000);
  // The margin of permits in doubt, and the last idle look.
  await clock.advance(rule.windowMs + 5000 + 1000);
  assert.equal(limiter.snapshot('s', rule).used, 0, 'all permits came back');
  assert.equal(clock.pending, 0, 'no timer is left');
  limiter.dispose();
}

function run(limiter: Limiter, clock: ManualClock, rule: QuotaRule, sent: Sent): void {
  const controller = new AbortController();
  const holder = { label: 'GET /v2/projects', source: 'test' };
  const cancel = sent.cancelAt < Infinity ? clock.after(sent.cancelAt - sent.askedAt, () => controller.abort()) : undefined;
  limiter.take({ scope: 's', rule, priority: sent.priority, holder }, controller.signal).then(
    (permit: Permit) => {
      cancel?.dispose();
      sent.grantedAt = clock.monotonic();
      clock.after(sent.latency, () => {
        sent.endedAt = clock.monotonic();
        if (sent.fate === 'answered') permit.answered(200);
        else permit[sent.fate]();
      });
    },
    () => void (sent.cancelled = true),
  );
}

/** Timers that fire early by up to half their delay, as those of a runtime may a little. */
function firingEarly(clock: ManualClock): Clock {
  const random = seeded(7);
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after: (delay, callback) => clock.after(delay > 2 ? delay * (1 - random() / 2) : delay, callback),
  };
}

/** From the send to the last moment at which the server can have counted it; nothing for a request never sent. */
function judged({ sent }: Case): [from: number, to: number][] {
  return sent.flatMap(({ grantedAt, endedAt, fate }): [number, number][] => {
    if (grantedAt === undefined || endedAt === undefined || fate === 'neverSent') return [];
    return [[grantedAt, fate === 'fateUnknown' ? endedAt + 5000 : endedAt]];
  });
}

/** Whatever moment the server picks for each: a window that starts at one's last moment is the worst. */
function checkServer(drawn: Case, label: string): void {
  const spans = judged(drawn);
  for (const [, start] of spans) {
    const inside = spans.filter(([from, to]) => from < start + drawn.rule.windowMs && to >= start).length;
    assert.ok(inside <= drawn.rule.limit, `${label}: ${inside} in the window from ${start}`);
  }
}

/** At every moment of its wait, something must have stood in the way of a request: worked out anew, the slow way. */
function checkWaits(drawn: Case, label: string): void {
  const { rule, sent } = drawn;
  const ends = sent.map((each) => holdEnd(each, rule)).filter((end): end is number => end !== undefined);
  const bulkStarts = sent.filter(({ priority, grantedAt }) => priority === 'bulk' && grantedAt !== undefined).map(({ grantedAt }) => grantedAt!);
  const moments = [...ends, ...bulkStarts.map((start) => start + rule.windowMs / (rule.limit - drawn.reserve))];
  for (const waiter of sent) {
    const until = waiter.grantedAt ?? waiter.cancelAt;
    for (const moment of [waiter.askedAt, ...moments]) {
      const at = moment + roundingMs;
      if (moment < waiter.askedAt || at >= until) continue;
      // Free for a whole rounding step and still waiting would be a needless wait.
      assert.ok(isHeldBack(waiter, moment, drawn) || isHeldBack(waiter, at, drawn), `${label}: asked ${waiter.askedAt}, free at ${at}, granted ${waiter.grantedAt}`);
    }
  }
}

function isHeldBack(waiter: Sent, at: number, { rule, reserve, pace, sent }: Case): boolean {
  const ahead = sent.some(
    (other) =>
      other !== waiter &&
      other.askedAt <= at &&
      (other.grantedAt ?? other.cancelAt) > at &&
      (other.priority === waiter.priority ? sent.indexOf(other) < sent.indexOf(waiter) : other.priority === 'interactive'),
  );
  if (ahead) return true;
  const held = sent.filter((other) => (other.grantedAt ?? Infinity) <= at && (holdEnd(other, rule) ?? -Infinity) > at).length;
  if (waiter.priority === 'interactive') return held >= rule.limit;
  const spacing = rule.windowMs / (rule.limit - reserve);
  const paced = pace === 'spread' && sent.some((other) => other.priority === 'bulk' && (other.grantedAt ?? Infinity) <= at && other.grantedAt! + spacing > at);
  return paced || held >= rule.limit - reserve;
}

/** When its permit was free again; undefined when it had none. */
function holdEnd({ grantedAt, endedAt, fate }: Sent, rule: QuotaRule): number | undefined {
  if (grantedAt === undefined || endedAt === undefined) return undefined;
  if (fate === 'neverSent') return endedAt;
  return endedAt + rule.windowMs + (fate === 'answered' ? 25 : 5000);
}

/** First come, first served among equals; interactive before bulk; spread keeps its distance. */
function checkOrder({ rule, reserve, pace, sent }: Case, label: string): void {
  const granted = sent.filter(({ grantedAt }) => grantedAt !== undefined);
  for (const priority of ['interactive', 'bulk'] as const) {
    const starts = granted.filter((each) => each.priority === priority).map(({ grantedAt }) => grantedAt!);
    assert.deepEqual(starts, [...starts].sort((a, b) => a - b), `${label}: ${priority} by arrival`);
    if (priority === 'interactive' || pace === 'burst') continue;
    const spacing = rule.windowMs / (rule.limit - reserve);
    const gaps = starts.slice(1).map((start, index) => start - starts[index]!);
    assert.ok(gaps.every((gap) => gap >= spacing - 1e-6), `${label}: spread`);
  }
}
