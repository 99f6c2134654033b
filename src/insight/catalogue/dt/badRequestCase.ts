import { badRequestOf, type BadRequest } from '../../blame/badRequest';
import type { NamedPart } from '../../blame/message';
import { fixesOf } from '../../blame/problem';
import type { CatalogueEntry, EntryExplanation, Statement } from '../../entry';
import { errorPage, referencePage } from '../../links';
import { headline, inferred, listed, observed, quoted } from '../../say';
import { specialCase } from './specialCase';

/** Begins the headlines. */
export const badRequest = '400 Bad Request: ';

/** Fixes of one explanation: a body can have thousands of mistakes. */
const mostFixes = 20;

interface BadRequestCase extends Pick<CatalogueEntry, 'code' | 'isForeseen'> {
  /** Follows the status in the title. */
  readonly title: string;
  readonly example: string;
  readonly doThis: readonly Statement[];
  readonly why: readonly Statement[];
}

/** An entry for one way in which a request can depart from the description of the API. */
export function badRequestCase({ title, doThis, why, ...entry }: BadRequestCase): CatalogueEntry {
  return specialCase({
    ...entry,
    title: `${badRequest}${title}`,
    status: 400,
    of: 'dt.400',
    about: { doThis, why, links: [errorPage(400), referencePage] },
    find(failure, facts) {
      const blame = badRequestOf(failure, facts);
      return blame?.code === entry.code ? blame : undefined;
    },
    explain: (blame) => (blame.isNamed ? fromMessage(blame) : fromDescription(blame)) ?? { headline: `${badRequest}${title}`, part: { kind: 'request-line' } },
  });
}

/** The API names the culprit. What the description knows about it makes the cure. */
export function fromMessage({ named, problem }: BadRequest): EntryExplanation | undefined {
  const [first] = named;
  if (!first) return undefined;
  const said = first.sure ? observed : inferred;
  const others = named.slice(1, 11).map(({ name }) => quoted(name, 30));
  return {
    headline: problem ? headline(`${badRequest}${problem.headline}`) : headline(`${badRequest}the ${kindOf(first)} `, first.name, first.present ? ' is not accepted' : ' is missing'),
    part: problem?.part ?? first.part,
    doThis: [
      problem?.doThis ?? said(`${first.present ? 'Change' : 'Add'} ${quoted(first.name)} as the error text below asks.`),
    ],
    why: [
      said(`The API's error text names ${listed([quoted(first.name), ...others])}.`),
      ...(problem ? [problem.why] : []),
    ],
    fixes: problem ? fixesOf(problem) : [],
  };
}

/** What a sentence calls a part: `parameter`, `property`. */
export function kindOf({ place }: NamedPart): string {
  return place === 'query' ? 'parameter' : 'property';
}

function fromDescription({ problem, others }: BadRequest): EntryExplanation | undefined {
  return problem && {
    headline: headline(`${badRequest}${problem.headline}`),
    part: problem.part,
    doThis: [problem.doThis, ...others.slice(0, 3).map(({ doThis }) => doThis)],
    why: [problem.why, inferred('The error text does not name a part of the request; this is what departs from the description of the API.')],
    fixes: [problem, ...others.slice(0, mostFixes)].flatMap(fixesOf).slice(0, mostFixes),
  };
}
