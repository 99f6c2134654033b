import { deviceTypes } from '../deviceTypes';
import type { Store } from '../store';
import type { Device, PublishedEvent } from '../world/entities';
import { silentSince, sourcesOf } from './deviceSources';
import { withId } from './history';
import type { Happening, Source } from './happening';

/** Happenings that close together are one message, heard by several Cloud Connectors. */
const sameMessageMs = 100;

/**
 * The latest data per event type, keyed by type. Undefined for an emulated device that never published;
 * null for the types it has not published yet (Python client, samples).
 */
export function reportedBy(store: Store, device: Device): Readonly<Record<string, object | null>> | undefined {
  const { events } = deviceTypes[device.type];
  if (device.profile === undefined) {
    if (device.published.length === 0) return undefined;
    return Object.fromEntries(events.map((type) => [type, latestPublished(device.published, type)?.data ?? null]));
  }
  const found = latestMessages(store, device).flatMap(([type, message]): [string, object][] => {
    const data = type === 'networkStatus' ? mergeConnectors(message) : message.at(-1)?.data;
    return data === undefined ? [] : [[type, data]];
  });
  return Object.fromEntries(found);
}

/** The latest event of each type that the device has sent: what a Data Connector's sync sends again. */
export function latestEvents(store: Store, device: Device): readonly PublishedEvent[] {
  const types = deviceTypes[device.type].events;
  if (device.profile === undefined) return types.flatMap((type) => latestPublished(device.published, type) ?? []);
  return latestMessages(store, device).flatMap(([, message]) =>
    message.slice(-1).map((happening) => withId(store, device, happening)),
  );
}

function latestMessages(store: Store, device: Device): readonly (readonly [string, readonly Happening[]])[] {
  const sources = sourcesOf(store, device);
  const before = Math.min(store.clock.now(), silentSince(store, device));
  return deviceTypes[device.type].events.map((type) => [type, latestMessage(sources, type, before, store.earliest)]);
}

/** The newest by time; of equal ones the last to arrive. */
function latestPublished(published: readonly PublishedEvent[], type: string): PublishedEvent | undefined {
  let latest: PublishedEvent | undefined;
  for (const event of published) {
    if (event.type === type && event.at >= (latest?.at ?? -Infinity)) latest = event;
  }
  return latest;
}

function latestMessage(
  sources: readonly Source[],
  type: string,
  before: number,
  earliest: number,
): readonly Happening[] {
  const candidates = sources
    .filter((source) => source.types.includes(type))
    .flatMap((source) => lastSlotWith(source, type, before, earliest));
  const newest = candidates.reduce((at, happening) => Math.max(at, happening.at), -Infinity);
  return candidates.filter(({ at }) => newest - at < sameMessageMs);
}

/** What the last slot that has any holds of a type; looks back no further than `earliest`. */
function lastSlotWith(source: Source, type: string, before: number, earliest: number): readonly Happening[] {
  for (let slot = Math.floor(before / source.slotMs); (slot + 1) * source.slotMs > earliest; slot--) {
    const found = source
      .happenings(slot)
      .filter((happening) => happening.type === type && happening.at < before && happening.at >= earliest);
    if (found.length > 0) return found;
  }
  return [];
}

/** In `reported` the Cloud Connectors that heard the same message stand in one list, the strongest first. */
function mergeConnectors(message: readonly Happening[]): object | undefined {
  const heard = message.map(({ data }) => data as { signalStrength: number; cloudConnectors: object[] });
  const [strongest, ...others] = heard.sort((a, b) => b.signalStrength - a.signalStrength);
  if (strongest === undefined) return undefined;
  const cloudConnectors = [strongest, ...others].flatMap((each) => each.cloudConnectors);
  return { ...strongest, cloudConnectors };
}
