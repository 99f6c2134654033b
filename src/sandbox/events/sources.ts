import type { Chance } from '../chance';
import { formatTime } from '../time';
import type { Device, Profile } from '../world/entities';
import type { Happening, Source } from './happening';
import { busyness, Signals } from './signals';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The sources of a device that is not emulated: heartbeat, what happens to it, and its slow news. */
export function makeSources(chance: Chance, device: Device, profile: Profile, startedAt: number): readonly Source[] {
  const context = { chance, device, profile, signals: new Signals(chance, device, profile, startedAt) };
  if (device.type === 'ccon') return [connectorStatus(context), dailyTouch(context)];
  const state = stateEvents[device.type];
  const sources: Source[] = [heartbeat(context), battery(context)];
  if (state !== undefined) sources.push(stateChanges(context, state));
  if (device.type === 'touch') sources.push(touches(context));
  if (touchable.includes(device.type)) sources.push(dailyTouch(context));
  if (profile.probe) sources.push(probeWires(context));
  return sources;
}

/** Types with a `touch` in their samples (Python client, samples); a touch sensor has its own source. */
const touchable: readonly string[] = [
  'temperature',
  'proximity',
  'humidity',
  'proximityCounter',
  'touchCounter',
  'waterDetector',
];

interface Context {
  readonly chance: Chance;
  readonly device: Device;
  readonly profile: Profile;
  readonly signals: Signals;
}

interface StateEvent {
  readonly type: string;
  readonly idle: string;
  readonly active: string;
  /** Chance that something happens in a busy hour. */
  readonly busy: number;
  /** Chance in any other hour. */
  readonly quiet: number;
  readonly extra?: object;
}

const stateEvents: Readonly<Record<string, StateEvent>> = {
  proximity: { type: 'objectPresent', idle: 'PRESENT', active: 'NOT_PRESENT', busy: 0.6, quiet: 0.02 },
  waterDetector: { type: 'waterPresent', idle: 'NOT_PRESENT', active: 'PRESENT', busy: 0.004, quiet: 0.002 },
  motion: { type: 'motion', idle: 'NO_MOTION_DETECTED', active: 'MOTION_DETECTED', busy: 0.95, quiet: 0.03 },
  deskOccupancy: {
    type: 'deskOccupancy',
    idle: 'NOT_OCCUPIED',
    active: 'OCCUPIED',
    busy: 0.8,
    quiet: 0,
    extra: { remarks: [] },
  },
  contact: { type: 'contact', idle: 'CLOSED', active: 'OPEN', busy: 0.9, quiet: 0.04 },
};

function heartbeat(context: Context): Source {
  const { chance, device, profile } = context;
  const readings = primaryReadings[device.type];
  return {
    types: [...(readings?.types ?? []), 'networkStatus'],
    slotMs: profile.heartbeatMs,
    happenings(slot) {
      // Each device beats at its own moment of the slot, a little early or late each time.
      const share = chance.between(0.1, 0.7, device.id, 'beat') + chance.between(0, 0.2, device.id, 'beat', slot);
      const at = Math.floor((slot + share) * profile.heartbeatMs);
      return [...(readings?.read(context.signals, at, profile.heartbeatMs) ?? []), ...networkStatus(context, at + 400)];
    },
  };
}

interface Readings {
  readonly types: readonly string[];
  read(signals: Signals, at: number, heartbeatMs: number): readonly Happening[];
}

const primaryReadings: Readonly<Record<string, Readings>> = {
  temperature: {
    types: ['temperature'],
    read(signals, at, heartbeatMs) {
      // Newest first, as the API sends samples.
      const samples = [0, 1, 2].map((index) => {
        const sampled = at - Math.floor((index * heartbeatMs) / 3);
        return { value: signals.temperature(sampled), sampleTime: formatTime(sampled) };
      });
      return [say('temperature', at, { value: samples[0]?.value, samples, isBackfilled: false })];
    },
  },
  humidity: { types: ['humidity'], read: (signals, at) => [humidity(signals, at)] },
  co2: {
    types: ['co2', 'pressure', 'humidity'],
    read: (signals, at) => [
      say('co2', at, { ppm: signals.co2(at) }),
      say('pressure', at, { pascal: signals.pressure(at) }),
      humidity(signals, at),
    ],
  },
  proximityCounter: counter('objectPresentCount'),
  touchCounter: counter('touchCount'),
};

function counter(type: string): Readings {
  return { types: [type], read: (signals, at) => [say(type, at, { total: signals.total(at) })] };
}

