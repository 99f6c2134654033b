import { forbiddenKind, heldIn, neededFor, scopeOf, suffices, whyForbidden, type Held, type Needed, type Scope } from '../../blame/rights';
import { removeAuthNone } from '../../blame/token';
import { retryNow, showPermissions, switchAccount, whoGrants } from '../../cure';
import type { EntryExplanation, Explanation, Facts, Failure, Statement } from '../../entry';
import { perFailure } from '../../perFailure';
import { viewOf, type RequestView } from '../../requestView';
import { documented, headline, inferred, observed, quoted } from '../../say';

const status = '403 Forbidden: ';

/** Which entry a 403 belongs to; by the endpoint alone, made once for each failure. */
export const forbiddenBy = perFailure((failure: Failure, facts: Facts): ReturnType<typeof forbiddenKind> => {
  const endpoint = viewOf(failure, facts).endpoint?.endpoint;
  return endpoint && forbiddenKind(endpoint);
});

/** What is special about a 403. */
interface Forbidden {
  /** What may not be done, before the name of the scope and after `this account may not`: `change labels in`; at most 25 characters. */
  readonly deed: string;
  /** Whose access rights decide. Default: what path, query or body name. */
  readonly scope?: Scope | undefined;
  readonly more?: readonly Statement[];
}

/** The explanation of a 403: what the call needs, what the account has where that was asked, and who can grant it. */
export function explainForbidden(failure: Failure, facts: Facts, { deed, scope: special, more = [] }: Forbidden): EntryExplanation {
  const view = viewOf(failure, facts);
  const scope = special ?? scopeOf(failure, view);
  const needed = neededFor(view.endpoint?.endpoint);
  const told = heldIn(scope, facts);
  // What was enough before was not enough now: it explains nothing.
  const held = told && facts.permissions?.isEarlier === true && suffices(told, needed) ? undefined : told;
  const mayByNow = held !== undefined && suffices(held, needed);
  return {
    headline: headlineOf(unsigned(facts) ? 'an unsigned request' : 'this account', deed, scope, mayByNow ? undefined : held),
    part: scope?.part ?? { kind: 'request-line' },
    doThis: unsigned(facts) ?? (mayByNow ? [observed('Run it again: by now the account may do this, as far as can be told.')] : cure(scope, needed, held)),
    why: [...(unsigned(facts) ? [observed('No account signed the request, so the API did not know who asks.')] : []), ...whyForbidden(scope, needed, held), ...more],
    evidence: roleEvidence(view, held),
    fixes: [
      ...(facts.unsignedBecause === 'asked' ? [removeAuthNone('likely')] : []),
      ...(mayByNow ? [retryNow] : []),
      // Only the REST API tells the permissions, and this may be the call that asks for them.
      ...(scope && !held && view.api === 'api' && !view.relativePath.endsWith('/permissions') ? [showPermissions(scope.name)] : []),
      switchAccount,
    ],
  };
}

/** What comes first where nobody signed; undefined where an account did, or the request brings credentials of its own. */
function unsigned({ account, unsignedBecause }: Facts): readonly Statement[] | undefined {
  if (account || unsignedBecause === undefined || unsignedBecause === 'own-authorization') return undefined;
  return [observed(unsignedBecause === 'asked' ? 'Remove "@auth none": then the active account signs the request.' : 'Let an account sign the request: it went out unsigned.')];
}

function headlineOf(who: string, deed: string, scope: Scope | undefined, held: Held | undefined): string {
  if (!scope) return `${status}${who} may not ${deed.replace(/ (in|of|to)$/, '')}`;
  if (held?.permissions.length === 0) return headline(`${status}this account has no role in ${scope.kind} `, scope.id);
  if (held?.role) return headline(`${status}${held.role.displayName} is too low a role in `, scope.id);
  return headline(`${status}${who} may not ${deed} `, scope.id);
}

function cure(scope: Scope | undefined, { role, isDocumented }: Needed, held: Held | undefined): readonly Statement[] {
  const sure = isDocumented ? documented : inferred;
  const where = scope ? ` in ${scope.kind} ${quoted(scope.id, 40)}` : ' there';
  const isInProjects = scope?.kind === 'organization' && role?.scope === 'project';
  const wanted = role?.name === 'organization.admin' ? role.displayName : `${role?.displayName ?? ''} (or a higher one)`;
  return [
    isInProjects ? inferred('Give the account a role in the projects that this is about, or make it Organization administrator.')
      : role ? sure(`Give the account the role ${wanted}${where}.`) : documented(`Give the account a role${where}, or a higher one.`),
    whoGrants(isInProjects ? 'organization.admin' : (role?.name ?? 'project.admin')),
    ...(scope && !held?.role ? [inferred(`Check the ${scope.kind} id: an account sees only where it is a member.`)] : []),
  ];
}

/** What the sources say of the role, where that is more than its name; where they say it stays out, unless that limits it. */
function roleEvidence(view: RequestView, held: Held | undefined): Explanation['evidence'] {
  const { role, roleNote } = view.endpoint?.endpoint ?? {};
  const value = roleNote?.replace(/\s*\((?![^)]*\bin Studio\b)[^)]*\)/g, '') ?? '';
  return [
    ...(value === '' || value === role ? [] : [{ label: 'Role needed', value }]),
    ...(held ? [{ label: 'Permissions', value: held.permissions.slice(0, 40).join(', ') || 'none' }] : []),
  ];
}
