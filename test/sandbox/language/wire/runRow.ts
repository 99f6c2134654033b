import assert from 'node:assert/strict';
import { createServices, type Services } from '../../../../src/app/services';
import type { Interaction } from '../../../../src/app/session/interaction';
import type { RunReport } from '../../../../src/app/report';
import type { RunSession } from '../../../../src/app/session/session';
import { AccountBook, MemorySecretStore } from '../../../../src/auth/accountBook';
import { systemClock } from '../../../../src/base/clock';
import { acceptEncoding } from '../../../../src/http/decode';
import type { Transport } from '../../../../src/http/transport';
import { createUndiciTransport } from '../../../../src/http/undiciTransport';
import { nameOf } from '../../../../src/language/plan/names';
import type { RequestFile } from '../../../../src/language/syntax/nodes';
import { parse } from '../../../../src/language/syntax/parser';
import { memoryFiles, type MemoryFiles } from '../../../helpers/memoryFiles';
import { fixed, markedFindings, shown } from '../../../unit/language/plan/support';
import { makeCertificate } from '../../http/certificates';
import { RawServer } from '../../http/rawServer';
import { json, type Row, rowTime, shorthands } from './row';

const folder = 'file:///workspace/';

/** The listeners of the rows, plain and TLS, and what they received. */
export class Listeners {
  readonly #received: string[] = [];
  #answers: readonly string[] = [];
  #plain?: RawServer;
  #tls?: RawServer;
  readonly authority = makeCertificate({ name: 'ca', authority: true });

  async start(): Promise<void> {
    const { key, cert } = makeCertificate({ name: 'dt.test', issuer: this.authority, hosts: ['dt.test', 'localhost'] });
    this.#plain = await this.#listen();
    this.#tls = await this.#listen({ key, cert });
  }

  async #listen(secure?: { readonly key: string; readonly cert: string }): Promise<RawServer> {
    return RawServer.start((socket, received) => {
      const head = received.indexOf('\r\n\r\n');
      const length = Number(/\r\ncontent-length: (\d+)\r\n/.exec(received)?.[1] ?? 0);
      if (head < 0 || received.length < head + 4 + length) return;
      const raw = this.#answers[Math.min(this.#received.length, this.#answers.length - 1)] ?? json('{}');
      this.#received.push(received);
      if (raw !== 'hang') socket.end(raw);
    }, secure);
  }

  /** Puts the addresses in. */
  place(text: string): string {
    return text.replaceAll('<listener>', `127.0.0.1:${this.#plain?.port}`).replaceAll('<tls>', `dt.test:${this.tlsPort}`).replaceAll('<tlsport>', String(this.tlsPort));
  }

  /** A transport that reaches no other place, whatever a broken product plans. */
  only(transport: Transport): Transport {
    const origins = ['http://<listener>', 'https://<tls>', 'https://localhost:<tlsport>'].map((origin) => this.place(origin));
    return {
      send(request, options) {
        if (!origins.includes(request.origin)) throw new Error(`A test would send ${request.method} to ${request.origin}.`);
        return transport.send(request, options);
      },
      close: () => transport.close(),
    };
  }

  get tlsPort(): number | undefined {
    return this.#tls?.port;
  }

  /** What arrives (Latin-1) while `act` goes on. */
  async during(answers: readonly string[], act: () => Promise<void>): Promise<readonly string[]> {
    this.#answers = answers;
    this.#received.length = 0;
    await act();
    return [...this.#received];
  }

  stop(): void {
    this.#plain?.dispose();
    this.#tls?.dispose();
  }
}

/** Runs a row with the line end `eol` and compares everything that it says. */
export async function runRow(listeners: Listeners, row: Row, eol: string): Promise<void> {
  const placed = (text: string) => withLineEnd(listeners.place(text), row.asWritten ? '' : eol);
  const { text, findings } = markedFindings(placed(row.text));
  const files = memoryFilesOf(listeners, row);
  const asked: string[] = [];
  const services = await servicesOf(listeners, row, files);
  const reports: RunReport[] = [];
  const received = await listeners.during((row.answers ?? []).map((each) => listeners.place(each)), async () => {
    for (const name of row.run ?? [undefined]) reports.push(await run(services, listeners, row, text, name, asked));
  });
  services.dispose();

  const report = reports.at(-1);
  assert.ok(report);
  const found = findingsOf(report);
  assert.deepEqual(found.map((each) => shown(text, each)), findings, problemOf(report));
  const wire = [row.wire ?? []].flat();
  assert.deepEqual(received.map(visible), wire.map((each) => visible(octets(listeners.place(expanded(each)), eol))), problemOf(report));
  assert.equal(report.kind, row.kind ?? (row.wire === undefined ? 'refused' : 'ran'), problemOf(report));
  if (report.kind === 'ran') assert.equal(report.verdict, row.verdict ?? 'passed', report.summary);
  const [first] = found;
  if (row.after !== undefined || row.fixes) {
    assert.ok(first);
    const fixes = fixed(parse(text), first);
    if (row.after !== undefined) assert.equal(Object.values(fixes)[0], placed(row.after));
    if (row.fixes) assert.deepEqual(fixes, Object.fromEntries(Object.entries(row.fixes).map(([title, after]) => [title, placed(after)])));
  }
  if (row.asked) assert.deepEqual(asked, row.asked);
  if (row.unmet) assert.deepEqual(report.kind === 'ran' && report.expectations.filter(({ ok }) => !ok).map(({ expected, actual }) => `${expected} | ${actual}`), row.unmet);
  for (const [name, content] of Object.entries(row.saved ?? {})) assert.equal(asText(files.contents.get(folder + name)), content, name);
}

