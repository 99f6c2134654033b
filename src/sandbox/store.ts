import type { Clock } from '../base/clock';
import { Chance } from './chance';
import type { Account, Device, Organization, Project } from './world/entities';
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
  readonly accounts: readonly Account[];
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
    const { world, landmarks } = makeWorld(this.chance);
    this.landmarks = landmarks;
    this.accounts = world.accounts;
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

  devicesOf(project: Project): readonly Device[] {
    return this.devices.filter((device) => device.project === project.id);
  }

  /** Whether nothing holds the project, things that cannot be seen yet included. */
  isEmpty(project: Project): boolean {
    const holds = (device: Device): boolean => device.project === project.id;
    return ![...this.#devices.values()].some(holds) && !this.accounts.some((account) => account.owner === project.id);
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
