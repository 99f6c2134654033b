import type { Finding } from '../../base/finding';
import type { Block, RequestFile, VariableLine } from '../syntax/nodes';
import { blockAt, textOf } from '../syntax/queries';
import { findReferences } from '../syntax/references';
import { compose } from './compose';
import { definitionKey, type PlanContext } from './context';
import { type Definitions, definitionsIn } from './definitions';
import { finding } from './findings';
import { beatsFile, type Layers, layersOf, type LayerValue, type ValueOrigin } from './layers';
import { findRequest, type Module, noSupplies, type RequestTarget } from './needs';
import { promptCalled } from './prompts';
import { Suggestions } from './suggestions';
import { plainValue, storedSecretIn, unknownValue, type ValueFacts } from './valueFacts';

/** A value as it is inserted. */
export interface ResolvedValue extends ValueFacts {
  readonly value: string;
  readonly origin: ValueOrigin;
}

/** What a name came to at a place. */
export type Lookup =
  | { readonly kind: 'value'; readonly resolved: ResolvedValue }
  /** It is defined, but its own value cannot be made; the findings are at the definition. */
  | { readonly kind: 'broken'; readonly findings: readonly Finding[] }
  /** The same in an imported file. */
  | { readonly kind: 'broken-import'; readonly uri: string }
  /** The file defines it, but further down. */
  | { readonly kind: 'early'; readonly line: VariableLine }
  /** Nothing is stored under the name that the environment gives. */
  | { readonly kind: 'no-secret'; readonly secret: string }
  | { readonly kind: 'undefined'; readonly suggestion?: string; /** Environments that do define it. */ readonly environments: readonly string[] };

/** One of the places that define a name. */
export interface Definition {
  readonly origin: ValueOrigin;
  /** As written; undefined when it is secret, or asked of a person. */
  readonly written?: string;
  /** Whether this one is used. */
  readonly wins: boolean;
}

/** A value longer than this is taken for a runaway: file variables can double their length on each line. */
export const maxValueLength = 1_000_000;

/**
 * The variables that a request file sees. File variables are lexical: seen below their line, each
 * computed at most once, and inserted as they are. Those of an imported file are seen below the
 * line that imports it, as they are at its end.
 */
export class VariableScope {
  readonly file: RequestFile;
  readonly context: PlanContext;
  readonly module: Module;
  readonly #lines: Definitions;
  readonly #layers: Layers;
  readonly #computed: Map<string, ResolvedValue>;
  /** Definitions that need something first. */
  readonly #waiting = new Map<number, ResolvedValue>();
  readonly #broken = new Map<number, readonly Finding[]>();
  /** Of all files that are imported, by whichever way: each has one. */
  readonly #imported: Map<Module, VariableScope>;
  readonly #suggestions: Suggestions;

  /** @param imported Scopes of imported files that others have made. Default: none. */
  constructor(file: RequestFile, context: PlanContext, imported = new Map<Module, VariableScope>()) {
    this.file = file;
    this.#imported = imported;
    this.context = context;
    this.module = { uri: context.uri ?? '', file, imports: context.imports ?? [] };
    this.#lines = definitionsIn(file);
    this.#layers = layersOf(context);
    this.#computed = context.computed ?? new Map<string, ResolvedValue>();
    this.#suggestions = new Suggestions({ all: () => this.visibleNames(Infinity), visibleFrom: (name) => this.#visibleFrom(name) });
  }

  /**
   * The value of `name` for a reference at `offset`.
   *
   * @param block Whose prompts count. Default: the one at `offset`.
   */
  lookup(name: string, offset: number, block = blockAt(this.file, offset)): Lookup {
    this.context.trace?.variable(name);
    const [first] = this.#layers.get(name) ?? [];
    if (first && beatsFile(first)) return this.#fromLayer(first, promptCalled(this.file, block, name)?.secret);
    const inside = this.#prompted(name, block) ?? this.#fromFile(name, offset);
    if (inside) return inside;
    if (first) return this.#fromLayer(first);
    const later = this.#lines.get(name)[0];
    return later ? { kind: 'early', line: later } : this.#undefined(name, offset);
  }

  /** A value that only environments and the command line may set; undefined when they do not. */
  setting(name: string): string | undefined {
    const layer = this.#layers.get(name)?.[0];
    if (!layer || layer.origin.kind === 'default') return undefined;
    const found = this.#fromLayer(layer);
    return found.kind === 'value' && !found.resolved.unknown ? found.resolved.value : undefined;
  }

