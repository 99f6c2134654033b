import type { WireResponse } from '../../http/exchange';
import { readJsonBody } from '../../http/jsonBody';
import { secretsInJson } from '../../http/jsonSecrets';
import type { Finding } from '../../base/finding';
import type { Span } from '../../base/text';
import { repeats } from '../../http/secretForms';
import type { Reference, RequestFile } from '../syntax/nodes';
import { findEscapes, findReferences } from '../syntax/references';
import { chainedFor, type ChainedReference, parseChained } from './chained';
import { type ChainedValue, type Container, evaluateChained } from './chainedValue';
import { percentEncode } from './encode';
import { finding, mostEqual } from './findings';
import type { ValueOrigin } from './layers';
import { type Answered, noSupplies } from './needs';
import { ComposedText, type Piece, substituted, verbatim } from './sourceMap';
import { systemValue, type SystemValue } from './systemVariables';
import { type GuardedValue, plainValue, storedSecretIn, unknownValue } from './valueFacts';
import { unknownRequest } from './unknownRequest';
import type { Lookup, ResolvedValue, VariableScope } from './variables';

/** Where composed text goes: what an inserted value may hold depends on it. */
export type Place = 'target' | 'header' | 'body' | 'directive' | 'path' | 'value';

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
  /** What was inserted, in order. */
  readonly used: readonly UsedValue[];
}

/** What composing asks of a scope; `file` holds the text with the references. */
export interface ReferenceScope extends Pick<VariableScope, 'context' | 'module' | 'lookup' | 'findRequest' | 'suggest' | 'isOutside'> {
  readonly file: Pick<RequestFile, 'text'>;
}

/** Replaces references and escaped braces in `span` of the scope's file. Values are never scanned again. */
export function compose(scope: ReferenceScope, span: Span, place: Place): Composition {
  return new Composer(scope, place).compose(span);
}

/** Matches a half of a surrogate pair that stands alone, and so has no UTF-8. */
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Units of the longest text that is made: what is longer cannot be sent, and at some point not be made either. */
export const maxComposedLength = 64_000_000;

class Composer {
  readonly #scope: ReferenceScope;
  readonly #place: Place;
  readonly #pieces: Piece[] = [];
  /** A set: a broken variable that is used again and again has the same findings each time. */
  readonly #findings = new Set<Finding>();
  /** How many there are of each code. */
  readonly #told = new Map<string, number>();
  readonly #used: UsedValue[] = [];

  constructor(scope: ReferenceScope, place: Place) {
    this.#scope = scope;
    this.#place = place;
  }

