/** Kinds of things with an id. */
export type ResourceKind = 'organization' | 'project' | 'device' | 'connector' | 'service-account';

/** A thing of the API that was seen in an answer. Texts come from the network: they are shown as plain text. */
export interface Resource {
  readonly kind: ResourceKind;
  /** Full resource name: `projects/c4f5…/devices/bchon…`. */
  readonly name: string;
  /** Last segment of the name. */
  readonly id: string;
  /** Of a device its label `name`. Empty where it has none. */
  readonly displayName: string;
  /** Of devices, e.g. `temperature`. */
  readonly type?: string;
  /** Of devices; without the label `name`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Of devices: the latest reading in words and units, e.g. `21.4 °C`. */
  readonly reading?: string;
  /** Of devices: when it was last heard of. Milliseconds since 1970 UTC. */
  readonly lastSeen?: number;
  /** When it was read from the API. Milliseconds since 1970 UTC. */
  readonly readAt: number;
}

/** What one account was seen to have. Does not change; of a newer state there is a new one. */
export interface Resources {
  /** Undefined for an id that was never seen. */
  byId(id: string): Resource | undefined;
  /**
   * All of a kind by display name; the same array each time.
   *
   * @param parent Resource name of what they are in, e.g. `projects/c4f5…`. Default: wherever they are.
   */
  all(kind: ResourceKind, parent?: string): readonly Resource[];
}

/** Nothing was seen, or nothing may be shown. */
export const noResources: Resources = { byId: () => undefined, all: () => [] };
