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
  /** What `claimInfo` and `devices:claim` can be tried on. */
  readonly claim: {
    /** Nobody has claimed it. */
    readonly device: string;
    /** In the head office. */
    readonly claimedDevice: string;
    /** A Cloud Connector and two sensors that nobody has claimed. */
    readonly kit: string;
    /** Its devices are in the head office. */
    readonly claimedKit: string;
  };
  readonly members: {
    /** A user who is project developer in the head office. */
    readonly accepted: string;
    readonly acceptedEmail: string;
    /** A user who was invited to the head office and has not answered. */
    readonly pending: string;
    readonly pendingEmail: string;
    /** A user who is organization administrator. */
    readonly organization: string;
  };
  /** A service account of the head office that is a member of nothing: the account `none`. */
  readonly serviceAccount: string;
  /** Its only key. */
  readonly key: string;
  /** Data Connectors of the head office. */
  readonly connectors: {
    /** Its address is not the sandbox's: nothing is pushed. */
    readonly active: string;
    /** SYSTEM_DISABLED; its address is the receiver `main` of the sandbox. */
    readonly disabled: string;
  };
  /** In the head office. */
  readonly contact: string;
  /** Of the organization. */
  readonly contactGroup: string;
}
