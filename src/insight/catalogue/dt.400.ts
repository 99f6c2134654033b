import { causesAt } from '../../api/errors';
import { folded } from '../../base/nearest';
import type { RequestPart } from '../../http/requestPart';
import { bodyProblems } from '../blame/body';
import { nameInText } from '../blame/idText';
import { partsInMessage, type NamedPart } from '../blame/message';
import { idCandidates } from '../blame/notFound';
import type { Problem } from '../blame/problem';
import { queryProblems } from '../blame/query';
import type { CatalogueEntry, EntryExplanation, Failure } from '../entry';
import { errorPage, referencePage } from '../links';
import { isDtApi, parameterPart, segmentPart, viewOf, type RequestView } from '../requestView';
import { documented, headline, inferred, listed, observed, quoted } from '../say';

const status = '400 Bad Request: ';

/** Something in the path, the query or the body is not acceptable. */
export const dt400: CatalogueEntry = {
  code: 'dt.400',
  title: '400 Bad Request',
  status: 400,
  about: {
    doThis: [documented('Read the error text of the answer: it says which argument is wrong.'), inferred('Compare the query parameters and the body with the reference of the endpoint.')],
    why: [documented('An argument in the path, the query or the body is most likely invalid.')],
    links: [errorPage(400), referencePage],
  },
  matches: (failure, facts) => (failure.response?.status === 400 && isDtApi(failure, facts) ? 50 : 0),
  explain(failure, facts) {
    const view = viewOf(failure, facts);
    const request = failure.exchange.request;
    const problems = [...bodyProblems(view, request), ...queryProblems(view)];
    const named = partsInMessage(failure.body?.error, view, request, problems);
    const [first] = named;
    const problem = first && problems.find(({ name }) => folded(name) === folded(first.name));
    if (first && (first.sure || problem)) return fromMessage(first, named, problem);
    return fromDocumentation(failure, view, problems) ?? fromPath(failure, view) ?? fromDescription(problems) ?? (first ? fromPlainWord(first) : unknown(view, failure));
  },
};

/** The API names the culprit. What the description knows about it makes the cure. */
function fromMessage(first: NamedPart, named: readonly NamedPart[], problem: Problem | undefined): EntryExplanation {
  const said = first.sure ? observed : inferred;
  const others = named.slice(1).map(({ name }) => quoted(name, 30));
  const where = kindOf(first);
  return {
    headline: problem ? headline(`${status}${problem.headline}`) : headline(`${status}the ${where} `, first.name, first.present ? ' is not accepted' : ' is missing'),
    part: problem?.part ?? first.part,
    doThis: [
      ...(problem ? [problem.doThis] : []),
      said(first.present ? `Change ${quoted(first.name)} as the error text below asks.` : `Add ${quoted(first.name)} as the error text below asks.`),
    ],
    why: [
      said(`The API's error text names ${quoted(first.name)}.`),
      ...(problem ? [problem.why] : []),
      ...(others.length > 0 ? [said(`It also names ${listed(others)}.`)] : []),
    ],
    fixes: problem?.fix ? [problem.fix] : [],
  };
}

function kindOf({ part }: NamedPart): string {
  return part.kind === 'query' ? 'parameter' : part.kind === 'json' ? 'property' : 'argument';
}

/** The error text holds a name of the request that is a plain word as well, and nothing else helps. */
function fromPlainWord(first: NamedPart): EntryExplanation {
  const where = kindOf(first);
  return {
    headline: headline(`${status}it may be about the ${where} `, first.name),
    part: first.part,
    doThis: [
      inferred(`Read the error text below. If it means the ${where} ${quoted(first.name)}, ${first.present ? 'change it' : 'add it'} as the text asks.`),
      ...dt400.about.doThis.slice(1),
    ],
    why: [inferred(`The API's error text holds the word ${quoted(first.name, 40)}, which may be the name of the ${where}.`)],
  };
}

/** Causes that are published for this very endpoint. */
function fromDocumentation(failure: Failure, view: RequestView, problems: readonly Problem[]): EntryExplanation | undefined {
  const endpoint = view.endpoint?.endpoint;
  if (!endpoint) return undefined;
  const causes = causesAt(400, endpoint.method, endpoint.path).map(({ cause }) => cause);
  if (causes.includes('project-not-empty')) {
    return {
      headline: headline(`${status}project `, view.endpoint.params.get('project')?.value, ' is not empty'),
      part: parameterPart(view, 'project') ?? { kind: 'request-line' },
      doThis: [documented('Move or delete its devices, Data Connectors and service accounts first, then delete the project.')],
      why: [documented('Only an empty project can be deleted.'), inferred('Nothing else in this request can be invalid.')],
    };
  }
  if (causes.includes('invite-accepted')) {
    return {
      headline: `${status}this member has no open invitation`,
      part: parameterPart(view, 'member') ?? { kind: 'request-line' },
      doThis: [documented('Look at the status of the member: only a pending user has an invitation link.')],
      why: [documented('A member who has accepted, or is not a user, has no invitation link.')],
    };
  }
  // A body with other faults has to be mended first, or is mended by them (`addLabel` for `addLabels`).
  return causes.includes('no-label-change') && problems.length === 0 && !changesLabels(failure) ? noLabelChange() : undefined;
}

function changesLabels(failure: Failure): boolean {
  return /"(addLabels|removeLabels)"/.test(new TextDecoder().decode(failure.exchange.request.body));
}

function noLabelChange(): EntryExplanation {
  return {
    headline: `${status}there is neither addLabels nor removeLabels`,
    part: { kind: 'body' },
    doThis: [documented('Add "addLabels": { "key": "value" } or "removeLabels": ["key"] to the body.')],
    why: [documented('A batch update that changes no label is refused.')],
  };
}

function fromPath(failure: Failure, view: RequestView): EntryExplanation | undefined {
  const suspect = nameInText(failure.body?.error, idCandidates(view));
  return suspect && {
    headline: headline(`${status}the ${suspect.param} id `, suspect.value, ' is not accepted'),
    part: segmentPart(view, suspect.segment),
    doThis: [observed(`Check the ${suspect.param} id in the path: the error text below speaks of it.`)],
    why: [observed(`The API's error text names the ${suspect.param}.`)],
  };
}

function fromDescription(problems: readonly Problem[]): EntryExplanation | undefined {
  const [worst] = [...problems].sort((a, b) => Number(b.weight === 'certain') - Number(a.weight === 'certain'));
  if (!worst) return undefined;
  const others = problems.filter((problem) => problem !== worst);
  return {
    headline: headline(`${status}${worst.headline}`),
    part: worst.part,
    doThis: [worst.doThis, ...others.slice(0, 3).map(({ doThis }) => doThis)],
    why: [worst.why, inferred('The error text does not name a part of the request; this is what departs from the description of the API.')],
    fixes: problems.flatMap(({ fix }) => fix ?? []),
  };
}

function unknown(view: RequestView, failure: Failure): EntryExplanation {
  const candidates = [
    ...idCandidates(view).map(({ param }) => `the ${param} id`),
    ...new Set(view.query.map(({ name }) => `the parameter ${quoted(name, 40)}`)),
    ...((failure.exchange.request.body?.length ?? 0) > 0 ? ['the body'] : []),
  ].slice(0, 6);
  const part: RequestPart = { kind: 'request-line' };
  return {
    headline: `${status}an argument of the request is not accepted`,
    part,
    ...(candidates.length > 0 && { why: [...dt400.about.why, inferred(`It can be ${listed(candidates, 'or')}: the request fits the description of the API.`)] }),
  };
}
