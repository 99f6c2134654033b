import { CancelledError } from '../../src/base/abort';
import type { FailureCode, HeaderList, WireRequest } from '../../src/http/exchange';
import type { SendOptions, SendResult, Transport } from '../../src/http/transport';

/** What a {@link FakeTransport} does with one request. */
export type Script =
  | { readonly status: number; readonly headers?: HeaderList; readonly body?: string }
  | { readonly failure: FailureCode; readonly maybeSent?: boolean }
  /** Never answers; ends when it is cancelled. `headers`: not before the head of an answer arrived. */
  | 'hang'
  | 'hang while connecting'
  | 'hang after headers';

/** Answers by a script, one entry for each send; keeps what was sent. */
export class FakeTransport implements Transport {
  readonly sent: WireRequest[] = [];
  readonly #script: Script[];

  constructor(...script: Script[]) {
    this.#script = script;
  }

  send(request: WireRequest, options: SendOptions): Promise<SendResult> {
    // Nothing asks whether it may be written before there is something to write to.
    if (this.#script[0] === 'hang while connecting') {
      this.sent.push(request);
      this.#script.shift();
      return hang(options, false);
    }
    // As the real one: before it is written, and so before anything else can become of it.
    if (options.mayWrite?.() === false) return Promise.resolve({ kind: 'failed', failure: { code: 'withheld', detail: 'as asked', maybeSent: false }, timing: { startedAt: 0, totalMs: 0 } });
    this.sent.push(request);
    const step = this.#script.shift();
    if (step === undefined) throw new Error(`The script has no answer to ${request.method} ${request.target}.`);
    if (options.signal.aborted) return Promise.reject(new CancelledError());
    if (step === 'hang' || step === 'hang while connecting' || step === 'hang after headers') return hang(options, step === 'hang after headers');
    const timing = { startedAt: 0, totalMs: 1 };
    if ('failure' in step) {
      const failure = { code: step.failure, detail: 'as scripted', maybeSent: step.maybeSent ?? true };
      return Promise.resolve({ kind: 'failed', failure, timing });
    }
    options.onHeaders?.(step.status);
    const body = new TextEncoder().encode(step.body ?? '');
    const response = { status: step.status, statusText: '', headers: step.headers ?? [], body, encodedLength: body.length };
    return Promise.resolve({ kind: 'answered', response, timing: { ...timing, headersMs: 1 } });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function hang(options: SendOptions, headers: boolean): Promise<never> {
  if (headers) options.onHeaders?.(200);
  return new Promise((_, reject) => {
    options.signal.addEventListener('abort', () => reject(new CancelledError()), { once: true });
  });
}
