import { isRecord } from '../base/record';
import { vendorHostKind } from '../api/hosts';
import { readBody } from '../http/bodyText';
import { headerValue, lastAttempt, type Outcome, type WireResponse } from '../http/exchange';
import type { Failure, VendorError } from './entry';

/** What the body of an answer is, judged by the body first and by its media type second. */
export type BodyKind = 'empty' | 'vendor-error' | 'json' | 'html' | 'other';

/** Longest body that is read, in octets: DT's errors have a few hundred, a batch of thousands of devices fits. */
const readLimit = 2_000_000;

/** Lists of errors that an answer of the status 200 may hold, as they came. Source: Python client. */
export interface ItemErrorLists {
  readonly batchErrors?: unknown;
  readonly transferErrors?: unknown;
  readonly claimErrors?: unknown;
}

/** What one look at a body told. The value itself is not kept: it may be large, and reports live long. */
interface Reading {
  readonly isJson: boolean;
  /** Nothing, or white space alone. */
  readonly isBlank: boolean;
  readonly error?: VendorError;
  readonly code?: string;
  readonly itemErrors?: ItemErrorLists;
}

const readings = new WeakMap<WireResponse, Reading>();

/** Reads a body once, whoever asks. */
function readingOf(response: WireResponse): Reading {
  const known = readings.get(response);
  if (known) return known;
  const made = read(response);
  readings.set(response, made);
  return made;
}

function read(response: WireResponse): Reading {
  // A page or an image need not be decoded to see that it is no JSON.
  if (!mayBeJson(response)) return { isJson: false, isBlank: false };
  const content = readBody(response.headers, response.body);
  if (content.kind === 'binary') return { isJson: false, isBlank: false };
  const parsed = parse(content.text);
  if (!parsed) return { isJson: false, isBlank: content.text.trim() === '' };
  if (!isRecord(parsed.value)) return { isJson: true, isBlank: false };
  const { value } = parsed;
  const error = vendorErrorOf(value, response.status);
  const nested = value['error'];
  const code = codeText(value['code']) ?? (isRecord(nested) ? codeText(nested['code']) : undefined);
  const itemErrors = itemErrorsOf(value);
  return { isJson: true, isBlank: false, ...(error && { error }), ...(code !== undefined && { code }), ...(itemErrors && { itemErrors }) };
}

