import type { Endpoint } from '../../api/description';
import { lowestRoleWith, type Role, roleNamed, roles } from '../../api/roles';
import type { RequestPart } from '../../http/requestPart';
import type { WireRequest } from '../../http/exchange';
import { jsonBody, propertyNames } from './jsonTree';
import type { Facts, Statement } from '../entry';
import { parameterPart, type RequestView } from '../requestView';
import { documented, inferred, observed, quoted } from '../say';

/** The project or organization whose access rights decide. */
export interface Scope {
  readonly kind: 'project' | 'organization';
  readonly id: string;
  /** As in the API: `projects/abc`. */
  readonly name: string;
  readonly part: RequestPart;
}

/** A request, sent or not. */
interface Asked {
  readonly exchange: { readonly request: WireRequest };
}

/** Where a request needs rights: in the project of the path, else in the organization of path, query or body. */
export function scopeOf({ exchange: { request } }: Asked, view: RequestView): Scope | undefined {
  for (const kind of ['project', 'organization'] as const) {
    const id = view.endpoint?.params.get(kind)?.value;
    const part = parameterPart(view, kind);
    if (id !== undefined && part && id !== '-') return { kind, id, name: `${kind}s/${id}`, part };
  }
  const item = view.query.find(({ name }) => name === 'organization');
  if (item) return organization(item.value, { kind: 'query', name: item.name, occurrence: 0, what: 'value' });
  const root = jsonBody(request)?.root;
  const property = root?.children?.find((child) => child.children?.[0]?.value === 'organization')?.children?.[1];
  return typeof property?.value === 'string' ? organization(property.value, { kind: 'json', pointer: '/organization', what: 'value' }) : undefined;
}

