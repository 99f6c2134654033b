/** Device types and what each reports. Sources: devices page; Python client, samples. */

export type DeviceType =
  | 'temperature'
  | 'proximity'
  | 'touch'
  | 'humidity'
  | 'proximityCounter'
  | 'touchCounter'
  | 'waterDetector'
  | 'ccon'
  | 'co2'
  | 'motion'
  | 'deskOccupancy'
  | 'contact';

interface DeviceTypeFacts {
  /** Seen in samples; the numbers starting with 9 are invented, as no source shows one for these types. */
  readonly productNumber: string;
  /** Every type of event that this type of device may send, `labelsChanged` apart. */
  readonly events: readonly string[];
}

const common = ['networkStatus', 'batteryStatus'];

/** What is known of each type. */
export const deviceTypes: Readonly<Record<DeviceType, DeviceTypeFacts>> = {
  temperature: { productNumber: '102058', events: ['temperature', 'probeWireStatus', ...common, 'touch'] },
  proximity: { productNumber: '102064', events: ['objectPresent', ...common, 'touch'] },
  touch: { productNumber: '100110', events: ['touch', ...common] },
  humidity: { productNumber: '102081', events: ['humidity', ...common, 'touch'] },
  proximityCounter: { productNumber: '101730', events: ['objectPresentCount', ...common, 'touch'] },
  touchCounter: { productNumber: '101675', events: ['touchCount', ...common, 'touch'] },
  waterDetector: { productNumber: '101714', events: ['waterPresent', ...common, 'touch'] },
  ccon: { productNumber: '100011', events: ['connectionStatus', 'ethernetStatus', 'cellularStatus', 'touch'] },
  // That temperature and humidity of this type come as `humidity` is likely; no source says so.
  co2: { productNumber: '900401', events: ['co2', 'pressure', 'humidity', ...common] },
  motion: { productNumber: '900402', events: ['motion', ...common] },
  deskOccupancy: { productNumber: '900403', events: ['deskOccupancy', ...common] },
  contact: { productNumber: '900404', events: ['contact', ...common] },
};

/** Types that history can be asked for. `labelsChanged` may be asked for and is never there. */
export const eventTypes: readonly string[] = [
  ...new Set(Object.values(deviceTypes).flatMap((facts) => facts.events)),
  'labelsChanged',
];

export function isDeviceType(text: string): text is DeviceType {
  return Object.hasOwn(deviceTypes, text);
}
