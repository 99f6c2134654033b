import type { Finding } from '../../base/finding';
import { nearest } from '../../base/nearest';
import { LineIndex, type Span } from '../../base/text';
import type { WireRequest } from '../../http/exchange';
import type { RequestOptions } from '../../http/requestOptions';
import type { Block, RequestFile } from '../syntax/nodes';
import { ofLatest } from '../syntax/perBlock';
import { directivesOf, foldDirective, textOf } from '../syntax/queries';
import { planBody, type PlannedBody } from './body/body';
import { compose, type UsedValue } from './compose';
import type { PlanContext } from './context';
import { type BlockDirectives, readDirectives } from './directives';
import { environmentNames, sharedEnvironment } from './environment';
import type { Expectation } from './expect/expectations';
import { finding, hasError, tidy } from './findings';
import { planHeaders, type PlannedHeaders, wireHeaders } from './headers';
import type { ValueOrigin } from './layers';
import { checkName, nameOf } from './names';
import { RequestParts } from './parts';
import { checkRefused } from './refused';
import { planSave, type PlannedSave, type SavePlan } from './save';
import type { GuardedValue, ValueFacts } from './valueFacts';
import { distinctNeeds, type Need } from './needs';
import { planRequestLine, type PlannedRequestLine } from './requestLine';
import { checkVariableLines } from './variableLines';
import { VariableScope } from './variables';

/** Where an inserted value came from. */
export interface UsedOrigin {
  readonly name: string;
  /** The reference in the request file. */
  readonly span: Span;
  readonly origin: ValueOrigin;
  /** Undefined when it is secret, or not known. */
  readonly value?: string;
  /** As it was inserted, also when it is secret: never to be shown. Undefined when it is not known, or was made of an answer. */
  readonly inserted: string | undefined;
  /** Whether it is not known before the request is sent: see `PlanContext.placeholders`. */
  readonly waits: boolean;
}

/** A request that is ready to be sent, and the way back from its parts to the text. */
export interface RequestPlan {
  /** By which other requests and `--name` know it. */
  readonly name?: string;
  /** `@title`, or the text after `###`. */
  readonly title?: string;
  readonly request: WireRequest;
  readonly options: RequestOptions;
  readonly expectations: readonly Expectation[];
  readonly parts: RequestParts;
  readonly origins: readonly UsedOrigin[];
  /** The variable in front of its path, with its value; empty when the target names its host, or goes to the sandbox. */
  readonly bases: readonly { readonly name: string; readonly value: string }[];
  /** `@confirm`: what to ask before it is sent; empty when the product words it. Absent: nothing is asked. */
  readonly confirm?: string;
  /** `>>`: where the body of the answer is written. */
  readonly save?: SavePlan;
  /** Values in it that the process, a `.env` file or secret storage gave. */
  readonly guarded: readonly GuardedValue[];
  /** What has to be supplied before it can be sent. Empty unless it was planned to be shown only: see `PlanContext.placeholders`. */
  readonly waiting: readonly Need[];
  /** Texts in the request that must not be shown, as they stand in it. */
  readonly secrets: readonly string[];
  /** Warnings and hints; never an error. */
  readonly findings: readonly Finding[];
  /** Zero-based line of the request line. */
  readonly line: number;
  /** The block as it was when it was planned: its text is its identity, its place may move. */
  readonly block: Span & { readonly text: string };
}

/** What planning a block came to. Nothing is sent when it is refused. */
export type PlanResult = (
  | { readonly kind: 'plan'; readonly plan: RequestPlan }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] }
  /** Nothing is wrong as far as it can be seen, but some of it has to be supplied first; in order, each once. */
  | { readonly kind: 'needs'; readonly needs: readonly Need[]; /** As in the plan. */ readonly confirm?: string }
) & {
  /** Texts that were inserted and must not be shown: findings may speak of them. */
  readonly secrets: readonly string[];
};

/** What has to be known of a request to find its parts in the text, and to change them there. */
export interface PlacedRequest {
  readonly parts: RequestParts;
  readonly block: Span & { readonly text: string };
}

