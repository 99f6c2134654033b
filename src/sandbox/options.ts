import type { Clock } from '../base/clock';
import type { Disposable } from '../base/disposable';
import type { Logger } from '../base/logger';
import type { ReceivedPush } from './live/receivers';
import type { Landmarks } from './world/landmarks';

/** How the sandbox counts requests. Which of these DT's servers use is not documented. */
export type QuotaKind = 'sliding' | 'fixed' | 'bucket';

export interface QuotaOptions {
  /** Requests allowed in a window. Default 75. */
  readonly limit: number;
  /** Milliseconds. Default 10 000. */
  readonly windowMs: number;
  /** Default `sliding`. */
  readonly kind?: QuotaKind;
  /** Whether a refused request counts like an accepted one. Default false. */
  readonly countRefused?: boolean;
}

export interface SandboxOptions {
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** Decides every ID, secret, device and reading. Default 1. */
  readonly seed?: number;
  /** Port on 127.0.0.1; 0 takes a free one. Default 0. */
  readonly port?: number;
  readonly quota?: QuotaOptions;
  /** How long a created resource stays invisible, in milliseconds. Default 1000. */
  readonly propagationDelayMs?: number;
  /** Lifetime of an access token, in seconds. Default 3600. */
  readonly tokenLifetimeSeconds?: number;
  /** Hears of the sandbox's own faults. Default: nobody. */
  readonly logger?: Logger;
}

/** The three strings of a service account (service account page). */
export interface SandboxCredentials {
  readonly keyId: string;
  readonly secret: string;
  readonly email: string;
}

/** A service account of the sandbox. Its secret is no secret: it opens nothing but the sandbox. */
export interface SandboxAccount extends SandboxCredentials {
  readonly id: string;
  /** The role in its projects, or what is special about it: `none`, `revoked`, `basic-off`. */
  readonly role: string;
  /** For people, e.g. "Project administrator". */
  readonly title: string;
}

/** A request as it came in, for tests. */
export interface SeenRequest {
  readonly method: string;
  /** As written on the request line: path and query, nothing decoded. */
  readonly target: string;
  /** Names and values in turn, with order, casing and duplicates kept. */
  readonly rawHeaders: readonly string[];
  /** The first 16 kB of the body as UTF-8. */
  readonly body: string;
  /** Wall clock of the sandbox, in milliseconds. */
  readonly at: number;
  /** Email of the account the request was made as; undefined while or when it could not be told. */
  readonly account: string | undefined;
  /** Undefined while the answer is open, and for ever when a fault kept it back. */
  readonly status: number | undefined;
}

/** A running sandbox. Disposing it stops it. */
export interface Sandbox extends Disposable {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** `origin` + `/v2` */
  readonly apiBase: string;
  /** `origin` + `/emulator/v2` */
  readonly emulatorBase: string;
  /** `origin` + `/oauth2/token` */
  readonly tokenUrl: string;
  readonly accounts: readonly SandboxAccount[];
  /** The account with this `role`; throws when there is none. */
  account(role: string): SandboxAccount;
  /** A correctly signed access token of the project administrator that expired long ago. */
  readonly expiredToken: string;
  /** IDs of the places that examples and tests start from. */
  readonly landmarks: Landmarks;
  /**
   * Where a Data Connector can push to, and what arrived. Every name of letters, digits, `_` and `-`
   * is one; `{url}?status=503` makes it refuse. Nothing is ever pushed anywhere else.
   */
  receiver(name: string): { readonly url: string; readonly received: readonly ReceivedPush[] };
  /** The last requests, oldest first; at most 5000. */
  readonly requests: readonly SeenRequest[];
  /** Closes the port and every connection at once; resolves when the port is free. */
  stop(): Promise<void>;
}
