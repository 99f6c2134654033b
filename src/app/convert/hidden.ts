import type { Span } from '../../base/text';
import { mask } from '../../http/redact';
import { findReferences } from '../../language/syntax/references';
import type { Piece, ComposedText } from '../../language/plan/sourceMap';

/** What must be set in the environment of who runs a copy. */
export interface Variable {
  /** `DT_API_KEY` */
  readonly name: string;
  /** What it holds, in words: `the value of apiKey`. */
  readonly about: string;
}

/** Text of a copy: as it is, and variables in the place of what is secret or not known. */
export type Template = readonly (string | Variable)[];

/** The text of a template in which nothing is hidden; undefined for any other. */
export function plainOf(template: Template): string | undefined {
  const pieces = template.filter((piece) => typeof piece === 'string');
  return pieces.length === template.length ? pieces.join('') : undefined;
}

/** The same, with texts that stand side by side as one. */
export function merged(template: Template): Template {
  const all: (string | Variable)[] = [];
  for (const piece of template) {
    const last = all.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') all[all.length - 1] = last + piece;
    else all.push(piece);
  }
  return all;
}

/** A piece of a request that a copy does not show, and what it is called where that is known. */
export interface HiddenSpan extends Span {
  readonly name?: string;
  /** It comes from an answer, or from a person, when the request is run. */
  readonly waits?: true;
}

/** Of a header, a parameter or a property: what the variable in the place of its value is called after. */
const nameBefore = /([\w.-]+)["']?\s*[:=]\s*\[?\s*["']?$/;

/**
 * What the redactor hides of `text`, told from `shown`, which it made of it: between the pieces that
 * both have in common. All of it when they have none.
 */
export function maskedSpans(text: string, shown: string): readonly HiddenSpan[] {
  const [first = '', ...pieces] = shown.split(mask);
  if (pieces.length === 0) return shown === text ? [] : [{ start: 0, end: text.length }];
  const found: HiddenSpan[] = [];
  let at = first.length;
  for (const [index, piece] of pieces.entries()) {
    const next = index === pieces.length - 1 ? text.length - piece.length : text.indexOf(piece, at);
    if (next < at || !text.startsWith(first) || !text.startsWith(piece, next)) return [{ start: 0, end: text.length }];
    found.push({ start: at, end: next });
    at = next + piece.length;
  }
  return found;
}

/**
 * What is secret or not known yet in composed text, by where it came from.
 *
 * @param nameOf The name of a secret that was inserted in the place of a span of the request file.
 * @param waiting Names of what is not known before the send.
 */
export function insertedSpans(text: ComposedText, nameOf: (source: Span, secret?: string) => string | undefined, waiting: ReadonlySet<string>): readonly HiddenSpan[] {
  return text.pieces.flatMap((piece, index) => {
    if (piece.verbatim) return [];
    const from = text.startOf(index);
    const secrets = secretsIn(piece).map(({ start, end }) => {
      const name = nameOf(piece.source, piece.text.slice(start, end));
      return { start: from + start, end: from + end, ...(name !== undefined && { name }) };
    });
    const whole = { start: 0, end: piece.text.length };
    const awaited = waiting.size === 0 ? [] : findReferences(piece.text, whole).flatMap((reference): readonly HiddenSpan[] => {
      const written = piece.text.slice(reference.name.start, reference.name.end);
      return waiting.has(written) ? [{ start: from + reference.start, end: from + reference.end, name: written, waits: true }] : [];
    });
    return [...secrets, ...awaited];
  });
}

/** Where the secrets of a piece stand in it; all of it when they cannot be told apart from the rest. */
function secretsIn({ text, facts }: Piece): readonly Span[] {
  const found = facts.secrets.flatMap((secret) => occurrences(text, secret));
  return found.length === 0 && facts.secrets.length > 0 ? [{ start: 0, end: text.length }] : found;
}

function occurrences(text: string, wanted: string): readonly Span[] {
  const found: Span[] = [];
  for (let at = wanted === '' ? -1 : text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) found.push({ start: at, end: at + wanted.length });
  return found;
}

/** Hands out the variables of a copy: one for each text, whatever it is found as. */
export class Variables {
  readonly #byValue = new Map<string, Variable>();
  readonly #names: Set<string>;

  /** @param taken Names that mean something else already. */
  constructor(taken: readonly string[]) {
    this.#names = new Set(taken);
  }

  /** In the order in which they were needed. */
  get all(): readonly Variable[] {
    return [...this.#byValue.values()];
  }

  /** `name` is as an author wrote it: `apiKey`, `login.response.body.$.id`, `$processEnv TOKEN`. */
  of(value: string, name: string, waits = false): Variable {
    const known = this.#byValue.get(value);
    if (known) return known;
    const variable = { name: this.#free(name), about: `the value of ${name}${waits ? ', which is not known before the request is run' : ''}` };
    this.#byValue.set(value, variable);
    return variable;
  }

  #free(name: string): string {
    const words = name.replace(/^\$\w+(?:\.|\s+)/, '').replace(/\.(?:response|request|body|headers)(?=\.|$)/g, '').replace(/([a-z\d])([A-Z])/g, '$1_$2');
    const plain = words.replace(/[^A-Za-z\d]+/g, '_').replace(/^_+|_+$/g, '').toUpperCase().replace(/^DT_/, '').slice(0, 60);
    const base = `DT_${plain === '' ? 'VALUE' : plain}`;
    for (let count = 1; ; count++) {
      const candidate = count === 1 ? base : `${base}_${count}`;
      if (this.#names.has(candidate)) continue;
      this.#names.add(candidate);
      return candidate;
    }
  }
}

/**
 * `text` with variables in the place of all that is hidden. Spans may overlap: then they are one.
 *
 * @param fallback What a value is called of which nothing tells a name.
 */
export function hide(text: string, spans: readonly HiddenSpan[], variables: Variables, fallback: string): Template {
  const template: (string | Variable)[] = [];
  let shown = 0;
  for (const { start, end, name, waits } of joined(spans)) {
    if (start > shown) template.push(text.slice(shown, start));
    const called = name ?? nameBefore.exec(text.slice(Math.max(0, start - 80), start))?.[1] ?? fallback;
    template.push(variables.of(text.slice(start, end), called, waits));
    shown = end;
  }
  if (shown < text.length) template.push(text.slice(shown));
  return template;
}

function joined(spans: readonly HiddenSpan[]): readonly HiddenSpan[] {
  const all: HiddenSpan[] = [];
  for (const span of spans.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = all.at(-1);
    if (!last || span.start >= last.end) all.push(span);
    else all[all.length - 1] = { ...span, ...last, end: Math.max(last.end, span.end) };
  }
  return all;
}