/**
 * Turns a block into the request that it means. Refused with findings at their places when anything
 * in it is wrong, unknown or not carried out by this version, when the block is disabled, and when
 * it holds no request (then the findings may be empty).
 */
export function planRequest(file: RequestFile, block: Block, context: PlanContext): PlanResult {
  const analysis = analyze(new VariableScope(file, context), block);
  const findings = tidy([...analysis.findings, ...checkEnvironment(block, context)]);
  const { line, headers, body, directives, save } = analysis;
  const secrets = secretsOf(analysis);
  const isDisabled = findings.some(({ code }) => code === 'request.disabled');
  if (!block.request || !line || !headers || !body || isDisabled || hasError(findings)) return { kind: 'refused', findings, secrets };
  const facts = factsOf(analysis);
  const { needs } = analysis;
  const { confirm } = directives.effects;
  if (needs.length > 0) return { kind: 'needs', needs, secrets, ...(confirm !== undefined && { confirm }) };
  if (!line.target) return { kind: 'refused', findings, secrets };

  const used = [...line.used, ...headers.used, ...body.used, ...directives.used, ...(save?.used ?? [])];
  const title = directives.effects.title ?? (block.separator ? textOf(file, block.separator.title) : '');
  const name = nameOf(file, block);
  const sources = { request: block.request, targetText: line.text, target: line.target, headers: headers.headers, directives: () => directivesOf(file, block) };
  const plan: RequestPlan = {
    ...(name !== undefined && { name }),
    ...(title !== '' && { title }),
    request: {
      method: line.method,
      origin: line.target.origin,
      target: line.target.target,
      headers: wireHeaders(headers.headers, context.userAgent),
      ...(body.bytes && { body: body.bytes }),
    },
    options: optionsOf(directives, analysis.scope),
    expectations: directives.expectations,
    parts: new RequestParts({ ...sources, ...(body.text && { body: body.text }) }),
    origins: used.map(originOf),
    bases: basesOf(analysis),
    waiting: context.placeholders ? distinctNeeds([...directives.needs, ...used.flatMap(({ resolved }) => resolved.needs)]) : [],
    ...(confirm !== undefined && { confirm }),
    ...(save?.plan && { save: save.plan }),
    guarded: facts.flatMap(({ guarded }) => guarded),
    secrets,
    findings,
    line: lineIndexOf(file).positionAt(block.request.line.start).line,
    block: { start: block.start, end: block.end, text: textOf(file, block) },
  };
  return { kind: 'plan', plan, secrets };
}

/** The account that a block is signed as. */
export interface AskedAccount {
  /** Undefined as long as a value in it is not known. */
  readonly name: string | undefined;
  /** Where it is asked for; the request line when that is an environment. */
  readonly span: Span;
  /** Set when an environment names it. */
  readonly environment?: string;
}

/** The account that `@account` or the environment asks for; undefined when nobody does: then it is the active one. */
export function accountOf(scope: VariableScope, { lines, request }: Block): AskedAccount | undefined {
  const line = lines.find((each) => each.kind === 'directive' && foldDirective(textOf(scope.file, each.name)) === 'account');
  if (line?.kind === 'directive' && line.argument.end > line.argument.start) {
    const { text, findings } = compose(scope, line.argument, 'directive');
    const { start, end } = line.argument;
    return { name: text.hasUnknown || findings.length > 0 ? undefined : text.text, span: { start, end } };
  }
  const name = scope.setting('account');
  if (name === undefined || name === '' || !request) return undefined;
  return { name, span: request.line.target, environment: scope.context.environment ?? sharedEnvironment };
}

/** What is known about a block, complete or not. */
export interface BlockAnalysis {
  readonly scope: VariableScope;
  readonly directives: BlockDirectives;
  /** These three are missing when the block holds no request. */
  readonly line?: PlannedRequestLine;
  readonly headers?: PlannedHeaders;
  readonly body?: PlannedBody;
  readonly save?: PlannedSave;
  /** What has to be supplied before the request can be sent; each once, in order. */
  readonly needs: readonly Need[];
  /** Of all of them, in no order. */
  readonly findings: readonly Finding[];
}

