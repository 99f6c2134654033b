import type { Finding } from '../../../base/finding';
import type { Span } from '../../../base/text';
import type { BodyLine, FileLine } from '../../syntax/nodes';
import { type FileContent, type FileText, readBodyFile } from './bodyFiles';
import { compose, type Composition, type Place, type UsedValue } from '../compose';
import type { Need } from '../needs';
import { ComposedText, joinTexts, type Piece, substituted, verbatim } from '../sourceMap';
import type { ValueFacts } from '../valueFacts';
import type { VariableScope } from '../variables';

/** A run of a body: text, or the octets of a file that is no text. */
export type BodyPart =
  | { readonly kind: 'text'; readonly text: ComposedText; /** Its octets, where it was octets before. */ readonly bytes?: Uint8Array }
  | Extract<FileContent, { kind: 'octets' }>;

/** A body put together. */
export interface WholeBody {
  /** Missing when some of it is no text. */
  readonly text?: ComposedText;
  /** As sent: text is UTF-8. Missing while some of it is not known. */
  readonly bytes?: Uint8Array;
  /** The files in it that are text, by their piece of {@link text}. */
  readonly files: ReadonlyMap<Piece, FileText>;
  /** The files in it that are no text. */
  readonly binary: readonly Extract<FileContent, { kind: 'octets' }>[];
  readonly used: readonly UsedValue[];
  readonly facts: readonly ValueFacts[];
  readonly needs: readonly Need[];
  readonly findings: readonly Finding[];
}

/** Puts a body together from written text and files, in the order of the calls. */
export class BodyComposer {
  readonly scope: VariableScope;
  readonly #parts: BodyPart[] = [];
  readonly #files = new Map<Piece, FileText>();
  readonly #used: UsedValue[] = [];
  readonly #facts: ValueFacts[] = [];
  readonly #needs: Need[] = [];
  readonly #findings: Finding[] = [];

  constructor(scope: VariableScope) {
    this.scope = scope;
  }

  /** Adds lines as they stand, files in their places, without the line end of the last one. Returns what was added. */
  lines(lines: readonly (BodyLine | FileLine)[]): readonly BodyPart[] {
    const count = this.#parts.length;
    let start = lines[0]?.start ?? 0;
    for (const line of lines) {
      if (line.kind !== 'file') continue;
      this.written({ start, end: line.start }, 'body');
      this.file(line);
      start = line.end;
    }
    this.written({ start, end: lines.at(-1)?.end ?? start }, 'body');
    return this.#parts.slice(count);
  }

  /** Adds written text with its references replaced. */
  written(span: Span, place: Place): void {
    if (span.end > span.start) this.add(compose(this.scope, span, place));
  }

  /** Adds text that was composed before. */
  add({ text, used, findings }: Composition): void {
    this.#parts.push({ kind: 'text', text });
    append(this.#used, used);
    append(this.#findings, findings);
  }

  /** Adds the line end of a line as CRLF, whatever the file uses. */
  crlf({ end, next }: BodyLine | FileLine): void {
    const written = verbatim(this.scope.file.text, { start: end, end: next });
    const piece = written.text === '\r\n' ? written : substituted('\r\n', written.source);
    this.#parts.push({ kind: 'text', text: new ComposedText([piece], end) });
  }

  /** Adds what a file line stands for. */
  file(line: FileLine): void {
    const { content, used, facts, needs, findings } = readBodyFile(this.scope, line);
    if (content.kind === 'text') this.#files.set(content.file.piece, content.file);
    this.#parts.push(partOf(content));
    append(this.#used, used);
    append(this.#facts, facts);
    append(this.#needs, needs);
    append(this.#findings, findings);
  }

  /** The whole; `origin` is its place when it is empty. */
  finish(origin: number): WholeBody {
    const texts = this.#parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
    const binary = this.#parts.filter((part) => part.kind === 'octets');
    const joined = joinTexts(texts, origin);
    return {
      ...(binary.length === 0 && { text: joined }),
      ...(!joined.hasUnknown && { bytes: this.#octets(joined) }),
      files: this.#files,
      binary,
      used: this.#used,
      facts: [...this.#facts, joined.facts],
      needs: this.#needs,
      findings: this.#findings,
    };
  }

  #octets(joined: ComposedText): Uint8Array {
    const encoder = new TextEncoder();
    if (this.#parts.every((part) => part.kind === 'text' && !part.bytes)) return encoder.encode(joined.text);
    const all = this.#parts.map((part) => (part.kind === 'text' ? (part.bytes ?? encoder.encode(part.text.text)) : part.bytes));
    const whole = new Uint8Array(all.reduce((length, { byteLength }) => length + byteLength, 0));
    let offset = 0;
    for (const octets of all) {
      whole.set(octets, offset);
      offset += octets.byteLength;
    }
    return whole;
  }
}

/** One call with all of them would be too much for the stack: a body may hold any number. */
function append<T>(list: T[], more: readonly T[]): void {
  for (const each of more) list.push(each);
}

function partOf(content: FileContent): BodyPart {
  switch (content.kind) {
    case 'text':
      return { kind: 'text', text: new ComposedText([content.file.piece], content.file.line.start), ...(content.bytes && { bytes: content.bytes }) };
    case 'octets':
      return content;
    case 'unknown':
      return { kind: 'text', text: content.text };
  }
}
