import { nearest } from '../../base/nearest';
import type { Span } from '../../base/text';
import { readBody } from '../../http/bodyText';
import type { HeaderList, WireRequest, WireResponse } from '../../http/exchange';
import { readJsonBody } from '../../http/jsonBody';
import { secretsInJson } from '../../http/jsonSecrets';
import { compileJsonPath, type JsonMatch, type JsonPath, selectJson } from '../../http/jsonSelect';
import { isSecretName } from '../../http/redact';
import { findMissing, firstNames, type Missing, stepText } from './missing';

/** A reference to a piece of another request or of its answer. Spans are relative to what stands between the braces, which the name starts. */
export interface ChainedReference {
  readonly kind: 'chained';
  /** The name of the request. */
  readonly name: string;
  readonly side: 'request' | 'response';
  readonly part: ChainedPart;
}

/** Which piece. */
export type ChainedPart =
  | { readonly kind: 'status' }
  | { readonly kind: 'header'; readonly name: string; readonly span: Span }
  | { readonly kind: 'body' }
  | { readonly kind: 'json'; readonly path: JsonPath; readonly span: Span };

/**
 * What is wrong with a chained reference.
 *
 * - `side`: neither `request` nor `response` follows the name
 * - `part`: what follows that is not one of `known`
 * - `header-name`: the name of the header is missing or cannot be one
 * - `body-part`: after `.body.` comes neither `*` nor `$`
 * - `trailing`: the reference ends before it does
 * - `xpath`: XPath is not supported
 * - `json-path`: the JSONPath is malformed; `detail` says how
 */
export type ChainedProblemCode = 'side' | 'part' | 'header-name' | 'body-part' | 'trailing' | 'xpath' | 'json-path';

/** Why a text is no chained reference, and the guilty piece of it. */
export interface ChainedProblem {
  readonly kind: 'problem';
  readonly problem: ChainedProblemCode;
  /** Relative to what stands between the braces; never empty. */
  readonly span: Span;
  /** What could stand there. */
  readonly known?: readonly string[];
  /** The whole text between the braces, corrected; absent when that cannot be told. */
  readonly suggestion?: string;
  readonly detail?: string;
}

const sides = ['response', 'request'] as const;
const parts: Readonly<Record<'request' | 'response', readonly string[]>> = { response: ['status', 'headers', 'body'], request: ['headers', 'body'] };
const bodyParts = ['*', '$'];

/** Reads what stands between the braces, trimmed: `login.response.body.$.token`. Takes every text. */
export function parseChained(text: string): ChainedReference | ChainedProblem {
  const name = /^[A-Za-z_][\w-]*/.exec(text)?.[0] ?? '';
  const side = wordAfterDot(text, name.length);
  if (side === undefined) return problem('side', { start: 0, end: Math.max(1, text.length) }, { known: sides });
  const sideName = sides.find((known) => known === side.word);
  if (sideName === undefined) return problem('side', side, { known: sides, ...suggest(chainedFor(text)) });
  const known = parts[sideName];
  const part = wordAfterDot(text, side.end);
  if (part === undefined) return problem('part', side, { known });
  const read = known.includes(part.word) ? readPart(text, part) : wrongPart(text, part, known);
  return read.kind === 'problem' ? read : { kind: 'chained', name, side: sideName, part: read };
}

interface Word extends Span {
  readonly word: string;
}

