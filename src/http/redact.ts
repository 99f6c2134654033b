import { percentDecoded } from '../base/percent';
import type { HeaderList } from './exchange';
import { endOfString, propertyName, skipBlanks } from './jsonText';
import { maySeeHeader } from './plainHeaders';
import { secretForms } from './secretForms';

/** What stands in the place of something secret. */
export const mask = '•••';

/** Secrets shorter than this are not looked for in texts: masking every `dev` or `1` would hide the text and betray the secret. */
export const shortestSecret = 4;

/** Values of {@link Redactor.addPassing} that are hidden at a time. */
export const mostPassing = 200;
/** A longer one is content: the name that it stands under hides it where it stands. */
const longestPassing = 8192;
/** Spellings of all of them together: each is looked for in every text. */
const mostPassingForms = 10_000;

/**
 * The one redactor: everything that is shown, logged, copied or stored goes through it.
 *
 * It hides in two ways. By value: every secret that it was told of, also percent-encoded, in
 * base64 at any alignment (a Basic header holds `keyId:secret`) and escaped for JSON. By place:
 * header values outside an allow-list, and query parameters, form fields and JSON properties whose
 * name says that they hold a secret. All methods take time linear in the text.
 */
export class Redactor {
  /** Forms to look for; several secrets may share one. */
  readonly #forms = new Set<string>();
  /** Forms of each value of {@link addPassing}, the latest last. */
  readonly #passing = new Map<string, ReadonlySet<string>>();

  /** Hides `value` from now on. Values shorter than {@link shortestSecret} are ignored. */
  addSecret(value: string): void {
    if (value.length < shortestSecret) return;
    for (const form of secretForms(value)) this.#forms.add(form);
  }

