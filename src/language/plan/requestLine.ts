import type { Finding, FindingData } from '../../base/finding';
import type { Span } from '../../base/text';
import type { RequestNode } from '../syntax/nodes';
import { textOf } from '../syntax/queries';
import { compose, type UsedValue } from './compose';
import { sharedEnvironment } from './environment';
import type { BlockDirectives } from './directives';
import { finding, type FindingFacts, firstOfEach } from './findings';
import { headerText, type PlannedHeader } from './headers';
import { ComposedText, joinTexts } from './sourceMap';
import { type RefusedTarget, type ResolvedTarget, resolveTarget } from './target';
import type { Lookup, ResolvedValue, VariableScope } from './variables';

/** Method and target of a request. */
export interface PlannedRequestLine {
  readonly method: string;
  /** Target and query lines joined, references replaced. */
  readonly text: ComposedText;
  /** Missing when there are errors, or when a value is unknown. */
  readonly target?: ResolvedTarget;
  readonly used: readonly UsedValue[];
  readonly findings: readonly Finding[];
}

/** Words that other tools put in the place of a method for protocols that are not plain HTTP. */
const pseudoMethods: ReadonlyMap<string, string> = new Map([
  ['GRAPHQL', 'GraphQL'],
  ['WEBSOCKET', 'WebSocket'],
  ['WS', 'WebSocket'],
  ['WSS', 'WebSocket'],
  ['GRPC', 'gRPC'],
  ['MQTT', 'MQTT'],
  ['AMQP', 'AMQP'],
  ['RSOCKET', 'RSocket'],
  ['EVENTSOURCE', 'EventSource'],
  ['SSE', 'EventSource'],
  // REST Client runs command lines.
  ['CURL', 'A curl command'],
  // A tunnel, not a request.
  ['CONNECT', 'CONNECT'],
]);

/** Reads the request line and decides where it goes. */
export function planRequestLine(scope: VariableScope, request: RequestNode, headers: readonly PlannedHeader[], directives: BlockDirectives): PlannedRequestLine {
  const { line } = request;
  const findings: Finding[] = [];
  const method = line.method ? textOf(scope.file, line.method) : 'GET';
  const construct = pseudoMethods.get(method.toUpperCase());
  if (construct) findings.push(finding('construct.refused', line.method ?? line, { construct }));
  const elsewhere = writtenElsewhere(method, textOf(scope.file, line.target));
  if (elsewhere) findings.push(finding('construct.elsewhere', { start: line.method?.start ?? line.start, end: line.target.end }, elsewhere));
  if (line.version && textOf(scope.file, line.version) !== 'HTTP/1.1') {
    findings.push(finding('request-line.version', line.version, { version: textOf(scope.file, line.version) }));
  }
  const composed = composeTarget(scope, request);
  findings.push(...composed.findings);
  const { text, used } = composed;
  if (text.hasUnknown && composed.findings.length === 0) findings.push(...writtenCharacters(scope, request, text, headers, directives));
  if (text.hasUnknown || composed.findings.length > 0 || construct || elsewhere) return { method, text, used, findings };

  const waiting = scope.context.placeholders ? used.filter(({ resolved }) => resolved.unknown).map(({ span }) => span.start) : [];
  const target = resolve(scope, request, waiting.length > 0 ? neutral(text, waiting) : text, headers, directives);
  if (!('kind' in target)) return { method, text, used, findings: [...findings, ...target] };
  if (waiting.length > 0) return { method, text, used, findings, target: shownTarget(target, text, waiting) };
  return { method, text, used, findings, target };
}

/** The text with `x` in place of what is not known yet and only shown: whatever it is written with, it is no mistake. */
function neutral(text: ComposedText, waiting: readonly number[]): ComposedText {
  const pieces = text.pieces.map((piece, index) => {
    if (piece.verbatim || !waiting.includes(piece.source.start)) return piece;
    // At the very start it may be a whole URL.
    return { ...piece, text: index === 0 ? `/${'x'.repeat(piece.text.length - 1)}` : 'x'.repeat(piece.text.length) };
  });
  return new ComposedText(pieces, text.span.start);
}

/** What is wrong with the characters of a target as it is written, while some of its values are not known. */
function writtenCharacters(scope: VariableScope, request: RequestNode, text: ComposedText, headers: readonly PlannedHeader[], directives: BlockDirectives): readonly Finding[] {
  const unknown = text.pieces.filter(({ facts }) => facts.unknown).map(({ source }) => source.start);
  const target = resolve(scope, request, neutral(text, unknown), headers, directives);
  return 'kind' in target ? [] : target.filter(({ code }) => code === 'target.character');
}

/** Where a target leads that is only shown: nowhere, as long as its host is not known. */
function shownTarget(target: ResolvedTarget, text: ComposedText, waiting: readonly number[]): ResolvedTarget {
  const hostEnd = target.authority?.end ?? 0;
  const isUnknown = text.pieces.some((piece, index) => waiting.includes(piece.source.start) && (index === 0 || text.startOf(index) < hostEnd));
  if (isUnknown) return { kind: 'target', origin: '', target: text.text, prefix: '', from: 0 };
  return { ...target, target: target.prefix + text.text.slice(target.from) };
}