function humidity(signals: Signals, at: number): Happening {
  const reading = { temperature: signals.temperature(at), relativeHumidity: signals.relativeHumidity(at) };
  const samples = [{ ...reading, sampleTime: formatTime(at) }];
  return say('humidity', at, { ...reading, samples, isBackfilled: false });
}

/** One event for each Cloud Connector in range; merging them is for `reported` (Swift client). */
function networkStatus({ profile, signals }: Context, at: number): Happening[] {
  return profile.heardBy.map((connector, index) => {
    const radio = signals.radio(connector, at);
    const data = { ...radio, cloudConnectors: [{ id: connector, ...radio }] };
    const transmissionMode = radio.signalStrength < 20 ? 'HIGH_POWER_BOOST_MODE' : 'LOW_POWER_STANDARD_MODE';
    return say('networkStatus', at + index, { ...data, transmissionMode });
  });
}

/** Away from the idle state and back, at most once an hour. */
function stateChanges(context: Context, { type, idle, active, busy, quiet, extra }: StateEvent): Source {
  const { chance, device } = context;
  return {
    types: [type, 'networkStatus'],
    slotMs: hourMs,
    happenings(slot) {
      const start = slot * hourMs;
      if (chance.at(device.id, type, slot) >= quiet + busy * busyness(start + hourMs / 2)) return [];
      const away = Math.floor(start + chance.between(1, 30, device.id, type, 'away', slot) * minuteMs);
      const back = Math.floor(away + chance.between(0.5, 28, device.id, type, 'back', slot) * minuteMs);
      return [
        ...[say(type, away, { state: active, ...extra }), ...networkStatus(context, away + 200)],
        ...[say(type, back, { state: idle, ...extra }), ...networkStatus(context, back + 200)],
      ];
    },
  };
}

function touches(context: Context): Source {
  const { chance, device } = context;
  return {
    types: ['touch', 'networkStatus'],
    slotMs: hourMs,
    happenings(slot) {
      const start = slot * hourMs;
      if (chance.at(device.id, 'touched', slot) >= 0.7 * busyness(start + hourMs / 2)) return [];
      const at = Math.floor(start + chance.between(1, 59, device.id, 'touch', slot) * minuteMs);
      return [say('touch', at, {}), ...networkStatus(context, at + 200)];
    },
  };
}

/** Somebody picks the device up about once in ten days. */
function dailyTouch({ chance, device }: Context): Source {
  return daily('touch', (slot) => (chance.at(device.id, 'picked up', slot) < 0.1 ? {} : undefined), chance, device);
}

function battery({ chance, device, signals }: Context): Source {
  return daily('batteryStatus', (slot) => ({ percentage: signals.battery(slot * dayMs) }), chance, device);
}

function probeWires({ chance, device }: Context): Source {
  return daily('probeWireStatus', (slot) => (slot % 7 === 0 ? { state: 'THREE_WIRE' } : undefined), chance, device);
}

function daily(type: string, read: (slot: number) => object | undefined, chance: Chance, device: Device): Source {
  return {
    types: [type],
    slotMs: dayMs,
    happenings(slot) {
      const data = read(slot);
      const at = Math.floor((slot + chance.between(0.2, 0.8, device.id, type, slot)) * dayMs);
      return data === undefined ? [] : [say(type, at, data)];
    },
  };
}

/** A Cloud Connector reports its lines once an hour; now and then the cable gives way to the mobile network. */
function connectorStatus({ chance, device, profile, signals }: Context): Source {
  return {
    types: ['connectionStatus', 'ethernetStatus', 'cellularStatus'],
    slotMs: profile.heartbeatMs,
    happenings(slot) {
      const at = Math.floor((slot + chance.between(0.1, 0.8, device.id, 'line', slot)) * profile.heartbeatMs);
      const cable = chance.at(device.id, 'cable', slot) > 0.01;
      const mac = chance.hex(6, device.id).replace(/..(?!$)/g, '$&:');
      const available = cable ? ['ETHERNET', 'CELLULAR'] : ['CELLULAR'];
      const errors = cable ? [] : [{ code: 'NO_LINK', message: 'No cable connected' }];
      const ipAddress = cable ? '10.0.0.17' : '';
      return [
        say('connectionStatus', at, { connection: available[0], available }),
        say('ethernetStatus', at, { macAddress: `f0:b5:b7:${mac}`, ipAddress, errors }),
        say('cellularStatus', at, { signalStrength: signals.radio('cellular', at).signalStrength, errors: [] }),
      ];
    },
  };
}

function say(type: string, at: number, data: object): Happening {
  return { type, at, data: { ...data, updateTime: formatTime(at) } };
}
