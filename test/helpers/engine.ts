import type { Host } from '../../src/app/host';
import type { RunReport } from '../../src/app/report';
import type { SessionInput } from '../../src/app/session/session';
import type { Progress } from '../../src/run/pipeline';
import { createServices, type Services } from '../../src/app/services';
import { AccountBook, MemorySecretStore } from '../../src/auth/accountBook';
import { systemClock } from '../../src/base/clock';
import { systemRandom } from '../../src/base/random';
import { createUndiciTransport, type UndiciTransportOptions } from '../../src/http/undiciTransport';
import { nameOf } from '../../src/language/plan/names';
import { parse } from '../../src/language/syntax/parser';
import { type Sandbox, startSandbox, type SandboxOptions } from '../../src/sandbox/index';
import { memoryFiles } from './memoryFiles';

/** Where request texts of an {@link Engine} are. */
export const requestUri = 'file:///workspace/a.dt.http';

/** Tests never reach DT: its names lead to this machine, where nobody listens on their port. */
const nowhere: ReadonlyMap<string, string> = new Map(
  ['api', 'emulator', 'identity'].map((host) => [`${host}.disruptive-technologies.com:443`, '127.0.0.1'] as const),
);

/** What is around the product besides the sandbox. */
export interface EngineSurroundings {
  /** How connections are made. Default: DT's names lead to this machine, and nothing else is set. */
  readonly connections?: Omit<UndiciTransportOptions, 'clock'>;
  /** Replaces parts of the host. */
  readonly host?: Partial<Host>;
}

/** The whole product over real sockets against a sandbox, without a host program. */
export class Engine {
  readonly log: string[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    readonly services: Services,
    readonly secrets: MemorySecretStore,
    log: string[],
  ) {
    this.log = log;
  }

  /** @param files Files beside the requests, by URI. */
  static async start(files: Readonly<Record<string, string | Uint8Array | Error>> = {}, options: SandboxOptions = {}, env: Readonly<Record<string, string>> = {}, { connections, host: replaced }: EngineSurroundings = {}): Promise<Engine> {
    const sandbox = await startSandbox(options);
    const log: string[] = [];
    const secrets = new MemorySecretStore();
    const host: Host = {
      clock: systemClock,
      random: systemRandom,
      log: (level, message, data) => log.push(`${level} ${message} ${JSON.stringify(data ?? {})}`),
      files: memoryFiles(files),
      secrets,
      processEnv: (name) => env[name],
      userAgent: 'dt-http/test',
      allowedOrigins: [],
      ...replaced,
    };
    const services = createServices(host, new AccountBook(secrets), createUndiciTransport({ clock: systemClock, ...(connections ?? { resolve: nowhere }) }));
    services.enterSandbox(sandbox);
    return new Engine(sandbox, services, secrets, log);
  }

  /** Runs the first request of a text. */
  run(text: string, environment?: string, signal = new AbortController().signal, onProgress: (progress: Progress) => void = () => undefined): Promise<RunReport> {
    return this.runNamed(text, undefined, environment === undefined ? {} : { environment }, signal, onProgress);
  }

  /** Runs the request of a text that is called `name`; the first one without a name. */
  runNamed(text: string, name: string | undefined, more: Partial<SessionInput> = {}, signal = new AbortController().signal, onProgress?: (progress: Progress) => void): Promise<RunReport> {
    const file = parse(text);
    const block = file.blocks.find((each) => each.request !== undefined && (name === undefined || nameOf(file, each) === name));
    if (!block) throw new Error('The text holds no such request.');
    const session = this.services.session({ file, uri: requestUri, root: 'file:///workspace', source: 'a.dt.http', ...more });
    return session.run(block, signal, onProgress);
  }

  async stop(): Promise<void> {
    this.services.dispose();
    await this.sandbox.stop();
  }
}
