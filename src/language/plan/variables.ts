import type { Finding } from '../../base/finding';
import type { RequestFile, VariableLine } from '../syntax/nodes';
import { textOf, variablesOf } from '../syntax/queries';
import { findReferences } from '../syntax/references';
import { compose } from './compose';
import type { PlanContext } from './context';
import { finding } from './findings';
import { type Layers, layersOf, type LayerValue, type ValueOrigin } from './layers';
import { Suggestions } from './suggestions';

/** A value as it is inserted. */
export interface ResolvedValue {
  readonly value: string;
  /** Secret texts inside it; empty when it is public. */
  readonly secrets: readonly string[];
  /** The value is a stand-in: see `PlanContext.isCheck`. */
  readonly unknown: boolean;
  readonly origin: ValueOrigin;
}

/** What a name came to at a place. */
export type Lookup =
  | { readonly kind: 'value'; readonly resolved: ResolvedValue }
  /** It is defined, but its own value cannot be made; the findings are at the definition. */
  | { readonly kind: 'broken'; readonly findings: readonly Finding[] }
  /** The file defines it, but further down. */
  | { readonly kind: 'early'; readonly line: VariableLine }
  /** Nothing is stored under the name that the environment gives. */
  | { readonly kind: 'no-secret'; readonly secret: string }
  | { readonly kind: 'undefined'; readonly suggestion?: string; /** Environments that do define it. */ readonly environments: readonly string[] };

/** One of the places that define a name. */
export interface Definition {
  readonly origin: ValueOrigin;
  /** As written; undefined when it is secret. */
  readonly written?: string;
  /** Whether this one is used. */
  readonly wins: boolean;
}

/** A value longer than this is taken for a runaway: file variables can double their length on each line. */
export const maxValueLength = 1_000_000;

/** What `@name` may be called. */
const nameGrammar = /^[A-Za-z_][\w-]*$/;

/** Whether a variable line defines something; the others have findings of their own. */
export function isDefinition(file: RequestFile, line: VariableLine): boolean {
  return line.operator === '=' && nameGrammar.test(textOf(file, line.name));
}

/** Definitions by name, in the order of the file. Trees never change, so each is looked through once. */
const fileDefinitions = new WeakMap<RequestFile, ReadonlyMap<string, readonly VariableLine[]>>();

/** The definitions of a file by name, those of one name in order; what defines nothing is left out. */
export function definitionsIn(file: RequestFile): ReadonlyMap<string, readonly VariableLine[]> {
  const known = fileDefinitions.get(file);
  if (known) return known;
  const definitions = new Map<string, VariableLine[]>();
  for (const { line, name } of variablesOf(file)) {
    if (!isDefinition(file, line)) continue;
    const lines = definitions.get(name);
    if (lines) lines.push(line);
    else definitions.set(name, [line]);
  }
  fileDefinitions.set(file, definitions);
  return definitions;
}

/**
 * The variables that a request file sees. File variables are lexical: seen below their line, each
 * computed at most once, and inserted as they are.
 */
export class VariableScope {
  readonly file: RequestFile;
  readonly context: PlanContext;
  readonly #lines: ReadonlyMap<string, readonly VariableLine[]>;
  readonly #layers: Layers;
  readonly #computed: Map<number, ResolvedValue>;
  readonly #broken = new Map<number, readonly Finding[]>();
  readonly #suggestions: Suggestions;

  constructor(file: RequestFile, context: PlanContext) {
    this.file = file;
    this.context = context;
    this.#lines = definitionsIn(file);
    this.#layers = layersOf(context);
    this.#computed = context.computed ?? new Map<number, ResolvedValue>();
    this.#suggestions = new Suggestions((offset) => this.visibleNames(offset));
  }

  /** The value of `name` for a reference at `offset`. */
  lookup(name: string, offset: number): Lookup {
    const layers = this.#layers.get(name) ?? [];
    const [first] = layers;
    if (first?.origin.kind === 'command-line') return this.#fromLayer(first);
    const line = this.#lineFor(name, offset);
    if (line) return this.#compute(line);
    if (first) return this.#fromLayer(first);
    const later = this.#lines.get(name)?.[0];
    return later ? { kind: 'early', line: later } : this.#undefined(name, offset);
  }

  /** A value that only environments and the command line may set; undefined when they do not. */
  setting(name: string): string | undefined {
    const layer = this.#layers.get(name)?.[0];
    if (!layer || layer.origin.kind === 'default') return undefined;
    const found = this.#fromLayer(layer);
    return found.kind === 'value' && !found.resolved.unknown ? found.resolved.value : undefined;
  }

