import type { Host } from '../../src/app/host';
import type { RunReport } from '../../src/app/report';
import type { RunInput } from '../../src/app/runRequest';
import { createServices, type Services } from '../../src/app/services';
import { AccountBook, MemorySecretStore } from '../../src/auth/accountBook';
import { systemClock } from '../../src/base/clock';
import { systemRandom } from '../../src/base/random';
import { createUndiciTransport } from '../../src/http/undiciTransport';
import { parse } from '../../src/language/syntax/parser';
import { type Sandbox, startSandbox, type SandboxOptions } from '../../src/sandbox/index';
import { memoryFiles } from './memoryFiles';

/** Where request texts of an {@link Engine} are. */
export const requestUri = 'file:///workspace/a.dt.http';

/** Tests never reach DT: its names lead to this machine, where nobody listens on their port. */
const nowhere: ReadonlyMap<string, string> = new Map(
  ['api', 'emulator', 'identity'].map((host) => [`${host}.disruptive-technologies.com:443`, '127.0.0.1'] as const),
);

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
  static async start(files: Readonly<Record<string, string | Uint8Array | Error>> = {}, options: SandboxOptions = {}): Promise<Engine> {
    const sandbox = await startSandbox(options);
    const log: string[] = [];
    const secrets = new MemorySecretStore();
    const host: Host = {
      clock: systemClock,
      random: systemRandom,
      log: (level, message, data) => log.push(`${level} ${message} ${JSON.stringify(data ?? {})}`),
      files: memoryFiles(files),
      secrets,
      userAgent: 'dt-http/test',
      allowedOrigins: [],
    };
    const services = createServices(host, new AccountBook(secrets), createUndiciTransport({ clock: systemClock, resolve: nowhere }));
    services.enterSandbox(sandbox);
    return new Engine(sandbox, services, secrets, log);
  }

  /** Runs the first request of a text. */
  run(text: string, environment?: string, signal = new AbortController().signal, onProgress: RunInput['onProgress'] = () => undefined): Promise<RunReport> {
    const file = parse(text);
    const block = file.blocks.find(({ request }) => request !== undefined);
    if (!block) throw new Error('The text holds no request.');
    const scope = environment === undefined ? {} : { environment };
    return this.services.run({ file, block, uri: requestUri, root: 'file:///workspace', source: 'a.dt.http', onProgress, ...scope }, signal);
  }

  async stop(): Promise<void> {
    this.services.dispose();
    await this.sandbox.stop();
  }
}