/** Reads a block with everything that can be said about it, for planning and for the editor alike. */
export function analyze(scope: VariableScope, block: Block): BlockAnalysis {
  const directives = readDirectives(scope, block);
  const common = [...directives.findings, ...checkRefused(block), ...checkVariableLines(scope.file, block), ...checkName(scope.file, block)];
  const { request } = block;
  if (!request) return { scope, directives, needs: [], findings: common };
  const headers = planHeaders(scope, request);
  const line = planRequestLine(scope, request, headers.headers, directives);
  const body = planBody(scope, request, headers.headers);
  const save = planSave(scope, request);
  const findings = [...common, ...line.findings, ...headers.findings, ...body.findings, ...save.findings];
  const analysis = { scope, directives, headers, line, body, save, findings, needs: body.needs };
  return { ...analysis, needs: needsOf(analysis) };
}

/** To show what would be sent no other request is run. */
function needsOf(analysis: BlockAnalysis): readonly Need[] {
  const { directives, body, scope } = analysis;
  const demanded = scope.context.placeholders ? [] : directives.needs;
  return distinctNeeds([...demanded, ...factsOf(analysis).flatMap((facts) => facts.needs), ...(body?.needs ?? [])]);
}

function checkEnvironment(block: Block, { environment, environmentFiles = [] }: PlanContext): readonly Finding[] {
  const at = block.request?.line;
  if (!at) return [];
  const broken = environmentFiles.filter((file) => hasError(file.findings)).map((file) => finding('environment.broken', at, { uri: file.uri }));
  const names = environmentNames(environmentFiles);
  if (environment === undefined || names.includes(environment) || broken.length > 0) return broken;
  return [finding('environment.unknown', at, { name: environment, known: names, suggestion: nearest(environment, names) })];
}

function optionsOf({ effects }: BlockDirectives, scope: VariableScope): RequestOptions {
  const account = effects.account ?? scope.setting('account');
  const { auth, timeoutMs, followRedirects, retries } = effects;
  return {
    ...(auth && { auth }),
    ...(account !== undefined && account !== '' && { account }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(followRedirects !== undefined && { followRedirects }),
    ...(retries !== undefined && { retries }),
  };
}

function basesOf({ scope, line }: BlockAnalysis): RequestPlan['bases'] {
  if (!line?.target?.base) return [];
  const name = `${line.target.base}Base`;
  const found = scope.lookup(name, line.text.span.start);
  // The sandbox is where it is, whatever the variables say.
  return found.kind === 'value' && found.resolved.origin.kind !== 'sandbox' ? [{ name, value: found.resolved.value }] : [];
}

function originOf({ name, span, resolved }: UsedValue): UsedOrigin {
  const { origin, unknown, secrets, value, fromAnswer } = resolved;
  return { name, span, origin, waits: unknown, inserted: unknown || fromAnswer ? undefined : value, ...(secrets.length === 0 && !unknown && { value }) };
}

/** What is known of all values that the request is made of. */
function factsOf({ scope, line, headers, body, directives, save }: BlockAnalysis): readonly ValueFacts[] {
  const base = line?.target?.base ? scope.lookup(`${line.target.base}Base`, line.text.span.start) : undefined;
  const texts = [line?.text, ...(headers?.headers ?? []).map(({ value }) => value), save?.text];
  return [
    ...directives.facts,
    ...texts.flatMap((text) => (text ? [text.facts] : [])),
    ...(body ? body.facts : []),
    ...(base?.kind === 'value' ? [base.resolved] : []),
  ];
}

function secretsOf(analysis: BlockAnalysis): readonly string[] {
  const all = factsOf(analysis).flatMap(({ secrets }) => secrets);
  // Header values are trimmed before they are sent, and a secret with them.
  return [...new Set(all.flatMap((secret) => [secret, secret.trim()]))].filter((secret) => secret !== '');
}

/** Many requests of a file are planned one after the other. */
const lineIndexOf = ofLatest(({ text }) => new LineIndex(text));
