import type { JSONValue } from 'json-p3';
import { nearest } from '../../base/nearest';
import type { Span } from '../../base/text';

/** Where a path of names and indices leads nowhere. Holds names of fields, never values. */
export interface Missing {
  /** The name or the index that is not there, e.g. `tokn` or `[3]`. */
  readonly name: string;
  /** Of the step in the path: the name without its dot, or what is between the brackets. */
  readonly span: Span;
  /** The path up to that step, and the one with it. */
  readonly parent: string;
  readonly path: string;
  readonly kind: 'object' | 'array' | 'text' | 'number' | 'boolean' | 'null';
  /** Names of an object's fields, the first of them. */
  readonly fields?: readonly string[];
  /** The name of a field that is near. */
  readonly suggestion?: string;
  /** Items of an array. */
  readonly items?: number;
}

interface Step extends Span {
  readonly key: string | number;
  /** Where its dot or its bracket starts, and where the path goes on. */
  readonly from: number;
  readonly next: number;
}

/** How many names are told. */
const mostNames = 8;

/** Finds the first step of `path`, which finds nothing in `root`, that leads nowhere; undefined when that is not one of its leading names and indices. */
export function findMissing(root: JSONValue, path: string): Missing | undefined {
  let value = root;
  for (const step of stepsOf(path)) {
    const next = childOf(value, step.key);
    if (next === undefined) return missingAt(value, step, path);
    value = next;
  }
  return undefined;
}

function childOf(value: JSONValue, key: string | number): JSONValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return typeof key === 'number' ? value.at(key) : undefined;
  return typeof key === 'string' && Object.hasOwn(value, key) ? (value as Readonly<Record<string, JSONValue>>)[key] : undefined;
}

function missingAt(value: JSONValue, { key, start, end, from, next }: Step, path: string): Missing {
  const common = { name: typeof key === 'number' ? `[${key}]` : key, span: { start, end }, parent: path.slice(0, from), path: path.slice(0, next) };
  if (Array.isArray(value)) return { ...common, kind: 'array', items: value.length };
  if (typeof value !== 'object' || value === null) return { ...common, kind: scalarKind(value) };
  const names = Object.keys(value);
  const suggestion = typeof key === 'string' ? nearest(key, names) : undefined;
  return { ...common, kind: 'object', fields: firstNames(names), ...(suggestion !== undefined && { suggestion }) };
}

function scalarKind(value: JSONValue): Missing['kind'] {
  if (value === null) return 'null';
  return typeof value === 'number' || typeof value === 'boolean' ? typeof value as 'number' | 'boolean' : 'text';
}

/** The first of the names, long ones cut; the last one is `…` when there are more. */
export function firstNames(names: readonly string[]): readonly string[] {
  const first = names.slice(0, mostNames).map((name) => (name.length > 40 ? `${name.slice(0, 39)}…` : name));
  return names.length > mostNames ? [...first, '…'] : first;
}

/** The names and indices that a path starts with; ends at the first step that is something else. */
function* stepsOf(path: string): Generator<Step> {
  const pattern = /\s*(?:\.([^\s.[\]*'"]+)|\[\s*(?:(-?\d+)|'([^'\\]*)'|"([^"\\]*)")\s*\])/y;
  pattern.lastIndex = 1;
  for (let match = pattern.exec(path); match; match = pattern.exec(path)) {
    const [whole, dotted, index, single, double] = match;
    const from = match.index;
    const next = from + whole.length;
    const start = dotted === undefined ? from + whole.indexOf('[') + 1 : next - dotted.length;
    const end = dotted === undefined ? next - 1 : next;
    yield { key: index === undefined ? (dotted ?? single ?? double ?? '') : Number(index), start, end, from, next };
  }
}

/** How one more step is written behind a path. */
export function stepText(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name.replace(/[\\']/g, '\\$&')}']`;
}
