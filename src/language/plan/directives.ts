import type { Finding } from '../../base/finding';
import { nearest } from '../../base/nearest';
import { fileNameOf } from '../../base/percent';
import type { Span } from '../../base/text';
import type { Block, DirectiveLine } from '../syntax/nodes';
import { type Directive, directivesOf, foldDirective } from '../syntax/queries';
import { compose, type UsedValue } from './compose';
import { type DirectiveEffects, type DirectiveSpec, directiveTable } from './directiveTable';
import { type Expectation, parseExpectation } from './expect/expectations';
import { finding } from './findings';
import { foreignDirective } from './foreignDirectives';
import type { ComposedText } from './sourceMap';
import { type Module, modulesOf, type Need, noSupplies } from './needs';
import { unknownRequest } from './unknownRequest';
import type { ValueFacts } from './valueFacts';
import type { VariableScope } from './variables';

/** What the directives and assertions of a block come to. */
export interface BlockDirectives {
  readonly effects: DirectiveEffects;
  readonly expectations: readonly Expectation[];
  /** Where `@host` stands. */
  readonly host?: Span;
  readonly used: readonly UsedValue[];
  /** Of the texts of all arguments. */
  readonly facts: readonly ValueFacts[];
  /** The requests that have to be run first, in order. */
  readonly needs: readonly Need[];
  readonly findings: readonly Finding[];
}

const specs: ReadonlyMap<string, DirectiveSpec> = new Map(directiveTable.map((spec) => [foldDirective(spec.name), spec]));

/** Reads the directives and the `??` lines of a block. Those that cannot be carried out are findings. */
export function readDirectives(scope: VariableScope, block: Block): BlockDirectives {
  const reader = new Reader(scope);
  for (const directive of directivesOf(scope.file, block)) reader.directive(directive);
  for (const line of block.lines) if (line.kind === 'assertion') reader.expectation(line.content, line);
  return reader;
}

class Reader implements BlockDirectives {
  readonly findings: Finding[] = [];
  readonly expectations: Expectation[] = [];
  readonly used: UsedValue[] = [];
  readonly facts: ValueFacts[] = [];
  readonly needs: Need[] = [];
  effects: DirectiveEffects = {};
  host?: Span;
  readonly #scope: VariableScope;
  readonly #seen = new Set<string>();

  constructor(scope: VariableScope) {
    this.#scope = scope;
  }

  directive({ line, name, argument }: Directive): void {
    const spec = specs.get(name);
    const at = { start: line.name.start - 1, end: line.name.end };
    if (!spec) return this.#unknown(line, at);
    const data = { directive: spec.name };
    if (spec.later) return void this.findings.push(finding('directive.not-yet', at, data));
    if (this.#seen.has(spec.name) && !spec.repeatable) return void this.findings.push(finding('directive.repeated', at, { ...data, lineStart: line.start, lineEnd: line.next }));
    this.#seen.add(spec.name);
    if (spec.name === 'expect') return this.expectation(line.argument, line);
    if (spec.name === 'disabled') this.findings.push(finding('request.disabled', at));
    const text = spec.literal ? argument : this.#compose(line.argument)?.text;
    if (text === undefined) return;
    const effects = spec.read?.(text);
    if (!effects) this.findings.push(finding('directive.argument', line.argument.end > line.argument.start ? line.argument : at, { ...data, usage: spec.usage, suggestion: spec.suggest?.(argument) ?? misspelt(argument, spec) }));
    else this.effects = { ...this.effects, ...effects };
    if (effects?.host) this.host = at;
    if (effects && spec.refersTo === 'request') this.#ref(spec.name === 'force-ref' ? 'force-ref' : 'ref', argument, line.argument);
    if (spec.name === 'import') this.#import(line.argument);
  }

  /** Reads the demand at `content`, a part of `line`. */
  expectation(content: Span, line: Span): void {
    const text = this.#compose(content);
    if (text === undefined) return;
    const parsed = parseExpectation(text.text);
    const at = content.end > content.start ? content : { start: line.start, end: line.end };
    if (parsed.kind === 'check') {
      this.expectations.push({ span: { start: at.start, end: at.end }, text: text.text, check: parsed.check });
    } else {
      const { start, end, problem, detail, suggestion } = parsed;
      const data = suggestion === undefined ? { problem, detail } : { problem, word: text.text.slice(start, end), suggestion: text.isExact(start, end) ? suggestion : undefined };
      this.findings.push(finding('expect.syntax', end > start ? text.mapRange(start, end) : at, data));
    }
  }

  /** The text of an argument; undefined when it cannot be known. */
  #compose(span: Span): ComposedText | undefined {
    const { text, findings, used } = compose(this.#scope, span, 'directive');
    for (const each of findings) this.findings.push(each);
    for (const each of used) this.used.push(each);
    this.facts.push(text.facts);
    return text.hasUnknown ? undefined : text;
  }

  #ref(by: 'ref' | 'force-ref', name: string, span: Span): void {
    const { module, context } = this.#scope;
    const target = this.#scope.findRequest(name);
    if (!target) {
      this.findings.push(unknownRequest(module, name, span));
      return;
    }
    const { supplies = noSupplies } = context;
    const isDone = by === 'ref' ? supplies.answer(target) !== undefined : supplies.wasForced(target);
    if (context.isCheck || !isDone) this.needs.push({ kind: 'answer', target, span: { start: span.start, end: span.end }, by });
  }

  #import(argument: Span): void {
    const imported = this.#scope.module.imports.find(({ span }) => span.start === argument.start);
    const inner = imported?.module && brokenImport(imported.module);
    if (inner) this.findings.push(innerProblem(inner, argument));
    const problem = imported?.problem;
    if (!problem) return;
    const path = this.#scope.file.text.slice(argument.start, argument.end);
    if (problem.kind === 'cycle') this.findings.push(finding('import.cycle', argument, { path, files: problem.files }));
    else if (problem.kind === 'unreadable') this.findings.push(finding('import.unreadable', argument, { path, reason: problem.reason }));
    else if (problem.kind === 'refused') this.findings.push(finding('import.refused', argument, { path, reason: problem.reason }));
    else this.findings.push(finding(problem.kind === 'missing' ? 'import.missing' : 'import.outside', argument, { path }));
  }

  #unknown({ name, start, next }: DirectiveLine, at: Span): void {
    const written = this.#scope.file.text.slice(name.start, name.end);
    const foreign = foreignDirective(written);
    if (foreign) return void this.findings.push(finding('directive.refused', at, { directive: written, ...foreign, lineStart: start, lineEnd: next }));
    const suggestion = nearest(written, directiveTable.map((spec) => spec.name));
    this.findings.push(finding('directive.unknown', at, { directive: written, suggestion }));
  }
}

/** The word that an argument was probably meant to be; undefined for one that is no word, since any number is near another. */
function misspelt(argument: string, { values = [] }: DirectiveSpec): string | undefined {
  return /^[A-Za-z]/.test(argument) ? nearest(argument, values) : undefined;
}

/** The first file, from `module` on, of which an import went wrong. */
function brokenImport(module: Module): Module | undefined {
  return modulesOf(module).find(({ imports }) => imports.some(({ problem }) => problem));
}

/** What is wrong with the imports of a file that is imported here. */
function innerProblem({ uri, imports }: Module, at: Span): Finding {
  const problem = imports.find((each) => each.problem)?.problem;
  if (problem?.kind === 'cycle') return finding('import.cycle', at, { files: problem.files });
  return finding('import.inner', at, { file: fileNameOf(uri), problem: problem?.kind ?? '' });
}