/** What JetBrains writes on a line of its own, and how that is written here. */
function writtenElsewhere(word: string, argument: string): { readonly construct: string; readonly correct: string } | undefined {
  if (word === 'import' && /\.(http|rest)$/i.test(argument)) return { construct: word, correct: `# @import ${argument}` };
  if (word === 'run' && /^#\S/.test(argument)) return { construct: word, correct: `# @ref ${argument.slice(1)}` };
  return undefined;
}

function composeTarget(scope: VariableScope, request: RequestNode): { text: ComposedText; used: readonly UsedValue[]; findings: readonly Finding[] } {
  const first = compose(scope, request.line.target, 'target');
  const parts = [first];
  const findings = [...first.findings];
  let hasQuery = first.text.text.includes('?');
  for (const { content } of request.query) {
    const part = compose(scope, content, 'target');
    parts.push(part);
    // One by one: a long line may have more of them than a call may have arguments.
    for (const each of part.findings) findings.push(each);
    const expected = hasQuery ? '&' : '?';
    if (part.text.text[0] !== expected && !first.text.hasUnknown) findings.push(finding('query.mark', { start: content.start, end: content.start + 1 }, { expected }));
    hasQuery = true;
  }
  const text = joinTexts(parts.map((part) => part.text), request.line.target.start);
  return { text, used: parts.flatMap((part) => part.used), findings: firstOfEach(findings) };
}

/** Where the request of a block would go if this were the text of its target; undefined when it would not be sent, or as long as a base is not known. */
export function targetOf(scope: VariableScope, request: RequestNode, text: ComposedText, headers: readonly PlannedHeader[], directives: BlockDirectives): ResolvedTarget | undefined {
  const target = resolve(scope, request, text, headers, directives);
  return 'kind' in target ? target : undefined;
}

function resolve(scope: VariableScope, request: RequestNode, text: ComposedText, headers: readonly PlannedHeader[], directives: BlockDirectives): ResolvedTarget | readonly Finding[] {
  const hostHeader = headers.find(({ name }) => name.toLowerCase() === 'host');
  const host = headerText(headers, 'host');
  const [api, emulator] = [readBase(scope, 'apiBase', request), readBase(scope, 'emulatorBase', request)];
  // A base in secret storage: known only when the request is sent.
  if (host?.hasUnknown || api.unknown || emulator.unknown) return [];
  const result = resolveTarget(text.text, {
    apiBase: api.value,
    emulatorBase: emulator.value,
    ...(host && { host: host.text }),
    ...(directives.effects.host && { hostDirective: directives.effects.host }),
  });
  if ('kind' in result) return result;
  return result.flatMap((refused) => {
    const base = refused.data['variable'] === 'emulatorBase' ? emulator : api;
    // A base that has no value is to blame itself, not its missing text.
    if (refused.code === 'target.base' && base.problems.length > 0) return base.problems;
    const place = refused.code === 'target.base' ? base.place : {};
    return [finding(refused.code, spanOf(refused, text, hostHeader, directives), { ...shownData(refused, text, host, base), ...place })];
  });
}

function spanOf(refused: RefusedTarget, text: ComposedText, hostHeader: PlannedHeader | undefined, directives: BlockDirectives) {
  if (refused.on === 'host-directive' && directives.host) return directives.host;
  if (refused.on === 'host-header' && hostHeader) return hostHeader.line.value.end > hostHeader.line.value.start ? hostHeader.line.value : hostHeader.line.name;
  // What an empty value left is nothing to see: its reference is.
  return refused.code === 'target.missing' ? text.span : text.mapRange(refused.start, refused.end);
}

interface Base extends Pick<ResolvedValue, 'value' | 'secrets' | 'unknown'> {
  /** Why there is no value; then it reads as an empty one. */
  readonly problems: readonly Finding[];
  /** `uri` of the file that has it, and the environment; empty for what stands in the request file itself. */
  readonly place: FindingFacts;
}

/** The base that holds at the request. */
function readBase(scope: VariableScope, name: 'apiBase' | 'emulatorBase', request: RequestNode): Base {
  const found = scope.lookup(name, request.line.start);
  if (found.kind === 'value') return { ...found.resolved, problems: [], place: placeOf(scope, found.resolved) };
  return { value: '', secrets: [], unknown: false, problems: baseProblems(name, found, request.line.target), place: {} };
}

function placeOf({ context }: VariableScope, { origin: { kind, uri } }: ResolvedValue): FindingFacts {
  const environment = kind.endsWith('shared') ? sharedEnvironment : kind.endsWith('environment') ? context.environment : undefined;
  return { uri, environment };
}

function baseProblems(name: string, found: Exclude<Lookup, { kind: 'value' }>, at: Span): readonly Finding[] {
  if (found.kind === 'no-secret') return [finding('secret.missing', at, { name, secret: found.secret })];
  return found.kind === 'broken' ? found.findings : [];
}

/** Findings are shown and logged: what was made of a secret, or of a part of one, is not said. */
function shownData(refused: RefusedTarget, text: ComposedText, host: ComposedText | undefined, base: Base): FindingData {
  const isWordSecret = text.slice(refused.start, refused.end).hasSecret;
  const isHostSecret = host?.hasSecret === true;
  const isSecret = (name: string) => {
    if (name === 'base') return base.secrets.length > 0;
    return name !== 'variable' && (isWordSecret || (name === 'host' && isHostSecret));
  };
  return Object.fromEntries(
    Object.entries(refused.data)
      .filter(([name]) => !(name === 'encoded' && isWordSecret))
      .map(([name, value]) => [name, isSecret(name) ? '•••' : value]),
  );
}
