import { vendorHostKind } from '../../../api/hosts';
import type { Finding } from '../../../base/finding';
import { percentDecoded } from '../../../base/percent';
import type { Span } from '../../../base/text';
import { endOfString, skipBlanks } from '../../../http/jsonText';
import { isSecretName } from '../../../http/redact';
import type { EnvironmentFile } from '../../plan/environment';
import { finding } from '../../plan/findings';
import type { BlockAnalysis } from '../../plan/plan';
import type { Block, HeaderLine, Line, RequestNode } from '../../syntax/nodes';
import { textOf } from '../../syntax/queries';
import type { Check } from './check';
import { findTokens, isBasicCredential, isCredential, isKey } from './secretShapes';

/** Spares nearly every block a closer look: without one of these there is nothing to find in it. */
const worthALook = /eyJ|token|secret|passw|pwd|passphrase|assertion|signature|api.{0,3}key|access.{0,3}key|private.{0,3}key|credential|jwt|authorization|cookie|subscription-key|functions-key|[?&](?:key|sig)=/i;

/** Codes of the findings whose span is a secret. */
export const pastedSecretCodes: ReadonlySet<string> = new Set(['secret.in-header', 'secret.in-value', 'secret.token']);

/**
 * Credentials that stand in the file itself: in headers that are for them, as values of what is
 * called secret, and access tokens (JWT) anywhere but in comments. What comes by a reference is
 * where it should be. Looks at a block alone, in time linear in its text.
 */
export const checkPastedSecrets: Check = (analysis, block) => {
  const { text } = analysis.scope.file;
  if (!worthALook.test(text.slice(block.start, block.end))) return [];
  const named = [...block.lines.flatMap((line) => inVariable(text, line)), ...(block.request ? inRequest(analysis, block.request) : [])];
  // A token that has a name is told of once.
  return [...named, ...tokensIn(text, block).filter(({ span }) => !named.some((each) => each.span.start <= span.start && each.span.end >= span.end))];
};

/** Literal secrets of an environment file that is shared; none in a private one, which is for them. */
export function checkEnvironmentSecrets({ isPrivate, environments }: EnvironmentFile): readonly Finding[] {
  if (isPrivate) return [];
  return [...environments.values()].flatMap((variables) =>
    [...variables].flatMap(([name, value]) => {
      if (value.kind !== 'text') return [];
      const isSecret = findTokens(value.text).length > 0 || (isSecretName(name) && isCredential(value.text, name));
      return isSecret ? [finding('environment.secret', value.span, { name })] : [];
    }),
  );
}

function inVariable(text: string, line: Line): readonly Finding[] {
  if (line.kind !== 'variable') return [];
  return ofPair(text, text.slice(line.name.start, line.name.end), line.value);
}

/** The value of something that has a name; nothing where it is made of references. */
function ofPair(text: string, name: string, value: Span, isSecret = isSecretName(name)): readonly Finding[] {
  if (!isSecret || value.end === value.start) return [];
  const written = text.slice(value.start, value.end);
  return !written.includes('{{') && isCredential(written, name) ? [finding('secret.in-value', value, { name })] : [];
}

function inRequest(analysis: BlockAnalysis, { line, query, headers, body }: RequestNode): readonly Finding[] {
  const { text } = analysis.scope.file;
  const question = text.slice(line.target.start, line.target.end).indexOf('?');
  return [
    ...(question < 0 ? [] : inForm(text, { start: line.target.start + question + 1, end: line.target.end })),
    ...query.flatMap(({ content }) => inForm(text, { start: content.start + 1, end: content.end })),
    ...headers.flatMap((header) => inHeader(analysis, header)),
    ...(body ? inBody(analysis, body) : []),
  ];
}

/** As parameters of a query or fields of a form; as JSON properties such names are everyday words. */
const parameterNames: ReadonlySet<string> = new Set(['key', 'sig']);

/** `a=b&c=d`, perhaps on several lines. */
function inForm(text: string, span: Span): readonly Finding[] {
  return pairsIn(text, span, /[^&\s]+/g).flatMap(({ name: written, value }) => {
    const name = percentDecoded(written);
    return ofPair(text, name, value, isSecretName(name) || parameterNames.has(name.toLowerCase()));
  });
}

/** The pieces of a text that are `name=value`. */
function pairsIn(text: string, { start, end }: Span, piece: RegExp): readonly { readonly name: string; readonly value: Span }[] {
  return [...text.slice(start, end).matchAll(piece)].flatMap(({ 0: pair, index }) => {
    const equals = pair.indexOf('=');
    if (equals <= 0) return [];
    return [{ name: pair.slice(0, equals), value: { start: start + index + equals + 1, end: start + index + pair.length } }];
  });
}

