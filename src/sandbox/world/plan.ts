import type { DeviceType } from '../deviceTypes';
import type { Profile } from './entities';

/**
 * What stands where. IDs and readings come from the seed, this part is the same for every seed.
 * An ID hangs on the position in these lists: examples quote IDs, so append, do not insert.
 */
export interface DevicePlan {
  readonly type: DeviceType;
  readonly name: string;
  readonly place: Profile['place'];
  readonly labels?: Readonly<Record<string, string>>;
  readonly extra?: Partial<Pick<Profile, 'silentForDays' | 'battery' | 'probe' | 'incidentDaysAgo' | 'heartbeatMs'>>;
  /** The key of a landmark, where the device is one besides being the first of its type. */
  readonly landmark?: 'freezer' | 'silent' | 'labelled' | 'emulated' | 'spare' | 'hidden';
}

const minutes = 60_000;
const floor = (number: number): Record<string, string> => ({ floor: String(number) });

const headOffice: readonly DevicePlan[] = [
  { type: 'ccon', name: 'Gateway ground floor', place: 'technical', labels: floor(0) },
  { type: 'ccon', name: 'Gateway third floor', place: 'technical', labels: floor(3) },
  { type: 'temperature', name: 'Open space west', place: 'office', labels: { ...floor(1), 'room-number': '99' } },
  { type: 'temperature', name: 'Open space east', place: 'office', labels: { ...floor(1), 'room-number': '104' } },
  { type: 'temperature', name: 'Server room', place: 'technical', labels: { ...floor(0), alarm: '' } },
  { type: 'temperature', name: 'Roof', place: 'outdoors', extra: { battery: 9 } },
  { type: 'humidity', name: 'Archive', place: 'technical', labels: floor(0) },
  { type: 'humidity', name: 'Print room', place: 'office', labels: floor(2) },
  { type: 'proximity', name: 'Loading gate', place: 'technical', labels: { ...floor(0), alarm: '' } },
  { type: 'proximity', name: 'Bicycle cage', place: 'outdoors', landmark: 'silent', extra: { silentForDays: 6 } },
  { type: 'touch', name: 'Call reception', place: 'office', labels: floor(0) },
  { type: 'proximityCounter', name: 'Rest rooms second floor', place: 'office', labels: floor(2) },
  { type: 'touchCounter', name: 'Satisfaction, canteen', place: 'office', labels: floor(0) },
  { type: 'waterDetector', name: 'Dishwasher', place: 'technical', labels: { ...floor(0), alarm: '' } },
  { type: 'waterDetector', name: 'Sprinkler valve', place: 'technical', labels: floor(0) },
  { type: 'co2', name: 'Meeting room Fjord', place: 'meeting', labels: { ...floor(3), 'room-number': '301' } },
  { type: 'co2', name: 'Meeting room Skog', place: 'meeting', labels: { ...floor(3), 'room-number': '302' } },
  { type: 'motion', name: 'Corridor third floor', place: 'office', labels: floor(3) },
  { type: 'deskOccupancy', name: 'Desk 1-17', place: 'office', labels: { ...floor(1), desk: '17' } },
  { type: 'deskOccupancy', name: 'Desk 1-18', place: 'office', labels: { ...floor(1), desk: '18' } },
  { type: 'contact', name: 'Main entrance', place: 'office', labels: floor(0) },
  { type: 'contact', name: 'Label test bench', place: 'office', landmark: 'labelled' },
];

const coldStorage: readonly DevicePlan[] = [
  { type: 'ccon', name: 'Gateway cold storage', place: 'technical' },
  {
    type: 'temperature',
    name: 'Freezer 1',
    place: 'freezer',
    landmark: 'freezer',
    labels: { alarm: '', limit: '-15' },
    extra: { probe: true, incidentDaysAgo: 3, heartbeatMs: 5 * minutes },
  },
  { type: 'temperature', name: 'Freezer 2', place: 'freezer', labels: { alarm: '', limit: '-15' } },
  { type: 'temperature', name: 'Fridge 1', place: 'fridge', labels: { limit: '8' } },
  { type: 'temperature', name: 'Fridge 2', place: 'fridge', labels: { limit: '8' } },
  { type: 'temperature', name: 'Fridge 3', place: 'fridge', labels: { limit: '8' }, extra: { battery: 14 } },
  { type: 'contact', name: 'Freezer 1 door', place: 'freezer' },
  { type: 'contact', name: 'Freezer 2 door', place: 'freezer' },
  { type: 'humidity', name: 'Drying chamber', place: 'technical' },
  { type: 'waterDetector', name: 'Condensate tray', place: 'fridge' },
  { type: 'motion', name: 'Packing hall', place: 'technical' },
];

const inventory: readonly DevicePlan[] = [
  { type: 'temperature', name: '', place: 'technical', landmark: 'spare' },
  { type: 'temperature', name: '', place: 'technical' },
  { type: 'humidity', name: '', place: 'technical' },
  { type: 'touch', name: '', place: 'technical' },
];

const boardroom: readonly DevicePlan[] = [
  { type: 'deskOccupancy', name: 'Head of the table', place: 'meeting', landmark: 'hidden' },
  { type: 'co2', name: 'Boardroom', place: 'meeting' },
];

const elsewhere: readonly DevicePlan[] = [
  { type: 'ccon', name: 'Gateway quay', place: 'technical' },
  { type: 'temperature', name: 'Quay', place: 'outdoors' },
];

export const plans = { headOffice, coldStorage, inventory, annex: [] as readonly DevicePlan[], boardroom, elsewhere };

export const organizationNames = { ours: 'Fjordkontor Demo AS', other: 'Havnedrift Demo AS' };

export const projectNames: Readonly<Record<keyof typeof plans, string>> = {
  headOffice: 'Head office',
  coldStorage: 'Cold storage',
  inventory: 'Inventory',
  annex: 'Annex',
  boardroom: 'Boardroom',
  elsewhere: 'Harbour',
};