  /**
   * All places that define `name` for a reference at `offset`, highest precedence first.
   *
   * @param block Whose prompts count. Default: the one at `offset`.
   */
  definitions(name: string, offset: number, block = blockAt(this.file, offset)): readonly Definition[] {
    const layers = this.#layers.get(name) ?? [];
    const prompt = promptCalled(this.file, block, name);
    const fromFile = this.#lines.get(name).filter((line) => line.next <= offset).reverse();
    const imported = this.#importsAt(offset).flatMap((scope) => scope.#definitionsAtEnd(name));
    const all: Omit<Definition, 'wins'>[] = [
      ...layers.filter(beatsFile).map(asDefinition),
      ...(prompt ? [{ origin: { kind: 'prompt' as const, span: prompt.span } }] : []),
      ...fromFile.map((line) => ({ origin: fileOrigin(line), written: textOf(this.file, line.value) })),
      ...imported,
      ...layers.filter((layer) => !beatsFile(layer)).map(asDefinition),
    ];
    return all.map((definition, index) => ({ ...definition, wins: index === 0 }));
  }

  /** Where a definition of `name` outside the request file comes from that a reference at `offset` would find without those in it; undefined when there is none. */
  outsideOrigin(name: string, offset: number): ValueOrigin | undefined {
    const layers = this.#layers.get(name) ?? [];
    const imported = this.#importsAt(offset).flatMap((scope) => scope.#definitionsAtEnd(name));
    return [...layers.filter(beatsFile), ...imported, ...layers.filter((layer) => !beatsFile(layer))].find(({ origin }) => origin.uri !== undefined)?.origin;
  }

  /** Whether something outside the request file defines exactly this name, however odd it looks. */
  isOutside(name: string): boolean {
    return this.#layers.has(name);
  }

  /** Names that a reference at `offset` may use; the prompts of its block are not among them. */
  visibleNames(offset: number): ReadonlySet<string> {
    const names = new Set(this.#layers.keys());
    for (const name of this.#lines.namesBefore(offset)) names.add(name);
    for (const scope of this.#importsAt(offset)) for (const name of scope.#namesAtEnd()) names.add(name);
    return names;
  }

  /** From where on a reference may use `name`; `Infinity` when it is not known. */
  #visibleFrom(name: string): number {
    if (this.#layers.has(name)) return 0;
    const imports = this.module.imports.filter(({ module }) => module && this.#scopeOf(module).#definedAtEnd(name) !== undefined);
    return Math.min(this.#lines.get(name)[0]?.next ?? Infinity, ...imports.map(({ from }) => from));
  }

  /** The request called `name`, here or in an import; undefined when there is none. */
  findRequest(name: string): RequestTarget | undefined {
    const { trace } = this.context;
    trace?.request(name);
    const found = findRequest(this.module, name);
    if (!found) trace?.unknown(name);
    return found;
  }

  /** The visible name that `name`, which is none, was probably meant to be; undefined when none is near. */
  suggest(name: string, offset: number): string | undefined {
    this.context.trace?.unknown(name);
    return this.#suggestions.suggest(name, offset);
  }

  #prompted(name: string, block: Block): Lookup | undefined {
    const prompt = promptCalled(this.file, block, name);
    if (!prompt) return undefined;
    const origin: ValueOrigin = { kind: 'prompt', span: prompt.span };
    if (this.context.isCheck) return valueOf('x', unknownValue, origin);
    const value = (this.context.supplies ?? noSupplies).prompt(block, name);
    if (value !== undefined) return valueOf(value, { ...plainValue, secrets: prompt.secret ? [value] : [] }, origin);
    const { text, secret, span } = prompt;
    return valueOf('x', { ...unknownValue, needs: [{ kind: 'prompt', prompt: { name, text, secret }, uri: this.module.uri, block, span }] }, origin);
  }

  /** From the definition above `offset`, or else from what was imported above it; undefined when there is none. */
  #fromFile(name: string, offset: number): Lookup | undefined {
    const line = this.#lineFor(name, offset);
    if (line) return this.#compute(line);
    for (const scope of this.#importsAt(offset)) {
      const [imported, defined] = scope.#definedAtEnd(name) ?? [];
      const found = imported && defined && imported.#compute(defined);
      if (found?.kind === 'broken') return { kind: 'broken-import', uri: imported?.module.uri ?? '' };
      if (found?.kind === 'value') {
        const { origin } = found.resolved;
        return valueOf(found.resolved.value, found.resolved, { ...origin, kind: 'import', uri: origin.uri ?? imported?.module.uri ?? '' });
      }
    }
    return undefined;
  }

  /** The definition that holds at the end of this file, and the scope of the file it stands in: this one, or one it imports. */
  #definedAtEnd(name: string): readonly [VariableScope, VariableLine] | undefined {
    for (const scope of this.#reached) {
      const line = scope.#lines.get(name).at(-1);
      if (line) return [scope, line];
    }
    return undefined;
  }

  /** This scope and those of all files that it imports, the last import first. */
  get #reached(): readonly VariableScope[] {
    const found = new Set<VariableScope>([this]);
    for (const scope of found) for (const { module } of scope.module.imports.toReversed()) if (module) found.add(scope.#scopeOf(module));
    return [...found];
  }

  /** The files imported above `offset`, the last one first. */
  #importsAt(offset: number): readonly VariableScope[] {
    if (this.module.imports.length === 0) return [];
    return this.module.imports.flatMap(({ from, module }) => (module && from <= offset ? [this.#scopeOf(module)] : [])).reverse();
  }

  #scopeOf(module: Module): VariableScope {
    const known = this.#imported.get(module);
    if (known) return known;
    const scope = new VariableScope(module.file, { ...this.context, uri: module.uri, imports: module.imports, computed: this.#computed }, this.#imported);
    this.#imported.set(module, scope);
    return scope;
  }

  #definitionsAtEnd(name: string): readonly Omit<Definition, 'wins'>[] {
    return this.#reached.flatMap((scope) =>
      scope.#lines.get(name).toReversed().map((line) => ({
        origin: { ...fileOrigin(line), kind: 'import' as const, uri: scope.module.uri },
        written: textOf(scope.file, line.value),
      })),
    );
  }

