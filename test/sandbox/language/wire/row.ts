import type { RunReport } from '../../../../src/app/report';

/**
 * One statement of the language: a request file, and the octets that go over the wire for it or
 * the findings for which nothing is sent.
 *
 * In `text`, and in `files`, `<listener>` is where the server of the test listens (`127.0.0.1:port`)
 * and `<tls>` where its TLS twin does (`dt.test:port`). `⟦code|…⟧` marks a finding and its range.
 * Each row runs with LF and again with CRLF, in `text` and in `after`, but not in `files`.
 */
export interface Row {
  readonly name: string;
  readonly text: string;
  /**
   * The requests in the order in which they arrive; absent: nothing is sent. `↵` is CRLF on the
   * wire, `⏎` the line end of the file, `<hex:ff00>` octets; {@link shorthands} has the rest.
   */
  readonly wire?: string | readonly string[];
  /** The text after the first (the preferred) fix of the first finding. */
  readonly after?: string;
  /** The text after each fix of the first finding, by title. */
  readonly fixes?: Readonly<Record<string, string>>;
  /** The line ends are what the row is about: it runs once. */
  readonly asWritten?: true;
  /** Names of the requests to run, one after the other, each in a session of its own. Default: the first one. */
  readonly run?: readonly string[];
  /** What the server answers, one raw answer for each request; the last one again. Default: {@link json} of `{}`. */
  readonly answers?: readonly string[];
  /** Files beside the request, by their path from the workspace folder. */
  readonly files?: Readonly<Record<string, string | Uint8Array | Error>>;
  /** Links by their path, and where they lead. */
  readonly links?: Readonly<Record<string, string>>;
  /** `--env` */
  readonly environment?: string;
  /** `--var`. Default, name by name: `apiBase` and `emulatorBase` at the listener; an empty text takes one of them away. */
  readonly variables?: Readonly<Record<string, string>>;
  /** What a person answers to prompts. */
  readonly prompts?: Readonly<Record<string, string>>;
  /** Whether a person agrees to what is asked. Default: nobody is there. */
  readonly agrees?: boolean;
  /** What was asked. Default: not looked at. */
  readonly asked?: readonly string[];
  /** Variables of the process. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is kept in secret storage, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Whether values of the process may go to the listener unasked. Default: they may. */
  readonly isForeign?: true;
  /** Files that were written, and what is in them. Default: not looked at. */
  readonly saved?: Readonly<Record<string, string>>;
  /** How the last run ended. Default: ran with `wire`, refused without. */
  readonly kind?: RunReport['kind'];
  /** Of what ran. Default: passed. */
  readonly verdict?: 'passed' | 'failed' | 'no-answer';
  /** Of expectations: `expected | actual` of those that do not hold. */
  readonly unmet?: readonly string[];
}

/** What stands for what in `wire`. The transport writes the first two in its own casing, see `undiciTransport.ts`. */
export const shorthands = {
  '<host>': 'host: <listener>\r\nconnection: keep-alive',
  /** Of HEAD: some servers send a body all the same, so undici uses the connection no more. */
  '<hosthead>': 'host: <listener>\r\nconnection: close',
  '<tlshost>': 'host: <tls>\r\nconnection: keep-alive',
  /** The three automatic headers. */
  '<auto>': 'User-Agent: dt-http/test\r\nAccept: application/json\r\nAccept-Encoding: gzip, deflate, br, zstd',
  /** `content-length` of what follows the head. */
  '<length>': 'content-length: <octets>',
} as const;

/** A GET on the wire: the three automatic headers come after those of the file. */
export function get(target: string, ...headers: readonly string[]): string {
  return [`GET ${target} HTTP/1.1`, '<host>', ...headers, '<auto>', '', ''].join('↵');
}

/** A POST on the wire. */
export function post(target: string, body: string, ...headers: readonly string[]): string {
  return [`POST ${target} HTTP/1.1`, '<host>', ...headers, '<auto>', '<length>', '', body].join('↵');
}

/** A body of `Content-Type: text/plain` to `/projects` on the wire. */
export function plain(body: string): string {
  return post('/v2/projects', body, 'Content-Type: text/plain');
}

/** The request line and the header that go with {@link plain}, and the blank line. */
export const plainHead = 'POST /projects\nContent-Type: text/plain\n\n';

/** A raw answer with a JSON body. */
export function json(body: string, status = '200 OK'): string {
  return answer(status, ['Content-Type: application/json'], body);
}

/** A raw answer. */
export function answer(status: string, headers: readonly string[] = [], body = ''): string {
  const length = Buffer.byteLength(body);
  return [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${length}`, 'Connection: close', '', body].join('\r\n');
}

/** The time of all rows: 2026-01-31 12:00:00.123 UTC. */
export const rowTime = Date.UTC(2026, 0, 31, 12, 0, 0, 123);
