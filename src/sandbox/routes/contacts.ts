import { optionalText } from '../body';
import { invalid } from '../errors';
import type { Call, Route } from '../router';
import type { Store } from '../store';
import type { Contact, ContactGroup } from '../world/entities';
import { type Action, crudRoutes, type Resource } from './crud';

/**
 * Notification contacts. Only the Terraform provider shows them; which permissions they need is not
 * documented: here seeing needs that of the parent, changing that to change the parent.
 */
const contacts: Resource<Contact> = {
  path: '/projects/{project}/contacts',
  id: 'contact',
  noun: 'contact',
  table: (store) => store.contacts,
  parent: ({ access, params: { project = '' } }, action) => `projects/${access.project(project, `project.${lookOrChange(action)}`).id}`,
  read: (fields, { call, old }) => ({
    contactGroup: readGroup(optionalText(fields, 'contactGroup'), call) ?? old?.contactGroup ?? '',
    displayName: optionalText(fields, 'displayName') ?? old?.displayName ?? '',
    email: optionalText(fields, 'email') ?? old?.email ?? '',
    phoneNumber: optionalText(fields, 'phoneNumber') ?? old?.phoneNumber ?? '',
  }),
  render: ({ parent, id, contactGroup, displayName, email, phoneNumber }, { members }) => ({
    name: `${parent}/contacts/${id}`,
    ...{ contactGroup, displayName, email, phoneNumber },
    hasProjectAccess: members.list(parent).some((member) => member.email === email && !member.pending),
  }),
};

const groups: Resource<ContactGroup> = {
  path: '/organizations/{organization}/contactGroups',
  id: 'contactGroup',
  noun: 'contact group',
  table: (store) => store.contactGroups,
  parent: ({ access, params: { organization = '' } }, action) =>
    `organizations/${access.organization(organization, `organization.${lookOrChange(action)}`).id}`,
  read: (fields, { old }) => ({
    displayName: optionalText(fields, 'displayName') ?? old?.displayName ?? '',
    description: optionalText(fields, 'description') ?? old?.description ?? '',
  }),
  render: (group, store) => ({
    name: nameOf(group),
    displayName: group.displayName,
    description: group.description,
    contactCount: membersOf(group, store).length,
  }),
  drop(group, store) {
    for (const contact of membersOf(group, store)) Object.assign(contact, { contactGroup: '' });
  },
};

export const contactRoutes: readonly Route[] = [...crudRoutes(contacts), ...crudRoutes(groups)];

function lookOrChange(action: Action): 'read' | 'update' {
  return action === 'read' ? 'read' : 'update';
}

function readGroup(name: string | undefined, { store }: Call): string | undefined {
  if (!name || store.contactGroups.all.some((group) => nameOf(group) === name)) return name;
  throw invalid('contactGroup', `there is no "${name}": organizations/{organization}/contactGroups/{contactGroup} is expected`);
}

function membersOf(group: ContactGroup, { contacts: { all } }: Store): readonly Contact[] {
  return all.filter(({ contactGroup }) => contactGroup === nameOf(group));
}

function nameOf({ parent, id }: ContactGroup): string {
  return `${parent}/contactGroups/${id}`;
}