function run(services: Services, listeners: Listeners, row: Row, text: string, name: string | undefined, asked: string[]): Promise<RunReport> {
  const file = parse(text);
  const block = file.blocks.find((each) => (name === undefined ? each.request !== undefined : nameOf(file, each) === name));
  assert.ok(block, `There is a request ${name ?? ''}`);
  return openSession(services, listeners, row, file, asked).run(block, new AbortController().signal);
}

/** A session for the requests of a file, with everything that the row says but its text; notes in `asked` what a person is asked. */
export function openSession(services: Services, listeners: Listeners, row: Row, file: RequestFile, asked: string[]): RunSession {
  const bases = { apiBase: 'http://<listener>/v2', emulatorBase: 'http://<listener>/emulator/v2' };
  const variables = Object.entries({ ...bases, ...row.variables }).filter(([key, value]) => value !== '' || !(key in bases));
  return services.session({
    file,
    uri: `${folder}a.dt.http`,
    root: folder.slice(0, -1),
    source: 'a.dt.http',
    variables: new Map(variables.map(([key, value]) => [key, listeners.place(value)])),
    ...(row.environment !== undefined && { environment: row.environment }),
    ...((row.agrees !== undefined || row.prompts) && { interaction: personOf(row, asked) }),
  });
}

function personOf({ prompts = {}, agrees = true }: Row, asked: string[]): Interaction {
  return {
    prompt({ name, text, secret }) {
      asked.push(`${secret ? 'secret ' : ''}${name}: ${text}`);
      const value = prompts[name];
      return Promise.resolve(value === undefined ? { kind: 'dismissed' } : { kind: 'answered', value });
    },
    confirm({ text }) {
      asked.push(text);
      return Promise.resolve(agrees ? { kind: 'answered', value: true } : { kind: 'dismissed' });
    },
  };
}

/** The product for a row: nothing of another row is left in it. */
export async function servicesOf(listeners: Listeners, row: Row, files = memoryFilesOf(listeners, row)): Promise<Services> {
  const secrets = new MemorySecretStore();
  for (const [name, value] of Object.entries(row.secrets ?? {})) await secrets.set(`secret:${name}`, JSON.stringify({ value, origins: [listeners.place('http://<listener>')] }));
  let uuids = 0;
  const host = {
    clock: { ...systemClock, now: () => rowTime },
    random: { next: () => 0.5, uuid: () => `uuid-${++uuids}` },
    log: () => undefined,
    files,
    secrets,
    processEnv: (name: string) => row.env?.[name],
    userAgent: 'dt-http/test',
    allowedOrigins: row.isForeign ? [] : [listeners.place('http://<listener>')],
  };
  const resolve = new Map([[`dt.test:${listeners.tlsPort}`, '127.0.0.1']]);
  const transport = createUndiciTransport({ clock: systemClock, ca: [listeners.authority.cert], resolve });
  return createServices(host, new AccountBook(secrets), listeners.only(transport));
}

function memoryFilesOf(listeners: Listeners, { files = {}, links = {} }: Row): MemoryFiles {
  const placed = Object.entries(files).map(([name, content]) => [new URL(name, folder).href, typeof content === 'string' ? listeners.place(content) : content]);
  const linked = Object.entries(links).map(([name, target]) => [new URL(name, folder).href, new URL(target, folder).href]);
  return memoryFiles(Object.fromEntries(placed) as Record<string, string | Uint8Array | Error>, Object.fromEntries(linked) as Record<string, string>);
}

function findingsOf(report: RunReport) {
  if ('findings' in report) return report.findings.map(({ finding }) => finding);
  return report.kind === 'ran' ? report.plan.findings : [];
}

/** What went wrong, for the message of a test that fails; empty when all went well. */
function problemOf(report: RunReport): string {
  if ('findings' in report) return report.findings.map(({ message }) => message).join(' ');
  return report.kind === 'ran' ? (report.failure?.explanation.headline ?? '') : report.kind;
}

/** LF as another line end; `eol` empty: as it is. */
function withLineEnd(text: string, eol: string): string {
  return eol === '' ? text : text.replace(/\n/g, eol);
}

function expanded(wire: string): string {
  return Object.entries(shorthands).reduce((text, [mark, meaning]) => text.replaceAll(mark, meaning), wire).replace('gzip, deflate, br, zstd', acceptEncoding);
}

/** The octets of an expected request, as Latin-1. */
function octets(wire: string, eol: string): string {
  const parts = wire.replaceAll('↵', '\r\n').replaceAll('⏎', eol).split(/<hex:([\da-f]*)>/);
  const all = Buffer.concat(parts.map((part, index) => Buffer.from(part, index % 2 === 0 ? 'utf8' : 'hex'))).toString('latin1');
  return all.replace('<octets>', String(all.length - all.indexOf('\r\n\r\n') - 4));
}

/** Octets as a test can show them. */
function visible(latin1: string): string {
  return latin1.replaceAll('\r', '\\r').replaceAll('\n', '\\n\n');
}

function asText(content: string | Uint8Array | Error | undefined): string | undefined {
  if (content instanceof Error) return content.message;
  return content === undefined || typeof content === 'string' ? content : new TextDecoder().decode(content);
}
