import type { DeviceType } from '../deviceTypes';

/** IDs that examples and tests can rely on; the same for the same seed. */
export interface Landmarks {
  readonly organization: string;
  /** An organization that no account is a member of. */
  readonly otherOrganization: string;
  readonly projects: {
    /** Devices of every type. */
    readonly headOffice: string;
    /** Fridges and freezers. */
    readonly coldStorage: string;
    /** Where new devices arrive; `inventory` is true. */
    readonly inventory: string;
    /** No devices. */
    readonly annex: string;
    /** Only the organization administrator sees it. */
    readonly boardroom: string;
    /** In the other organization: nobody sees it. */
    readonly elsewhere: string;
  };
  readonly devices: {
    /** The first of each type in the head office. */
    readonly [type in DeviceType]: string;
  } & {
    /** In the cold storage, with a warm day three days before the start. */
    readonly freezer: string;
    /** Has not been heard for six days. */
    readonly silent: string;
    /** Carries as many labels as a device can. */
    readonly labelled: string;
    /** Emulated, in the head office, never published. */
    readonly emulated: string;
    /** In the inventory project. */
    readonly spare: string;
    /** In the boardroom project. */
    readonly hidden: string;
  };
}
