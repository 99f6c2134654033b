import { basicPassword } from '../../auth/basic';
import { headerValue, lastAttempt, type Outcome, type WireResponse } from '../../http/exchange';
import { formatBytes, formatDuration } from '../../http/format';
import { readJsonBody } from '../../http/jsonBody';
import { secretsInJson } from '../../http/jsonSecrets';
import { isSecretName, type Redactor } from '../../http/redact';
import type { Explanation, Facts } from '../../insight/entry';
import { explain } from '../../insight/explain';
import { statusTitle } from '../../insight/statusTitle';
import { locate } from '../../language/locate';
import { checkExpectations, type ExpectationResult, expectsStatus } from '../../language/plan/expect/expectations';
import type { RequestPlan } from '../../language/plan/plan';
import type { Priority } from '../../quota/permits';
import type { Progress } from '../../run/pipeline';
import { answerDocument, redactExplanation } from '../answerDocument';
import type { Inside } from '../files/filePlaces';
import type { ExplainedFailure, Ran, Saved, ShownExpectation, Verdict } from '../report';
import { saveBody } from '../files/saveAnswer';
import type { Services } from '../services';

/** A request that is ready to be sent. */
export interface PlannedRun {
  readonly plan: RequestPlan;
  /** Who signs when the request names nobody: the account that was active when the run began. */
  readonly signer?: string;
  /** What the quota's view calls the file. */
  readonly source: string;
  readonly priority: Priority;
  /** Where `>>` writes the body of the answer. */
  readonly place?: Inside;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * From a plan to a report: send, explain, find the guilty word, save. Rejects only for failures of
 * ours: what happens on the wire is in the report.
 */
export async function sendPlanned(services: Services, { plan, signer, source, priority, place, onProgress }: PlannedRun, signal: AbortSignal): Promise<Ran> {
  const secrets = secretsOf(plan);
  for (const secret of secrets) services.redactor.addSecret(secret);
  const { request } = plan;
  const options = signer === undefined ? plan.options : { ...plan.options, signer };
  const title = plan.name ?? `${request.method} ${services.redactor.target(request.target)}`;
  const result = await services.runner({ request, options, secrets, priority, holder: { label: title, source }, onProgress }, signal);
  // What a server calls secret does not hide where the request itself goes.
  for (const secret of secretsOfAnswer(result.outcome)) if (!(request.origin + request.target).includes(secret)) services.redactor.addPassing(secret);
  const facts = await services.factsOf(result, options.account ?? signer, options.retries);
  services.noteOutcome(result.outcome);
  const explanation = explanationOf(services, result.outcome, facts);
  const expectations = expectationsOf(plan, result.outcome);
  const verdict = verdictOf(plan, result.outcome, expectations, explanation);
  const saved = place && (await save(services, result.outcome, plan, place, explanation, signal));
  return {
    kind: 'ran',
    plan,
    result,
    facts,
    ...(signer !== undefined && { signer }),
    expectations: shownExpectations(expectations, result.outcome, services.redactor),
    verdict: saved?.kind === 'failed' && verdict === 'passed' ? 'failed' : verdict,
    ...(saved ? { saved } : {}),
    title,
    requestText: `${request.method} ${services.redactor.target(request.origin + request.target)}`,
    ...told(services, { plan, result, saved }, explanation),
  };
}

/** The same run, explained once more with what was learned since. Its verdict stays what it was. */
export function explainedAgain(services: Services, report: Ran, learned: Pick<Facts, 'permissions' | 'whereabouts'>): Ran {
  const facts = { ...report.facts, ...learned };
  const explanation = explanationOf(services, report.result.outcome, facts);
  return { ...report, facts, ...told(services, report, explanation) };
}

function explanationOf(services: Services, outcome: Outcome, facts: Facts): Explanation | undefined {
  const raw = explain(outcome, facts, services.host.moreEntries);
  return raw && redactExplanation(raw, services.redactor);
}

/** What of a report hangs on the explanation. */
function told({ redactor }: Services, { plan, result, saved }: { readonly plan: RequestPlan; readonly result: Ran['result']; readonly saved?: Saved | undefined }, explanation: Explanation | undefined) {
  return {
    ...(explanation ? { failure: placed(plan, explanation) } : {}),
    summary: summaryOf(result.outcome, explanation),
    ...answerDocument(result, explanation, saved, redactor),
  };
}

/** An explanation with the places of what it blames. */
function placed(plan: RequestPlan, explanation: Explanation): ExplainedFailure {
  return { explanation, span: locate(plan, explanation.part), marks: (explanation.marks ?? []).map((mark) => ({ ...mark, span: locate(plan, mark.part) })) };
}

/** Saves the body of an answer, unless it is an error that nobody asked for. */
async function save({ host }: Services, outcome: Outcome, plan: RequestPlan, place: Inside, explanation: Explanation | undefined, signal: AbortSignal): Promise<Saved | undefined> {
  if (outcome.kind !== 'answered') return undefined;
  if (!isGood(plan, outcome.response.status, explanation)) return { kind: 'not-saved' };
  return saveBody(host.files, place, plan.save?.overwrite === true, outcome.response.body, signal);
}

/** What a request must not show: secret values, and credentials that the author wrote out. */
export function secretsOf({ secrets, request }: RequestPlan): readonly string[] {
  const written = request.headers.filter(([name]) => holdsCredentials(name)).flatMap(([, value]) => credentialsIn(value));
  return [...new Set([...secrets, ...written])];
}

function holdsCredentials(name: string): boolean {
  return /^(proxy-)?authorization$|^cookie$/i.test(name) || isSecretName(name);
}

/** The value of a credential header, without its scheme, and the two halves of a Basic pair. */
function credentialsIn(value: string): readonly string[] {
  const [, scheme = '', rest = value] = /^([\w-]+)\s+(\S.*)$/.exec(value) ?? [];
  return scheme.toLowerCase() === 'basic' ? [value, rest, basicPassword(rest)] : [value, rest];
}

/** Octets of the longest answer that is looked through: those that give away a key or a token are short. */
const longestGiving = 1_000_000;
/** Of a list of more the first ones: the redactor looks for each in every text. */
const mostGiven = 20;
/** A shorter value may be a word, which would be masked from then on wherever it stands. */
const shortestGiven = 8;

/** What an answer gives away under a secret name: hidden from now on wherever it turns up, also under another name. */
function secretsOfAnswer(outcome: Outcome): readonly string[] {
  if (outcome.kind !== 'answered' || outcome.response.body.byteLength > longestGiving) return [];
  const json = readJsonBody(outcome.response.headers, outcome.response.body);
  const found = json.kind === 'json' ? secretsInJson(json.json.value).filter(({ length }) => length >= shortestGiven) : [];
  return found.slice(0, mostGiven);
}

function expectationsOf({ expectations }: RequestPlan, outcome: Outcome): readonly ExpectationResult[] {
  const timing = lastAttempt(outcome.exchange)?.timing;
  return outcome.kind === 'answered' && timing ? checkExpectations(expectations, outcome.response, timing) : [];
}

/** Characters of what an answer had that are shown. */
const longestShown = 200;

function shownExpectations(results: readonly ExpectationResult[], outcome: Outcome, redactor: Redactor): readonly ShownExpectation[] {
  return results.map(({ expectation, ok, expected, actual }) => {
    const { check } = expectation;
    const shown = outcome.kind === 'answered' ? shownActual(check, actual, outcome.response, redactor) : redactor.text(actual);
    const cut = shown.length > longestShown ? `${shown.slice(0, longestShown)}…` : shown;
    return { expectation: { span: expectation.span }, ok, expected: redactor.text(expected), actual: cut };
  });
}

/** What an answer had, without secrets: a piece of it no longer stands under the name that says it is one. */
function shownActual(check: ExpectationResult['expectation']['check'], actual: string, { headers, body }: WireResponse, redactor: Redactor): string {
  switch (check.subject) {
    case 'header':
      // Where there is no such header, the words are our own.
      return headerValue(headers, check.name) === undefined ? actual : (redactor.headers([[check.name, actual]])[0]?.[1] ?? '');
    case 'body':
      return redactor.body(actual, headerValue(headers, 'content-type'));
    case 'json': {
      const json = readJsonBody(headers, body);
      const secrets = json.kind === 'json' ? secretsInJson(json.json.value).filter((secret) => [secret, JSON.stringify(secret).slice(1, -1)].some((form) => actual.includes(form))) : [];
      for (const secret of secrets) redactor.addSecret(secret);
      return redactor.body(actual, 'application/json');
    }
    default:
      return redactor.text(actual);
  }
}

/** An answer that has to be explained is a failure whatever its status, unless the author asked for it or nothing is wrong with it. */
function verdictOf(plan: RequestPlan, outcome: Outcome, results: readonly ExpectationResult[], explanation: Explanation | undefined): Verdict {
  if (outcome.kind === 'cancelled') return 'cancelled';
  if (outcome.kind === 'failed') return 'no-answer';
  return isGood(plan, outcome.response.status, explanation) && results.every(({ ok }) => ok) ? 'passed' : 'failed';
}

function isGood({ expectations }: RequestPlan, status: number, explanation: Explanation | undefined): boolean {
  return status < 400 ? explanation === undefined || explanation.severity === 'information' : expectsStatus(expectations, status);
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

