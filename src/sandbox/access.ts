import { forbidden, notFound } from './errors';
import { findRole, type RoleName } from './roles';
import type { Store } from './store';
import type { Account, Device, Organization, Project } from './world/entities';

/**
 * What one caller may see and do.
 *
 * Whether DT answers 403 or 404 for something that exists but cannot be seen is not documented.
 * Here it is 403 for a project or organization, and 404 for what does not exist. Which permission an
 * endpoint needs is read from the names.
 */
export class Access {
  readonly account: Account;
  readonly #store: Store;

  constructor(account: Account, store: Store) {
    this.account = account;
    this.#store = store;
  }

  /** Permissions in the project; empty when the caller cannot see it. */
  projectPermissions(project: Project): readonly string[] {
    return permissionsOf(this.#projectRole(project));
  }

  /** Permissions in the organization; empty when the caller is no member of it. */
  organizationPermissions(organization: Organization): readonly string[] {
    return permissionsOf(this.#role(`organizations/${organization.id}`));
  }

  canSee(project: Project): boolean {
    return this.#projectRole(project) !== undefined;
  }

  visibleProjects(): readonly Project[] {
    return this.#store.projects.filter((project) => this.canSee(project));
  }

  /** The project, or 404 when there is none, 403 when the caller may not see it or lacks `permission`. */
  project(id: string, permission: string): Project {
    const project = this.#store.project(id);
    if (project === undefined) throw notFound(`project "${id}"`);
    const role = this.#projectRole(project);
    if (role === undefined) throw forbidden(`no access to projects/${id}`);
    if (!permissionsOf(role).includes(permission)) {
      throw forbidden(`the role ${role} in projects/${id} lacks the permission ${permission}`);
    }
    return project;
  }

  /** The organization, or 404 when there is none, 403 when the caller lacks `permission` in it. */
  organization(id: string, permission: string): Organization {
    const organization = this.#store.organization(id);
    if (organization === undefined) throw notFound(`organization "${id}"`);
    if (!this.organizationPermissions(organization).includes(permission)) {
      throw forbidden(`no access to organizations/${id}: the permission ${permission} is missing`);
    }
    return organization;
  }

  /** The device in that project; 404 when it is not there. */
  device(project: Project, id: string): Device {
    const device = this.#store.device(id);
    if (device?.project !== project.id) throw notFound(`device "${id}"`);
    return device;
  }

  #projectRole(project: Project): RoleName | undefined {
    return this.#role(`organizations/${project.organization}`) ?? this.#role(`projects/${project.id}`);
  }

  #role(of: string): RoleName | undefined {
    return this.#store.members.get(of, this.account.id)?.role;
  }
}

function permissionsOf(role: RoleName | undefined): readonly string[] {
  return role === undefined ? [] : (findRole(role)?.permissions ?? []);
}
