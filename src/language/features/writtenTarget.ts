import { type Endpoint, type EndpointMatch, findPath } from '../../api/description';
import { vendorHostKind } from '../../api/hosts';
import type { Span } from '../../base/text';
import { isApiRoot } from '../plan/target';
import type { Block, RequestFile } from '../syntax/nodes';
import { directivesOf, textOf } from '../syntax/queries';

/** A parameter of a query as it is written. */
export interface WrittenParameter {
  readonly name: Span;
  /** After the equals sign; missing without one. */
  readonly value?: Span;
}

/** A target by its look alone, while it is typed: nothing is replaced, a `{{reference}}` is text. */
export interface WrittenTarget {
  /** Which part of the API it seems to address; undefined for another host. */
  readonly api: Endpoint['host'] | undefined;
  /** From the slash that ends the base to the query. */
  readonly path: Span;
  /** Of the path, without slashes; the last one with its custom method. A path that ends with a slash has an empty one at its end. */
  readonly segments: readonly Span[];
  /** Those of continued lines too. */
  readonly parameters: readonly WrittenParameter[];
}

/** What a name stands for; undefined when that is not known, or not to be shown. */
export type ValueOf = (name: string) => string | undefined;

/**
 * Takes a block's target apart; undefined without a request, and for one that is longer than any server takes.
 *
 * @param valueOf Of a variable in front of the path, when its name does not tell. Default: nothing is known.
 */
export function writtenTarget(file: RequestFile, block: Block, valueOf: ValueOf = () => undefined): WrittenTarget | undefined {
  const { request } = block;
  if (!request) return undefined;
  const { target } = request.line;
  const end = request.query.at(-1)?.end ?? target.end;
  if (end - target.start > longestTarget) return undefined;
  const text = textOf(file, target);
  const mark = queryMark(text);
  const pathEnd = target.start + (mark < 0 ? text.length : mark);
  const written = text.slice(0, pathEnd - target.start);
  const host = written.startsWith('/') ? hostHeader(file, block) : undefined;
  const base = host === undefined ? baseOf(written, hostDirective(file, block), valueOf) : shortened(writtenBase(`https://${host}${written}`, 'api'), 'https://'.length + host.length);
  const path = { start: target.start + base.length, end: pathEnd };
  const queries = [...(mark < 0 ? [] : [{ start: pathEnd + 1, end: target.end }]), ...request.query.map(({ content }) => ({ start: content.start + 1, end: content.end }))];
  return { api: base.api, path, segments: segmentsOf(file.text, path), parameters: queries.flatMap((query) => parametersOf(file.text, query)) };
}

/** Characters. */
const longestTarget = 64_000;

/** The endpoints whose path a target has, one for each verb; a reference stands for any value. Empty where there is none. */
export function endpointsAt(file: RequestFile, { api, path }: WrittenTarget): readonly EndpointMatch[] {
  return api === undefined ? [] : findPath(api, textOf(file, path));
}

/** The first question mark that is in no reference: `{{$datetime "?"}}` may hold one. */
function queryMark(text: string): number {
  for (let offset = 0; offset < text.length; offset++) {
    if (text.startsWith('{{', offset)) {
      const close = text.indexOf('}}', offset);
      if (close < 0) return -1;
      offset = close + 1;
    } else if (text[offset] === '?') return offset;
  }
  return -1;
}

function hostDirective(file: RequestFile, block: Block): 'api' | 'emulator' {
  return directivesOf(file, block).some(({ name, argument }) => name === 'host' && argument === 'emulator') ? 'emulator' : 'api';
}

/** With it a path goes to that host, as it is written. */
function hostHeader(file: RequestFile, { request }: Block): string | undefined {
  const line = request?.headers.find(({ name, colon }) => colon && textOf(file, name).toLowerCase() === 'host');
  return line && textOf(file, line.value);
}

interface Base {
  readonly api: Endpoint['host'] | undefined;
  /** Characters in front of the path's first slash. */
  readonly length: number;
}

