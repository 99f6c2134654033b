import { pathBlame } from '../../blame/notFound';
import { pathProblems } from '../../blame/path';
import type { CatalogueEntry, EntryExplanation, Statement } from '../../entry';
import { errorPage, referencePage } from '../../links';
import { explainPath } from '../../pathWords';
import { isDtApi, viewOf, type RequestView } from '../../requestView';
import { documented, headline, inferred, observed } from '../../say';

/**
 * An entry for a verb that the path does not have. The documentation calls it 501, a published
 * client speaks of 405: both are explained alike. Sources: error documentation: 501; Python client.
 *
 * @param source How sure it is that DT uses this status.
 * @param rest What differs between the two.
 */
export function wrongVerb(status: 405 | 501, source: (text: string) => Statement, { earlier, ...rest }: Pick<CatalogueEntry, 'example' | 'isForeseen'> & Pick<CatalogueEntry['about'], 'earlier'>): CatalogueEntry {
  const title = `${status} Method Not Allowed`;
  const entry: CatalogueEntry = {
    code: `dt.${status}`,
    title,
    status,
    ...rest,
    about: {
      doThis: [documented('Check the verb in the reference: GET reads, POST creates, PATCH changes, DELETE removes.')],
      why: [
        source('The wrong HTTP verb was used for this path, for example GET where POST is needed.'),
        ...(status === 501 ? [source('DT calls 501 "Method Not Allowed"; the HTTP standard calls it "Not Implemented".')] : []),
      ],
      links: [errorPage(501), referencePage],
      ...(earlier && { earlier }),
    },
    matches: (failure, facts) => (failure.response?.status === status && isDtApi(failure, facts) ? 50 : 0),
    explain(failure, facts) {
      const view = viewOf(failure, facts);
      // No verb can help a path that does not exist: entries of their own say so, and rank above.
      const problem = pathBlame(failure, facts) ?? pathProblems(view).find(({ code }) => code === 'dt.501');
      if (!problem) return describedVerb(title, view);
      const explanation = explainPath(`${title}: `, problem);
      return { ...explanation, why: [...entry.about.why, ...(explanation.why ?? [])] };
    },
  };
  return entry;
}

/** The description has the verb, the server has not: nothing to suggest with confidence. */
function describedVerb(title: string, view: RequestView): EntryExplanation {
  return {
    headline: headline(`${title}: the API refuses `, view.method, ' for this path'),
    part: { kind: 'method' },
    doThis: [documented('Check the verb in the reference of the API.')],
    why: [
      observed('This verb is known for this path, yet the server refuses it.'),
      inferred('The API may have changed since this tool was made, or something between you and it blocks the verb.'),
    ],
  };
}