  #namesAtEnd(): readonly string[] {
    return this.#reached.flatMap((scope) => [...scope.#lines.names()]);
  }

  #lineFor(name: string, offset: number): VariableLine | undefined {
    return lastBefore(this.#lines.get(name), offset);
  }

  /** @param isSecret Whether it takes the place of a secret prompt. */
  #fromLayer({ value, secret, origin }: LayerValue, isSecret = false): Lookup {
    if (value.kind === 'text') return valueOf(value.text, secret || isSecret ? { ...plainValue, secrets: [value.text] } : plainValue, origin);
    if (this.context.isCheck) return valueOf('x', unknownValue, origin);
    const stored = this.context.secrets?.(value.name);
    if (stored === undefined) return { kind: 'no-secret', secret: value.name };
    return valueOf(stored, { ...plainValue, secrets: [stored], guarded: [{ source: 'secret', key: value.name, value: stored }] }, origin);
  }

  /** Computes what the definition needs first, so that a long chain of definitions is no deep recursion. */
  #compute(wanted: VariableLine): Lookup {
    for (const line of this.#needed(wanted)) this.#computeOne(line);
    const broken = this.#broken.get(wanted.start);
    const resolved = this.#known(wanted);
    return resolved && !broken ? { kind: 'value', resolved } : { kind: 'broken', findings: broken ?? [] };
  }

  #known(line: VariableLine): ResolvedValue | undefined {
    return this.#computed.get(definitionKey(this.module.uri, line.start)) ?? this.#waiting.get(line.start);
  }

  /** The definition and all it refers to that are not computed yet, in the order of the file. */
  #needed(wanted: VariableLine): readonly VariableLine[] {
    const found = new Map<number, VariableLine>();
    const queue = [wanted];
    for (let line = queue.pop(); line; line = queue.pop()) {
      if (found.has(line.start) || this.#known(line) || this.#broken.has(line.start)) continue;
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
      const { facts } = text;
      const secret = storedSecretIn(facts.guarded);
      const resolved = { ...facts, value: text.text, origin: { ...fileOrigin(line), ...(secret !== undefined && { secret }) } };
      if (resolved.needs.length > 0) this.#waiting.set(line.start, resolved);
      else this.#computed.set(definitionKey(this.module.uri, line.start), resolved);
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

function valueOf(value: string, facts: ValueFacts, origin: ValueOrigin): Extract<Lookup, { kind: 'value' }> {
  return { kind: 'value', resolved: { ...facts, value, origin } };
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
