import { forbidden, notFound } from '../errors';
import { page } from '../pages';
import type { Call, Route } from '../router';
import type { Organization } from '../world/entities';

export const organizationRoutes: readonly Route[] = [
  { host: 'api', method: 'GET', path: '/organizations', answer: list },
  {
    host: 'api',
    method: 'GET',
    path: '/organizations/{organization}',
    answer: ({ access, params: { organization = '' } }) =>
      render(access.organization(organization, 'organization.read')),
  },
  { host: 'api', method: 'GET', path: '/organizations/{organization}/permissions', answer: permissions },
];

function list({ access, query, store }: Call): object {
  const visible = store.organizations.filter((organization) => access.organizationPermissions(organization).length > 0);
  return page(query, 'organizations', visible, ({ id }) => id, render, 'organizations');
}

function permissions({ access, params: { organization: id = '' }, query, store }: Call): object {
  const organization = store.organization(id);
  if (organization === undefined) throw notFound(`organization "${id}"`);
  const own = access.organizationPermissions(organization);
  if (own.length === 0) throw forbidden(`no access to organizations/${id}`);
  const itself = (permission: string): string => permission;
  return page(query, 'permissions', own, itself, itself, `permissions of ${id}`);
}

function render(organization: Organization): object {
  return { name: `organizations/${organization.id}`, displayName: organization.displayName };
}