  /** All places that define `name` for a reference at `offset`, highest precedence first. */
  definitions(name: string, offset: number): readonly Definition[] {
    const layers = this.#layers.get(name) ?? [];
    const fromFile = (this.#lines.get(name) ?? []).filter((line) => line.next <= offset).reverse();
    const all: Omit<Definition, 'wins'>[] = [
      ...layers.filter(({ origin }) => origin.kind === 'command-line').map(asDefinition),
      ...fromFile.map((line) => ({ origin: fileOrigin(line), written: textOf(this.file, line.value) })),
      ...layers.filter(({ origin }) => origin.kind !== 'command-line').map(asDefinition),
    ];
    return all.map((definition, index) => ({ ...definition, wins: index === 0 }));
  }

  /** Whether something outside the request file defines exactly this name, however odd it looks. */
  isOutside(name: string): boolean {
    return this.#layers.has(name);
  }

  /** Names that a reference at `offset` may use. */
  visibleNames(offset: number): ReadonlySet<string> {
    const names = new Set(this.#layers.keys());
    for (const [name, [line]] of this.#lines) if (line && line.next <= offset) names.add(name);
    return names;
  }

  /** The visible name that `name`, which is none, was probably meant to be; undefined when none is near. */
  suggest(name: string, offset: number): string | undefined {
    return this.#suggestions.suggest(name, offset);
  }

  #lineFor(name: string, offset: number): VariableLine | undefined {
    return lastBefore(this.#lines.get(name) ?? [], offset);
  }

  #fromLayer({ value, secret, origin }: LayerValue): Lookup {
    if (value.kind === 'text') {
      const secrets = secret ? [value.text] : [];
      return { kind: 'value', resolved: { value: value.text, secrets, unknown: false, origin } };
    }
    if (this.context.isCheck) return { kind: 'value', resolved: { value: 'x', secrets: [], unknown: true, origin } };
    const stored = this.context.secrets?.(value.name);
    if (stored === undefined) return { kind: 'no-secret', secret: value.name };
    return { kind: 'value', resolved: { value: stored, secrets: [stored], unknown: false, origin } };
  }

  /** Computes what the definition needs first, so that a long chain of definitions is no deep recursion. */
  #compute(wanted: VariableLine): Lookup {
    for (const line of this.#needed(wanted)) this.#computeOne(line);
    const broken = this.#broken.get(wanted.start);
    const resolved = this.#computed.get(wanted.start);
    return resolved && !broken ? { kind: 'value', resolved } : { kind: 'broken', findings: broken ?? [] };
  }

  /** The definition and all it refers to that are not computed yet, in the order of the file. */
  #needed(wanted: VariableLine): readonly VariableLine[] {
    const found = new Map<number, VariableLine>();
    const queue = [wanted];
    for (let line = queue.pop(); line; line = queue.pop()) {
      if (found.has(line.start) || this.#computed.has(line.start) || this.#broken.has(line.start)) continue;
      found.set(line.start, line);
      for (const reference of findReferences(this.file.text, line.value)) {
        const next = this.#lineFor(textOf(this.file, reference.name), reference.start);
        if (next) queue.push(next);
      }
    }
    return [...found.values()].sort((a, b) => a.start - b.start);
  }

  #computeOne(line: VariableLine): void {
    const { text, findings } = compose(this, line.value, 'value');
    if (findings.length > 0) {
      this.#broken.set(line.start, findings);
    } else if (text.text.length > maxValueLength) {
      const name = textOf(this.file, line.name);
      this.#broken.set(line.start, [finding('variable.too-long', line.value, { name, limit: maxValueLength })]);
    } else {
      const { secrets, hasUnknown } = text;
      this.#computed.set(line.start, { value: text.text, secrets, unknown: hasUnknown, origin: fileOrigin(line) });
    }
  }

  #undefined(name: string, offset: number): Lookup {
    const suggestion = this.suggest(name, offset);
    const environments = (this.context.environmentFiles ?? []).flatMap((file) =>
      [...file.environments].filter(([, values]) => values.has(name)).map(([environment]) => environment),
    );
    return { kind: 'undefined', ...(suggestion !== undefined && { suggestion }), environments: [...new Set(environments)] };
  }
}

/** The last of the lines, which are in order, that ends before `offset`. */
function lastBefore(lines: readonly VariableLine[], offset: number): VariableLine | undefined {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.next ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return lines[low - 1];
}

function fileOrigin(line: VariableLine): ValueOrigin {
  return { kind: 'file', span: { start: line.start, end: line.end } };
}

function asDefinition({ value, secret, origin }: LayerValue): Omit<Definition, 'wins'> {
  return value.kind === 'text' && !secret ? { origin, written: value.text } : { origin };
}
