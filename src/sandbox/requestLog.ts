import type { IncomingMessage } from 'node:http';
import type { SeenRequest } from './options';

const maxEntries = 5000;
const maxBody = 16 * 1024;

type Entry = { -readonly [key in keyof SeenRequest]: SeenRequest[key] };

/** Fills in what becomes known of a request while it is answered. */
export interface OpenEntry {
  setAccount(email: string | undefined): void;
  setBody(body: string): void;
  setStatus(status: number): void;
}

/** The last requests, for tests. Lives in memory only. */
export class RequestLog {
  readonly #entries: Entry[] = [];

  /** Oldest first. */
  get entries(): readonly SeenRequest[] {
    return this.#entries;
  }

  open(request: IncomingMessage, at: number): OpenEntry {
    const entry: Entry = {
      method: request.method ?? '',
      target: request.url ?? '',
      rawHeaders: request.rawHeaders,
      body: '',
      at,
      account: undefined,
      status: undefined,
    };
    this.#entries.push(entry);
    if (this.#entries.length > maxEntries) this.#entries.shift();
    return {
      setAccount: (email) => (entry.account = email),
      setBody: (body) => (entry.body = body.slice(0, maxBody)),
      setStatus: (status) => (entry.status = status),
    };
  }
}
