import data from './roles.json';

/** A role as the API knows it. */
export interface Role {
  /** e.g. `project.developer`. */
  readonly name: string;
  /** e.g. `roles/project.developer`. */
  readonly resourceName: string;
  /** As DT Studio shows it, e.g. `Project developer`. */
  readonly displayName: string;
  readonly meaning: string;
  readonly scope: string;
  readonly permissions: readonly string[];
  /** Names in `SOURCES.md`. */
  readonly source: readonly string[];
}

/** The four roles, lowest first: each has all permissions of those before it. */
export const roles: readonly Role[] = data.roles;

/** A role by `project.admin` or `roles/project.admin`; undefined for any other text. */
export function roleNamed(name: string): Role | undefined {
  return roles.find((role) => role.name === name || role.resourceName === name);
}

/** The lowest role that has `permission` (e.g. `device.transfer`); undefined when no role is known to. */
export function lowestRoleWith(permission: string): Role | undefined {
  return roles.find((role) => role.permissions.includes(permission));
}
