import { connectOrigin } from '../../auth/credentialScope';
import { findSecret, type FoundSecret, isNameForSecret, type StoredSecret } from '../../auth/secretBook';
import type { Finding } from '../../base/finding';
import type { Span } from '../../base/text';
import type { WireRequest } from '../../http/exchange';
import type { Redactor } from '../../http/redact';
import { repeats } from '../../http/secretForms';
import { finding } from '../../language/plan/findings';
import type { RequestPlan } from '../../language/plan/plan';
import type { Host } from '../host';
import type { Environments } from './environments';
import { shownOrigin } from './shownOrigin';

/** Characters of a value that is worth looking for in what is sent: shorter ones are everyday words. */
const shortestSought = 8;

/** The stored secrets that the environments of a file name, and where they may go. */
export class FileSecrets {
  private constructor(
    private readonly host: Pick<Host, 'secrets' | 'secretSource'>,
    private readonly found: ReadonlyMap<string, Exclude<FoundSecret, undefined>>,
  ) {}

  /** Looks up what the environments name, in whichever environment; what is not there is left out. */
  static async read(host: Pick<Host, 'secrets' | 'secretSource'>, { files }: Pick<Environments, 'files'>): Promise<FileSecrets> {
    const values = files.flatMap((file) => [...file.environments.values()].flatMap((variables) => [...variables.values()]));
    const names = new Set(values.flatMap((value) => (value.kind === 'secret' ? [value.name] : [])));
    const found = await Promise.all([...names].map(async (name) => [name, await find(host, name)] as const));
    return new FileSecrets(host, new Map(found.flatMap(([name, secret]) => (secret ? [[name, secret] as const] : []))));
  }

  /** Whether there is none at all: then there is nothing to look after. */
  get isEmpty(): boolean {
    return this.found.size === 0;
  }

  /** Undefined when nothing is stored under `name`, or nothing that can be read. */
  value(name: string): string | undefined {
    return this.#stored(name)?.value;
  }

  /** Has all of them hidden from now on. */
  hideFrom(redactor: Redactor): void {
    for (const { value } of this.#all()) redactor.addSecret(value);
  }

  /**
   * Why a request must not be sent: a stored secret in it may not go there. Undefined when it may be,
   * and as long as it is not known where a request goes that is only shown.
   */
  async problem(plan: RequestPlan): Promise<Finding | undefined> {
    const { request, guarded } = plan;
    if (request.origin === '') return undefined;
    for (const { source, key, value } of guarded) {
      if (source !== 'secret') continue;
      const known = this.#stored(key) ?? stored(await find(this.host, key));
      // A value from before the secret was changed is under nobody's leave.
      const origins = known?.value === value ? known.origins : [];
      if (!mayGo(origins, request.origin)) return this.#refused(key, origins, plan);
    }
    // However a value got in, by way of a file or of a server that kept it: it is seen as it stands there.
    const stray = this.#all().find((each) => !mayGo(each.origins, request.origin) && each.value.length >= shortestSought && holds(request, each.value));
    return stray && this.#refused(stray.name, stray.origins, plan);
  }

  /** Findings with what this host knows about secrets that are not there: which can be mended, and how. */
  told(findings: readonly Finding[]): readonly Finding[] {
    return findings.map((each) => {
      const { code, data } = each;
      const inFile = data['problem'] === 'secret.missing';
      if (code !== 'secret.missing' && !inFile) return each;
      const name = String(data['secret']);
      if (this.found.get(name)?.kind === 'damaged') return inFile ? { ...each, data: { ...data, problem: 'secret.damaged' } } : finding('secret.damaged', each.span, data);
      const instead = this.host.secretSource?.advice(name).supply ?? (isNameForSecret(name) ? undefined : 'a name has letters, digits, "_" and "-" only, so give it another one');
      return instead === undefined ? each : { ...each, data: { ...data, instead } };
    });
  }

  #stored(name: string): StoredSecret | undefined {
    return stored(this.found.get(name));
  }

  #all(): readonly StoredSecret[] {
    return [...this.found.values()].flatMap((each) => stored(each) ?? []);
  }

  #refused(secret: string, origins: readonly string[], plan: RequestPlan): Finding {
    const advice = this.host.secretSource?.advice(secret);
    const allowed = origins.length === 0 ? undefined : (advice?.hosts ?? origins.join(', '));
    return finding('secret.origin', placeOf(secret, plan), { secret, origin: shownOrigin(plan), allowed, instead: advice?.allow });
  }
}

function find({ secrets, secretSource }: Pick<Host, 'secrets' | 'secretSource'>, name: string): Promise<FoundSecret> {
  return secretSource ? secretSource.find(name) : findSecret(secrets, name);
}

function stored(found: FoundSecret): StoredSecret | undefined {
  return found?.kind === 'stored' ? found.secret : undefined;
}

/** By the connection, never by a Host header. */
function mayGo(origins: readonly string[], origin: string): boolean {
  const target = connectOrigin(origin);
  return target !== undefined && origins.includes(target);
}

function holds({ target, headers, body }: WireRequest, value: string): boolean {
  if (body !== undefined && Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes(value)) return true;
  return repeats([target, ...headers.map(([, each]) => each)].join('\n\n'), value);
}

/** Where a request names the secret, or a value that it is inside of; else its request line. */
function placeOf(secret: string, { origins, parts }: RequestPlan): Span {
  return origins.find(({ origin }) => origin.secret === secret)?.span ?? parts.requestLine;
}
