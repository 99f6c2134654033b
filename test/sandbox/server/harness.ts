import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import type { SandboxAccount, SandboxOptions } from '../../../src/sandbox';
import { type Sandbox, startSandbox } from '../../../src/sandbox';
import { ManualClock } from '../../helpers/manualClock';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** What the JSON body holds. */
  readonly body: Json;
}

/** JSON whose shape the tests assert as they go; a leaf is read with {@link text} or {@link number}. */
export interface Json {
  readonly [key: string]: Json;
  readonly [index: number]: Json;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A sandbox on a clock that stands still, and a client of its own: nothing of `src` but the sandbox is used. */
export class Harness {
  readonly clock = new ManualClock(Date.UTC(2026, 0, 15, 12));
  #sandbox: Sandbox | undefined;

  /** Starts before each test of the suite that is being described, stops after it. */
  constructor(options: Omit<SandboxOptions, 'clock'> = {}) {
    beforeEach(async () => {
      const clock = new ManualClock(Date.UTC(2026, 0, 15, 12));
      Object.assign(this, { clock });
      this.#sandbox = await startSandbox({ clock, ...options });
    });
    afterEach(() => this.sandbox.stop());
  }

  get sandbox(): Sandbox {
    assert(this.#sandbox, 'started by beforeEach');
    return this.#sandbox;
  }

  get projects() {
    return this.sandbox.landmarks.projects;
  }

  get devices() {
    return this.sandbox.landmarks.devices;
  }

  /** Calls the API as the account of that role, with Basic Auth. */
  api(role: string, line: string, options?: CallOptions): Promise<Reply> {
    return this.#call(this.sandbox.apiBase, role, line, options);
  }

  emulator(role: string, line: string, options?: CallOptions): Promise<Reply> {
    return this.#call(this.sandbox.emulatorBase, role, line, options);
  }

  /** Asserts the status and the documented body of an error, and returns its text. */
  async refused(reply: Promise<Reply>, status: number): Promise<string> {
    const { status: actual, body } = await reply;
    assert.equal(actual, status, JSON.stringify(body));
    assert.deepEqual(Object.keys(body), ['error', 'code', 'help']);
    assert.equal(body.code, status);
    assert.equal(body.help, `https://docs.d21s.com/error/#${status}`);
    return text(body.error);
  }

  /** Asserts 200 and returns the body. */
  async ok(reply: Promise<Reply>): Promise<Json> {
    const { status, headers, body } = await reply;
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(headers.get('content-type'), 'application/json');
    return body;
  }

  async #call(base: string, role: string, line: string, { body, headers = {} }: CallOptions = {}): Promise<Reply> {
    const [method = '', path = ''] = line.split(' ');
    const sent = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
    const authorization = basic(this.sandbox.account(role));
    return send(`${base}${path}`, {
      method,
      headers: { authorization, ...headers },
      ...(sent === undefined ? {} : { body: sent }),
    });
  }
}

export async function send(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, init);
  const written = await response.text();
  return { status: response.status, headers: response.headers, body: JSON.parse(written || '{}') as Json };
}

/** The list `field` of a page, and the token of the next. */
export function pageOf(body: Json, field: string): { items: readonly Json[]; next: string } {
  assert(Array.isArray(body[field]), `${field} is a list`);
  return { items: body[field], next: text(body.nextPageToken) };
}

export function text(value: unknown): string {
  assert(typeof value === 'string', `a string: ${JSON.stringify(value)}`);
  return value;
}

export function number(value: unknown): number {
  assert(typeof value === 'number', `a number: ${JSON.stringify(value)}`);
  return value;
}

export function basic({ keyId, secret }: { keyId: string; secret: string }): string {
  return `Basic ${Buffer.from(`${keyId}:${secret}`).toString('base64')}`;
}

export interface AssertionParts {
  readonly header?: object;
  readonly payload?: object;
  readonly secret?: string;
}

/** A keyed assertion as the documentation describes it, with parts replaced. `now` is in milliseconds. */
export function makeAssertion(
  account: SandboxAccount,
  audience: string,
  now: number,
  parts: AssertionParts = {},
): string {
  const iat = Math.floor(now / 1000);
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = encode({ alg: 'HS256', kid: account.keyId, typ: 'JWT', ...parts.header });
  const payload = encode({ iat, exp: iat + 3600, aud: audience, iss: account.email, ...parts.payload });
  const secret = parts.secret ?? account.secret;
  const signature = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
  return `${header}.${payload}.${signature}`;
}

export function exchange(url: string, assertion: string, form: Record<string, string> = {}): Promise<Reply> {
  const fields = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion, ...form };
  return send(url, { method: 'POST', body: new URLSearchParams(fields) });
}

/** A request whose Host and other headers are written as given; `fetch` would not. */
export function raw(
  url: string,
  options: { method?: string; path?: string; headers?: Record<string, string | string[]>; body?: string | Buffer },
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const { body, ...rest } = options;
    const request = httpRequest(url, { agent: false, ...rest }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
