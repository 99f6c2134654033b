import { vendorHostKind } from '../api/hosts';
import { headerValue, lastAttempt, type Outcome, type WireResponse } from '../http/exchange';
import type { Failure, VendorError } from './entry';

/** What the body of an answer is, judged by the body first and by its media type second. */
export type BodyKind = 'empty' | 'vendor-error' | 'json' | 'html' | 'other';

/** Longest error body that is read; DT's are a few hundred octets. */
const readLimit = 1_000_000;

/** The body as text: UTF-8, wrong octets replaced, a leading byte order mark dropped. */
export function bodyText(response: WireResponse): string {
  return new TextDecoder().decode(response.body.subarray(0, readLimit));
}

/**
 * DT's error body, read tolerantly: `code` as number or text, any field missing, and the shape of
 * stream errors (`{"error":{"code","message","details":[{"help"}]}}`). Undefined when the body is
 * something else. Sources: error documentation; Swift client (errors on a stream).
 */
export function readVendorError(response: WireResponse): VendorError | undefined {
  return vendorErrorOf(parsed(response), response.status);
}

export function bodyKind(response: WireResponse): BodyKind {
  if (response.body.length === 0) return 'empty';
  if (response.body.length > readLimit) return bodySniff(response);
  const value = parsed(response);
  if (value !== undefined) return vendorErrorOf(value, response.status) ? 'vendor-error' : 'json';
  return bodySniff(response);
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
export function isBrokenJson({ headers, body }: WireResponse): boolean {
  const [mediaType = '', ...parameters] = (headerValue(headers, 'content-type') ?? '').toLowerCase().split(';').map((piece) => piece.trim());
  if (!/^application\/(.+\+)?json$/.test(mediaType) || body.length === 0 || body.length > checkLimit) return false;
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice(8).replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii') return false;
  const text = new TextDecoder().decode(body);
  try {
    JSON.parse(text);
    return false;
  } catch {
    // White space alone is an empty answer.
    return text.trim() !== '';
  }
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

function parsed(response: WireResponse): unknown {
  try {
    return JSON.parse(bodyText(response)) as unknown;
  } catch {
    // Not JSON: a proxy's page, an empty body. The caller looks at the text.
    return undefined;
  }
}

function vendorErrorOf(value: unknown, status: number): VendorError | undefined {
  if (!isRecord(value)) return undefined;
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
  const codeText = typeof code === 'number' ? String(code) : text(code);
  const helpText = text(help);
  return {
    ...(error !== undefined && { error }),
    ...(codeText !== undefined && { code: codeText }),
    ...(helpText !== undefined && { help: helpText }),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
