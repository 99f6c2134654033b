import { isObject, type JsonObject, optionalText, requiredText, textList } from '../body';
import { ApiError, badRequest, conflict, invalid, notFound } from '../errors';
import { type RoleName, roles } from '../roles';
import type { Call, Route } from '../router';
import { formatTime } from '../time';
import type { Member } from '../world/entities';
import { personId } from '../world/personId';
import { crudRoutes, findRow, inOrganization, inProject, makeRow, type Resource } from './crud';
import { organizationProjects } from './devices';

/** Characters of an email address (RFC 5321). */
const maxEmail = 254;

const batch = '/projects/{project}/members';

const ofProject: Resource<Member> = {
  ...makeResource(batch, (role) => role !== 'organization.admin'),
  parent: inProject('membership'),
  rows: list,
};

/** An organization knows only one role (access rights page). */
const ofOrganization: Resource<Member> = {
  ...makeResource('/organizations/{organization}/members', (role) => role === 'organization.admin'),
  parent: inOrganization('membership'),
};

export const memberRoutes: readonly Route[] = [
  { host: 'api', method: 'POST', path: `${batch}:batchCreate`, answer: batchCreate },
  { host: 'api', method: 'POST', path: `${batch}:batchDelete`, answer: batchDelete },
  ...[ofProject, ofOrganization].flatMap((resource): Route[] => [
    ...crudRoutes(resource),
    { host: 'api', method: 'GET', path: `${resource.path}/{member}:getInviteUrl`, answer: (call) => inviteUrl(findRow(resource, call, 'read')) },
  ]),
];

function makeResource(path: string, takes: (role: RoleName) => boolean): Omit<Resource<Member>, 'parent'> {
  const names = roles.map(({ name }) => name).filter(takes);
  return {
    path,
    id: 'member',
    noun: 'member',
    list: 'members',
    table: ({ members }) => members,
    read: (fields, { call, parent, old }) => {
      const role = (): RoleName => readRole(fields, names);
      return old ? { ...old, role: role() } : { ...readPerson(fields, parent, call), role: role() };
    },
    render,
  };
}

/** A user has to accept the invitation first; a service account is a member at once. */
function readPerson(fields: JsonObject, parent: string, { store }: Call): Omit<Member, 'role' | 'parent' | 'visibleFrom'> {
  const email = requiredText(fields, 'email');
  const account = store.findAccount(email);
  const isPerson = email.length <= maxEmail && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) && !email.endsWith('.serviceaccount.d21s.com');
  if (account === undefined && !isPerson) {
    throw invalid('email', `"${email}" is neither an email address nor a service account`);
  }
  const id = account?.id ?? personId(store.chance, email);
  if (store.members.has(parent, id)) throw conflict();
  const displayName = account?.displayName ?? email.slice(0, email.indexOf('@'));
  return { id, email, displayName, isUser: !account, pending: !account, createTime: store.clock.now() };
}

/** One role per member (Swift client). */
function readRole(fields: JsonObject, names: readonly RoleName[]): RoleName {
  const [text, ...others] = textList(fields, 'roles');
  if (text === undefined) throw badRequest('roles is required');
  if (others.length > 0) throw invalid('roles', 'a member has exactly one role');
  const role = names.find((name) => `roles/${name}` === text);
  if (role === undefined) throw invalid('roles[0]', `must be one of ${names.map((name) => `roles/${name}`).join(', ')}`);
  return role;
}

/** With project `-` the memberships in the projects of an organization (Terraform provider). */
function list(call: Call): readonly Member[] {
  const { params, query, store } = call;
  if (params.project !== '-') return store.members.list(ofProject.parent(call, 'read'));
  const id = query.text('memberId');
  const found = organizationProjects(call).flatMap((project) => store.members.list(`projects/${project.id}`));
  return found.filter((member) => !id || member.id === id);
}

/** 400 for who is in already, and for a service account. Sources: Python client; Swift client. */
function inviteUrl(member: Member): object {
  if (!member.isUser) throw badRequest(`member "${member.id}" is not a user: only users are invited`);
  if (!member.pending) throw badRequest(`member "${member.id}" has accepted the invite already`);
  return { inviteUrl: `https://example.com/invite/${member.id}` };
}

/** All of them or none: what DT does is not documented. */
function batchCreate(call: Call): object {
  const items = call.body().members ?? [];
  if (!Array.isArray(items) || items.length === 0) throw badRequest('members is required: a list of objects');
  const rows = items.map((item: unknown, index) => {
    const at = `members[${index}]`;
    if (!isObject(item)) throw invalid(at, 'must be an object');
    return within(at, () => makeRow(ofProject, call, projectOf(optionalText(item, 'project'), call, 'membership.create'), item));
  });
  if (new Set(rows.map(nameOf)).size < rows.length) throw conflict();
  for (const row of rows) call.store.members.add(row);
  return { members: rows.map(render) };
}

function batchDelete(call: Call): object {
  const names = textList(call.body(), 'names');
  if (names.length === 0) throw badRequest('names is required');
  const rows = names.map((name, index) => {
    const [, project, id = ''] = /^(projects\/[^/]+)\/members\/([^/]+)$/.exec(name) ?? [];
    if (project === undefined) throw invalid(`names[${index}]`, `"${name}" is not projects/{project}/members/{member}`);
    const row = call.store.members.get(within(`names[${index}]`, () => projectOf(project, call, 'membership.delete')), id);
    if (row === undefined) throw notFound(`member "${id}"`);
    return row;
  });
  for (const row of rows) call.store.members.remove(row);
  return {};
}

/** The project that an item names, which must be the one of the path unless that is `-`. */
function projectOf(name: string | undefined, { access, params: { project = '' } }: Call, permission: string): string {
  const [, id] = /^projects\/([^/]+)$/.exec(name ?? `projects/${project}`) ?? [];
  if (id === undefined || id === '-') throw name ? invalid('project', `"${name}" is not projects/{project}`) : badRequest('project is required');
  if (project !== '-' && id !== project) throw invalid('project', `must be projects/${project}, as in the path`);
  return `projects/${access.project(id, permission).id}`;
}

/** Puts the item before the field that a 400 names: `members[0].email is required`. */
function within<T>(at: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 400) throw error;
    throw badRequest(error.message.replace(/^(invalid )?/, `$1${at}.`));
  }
}

function nameOf({ parent, id }: Member): string {
  return `${parent}/members/${id}`;
}

function render(member: Member): object {
  return {
    name: nameOf(member),
    displayName: member.displayName,
    roles: [`roles/${member.role}`],
    status: member.pending ? 'PENDING' : 'ACCEPTED',
    email: member.email,
    accountType: member.isUser ? 'USER' : 'SERVICE_ACCOUNT',
    createTime: formatTime(member.createTime),
  };
}
