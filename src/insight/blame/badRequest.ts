import { causesAt } from '../../api/errors';
import { folded } from '../../base/nearest';
import type { Facts, Failure } from '../entry';
import { perFailure } from '../perFailure';
import { isDtApi, viewOf } from '../requestView';
import { bodyProblems, missingBody } from './body';
import { idCandidates, nameInText } from './idText';
import { labelChangeProblems } from './labelChange';
import { partsInMessage, type NamedPart } from './message';
import { idProblems } from './path';
import type { Problem } from './problem';
import { queryProblems } from './query';

/** What a 400 is most likely about. */
export interface BadRequest {
  /** Of the entry that explains it. */
  readonly code: string;
  /** What is wrong, where it is known. */
  readonly problem?: Problem;
  /** What else departs from the description. */
  readonly others: readonly Problem[];
  /** What the API's text names, the most telling first. */
  readonly named: readonly NamedPart[];
  /** Whether it is the API's text that tells. */
  readonly isNamed: boolean;
}

const none = [] as const;

/**
 * Why the API calls a request bad; undefined for other failures. Its own text comes first, then what
 * is published for the endpoint, then what departs from the description: what cannot be read at all
 * before what is merely unknown.
 */
export const badRequestOf = perFailure((failure: Failure, facts: Facts): BadRequest | undefined =>
  (failure.response?.status === 400 && isDtApi(failure, facts) ? blame(failure, facts) : undefined));

function blame(failure: Failure, facts: Facts): BadRequest {
  const view = viewOf(failure, facts);
  const { request } = failure.exchange;
  const described = [...bodyProblems(view, request), ...queryProblems(view)];
  // A body with other faults has to be mended first, or is mended by them (`addLabel` for `addLabels`).
  const problems = described.length > 0 ? described : [...labelChangeProblems(view, request), ...missingBody(view, request)];
  const named = partsInMessage(failure.body?.error, view, request, problems);
  const about = (problem: Problem, isNamed: boolean): BadRequest => ({ code: problem.code, problem, others: problems.filter((other) => other !== problem), named, isNamed });
  const [first] = named;
  const problem = first && problems.find(({ name, meant }) => folded(name) === folded(first.name) || (meant !== undefined && folded(meant) === folded(first.name)));
  if (problem) return about(problem, true);
  if (first?.sure === true) return { code: codeOf(first), others: problems, named, isNamed: true };
  // Only where nothing else in the request can be the reason.
  const published = problems.length + idProblems(view).length === 0 ? publishedCode(view.endpoint?.endpoint) : undefined;
  if (published !== undefined) return { code: published, others: none, named: none, isNamed: false };
  // "device type": the word that is also the kind of an id is not the id.
  const hedged = named.filter(({ present }) => present);
  if (hedged.length > 0 && nameInText(failure.body?.error, idCandidates(view))) return { code: 'dt.400', others: none, named: hedged, isNamed: false };
  // The path's ids have no entry of their own here: nothing is known of what is wrong with them.
  if (nameInText(failure.body?.error, idCandidates(view))) return { code: 'dt.400', others: none, named: none, isNamed: false };
  const worst = problems.find(({ weight }) => weight === 'certain') ?? problems[0];
  return worst ? about(worst, false) : { code: 'dt.400', others: none, named, isNamed: false };
}

/** What is there may be wrong in any way; what is not there is missing. */
function codeOf({ present, place }: NamedPart): string {
  if (present) return 'dt.400';
  return place === 'query' ? 'dt.400.missing-parameter' : 'dt.400.missing-field';
}

/** A cause that is published for this very endpoint and that nothing in the request shows. */
function publishedCode(endpoint: { readonly method: string; readonly path: string } | undefined): string | undefined {
  const causes = endpoint ? causesAt(400, endpoint.method, endpoint.path) : none;
  const cause = causes.find(({ cause }) => cause === 'project-not-empty' || cause === 'invite-accepted');
  return cause && `dt.400.${cause.cause}`;
}
