import type { NamedAccount } from '../auth/accountBook';
import { lastAttempt, type Outcome } from '../http/exchange';
import { isSecretName, type Redactor } from '../http/redact';
import type { Explanation } from '../insight/entry';
import { explain } from '../insight/explain';
import { statusTitle } from '../insight/statusTitle';
import { formatBytes, formatDuration } from '../http/format';
import { locate } from '../language/locate';
import { checkExpectations, type ExpectationResult, expectsStatus } from '../language/plan/expectations';
import { finding } from '../language/plan/findings';
import { planRequest, type PlanResult, type RequestPlan } from '../language/plan/plan';
import type { ResolvedValue } from '../language/plan/variables';
import type { Block } from '../language/syntax/nodes';
import { directivesOf } from '../language/syntax/queries';
import type { Priority } from '../quota/permits';
import type { Progress } from '../run/pipeline';
import { type FileScope, worded } from './check';
import { readEnvironments, readStoredSecrets } from './environments';
import { answerDocument, redactExplanation } from './answerDocument';
import type { RunReport, ShownExpectation, Verdict } from './report';
import type { Services } from './services';

/** One request of a file, to be run. */
export interface RunInput extends FileScope {
  readonly block: Block;
  /** What the quota's view calls the file. */
  readonly source: string;
  /** Default: interactive. */
  readonly priority?: Priority;
  /** Values of file variables that this run has computed; share it between the requests of one run. */
  readonly computed?: Map<number, ResolvedValue>;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * From a block to a report: resolve, check, send, explain, find the guilty word. Editor, terminal
 * and tests all come through here.
 *
 * Rejects only for failures of ours: what is wrong with the file or happens on the wire is in the
 * report.
 */
export async function runRequest(services: Services, input: RunInput, signal: AbortSignal): Promise<RunReport> {
  const planned = await plan(services, input);
  if (planned.kind === 'refused') {
    const disabled = planned.findings.some(({ code }) => code === 'request.disabled');
    return disabled ? { kind: 'disabled' } : { kind: 'refused', findings: worded(planned.findings.filter(({ severity }) => severity === 'error')) };
  }
  const secrets = secretsOf(planned.plan);
  for (const secret of secrets) services.redactor.addSecret(secret);
  return send(services, planned.plan, secrets, input, signal);
}

/** What a request must not show: secret values, and credentials that the author wrote out. */
function secretsOf({ secrets, request }: RequestPlan): readonly string[] {
  const written = request.headers.filter(([name]) => holdsCredentials(name)).flatMap(([, value]) => credentialsIn(value));
  return [...new Set([...secrets, ...written])];
}

function holdsCredentials(name: string): boolean {
  return /^(proxy-)?authorization$|^cookie$/i.test(name) || isSecretName(name);
}

/** The value of a credential header, without its scheme, and the two halves of a Basic pair. */
function credentialsIn(value: string): readonly string[] {
  const [, scheme = '', rest = value] = /^([\w-]+)\s+(\S.*)$/.exec(value) ?? [];
  if (scheme.toLowerCase() !== 'basic') return [value, rest];
  const pair = Buffer.from(rest, 'base64').toString('utf8');
  return [value, rest, pair.slice(pair.indexOf(':') + 1)];
}

/** Plans a block with the environment and the account that hold for it. */
async function plan(services: Services, input: RunInput): Promise<PlanResult> {
  const environments = input.environments ?? (await readEnvironments(services.host.files, input.uri, input.root));
  const [unreadable] = environments.unreadable;
  if (unreadable) {
    const at = input.block.request?.line ?? input.block;
    return { kind: 'refused', findings: [finding('environment.broken', at, { uri: unreadable.uri, reason: unreadable.reason })] };
  }
  const secrets = await readStoredSecrets(services.host.secrets, environments);
  const planFor = (account: NamedAccount | undefined) =>
    planRequest(input.file, input.block, {
      ...(input.environment === undefined ? {} : { environment: input.environment }),
      // An account of the sandbox goes to the sandbox: no environment leads its requests elsewhere.
      commandLine: new Map([...Object.entries(services.basesFor(account)), ...(input.variables ?? [])]),
      ...(input.computed === undefined ? {} : { computed: input.computed }),
      environmentFiles: environments.files,
      clock: services.host.clock,
      random: services.host.random,
      userAgent: services.host.userAgent,
      secrets: (name) => secrets.get(name),
    });
  const asked = directivesOf(input.file, input.block).find(({ name }) => name === 'account')?.argument;
  const account = await services.accountCalled(asked);
  const first = planFor(account);
  // An environment can name the account too, and the sandbox's accounts have bases of their own.
  if (first.kind === 'refused' || first.plan.options.account === asked) return first;
  return planFor(await services.accountCalled(first.plan.options.account));
}

async function send(services: Services, requestPlan: RequestPlan, secrets: readonly string[], input: RunInput, signal: AbortSignal): Promise<RunReport> {
  const { request, options } = requestPlan;
  const title = requestPlan.name ?? `${request.method} ${services.redactor.target(request.target)}`;
  const result = await services.runner(
    {
      request,
      options,
      secrets,
      priority: input.priority ?? 'interactive',
      holder: { label: title, source: input.source },
      ...(input.onProgress ? { onProgress: input.onProgress } : {}),
    },
    signal,
  );
  const facts = await services.factsOf(result, options.account);
  services.noteOutcome(result.outcome);
  const raw = explain(result.outcome, facts);
  const explanation = raw && redactExplanation(raw, services.redactor);
  const expectations = expectationsOf(requestPlan, result.outcome);
  return {
    kind: 'ran',
    plan: requestPlan,
    result,
    expectations: expectations.map((result) => shownExpectation(result, services.redactor)),
    verdict: verdictOf(requestPlan, result.outcome, expectations, explanation),
    ...(explanation ? { failure: { explanation, span: locate(requestPlan, explanation.part) } } : {}),
    title,
    summary: summaryOf(result.outcome, explanation),
    requestText: `${request.method} ${services.redactor.target(request.origin + request.target)}`,
    ...answerDocument(result, explanation, services.redactor),
  };
}

function expectationsOf({ expectations }: RequestPlan, outcome: Outcome): readonly ExpectationResult[] {
  const timing = lastAttempt(outcome.exchange)?.timing;
  return outcome.kind === 'answered' && timing ? checkExpectations(expectations, outcome.response, timing) : [];
}

function shownExpectation({ expectation, ok, expected, actual }: ExpectationResult, redactor: Redactor): ShownExpectation {
  return { expectation: { span: expectation.span }, ok, expected: redactor.text(expected), actual: redactor.text(actual) };
}

/** An answer that has to be explained is a failure whatever its status, unless the author asked for it. */
function verdictOf({ expectations }: RequestPlan, outcome: Outcome, results: readonly ExpectationResult[], explanation: Explanation | undefined): Verdict {
  if (outcome.kind === 'cancelled') return 'cancelled';
  if (outcome.kind === 'failed') return 'no-answer';
  const { status } = outcome.response;
  const good = status < 400 ? explanation === undefined : expectsStatus(expectations, status);
  return good && results.every(({ ok }) => ok) ? 'passed' : 'failed';
}

function summaryOf(outcome: Outcome, explanation: Explanation | undefined): string {
  switch (outcome.kind) {
    case 'cancelled':
      return 'cancelled';
    case 'failed':
      return explanation?.headline ?? outcome.failure.code;
    case 'answered': {
      const time = lastAttempt(outcome.exchange)?.timing.totalMs ?? 0;
      return `${statusTitle(outcome.response.status)} · ${formatDuration(time)} · ${formatBytes(outcome.response.body.length)}`;
    }
  }
}