function organization(text: string, part: RequestPart): Scope {
  const id = text.replace(/^organizations\//, '');
  return { kind: 'organization', id, name: `organizations/${id}`, part };
}

/** Verbs as permissions call them. */
const actions: Readonly<Record<string, string>> = { GET: 'read', POST: 'create', PUT: 'update', PATCH: 'update', DELETE: 'delete' };
const custom: Readonly<Record<string, string>> = { batchCreate: 'create', batchDelete: 'delete', batchUpdate: 'update', transfer: 'transfer', stream: 'read', publish: 'update' };
const subjects: Readonly<Record<string, string>> = {
  organizations: 'organization', projects: 'project', members: 'membership', devices: 'device', labels: 'device', events: 'device',
  dataconnectors: 'dataconnector', serviceaccounts: 'serviceaccount', keys: 'serviceaccount.key',
};
const known: ReadonlySet<string> = new Set(roles.flatMap(({ permissions }) => permissions));

/**
 * The permission that an endpoint needs, read from the names of both: no source says which belongs to
 * which. Undefined where the names do not meet (claiming, contacts, `:sync`).
 */
export function permissionFor({ host, method, path }: Endpoint): string | undefined {
  const [, verb] = /:([A-Za-z]+)$/.exec(path) ?? [];
  const collection = path.replace(/:[A-Za-z]+$/, '').split('/').filter((segment) => segment !== '' && !segment.startsWith('{')).at(-1) ?? '';
  const subject = host === 'emulator' ? 'emulator' : subjects[collection];
  // Labels are a part of the device.
  const action = verb !== undefined ? custom[verb] : collection === 'labels' ? 'update' : actions[method];
  const permission = `${subject ?? ''}.${action ?? ''}`;
  return known.has(permission) ? permission : undefined;
}

/** What a call needs. */
export interface Needed {
  readonly permission?: string;
  readonly role?: Role;
  /** Whether the documentation of the API names the role; else it follows from the permission, or from what is said of DT Studio. */
  readonly isDocumented: boolean;
}

/** What a call of `endpoint` needs; nothing is known of one that is not described. */
export function neededFor(endpoint: Endpoint | undefined): Needed {
  // Who asks what it may do needs nothing for that.
  if (endpoint?.path.endsWith('/permissions') === true) return { isDocumented: false };
  const permission = endpoint && permissionFor(endpoint);
  const named = typeof endpoint?.role === 'string' ? roleNamed(endpoint.role) : undefined;
  // A role in a project counts for nothing in the organization, which knows one role only.
  const ofOrganization = endpoint?.path.startsWith('/organizations/') === true ? roleNamed('organization.admin') : undefined;
  const role = named ?? ofOrganization ?? (permission === undefined ? undefined : lowestRoleWith(permission));
  return { ...(permission !== undefined && { permission }), ...(role && { role }), isDocumented: named !== undefined && !/\bin Studio\b/.test(endpoint?.roleNote ?? '') };
}

/** Which entry the 403 of an endpoint belongs to; undefined for the general one. */
export function forbiddenKind({ method, path }: Pick<Endpoint, 'method' | 'path'>): 'organization' | 'label' | 'project-change' | 'transfer' | undefined {
  if (path.endsWith('/devices:transfer')) return 'transfer';
  if (path.startsWith('/organizations/') || `${method} ${path}` === 'POST /projects') return 'organization';
  if (/\/labels(\/\{label\})?$|\/devices:batchUpdate$/.test(path)) return 'label';
  const isRead = method === 'GET';
  return !isRead && /^\/projects(\/\{project\})?(:batchUpdate|\/members.*)?$/.test(path) ? 'project-change' : undefined;
}

/** The projects that the devices of a transfer are in. */
export function sourceProjects(request: WireRequest): readonly Scope[] {
  const body = jsonBody(request);
  if (!body || !propertyNames(body.root).some(({ pointer }) => pointer === '/devices')) return [];
  const ids = new Set([...body.text.matchAll(/"\/?projects\/([^/"]{1,60})\//g)].map((match) => match[1] ?? ''));
  return [...ids].map((id) => ({ kind: 'project', id, name: `projects/${id}`, part: { kind: 'json', pointer: '/devices', what: 'name' } }));
}

/** What the account may do in `scope`, where the API was asked; a role by comparing its permissions with those of the roles. */
export interface Held {
  readonly permissions: readonly string[];
  /** The highest role of which it has all permissions; undefined when it has not even those of the lowest. */
  readonly role?: Role;
}

/** Undefined where the API was not asked about this very scope. */
export function heldIn(scope: Scope | undefined, { permissions }: Pick<Facts, 'permissions'>): Held | undefined {
  if (!scope || permissions?.scope !== scope.name) return undefined;
  const own = new Set(permissions.permissions);
  const role = roles.findLast((each) => each.permissions.every((permission) => own.has(permission)));
  return { permissions: permissions.permissions, ...(role && { role }) };
}

/** Whether what the account has is enough, as far as is known. */
export function suffices(held: Held, { permission, role }: Needed): boolean {
  if (permission !== undefined) return held.permissions.includes(permission);
  return role !== undefined && held.role !== undefined && roles.indexOf(held.role) >= roles.indexOf(role);
}

/** What speaks for and against the account's role; the API does not tell a missing role from a missing resource. */
export function whyForbidden(scope: Scope | undefined, needed: Needed, held: Held | undefined): readonly Statement[] {
  const where = scope ? `${scope.kind} ${quoted(scope.id, 40)}` : 'there';
  if (held) return [heldWords(where, held), ...permissionWords(needed, held)];
  return [
    documented(`Either the account is not a member there, or its role is ${needed.role && needed.isDocumented ? `below ${needed.role.displayName}` : 'too low'}.`),
    ...permissionWords(needed, undefined),
    inferred(`The ${scope?.kind ?? 'resource'} may also not exist: whether the API answers 403 or 404 for what an account cannot see is not documented.`),
  ];
}

function heldWords(where: string, { permissions, role }: Held): Statement {
  if (permissions.length === 0) return observed(`The API says that this account may do nothing in ${where}: it has no role there.`);
  return observed(role ? `The API says what this account may do in ${where}: as much as the role ${role.displayName}.` : `The API names ${permissions.length} ${permissions.length === 1 ? 'permission' : 'permissions'} of this account in ${where}, fewer than any role has.`);
}

function permissionWords({ permission }: Needed, held: Held | undefined): readonly Statement[] {
  if (permission === undefined) return [];
  const needs = inferred(`This probably needs the permission ${permission}.`);
  if (!held) return [needs];
  return [needs, observed(held.permissions.includes(permission) ? `The account has ${permission} by now.` : `The account does not have ${permission}.`)];
}
