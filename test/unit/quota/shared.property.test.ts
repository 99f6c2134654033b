import assert from 'node:assert/strict';
import { Limiter } from '../../../src/quota/limiter';
import type { Pace } from '../../../src/quota/pace';
import type { Permit, Priority, QuotaRule } from '../../../src/quota/permits';
import { type BulkPolicy, earliestStart, emptyScope, type ScopeState } from '../../../src/quota/scopeState';
import { MemoryPermitStore } from '../../../src/quota/store';
import { doubtMarginMs, freeAt, leaseMs } from '../../../src/quota/window';
import { ManualClock } from '../../helpers/manualClock';
import { seeded } from '../../helpers/seeded';
import { SharedProcess } from '../../helpers/sharedProcess';

const cases = 400;
const holder = { label: 'GET /v2/projects', source: 'test' };
/** One look of 25 ms, the rounding of two timers, and three times what a store takes at most to tell what it wrote. */
const lookMs = 25 + 2 + 3 * 2;

interface Stop {
  readonly at: number;
  /** `Infinity`: it dies. */
  readonly until: number;
}

/** One request: as drawn, and as it went. */
interface Sent {
  readonly process: number;
  readonly priority: Priority;
  readonly askedAt: number;
  /** From the grant to the look at the fence; from there to the answer, or the end without one. */
  readonly connectMs: number;
  readonly latency: number;
  readonly fate: 'answered' | 'neverSent' | 'fateUnknown';
  /** When its take is cancelled, if it still waits then. */
  readonly cancelAt: number;
  /** Each wait of it in line, with its end: more than one when it was withheld. */
  readonly waits: { readonly from: number; to: number }[];
  writtenAt?: number;
  isOver?: boolean;
}

interface Case {
  /** By process. */
  readonly rules: readonly QuotaRule[];
  readonly stops: readonly (readonly Stop[])[];
  readonly bulk: BulkPolicy;
  readonly early: number;
  readonly late: number;
  readonly sent: readonly Sent[];
  readonly damagedAt: number;
  readonly wallJumps: readonly { readonly at: number; readonly by: number }[];
}

/** What the store held, from `at` on. */
type Trace = { readonly at: number; readonly state: ScopeState }[];

describe('quota/limiter, several processes over one store', () => {
  const seen = { withheld: 0, deaths: 0, lapsed: 0, damaged: 0, cancelled: 0 };

  it(`keep every window within the limit, lose no permit, and wait no longer than a look (${cases} cases)`, async () => {
    for (let seed = 1; seed <= cases; seed++) {
      const drawn = draw(seed);
      const { trace, end } = await play(drawn);
      const label = `seed ${seed}`;
      checkServer(drawn, label);
      checkWaits(drawn, trace, label);
      checkReturn(drawn, trace, end, label);
      seen.withheld += drawn.sent.filter(({ waits }) => waits.length > 1).length;
      seen.deaths += drawn.stops.flat().filter(({ until }) => until === Infinity).length;
      seen.damaged += drawn.damagedAt < Infinity ? 1 : 0;
      seen.cancelled += drawn.sent.filter(({ isOver, waits, writtenAt, fate }) => isOver && waits.length > 0 && writtenAt === undefined && fate !== 'neverSent').length;
      seen.lapsed += trace.filter(({ at, state }) => state.held.some(({ phase }) => phase.kind === 'in-flight' && phase.leaseUntil < at)).length;
    }
  }).timeout(120_000);

  it('and all of what may go wrong did', () => {
    for (const [what, count] of Object.entries(seen)) assert.ok(count > 20, `${what}: ${count} of ${JSON.stringify(seen)}`);
  });
});

