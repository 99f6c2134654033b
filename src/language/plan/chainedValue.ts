import { nearest } from '../../base/nearest';
import { readBody } from '../../http/bodyText';
import type { HeaderList, WireRequest, WireResponse } from '../../http/exchange';
import { readJsonBody } from '../../http/jsonBody';
import { secretsInJson } from '../../http/jsonSecrets';
import { type JsonMatch, type JsonPath, selectJson } from '../../http/jsonSelect';
import { isSecretName } from '../../http/redact';
import type { ChainedReference } from './chained';
import { findMissing, firstNames, type Missing, stepText } from './missing';

/** The request and the answer that a reference looks into. */
export interface Answered {
  readonly request: WireRequest;
  readonly response: WireResponse;
}

/** An object or an array that a path found. */
export interface Container {
  readonly kind: 'object' | 'array';
  /** How its first field or item is written behind the path; empty when there is none. */
  readonly step: string;
}

/** What a chained reference came to. */
export type ChainedValue =
  /** `secrets` are the texts inside it that stand under a secret name; empty when there are none. */
  | { readonly kind: 'value'; readonly value: string; readonly secrets: readonly string[]; /** What a path found, when it is no plain value. */ readonly container?: Container }
  /** The path finds nothing; `missing` when it is known where it leads nowhere, its span counts from the `$`. */
  | { readonly kind: 'none'; readonly missing?: Missing }
  /** The path finds more than one value, or the header stands there more than once. */
  | { readonly kind: 'several'; readonly count: number }
  /** `fields` are the names of the first headers, when none is near. */
  | { readonly kind: 'no-header'; readonly name: string; readonly suggestion?: string; readonly fields?: readonly string[] }
  /** There is no body, or it is empty. */
  | { readonly kind: 'empty' }
  /** `problem` is the parser's name for the first error, e.g. `CommaExpected`; `line` of the body counts from 1. */
  | { readonly kind: 'not-json'; readonly problem: string; readonly line: number }
  | { readonly kind: 'too-deep'; readonly limit: number }
  | { readonly kind: 'binary' }
  /** The `Content-Encoding` of the answer could not be undone. */
  | { readonly kind: 'undecodable'; readonly detail: string }
  | { readonly kind: 'too-many'; readonly limit: number }
  | { readonly kind: 'too-slow'; readonly limitMs: number };

/**
 * Takes the piece that `reference` names. An object or an array is its JSON text exactly as in the
 * body, a number keeps its digits, a string is what it means; `true`, `false` and `null` are words.
 */
export function evaluateChained({ side, part }: ChainedReference, { request, response }: Answered): ChainedValue {
  const { headers, body } = side === 'request' ? request : response;
  if (part.kind === 'status') return plain(String(response.status));
  if (part.kind === 'header') return headerOf(headers, part.name);
  if (body === undefined || body.byteLength === 0) return { kind: 'empty' };
  if (side === 'response' && response.undecodable !== undefined) return { kind: 'undecodable', detail: response.undecodable };
  return part.kind === 'body' ? wholeBody(headers, body) : selected(headers, body, part.path);
}

const plain = (value: string): ChainedValue => ({ kind: 'value', value, secrets: [] });

const credentialHeader = /^(proxy-)?authorization$|^(set-)?cookie$/i;

function headerOf(headers: HeaderList, name: string): ChainedValue {
  const folded = name.toLowerCase();
  const values = headers.filter(([key]) => key.toLowerCase() === folded).map(([, value]) => value);
  const [value] = values;
  if (value === undefined) {
    const names = [...new Set(headers.map(([key]) => key))];
    const suggestion = nearest(name, names);
    return { kind: 'no-header', name, ...(suggestion === undefined ? { fields: firstNames(names) } : { suggestion }) };
  }
  if (values.length > 1) return { kind: 'several', count: values.length };
  return { kind: 'value', value, secrets: credentialHeader.test(name) || isSecretName(name) ? [value] : [] };
}

function wholeBody(headers: HeaderList, body: Uint8Array): ChainedValue {
  const content = readBody(headers, body);
  if (content.kind === 'binary') return content;
  const reading = readJsonBody(headers, body);
  return { kind: 'value', value: content.text, secrets: reading.kind === 'json' ? secretsInJson(reading.json.value) : [] };
}

function selected(headers: HeaderList, body: Uint8Array, path: JsonPath): ChainedValue {
  const reading = readJsonBody(headers, body);
  if (reading.kind !== 'json') return reading;
  const selection = selectJson(reading.json, path);
  if (selection.kind !== 'matches') return selection;
  const { matches } = selection;
  const [match] = matches;
  if (!match) {
    const missing = findMissing(reading.json.value, path.text);
    return { kind: 'none', ...(missing && { missing }) };
  }
  return matches.length > 1 ? { kind: 'several', count: matches.length } : valueOf(match);
}

function valueOf({ value, text, location }: JsonMatch): ChainedValue {
  const name = location.findLast((step) => typeof step === 'string');
  const container = containerOf(value);
  return { kind: 'value', value: typeof value === 'string' ? value : text, secrets: secretsInJson(value, name), ...(container && { container }) };
}

function containerOf(value: JsonMatch['value']): Container | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return { kind: 'array', step: value.length > 0 ? '[0]' : '' };
  const [name] = Object.keys(value);
  return { kind: 'object', step: name === undefined ? '' : stepText(name) };
}
