import type { Clock } from '../base/clock';
import type { Disposable } from '../base/disposable';
import { withCancel } from './messages';

/** Milliseconds after which a run gets a notification with a cancel button. */
const patienceMs = 1500;

/** A notification with progress and a cancel button, once a run takes longer than a moment. Goes when disposed. */
export class SlowNotice implements Disposable {
  readonly #timer: Disposable;
  #end: () => void = () => undefined;
  #report: (message: string) => void = () => undefined;
  #message = '';

  constructor(clock: Clock, title: string, cancel: () => void) {
    const ended = new Promise<void>((resolve) => (this.#end = resolve));
    this.#timer = clock.after(patienceMs, () => {
      void withCancel(title, (progress, token) => {
        token.onCancellationRequested(cancel);
        this.#report = (message) => progress.report({ message });
        this.#report(this.#message);
        return ended;
      });
    });
  }

  report(message: string): void {
    this.#message = message;
    this.#report(message);
  }

  dispose(): void {
    this.#timer.dispose();
    this.#end();
  }
}
