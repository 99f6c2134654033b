import type { Finding } from '../../base/finding';
import { nearest } from '../../base/nearest';
import type { Span } from '../../base/text';
import type { Block } from '../syntax/nodes';
import { type Directive, directivesOf, foldDirective } from '../syntax/queries';
import { compose, type UsedValue } from './compose';
import { type DirectiveEffects, type DirectiveSpec, directiveTable } from './directiveTable';
import { type Expectation, parseExpectation } from './expectations';
import { finding } from './findings';
import type { VariableScope } from './variables';

/** What the directives and assertions of a block come to. */
export interface BlockDirectives {
  readonly effects: DirectiveEffects;
  readonly expectations: readonly Expectation[];
  /** Where `@host` stands. */
  readonly host?: Span;
  readonly used: readonly UsedValue[];
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
    if (!spec) return this.#unknown(line.name, at);
    const data = { directive: spec.name };
    if (spec.later) return void this.findings.push(finding('directive.not-yet', at, data));
    if (this.#seen.has(spec.name) && !spec.repeatable) return void this.findings.push(finding('directive.repeated', at, { ...data, lineStart: line.start, lineEnd: line.next }));
    this.#seen.add(spec.name);
    if (spec.name === 'expect') return this.expectation(line.argument, line);
    if (spec.name === 'disabled') this.findings.push(finding('request.disabled', at));
    const text = spec.literal ? argument : this.#compose(line.argument);
    if (text === undefined) return;
    const effects = spec.read?.(text);
    if (!effects) this.findings.push(finding('directive.argument', line.argument.end > line.argument.start ? line.argument : at, { ...data, usage: spec.usage }));
    else this.effects = { ...this.effects, ...effects };
    if (effects?.host) this.host = at;
  }

  /** Reads the demand at `content`, a part of `line`. */
  expectation(content: Span, line: Span): void {
    const text = this.#compose(content);
    if (text === undefined) return;
    const check = parseExpectation(text);
    const at = content.end > content.start ? content : { start: line.start, end: line.end };
    if (check === undefined) this.findings.push(finding('expect.syntax', at));
    else if (check === 'later') this.findings.push(finding('expect.not-yet', at));
    else this.expectations.push({ span: { start: at.start, end: at.end }, text, check });
  }

  /** The text of an argument; undefined when it cannot be known. */
  #compose(span: Span): string | undefined {
    const { text, findings, used } = compose(this.#scope, span, 'directive');
    this.findings.push(...findings);
    this.used.push(...used);
    return text.hasUnknown ? undefined : text.text;
  }

  #unknown(name: Span, at: Span): void {
    const written = this.#scope.file.text.slice(name.start, name.end);
    const suggestion = nearest(written, directiveTable.map((spec) => spec.name));
    this.findings.push(finding('directive.unknown', at, { directive: written, suggestion }));
  }
}
