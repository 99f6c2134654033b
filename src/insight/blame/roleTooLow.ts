import { type Role, roles } from '../../api/roles';
import type { WireRequest } from '../../http/exchange';
import type { Statement } from '../entry';
import { ownAuthorization } from '../ownToken';
import type { RequestView } from '../requestView';
import { documented, headline as fitting, headlineLimit, inferred, observed, quoted } from '../say';
import { forbiddenKind, type Held, heldIn, neededFor, type Needed, type Scope, scopeOf, sourceProjects, suffices } from './rights';
import type { Problem } from './problem';

/** What is known of the account that would sign. */
export interface AccountRights {
  /** What the API has told that it may do there (`projects/abc`, `organizations/abc`); undefined where it was not asked. */
  permissionsIn(scope: string): readonly string[] | undefined;
  /** The highest role that it has anywhere, where that is known: of an account of the sandbox. */
  readonly role?: Role;
  /** Other accounts that may do what is needed there, as far as is known. */
  others(needed: Needed, scope: string): readonly string[];
}

/** Other accounts that are offered. */
const mostOthers = 2;

/** A call that the account may not make, by what the API told of it or by its role; at most one. */
export function roleProblems(view: RequestView, request: WireRequest, rights: AccountRights): readonly Problem[] {
  const endpoint = view.endpoint?.endpoint;
  if (!endpoint || ownAuthorization(request)) return [];
  const needed = neededFor(endpoint);
  // That an endpoint lies in an organization alone is too little to go by.
  if (needed.permission === undefined && !needed.isDocumented) return [];
  const kind = forbiddenKind(endpoint);
  const code = `dt.403${kind === undefined ? '' : `.${kind}`}`;
  const asked = scopeOf({ exchange: { request } }, view);
  // A filter: roles in the projects of the organization decide what is listed.
  const target = asked?.part.kind === 'query' ? undefined : asked;
  const scopes = [...(target ? [target] : []), ...(kind === 'transfer' ? sourceProjects(request) : [])];
  for (const scope of scopes) {
    const permissions = rights.permissionsIn(scope.name);
    const held = permissions && heldIn(scope, { permissions: { scope: scope.name, permissions } });
    if (held && !suffices(held, needed)) return [tooLow(code, scope, needed, toldOf(scope, held), held.role, rights)];
  }
  const { role } = rights;
  if (!role || !target || scopes.some(({ name }) => rights.permissionsIn(name) !== undefined) || reaches(role, needed, endpoint.path)) return [];
  return [tooLow(code, target, needed, observed(`The highest role of this account in the sandbox is ${role.displayName}.`), role, rights)];
}

/** Whether the role can be enough somewhere. A role in projects counts for nothing in an organization. */
function reaches(role: Role, needed: Needed, path: string): boolean {
  if (path.startsWith('/organizations/') && role.scope === 'project') return false;
  return suffices({ permissions: role.permissions, role }, needed) && (needed.role === undefined || roles.indexOf(role) >= roles.indexOf(needed.role));
}

function toldOf({ kind, id }: Scope, { permissions, role }: Held): Statement {
  const where = `${kind} ${quoted(id, 40)}`;
  if (permissions.length === 0) return observed(`The API said that this account may do nothing in ${where}.`);
  return observed(role ? `The API said that this account may do in ${where} what the role ${role.displayName} may.` : `The API named ${permissions.length} permissions of this account in ${where}, fewer than any role has.`);
}

function tooLow(code: string, { id, kind, name, part }: Scope, needed: Needed, why: Statement, role: Role | undefined, rights: AccountRights): Problem {
  const wanted = needed.role && (needed.role.name === 'organization.admin' ? needed.role.displayName : `${needed.role.displayName} (or a higher one)`);
  const sure = needed.isDocumented ? documented : inferred;
  const short = (text: string) => fitting(text).slice(0, headlineLimit);
  return {
    code, part, name: id,
    weight: needed.isDocumented ? 'certain' : 'likely',
    headline: short(role ? `${role.displayName} is too low a role for this call` : `the account may not do this in ${kind} ${quoted(id, 24)}`),
    doThis: sure(wanted === undefined ? 'Sign as an account with a higher role.' : `Sign as an account with the role ${wanted}.`),
    why,
    fixes: rights.others(needed, name).slice(0, mostOthers).map((other) => ({ kind: 'edit', grade: 'likely', title: `Sign as ${quoted(other, 40)}`, edits: [{ kind: 'account', name: other }] })),
  };
}
