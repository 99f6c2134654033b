import { findNodeAtLocation, type JSONPath, type Node, parseTree } from 'jsonc-parser';
import { percentDecoded } from '../../base/percent';
import type { Span, TextEdit } from '../../base/text';
import type { RequestPart } from '../../http/requestPart';
import { tooDeepAt } from '../../http/jsonDepth';
import type { RequestNode } from '../syntax/nodes';
import type { Directive } from '../syntax/queries';
import type { PlannedHeader } from './headers';
import type { ComposedText } from './sourceMap';
import type { ResolvedTarget } from './target';

/** A part as a range of composed text: what an edit needs to know whether it can be made honestly. */
export interface PartRange {
  readonly text: ComposedText;
  readonly start: number;
  readonly end: number;
}

/**
 * Replaces a range by `newText`. Undefined when it begins or ends inside an inserted value: then the
 * edit would change more than it says.
 */
export function exactEdit({ text, start, end }: PartRange, newText: string): TextEdit | undefined {
  return text.isExact(start, end) ? { span: text.mapRange(start, end), newText } : undefined;
}

/** A query parameter of the target as sent. */
export interface QueryRange {
  readonly name: string;
  readonly start: number;
  readonly nameEnd: number;
  readonly end: number;
  readonly hasValue: boolean;
}

/** The pieces a plan was made of. */
export interface PartSources {
  readonly request: RequestNode;
  readonly targetText: ComposedText;
  readonly target: ResolvedTarget;
  readonly headers: readonly PlannedHeader[];
  readonly body?: ComposedText;
  /** Of the block, in their order. */
  readonly directives: () => readonly Directive[];
}

/** Finds parts of a sent request in the request file. */
export class RequestParts {
  readonly sources: PartSources;
  #json: { readonly root: Node | undefined } | undefined;
  #parameters: readonly QueryRange[] | undefined;

  constructor(sources: PartSources) {
    this.sources = sources;
  }

  /** The request line, without blanks around it. */
  get requestLine(): Span {
    const { line } = this.sources.request;
    return { start: line.method?.start ?? line.target.start, end: line.version?.end ?? line.target.end };
  }

  /** The place of a part in the request file; undefined when the author wrote no such part. */
  spanOf(part: RequestPart): Span | undefined {
    const { request } = this.sources;
    switch (part.kind) {
      case 'request-line':
        return this.requestLine;
      case 'method':
        return request.line.method;
      case 'header':
        if (part.what === 'name') return this.headerLine(part.name)?.line.name;
        break;
      case 'directive':
        return this.#directive(part.name);
      default:
        break;
    }
    const range = this.rangeOf(part);
    return range?.text.mapRange(range.start, range.end);
  }

  /** The composed range of a part; undefined for parts that are not made of composed text, or not there. */
  rangeOf(part: RequestPart): PartRange | undefined {
    const { targetText, body } = this.sources;
    switch (part.kind) {
      case 'request-line':
      case 'method':
      case 'directive':
        return undefined;
      case 'target':
        return { text: targetText, start: 0, end: targetText.text.length };
      case 'authority':
        return this.#authority();
      case 'path':
        return this.#written(0, this.#pathEnd());
      case 'path-segment':
        return this.#segment(part.index, part.what);
      case 'query':
        return this.#query(part.name, part.occurrence, part.what);
      case 'header': {
        const value = part.what === 'value' ? this.headerLine(part.name)?.value : undefined;
        return value && { text: value, start: 0, end: value.text.length };
      }
      case 'body':
        return body && { text: body, start: 0, end: body.text.length };
      case 'body-text':
        return body && part.end <= body.text.length ? { text: body, start: part.start, end: part.end } : undefined;
      case 'json': {
        const node = this.jsonNode(part.pointer);
        const wanted = part.what === 'name' && node?.parent?.type === 'property' ? node.parent.children?.[0] : node;
        return body && wanted && { text: body, start: wanted.offset, end: wanted.offset + wanted.length };
      }
    }
  }

