import { findEndpoint } from '../../../api/description';
import { wordFor, type IdCandidate } from '../../blame/idText';
import { notFoundBlame, type NotFoundBlame } from '../../blame/notFound';
import { scopeOf, type Scope } from '../../blame/rights';
import { findId, retryNow, switchAccount } from '../../cure';
import type { CatalogueEntry, EntryExplanation, Fix, Statement } from '../../entry';
import { errorPage, referencePage } from '../../links';
import { explainPath, isEmulated, mayBeHidden } from '../../pathWords';
import { isDtApi, segmentPart, viewOf, type RequestView } from '../../requestView';
import { documented, headline, inferred, listed, observed, quoted } from '../../say';

const status = '404 Not Found: ';
const missing = documented('A 404 says that what the path names does not exist.');

/** What the path names is not there, or not for this account. */
export const dt404: CatalogueEntry = {
  code: 'dt.404',
  title: '404 Not Found',
  status: 404,
  example: 'GET /projects/{{project}}/devices/⟦{{missing}}⟧',
  about: {
    doThis: [
      documented('Check each id in the path.'),
      documented('If it was created moments ago, wait a second and try again.'),
    ],
    why: [
      missing,
      documented('In a path that ends like devices:transfer it is the project that is missing, not a device in the body.'),
      inferred('The API may also say so of what the account cannot see.'),
    ],
    links: [errorPage(404), referencePage],
  },
  matches: (failure, facts) => (failure.response?.status === 404 && isDtApi(failure, facts) ? 50 : 0),
  explain(failure, facts) {
    const view = viewOf(failure, facts);
    const blame = notFoundBlame(failure, facts);
    switch (blame.kind) {
      case 'none': {
        const scope = scopeOf(failure, view);
        return scope ? missingOrganization(scope) : (askedFor(view) ?? nothingThere);
      }
      case 'path':
      case 'id-shape':
        return explainPath(status, blame.problem);
      case 'body':
        return missingInBody(blame);
      case 'id':
        return missingId(blame, view);
      default:
        return missingId({ kind: 'id', suspect: blame.suspect, because: 'only', others: [] }, view);
    }
  },
};

const nothingThere: EntryExplanation = {
  headline: `${status}the API has this path, yet nothing answered there`,
  part: { kind: 'request-line' },
  doThis: [inferred('Check the ids in the query or the body, if there are any, and run the request again.')],
  why: [documented('The answer is about what the path names.'), inferred('The path holds no id that could be wrong.')],
  fixes: [retryNow],
};

/** The path has no id, and the query says what is looked for. */
function askedFor({ endpoint, query }: RequestView): EntryExplanation | undefined {
  const wanted = endpoint?.endpoint.queryParams.find(({ required, type }) => required && type === 'string');
  const item = wanted && query.find(({ name, value }) => name === wanted.name && value !== '');
  return item && {
    headline: headline(`${status}nothing is found for ${item.name} `, item.value),
    part: { kind: 'query', name: item.name, occurrence: item.occurrence, what: 'value' },
    doThis: [inferred(`Check ${quoted(item.value, 40)}.`), documented(`${item.name}: ${wanted.description}`)],
    why: [inferred('The path holds no id that could be wrong, so it is what the query asks for.')],
  };
}

/** The text quotes what the body holds. */
function missingInBody({ value, part }: NotFoundBlame & { kind: 'body' }): EntryExplanation {
  return {
    headline: headline(status, value, ' in the body is not there'),
    part,
    doThis: [observed(`Check ${quoted(value, 40)} in the body: the error text below speaks of it.`)],
    why: [observed("The API's error text names it."), mayBeHidden('resource')],
  };
}

/** The path has no id, yet query or body name an organization. */
function missingOrganization({ id, part }: Scope): EntryExplanation {
  return {
    headline: headline(`${status}no organization `, id, ' that this account can see'),
    part,
    doThis: [inferred(`Check the organization id ${quoted(id, 40)}.`), ...listHint({ param: 'organization' }, false)],
    why: [inferred('The path holds no id that could be wrong, so it is what the request names beside it.'), mayBeHidden('organization')],
    fixes: [switchAccount],
  };
}

/** A label has a key and no id, and whoever sees the device sees it. */
function missingLabel({ param, value, segment }: IdCandidate, view: RequestView): EntryExplanation {
  return {
    headline: headline(`${status}the device has no ${wordFor(param)} `, value),
    part: segmentPart(view, segment),
    doThis: [
      documented(`Check the key ${quoted(value, 40)} in the path: the device lists its labels.`),
      documented('To add the label, POST it to …/labels, or use devices:batchUpdate with addLabels.'),
    ],
    why: [documented('What the path names does not exist.'), observed("The API's error text speaks of the label.")],
  };
}

function missingId({ suspect, because, others }: NotFoundBlame & { kind: 'id' }, view: RequestView): EntryExplanation {
  if (suspect.param === 'label' && because === 'message') return missingLabel(suspect, view);
  const word = wordFor(suspect.param);
  // Roles are the same for everybody.
  const isRole = suspect.param === 'role';
  const device = [suspect, ...others].find(({ param }) => param === 'device')?.value;
  // With `projects/-` all projects were looked through just now.
  const isOfApi = view.api === 'emulator' && device !== undefined && !isEmulated(device);
  const isSought = device !== undefined && view.api === 'api' && view.endpoint?.params.get('project')?.value !== '-';
  return {
    headline: headline(`${status}no ${word} `, suspect.value, isRole ? '' : ' that this account can see'),
    part: segmentPart(view, suspect.segment),
    doThis: [
      ...(isOfApi ? [documented('The emulator has emulated devices alone, whose ids begin with "emu": ask the REST API for others.')] : []),
      suspect.value === '-' ? inferred(`Put a real ${word} id in place of "-": not every path takes the wildcard.`) : documented(`Check the ${word} id ${quoted(suspect.value, 40)} in the path.`),
      ...listHint(suspect, isSought),
      ...(isRole ? [] : [inferred(`If the id is right, see that the account is a member ${suspect.param === 'project' || suspect.param === 'organization' ? 'there' : 'of its project'}.`)]),
    ],
    why: [
      missing,
      ...(because === 'message' ? [observed(`The API's error text speaks of the ${word}.`)] : []),
      ...(because === 'last' ? [inferred('It is the last id in the path, so it is the first to look at.')] : []),
      ...(isRole ? [] : [mayBeHidden(word)]),
      ...(others.length > 0 ? [inferred(`It can also be ${listed(others.map(described), 'or')}.`)] : []),
    ],
    fixes: [...(isOfApi && findEndpoint('api', view.method, view.relativePath) ? [askApi] : []), ...(isSought ? [findId(device)] : []), ...(isRole ? [] : [switchAccount])],
  };
}

const askApi: Fix = { kind: 'edit', grade: 'likely', title: 'Send it to the REST API', edits: [{ kind: 'send-to', host: 'api' }] };

function described({ param, value }: IdCandidate): string {
  return `the ${wordFor(param)} ${quoted(value, 40)}`;
}

/** Where ids of this kind are listed. */
function listHint({ param }: Pick<IdCandidate, 'param'>, isSought: boolean): readonly Statement[] {
  const hints: Readonly<Record<string, string>> = {
    project: 'GET /projects lists those that the account can see.',
    organization: 'GET /organizations lists those that the account can see.',
    role: 'GET /roles lists them all.',
    ...(isSought && { device: 'GET /projects/-/devices/{device} finds a device in whatever project it is.' }),
  };
  const hint = hints[param];
  return hint === undefined ? [] : [documented(hint)];
}
