import type { Clock } from '../base/clock';
import type { Disposable } from '../base/disposable';

/**
 * Does something when asked, at once, but never twice within `everyMs` milliseconds: who asks
 * meanwhile is served at the end of that time, together.
 */
export class Pacer implements Disposable {
  #timer: Disposable | undefined;
  #asked = false;
  #disposed = false;

  constructor(
    private readonly clock: Clock,
    private readonly everyMs: number,
    private readonly act: () => void,
  ) {}

  ask(): void {
    if (this.#disposed) return;
    if (this.#timer) this.#asked = true;
    else this.#do();
  }

  dispose(): void {
    this.#disposed = true;
    this.#timer?.dispose();
  }

  #do(): void {
    this.#asked = false;
    // Armed before the act, so that an act that asks again waits its time, and may dispose.
    this.#timer = this.clock.after(this.everyMs, () => {
      this.#timer = undefined;
      if (this.#asked) this.#do();
    });
    this.act();
  }
}
