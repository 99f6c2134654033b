import { badRequest, invalid } from './errors';
import { parseTime } from './time';

/** The query parameters of one request. Unknown ones are ignored: the documentation does not say what DT does. */
export class Query {
  readonly #params: URLSearchParams;

  /** @param text The query without its question mark. */
  constructor(text: string) {
    if (/%(?![0-9A-Fa-f]{2})/.test(text)) {
      throw badRequest('invalid query: a % must be followed by two hexadecimal digits');
    }
    this.#params = new URLSearchParams(text);
  }

  /** The spelling that the caller used, of those the API takes; the first one when it used none. */
  spelling(...names: readonly [string, ...string[]]): string {
    return names.find((name) => this.#params.has(name)) ?? names[0];
  }

  /** Undefined when absent. */
  text(...names: readonly [string, ...string[]]): string | undefined {
    return this.#params.get(this.spelling(...names)) ?? undefined;
  }

  /** A repeated parameter; empty when absent. */
  list(...names: readonly [string, ...string[]]): readonly string[] {
    return this.#params.getAll(this.spelling(...names));
  }

  /** A repeated parameter whose values must be among `allowed`; `what` names the kind: `a device type`. */
  listOf(allowed: readonly string[], what: string, ...names: readonly [string, ...string[]]): readonly string[] {
    const values = this.list(...names);
    const stranger = values.find((value) => !allowed.includes(value));
    if (stranger !== undefined) throw invalid(this.spelling(...names), `"${stranger}" is not ${what}`);
    return values;
  }

  /** Items per page, from 1 to `max` (Swift client); `max` is the default too. */
  pageSize(max: number): number {
    const text = this.text('pageSize', 'page_size');
    if (text === undefined) return max;
    const size = /^\d+$/.test(text) ? Number(text) : NaN;
    if (size >= 1 && size <= max) return size;
    throw invalid(this.spelling('pageSize', 'page_size'), `must be between 1 and ${max}`);
  }

  /** Undefined when absent; the first page may also be asked for with an empty token. */
  pageToken(): string | undefined {
    return this.text('pageToken', 'page_token') || undefined;
  }

  /** Milliseconds since 1970; RFC 3339 with an offset (endpoints.json, event history). */
  time(...names: readonly [string, ...string[]]): number | undefined {
    const text = this.text(...names);
    if (text === undefined) return undefined;
    const time = parseTime(text);
    if (time !== undefined) return time;
    throw invalid(this.spelling(...names), `"${text}" is not a time such as 2026-01-31T08:00:00Z`);
  }

  /** All parameters but those of the page, in one order: what a page token belongs to. */
  fingerprint(): string {
    const paging = ['pageSize', 'page_size', 'pageToken', 'page_token'];
    const kept = [...this.#params].filter(([name]) => !paging.includes(name)).map((pair) => JSON.stringify(pair));
    return kept.sort().join();
  }
}
