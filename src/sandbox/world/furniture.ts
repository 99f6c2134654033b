import type { Chance } from '../chance';
import { personId } from './personId';
import type { Connector, Contact, ContactGroup, Member } from './entities';
import type { Landmarks } from './landmarks';

/** People, Data Connectors and contacts that a sandbox starts with: one for each state that a call can meet. */
export interface Furniture {
  readonly members: readonly Member[];
  readonly connectors: readonly Connector[];
  readonly contacts: readonly Contact[];
  readonly contactGroups: readonly ContactGroup[];
  readonly landmarks: Pick<Landmarks, 'members' | 'connectors' | 'contact' | 'contactGroup'>;
}

/**
 * Always the same for one `chance`.
 *
 * @param organization Its ID.
 * @param project Its ID.
 * @param now Milliseconds since 1970 UTC, when all of it was made.
 */
export function makeFurniture(chance: Chance, organization: string, project: string, now: number): Furniture {
  const inProject = { parent: `projects/${project}`, visibleFrom: -Infinity };
  const inOrganization = { parent: `organizations/${organization}`, visibleFrom: -Infinity };
  const person = (name: string) => {
    const email = `${name}@example.com`;
    return { id: personId(chance, email), email, displayName: name, isUser: true, createTime: now };
  };
  const accepted: Member = { ...inProject, ...person('ingrid'), role: 'project.developer', pending: false };
  const pending: Member = { ...inProject, ...person('per'), role: 'project.user', pending: true };
  const administrator: Member = { ...inOrganization, ...person('astrid'), role: 'organization.admin', pending: false };
  const push = { ...inProject, type: 'HTTP_PUSH', events: [], labels: ['name'], pushes: [] };
  const active: Connector = {
    ...push,
    id: chance.id('connector', 'active'),
    displayName: 'Building management',
    status: 'ACTIVE',
    config: { url: 'https://example.com/events', signatureSecret: '', headers: {} },
  };
  const disabled: Connector = {
    ...push,
    id: chance.id('connector', 'disabled'),
    displayName: 'Receiver of the sandbox',
    status: 'SYSTEM_DISABLED',
    // The origin goes before it when the port is known (store.ts).
    config: { url: '/receivers/main', signatureSecret: `fa4e${chance.hex(28, 'signature')}`, headers: {} },
  };
  const group: ContactGroup = { ...inOrganization, id: chance.id('contact group'), displayName: 'On call', description: '' };
  const contact: Contact = {
    ...inProject,
    id: chance.id('contact'),
    contactGroup: `${group.parent}/contactGroups/${group.id}`,
    displayName: 'Ingrid',
    email: accepted.email,
    phoneNumber: '',
  };
  return {
    members: [accepted, pending, administrator],
    connectors: [active, disabled],
    contacts: [contact],
    contactGroups: [group],
    landmarks: {
      members: {
        accepted: accepted.id,
        acceptedEmail: accepted.email,
        pending: pending.id,
        pendingEmail: pending.email,
        organization: administrator.id,
      },
      connectors: { active: active.id, disabled: disabled.id },
      contact: contact.id,
      contactGroup: group.id,
    },
  };
}
