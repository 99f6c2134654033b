import { findPath } from '../../api/description';
import { blameNotFound, isDescribed } from '../blame/notFound';
import type { CatalogueEntry, EntryExplanation, Fix, Statement } from '../entry';
import { errorPage, referencePage } from '../links';
import { explainPath } from '../pathWords';
import { isDtApi, viewOf, type RequestView } from '../requestView';
import { documented, headline, inferred, listed, observed } from '../say';

/**
 * An entry for a verb that the path does not have. The documentation calls it 501, a published
 * client speaks of 405: both are explained alike. Sources: error documentation: 501; Python client.
 *
 * @param source How sure it is that DT uses this status.
 */
export function wrongVerb(status: 405 | 501, source: (text: string) => Statement): CatalogueEntry {
  const title = `${status} Method Not Allowed`;
  const entry: CatalogueEntry = {
    code: `dt.${status}`,
    title,
    status,
    about: {
      doThis: [documented('Check the verb in the reference: GET reads, POST creates, PATCH changes, DELETE removes.')],
      why: [source('The wrong HTTP verb was used for this path, for example GET where POST is needed.')],
      links: [errorPage(501), referencePage],
    },
    matches: (failure, facts) => (failure.response?.status === status && isDtApi(failure, facts) ? 50 : 0),
    explain(failure, facts) {
      const view = viewOf(failure, facts);
      const blame = isDescribed(view) ? undefined : blameNotFound(failure, view);
      // No verb can help a path that does not exist.
      if (blame && blame.kind !== 'id') return explainPath(`${title}: `, blame, view);
      const verbs = view.api === undefined ? [] : [...new Set(findPath(view.api, view.relativePath).map(({ endpoint }) => endpoint.method))];
      const wanted = view.method === 'HEAD' ? 'GET' : view.method;
      return verbs.includes(wanted) ? describedVerb(title, view) : otherVerb(title, view, verbs, entry);
    },
  };
  return entry;
}

function otherVerb(title: string, view: RequestView, verbs: readonly string[], entry: CatalogueEntry): EntryExplanation {
  const grade = verbs.length === 1 ? 'certain' : 'likely';
  const fixes = verbs.map((verb): Fix => ({
    kind: 'edit', grade, title: `Change ${view.method.slice(0, 20)} to ${verb}`,
    edits: [{ kind: 'replace', part: { kind: 'method' }, text: verb }],
  }));
  return {
    headline: headline(`${title}: this path takes ${listed(verbs, 'or')}, not `, view.method),
    part: { kind: 'method' },
    doThis: [documented(`Use ${listed(verbs, 'or')}.`)],
    why: [...entry.about.why, documented(`The known ${verbs.length === 1 ? 'verb' : 'verbs'} of this path: ${listed(verbs)}.`)],
    fixes,
  };
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
