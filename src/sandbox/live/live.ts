import { type Disposable, toDisposable } from '../../base/disposable';
import { comingEvents, envelope } from '../events/history';
import { deviceName } from '../routes/deviceView';
import type { Store } from '../store';
import { formatTime } from '../time';
import type { Device, PublishedEvent } from '../world/entities';
import { isPushing, push } from './push';

/** An event at the moment it happens. */
export interface LiveEvent {
  readonly device: Device;
  readonly type: string;
  /** As a stream, history and a push show it. */
  readonly envelope: object;
}

/** How far ahead the events of generated devices are worked out. */
const aheadMs = 60_000;

/** Passes on what happens now: to open streams, and to Data Connectors. */
export class Live implements Disposable {
  readonly #store: Store;
  readonly #listeners = new Set<(event: LiveEvent) => void>();
  /** The generated event that comes next; undefined while nobody would hear it. */
  #next: Disposable | undefined;
  #ended = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** An event that {@link device} has just sent. */
  tell(device: Device, event: PublishedEvent): void {
    this.#emit({ device, type: event.type, envelope: envelope(device, event) });
  }

  /** Changes labels and sends `labelsChanged`, whose data stand without a key around them (events page). */
  setLabels(device: Device, labels: Record<string, string>): void {
    const old = device.labels;
    device.labels = labels;
    const pick = (wanted: (key: string) => boolean): object =>
      Object.fromEntries(Object.entries(labels).filter(([key]) => wanted(key)));
    const data = {
      added: pick((key) => !Object.hasOwn(old, key)),
      modified: pick((key) => Object.hasOwn(old, key) && old[key] !== labels[key]),
      removed: Object.keys(old).filter((key) => !Object.hasOwn(labels, key)),
    };
    if (Object.values(data).every((part) => Object.keys(part).length === 0)) return;
    const type = 'labelsChanged';
    const head = { eventId: this.#store.newId('event'), targetName: deviceName(device), eventType: type };
    this.#emit({ device, type, envelope: { ...head, data, timestamp: formatTime(this.#store.clock.now()) } });
  }

  /** Hears everything until it is disposed of. */
  listen(listener: (event: LiveEvent) => void): Disposable {
    this.#listeners.add(listener);
    this.review();
    return toDisposable(() => {
      this.#listeners.delete(listener);
      this.review();
    });
  }

  /** To be called when somebody began or ceased to listen: generated devices talk only while somebody does. */
  review(): void {
    const isHeard = this.#listeners.size > 0 || this.#store.connectors.all.some((each) => isPushing(each, this.#store));
    if (!isHeard || this.#ended) {
      this.#next?.dispose();
      this.#next = undefined;
    } else if (this.#next === undefined) this.#plan(this.#store.clock.now());
  }

  dispose(): void {
    this.#ended = true;
    this.#listeners.clear();
    this.review();
  }

  #emit(event: LiveEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
    push(event, this.#store);
  }

  #plan(from: number): void {
    const to = from + aheadMs;
    const coming = this.#store.devices
      .flatMap((device) => comingEvents(this.#store, device, { from, to }).map((event) => ({ device, event })))
      .sort((a, b) => a.event.at - b.event.at);
    this.#wait(coming, to);
  }

  #wait(coming: { readonly device: Device; readonly event: PublishedEvent }[], to: number): void {
    const { clock } = this.#store;
    const pause = Math.min((coming[0]?.event.at ?? to) - clock.now(), aheadMs);
    this.#next = clock.after(pause, () => {
      const now = clock.now();
      while (coming[0] !== undefined && coming[0].event.at <= now) {
        const { device, event } = coming[0];
        coming.shift();
        this.tell(device, event);
      }
      if (this.#next === undefined) return;
      // After a jump of the wall clock the past is left out: nobody waits for it.
      if (now >= to) this.#plan(Math.max(to, now - aheadMs));
      else if (now < to - 2 * aheadMs) this.#plan(now);
      else this.#wait(coming, to);
    });
  }
}