  compose(span: Span): Composition {
    const { text } = this.#scope.file;
    let offset = span.start;
    let length = span.end - span.start;
    for (const part of inOrder(findReferences(text, span), findEscapes(text, span))) {
      // A mark inside of a reference belongs to what is no name anyway.
      if (part.start < offset) continue;
      this.#written({ start: offset, end: part.start });
      if ('name' in part) {
        const piece = this.#reference(part);
        length += piece.text.length;
        const isTooLong = length > maxComposedLength;
        if (isTooLong) this.#tell(finding('variable.too-long', part, { name: this.#textOf(part.name), limit: maxComposedLength }));
        this.#pieces.push(isTooLong ? substituted('x', part, unknownValue) : piece);
      } else {
        this.#pieces.push(substituted(text.charAt(part.start + 1).repeat(2), part));
      }
      offset = part.end;
    }
    this.#written({ start: offset, end: span.end });
    return { text: new ComposedText(this.#pieces, span.start), findings: [...this.#findings], used: this.#used };
  }

  /** Not more than are read: a long text may have hundreds of thousands. */
  #tell(each: Finding): void {
    const count = this.#told.get(each.code) ?? 0;
    if (count >= mostEqual || this.#findings.has(each)) return;
    this.#told.set(each.code, count + 1);
    this.#findings.add(each);
  }

  #written(span: Span): void {
    if (span.end <= span.start) return;
    const piece = verbatim(this.#scope.file.text, span);
    const lone = loneSurrogate.exec(piece.text);
    if (lone) this.#tell(finding('value.not-unicode', { start: span.start + lone.index, end: span.start + lone.index + 1 }));
    // What editors put where the octets of a file are no valid UTF-8: sent, it would be what nobody wrote.
    const replaced = piece.text.indexOf('\ufffd');
    if (replaced >= 0) this.#tell(finding('value.not-utf8', { start: span.start + replaced, end: span.start + replaced + 1 }));
    this.#pieces.push(piece);
  }

  #reference(reference: Reference): Piece {
    const resolved = this.#resolve(reference);
    if (!resolved) return substituted('x', reference, unknownValue);
    if (resolved.needs.length > 0 && this.#scope.context.placeholders) return substituted(this.#scope.file.text.slice(reference.start, reference.end), reference);
    const encoded = reference.encode ? percentEncode(resolved.value) : resolved.value;
    if (!resolved.unknown) this.#judge(encoded, resolved.value, reference);
    const { secrets, unknown, needs, fromAnswer, guarded, varies } = resolved;
    if (secrets.length === 0 && !unknown && !fromAnswer && guarded.length === 0 && !varies) return substituted(encoded, reference);
    const all = reference.encode ? [...secrets, ...secrets.map(percentEncode)] : secrets;
    return substituted(encoded, reference, { secrets: all.filter((secret) => secret !== ''), unknown, needs, fromAnswer, guarded, varies });
  }

  #resolve(reference: Reference): ResolvedValue | undefined {
    const name = this.#textOf(reference.name);
    const resolved = this.#valueOf(name, reference);
    if (resolved) this.#used.push({ name, span: { start: reference.start, end: reference.end }, resolved });
    return resolved;
  }

  #valueOf(name: string, reference: Reference): ResolvedValue | undefined {
    const isVariable = reference.form === 'name' || this.#scope.isOutside(name);
    if (!isVariable) return name.startsWith('$') ? this.#system(name, reference) : this.#foreign(name, reference);
    const found = this.#scope.lookup(name, reference.start);
    if (found.kind !== 'value') {
      for (const each of this.#unresolved(name, reference, found)) this.#tell(each);
      return undefined;
    }
    const { resolved } = found;
    // What an imported definition waits for is asked for here, as far as this file can tell.
    return resolved.origin.kind === 'import' ? { ...resolved, needs: resolved.needs.map((need) => ({ ...need, span: spanOf(reference.name) })) } : resolved;
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
      case 'broken-import':
        return [finding('import.variable', at, { name, uri: found.uri })];
      case 'undefined': {
        if (this.#scope.findRequest(name)) return [finding('reference.request-alone', at, { name })];
        const { suggestion, environments } = found;
        return [finding('variable.undefined', at, { name, suggestion, environments: environments.length > 0 ? environments : undefined })];
      }
    }
  }

  #system(written: string, reference: Reference): ResolvedValue | undefined {
    const { clock, random, isCheck = false, supplies = noSupplies } = this.#scope.context;
    const sources = { clock, random, isCheck, processEnv: (key: string) => supplies.processEnv(key), dotenv: (key: string) => supplies.dotenv(key) };
    const found = systemValue(written, sources);
    const name = written.split(/\s/)[0] ?? '';
    switch (found.kind) {
      case 'value':
        return { ...plainValue, value: found.value, varies: true, origin: { kind: 'system' } };
      case 'secret':
        return { ...plainValue, value: found.value, secrets: [found.value], guarded: [{ source: found.source, key: found.key, value: found.value }], origin: { kind: found.source } };
      case 'unknown-value':
        return { ...unknownValue, value: 'x', origin: { kind: found.source } };
      case 'missing':
        return this.#refuse(finding('variable.system-missing', reference.name, { name: found.key, source: found.source }));
      case 'forbidden':
        return this.#refuse(finding('variable.system-forbidden', reference.name, { name: found.key }));
      case 'arguments':
        return this.#refuse(wrongArguments(name, found, reference.name));
      case 'foreign':
        return this.#refuse(finding('variable.system-unknown', reference.name, { name: found.name, tool: found.tool, instead: found.instead, suggestion: found.suggestion }));
      case 'unknown':
        return this.#refuse(finding('variable.system-unknown', { start: reference.name.start, end: reference.name.start + name.length }, { name, suggestion: found.suggestion }));
    }
  }