function draw(seed: number): Case {
  const random = seeded(seed);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const oneOf = <T>(...choices: T[]): T => choices[upTo(choices.length - 1)]!;
  const rule = () => ({ limit: 1 + upTo(7), windowMs: oneOf(100, 250, 1000) });
  const [usual, another] = [rule(), rule()];
  const processes = 2 + upTo(2);
  const rules = Array.from({ length: processes }, () => (random() < 0.2 ? another : usual));
  // A request that takes longer than a lease is only as safe as its holder is alive.
  const isSlow = random() < 0.2;
  const isDamaged = random() < 0.15;
  const lasts = oneOf(3000, 3000, 60_000);
  const longest = isSlow ? 45_000 : oneOf(5, 160, 1000);
  const sent = Array.from({ length: 5 + upTo(25) }, (): Sent => {
    const askedAt = upTo(lasts);
    const fate = random() < 0.8 ? 'answered' : oneOf('neverSent', 'fateUnknown');
    return {
      process: upTo(processes - 1),
      priority: oneOf('interactive', 'bulk', 'bulk'),
      askedAt,
      connectMs: upTo(oneOf(0, 0, 1000, 1000, isSlow ? 0 : 60_000)),
      latency: Math.min(upTo(longest), fate === 'fateUnknown' ? 1000 : Infinity),
      fate,
      cancelAt: random() < 0.15 ? askedAt + upTo(3000) : Infinity,
      waits: [],
    };
  });
  const stops = rules.map((): Stop[] => {
    const at = upTo(3500);
    const until = random() < 0.2 ? Infinity : at + upTo(isSlow ? 15_000 : oneOf(200, 60_000, 60_000));
    // Nor is it safe when the record is lost and its holder cannot see that.
    return random() < 0.6 && !(isSlow && isDamaged) ? [{ at, until }] : [];
  });
  return {
    rules,
    stops,
    bulk: { pace: oneOf<Pace>('spread', 'burst'), reserve: () => seed % 2 },
    early: random() < 0.3 ? 0.5 : 0,
    late: random() < 0.5 ? 2 : 0,
    sent,
    damagedAt: isDamaged ? upTo(3000) : Infinity,
    wallJumps: Array.from({ length: upTo(3) }, () => ({ at: upTo(4000), by: (random() - 0.5) * 1e9 })),
  };
}

async function play({ rules, stops, bulk, early, late, sent, damagedAt, wallJumps }: Case): Promise<{ trace: Trace; end: number }> {
  const clock = new ManualClock();
  const memory = new MemoryPermitStore();
  const trace: Trace = [{ at: 0, state: emptyScope }];
  memory.onDidChange(() => void trace.push({ at: clock.monotonic(), state: memory.peek('s') }));
  const random = seeded(7);
  const processes = rules.map(() => new SharedProcess(clock, memory, () => random() * early, () => random() * late));
  const limiters = processes.map(
    (process, index) => new Limiter({ clock: process.clock, store: process.store, self: { id: `p${index}`, name: '' }, pace: bulk.pace, reserve: bulk.reserve }),
  );
  for (const { at, by } of wallJumps) clock.after(at, () => clock.jumpWall(by));
  for (const [index, process] of processes.entries()) {
    for (const { at, until } of stops[index] ?? []) {
      clock.after(at, () => (until === Infinity ? process.kill() : process.stop()));
      if (until < Infinity) clock.after(until, () => process.resume());
    }
  }
  if (damagedAt < Infinity) {
    clock.after(damagedAt, () => {
      void memory.update('s', ({ gate }) => ({ state: { nextId: 1, held: [], gate, unknownBefore: clock.monotonic() }, result: undefined }));
      for (const process of processes) process.notice('s');
    });
  }
  for (const each of sent) {
    const process = processes[each.process]!;
    clock.after(each.askedAt, () => process.run(() => run(limiters[each.process]!, clock, process, rules[each.process]!, each)));
  }
  const lives = ({ process }: Sent) => !stops[process]?.some(({ until }) => until === Infinity);
  for (let second = 0; sent.some((each) => lives(each) && !each.isOver); second++) {
    assert.ok(second < 1000, 'everything of those who live comes to an end');
    await clock.advance(1000);
  }
  const end = clock.monotonic();
  // The longest request of the dead, the lease, the window, the margin of doubt, and the last idle look.
  await clock.advance(150_000);
  assert.equal(clock.pending, 0, 'no timer is left');
  for (const limiter of limiters) limiter.dispose();
  return { trace, end };
}

