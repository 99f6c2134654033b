import { holds, type Span } from '../../base/text';
import { findReferences } from '../syntax/references';

/** A property or an item, as far as it is written. */
export interface JsonMember {
  readonly parent: JsonContainer;
  /** Place in its parent, counted from 0. */
  readonly index: number;
  /** Of a property, with the quotes that are written; missing for an item. */
  name?: Span;
  /** Offset of the colon. */
  colon?: number;
  value?: Span;
  /** What is in the value when it is an object or an array. */
  inner?: JsonContainer;
  /** Offset of the comma that ends it. */
  comma?: number;
}

/** An object or an array; at the top a container of the one value there is. */
export interface JsonContainer {
  readonly kind: 'object' | 'array' | 'top';
  readonly start: number;
  /** After its closing bracket; where an outer one closes, or the text ends, when it has none. */
  end: number;
  closed: boolean;
  /** Missing at the top. */
  readonly owner?: JsonMember;
  readonly members: JsonMember[];
}

/**
 * Reads JSON as far as it is written: with commas, brackets and values missing, references `{{…}}` in the
 * place of anything, and comments. Takes every text in linear time, however deep.
 */
export function readJsonPlaces(text: string): JsonContainer {
  return new Reader(text).read();
}

class Reader {
  readonly #text: string;
  /** End of the reference that starts at an offset. */
  readonly #references: ReadonlyMap<number, number>;
  readonly #top: JsonContainer = { kind: 'top', start: -1, end: 0, closed: false, members: [] };
  /** How many of a kind are open: a closer without its opener must not search all of them. */
  readonly #open = { object: 0, array: 0, top: 1 };
  #container: JsonContainer = this.#top;
  /** What is being written; missing after a comma and at the start. */
  #member: JsonMember | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#references = new Map(findReferences(text, { start: 0, end: text.length }).map(({ start, end }) => [start, end]));
  }

  read(): JsonContainer {
    for (let offset = this.#skip(0); offset < this.#text.length; offset = this.#skip(offset)) offset = this.#token(offset);
    for (let open: JsonContainer | undefined = this.#container; open; open = open.owner?.parent) this.#end(open, this.#text.length);
    return this.#top;
  }

  /** Reads the token at `offset`; returns where the next one may start. */
  #token(offset: number): number {
    const code = this.#references.has(offset) ? '' : this.#text.charAt(offset);
    switch (code) {
      case '{':
      case '[':
        this.#enter({ kind: code === '{' ? 'object' : 'array', start: offset, end: offset, closed: false, owner: this.#newValue({ start: offset, end: offset + 1 }), members: [] });
        return offset + 1;
      case '}':
      case ']':
        this.#close(code === '}' ? 'object' : 'array', offset);
        return offset + 1;
      case ':':
        if (this.#member?.name && !this.#member.value) this.#member.colon ??= offset;
        return offset + 1;
      case ',':
        if (this.#member) this.#member.comma = offset;
        this.#member = undefined;
        return offset + 1;
      default: {
        const span = { start: offset, end: code === '"' ? this.#stringEnd(offset) : this.#wordEnd(offset) };
        this.#text_(span);
        return span.end;
      }
    }
  }

  /** A string or a word: in an object the name of a property, unless a value is awaited and no colon follows. */
  #text_(span: Span): void {
    const isAwaited = this.#member?.colon !== undefined && !this.#member.value;
    const isName = this.#container.kind === 'object' && (!isAwaited || this.#text[this.#skip(span.end)] === ':');
    if (isName) this.#newMember().name = span;
    else this.#newValue(span);
  }

  #newMember(): JsonMember {
    const { members } = this.#container;
    const member: JsonMember = { parent: this.#container, index: members.length };
    members.push(member);
    return (this.#member = member);
  }

  #newValue(span: Span): JsonMember {
    const isAwaited = this.#member?.colon !== undefined && !this.#member.value;
    const member = isAwaited && this.#member ? this.#member : this.#newMember();
    member.value = span;
    return member;
  }

  #enter(container: JsonContainer & { readonly owner: JsonMember }): void {
    container.owner.inner = container;
    this.#container = container;
    this.#open[container.kind]++;
    this.#member = undefined;
  }

  #close(kind: 'object' | 'array', offset: number): void {
    if (this.#open[kind] === 0) return;
    while (this.#container.kind !== kind) this.#leave(offset);
    this.#container.closed = true;
    this.#leave(offset + 1);
  }

  #leave(end: number): void {
    const { owner, kind } = this.#container;
    this.#end(this.#container, end);
    if (!owner) return;
    this.#open[kind]--;
    this.#container = owner.parent;
    this.#member = owner;
  }

  #end(container: JsonContainer, end: number): void {
    container.end = end;
    if (container.owner) container.owner.value = { start: container.start, end };
  }

  /** A string ends with its line at the latest; a reference in it may hold quotes. */
  #stringEnd(open: number): number {
    for (let offset = open + 1; offset < this.#text.length; offset++) {
      offset = this.#afterReferences(offset);
      const code = this.#text.charAt(offset);
      if (code === '"') return offset + 1;
      if (code === '\n' || code === '\r') return offset;
      if (code === '\\' && !isLineEnd(this.#text.charAt(offset + 1))) offset++;
    }
    return this.#text.length;
  }

  #wordEnd(start: number): number {
    let offset = this.#afterReferences(start);
    while (offset < this.#text.length && this.#text.charCodeAt(offset) > 32 && !'{}[],:"'.includes(this.#text.charAt(offset))) offset = this.#afterReferences(offset + 1);
    return offset;
  }

  #afterReferences(offset: number): number {
    let end = offset;
    for (let next = this.#references.get(end); next !== undefined; next = this.#references.get(end)) end = next;
    return end;
  }

  /** Over blanks, line ends and comments, which a body may have by mistake. */
  #skip(from: number): number {
    let offset = from;
    for (; offset < this.#text.length; offset++) {
      if (this.#text[offset] === '#' || this.#text.startsWith('//', offset)) {
        while (offset < this.#text.length && !isLineEnd(this.#text.charAt(offset))) offset++;
      } else if (this.#text.charCodeAt(offset) > 32) break;
    }
    return offset;
  }
}

function isLineEnd(code: string): boolean {
  return code === '\n' || code === '\r' || code === '';
}

/** Where an offset is in JSON. */
export interface JsonPlace {
  readonly container: JsonContainer;
  /** Whether it is at the name of a property, or where one may be; else at a value, or where one may be. */
  readonly on: 'name' | 'value';
  /** What is written there, in part at least; missing in the gap between two. */
  readonly member?: JsonMember;
  /** What is written in front of the gap. */
  readonly before?: JsonMember;
}

/** The innermost place that holds `offset`; undefined between a name and its colon, and around a value that is there. */
export function jsonPlaceAt(top: JsonContainer, offset: number): JsonPlace | undefined {
  let container = top;
  for (let inner = innerAt(container, offset); inner; inner = innerAt(container, offset)) container = inner;
  const { members } = container;
  const index = members.findLastIndex((member) => startOf(member) <= offset);
  const member = members[index];
  if (!member) return { container, on: container.kind === 'object' ? 'name' : 'value' };
  if (member.name && offset <= member.name.end) return { container, on: 'name', member };
  if (member.value && holds(member.value, offset)) return { container, on: 'value', member };
  if (member.comma !== undefined && offset > member.comma) return gap(container, member);
  if (member.colon !== undefined && !member.value) return offset > member.colon ? { container, on: 'value', member } : undefined;
  // After a whole one, or after a name that has no colon yet.
  if (member.value && offset > member.value.end && container.kind !== 'top') return gap(container, member);
  return undefined;
}

function gap(container: JsonContainer, before: JsonMember): JsonPlace {
  return { container, on: container.kind === 'object' ? 'name' : 'value', before };
}

function innerAt({ members }: JsonContainer, offset: number): JsonContainer | undefined {
  const inner = members.findLast((member) => startOf(member) < offset)?.inner;
  return inner && inner.start < offset && (offset < inner.end || (!inner.closed && offset === inner.end)) ? inner : undefined;
}

function startOf({ name, value, colon }: JsonMember): number {
  return name?.start ?? value?.start ?? colon ?? 0;
}
