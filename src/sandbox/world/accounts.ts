import type { Chance } from '../chance';
import type { SandboxAccount } from '../options';
import type { RoleName } from '../roles';
import type { Account, Key, Member } from './entities';
import type { Landmarks } from './landmarks';

interface Draft {
  readonly role: string;
  readonly title: string;
  readonly memberships: readonly { readonly parent: string; readonly role: RoleName }[];
  readonly enableBasicAuth?: boolean;
  readonly revoked?: boolean;
}

/** The service accounts that a sandbox starts with. */
export interface Accounts {
  /** As people and tests use them. */
  readonly credentials: readonly SandboxAccount[];
  readonly accounts: readonly Account[];
  readonly keys: readonly Key[];
  readonly members: readonly Member[];
}

/** One account for each role and for each way in which credentials fail. All are owned by the head office. */
export function makeAccounts(chance: Chance, organization: string, projects: Landmarks['projects'], now: number): Accounts {
  const owner = projects.headOffice;
  const always = { visibleFrom: -Infinity, createTime: now };
  const made = drafts(organization, projects).map((draft) => {
    const { role, title, enableBasicAuth = true, revoked = false } = draft;
    const id = chance.id('account', role);
    // Clearly made up: the shapes are the API's (Python client, samples), the beginnings are words.
    const keyId = `sandboxkey${chance.id('key', role).slice(1, 11)}`;
    const secret = `fa4efa4efa4e${chance.hex(20, 'secret', role)}`;
    const email = `${id}@${owner}.serviceaccount.d21s.com`;
    const account: Account = { ...always, id, parent: `projects/${owner}`, email, displayName: title, enableBasicAuth, updateTime: now };
    const key: Key = { ...always, id: keyId, parent: `${account.parent}/serviceaccounts/${id}`, secret, revoked };
    if (revoked) key.visibleFrom = Infinity;
    const members = draft.memberships.map(
      (membership): Member => ({ ...always, ...membership, id, email, displayName: title, pending: false, isUser: false }),
    );
    return { credentials: { id, role, title, keyId, secret, email }, account, key, members };
  });
  return {
    credentials: made.map(({ credentials }) => credentials),
    accounts: made.map(({ account }) => account),
    keys: made.map(({ key }) => key),
    members: made.flatMap(({ members }) => members),
  };
}

function drafts(organization: string, projects: Landmarks['projects']): Draft[] {
  const of = (name: keyof typeof projects): string => `projects/${projects[name]}`;
  const ordinary: (keyof typeof projects)[] = ['headOffice', 'coldStorage', 'annex'];
  // Everybody may look at the inventory; taking devices out of it needs the organization administrator.
  const lookAtInventory = { parent: of('inventory'), role: 'project.user' } as const;
  const withRole = (role: RoleName): Draft['memberships'] => [
    ...ordinary.map((name) => ({ parent: of(name), role })),
    lookAtInventory,
  ];
  return [
    { role: 'project.user', title: 'Project user', memberships: withRole('project.user') },
    { role: 'project.developer', title: 'Project developer', memberships: withRole('project.developer') },
    { role: 'project.admin', title: 'Project administrator', memberships: withRole('project.admin') },
    {
      role: 'organization.admin',
      title: 'Organization administrator',
      memberships: [{ parent: `organizations/${organization}`, role: 'organization.admin' }],
    },
    { role: 'none', title: 'No access anywhere', memberships: [] },
    { role: 'revoked', title: 'Key revoked', memberships: withRole('project.user'), revoked: true },
    {
      role: 'basic-off',
      title: 'Basic Auth off',
      memberships: withRole('project.developer'),
      enableBasicAuth: false,
    },
  ];
}
