import { JSONPathEnvironment, JSONPathError, type JSONValue } from 'json-p3';
import { type Timed, withinTime } from '../base/withinTime';
import { maxJsonDepth } from './jsonDepth';
import { type JsonText, sliceLocations } from './jsonSource';

/** A JSONPath query (RFC 9535) that can be applied to any number of texts. */
export interface JsonPath {
  readonly text: string;
  /** Whether it can find at most one value: made of names and indices alone (RFC 9535, 2.3.5.1). */
  readonly isSingular: boolean;
  /** The values it finds in `value`, found as they are asked for. Without limits: see {@link selectJson}. */
  find(value: JSONValue): Iterable<FoundNode>;
}

interface FoundNode {
  readonly location: readonly (string | number)[];
  readonly value: JSONValue;
}

/** Why a text is no JSONPath. */
export interface JsonPathProblem {
  /** A few words, in lower case, e.g. `unclosed bracketed selection`. */
  readonly problem: string;
  /** Where in the text, at most its length. */
  readonly offset: number;
}

/** One value that a path found. */
export interface JsonMatch {
  /** Names and indices from the root to it. */
  readonly location: readonly (string | number)[];
  /** The value exactly as it is written in the source: digits, escapes and white space kept. */
  readonly text: string;
  /** The same parsed: numbers have the precision of the runtime. */
  readonly value: JSONValue;
}

/** What a path found, in the order of RFC 9535; or that it asks for too much. */
export type JsonSelection =
  | { readonly kind: 'matches'; readonly matches: readonly JsonMatch[] }
  | { readonly kind: 'too-many'; readonly limit: number }
  | { readonly kind: 'too-slow'; readonly limitMs: number };

/** What one selection may cost. */
export interface SelectionLimits {
  readonly matches: number;
  readonly timeMs: number;
}

/** Longer paths are refused: nobody writes them by hand, and the library's parser calls itself. */
export const maxPathLength = 1000;

/** A filter can take quadratic time, repeated `..` multiplies matches, and a pattern can try for ever. */
const defaultLimits: SelectionLimits = { matches: 100_000, timeMs: 5000 };

/**
 * One deeper than the texts that are read, so that the library's own limit (50 by default, an error
 * in the middle of a selection) is never met.
 */
const environment = new JSONPathEnvironment({ maxRecursionDepth: maxJsonDepth + 2 });

/** Reads a path; `$` is its first character. */
export function compileJsonPath(text: string): JsonPath | JsonPathProblem {
  if (text.length > maxPathLength) return { problem: `longer than ${maxPathLength} characters`, offset: maxPathLength };
  // The library's sentence for this is about its own insides.
  if (text.endsWith('.')) return { problem: 'a name, * or [ must follow the dot', offset: text.length - 1 };
  try {
    const query = environment.compile(text);
    return { text, isSingular: query.singularQuery(), find: (value) => query.lazyQuery(value) };
  } catch (error) {
    if (!(error instanceof JSONPathError)) throw error;
    // The library adds a piece of the path to its sentence; the place is told by the offset.
    const problem = error.message.replace(/ \('.*':-?\d+\)$/s, '');
    return { problem, offset: Math.max(0, Math.min(error.token.index, text.length)) };
  }
}

/**
 * The values of `json` that `path` finds. Comparisons inside filters use the runtime's numbers, as
 * the standard has it: beyond 2^53 neighbours are equal there.
 */
export function selectJson(json: JsonText, path: JsonPath, limits: SelectionLimits = defaultLimits): JsonSelection {
  const collected = collect(json.value, path, limits);
  if (collected.kind === 'too-slow') return { kind: 'too-slow', limitMs: limits.timeMs };
  const nodes = collected.value;
  if (nodes === undefined) return { kind: 'too-many', limit: limits.matches };
  const texts = sliceLocations(json.text, nodes.map(({ location }) => location));
  return { kind: 'matches', matches: nodes.map(({ location, value }, index) => ({ location, value, text: texts[index] ?? '' })) };
}

/** Undefined when there are more than allowed. */
function collect(value: JSONValue, path: JsonPath, limits: SelectionLimits): Timed<readonly FoundNode[] | undefined> {
  const work = () => firstNodes(value, path, limits.matches);
  // What finds at most one value costs nothing worth a limit.
  return path.isSingular ? { kind: 'done', value: work() } : withinTime(limits.timeMs, work);
}

function firstNodes(value: JSONValue, path: JsonPath, limit: number): readonly FoundNode[] | undefined {
  const found: FoundNode[] = [];
  try {
    for (const node of path.find(value)) {
      if (found.length >= limit) return undefined;
      found.push(node);
    }
  } catch (error) {
    // Queries inside a filter are not lazy: the library spreads their matches over the stack, which holds some 100,000.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return found;
}
