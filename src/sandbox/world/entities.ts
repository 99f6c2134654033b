import type { SandboxAccount } from '../options';
import type { DeviceType } from '../deviceTypes';
import type { RoleName } from '../roles';

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
  readonly labels: Record<string, string>;
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

export interface Membership {
  /** `projects/{id}` or `organizations/{id}` */
  readonly of: string;
  readonly role: RoleName;
}

export interface Account extends SandboxAccount {
  /** ID of the project that owns it; owning gives no access (service account page). */
  readonly owner: string;
  readonly enableBasicAuth: boolean;
  readonly keyRevoked: boolean;
  readonly memberships: readonly Membership[];
}

export interface World {
  readonly organizations: readonly Organization[];
  readonly projects: readonly Project[];
  readonly devices: readonly Device[];
  readonly accounts: readonly Account[];
}
