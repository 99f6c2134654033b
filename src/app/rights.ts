import { roleNamed } from '../api/roles';
import type { NamedAccount } from '../auth/accountBook';
import { sandboxPrefix } from '../auth/accountName';
import { suffices } from '../insight/blame/rights';
import type { AccountRights } from '../insight/blame/roleTooLow';
import type { SandboxAddress } from './facts';
import type { LearnedFacts } from './learned';

/** What the accounts may do, as far as it is known now. Nobody is asked for it. */
export interface Rights {
  /** Another one when what is known has changed. */
  readonly key: string;
  /**
   * Of the account called `name` (or with that email; undefined: the active one); undefined when nothing is known of it.
   *
   * @param isSandbox Whether the request goes to the sandbox.
   * @param isBased Whether it goes to the base of its account: one of the sandbox's has the sandbox.
   */
  of(name: string | undefined, isSandbox: boolean, isBased: boolean): AccountRights | undefined;
}

/** What rights are known from. */
export interface RightsSources {
  readonly accounts: readonly NamedAccount[];
  readonly active: NamedAccount | undefined;
  readonly learned: Pick<LearnedFacts, 'permissionsOf' | 'revision'>;
  readonly sandbox: SandboxAddress | undefined;
}

/** Puts together what the accounts may do; sends nothing. */
export function rightsOf({ accounts, active, learned, sandbox }: RightsSources): Rights {
  const isSandboxAccount = ({ account }: NamedAccount) => account.sandbox === true;
  const permissionsOf = (entry: NamedAccount, scope: string) =>
    learned.permissionsOf(entry.account.email, isSandboxAccount(entry) ? sandbox?.origin : undefined, scope);
  return {
    key: JSON.stringify([learned.revision, active?.name, accounts.map(({ name, account, signedOut }) => [name, account.email, signedOut === true])]),
    of(name, isSandbox, isBased) {
      const entry = name === undefined ? active : (accounts.find((each) => each.name === name) ?? accounts.find(({ account }) => account.email === name));
      // Nobody else goes to the sandbox, and an account of the sandbox nowhere else.
      if (!entry || entry.signedOut === true || !(isSandboxAccount(entry) ? isSandbox || isBased : !isSandbox)) return undefined;
      const role = roleOf(entry);
      return {
        permissionsIn: (scope) => permissionsOf(entry, scope),
        ...(role && { role }),
        others: (needed, scope) =>
          accounts
            .filter((other) => other !== entry && other.signedOut !== true && isSandboxAccount(other) === isSandboxAccount(entry))
            .filter((other) => {
              const permissions = permissionsOf(other, scope) ?? roleOf(other)?.permissions;
              const ownRole = roleOf(other);
              return permissions !== undefined && suffices({ permissions, ...(ownRole && { role: ownRole }) }, needed);
            })
            .map((other) => other.name),
      };
    },
  };
}

/** Accounts of the sandbox are called by their role. */
function roleOf({ name, account }: NamedAccount): ReturnType<typeof roleNamed> {
  return account.sandbox === true ? roleNamed(name.slice(sandboxPrefix.length)) : undefined;
}
