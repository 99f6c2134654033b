import type { Clock } from '../base/clock';
import { Chance } from './chance';
import { Live } from './live/live';
import { Receivers } from './live/receivers';
import type { SandboxAccount } from './options';
import { Table } from './table';
import type {
  Account,
  Connector,
  Contact,
  ContactGroup,
  Device,
  Key,
  Kit,
  Member,
  Organization,
  Project,
} from './world/entities';
import type { Landmarks } from './world/landmarks';
import { makeWorld } from './world/world';

const dayMs = 86_400_000;

/** How far back history goes. The API's own limit is not documented. */
export const historyDays = 30;

/**
 * Everything the sandbox holds.
 *
 * Look-ups answer as the API would after its propagation delay: what was created a moment ago is
 * not there yet (error documentation: 404).
 */
export class Store {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly landmarks: Landmarks;
  /** Wall clock when the sandbox was started; the past before it is generated. */
  readonly startedAt: number;
  /** What the sandbox tells people about its own accounts. */
  readonly credentials: readonly SandboxAccount[];
  readonly accounts: Table<Account>;
  readonly keys: Table<Key>;
  readonly members: Table<Member>;
  readonly connectors: Table<Connector>;
  readonly contacts: Table<Contact>;
  readonly contactGroups: Table<ContactGroup>;
  readonly kits: readonly Kit[];
  /** Devices in no project, by ID. */
  readonly unclaimed: Map<string, Device>;
  readonly live: Live;
  readonly receivers = new Receivers();
  readonly #delay: number;
  readonly #organizations: readonly Organization[];
  readonly #projects: Map<string, Project>;
  readonly #devices: Map<string, Device>;
  #created = 0;

  constructor(options: { clock: Clock; seed: number; propagationDelayMs: number }) {
    this.clock = options.clock;
    this.chance = new Chance(options.seed);
    this.startedAt = options.clock.now();
    this.#delay = options.propagationDelayMs;
    const { world, landmarks } = makeWorld(this.chance, this.earliest);
    const now = (): number => this.clock.monotonic();
    this.landmarks = landmarks;
    this.credentials = world.credentials;
    this.accounts = new Table(now, world.accounts);
    this.keys = new Table(now, world.keys);
    this.members = new Table(now, world.members);
    this.connectors = new Table(now, world.connectors);
    this.contacts = new Table(now, world.contacts);
    this.contactGroups = new Table(now, world.contactGroups);
    this.kits = world.kits;
    this.unclaimed = new Map(world.unclaimed.map((device) => [device.id, device]));
    this.live = new Live(this);
    this.#organizations = world.organizations;
    this.#projects = new Map(world.projects.map((project) => [project.id, project]));
    this.#devices = new Map(world.devices.map((device) => [device.id, device]));
  }

  /** The first moment of history, in milliseconds. */
  get earliest(): number {
    return this.startedAt - historyDays * dayMs;
  }

  get organizations(): readonly Organization[] {
    return this.#organizations;
  }

  /** In the order of their creation. */
  get projects(): readonly Project[] {
    return [...this.#projects.values()].filter((project) => this.#isVisible(project));
  }

  /** In the order of their creation. */
  get devices(): readonly Device[] {
    return [...this.#devices.values()].filter((device) => this.#isVisible(device));
  }

  organization(id: string): Organization | undefined {
    return this.#organizations.find((organization) => organization.id === id);
  }

  project(id: string): Project | undefined {
    const project = this.#projects.get(id);
    return project !== undefined && this.#isVisible(project) ? project : undefined;
  }

  device(id: string): Device | undefined {
    const device = this.#devices.get(id);
    return device !== undefined && this.#isVisible(device) ? device : undefined;
  }

  /** The device, also while it cannot be seen yet. */
  anyDevice(id: string): Device | undefined {
    return this.#devices.get(id);
  }

  devicesOf(project: Project): readonly Device[] {
    return this.devices.filter((device) => device.project === project.id);
  }

  /** Whether nothing holds the project, things that cannot be seen yet included. */
  isEmpty(project: Project): boolean {
    const isInside = ({ parent }: { readonly parent: string }): boolean => parent === `projects/${project.id}`;
    const holds = (device: Device): boolean => device.project === project.id;
    return ![...this.#devices.values()].some(holds) && ![...this.accounts.all, ...this.connectors.all].some(isInside);
  }

  /** The key, a revoked one too, and the account it belongs to. */
  findKey(id: unknown): { readonly key: Key; readonly account: Account } | undefined {
    const key = this.keys.all.find((each) => each.id === id);
    const account = this.accounts.all.find((each) => `${each.parent}/serviceaccounts/${each.id}` === key?.parent);
    return key && account && { key, account };
  }

  findAccount(email: string): Account | undefined {
    return this.accounts.all.find((account) => account.email === email);
  }

  /** Tells the sandbox its address: what is pushed to itself can be told from the rest. */
  begin(origin: string): void {
    this.receivers.origin = origin;
    const own = this.connectors.all.filter(({ config }) => String(config.url).startsWith('/'));
    for (const { config, ...connector } of own) {
      this.connectors.add({ ...connector, config: { ...config, url: `${origin}${String(config.url)}` } });
    }
  }

  /** A new ID; the n-th one is the same for the same seed. */
  newId(kind: string): string {
    return this.chance.id('created', kind, ++this.#created);
  }

  /** When something created now can be seen. */
  visibleFrom(): number {
    return this.clock.monotonic() + this.#delay;
  }

  addProject(project: Project): void {
    this.#projects.set(project.id, project);
  }

  removeProject(project: Project): void {
    this.#projects.delete(project.id);
  }

  addDevice(device: Device): void {
    this.#devices.set(device.id, device);
  }

  removeDevice(device: Device): void {
    this.#devices.delete(device.id);
  }

  #isVisible(thing: { readonly visibleFrom: number }): boolean {
    return thing.visibleFrom <= this.clock.monotonic();
  }
}