/** What stands between the dot at `offset` and the next dot or bracket; undefined when there is no dot or nothing after it. */
function wordAfterDot(text: string, offset: number): Word | undefined {
  if (text[offset] !== '.') return undefined;
  const start = offset + 1;
  const word = /^[^.[]*/.exec(text.slice(start))?.[0] ?? '';
  return word === '' ? undefined : { word, start, end: start + word.length };
}

function readPart(text: string, { word, end }: Word): ChainedPart | ChainedProblem {
  switch (word) {
    case 'status':
      return end === text.length ? { kind: 'status' } : trailing(text, end);
    case 'headers':
      return readHeader(text, end);
    default:
      return readBodyPart(text, end);
  }
}

/** What other tools and scripts call the parts. */
const partsElsewhere: ReadonlyMap<string, string> = new Map([['statusCode', 'status'], ['code', 'status'], ['parsedBody', 'body'], ['json', 'body'], ['data', 'body'], ['content', 'body']]);

function wrongPart(text: string, part: Word, known: readonly string[]): ChainedProblem {
  const near = partsElsewhere.get(part.word) ?? nearest(part.word, known);
  if (near === undefined || !known.includes(near)) return problem('part', part, { known });
  const meant = text.slice(0, part.start) + near + text.slice(part.end);
  const read = parseChained(meant);
  // What follows may be another tool's as well.
  return problem('part', part, { known, ...suggest(read.kind === 'problem' ? (read.suggestion ?? meant) : meant) });
}

/** The characters of a header's name. Source: RFC 9110, 5.6.2. */
const headerName = /^[!#$%&'*+.^_`|~\w-]+$/;

/** `.Name` up to the end, dots included. */
function readHeader(text: string, offset: number): ChainedPart | ChainedProblem {
  const span = { start: offset + 1, end: text.length };
  const name = text.slice(span.start);
  if (text[offset] === '.' && headerName.test(name)) return { kind: 'header', name, span };
  // As a script would have it.
  const quoted = /^\.?\[\s*(["'])([^"']+)\1\s*\]$/.exec(text.slice(offset))?.[2] ?? '';
  const guilty = { start: Math.min(offset, text.length - 1), end: text.length };
  return problem('header-name', guilty, headerName.test(quoted) ? suggest(`${text.slice(0, offset)}.${quoted}`) : {});
}

/** Nothing, `.*` or `.$…`. */
function readBodyPart(text: string, offset: number): ChainedPart | ChainedProblem {
  const rest = text.slice(offset);
  if (rest === '' || rest === '.*') return { kind: 'body' };
  if (rest.startsWith('.*')) return trailing(text, offset + 2);
  const guilty = { start: offset, end: text.length };
  if (rest.startsWith('.$')) return readPath(text, offset + 1);
  if (/^\.\s*\//.test(rest)) return problem('xpath', guilty);
  const path = rest === '.' ? undefined : `${text.slice(0, offset)}.$${rest}`;
  const isRight = path !== undefined && !('problem' in compileJsonPath(`$${rest}`));
  return problem('body-part', guilty, { known: bodyParts, ...(isRight && suggest(path)) });
}

function readPath(text: string, start: number): ChainedPart | ChainedProblem {
  const path = compileJsonPath(text.slice(start));
  if (!('problem' in path)) return { kind: 'json', path, span: { start, end: text.length } };
  // Where something is missing at the end there is nothing to mark but the whole.
  const guilty = start + path.offset < text.length ? start + path.offset : start;
  return problem('json-path', { start: guilty, end: text.length }, { detail: path.problem });
}

function trailing(text: string, offset: number): ChainedProblem {
  return problem('trailing', { start: offset, end: text.length }, suggest(text.slice(0, offset)));
}

function problem(code: ChainedProblemCode, { start, end }: Span, more: Pick<ChainedProblem, 'known' | 'suggestion' | 'detail'> = {}): ChainedProblem {
  return { kind: 'problem', problem: code, span: { start, end }, ...more };
}

const suggest = (suggestion: string) => ({ suggestion });

/**
 * What probably was meant by `a.b.c`: a misspelt `response` or `request` is put right, a missing one
 * added; otherwise it is a path into the parsed answer of `a`, as httpYac reads it.
 */
export function chainedFor(memberText: string): string {
  // A JSONPath stays as it is.
  const dollar = memberText.indexOf('.$');
  const steps = (dollar < 0 ? memberText : memberText.slice(0, dollar)).split('.');
  return dollar < 0 ? chainedForSteps(steps) : `${steps[0] ?? ''}.${sideOf(steps[1] ?? '') ?? 'response'}.body${memberText.slice(dollar)}`;
}

function sideOf(word: string): 'request' | 'response' | undefined {
  return sides.find((known) => known === word || nearest(word, [known]) !== undefined);
}

function chainedForSteps(written: readonly string[]): string {
  const [name = '', first = '', ...rest] = written;
  const side = sideOf(first);
  if (side !== undefined) return [name, side, ...rest].join('.');
  if (first === 'headers') return [name, 'response', first, ...rest].join('.');
  const steps = first === 'body' ? rest : [first, ...rest];
  return `${name}.response.body${steps.length === 0 ? '' : `.$${steps.map(pathStep).join('')}`}`;
}

function pathStep(step: string): string {
  if (/^[A-Za-z_]\w*(\[\d+\])*$/.test(step)) return `.${step}`;
  return /^\d+$/.test(step) ? `[${step}]` : stepText(step);
}

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