/** Octets with which no JSON text begins, but other bodies do: `<` of a page above all. */
function mayBeJson({ headers, body }: WireResponse): boolean {
  if (/charset/i.test(headerValue(headers, 'content-type') ?? '')) return true;
  const first = body.find((octet) => octet > 32 && octet !== 0xef && octet !== 0xbb && octet !== 0xbf);
  return first === undefined || /[[{"tfn\d-]/.test(String.fromCharCode(first));
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // Not JSON: a proxy's page, an empty body. The caller looks at the text.
    return undefined;
  }
}

function itemErrorsOf({ batchErrors, transferErrors, claimErrors }: Readonly<Record<string, unknown>>): ItemErrorLists | undefined {
  return batchErrors === undefined && transferErrors === undefined && claimErrors === undefined ? undefined : { batchErrors, transferErrors, claimErrors };
}

/**
 * DT's error body, read tolerantly: `code` as number or text, any field missing, and the shape of
 * stream errors (`{"error":{"code","message","details":[{"help"}]}}`). Undefined when the body is
 * something else, or too long. Sources: error documentation; Swift client (errors on a stream).
 */
export function readVendorError(response: WireResponse): VendorError | undefined {
  return response.body.length > readLimit ? undefined : readingOf(response).error;
}

/** `code` of a JSON body, at its top or in its `error`, number or text; whosever answer it is. Undefined without one. */
export function bodyCode(response: WireResponse): string | undefined {
  return response.body.length > readLimit ? undefined : readingOf(response).code;
}

/** Longest answer of a call that can fail for single devices; such calls are rare, and what failed in them must not be missed. */
const itemLimit = 20_000_000;

/** The lists of errors in an answer; undefined for one without any, or too long to be read. */
export function itemErrorLists(response: WireResponse): ItemErrorLists | undefined {
  return response.body.length > itemLimit ? undefined : readingOf(response).itemErrors;
}

/** What an answer holds. One that is too long to be read is judged by its start alone, see {@link bodySniff}. */
export function bodyKind(response: WireResponse): BodyKind {
  if (response.body.length === 0) return 'empty';
  if (response.body.length > readLimit) return bodySniff(response);
  const { isJson, error } = readingOf(response);
  return isJson ? (error ? 'vendor-error' : 'json') : bodySniff(response);
}

/** Like {@link bodyKind} from the first octets alone, so that a large answer costs nothing. Never `vendor-error`. */
export function bodySniff(response: WireResponse): Exclude<BodyKind, 'vendor-error'> {
  const start = new TextDecoder().decode(response.body.subarray(0, 1000)).trimStart();
  const type = headerValue(response.headers, 'content-type') ?? '';
  if (start === '') return response.body.length > 1000 ? 'other' : 'empty';
  if (/^[[{]/.test(start)) return 'json';
  return /^<(!doctype|html|head|body|script|meta)\b/i.test(start) || /html/i.test(type) ? 'html' : 'other';
}

/** Longest successful answer whose JSON is checked. */
const checkLimit = 5_000_000;

/** Whether the answer says that it is JSON and is not. False for one that is empty, too long to check or in an unusual charset. */
export function isBrokenJson(response: WireResponse): boolean {
  const { headers, body } = response;
  const [mediaType = '', ...parameters] = (headerValue(headers, 'content-type') ?? '').toLowerCase().split(';').map((piece) => piece.trim());
  if (!/^application\/(.+\+)?json$/.test(mediaType) || body.length === 0 || body.length > checkLimit) return false;
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice(8).replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii') return false;
  const { isJson, isBlank } = readingOf(response);
  return !isJson && !isBlank;
}

/** Takes an outcome apart; undefined for a cancelled one, which needs no explanation. */
export function failureOf(outcome: Outcome): Failure | undefined {
  if (outcome.kind === 'cancelled') return undefined;
  const attempt = lastAttempt(outcome.exchange);
  const common = { exchange: outcome.exchange, ...(attempt && { attempt }) };
  if (outcome.kind === 'failed') return { ...common, failure: outcome.failure };
  const body = outcome.response.status >= 400 ? readVendorError(outcome.response) : undefined;
  return { ...common, response: outcome.response, ...(body && { body }) };
}

/** True for an https address on one of DT's documentation hosts: the only ones that become links. */
export function isDocumentationUrl(url: string): boolean {
  try {
    const { origin, username, password } = new URL(url);
    return username === '' && password === '' && vendorHostKind(origin) === 'docs';
  } catch {
    // Not an address at all.
    return false;
  }
}

function vendorErrorOf(value: Readonly<Record<string, unknown>>, status: number): VendorError | undefined {
  const nested = isRecord(value['error']) ? value['error'] : undefined;
  const body = nested ? streamError(nested) : plainError(value);
  if (body.error !== undefined) return body;
  if (body.help !== undefined && isDocumentationUrl(body.help)) return body;
  // `code` alone proves little: gateways have one too. It must repeat the status and stand alone.
  const alone = Object.keys(value).every((key) => key === 'code' || key === 'help' || key === 'error');
  return alone && body.code === String(status) ? body : undefined;
}

function plainError(value: Readonly<Record<string, unknown>>): VendorError {
  const error = text(value['error']);
  const description = text(value['error_description']);
  return compact(error !== undefined && description !== undefined ? `${error}: ${description}` : error, value['code'], value['help']);
}

function streamError(value: Readonly<Record<string, unknown>>): VendorError {
  const details: unknown = value['details'];
  const first: unknown = Array.isArray(details) ? details[0] : undefined;
  return compact(text(value['message']), value['code'] ?? value['httpCode'], isRecord(first) ? first['help'] : value['help']);
}

function compact(error: string | undefined, code: unknown, help: unknown): VendorError {
  const written = codeText(code);
  const helpText = text(help);
  return {
    ...(error !== undefined && { error }),
    ...(written !== undefined && { code: written }),
    ...(helpText !== undefined && { help: helpText }),
  };
}

function codeText(code: unknown): string | undefined {
  return typeof code === 'number' ? String(code) : text(code);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