  /**
   * Hides `value` as well, until {@link mostPassing} others came after it: for what a server gives away,
   * of which a long run may see any number.
   */
  addPassing(value: string): void {
    if (value.length < shortestSecret || value.length > longestPassing) return;
    this.#passing.delete(value);
    this.#passing.set(value, secretForms(value));
    let forms = [...this.#passing.values()].reduce((sum, { size }) => sum + size, 0);
    for (const [oldest, { size }] of this.#passing) {
      if (this.#passing.size <= mostPassing && forms <= mostPassingForms) return;
      this.#passing.delete(oldest);
      forms -= size;
    }
  }

  /** `text` without the known secrets. */
  text(text: string): string {
    return maskSpans(text, this.#findSecrets(text));
  }

  /** The headers with secrets hidden; of credentials the scheme is kept: `Bearer •••`. */
  headers(headers: HeaderList): HeaderList {
    return headers.map(([name, value]) => [this.text(name), this.#headerValue(name, value)]);
  }

  /** A request target or URL: userinfo and the values of parameters with a secret name are hidden. */
  target(target: string): string {
    const plain = target.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/?#]*@/i, `$1${mask}@`);
    const start = plain.indexOf('?') + 1;
    if (start === 0) return this.text(plain);
    const hash = plain.indexOf('#', start);
    const end = hash < 0 ? plain.length : hash;
    return this.text(plain.slice(0, start) + maskForm(plain.slice(start, end)) + plain.slice(end));
  }

  /**
   * A body as text. `contentType` says how to read it: JSON (also when it is missing and the text
   * looks like JSON), a form, or plain text, in which only known secrets are hidden.
   */
  body(text: string, contentType?: string): string {
    const mediaType = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
    if (mediaType === 'application/x-www-form-urlencoded') return this.text(maskForm(text));
    const json = mediaType.includes('json') || /^\s*[[{]/.test(text);
    return maskSpans(text, json ? [...this.#findSecrets(text), ...findSecretProperties(text)] : this.#findSecrets(text));
  }

  #headerValue(name: string, value: string): string {
    const folded = name.toLowerCase();
    if (folded === 'authorization' || folded === 'proxy-authorization') {
      const scheme = /^\s*(Bearer|Basic|Digest|Negotiate|NTLM|HOBA|Mutual|DPoP|AWS4-HMAC-SHA256)\s/i.exec(value)?.[1];
      return scheme === undefined ? mask : `${scheme} ${mask}`;
    }
    if (!maySeeHeader(folded)) return mask;
    return hasUrl.has(folded) ? this.target(value) : this.text(value);
  }

  #findSecrets(text: string): Span[] {
    const found: Span[] = [];
    for (const form of this.#forms) findForm(text, form, found);
    for (const forms of this.#passing.values()) for (const form of forms) findForm(text, form, found);
    return found;
  }
}

function findForm(text: string, form: string, found: Span[]): void {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    const last = found.at(-1);
    // A form that overlaps itself ("aaaa" in a run of a) is one span, not a thousand.
    if (last?.form === form && at < last.end) last.end = at + form.length;
    else found.push({ start: at, end: at + form.length, form });
  }
}

interface Span {
  readonly start: number;
  end: number;
  readonly form?: string;
}

const hasUrl: ReadonlySet<string> = new Set(['location', 'content-location', 'referer', 'origin']);

/** Overlapping spans are hidden as one. */
function maskSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const pieces: string[] = [];
  let shown = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start >= shown) pieces.push(text.slice(shown, start), mask);
    shown = Math.max(shown, end);
  }
  return [...pieces, text.slice(shown)].join('');
}

/** Where a page goes on is no secret, though it is called a token. Source: pagination example. */
const harmless: ReadonlySet<string> = new Set(['pagetoken', 'nextpagetoken']);
const secretEnding = /(token|secret|password|passwd|passphrase|pwd|assertion|signature|apikey|accesskey|privatekey|credentials?|jwt)$/;
/** Secret as the name of a parameter; as a JSON property, `key` and `code` are everyday words. */
const secretParameter: ReadonlySet<string> = new Set(['key', 'auth', 'authorization', 'code', 'sig']);

function fold(name: string): string {
  return name.toLowerCase().replace(/[^a-z\d]/g, '');
}

/** Whether a property of that name holds a secret: `secret`, `access_token`, `signatureSecret`, … */
export function isSecretName(name: string): boolean {
  const folded = fold(name);
  return !harmless.has(folded) && (secretEnding.test(folded) || folded === 'authorization');
}

/** Masks values in `a=b&c=d`, a query or an urlencoded form. */
function maskForm(form: string): string {
  return form
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 0) return pair;
      const name = percentDecoded(pair.slice(0, equals));
      const secret = isSecretName(name) || secretParameter.has(fold(name));
      return secret && equals + 1 < pair.length ? pair.slice(0, equals + 1) + mask : pair;
    })
    .join('&');
}

/** The inside of values of properties with a secret name. Works on any text, also on JSON that is cut off. */
function findSecretProperties(text: string): Span[] {
  const found: Span[] = [];
  let at = text.indexOf('"');
  while (at >= 0) {
    const end = endOfString(text, at);
    const colon = skipBlanks(text, end);
    let next = end;
    if (text[colon] === ':') {
      next = skipBlanks(text, colon + 1);
      if (isSecretName(propertyName(text.slice(at + 1, end - 1)))) {
        const value = readValue(text, next);
        if (value.end > value.start) found.push(value);
        next = value.next;
      }
    }
    at = text.indexOf('"', next);
  }
  return found;
}

/**
 * What to hide of the value at `start`, and where to read on. An object is not hidden as such: its
 * properties have names of their own.
 */
function readValue(text: string, start: number): { start: number; end: number; next: number } {
  const first = text[start];
  if (first === '"') {
    const next = endOfString(text, start);
    const closed = next - 1 > start && text[next - 1] === '"';
    return { start: start + 1, end: closed ? next - 1 : next, next };
  }
  if (first === '[') {
    const end = endOfArray(text, start);
    return { start: start + 1, end, next: end };
  }
  const scalar = /[^\s,\]{}"]*/y;
  scalar.lastIndex = start;
  const length = scalar.exec(text)?.[0].length ?? 0;
  const telling = !/^(?:null|true|false)?$/.test(text.slice(start, start + Math.min(length, 6)));
  return { start, end: telling ? start + length : start, next: start + length };
}

/** Offset of the bracket that closes the array at `start`, or the length of the text. */
function endOfArray(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '[') depth++;
    else if (character === ']' && --depth === 0) return at;
  }
  return text.length;
}
