import type { SignIntent } from '../../auth/signer';
import type { EndpointMatch } from '../../api/description';
import type { Span } from '../../base/text';
import { exactText } from '../../language/plan/body/encodings';
import type { RequestPlan } from '../../language/plan/plan';
import type { Redactor } from '../../http/redact';
import { endpointOf, type SandboxAddress } from '../facts';
import { shownOrigin } from '../around/shownOrigin';
import { hide, type HiddenSpan, insertedSpans, maskedSpans, merged, type Template, type Variable, Variables } from './hidden';

/** The body of a copy: text, or octets that are none. */
export type CopyBody = { readonly kind: 'text'; readonly text: Template } | { readonly kind: 'octets'; readonly octets: readonly (Uint8Array | Variable)[] };

/** A request as other programs are to send it: nothing secret is in it. */
export interface CopyRequest {
  readonly method: string;
  /** Scheme, host, path and query. */
  readonly url: Template;
  /** Without `Host`, which follows from the URL, and without what only says who sends. */
  readonly headers: readonly { readonly name: string; readonly value: Template }[];
  readonly body?: CopyBody;
  /** `bearer`: with an access token, `basic`: with key ID and secret, of the account. */
  readonly signing?: 'bearer' | 'basic';
  /** All that must be set, in the order in which it is needed. */
  readonly variables: readonly Variable[];
  /** Of `@timeout`, milliseconds. */
  readonly timeoutMs?: number;
  readonly followRedirects: boolean;
  /** The answer goes on until somebody ends it. */
  readonly isStream: boolean;
  /** The plan it was made of. */
  readonly plan: RequestPlan;
  /** The endpoint of DT's API that it goes to, and the values in its path; undefined for any other. The sandbox has them too. */
  readonly endpoint: EndpointMatch | undefined;
}

/** Variables of the account that signs: those that the terminal tool and DT's own client read too. */
export const accountVariables = { token: 'DT_ACCESS_TOKEN', keyId: 'DT_SERVICE_ACCOUNT_KEY_ID', secret: 'DT_SERVICE_ACCOUNT_SECRET', email: 'DT_SERVICE_ACCOUNT_EMAIL' } as const;

const ownVariables: Readonly<Record<'bearer' | 'basic', readonly Variable[]>> = {
  bearer: [{ name: accountVariables.token, about: 'an access token, which "dt-http token" prints' }],
  basic: [
    { name: accountVariables.keyId, about: 'the key ID of the service account' },
    { name: accountVariables.secret, about: 'the secret of that key' },
  ],
};

/** A request of somebody who is not signed in here is signed where it is copied to; none is that goes where no account may. */
function signingOf(intent: SignIntent, isBasic: boolean): 'bearer' | 'basic' | undefined {
  if (intent.kind === 'sign') return intent.scheme;
  const isMeant = intent.because === 'no-account' || intent.because === 'signed-out' || intent.because === 'none-chosen';
  return isMeant ? (isBasic ? 'basic' : 'bearer') : undefined;
}

/** Added to every request; what sends a copy says this for itself. */
const ownHeaders: ReadonlySet<string> = new Set(['user-agent', 'accept-encoding']);

/** Makes a request that can be copied of what would be sent. `fileText` is the text of the request file. */
export function copyRequest(plan: RequestPlan, intent: SignIntent, fileText: string, redactor: Redactor, sandbox: SandboxAddress | undefined): CopyRequest {
  const { request, options, parts } = plan;
  const signing = signingOf(intent, options.auth === 'basic');
  const own = signing === undefined ? [] : ownVariables[signing];
  const hider = new Hider(plan, fileText, redactor, new Variables(own.map(({ name }) => name)));
  const written = parts.sources.headers.filter(({ name }) => name.toLowerCase() !== 'host');
  const url = hider.url();
  const headers = request.headers.flatMap(([name, value], index) => {
    const header = written[index];
    if (!header && ownHeaders.has(name.toLowerCase())) return [];
    return [{ name, value: hider.header(name, value, header ? hider.inserted(header.value) : []) }];
  });
  const body = hider.body();
  const endpoint = endpointOf(request, sandbox);
  return {
    method: request.method,
    url,
    headers,
    ...(body && { body }),
    ...(signing && { signing }),
    variables: [...own, ...hider.variables.all],
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
    followRedirects: options.followRedirects !== false,
    isStream: endpoint?.endpoint.streaming === true,
    plan,
    endpoint,
  };
}

/** Finds what must not be shown in the parts of one request. */
class Hider {
  readonly #names: ReadonlyMap<number, string>;
  /** What a secret is called where it is kept: a variable that is made of it is another. */
  readonly #kept: ReadonlyMap<string, string>;
  readonly #waiting: ReadonlySet<string>;

  constructor(
    private readonly plan: RequestPlan,
    private readonly fileText: string,
    private readonly redactor: Redactor,
    readonly variables: Variables,
  ) {
    this.#names = new Map(plan.origins.map(({ span, name }) => [span.start, name]));
    this.#kept = new Map(plan.guarded.flatMap(({ source, key, value }) => (source === 'answer' ? [] : [[value, key]])));
    this.#waiting = new Set(plan.origins.flatMap(({ waits, name }) => (waits ? [name] : [])));
  }

  inserted(text: Parameters<typeof insertedSpans>[0]): readonly HiddenSpan[] {
    return insertedSpans(text, (source, secret) => (secret === undefined ? undefined : this.#kept.get(secret)) ?? this.#nameOf(source), this.#waiting);
  }

  url(): Template {
    const { request, parts } = this.plan;
    const { targetText, target } = parts.sources;
    const shift = target.prefix.length - target.from;
    const inserted = this.inserted(targetText).flatMap((span) => (span.start + shift >= 0 ? [{ ...span, start: span.start + shift, end: span.end + shift }] : []));
    const origin = request.origin === '' ? [] : hide(request.origin, maskedSpans(request.origin, shownOrigin(this.plan)), this.variables, 'origin');
    return merged([...origin, ...hide(request.target, [...inserted, ...maskedSpans(request.target, this.redactor.target(request.target))], this.variables, 'target')]);
  }

  header(name: string, value: string, inserted: readonly HiddenSpan[]): Template {
    const shown = this.redactor.headers([[name, value]])[0]?.[1] ?? value;
    return hide(value, [...inserted, ...maskedSpans(value, shown)], this.variables, name);
  }

  body(): CopyBody | undefined {
    const { request, parts } = this.plan;
    const { body } = request;
    if (!body) return undefined;
    const composed = parts.sources.body;
    const text = exactText(body);
    if (text === undefined) return { kind: 'octets', octets: this.#octets(body) };
    const type = request.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
    const inserted = composed?.text === text ? this.inserted(composed) : [];
    return { kind: 'text', text: hide(text, [...inserted, ...maskedSpans(text, this.redactor.body(text, type))], this.variables, 'body') };
  }

  /** As Latin-1 each octet is a character. */
  #octets(body: Uint8Array): readonly (Uint8Array | Variable)[] {
    const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
    const secrets = this.plan.secrets.map((secret) => Buffer.from(secret, 'utf8').toString('latin1'));
    const spans = secrets.flatMap((secret) => {
      const found: HiddenSpan[] = [];
      for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) found.push({ start: at, end: at + secret.length });
      return found;
    });
    return hide(text, spans, this.variables, 'body').map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece));
  }

  #nameOf({ start, end }: Span): string | undefined {
    return this.#names.get(start) ?? /^\{\{%?(.*)\}\}$/.exec(this.fileText.slice(start, end))?.[1]?.trim();
  }
}
