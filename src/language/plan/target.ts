import { endpoints } from '../../api/description';
import type { FindingData } from '../../base/finding';
import { encodeIllegal, illegal, invisible } from './encode';
import { type FindingCode, mostEqual } from './findings';

/** What the target rules need to know beside the target. */
export interface TargetContext {
  /** e.g. `https://api.disruptive-technologies.com/v2`. */
  readonly apiBase: string;
  readonly emulatorBase: string;
  /** The `Host` header, trimmed; undefined when there is none. */
  readonly host?: string;
  /** `@host`. Absent means the API. */
  readonly hostDirective?: 'api' | 'emulator';
}

/** Where a request goes. */
export interface ResolvedTarget {
  readonly kind: 'target';
  /** Scheme, host and port, default port left out. */
  readonly origin: string;
  /** Path and query as sent: `prefix`, then the written text from `from` on. */
  readonly target: string;
  /** What the product put in front of the written text: a base path, or the `/` of an empty path. */
  readonly prefix: string;
  readonly from: number;
  /** Scheme and authority in the written text; undefined when it is a path. */
  readonly authority?: { readonly start: number; readonly end: number };
  /** The base that was put in front of a path. */
  readonly base?: 'api' | 'emulator';
}

/** A target that is not sent; offsets are those of the target's text. `on` names another culprit. */
export interface RefusedTarget {
  readonly kind: 'refused';
  readonly code: FindingCode;
  readonly start: number;
  readonly end: number;
  readonly data: FindingData;
  readonly on?: 'host-header' | 'host-directive';
}

/** First segments of the API's paths: `projects`, `organizations`, … */
const rootSegments: ReadonlySet<string> = new Set(
  endpoints.filter(({ host }) => host !== 'identity').map(({ path }) => /^\/([^/:]*)/.exec(path)?.[1] ?? ''),
);

/** Whether `segment` is the first of some path of the API, perhaps with a custom verb: `projects:batchUpdate`. */
export function isApiRoot(segment: string): boolean {
  return rootSegments.has(segment.split(':')[0] ?? '');
}

/**
 * Decides where a target goes, after substitution, by the first rule that fits: absolute · `/…`
 * with a `Host` header · `/v<digit>` on the origin of the base · other `/…` behind the base ·
 * a host without a scheme. Octets stay as written.
 */
export function resolveTarget(text: string, context: TargetContext): ResolvedTarget | readonly RefusedTarget[] {
  if (text === '') return [refuse('target.missing', 0, 0, {})];
  const bad = badCharacters(text);
  if (bad.length > 0) return bad;
  const result = applyRules(text, context);
  return result.kind === 'target' ? result : [result];
}

function applyRules(text: string, context: TargetContext): ResolvedTarget | RefusedTarget {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text);
  if (scheme) return absolute(text, scheme[1] ?? '', scheme[0].length, context);
  if (text.startsWith('/')) return context.host === undefined ? onBase(text, context) : originForm(text, context.host, context);
  const first = text.slice(0, endOfAuthority(text, 0));
  const root = first.split(':')[0] ?? '';
  if (/[.:]/.test(first) || first === 'localhost') {
    // `projects:batchUpdate` is a path of the API, not the host `projects` at port `batchUpdate`.
    if (rootSegments.has(root) && !/^[^:]*:\d*$/.test(first)) return missingSlash(first);
    // `./x` and `../x` are paths of a file system, not hosts.
    return /^\.+$/.test(root) ? refuse('target.unknown-form', 0, text.length, {}) : absolute(text, 'https', 0, context);
  }
  if (rootSegments.has(root) || /^v\d/.test(first)) return missingSlash(first);
  return refuse('target.unknown-form', 0, text.length, {});
}

function missingSlash(first: string): RefusedTarget {
  return refuse('target.missing-slash', 0, first.length, { segment: first });
}

function absolute(text: string, scheme: string, authorityStart: number, context: TargetContext): ResolvedTarget | RefusedTarget {
  const lower = scheme.toLowerCase();
  if (lower !== 'https' && lower !== 'http') return refuse('target.scheme', 0, scheme.length, { scheme });
  const end = endOfAuthority(text, authorityStart);
  const authority = text.slice(authorityStart, end);
  if (authority.includes('@')) return refuse('target.userinfo', authorityStart, authorityStart + authority.lastIndexOf('@') + 1, {});
  const origin = originOf(lower, authority);
  if (origin === undefined) return refuse('target.host', authorityStart, end, { host: authority });
  if (context.hostDirective) return refuse('target.host-directive', 0, end, { host: authority }, 'host-directive');
  if (context.host !== undefined && originOf(lower, context.host) !== origin) {
    return refuse('target.host-differs', authorityStart, end, { host: withoutUserinfo(context.host), target: authority }, 'host-header');
  }
  const prefix = text[end] === '/' ? '' : '/';
  return { kind: 'target', origin, target: prefix + text.slice(end), prefix, from: end, authority: { start: 0, end } };
}

