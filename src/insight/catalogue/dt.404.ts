import { blameNotFound, isDescribed, type IdCandidate, type NotFoundBlame } from '../blame/notFound';
import { switchAccount, waitAndRetry } from '../cure';
import type { CatalogueEntry, EntryExplanation, Facts } from '../entry';
import { errorPage, referencePage } from '../links';
import { explainPath } from '../pathWords';
import { isDtApi, segmentPart, viewOf, type RequestView } from '../requestView';
import { documented, duration, headline, inferred, listed, observed, quoted } from '../say';

const status = '404 Not Found: ';

/** "A few seconds" until a new resource is visible, taken generously. */
const propagationMs = 30_000;

/** What the path names is not there, or not for this account. */
export const dt404: CatalogueEntry = {
  code: 'dt.404',
  title: '404 Not Found',
  status: 404,
  about: {
    doThis: [
      documented('Check each id in the path.'),
      documented('If it was created moments ago, wait a second and try again.'),
    ],
    why: [
      documented('What the path names does not exist.'),
      documented('In a path that ends like devices:transfer it is the project that is missing, not a device in the body.'),
      inferred('The API may also say so of what the account cannot see.'),
    ],
    links: [errorPage(404), referencePage],
  },
  matches(failure, facts) {
    if (failure.response?.status !== 404 || !isDtApi(failure, facts)) return 0;
    // A path that the API does not have may well be answered by something in front of it.
    return isDescribed(viewOf(failure, facts)) ? 50 : 90;
  },
  explain(failure, facts) {
    const view = viewOf(failure, facts);
    const blame = blameNotFound(failure, view);
    return blame.kind === 'id' ? missingId(blame, view, facts) : explainPath(status, blame, view);
  },
};

function missingId(blame: NotFoundBlame & { kind: 'id' }, view: RequestView, facts: Facts): EntryExplanation {
  const { suspect, others } = blame;
  const created = recentCreate(suspect, others, view, facts);
  if (created) return notYetVisible(created.candidate, created.ageMs, view);
  return {
    headline: headline(`${status}no ${suspect.param} `, suspect.value, ' that this account can see'),
    part: segmentPart(view, suspect.segment),
    doThis: [
      blame.because === 'unfilled'
        ? observed(`Put a real ${suspect.param} id in place of ${quoted(suspect.value, 40)}.`)
        : documented(`Check the ${suspect.param} id ${quoted(suspect.value, 40)} in the path.`),
      ...listHint(suspect),
      inferred('If the id is right, see that the account is a member of its project.'),
    ],
    why: [
      documented('What the path names does not exist.'),
      ...reason(blame),
      inferred(`The ${suspect.param} may be missing, or not visible to this account: the API does not tell which.`),
      ...(others.length > 0 ? [inferred(`It can also be ${listed(others.map(described), 'or')}.`)] : []),
      ...(view.endpoint?.endpoint.path.includes(':') ? [documented('With a method path like this one, a 404 is never about a device named in the body.')] : []),
    ],
    fixes: blame.because === 'unfilled' ? [] : [switchAccount],
  };
}

function described({ param, value }: IdCandidate): string {
  return `the ${param} ${quoted(value, 40)}`;
}

function reason({ because, suspect }: NotFoundBlame & { kind: 'id' }) {
  switch (because) {
    case 'message':
      return [observed(`The API's error text speaks of the ${suspect.param}.`)];
    case 'unfilled':
      return [observed('It looks like a placeholder: ids are lower-case letters and digits.')];
    case 'last':
      return [inferred('It is the last id in the path, so it is the first to look at.')];
    case 'only':
      return [];
  }
}

/** Where ids of this kind are listed. */
function listHint({ param }: IdCandidate) {
  const lists: Readonly<Record<string, string>> = {
    project: 'GET /projects', organization: 'GET /organizations', role: 'GET /roles',
    device: 'GET /projects/-/devices/{device} finds a device in whatever project it is.',
  };
  const list = lists[param];
  if (list === undefined) return [];
  return [documented(list.includes(' finds ') ? list : `${list} lists those that the account can see.`)];
}

/** A resource in the path that this account created a moment ago. */
function recentCreate(suspect: IdCandidate, others: readonly IdCandidate[], view: RequestView, facts: Facts) {
  for (const candidate of [suspect, ...others]) {
    const name = view.relativePath.slice(1).split('/').slice(0, candidate.segment + 1).join('/').replace(/:[^:/]*$/, '');
    const create = facts.recentCreates.find((item) => item.name === name && facts.now - item.at < propagationMs && facts.now >= item.at);
    if (create) return { candidate, ageMs: facts.now - create.at };
  }
  return undefined;
}

function notYetVisible(candidate: IdCandidate, ageMs: number, view: RequestView): EntryExplanation {
  return {
    headline: headline(`${status}the new ${candidate.param} `, candidate.value, ' is not visible yet'),
    severity: 'warning',
    part: segmentPart(view, candidate.segment),
    doThis: [documented('Wait a second after a create, then ask again.')],
    why: [
      observed(`This account created it ${duration(ageMs)} before.`),
      documented('A few seconds pass until a new resource is available everywhere.'),
    ],
    fixes: [waitAndRetry(Math.max(0, 1000 - ageMs))],
  };
}
