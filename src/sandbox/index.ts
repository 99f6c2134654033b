/**
 * The sandbox: an independent local implementation of the documented API. Shares no logic with the
 * client side, so that it cannot repeat our mistakes.
 */
export type {
  QuotaKind,
  QuotaOptions,
  Sandbox,
  SandboxAccount,
  SandboxCredentials,
  SandboxOptions,
  SeenRequest,
} from './options';
export type { ReceivedPush } from './live/receivers';
export type { Landmarks } from './world/landmarks';
export { startSandbox } from './server';
