// What the product knows of the rights of the sandbox's accounts, without a sandbox.
import { roles } from '../../src/api/roles';
import { type Rights, rightsOf } from '../../src/app/rights';
import type { NamedAccount } from '../../src/auth/accountBook';
import { LearnedFacts } from '../../src/app/learned';
import type { AccountRights } from '../../src/insight/blame/roleTooLow';

/** An account as a sandbox has it for a role. */
export function sandboxAccount(role: string): NamedAccount {
  return { name: `sandbox-${role}`, account: { keyId: role, secret: role, email: `${role}@sandbox.serviceaccount.d21s.com`, tokenUrl: 'http://127.0.0.1:1/oauth2/token', sandbox: true } };
}

/** Of all four roles; the project administrator is active, as everywhere. */
export function sandboxRights(active = 'project.admin'): Rights {
  const accounts = roles.map(({ name }) => sandboxAccount(name));
  const sandbox = { origin: 'http://127.0.0.1:1', apiBase: 'http://127.0.0.1:1/v2', emulatorBase: 'http://127.0.0.1:1/emulator/v2' };
  return rightsOf({ accounts, active: accounts.find(({ name }) => name === `sandbox-${active}`), learned: new LearnedFacts(), sandbox });
}

/** Of the account of that name, `sandbox-project.user`; undefined for one of which nothing is known. */
export function rightsAs(name: string | undefined): AccountRights | undefined {
  return name === undefined ? undefined : sandboxRights().of(name, true, true);
}
