import { envelope, pastEvents } from '../events/history';
import type { Store } from '../store';
import { formatTime } from '../time';
import type { Device, PublishedEvent } from '../world/entities';
import type { LiveEvent } from './live';

const hourMs = 3_600_000;

export interface FeedOptions {
  /** ID of the project. */
  readonly project: string;
  readonly matches: (device: Device) => boolean;
  /** Empty means all. */
  readonly types: readonly string[];
  /** Undefined: no pings. */
  readonly pingMs: number | undefined;
}

/** What a caller asked a stream for. */
export class Feed {
  readonly pingMs: number | undefined;
  readonly #store: Store;
  readonly #options: FeedOptions;
  #pings = 0;

  constructor(store: Store, options: FeedOptions) {
    this.#store = store;
    this.#options = options;
    this.pingMs = options.pingMs;
  }

  wants({ device, type }: LiveEvent): boolean {
    const { types } = this.#options;
    return this.#has(device) && (types.length === 0 || types.includes(type));
  }

  /** `eventType: "ping"` with the project as its target. Source: Python client, samples. */
  ping(): object {
    const { clock, chance } = this.#store;
    return {
      eventId: chance.id('ping', this.#options.project, clock.now(), ++this.#pings),
      targetName: `projects/${this.#options.project}`,
      eventType: 'ping',
      data: null,
      timestamp: formatTime(clock.now()),
    };
  }

  /** The newest `count` events of the past that it lets through, oldest first; pings where there are fewer. */
  latest(count: number): readonly object[] {
    if (count === 0) return [];
    // The last hour holds enough most of the time and costs a fraction of a day.
    const lastHour = this.#past(count, this.#store.clock.now() - hourMs);
    const found = lastHour.length < count ? this.#past(count, this.#store.earliest) : lastHour;
    const newest = found.slice(Math.max(0, found.length - count));
    const pings = Array.from({ length: count - newest.length }, () => this.ping());
    return [...newest.map(({ device, event }) => envelope(device, event)), ...pings];
  }

  /** What happened since `from`, oldest first; of each device the newest `count` at most. */
  #past(count: number, from: number): readonly { readonly device: Device; readonly event: PublishedEvent }[] {
    const span = { from, to: this.#store.clock.now() + 1 };
    const found = this.#store.devices.filter((device) => this.#has(device)).flatMap((device) => {
      const events: { readonly device: Device; readonly event: PublishedEvent }[] = [];
      for (const event of pastEvents(this.#store, device, span, this.#options.types)) {
        if (events.length >= count) break;
        events.push({ device, event });
      }
      return events;
    });
    return found.sort((a, b) => a.event.at - b.event.at);
  }

  #has(device: Device): boolean {
    return device.project === this.#options.project && this.#options.matches(device);
  }
}
