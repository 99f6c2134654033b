import type { Chance } from '../chance';
import type { Account, Membership } from './entities';
import type { Landmarks } from './landmarks';

interface Draft {
  readonly role: string;
  readonly title: string;
  readonly memberships: readonly Membership[];
  readonly enableBasicAuth?: boolean;
  readonly keyRevoked?: boolean;
}

/** One account for each role and for each way in which credentials fail. All are owned by the head office. */
export function makeAccounts(chance: Chance, organization: string, projects: Landmarks['projects']): Account[] {
  return drafts(organization, projects).map((draft) => {
    const id = chance.id('account', draft.role);
    const owner = projects.headOffice;
    return {
      id,
      owner,
      // Clearly made up: the shapes are the API's (Python client, samples), the beginnings are words.
      keyId: `sandboxkey${chance.id('key', draft.role).slice(1, 11)}`,
      secret: `fa4efa4efa4e${chance.hex(20, 'secret', draft.role)}`,
      email: `${id}@${owner}.serviceaccount.d21s.com`,
      enableBasicAuth: true,
      keyRevoked: false,
      ...draft,
    };
  });
}

function drafts(organization: string, projects: Landmarks['projects']): Draft[] {
  const of = (name: keyof typeof projects): string => `projects/${projects[name]}`;
  const ordinary: (keyof typeof projects)[] = ['headOffice', 'coldStorage', 'annex'];
  // Everybody may look at the inventory; taking devices out of it needs the organization administrator.
  const lookAtInventory: Membership = { of: of('inventory'), role: 'project.user' };
  const withRole = (role: Membership['role']): Membership[] => [
    ...ordinary.map((name): Membership => ({ of: of(name), role })),
    lookAtInventory,
  ];
  return [
    { role: 'project.user', title: 'Project user', memberships: withRole('project.user') },
    { role: 'project.developer', title: 'Project developer', memberships: withRole('project.developer') },
    { role: 'project.admin', title: 'Project administrator', memberships: withRole('project.admin') },
    {
      role: 'organization.admin',
      title: 'Organization administrator',
      memberships: [{ of: `organizations/${organization}`, role: 'organization.admin' }],
    },
    { role: 'none', title: 'No access anywhere', memberships: [] },
    { role: 'revoked', title: 'Key revoked', memberships: withRole('project.user'), keyRevoked: true },
    {
      role: 'basic-off',
      title: 'Basic Auth off',
      memberships: withRole('project.developer'),
      enableBasicAuth: false,
    },
  ];
}