  #foreign(written: string, reference: Reference): ResolvedValue | undefined {
    if (reference.form === 'chained') return this.#chained(written, reference);
    const head = /^[A-Za-z_]\w*(?=[.[])/.exec(written)?.[0];
    const meant = head === undefined ? undefined : meantReference(written, reference);
    if (head !== undefined && meant !== undefined && this.#scope.findRequest(head)) {
      return this.#refuse(finding('reference.not-chained', reference.name, { text: written, suggestion: meant, nameStart: reference.name.start, nameEnd: reference.name.end }));
    }
    const suggestion = this.#scope.suggest(written, reference.start);
    return this.#refuse(finding('reference.script', reference, { text: written, suggestion }));
  }

  #chained(written: string, reference: Reference): ResolvedValue | undefined {
    const { start } = reference.name;
    const parsed = parseChained(written);
    if (parsed.kind === 'problem') {
      const { problem, span, known, suggestion, detail } = parsed;
      return this.#refuse(finding('reference.chained', { start: start + span.start, end: start + span.end }, { problem, known, suggestion, detail, nameStart: start, nameEnd: reference.name.end }));
    }
    const { module, context } = this.#scope;
    const target = this.#scope.findRequest(parsed.name);
    const at = { start, end: start + parsed.name.length };
    if (!target) {
      return this.#refuse(unknownRequest(module, parsed.name, at));
    }
    const answered = context.isCheck ? undefined : (context.supplies ?? noSupplies).answer(target);
    if (!answered) return { ...unknownValue, value: 'x', needs: [{ kind: 'answer', target, span: spanOf(reference.name), by: 'reference' }], origin: { kind: 'answer' } };
    const value = evaluateChained(parsed, answered);
    if (value.kind !== 'value') return this.#refuse(unanswered(value, parsed, reference));
    // A server may send back what it was sent: it is no less secret then, and may go to no more hosts.
    const echoed = answered.secrets.filter((secret) => value.value.includes(secret));
    const guarded = [...guardedThrough(parsed, answered, value.value), ...given(parsed, answered, value)];
    const secret = storedSecretIn(guarded);
    const origin: ValueOrigin = { kind: 'answer', ...(secret !== undefined && { secret }) };
    const { container } = value;
    if (container && !reference.encode && (this.#place === 'target' || this.#place === 'header')) return this.#refuse(wholeContainer(container, parsed, reference));
    return { ...plainValue, value: value.value, secrets: [...value.secrets, ...echoed], guarded, fromAnswer: true, origin };
  }

  #textOf({ start, end }: Span): string {
    return this.#scope.file.text.slice(start, end);
  }

  #refuse(why: Finding): undefined {
    this.#tell(why);
    return undefined;
  }

  /** Finds what an inserted value may not hold where it goes. */
  #judge(inserted: string, value: string, reference: Reference): void {
    const data = { name: this.#textOf(reference.name) };
    if (loneSurrogate.test(value)) this.#tell(finding('value.not-unicode', reference, data));
    if (this.#place === 'body' || this.#place === 'value') return;
    if (/[\r\n\0]/.test(inserted)) this.#tell(finding('value.line-break', reference, data));
    else if (this.#place === 'target' && /[ \t]/.test(inserted)) {
      const nameStart = reference.name.start;
      this.#tell(finding('value.blank', reference, { ...data, nameStart }));
    }
  }
}

