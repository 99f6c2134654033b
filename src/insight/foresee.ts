import type { EndpointMatch } from '../api/description';
import type { HostKind } from '../api/hosts';
import type { WireRequest } from '../http/exchange';
import type { RequestPart } from '../http/requestPart';
import { bodyProblems } from './blame/body';
import { labelChangeProblems } from './blame/labelChange';
import { meantMethod, pathProblems } from './blame/path';
import { fixesOf, type Problem } from './blame/problem';
import { queryProblems } from './blame/query';
import { type AccountRights, roleProblems } from './blame/roleTooLow';
import { ownTokenProblems, unsignedProblems } from './blame/token';
import type { Fix, Statement } from './entry';
import { inCapitals } from './pathWords';
import { requestView } from './requestView';

/** What the API would most likely answer to a request, seen before it is sent. */
export interface Foreseen {
  /** Code of the entry that explains the answer. */
  readonly code: string;
  /** What is documented is a warning, what is only likely a hint of it: never an error, for the API has the last word. */
  readonly severity: 'warning' | 'information';
  /** Cause and name, without a status; at most 80 characters. */
  readonly headline: string;
  /** What to do about it, in a sentence or two. */
  readonly doThis: Statement;
  /** What it rests on, of this very request. */
  readonly why: Statement;
  readonly part: RequestPart;
  readonly fixes: readonly Extract<Fix, { readonly kind: 'edit' }>[];
}

/** What is known of a request that was not sent. */
export interface Prospects {
  readonly hostKind: HostKind;
  readonly endpoint?: EndpointMatch;
  /** Wall clock, milliseconds since 1970 UTC: pasted tokens end. */
  readonly now: number;
  /** The author wants it unsigned: `# @auth none`. */
  readonly isUnsigned?: boolean;
  /** Of the account that would sign. Default: nothing is known of it. */
  readonly rights?: AccountRights;
}

/**
 * The documented failures that can be seen in a request as it would be sent, in no order; empty for
 * hosts other than DT's API, its emulator and the sandbox. Asks nobody.
 */
export function foresee(request: WireRequest, prospects: Prospects): readonly Foreseen[] {
  const view = requestView(request, prospects);
  if (view.api !== 'api' && view.api !== 'emulator') return [];
  return problemsOf(request, prospects).map((problem) => {
    const { code, weight, headline, doThis, why, part } = problem;
    return {
      code, headline, doThis, why, part,
      severity: weight === 'certain' ? 'warning' : 'information',
      fixes: fixesOf(problem).filter((each) => each.kind === 'edit'),
    };
  });
}

/** What is wrong with a request; where its method is not in capitals, all of it as if it were. */
function problemsOf(request: WireRequest, prospects: Prospects): readonly Problem[] {
  const meant = meantMethod(request.method);
  const rest = meant === undefined ? [] : problemsOf({ ...request, method: meant }, prospects);
  // A verb that the path does not have either way is said as it is written.
  if (meant !== undefined && !rest.some(({ code }) => code === 'dt.501')) return [inCapitals(request.method, meant), ...rest];
  const view = requestView(request, prospects);
  return [
    ...pathProblems(view), ...queryProblems(view), ...bodyProblems(view, request), ...labelChangeProblems(view, request),
    ...ownTokenProblems(request, prospects.now), ...(prospects.isUnsigned === true ? unsignedProblems(request) : prospects.rights ? roleProblems(view, request, prospects.rights) : []),
  ];
}