function inBody({ scope, headers }: BlockAnalysis, { start, end }: Span): readonly Finding[] {
  const { text } = scope.file;
  const type = headers?.headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value.text ?? '';
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return inForm(text, { start, end });
  return /json/i.test(type) || /^\s*[[{]/.test(text.slice(start, start + 200)) ? inJson(text, { start, end }) : [];
}

/** Strings behind a name, whether or not all of it is JSON: it mostly is not until its references are replaced. */
function inJson(text: string, { start, end }: Span): readonly Finding[] {
  const body = text.slice(start, end);
  const found: Finding[] = [];
  let at = body.indexOf('"');
  while (at >= 0) {
    const nameEnd = endOfString(body, at);
    const colon = skipBlanks(body, nameEnd);
    const value = body[colon] === ':' ? skipBlanks(body, colon + 1) : -1;
    if (value < 0 || body[value] !== '"') {
      at = body.indexOf('"', nameEnd);
      continue;
    }
    const valueEnd = endOfString(body, value);
    found.push(...ofPair(text, body.slice(at + 1, nameEnd - 1), { start: start + value + 1, end: start + Math.max(value + 1, valueEnd - 1) }));
    at = body.indexOf('"', valueEnd);
  }
  return found;
}

/** Headers that hold a key though their names end otherwise. */
const keyHeaders: ReadonlySet<string> = new Set(['ocp-apim-subscription-key', 'x-functions-key', 'x-auth-key']);

function inHeader(analysis: BlockAnalysis, line: HeaderLine): readonly Finding[] {
  const { file } = analysis.scope;
  const name = textOf(file, line.name);
  const folded = name.toLowerCase();
  if (!line.colon || textOf(file, line.value).includes('{{')) return [];
  if (folded === 'cookie') return cookies(file.text, line);
  const isAuthorization = folded === 'authorization' || folded === 'proxy-authorization';
  if (!isAuthorization && !isSecretName(name) && !keyHeaders.has(folded)) return [];
  const credential = isAuthorization ? afterScheme(file.text, line.value) : wholeKey(file.text, line.value);
  if (!credential) return [];
  const isOurs = folded === 'authorization' && isSignedByAccount(analysis);
  return [finding('secret.in-header', credential, { name, ...(isOurs && { isOurs, lineStart: line.start, lineEnd: line.next }) })];
}

function wholeKey(text: string, value: Span): Span | undefined {
  return isKey(text.slice(value.start, value.end)) ? value : undefined;
}

/** The credential of `Scheme credential`, or of a value without a scheme; undefined where there is none. */
function afterScheme(text: string, value: Span): Span | undefined {
  const [, scheme = '', credential = ''] = /^(?:([A-Za-z][\w-]*)[ \t]+)?(\S+)$/.exec(text.slice(value.start, value.end)) ?? [];
  const isSecret = scheme.toLowerCase() === 'basic' ? isBasicCredential(credential) : isKey(credential);
  return isSecret ? { start: value.end - credential.length, end: value.end } : undefined;
}

/** Cookies of a session; those that count visitors are no secret. */
const sessionCookie = /sess|sid$|auth|login|remember/i;

function cookies(text: string, line: HeaderLine): readonly Finding[] {
  return pairsIn(text, line.value, /[^;\s]+/g).flatMap(({ name, value }) => {
    const isSecret = (sessionCookie.test(name) || isSecretName(name)) && isKey(text.slice(value.start, value.end));
    return isSecret ? [finding('secret.in-header', value, { name: `Cookie ${name}` })] : [];
  });
}

/** Whether the request goes to DT and, without its header, would be signed by an account. */
function isSignedByAccount({ scope, line, directives, headers }: BlockAnalysis): boolean {
  if (directives.effects.auth === 'none' || !line) return false;
  const isVendor = (url: string) => ['api', 'emulator'].includes(vendorHostKind(url));
  if (line.target) return isVendor(line.target.origin);
  // Some value of the path is not known yet; where a path leads is.
  if (!/^\/(?!\/)/.test(line.text.text) || headers?.headers.some(({ name }) => name.toLowerCase() === 'host')) return false;
  const base = scope.lookup(directives.effects.host === 'emulator' ? 'emulatorBase' : 'apiBase', line.text.span.start);
  return base.kind === 'value' && !base.resolved.unknown && isVendor(base.resolved.value);
}

/** Tokens in variables, in the request and its headers, and in the body. */
function tokensIn(text: string, { lines, request }: Block): readonly Finding[] {
  const places = lines.flatMap((line): readonly Span[] => {
    switch (line.kind) {
      case 'variable':
        return [line.value];
      case 'request-line':
        return [line.target];
      case 'query':
        return [line.content];
      case 'header':
        return [line.value];
      default:
        return [];
    }
  });
  return [...places, ...(request?.body ? [request.body] : [])].flatMap(({ start, end }) =>
    findTokens(text.slice(start, end)).map((token) => finding('secret.token', { start: start + token.start, end: start + token.end })),
  );
}
