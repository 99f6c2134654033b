import type { JsonObject } from '../body';
import type { DeviceType } from '../deviceTypes';
import type { SandboxAccount } from '../options';
import type { RoleName } from '../roles';
import type { Row } from '../table';

/** What the sandbox holds. Plain data; only `store.ts` and the routes change it. */

export interface Organization {
  readonly id: string;
  readonly displayName: string;
}

export interface Location {
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly timeLocation: string;
}

export interface Project {
  readonly id: string;
  readonly organization: string;
  displayName: string;
  readonly inventory: boolean;
  location: Location;
  labels: Record<string, string>;
  /** Monotonic milliseconds from which it can be seen. */
  readonly visibleFrom: number;
}

/** How a generated device behaves; an emulated one has no profile and says only what is published. */
export interface Profile {
  /** What the readings follow. */
  readonly place: 'office' | 'meeting' | 'fridge' | 'freezer' | 'outdoors' | 'technical';
  readonly heartbeatMs: number;
  /** IDs of the Cloud Connectors in range. */
  readonly heardBy: readonly string[];
  /** Days before the start of the sandbox since when nothing was heard; undefined when it is alive. */
  readonly silentForDays?: number;
  /** Battery in percent at the start. */
  readonly battery: number;
  /** Only a probe reports its wires. */
  readonly probe?: boolean;
  /** A warm day in an otherwise cold place, so many days before the start. */
  readonly incidentDaysAgo?: number;
}

export interface PublishedEvent {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly data: object;
}

export interface Device {
  readonly id: string;
  project: string;
  type: DeviceType;
  readonly productNumber: string;
  labels: Record<string, string>;
  readonly profile: Profile | undefined;
  /** Oldest first by arrival. */
  published: PublishedEvent[];
  readonly visibleFrom: number;
}

export interface Member extends Row {
  readonly email: string;
  readonly displayName: string;
  role: RoleName;
  /** Invited, and has not accepted yet: gives no access. */
  readonly pending: boolean;
  /** A person; otherwise a service account. */
  readonly isUser: boolean;
  readonly createTime: number;
}

/** A service account. Its project owns it, which gives no access (service account page). */
export interface Account extends Row {
  readonly email: string;
  readonly displayName: string;
  readonly enableBasicAuth: boolean;
  readonly createTime: number;
  readonly updateTime: number;
}

/** Belongs to a service account. A revoked one is kept out of sight, so that a refusal can say why. */
export interface Key extends Row {
  readonly secret: string;
  readonly createTime: number;
  revoked: boolean;
}

export interface Connector extends Row {
  readonly displayName: string;
  readonly type: string;
  readonly status: string;
  /** Event types; empty means all. */
  readonly events: readonly string[];
  /** Keys of the labels that a push carries. */
  readonly labels: readonly string[];
  /** What stands under `httpConfig` or the like. */
  readonly config: JsonObject;
  /** The last attempts to push, oldest first. */
  readonly pushes: { readonly at: number; readonly ok: boolean }[];
}

export interface ContactGroup extends Row {
  readonly displayName: string;
  readonly description: string;
}

export interface Contact extends Row {
  /** Resource name, or empty. */
  readonly contactGroup: string;
  readonly displayName: string;
  readonly email: string;
  readonly phoneNumber: string;
}

/** Devices that are sold and claimed together. */
export interface Kit {
  readonly id: string;
  readonly displayName: string;
  /** IDs. */
  readonly devices: readonly string[];
}

export interface World {
  readonly organizations: readonly Organization[];
  readonly projects: readonly Project[];
  readonly devices: readonly Device[];
  /** Devices that nobody has claimed: in no project. */
  readonly unclaimed: readonly Device[];
  readonly kits: readonly Kit[];
  readonly credentials: readonly SandboxAccount[];
  readonly accounts: readonly Account[];
  readonly keys: readonly Key[];
  readonly members: readonly Member[];
  readonly connectors: readonly Connector[];
  readonly contacts: readonly Contact[];
  readonly contactGroups: readonly ContactGroup[];
}
