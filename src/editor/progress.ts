import type { Clock } from '../base/clock';
import type { Disposable } from '../base/disposable';
import { secondsLeft } from '../http/format';
import type { QuotaSnapshot } from '../quota/permits';
import type { Progress } from '../run/pipeline';
import type { PermitWait } from './quota/rows';
import { waitText } from './quota/words';

/** What a run is doing; times are milliseconds. */
export type RunStep =
  | Progress
  | { readonly kind: 'starting' }
  | { readonly kind: 'waiting'; readonly forMs: number }
  /** Another request is run first. */
  | { readonly kind: 'dependency'; readonly name: string };

/** How often the seconds of a wait are counted, in milliseconds. */
const tickMs = 1000;

/** A send that takes longer than this shows for how long it has been going on. */
const longSendMs = 2000;

/** What there is to show of a run that goes on. */
export interface RunProgress {
  readonly text: string;
  /** Set while it waits for a permit. */
  readonly wait?: PermitWait;
}

/** The quota of a scope; undefined when nothing is known of it. */
export type LookUpQuota = (scope: string) => QuotaSnapshot | undefined;

/**
 * What a run is doing since `elapsedMs`, in a few words for the lens.
 *
 * @param quotaOf Says why a request waits for a permit.
 */
export function progressText(step: RunStep, elapsedMs: number, quotaOf: LookUpQuota = () => undefined): string {
  const left = (ms: number) => secondsLeft(ms - elapsedMs);
  switch (step.kind) {
    case 'starting':
      return 'Starting…';
    case 'dependency':
      return `Running "${step.name}" first…`;
    case 'waiting':
      return `Waiting, ${left(step.forMs)}…`;
    case 'signing-in':
      return 'Signing in…';
    case 'waiting-for-quota':
      return quotaText(quotaOf(step.scope), step.expectedMs - elapsedMs, step.take);
    case 'sending': {
      const attempt = step.attempt === 1 ? '' : `, attempt ${step.attempt}${step.of === undefined ? '' : ` of ${step.of}`}`;
      return elapsedMs < longSendMs ? `Sending${attempt}…` : `Sending${attempt}, ${Math.floor(elapsedMs / 1000)} s…`;
    }
    case 'receiving':
      return `Receiving, ${Math.ceil(step.received / 1000)} kB…`;
    case 'waiting-to-retry':
      return `${step.status ?? 'No answer'}, ${step.attempt === undefined ? 'next try' : `attempt ${step.attempt} of ${step.of ?? step.attempt}`} in ${left(step.afterMs)}…`;
    case 'redirecting':
      return 'Following a redirect…';
  }
}

function quotaText(quota: QuotaSnapshot | undefined, leftMs: number, take: number): string {
  return quota ? waitText(quota, leftMs, take) : `waits for the quota, ${secondsLeft(leftMs)}…`;
}

/**
 * Tells what a run is doing, and counts the seconds while it goes on. A text that says the same is
 * not told again, and how much was received is told once a second: each telling redraws lenses.
 */
export class ProgressLine implements Disposable {
  #step: RunStep = { kind: 'starting' };
  #since: number;
  #timer: Disposable | undefined;
  #disposed = false;
  #shown: RunProgress = { text: progressText(this.#step, 0) };

  constructor(
    private readonly clock: Clock,
    private readonly tell: (progress: RunProgress) => void,
    private readonly quotaOf: LookUpQuota = () => undefined,
  ) {
    this.#since = clock.monotonic();
    this.#timer = clock.after(tickMs, () => this.#tick());
  }

  /** What was told last. */
  get shown(): RunProgress {
    return this.#shown;
  }

  show(step: RunStep): void {
    if (this.#disposed) return;
    const goesOn = step.kind === 'receiving' && this.#step.kind === 'receiving';
    this.#step = step;
    if (goesOn) return;
    this.#since = this.clock.monotonic();
    this.#timer?.dispose();
    this.#tick();
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer?.dispose();
  }

  #tick(): void {
    const step = this.#step;
    const text = progressText(step, this.clock.monotonic() - this.#since, this.quotaOf);
    const wait = step.kind === 'waiting-for-quota' ? { wait: { scope: step.scope, take: step.take } } : {};
    // Armed before the telling, so that a listener may dispose.
    this.#timer = this.clock.after(tickMs, () => this.#tick());
    if (text === this.#shown.text && wait.wait?.take === this.#shown.wait?.take) return;
    this.#shown = { text, ...wait };
    this.tell(this.#shown);
  }
}
