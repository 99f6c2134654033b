import { causesAt } from '../../api/errors';
import type { RequestPart } from '../../http/requestPart';
import { jsonBody, propertyNames } from '../blame/body';
import { partsInMessage } from '../blame/message';
import { retryNow } from '../cure';
import type { CatalogueEntry, EntryExplanation, Failure } from '../entry';
import { errorPage } from '../links';
import { isDtApi, viewOf, type RequestView } from '../requestView';
import { documented, headline, inferred, observed, quoted } from '../say';

const status = '409 Conflict: ';

/** It is there already, or somebody changed it at the same time. */
export const dt409: CatalogueEntry = {
  code: 'dt.409',
  title: '409 Conflict',
  status: 409,
  about: {
    doThis: [
      documented('Look whether what you create exists already, and change that instead.'),
      documented('If several clients change the same resource: read it again, apply the change, try again.'),
    ],
    why: [
      documented('What you want to create most likely exists: a label with that key, a member who was invited before.'),
      documented('Or one resource was changed rapidly from different clients.'),
    ],
    links: [errorPage(409)],
  },
  matches: (failure, facts) => (failure.response?.status === 409 && isDtApi(failure, facts) ? 50 : 0),
  explain(failure, facts) {
    const view = viewOf(failure, facts);
    return failure.exchange.request.method === 'POST' ? exists(failure, view) : rapidChange();
  },
};

function exists(failure: Failure, view: RequestView): EntryExplanation {
  const endpoint = view.endpoint?.endpoint;
  const clash = clashingField(failure, view);
  const isLabel = endpoint?.path.endsWith('/labels') === true;
  const isMember = endpoint?.path.endsWith('/members') === true;
  const name = clash?.value ?? '';
  return {
    headline: isLabel ? headline(`${status}the device already has the label `, name)
      : isMember ? headline(`${status}already invited: `, name)
        : `${status}what you create most likely exists already`,
    part: clash?.part ?? { kind: 'request-line' },
    doThis: [
      isLabel ? documented('To change the label, PATCH it under its key, or use devices:batchUpdate: addLabels overwrites.')
        : isMember ? inferred('To change the role, PATCH the member instead.')
          : documented('Look whether it exists already, and change that instead.'),
      documented('If another client works on the same resource: read it again, then try again.'),
    ],
    why: [
      isLabel ? documented('A new label with the name of an existing one is refused.')
        : isMember ? documented('Inviting somebody who is invited already is refused.')
          : documented('What you want to create most likely exists.'),
      ...(clash?.named === true ? [observed(`The API's error text names ${quoted(clash.name)}.`)] : []),
      documented('Rapid changes of one resource from different clients give the same answer.'),
    ],
  };
}

/** The field that clashes: the one published for the endpoint, else the one that the message names. */
function clashingField(failure: Failure, view: RequestView): { part: RequestPart; name: string; value: string; named?: boolean } | undefined {
  const endpoint = view.endpoint?.endpoint;
  const request = failure.exchange.request;
  const root = jsonBody(request)?.root;
  const pointer = endpoint && causesAt(409, endpoint.method, endpoint.path)[0]?.field;
  if (pointer !== undefined && propertyNames(root).some((property) => property.pointer === pointer)) {
    const name = pointer.slice(1);
    const value: unknown = root?.children?.find((child) => child.children?.[0]?.value === name)?.children?.[1]?.value;
    return { part: { kind: 'json', pointer, what: 'value' }, name, value: typeof value === 'string' ? value : '' };
  }
  const named = partsInMessage(failure.body?.error, view, request, []).find(({ present, sure }) => present && sure);
  return named && { part: named.part, name: named.name, value: '', named: true };
}

function rapidChange(): EntryExplanation {
  return {
    headline: `${status}someone changed it at the same time`,
    part: { kind: 'request-line' },
    doThis: [documented('Read the resource again, apply your change to what it is now, and try again.')],
    why: [
      documented('One resource was changed rapidly from different clients.'),
      inferred('This request creates nothing, so a duplicate is not the cause.'),
    ],
    fixes: [retryNow],
  };
}
