import { vendorHostKind } from '../api/hosts';
import { unsafeCharacters } from '../base/plainText';
import { lastAttempt, type Outcome, type WireRequest } from '../http/exchange';
import { readJsonBody } from '../http/jsonBody';
import { hiddenPlaces, secretFields } from '../http/jsonSecrets';
import { endpointOf } from './facts';
import type { Ran } from './report';

/** A field of an answer that is masked in its document. */
export interface MaskedField {
  /** Where it is in the body: `$.secret`. Made of the answer's own names: only ever plain text. */
  readonly path: string;
  /** As it came; of what is no text the JSON. */
  readonly value: string;
  /** Offset of its name in the document; undefined when it cannot be told which of the masks it is. */
  readonly offset?: number;
}

/** A key of a service account that an answer of DT's has brought. */
export interface NewKey {
  readonly keyId: string;
  readonly secret: string;
  readonly email: string;
}

/** What an answer holds that is not shown. */
export interface AnswerSecrets {
  /** In the order of the body. */
  readonly fields: readonly MaskedField[];
  /** Only of an answer that came from DT's API itself: any other server could plant an account. */
  readonly newKey?: NewKey;
  /** Set when there was too much to look through: then there are no fields. */
  readonly isTooLong?: true;
}

/** Octets of the longest body that is looked through. */
const longestBody = 20_000_000;

/** More masked fields than this are a list, of which nobody reveals each. */
const mostFields = 1000;

/** Which fields of an answer are masked by their names, and whether it brings a new key. Headers stay masked. */
export function answerSecretsOf(report: Pick<Ran, 'result' | 'document' | 'body'>): AnswerSecrets {
  const { outcome } = report.result;
  if (outcome.kind !== 'answered' || outcome.response.undecodable !== undefined) return { fields: [] };
  const { headers, body } = outcome.response;
  if (body.byteLength > longestBody) return { fields: [], isTooLong: true };
  const reading = readJsonBody(headers, body);
  if (reading.kind !== 'json') return { fields: [] };
  const newKey = newKeyOf(outcome, reading.json.value);
  return { fields: placed(secretFields(reading.json.text), report), ...(newKey && { newKey }) };
}

/** The document masks the same fields in the same order, unless it masks something of their names as well. */
function placed(fields: readonly { readonly path: string; readonly value: string }[], { document, body }: Pick<Ran, 'document' | 'body'>): readonly MaskedField[] {
  const start = document.endsWith(`${body}\n`) ? document.length - body.length - 1 : undefined;
  const places = start === undefined ? [] : hiddenPlaces(body);
  const isSure = start !== undefined && places.length === fields.length;
  return fields.slice(0, mostFields).map((field, index) => ({ ...field, ...(isSure && { offset: start + (places[index] ?? 0) }) }));
}

const keysPath = '/projects/{project}/serviceaccounts/{serviceaccount}/keys';

/** Source: endpoint description, *create a key*; the form of the email: Swift client, Python client's samples. */
function newKeyOf({ exchange, response }: Extract<Outcome, { kind: 'answered' }>, value: unknown): NewKey | undefined {
  const request = lastAttempt(exchange)?.request;
  if (!request || response.status >= 300 || !createsKey(request)) return undefined;
  const { key, secret } = fieldsOf(value);
  const { name, id } = fieldsOf(key);
  if (typeof name !== 'string' || typeof secret !== 'string' || secret === '') return undefined;
  const [, project, account, keyId] = /^projects\/([\w-]+)\/serviceaccounts\/([\w-]+)\/keys\/([\w-]+)$/.exec(name) ?? [];
  if (project === undefined || account === undefined || keyId === undefined || (id !== undefined && id !== keyId)) return undefined;
  return { keyId, secret, email: `${account}@${project}.serviceaccount.d21s.com` };
}

/** Where the answer came from counts, after all redirects; never what the request file calls it. */
function createsKey(request: WireRequest): boolean {
  if (vendorHostKind(request.origin) !== 'api') return false;
  const match = endpointOf(request, undefined);
  return match?.endpoint.method === 'POST' && match.endpoint.path === keysPath;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Characters of a value that a dialog shows. */
const longestShown = 2000;

const control = new RegExp(`${unsafeCharacters}|[\\t\\n]`, 'gu');
const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text from the network on one line, whatever is in it: what cannot be seen is written as an escape, what is long is cut. */
export function revealedText(value: string, limit = longestShown): string {
  const isCut = value.length > limit;
  const shown = (isCut ? value.slice(0, limit) : value)
    .replace(control, (character) => shortEscapes[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return isCut ? `${shown}…` : shown;
}

/** Whether {@link revealedText} leaves some of a value out. */
export function isCutShort(value: string): boolean {
  return value.length > longestShown;
}
