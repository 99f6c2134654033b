import type { Store } from '../store';
import { formatTime } from '../time';
import type { Device, PublishedEvent } from '../world/entities';
import { silentSince, sourcesOf } from './deviceSources';
import type { Happening, Source } from './happening';

const dayMs = 86_400_000;

/** Milliseconds: `from` is included, `to` is not. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The past of a device, newest first. Computed day by day as far as the caller reads on, so that one
 * page of a month costs no more than the page.
 *
 * @param types Only these types; empty means all.
 */
export function* pastEvents(
  store: Store,
  device: Device,
  span: Span,
  types: readonly string[],
): Generator<PublishedEvent> {
  const wanted = (type: string): boolean => types.length === 0 || types.includes(type);
  const generatedFrom = Math.max(span.from, store.earliest);
  const silent = silentSince(store, device);
  const sources = sourcesOf(store, device).filter((source) => source.types.some(wanted));
  const published = device.published.filter(({ type, at }) => wanted(type) && at >= span.from && at < span.to);
  // What was published may be older than everything generated.
  const oldest = published.reduce((least, { at }) => Math.min(least, at), generatedFrom);
  for (let to = span.to; to > oldest; to -= dayMs) {
    const from = Math.max(oldest, to - dayMs);
    const generated = sources
      .flatMap((source) => within(source, { from: Math.max(from, generatedFrom), to: Math.min(to, silent) }))
      .filter(({ type }) => wanted(type))
      .map((happening) => withId(store, device, happening));
    const day = [...generated, ...published.filter(({ at }) => at >= from && at < to)];
    yield* day.sort(newestFirst);
  }
}

/** What a device will say in a span that lies ahead, in no order. */
export function comingEvents(store: Store, device: Device, { from, to }: Span): readonly PublishedEvent[] {
  const span = { from, to: Math.min(to, silentSince(store, device)) };
  return sourcesOf(store, device)
    .flatMap((source) => within(source, span))
    .map((happening) => withId(store, device, happening));
}

/** The order of history: newest first, then by ID. Page tokens rely on it. */
export function newestFirst(a: { at: number; id: string }, b: { at: number; id: string }): number {
  return b.at - a.at || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/** An event as the API shows it. Sources: events page; Python client, samples. */
export function envelope(device: Device, event: PublishedEvent): object {
  return {
    eventId: event.id,
    // The project the device is in now, wherever it was then.
    targetName: `projects/${device.project}/devices/${device.id}`,
    eventType: event.type,
    data: { [event.type]: event.data },
    timestamp: formatTime(event.at),
  };
}

function within(source: Source, { from, to }: Span): Happening[] {
  const found: Happening[] = [];
  for (let slot = Math.floor(from / source.slotMs); slot * source.slotMs < to; slot++) {
    found.push(...source.happenings(slot).filter(({ at }) => at >= from && at < to));
  }
  return found;
}

/** The same happening has the same ID wherever it is told: history, stream, push. */
export function withId(store: Store, device: Device, happening: Happening): PublishedEvent {
  return { id: `c${store.chance.hex(19, device.id, happening.type, happening.at)}`, ...happening };
}