  /** From its `@` to the end of its argument. */
  #directive(wanted: string): Span | undefined {
    const line = this.sources.directives().find(({ name }) => name === wanted)?.line;
    return line && { start: line.name.start - 1, end: Math.max(line.name.end, line.argument.end) };
  }

  /** The first header called `name`, in any casing. */
  headerLine(name: string): PlannedHeader | undefined {
    return this.sources.headers.find((header) => header.name.toLowerCase() === name.toLowerCase());
  }

  /** The JSON value at an RFC 6901 pointer of the body; undefined also for a body that is nested too deeply. */
  jsonNode(pointer: string): Node | undefined {
    this.#json ??= { root: this.#parseBody() };
    const path = this.#jsonPath(pointer);
    return this.#json.root && path && findNodeAtLocation(this.#json.root, path);
  }

  #parseBody(): Node | undefined {
    const { body } = this.sources;
    return body && tooDeepAt(body.text) === undefined ? parseTree(body.text) : undefined;
  }

  /** The pointer as jsonc-parser wants it, array indexes as numbers; undefined when it is no pointer. */
  #jsonPath(pointer: string): JSONPath | undefined {
    if (pointer === '') return [];
    if (!pointer.startsWith('/')) return undefined;
    let node = this.#json?.root;
    return pointer.slice(1).split('/').map((escaped) => {
      const name = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
      const key = node?.type === 'array' && /^\d{1,9}$/.test(name) ? Number(name) : name;
      node = node && findNodeAtLocation(node, [key]);
      return key;
    });
  }

  #authority(): PartRange | undefined {
    const { authority } = this.sources.target;
    return authority && { text: this.sources.targetText, ...authority };
  }

  /** A range of the target as sent, as far as the author wrote it. */
  #written(start: number, end: number): PartRange | undefined {
    const { target, targetText } = this.sources;
    const shift = target.from - target.prefix.length;
    const from = Math.max(start + shift, target.from);
    const to = end + shift;
    return to < from || (to === from && end > start) ? undefined : { text: targetText, start: from, end: to };
  }

  #pathEnd(): number {
    const { target } = this.sources.target;
    const query = target.indexOf('?');
    return query < 0 ? target.length : query;
  }

  #segment(index: number, what?: 'id'): PartRange | undefined {
    const segments = this.sources.target.target.slice(1, this.#pathEnd()).split('/');
    const segment = segments[index];
    // The slash of `https://host` is the product's: the author wrote no path at all.
    const isImplied = this.sources.target.authority !== undefined && this.sources.target.prefix !== '';
    if (segment === undefined || isImplied) return undefined;
    const start = 1 + segments.slice(0, index).reduce((length, each) => length + each.length + 1, 0);
    const method = what === 'id' ? (/:[A-Za-z]+$/.exec(segment)?.[0] ?? '') : '';
    return this.#written(start, start + segment.length - method.length);
  }

  #query(name: string, occurrence: number, what: 'name' | 'value'): PartRange | undefined {
    const found = this.queryParameters().filter((parameter) => parameter.name === name)[occurrence];
    if (!found) return undefined;
    const [start, end] = what === 'name' || !found.hasValue ? [found.start, found.nameEnd] : [found.nameEnd + 1, found.end];
    return this.#written(start, end);
  }

  /** The composed range of a whole query parameter, `name=value`. */
  parameterRange(name: string, occurrence: number): PartRange | undefined {
    const found = this.queryParameters().filter((parameter) => parameter.name === name)[occurrence];
    return found && this.#written(found.start, found.end);
  }

  /** The query parameters as sent, names decoded; offsets are those of the sent target. */
  queryParameters(): readonly QueryRange[] {
    return (this.#parameters ??= this.#readParameters());
  }

  #readParameters(): readonly QueryRange[] {
    const { target } = this.sources.target;
    let offset = this.#pathEnd() + 1;
    const parameters = offset > target.length ? [] : target.slice(offset).split('&');
    return parameters.map((parameter) => {
      const start = offset;
      const equals = parameter.indexOf('=');
      const nameLength = equals < 0 ? parameter.length : equals;
      offset += parameter.length + 1;
      return { name: percentDecoded(parameter.slice(0, nameLength), { plus: true }), start, nameEnd: start + nameLength, end: start + parameter.length, hasValue: equals >= 0 };
    });
  }
}
