import type { Clock } from '../base/clock';
import type { Disposable } from '../base/disposable';
import type { Progress } from '../run/pipeline';

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

/** What a run is doing since `elapsedMs`, in a few words for the lens. */
export function progressText(step: RunStep, elapsedMs: number): string {
  const left = (ms: number) => `${Math.max(1, Math.ceil((ms - elapsedMs) / 1000))} s`;
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
      return `Waiting for the quota, ${left(step.expectedMs)}…`;
    case 'sending': {
      const attempt = step.attempt === 1 ? '' : `, attempt ${step.attempt}`;
      return elapsedMs < longSendMs ? `Sending${attempt}…` : `Sending${attempt}, ${Math.floor(elapsedMs / 1000)} s…`;
    }
    case 'receiving':
      return `Receiving, ${Math.ceil(step.received / 1000)} kB…`;
    case 'waiting-to-retry':
      return `${step.status === undefined ? 'No answer' : step.status}, next try in ${left(step.afterMs)}…`;
    case 'redirecting':
      return 'Following a redirect…';
  }
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
  #text = progressText(this.#step, 0);

  constructor(
    private readonly clock: Clock,
    private readonly tell: (text: string) => void,
  ) {
    this.#since = clock.monotonic();
    this.#timer = clock.after(tickMs, () => this.#tick());
  }

  /** What was told last. */
  get text(): string {
    return this.#text;
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
    const text = progressText(this.#step, this.clock.monotonic() - this.#since);
    // Armed before the telling, so that a listener may dispose.
    this.#timer = this.clock.after(tickMs, () => this.#tick());
    if (text === this.#text) return;
    this.#text = text;
    this.tell(text);
  }
}
