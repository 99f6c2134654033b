import { systemClock } from '../../src/base/clock';
import type { Disposable } from '../../src/base/disposable';
import { silentLogger } from '../../src/base/logger';
import { systemRandom } from '../../src/base/random';
import type { Outcome } from '../../src/http/exchange';
import { Redactor } from '../../src/http/redact';
import type { Transport } from '../../src/http/transport';
import { createUndiciTransport } from '../../src/http/undiciTransport';
import { Limiter } from '../../src/quota/limiter';
import type { QuotaRule } from '../../src/quota/permits';
import { createRunner, type Runner } from '../../src/run/runner';

/** What went over the wire, in order; moments are milliseconds of `performance.now()`. */
export type WireEvent =
  | { readonly kind: 'sent'; readonly send: number; readonly at: number }
  /** The headers of its answer arrived. */
  | { readonly kind: 'headers'; readonly send: number; readonly at: number; readonly status: number };

/** The runner with all its policies over the real transport, with one quota for everything and no account. */
export class QuotaRig implements Disposable {
  readonly wire: WireEvent[] = [];
  readonly #limiter = new Limiter({ clock: systemClock, pace: 'burst' });
  readonly #transport = createUndiciTransport({ clock: systemClock });
  readonly #run: Runner;

  constructor(rule: QuotaRule) {
    this.#run = createRunner({
      clock: systemClock,
      random: systemRandom,
      log: silentLogger,
      redactor: new Redactor(),
      transport: this.#watched(),
      authorizer: { authorize: () => Promise.resolve({ kind: 'unsigned', because: 'asked' }), accepted: () => undefined, rejected: () => false },
      permits: this.#limiter,
      quotaOf: () => ({ scope: 'rig', rule }),
    });
  }

  /** Runs one GET until it is answered, or nobody would wait any longer. */
  async get(origin: string, target: string): Promise<Outcome> {
    const request = { method: 'GET', origin, target, headers: [], body: new Uint8Array() };
    const holder = { label: `GET ${target}`, source: 'rig' };
    const { outcome } = await this.#run({ request, options: {}, secrets: [], priority: 'bulk', holder }, new AbortController().signal);
    return outcome;
  }

  dispose(): void {
    this.#limiter.dispose();
    void this.#transport.close();
  }

  #watched(): Transport {
    let count = 0;
    return {
      send: (request, options) => {
        const send = ++count;
        this.wire.push({ kind: 'sent', send, at: performance.now() });
        const onHeaders = (status: number) => {
          this.wire.push({ kind: 'headers', send, at: performance.now(), status });
          options.onHeaders?.(status);
        };
        return this.#transport.send({ ...request, headers: [...request.headers, ['X-Send', String(send)]] }, { ...options, onHeaders });
      },
      close: () => this.#transport.close(),
    };
  }
}
