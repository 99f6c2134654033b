import { roleNamed } from '../../api/roles';
import type { RequestPart } from '../../http/requestPart';
import { jsonBody, propertyNames } from '../blame/body';
import { switchAccount, whoGrants } from '../cure';
import type { CatalogueEntry, Explanation, Failure, Statement } from '../entry';
import { errorPage, permissionsPage } from '../links';
import { isDtApi, parameterPart, viewOf, type RequestView } from '../requestView';
import { documented, headline, inferred, listed, observed, quoted } from '../say';

const status = '403 Forbidden: ';

/** The caller is known, but may not do this. */
export const dt403: CatalogueEntry = {
  code: 'dt.403',
  title: '403 Forbidden',
  status: 403,
  about: {
    doThis: [documented('Give the service account a role that is high enough in the project or organization.')],
    why: [documented('The user or service account has no access to this resource, or its role is too low.')],
    links: [errorPage(403), permissionsPage],
  },
  matches: (failure, facts) => (failure.response?.status === 403 && isDtApi(failure, facts) ? 50 : 0),
  explain(failure, facts) {
    const view = viewOf(failure, facts);
    const scope = scopeOf(failure, view);
    const role = view.endpoint?.endpoint.role ?? undefined;
    const needed = role === undefined ? undefined : roleNamed(role);
    return {
      headline: scope
        ? headline(`${status}this account may not do that in ${scope.kind} `, scope.name)
        : `${status}this account may not do that`,
      part: scope?.part ?? { kind: 'request-line' },
      doThis: [
        needed
          ? documented(`Give the account the role ${needed.displayName} (or a higher one)${scope ? ` in ${scope.kind} ${quoted(scope.name, 40)}` : ''}.`)
          : documented('Give the account a role there, or a higher one.'),
        whoGrants(role ?? 'project.admin'),
        ...(scope ? [inferred(`Check the ${scope.kind} id: an account sees only where it is a member.`)] : []),
      ],
      why: [...whyNot(needed?.displayName), ...transferNote(failure, view)],
      evidence: roleEvidence(view),
      fixes: [switchAccount],
    };
  },
};

/** What the sources say of the role, where that is more than its name; where they say it stays out. */
function roleEvidence(view: RequestView): Explanation['evidence'] {
  const { role, roleNote } = view.endpoint?.endpoint ?? {};
  const value = roleNote?.replace(/\s*\([^)]*\)/g, '') ?? '';
  return value === '' || value === role ? [] : [{ label: 'Role needed', value }];
}

interface Scope {
  readonly kind: 'project' | 'organization';
  readonly name: string;
  readonly part: RequestPart;
}

/** The project or organization whose access rights decide. */
function scopeOf(failure: Failure, view: RequestView): Scope | undefined {
  for (const kind of ['project', 'organization'] as const) {
    const param = view.endpoint?.params.get(kind);
    const part = parameterPart(view, kind);
    if (param && part && param.value !== '-') return { kind, name: param.value, part };
  }
  const item = view.query.find(({ name }) => name === 'organization');
  if (item) return { kind: 'organization', name: bare(item.value), part: { kind: 'query', name: item.name, occurrence: 0, what: 'value' } };
  const root = jsonBody(failure.exchange.request)?.root;
  const property = root?.children?.find((child) => child.children?.[0]?.value === 'organization')?.children?.[1];
  return typeof property?.value === 'string'
    ? { kind: 'organization', name: bare(property.value), part: { kind: 'json', pointer: '/organization', what: 'value' } }
    : undefined;
}

function bare(name: string): string {
  return name.replace(/^organizations\//, '');
}

/** The API does not tell these apart, so all are said. */
function whyNot(role: string | undefined): readonly Statement[] {
  return [
    documented(role === undefined ? "Either the account is no member there, or its role is too low." : `Either the account is no member there, or its role is below ${role}.`),
    inferred('It may also not exist: whether the API answers 403 or 404 for what an account cannot see is not documented.'),
  ];
}

/** A transfer needs the role on both sides, and only the target is in the path. */
function transferNote(failure: Failure, view: RequestView): readonly Statement[] {
  if (!view.endpoint?.endpoint.path.endsWith(':transfer')) return [];
  return [
    documented('A transfer needs the role Project administrator in the source project and in the target project.'),
    ...sourceProjects(failure),
  ];
}

function sourceProjects(failure: Failure): readonly Statement[] {
  const body = jsonBody(failure.exchange.request);
  if (!body || !propertyNames(body.root).some(({ name }) => name === 'devices')) return [];
  const projects = new Set([...body.text.matchAll(/"\/?projects\/([^/"]{1,60})\//g)].map((match) => match[1] ?? ''));
  const names = [...projects].slice(0, 5).map((name) => quoted(name, 40));
  return names.length === 0 ? [] : [observed(`The devices come from ${names.length === 1 ? 'project' : 'the projects'} ${listed(names)}.`)];
}
