import { roles as describedRoles } from '../api/roles';

export type RoleName = 'project.user' | 'project.developer' | 'project.admin' | 'organization.admin';

/** A role as the API shows it, its name without `roles/`. */
export interface Role {
  readonly name: RoleName;
  readonly displayName: string;
  readonly description: string;
  readonly permissions: readonly string[];
}

/** Lowest first. */
export const roles: readonly Role[] = describedRoles.map(({ name, displayName, meaning, permissions }) => ({
  name: name as RoleName,
  displayName,
  description: meaning,
  permissions,
}));

/** @param name Without `roles/`. Undefined when there is no such role. */
export function findRole(name: string): Role | undefined {
  return roles.find((role) => role.name === name);
}
