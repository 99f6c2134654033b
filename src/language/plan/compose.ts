import type { Finding } from '../../base/finding';
import type { Span } from '../../base/text';
import type { Reference } from '../syntax/nodes';
import { textOf } from '../syntax/queries';
import { findEscapes, findReferences } from '../syntax/references';
import { finding } from './findings';
import { ComposedText, type Piece, substituted, verbatim } from './sourceMap';
import { systemValue } from './systemVariables';
import { percentEncode } from './encode';
import type { Lookup, ResolvedValue, VariableScope } from './variables';

/** Where composed text goes: what an inserted value may hold depends on it. */
export type Place = 'target' | 'header' | 'body' | 'directive' | 'value';

/** A reference and the value that stands for it. */
export interface UsedValue {
  readonly name: string;
  readonly span: Span;
  readonly resolved: ResolvedValue;
}

/** Text with its references replaced. Where one could not be, the text has a stand-in and there is a finding. */
export interface Composition {
  readonly text: ComposedText;
  readonly findings: readonly Finding[];
  /** The variables that were inserted; system variables are not among them. */
  readonly used: readonly UsedValue[];
}

/** Replaces references and escaped braces in `span` of the scope's file. Values are never scanned again. */
export function compose(scope: VariableScope, span: Span, place: Place): Composition {
  return new Composer(scope, place).compose(span);
}

/** Matches a half of a surrogate pair that stands alone, and so has no UTF-8. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

class Composer {
  readonly #scope: VariableScope;
  readonly #place: Place;
  readonly #pieces: Piece[] = [];
  /** A set: a broken variable that is used again and again has the same findings each time. */
  readonly #findings = new Set<Finding>();
  readonly #used: UsedValue[] = [];

  constructor(scope: VariableScope, place: Place) {
    this.#scope = scope;
    this.#place = place;
  }

  compose(span: Span): Composition {
    const { text } = this.#scope.file;
    const escapes = findEscapes(text, span).map((mark) => ({ ...mark, brace: text.charAt(mark.start + 1) }));
    const references = findReferences(text, span).map((reference) => ({ ...reference, reference }));
    let offset = span.start;
    for (const part of [...escapes, ...references].sort((a, b) => a.start - b.start)) {
      this.#written({ start: offset, end: part.start });
      if ('reference' in part) this.#pieces.push(this.#reference(part.reference));
      else this.#pieces.push(substituted(part.brace.repeat(2), { start: part.start, end: part.end }));
      offset = part.end;
    }
    this.#written({ start: offset, end: span.end });
    return { text: new ComposedText(this.#pieces, span.start), findings: [...this.#findings], used: this.#used };
  }

  #written(span: Span): void {
    if (span.end <= span.start) return;
    const piece = verbatim(this.#scope.file.text, span);
    const lone = loneSurrogate.exec(piece.text);
    if (lone) this.#findings.add(finding('value.not-unicode', { start: span.start + lone.index, end: span.start + lone.index + 1 }));
    // What editors put where the octets of a file are no valid UTF-8: sent, it would be what nobody wrote.
    const replaced = piece.text.indexOf('\ufffd');
    if (replaced >= 0) this.#findings.add(finding('value.not-utf8', { start: span.start + replaced, end: span.start + replaced + 1 }));
    this.#pieces.push(piece);
  }

  #reference(reference: Reference): Piece {
    const resolved = this.#resolve(reference);
    if (!resolved) return substituted('x', reference, [], true);
    const encoded = reference.encode ? percentEncode(resolved.value) : resolved.value;
    this.#judge(encoded, resolved.value, reference);
    const isSecret = resolved.secrets.length > 0;
    const secrets = isSecret && reference.encode ? [...resolved.secrets, ...resolved.secrets.map(percentEncode)] : resolved.secrets;
    return substituted(encoded, reference, secrets, resolved.unknown);
  }

  #resolve(reference: Reference): ResolvedValue | undefined {
    const name = textOf(this.#scope.file, reference.name);
    const isVariable = reference.form === 'name' || this.#scope.isOutside(name);
    if (!isVariable) return name.startsWith('$') ? this.#system(name, reference) : this.#foreign(name, reference);
    const found = this.#scope.lookup(name, reference.start);
    if (found.kind !== 'value') {
      for (const each of this.#unresolved(name, reference, found)) this.#findings.add(each);
      return undefined;
    }
    this.#used.push({ name, span: { start: reference.start, end: reference.end }, resolved: found.resolved });
    return found.resolved;
  }

  #unresolved(name: string, reference: Reference, found: Exclude<Lookup, { kind: 'value' }>): readonly Finding[] {
    const at = reference.name;
    switch (found.kind) {
      case 'broken':
        return found.findings;
      case 'early':
        return [finding('variable.used-before-definition', at, { name, lineStart: found.line.start, lineEnd: found.line.next })];
      case 'no-secret':
        return [finding('secret.missing', at, { name, secret: found.secret })];
      case 'undefined': {
        const { suggestion, environments } = found;
        return [finding('variable.undefined', at, { name, suggestion, environments: environments.length > 0 ? environments : undefined })];
      }
    }
  }

  #system(written: string, reference: Reference): ResolvedValue | undefined {
    const found = systemValue(written, this.#scope.context.clock, this.#scope.context.random);
    const name = written.split(/\s/)[0] ?? '';
    const at = { start: reference.name.start, end: reference.name.start + name.length };
    switch (found.kind) {
      case 'value':
        return { value: found.value, secrets: [], unknown: false, origin: { kind: 'default' } };
      case 'arguments':
        this.#findings.add(finding('variable.system-arguments', reference.name, { name, usage: found.usage }));
        return undefined;
      case 'later':
        this.#findings.add(finding('reference.not-supported-yet', reference, { text: written }));
        return undefined;
      case 'unknown':
        this.#findings.add(finding('variable.system-unknown', at, { name, suggestion: found.suggestion }));
        return undefined;
    }
  }

  #foreign(written: string, reference: Reference): undefined {
    if (reference.form === 'chained') {
      this.#findings.add(finding('reference.not-supported-yet', reference, { text: written }));
    } else {
      const suggestion = this.#scope.suggest(written, reference.start);
      this.#findings.add(finding('reference.script', reference, { text: written, suggestion }));
    }
    return undefined;
  }

  /** Finds what an inserted value may not hold where it goes. */
  #judge(inserted: string, value: string, reference: Reference): void {
    const data = { name: textOf(this.#scope.file, reference.name) };
    if (loneSurrogate.test(value)) this.#findings.add(finding('value.not-unicode', reference, data));
    if (this.#place === 'body' || this.#place === 'value') return;
    if (/[\r\n\0]/.test(inserted)) this.#findings.add(finding('value.line-break', reference, data));
    else if (this.#place === 'target' && /[ \t]/.test(inserted)) {
      const nameStart = reference.name.start;
      this.#findings.add(finding('value.blank', reference, { ...data, nameStart }));
    }
  }
}