function originForm(text: string, host: string, context: TargetContext): ResolvedTarget | RefusedTarget {
  if (context.hostDirective) return refuse('target.host-directive', 0, text.length, { host: withoutUserinfo(host) }, 'host-directive');
  const origin = originOf('https', host);
  if (origin === undefined) return refuse('target.host', 0, text.length, { host: withoutUserinfo(host) }, 'host-header');
  return { kind: 'target', origin, target: text, prefix: '', from: 0 };
}

function onBase(text: string, context: TargetContext): ResolvedTarget | RefusedTarget {
  const kind = context.hostDirective ?? 'api';
  const written = kind === 'emulator' ? context.emulatorBase : context.apiBase;
  const base = splitBase(written);
  if (!base) return refuse('target.base', 0, text.length, { base: withoutUserinfo(written), variable: `${kind}Base` });
  const versioned = /^\/v\d[^/?]*/.exec(text);
  const prefix = versioned ? unversioned(base.path, kind) : base.path;
  return { kind: 'target', origin: base.origin, target: prefix + text, prefix, from: 0, base: kind };
}

/**
 * The path in front of a target that brings its own version. For the API that is none: the target
 * goes to the origin. The emulator may live below a path of its own (`/emulator/v2` in the sandbox,
 * whose `/v2` is the API), so there only the version is dropped.
 */
function unversioned(path: string, kind: 'api' | 'emulator'): string {
  return kind === 'api' ? '' : path.replace(/\/v\d[^/]*$/, '');
}

function splitBase(base: string): { origin: string; path: string } | undefined {
  const scheme = /^(https?):\/\//i.exec(base);
  if (!scheme || badCharacters(base).length > 0 || base.includes('?')) return undefined;
  const end = endOfAuthority(base, scheme[0].length);
  const origin = originOf((scheme[1] ?? '').toLowerCase(), base.slice(scheme[0].length, end));
  return origin === undefined ? undefined : { origin, path: base.slice(end).replace(/\/+$/, '') };
}

function endOfAuthority(text: string, start: number): number {
  const length = text.slice(start).search(/[/?]/);
  return length < 0 ? text.length : start + length;
}

/** The text without the user and password it may hold, however malformed: findings are shown and logged. */
function withoutUserinfo(text: string): string {
  return text.replace(/^([A-Za-z][A-Za-z0-9+.-]*:\/\/)?.*@/s, (_, scheme: string | undefined) => `${scheme ?? ''}•••@`);
}

/** Scheme, host and port as a connection sees them; undefined when that is no host and port. */
function originOf(scheme: string, authority: string): string | undefined {
  // Each label has a letter or a digit; a dot may end the name.
  if (!/^([_-]*[A-Za-z0-9][A-Za-z0-9_-]*(\.[_-]*[A-Za-z0-9][A-Za-z0-9_-]*)*\.?|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/.test(authority)) return undefined;
  try {
    return new URL(`${scheme}://${authority}`).origin;
  } catch {
    // Not a host after all: `1.2.3.256`, port 70000.
    return undefined;
  }
}

/** The first runs of characters that cannot stand in a target, each with its encoded form unless it is in the host. */
function badCharacters(text: string): readonly RefusedTarget[] {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(text)?.[0].length ?? 0;
  const hostEnd = scheme > 0 ? endOfAuthority(text, scheme) : 0;
  const unseen = first(text.matchAll(invisible));
  // An invisible character may hide a method or a version; what else is wrong shows once it is gone.
  if (unseen.length > 0) return unseen.map(invisibleCharacters);
  return first(text.matchAll(illegal)).map((match) => {
    const [start, end] = [match.index, match.index + match[0].length];
    return refuse('target.character', start, end, start < hostEnd ? { characters: match[0] } : { characters: match[0], encoded: encodeIllegal(match[0]) });
  });
}

/** One more would be equal to those that are told. */
function first<T>(all: Iterable<T>): readonly T[] {
  const found: T[] = [];
  for (const each of all) if (found.push(each) >= mostEqual) break;
  return found;
}

function invisibleCharacters({ 0: characters, index }: RegExpExecArray): RefusedTarget {
  const codePoint = (characters.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return refuse('target.character', index, index + characters.length, { characters, invisible: `U+${codePoint}` });
}

function refuse(code: FindingCode, start: number, end: number, data: FindingData, on?: RefusedTarget['on']): RefusedTarget {
  return { kind: 'refused', code, start, end, data, ...(on && { on }) };
}
