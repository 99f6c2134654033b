import { isCancelled } from '../base/abort';
import type { Clock } from '../base/clock';
import type { Logger } from '../base/logger';
import type { Random } from '../base/random';
import type { Exchange, Outcome, UnsignedReason, WireRequest } from '../http/exchange';
import type { Redactor } from '../http/redact';
import type { RequestOptions } from '../http/requestOptions';
import type { SendResult, Transport } from '../http/transport';
import { documentedQuota, type PermitHolder, type Permits, type Priority } from '../quota/permits';
import { compose, type Progress, Recorder, type Send } from './pipeline';
import { authorizePolicy, type Authorizer } from './policies/authorize';
import { logPolicy } from './policies/log';
import { quotaPolicy, type QuotaOf } from './policies/quota';
import { redirectPolicy } from './policies/redirect';
import { retryPolicy } from './policies/retry';
import { defaultTimeoutMs, timeoutPolicy } from './policies/timeout';

/** Milliseconds until a connection must stand. */
const connectTimeoutMs = 10_000;
/** Octets of decoded body that are kept in memory. */
const maxBodyBytes = 256 * 1024 * 1024;

export interface RunnerParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly redactor: Redactor;
  readonly transport: Transport;
  readonly authorizer: Authorizer;
  readonly permits: Permits;
  readonly quotaOf: QuotaOf;
}

/** One request to run. */
export interface RunRequest {
  readonly request: WireRequest;
  readonly options: RequestOptions;
  /** Secret values the request was made of. */
  readonly secrets: readonly string[];
  readonly priority: Priority;
  readonly holder: PermitHolder;
  readonly onProgress?: (progress: Progress) => void;
}

/** An outcome, and how it was (not) signed. */
export interface RunResult {
  readonly outcome: Outcome;
  readonly unsignedBecause?: UnsignedReason;
}

/** Runs one request. Never rejects for what can happen on the wire: cancelled and failed are outcomes. */
export type Runner = (run: RunRequest, signal: AbortSignal) => Promise<RunResult>;

/**
 * Puts the policies together; their order is the design.
 *
 * Redirect outside retry: each hop has its own retries. Authorize inside retry: each attempt has a
 * live token. Quota inside authorize: a permit is taken right before the send, never while a token
 * is fetched. Log inside quota: it sees what really goes out. Timeout innermost: waiting for the
 * quota or for a token does not use up a request's time.
 */
export function createRunner(parts: RunnerParts): Runner {
  const { clock, random, log, redactor, transport, authorizer, permits, quotaOf } = parts;
  const send = compose(
    [
      redirectPolicy(),
      retryPolicy(clock, random, (request, signature) => (quotaOf(request, signature)?.rule ?? documentedQuota).windowMs),
      authorizePolicy(authorizer, clock),
      quotaPolicy(permits, quotaOf, clock),
      logPolicy(log, redactor),
      timeoutPolicy(clock),
    ],
    sendThrough(transport),
  );
  return async (run, signal) => {
    const recorder = new Recorder();
    const outcome = await finish(run.request, recorder, () =>
      send(run.request, {
        signal,
        options: run.options,
        secrets: run.secrets,
        priority: run.priority,
        holder: run.holder,
        recorder,
        onProgress: run.onProgress ?? (() => undefined),
      }),
    );
    const because = recorder.unsignedBecause;
    return because === undefined ? { outcome } : { outcome, unsignedBecause: because };
  };
}

function sendThrough(transport: Transport): Send {
  return (request, context) =>
    transport.send(request, {
      signal: context.signal,
      connectTimeoutMs: Math.min(connectTimeoutMs, context.options.timeoutMs ?? defaultTimeoutMs),
      maxBodyBytes,
      ...(context.mayWrite && { mayWrite: context.mayWrite }),
      onHeaders: (status) => context.onHeaders?.(status),
      onProgress: (received) => context.onProgress({ kind: 'receiving', received }),
    });
}

async function finish(request: WireRequest, recorder: Recorder, send: () => Promise<SendResult>): Promise<Outcome> {
  const exchange = (): Exchange => ({ request, attempts: recorder.attempts });
  try {
    const result = await send();
    return result.kind === 'answered'
      ? { kind: 'answered', exchange: exchange(), response: result.response }
      : { kind: 'failed', exchange: exchange(), failure: result.failure };
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return { kind: 'cancelled', exchange: exchange() };
  }
}
