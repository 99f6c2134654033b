import { badRequestOf, type BadRequest } from '../../blame/badRequest';
import { idCandidates, nameInText, wordFor } from '../../blame/idText';
import { leaveOut, spellingsOf } from '../../blame/query';
import type { NamedPart } from '../../blame/message';
import type { CatalogueEntry, EntryExplanation, Failure } from '../../entry';
import { errorPage, referencePage } from '../../links';
import { isDtApi, segmentPart, viewOf, type RequestView } from '../../requestView';
import { documented, headline, inferred, listed, observed, quoted } from '../../say';
import { badRequest, fromMessage, kindOf } from './badRequestCase';

/** Something in the path, the query or the body is not acceptable. */
export const dt400: CatalogueEntry = {
  code: 'dt.400',
  title: '400 Bad Request',
  status: 400,
  example: 'GET /projects/{{project}}/devices?order_by=⟦colour⟧',
  about: {
    doThis: [documented('Read the error text of the answer: it says which argument is wrong.'), inferred('Compare the query parameters and the body with the reference of the endpoint.')],
    why: [documented('An argument in the path, the query or the body is most likely invalid.')],
    links: [errorPage(400), referencePage],
  },
  matches: (failure, facts) => (failure.response?.status === 400 && isDtApi(failure, facts) ? 50 : 0),
  explain(failure, facts) {
    const view = viewOf(failure, facts);
    const blame = badRequestOf(failure, facts);
    return (blame?.isNamed === true ? named(blame, view) : undefined) ?? (blame?.named.some(({ present }) => present) === true ? undefined : fromPath(failure, view)) ?? fromPlainWord(blame) ?? unknown(view, failure);
  },
};

/** Nothing is known to be wrong with what the API names; what is optional can be left out. */
function named(blame: BadRequest, view: RequestView): EntryExplanation | undefined {
  const explained = fromMessage(blame);
  const part = blame.named[0]?.part;
  if (!explained || part?.kind !== 'query' || view.method !== 'GET') return explained;
  const isRequired = view.endpoint?.endpoint.queryParams.find((parameter) => spellingsOf(parameter).includes(part.name))?.required;
  return isRequired === false ? { ...explained, fixes: [leaveOut(part, part.name)] } : explained;
}

function fromPath(failure: Failure, view: RequestView): EntryExplanation | undefined {
  const suspect = nameInText(failure.body?.error, idCandidates(view));
  if (!suspect) return undefined;
  const word = wordFor(suspect.param);
  return {
    headline: headline(`${badRequest}the ${word} id `, suspect.value, ' is not accepted'),
    part: segmentPart(view, suspect.segment),
    doThis: [observed(`Check the ${word} id in the path: the error text below speaks of it.`)],
    why: [observed(`The API's error text names the ${word}.`)],
  };
}

/** The error text holds a name of the request that is a plain word as well, and nothing else helps. */
function fromPlainWord(blame: BadRequest | undefined): EntryExplanation | undefined {
  const first: NamedPart | undefined = blame?.named[0];
  if (!first) return undefined;
  const where = kindOf(first);
  return {
    headline: headline(`${badRequest}it may be about the ${where} `, first.name),
    part: first.part,
    doThis: [
      inferred(`Read the error text below. If it means the ${where} ${quoted(first.name)}, ${first.present ? 'change it' : 'add it'} as the text asks.`),
      ...dt400.about.doThis.slice(1),
    ],
    why: [inferred(`The API's error text holds the word ${quoted(first.name, 40)}, which may be the name of the ${where}.`)],
  };
}

function unknown(view: RequestView, failure: Failure): EntryExplanation {
  const candidates = [
    ...idCandidates(view).map(({ param }) => `the ${wordFor(param)} id`),
    ...new Set(view.query.map(({ name }) => `the parameter ${quoted(name, 40)}`)),
    ...((failure.exchange.request.body?.length ?? 0) > 0 ? ['the body'] : []),
  ].slice(0, 6);
  return {
    headline: `${badRequest}an argument of the request is not accepted`,
    part: { kind: 'request-line' },
    ...(candidates.length > 0 && { why: [...dt400.about.why, inferred(`It can be ${listed(candidates, 'or')}: the request fits the description of the API.`)] }),
  };
}
