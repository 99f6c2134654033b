import { nearest } from '../../base/nearest';
import type { Span } from '../../base/text';
import { compileJsonPath, type JsonPath } from '../../http/jsonSelect';
import { stepText } from './missing';

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