/** The wire is on time, whatever timers do; what comes of it reaches the process when that runs. */
function run(limiter: Limiter, clock: ManualClock, process: SharedProcess, rule: QuotaRule, sent: Sent): void {
  const after = (delay: number, callback: () => void) => clock.after(delay, () => process.run(callback));
  const controller = new AbortController();
  const wait = { from: clock.monotonic(), to: Infinity };
  sent.waits.push(wait);
  const cancel = sent.cancelAt < Infinity ? after(Math.max(0, sent.cancelAt - wait.from), () => controller.abort()) : undefined;
  const send = (permit: Permit) => {
    if (!permit.isValid) {
      permit.neverSent();
      return run(limiter, clock, process, rule, sent);
    }
    if (sent.fate !== 'neverSent') sent.writtenAt = clock.monotonic();
    after(sent.latency, () => {
      sent.isOver = true;
      if (sent.fate === 'answered') permit.answered(200);
      else permit[sent.fate]();
    });
  };
  limiter.take({ scope: 's', rule, priority: sent.priority, holder }, controller.signal).then(
    (permit) => {
      cancel?.dispose();
      wait.to = clock.monotonic();
      after(sent.connectMs, () => send(permit));
    },
    () => {
      wait.to = clock.monotonic();
      sent.isOver = true;
    },
  );
}

/**
 * From the write to the last moment at which the server can have counted it. A request that left is on
 * its way whatever becomes of its sender: the server judges it before it answers, and what died with
 * its sender within the time that octets travel.
 */
function judged({ sent, stops }: Case): { readonly from: number; readonly to: number; readonly process: number }[] {
  return sent.flatMap(({ writtenAt, latency, fate, process }) => {
    if (writtenAt === undefined) return [];
    const died = stops[process]?.find(({ until }) => until === Infinity)?.at ?? Infinity;
    const answered = writtenAt + latency + (fate === 'fateUnknown' ? 5000 : 0);
    return [{ from: writtenAt, to: Math.min(answered, Math.max(died, writtenAt) + 5000), process }];
  });
}

/** Whatever moment the server picks for each. A rule holds for every window with a request that was sent under it. */
function checkServer(drawn: Case, label: string): void {
  const spans = judged(drawn);
  for (const { to: start } of spans) {
    for (const rule of drawn.rules) {
      const inside = spans.filter(({ from, to }) => from < start + rule.windowMs && to >= start);
      const isInForce = inside.some(({ process }) => drawn.rules[process] === rule);
      assert.ok(!isInForce || inside.length <= rule.limit, `${label}: ${inside.length} under ${rule.limit}/${rule.windowMs} from ${start}`);
    }
  }
}

/** The first in the line of a process that runs never waits longer than a look while it could go. */
function checkWaits(drawn: Case, trace: Trace, label: string): void {
  for (const sent of drawn.sent) {
    const ask = { rule: drawn.rules[sent.process]!, priority: sent.priority, holder, by: { id: '', name: '' } };
    for (const wait of sent.waits) {
      const first = Math.max(wait.from, ...drawn.sent.filter((other) => other !== sent && other.process === sent.process).flatMap(({ waits, priority }) =>
        waits.filter(({ from }) => from <= wait.to && (priority === sent.priority ? from <= wait.from : priority === 'interactive')).map(({ to }) => to)));
      const stop = drawn.stops[sent.process]?.[0] ?? { at: Infinity, until: Infinity };
      checkRun(Math.max(first, 0), Math.min(wait.to, stop.at));
      checkRun(Math.max(first, stop.until), wait.to);
    }

    function checkRun(from: number, to: number): void {
      let possibleSince = Infinity;
      for (const [index, { at, state }] of trace.entries()) {
        const [start, end] = [Math.max(at, from), Math.min(trace[index + 1]?.at ?? Infinity, to)];
        if (start >= end) continue;
        const possible = earliestStart(state, ask, drawn.bulk, start);
        possibleSince = possible >= end ? Infinity : possible > start ? possible : Math.min(possibleSince, possible);
        if (end < Infinity) assert.ok(end - possibleSince <= lookMs, `${label}: could go at ${possibleSince}, waits at ${end}`);
      }
    }
  }
}

/** What the living hold is free a window and 5 s after their last word, what the dead held a lease later. */
function checkReturn(drawn: Case, trace: Trace, end: number, label: string): void {
  for (const { at, state } of trace) {
    for (const permit of state.held) {
      const death = drawn.stops[Number(permit.by.id.slice(1))]?.find(({ until }) => until === Infinity)?.at;
      if (at < end && death === undefined) continue;
      const latest = (death === undefined ? end : death + leaseMs) + permit.rule.windowMs + doubtMarginMs;
      assert.ok(freeAt(permit, permit.rule) <= latest, `${label}: held until ${freeAt(permit, permit.rule)}, not ${latest}`);
    }
  }
}