/** Marks of escaped braces are rare, and references come in order. */
function inOrder(references: readonly Reference[], escapes: readonly Span[]): readonly (Reference | Span)[] {
  return escapes.length === 0 ? references : [...references, ...escapes].sort((one, other) => one.start - other.start);
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** The chained form of what starts with the name of a request; undefined when it may as well be a script. */
function meantReference(written: string, { form }: Reference): string | undefined {
  const meant = chainedFor(written);
  return form === 'member' || (/\.[$*]/.test(written) && parseChained(meant).kind === 'chained') ? meant : undefined;
}

/** The guarded values of a request that a piece of it, or of its answer, may give away. */
function guardedThrough({ side, part }: ChainedReference, { guarded, response }: Answered, value: string): readonly GuardedValue[] {
  // What was sent is made of them, and any piece of it may be.
  if (guarded.length === 0 || side === 'request') return guarded;
  // A path with a condition says something about all that it looked at, not only about what it found.
  const looksAround = part.kind === 'json' && part.path.text.includes('?');
  const text = looksAround ? `${value}\n${new TextDecoder().decode(response.body)}` : value;
  return guarded.filter((each) => repeats(text, each.value));
}

/** What was given in confidence: a key of a service account opens as much as the account does, and so does what the request was signed with. */
function given({ name, side, part }: ChainedReference, { response, inConfidence, credentials = [] }: Answered, { value, secrets }: { readonly value: string; readonly secrets: readonly string[] }): readonly GuardedValue[] {
  if (side === 'request') return [];
  const echoed = credentials.filter((credential) => repeats(value, credential)).map((each): GuardedValue => ({ source: 'answer', key: `the credentials that "${name}" was signed with`, value: each }));
  if (inConfidence !== true) return echoed;
  // A path with a condition says something about all that it looked at.
  const all = part.kind === 'json' && part.path.text.includes('?') ? secretsIn(response) : secrets;
  return [...echoed, ...all.map((each): GuardedValue => ({ source: 'answer', key: `a secret from the answer of "${name}"`, value: each }))];
}

function secretsIn({ headers, body }: WireResponse): readonly string[] {
  const reading = readJsonBody(headers, body);
  return reading.kind === 'json' ? secretsInJson(reading.json.value) : [];
}

function wrongArguments(name: string, { usage, wrong }: Extract<SystemValue, { kind: 'arguments' }>, at: Span): Finding {
  if (!wrong) return finding('variable.system-arguments', at, { name, usage });
  const { start, end, ...data } = wrong;
  return finding('variable.system-arguments', { start: at.start + start, end: at.start + end }, { name, usage, ...data });
}

/** The JSONPath or the header of a reference; the whole of it when it has neither. */
function partSpan({ part }: ChainedReference, reference: Reference): Span {
  if (part.kind !== 'json' && part.kind !== 'header') return reference;
  const { start } = reference.name;
  return { start: start + part.span.start, end: start + part.span.end };
}

/** Where one value is wanted, an object or an array is none. */
function wholeContainer({ kind, step }: Container, parsed: ChainedReference, reference: Reference): Finding {
  const path = parsed.part.kind === 'json' ? parsed.part.path.text : '';
  return finding('value.object', partSpan(parsed, reference), { path, kind, step: step === '' ? undefined : step });
}

/** Why an answer does not have what a reference asks for. */
function unanswered(value: Exclude<ChainedValue, { kind: 'value' }>, parsed: ChainedReference, reference: Reference): Finding {
  const about = { request: parsed.name, problem: value.kind };
  const part = partSpan(parsed, reference);
  switch (value.kind) {
    case 'not-json':
      return finding('reference.no-value', reference, { ...about, line: value.line, detail: value.problem });
    case 'none': {
      if (!value.missing) return finding('reference.no-value', part, about);
      const { span, kind: parentKind, ...missing } = value.missing;
      return finding('reference.no-value', { start: part.start + span.start, end: part.start + span.end }, { ...about, parentKind, ...missing });
    }
    case 'several':
    case 'no-header':
    case 'too-many':
    case 'too-slow': {
      const { kind: problem, ...details } = value;
      return finding('reference.no-value', part, { ...about, problem, ...details });
    }
    default: {
      const { kind: problem, ...details } = value;
      return finding('reference.no-value', reference, { ...about, problem, ...details });
    }
  }
}