function baseOf(path: string, relative: 'api' | 'emulator', valueOf: ValueOf): Base {
  const reference = /^\{\{([^{}]*)\}\}/.exec(path);
  if (reference) return behindReference(path, (reference[1] ?? '').trim(), reference[0].length, relative, valueOf);
  const hostAlone = /^[^/{}]*[.:][^/{}]*/.exec(path)?.[0] ?? '';
  if (hostAlone !== '' && !/^[a-z][a-z0-9+.-]*:\/\//i.test(path) && !isApiRoot(hostAlone)) return shortened(writtenBase(`https://${path}`, relative), 'https://'.length);
  return writtenBase(path, relative);
}

function shortened({ api, length }: Base, by: number): Base {
  return { api, length: length - by };
}

function writtenBase(path: string, relative: 'api' | 'emulator'): Base {
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(path);
  if (!absolute) return behindVersion(path, 0, relative);
  const [origin] = absolute;
  const kind = vendorHostKind(origin);
  if (kind === 'identity') return { api: 'identity', length: origin.length };
  if (kind === 'api' || kind === 'emulator') return behindVersion(path, origin.length, kind);
  const isLocal = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(origin);
  // The sandbox serves all from one origin.
  if (isLocal && path.startsWith('/emulator/', origin.length)) return behindVersion(path, origin.length + '/emulator'.length, 'emulator');
  if (isLocal && /^\/v\d/.test(path.slice(origin.length))) return behindVersion(path, origin.length, 'api');
  return { api: undefined, length: origin.length };
}

/** What a reference at the start may stand for is told by its name or its value, else by what follows. */
function behindReference(path: string, name: string, length: number, relative: 'api' | 'emulator', valueOf: ValueOf): Base {
  if (name === 'apiBase') return { api: 'api', length };
  if (name === 'emulatorBase') return { api: 'emulator', length };
  const value = valueOf(name)?.replace(/\/$/, '');
  // An address alone, without a path of its own, or with no more than the version.
  if (value !== undefined && /^https?:\/\//i.test(value)) {
    const { api, length: all } = writtenBase(value + path.slice(length), relative);
    return { api: all < value.length ? undefined : api, length: Math.max(length, all - value.length + length) };
  }
  const base = behindVersion(path, length, relative);
  return isApiRoot(/^\/([^/]*)/.exec(path.slice(base.length))?.[1] ?? '') ? base : { api: undefined, length };
}

/** Skips `/v2`, which a base that is written out has at its end. */
function behindVersion(path: string, from: number, api: 'api' | 'emulator'): Base {
  const version = /^\/v\d+[a-z0-9]*(?=\/|$)/.exec(path.slice(from));
  return { api, length: from + (version?.[0].length ?? 0) };
}

function segmentsOf(text: string, { start, end }: Span): readonly Span[] {
  const segments: Span[] = [];
  let from = text[start] === '/' ? start + 1 : start;
  for (let offset = from; offset <= end; offset++) {
    while (offset < end && text.startsWith('{{', offset)) offset = closeOf(text, offset, end);
    if (offset === end || text[offset] === '/') {
      segments.push({ start: from, end: offset });
      from = offset + 1;
    }
  }
  return segments;
}

/** The end of the reference that opens at `offset`; the end of all when it is not closed. */
function closeOf(text: string, offset: number, end: number): number {
  const close = text.indexOf('}}', offset);
  return close < 0 || close + 2 > end ? end : close + 2;
}

function parametersOf(text: string, query: Span): readonly WrittenParameter[] {
  const parameters: WrittenParameter[] = [];
  let from = query.start;
  for (let offset = from; offset <= query.end; offset++) {
    while (offset < query.end && text.startsWith('{{', offset)) offset = closeOf(text, offset, query.end);
    if (offset >= query.end || text[offset] === '&') {
      parameters.push(parameterOf(text, { start: from, end: Math.min(offset, query.end) }));
      from = offset + 1;
    }
  }
  return parameters;
}

function parameterOf(text: string, { start, end }: Span): WrittenParameter {
  const equals = text.slice(start, end).indexOf('=');
  return equals < 0 ? { name: { start, end } } : { name: { start, end: start + equals }, value: { start: start + equals + 1, end } };
}
