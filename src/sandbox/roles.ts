/** Roles with their permissions, from dt-api/permissions.md ("Role x permission"): no source disagrees. */

export type RoleName = 'project.user' | 'project.developer' | 'project.admin' | 'organization.admin';

export interface Role {
  readonly name: RoleName;
  readonly displayName: string;
  readonly description: string;
  readonly permissions: readonly string[];
}

const userPermissions = [
  'project.read',
  'membership.read',
  'sensor.read',
  'device.read',
  'dataconnector.read',
  'serviceaccount.read',
  'serviceaccount.key.read',
  'emulator.read',
];

const developerPermissions = [
  ...userPermissions,
  'sensor.update',
  'device.update',
  'dataconnector.create',
  'dataconnector.update',
  'dataconnector.delete',
  'emulator.create',
  'emulator.update',
  'emulator.delete',
];

const adminPermissions = [
  ...developerPermissions,
  'project.update',
  'project.delete',
  'device.transfer',
  'membership.create',
  'membership.update',
  'membership.delete',
  'serviceaccount.create',
  'serviceaccount.update',
  'serviceaccount.delete',
  'serviceaccount.key.create',
  'serviceaccount.key.delete',
];

const organizationPermissions = [...adminPermissions, 'organization.read', 'organization.update', 'project.create'];

/** Lowest first. */
export const roles: readonly Role[] = [
  {
    name: 'project.user',
    displayName: 'Project user',
    description: 'Can view the project, its devices and their events.',
    permissions: userPermissions,
  },
  {
    name: 'project.developer',
    displayName: 'Project developer',
    description: 'Can also change devices, Data Connectors and emulated devices.',
    permissions: developerPermissions,
  },
  {
    name: 'project.admin',
    displayName: 'Project administrator',
    description: 'Can also change the project, its members and service accounts, and move devices.',
    permissions: adminPermissions,
  },
  {
    name: 'organization.admin',
    displayName: 'Organization administrator',
    description: 'Can create projects and is administrator of every project of the organization.',
    permissions: organizationPermissions,
  },
];

export function findRole(name: string): Role | undefined {
  return roles.find((role) => role.name === name);
}
