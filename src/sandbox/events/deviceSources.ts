import type { Store } from '../store';
import { formatTime } from '../time';
import type { Device } from '../world/entities';
import type { Source } from './happening';
import { makeSources } from './sources';

const dayMs = 86_400_000;

/** Everything that makes events of a device; nothing for an emulated one. */
export function sourcesOf(store: Store, device: Device): readonly Source[] {
  if (device.profile === undefined) return [];
  return [
    ...makeSources(store.chance, device, device.profile, store.startedAt),
    ...installation(device, store.earliest),
  ];
}

/** From when on nothing was heard of the device, in milliseconds; Infinity while it is alive. */
export function silentSince(store: Store, device: Device): number {
  const days = device.profile?.silentForDays;
  return days === undefined ? Infinity : store.startedAt - days * dayMs;
}

const firstStates: Readonly<Partial<Record<Device['type'], readonly [string, object]>>> = {
  proximity: ['objectPresent', { state: 'PRESENT' }],
  waterDetector: ['waterPresent', { state: 'NOT_PRESENT' }],
  motion: ['motion', { state: 'NO_MOTION_DETECTED' }],
  deskOccupancy: ['deskOccupancy', { state: 'NOT_OCCUPIED', remarks: [] }],
  contact: ['contact', { state: 'CLOSED' }],
};

/** A device tells its state when it is put up, at the very beginning of history: so `reported` always has one. */
function installation(device: Device, earliest: number): readonly Source[] {
  const first = firstStates[device.type];
  if (first === undefined) return [];
  const [type, state] = first;
  const slotOfStart = Math.floor(earliest / dayMs);
  const happening = { type, at: earliest, data: { ...state, updateTime: formatTime(earliest) } };
  return [{ types: [type], slotMs: dayMs, happenings: (slot) => (slot === slotOfStart ? [happening] : []) }];
}
