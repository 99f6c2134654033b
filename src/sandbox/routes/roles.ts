import { notFound } from '../errors';
import { page } from '../pages';
import { findRole, type Role, roles } from '../roles';
import type { Route } from '../router';

export const roleRoutes: readonly Route[] = [
  {
    host: 'api',
    method: 'GET',
    path: '/roles',
    answer: ({ query }) => page(query, 'roles', roles, (role) => role.name, render, 'roles'),
  },
  {
    host: 'api',
    method: 'GET',
    path: '/roles/{role}',
    answer({ params: { role: name = '' } }) {
      const role = findRole(name);
      if (role === undefined) throw notFound(`role "${name}"`);
      return render(role);
    },
  },
];

function render(role: Role): object {
  return { ...role, name: `roles/${role.name}` };
}
