import { readJsonBody } from '../http/jsonBody';
import type { HeaderList, WireRequest } from '../http/exchange';
import type { ActionName, Facts } from '../insight/entry';
import { requestView } from '../insight/requestView';
import { wireHeaders } from '../language/plan/headers';
import type { RequestPlan } from '../language/plan/plan';
import type { Progress } from '../run/pipeline';
import { isDone } from './alreadySo';
import { learnedFrom, type Learned } from './learned';
import type { Ran } from './report';
import type { Services } from './services';
import { explainedAgain, sendPlanned } from './session/sendPlanned';

/** Something more that the API can be asked about a failure. */
export type FollowUpName = Extract<ActionName, 'find-id' | 'show-permissions' | 'reread'>;

/** What to ask. */
export interface FollowUp {
  readonly name: FollowUpName;
  /** `find-id`: the id; `show-permissions`: `projects/abc` or `organizations/abc`. */
  readonly subject?: string;
}

/** What came of asking. */
export type FollowedUp =
  /** The failure explained with what was learned. `answer` is that of the question. */
  | { readonly kind: 'learned'; readonly report: Ran; readonly answer: Ran; readonly learned: Learned }
  /** The resource as it is now. `isAlreadySo`: it already has all that the change would give it. */
  | { readonly kind: 'read'; readonly answer: Ran; readonly isAlreadySo: boolean }
  /** `reread`: 404, so there is nothing to change any more; of a DELETE that is what was wanted. */
  | { readonly kind: 'gone'; readonly answer: Ran; readonly isAlreadySo: boolean }
  /** The question itself was not answered: `answer` says why. */
  | { readonly kind: 'unanswered'; readonly answer: Ran }
  | { readonly kind: 'cancelled' };

/** Who asks, for the view of the quota, and who follows it. */
export interface FollowUpInput {
  /** What the quota's view calls the file. */
  readonly source: string;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Asks the API one question about a failure, because a person wanted that: one GET to the host of the
 * request, signed as it was, counted and redacted like any run. Undefined where there is no such
 * question for this request. Rejects for failures of ours only.
 */
export async function followUp(services: Services, report: Ran, asked: FollowUp, { source, onProgress = () => undefined }: FollowUpInput, signal: AbortSignal): Promise<FollowedUp | undefined> {
  const request = questionOf(report.plan.request, report.facts, asked, services.host.userAgent);
  if (!request) return undefined;
  const { signer } = report;
  const answer = await sendPlanned(services, { plan: planOf(report.plan, request), source, priority: 'interactive', onProgress, ...(signer !== undefined && { signer }) }, signal);
  const { outcome } = answer.result;
  if (outcome.kind === 'cancelled') return { kind: 'cancelled' };
  const status = outcome.kind === 'answered' ? outcome.response.status : undefined;
  const isMissing = status === 404 && answer.failure?.explanation.code.startsWith('dt.') === true;
  if (asked.name === 'reread') return reread(report, answer, isMissing);
  const learned: Learned = asked.name === 'find-id' && isMissing ? { whereabouts: { id: asked.subject ?? '' } } : learnedFrom(outcome, answer.facts.hostKind);
  if (!learned.whereabouts && !learned.permissions) return { kind: 'unanswered', answer };
  return { kind: 'learned', report: explainedAgain(services, report, learned), answer, learned };
}

function reread({ plan }: Ran, answer: Ran, isMissing: boolean): FollowedUp {
  const { method } = plan.request;
  if (isMissing) return { kind: 'gone', answer, isAlreadySo: method === 'DELETE' };
  const { outcome } = answer.result;
  if (outcome.kind !== 'answered' || outcome.response.status >= 300) return { kind: 'unanswered', answer };
  const path = plan.request.target.replace(/[?#].*$/s, '');
  const change = { method, path, body: valueIn(plan.request.headers, plan.request.body) };
  return { kind: 'read', answer, isAlreadySo: isDone(change, valueIn(outcome.response.headers, outcome.response.body)) };
}

function valueIn(headers: HeaderList, body: Uint8Array | undefined): unknown {
  const json = body && readJsonBody(headers, body);
  return json?.kind === 'json' ? json.json.value : undefined;
}

/**
 * The GET that answers a question about a request; undefined where there is none. It goes where the
 * request went, but for the emulator: only the API itself knows devices in all projects, and permissions.
 */
export function questionOf(request: WireRequest, facts: Pick<Facts, 'hostKind'>, { name, subject = '' }: FollowUp, userAgent: string): WireRequest | undefined {
  const target = name === 'reread' ? rereadTarget(request, facts) : lookUpTarget(request, facts, name, subject);
  if (target === undefined) return undefined;
  const origin = name === 'reread' || facts.hostKind !== 'emulator' ? request.origin : request.origin.replace('//emulator.', '//api.');
  // A credential that the author wrote out is for the host that it was written for.
  const own = origin === request.origin ? request.headers.filter(([header]) => header.toLowerCase() === 'authorization') : [];
  return { method: 'GET', origin, target, headers: [...own, ...wireHeaders([], userAgent)] };
}

/**
 * The path alone; of a method path such as `…/devices:batchUpdate` what the method is called on, and
 * where the API cannot be asked for that (labels) the nearest thing above that it can.
 */
function rereadTarget(request: WireRequest, { hostKind }: Pick<Facts, 'hostKind'>): string {
  const path = request.target.replace(/[?#].*$/s, '').replace(/:[A-Za-z]+$/, '');
  if (requestView(request, { hostKind }).api === undefined) return path;
  for (let above = path; above !== ''; above = above.slice(0, above.lastIndexOf('/'))) {
    const { endpoint } = requestView({ ...request, method: 'GET', target: above }, { hostKind });
    if (endpoint) return above;
  }
  return path;
}

function lookUpTarget(request: WireRequest, facts: Pick<Facts, 'hostKind'>, name: FollowUpName, subject: string): string | undefined {
  const { api, expectedBase } = requestView(request, facts);
  if (api !== 'api' && api !== 'emulator') return undefined;
  const base = `/${expectedBase.filter((segment) => segment !== 'emulator').join('/')}`;
  // Source: https://developer.disruptive-technologies.com/api, the wildcard of projects.
  if (name === 'find-id') return /^[\w-]+$/.test(subject) ? `${base}/projects/-/devices/${subject}` : undefined;
  return /^(projects|organizations)\/[\w-]+$/.test(subject) ? `${base}/${subject}/permissions?pageSize=100` : undefined;
}

/** As if the question had been written in the place of the request: nothing is expected of its answer, and nothing saved. */
function planOf(plan: RequestPlan, request: WireRequest): RequestPlan {
  const { options, parts, bases, guarded, secrets, line, block } = plan;
  return { request, options, expectations: [], parts, origins: [], bases, guarded, waiting: [], secrets, findings: [], line, block };
}
