import type { Chance } from '../chance';
import type { Device, Profile } from '../world/entities';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How readings move over time. Every value depends on the device and the moment alone. */
export class Signals {
  readonly #chance: Chance;
  readonly #id: string;
  readonly #profile: Profile;
  readonly #startedAt: number;

  constructor(chance: Chance, device: Device, profile: Profile, startedAt: number) {
    this.#chance = chance;
    this.#id = device.id;
    this.#profile = profile;
    this.#startedAt = startedAt;
  }

  /** Celsius. */
  temperature(at: number): number {
    const { base, day, drift } = climates[this.#profile.place];
    const own = this.#chance.between(-1, 1, this.#id, 'climate');
    const slow = day * warmth(at) + drift * this.#wander('temperature', at, 4 * hourMs);
    const noise = 0.1 * this.#jitter('temperature', at);
    return round(base + own + slow + noise + this.#incident(at), 2);
  }

  /** Percent. */
  relativeHumidity(at: number): number {
    return round(clamp(42 + 14 * this.#wander('humidity', at, 9 * hourMs) - 4 * warmth(at), 5, 95), 1);
  }

  /** Parts per million: fresh air plus what people breathe out. */
  co2(at: number): number {
    const people = busyness(at) * (0.4 + 0.6 * Math.abs(this.#wander('people', at, hourMs)));
    return Math.round(420 + 900 * people + 15 * this.#jitter('co2', at));
  }

  /** Pascal. */
  pressure(at: number): number {
    return Math.round(100_800 + 1_400 * this.#wander('pressure', at, 30 * hourMs));
  }

  /** A count that only grows, faster in working hours. */
  total(at: number): number {
    const perDay = this.#chance.between(60, 260, this.#id, 'count');
    const days = Math.floor((at - Date.UTC(2020, 0, 1)) / dayMs);
    return Math.floor(days * perDay + perDay * workedShare(at));
  }

  /** Percent; sinks by about one in a month. */
  battery(at: number): number {
    const days = (at - this.#startedAt) / dayMs;
    return Math.round(clamp(this.#profile.battery - days / 30, 1, 100));
  }

  /** Percent, and a raw negative number, of one radio hop. */
  radio(connector: string, at: number): { signalStrength: number; rssi: number } {
    const base = this.#chance.between(25, 90, this.#id, connector, 'radio');
    const signalStrength = Math.round(clamp(base + 8 * this.#wander(connector, at, 2 * hourMs), 5, 100));
    return { signalStrength, rssi: Math.round(-110 + signalStrength * 0.6) };
  }

  /** The warm day of a freezer whose door was left open: up within an hour, down within four. */
  #incident(at: number): number {
    if (this.#profile.incidentDaysAgo === undefined) return 0;
    const hours = (at - (this.#startedAt - this.#profile.incidentDaysAgo * dayMs)) / hourMs;
    if (hours < 0 || hours > 8) return 0;
    return 14 * Math.min(hours, 1, (8 - hours) / 4);
  }

  /** From -1 to 1, smooth, with a new aim every `periodMs`. */
  #wander(what: string, at: number, periodMs: number): number {
    const slot = Math.floor(at / periodMs);
    const share = at / periodMs - slot;
    const from = this.#chance.between(-1, 1, this.#id, what, slot);
    const to = this.#chance.between(-1, 1, this.#id, what, slot + 1);
    const eased = share * share * (3 - 2 * share);
    return from + (to - from) * eased;
  }

  /** From -1 to 1, without memory. */
  #jitter(what: string, at: number): number {
    return this.#chance.between(-1, 1, this.#id, what, 'jitter', at);
  }
}

/** Celsius on average, swing over a day, slow drift. */
const climates: Readonly<Record<Profile['place'], { base: number; day: number; drift: number }>> = {
  office: { base: 21.5, day: 1.5, drift: 0.6 },
  meeting: { base: 21.5, day: 2, drift: 1 },
  fridge: { base: 4.5, day: 0.3, drift: 1.2 },
  freezer: { base: -19, day: 0.4, drift: 1.2 },
  outdoors: { base: 6, day: 5, drift: 4 },
  technical: { base: 18.5, day: 0.5, drift: 1 },
};

/** From -1 (before dawn) to 1 (mid-afternoon), UTC. */
function warmth(at: number): number {
  return Math.sin(((hourOf(at) - 9) / 24) * 2 * Math.PI);
}

/** From 0 (night, weekend) to 1 (midday on a working day), UTC. */
export function busyness(at: number): number {
  const weekday = new Date(at).getUTCDay();
  if (weekday === 0 || weekday === 6) return 0;
  return Math.max(0, Math.sin(((hourOf(at) - 6) / 12) * Math.PI));
}

/** How much of a day's counting is done: from 0 to 1, between 6 and 18 h UTC. */
function workedShare(at: number): number {
  return clamp((hourOf(at) - 6) / 12, 0, 1);
}

function hourOf(at: number): number {
  return (((at % dayMs) + dayMs) % dayMs) / hourMs;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
