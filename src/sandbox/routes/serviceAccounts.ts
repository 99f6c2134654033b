import { optionalFlag, optionalText } from '../body';
import { badRequest, notFound } from '../errors';
import type { Route } from '../router';
import { formatTime } from '../time';
import type { Account, Key } from '../world/entities';
import { crudRoutes, inProject, type Resource } from './crud';

/** Source: Swift client, branch dev. */
const maxKeys = 10;

const accounts: Resource<Account> = {
  path: '/projects/{project}/serviceaccounts',
  id: 'serviceaccount',
  noun: 'service account',
  list: 'serviceAccounts',
  mayBeEmpty: true,
  table: (store) => store.accounts,
  parent: inProject('serviceaccount'),
  read(fields, { call: { store }, parent, old }) {
    const displayName = optionalText(fields, 'displayName') ?? old?.displayName ?? '';
    const enableBasicAuth = optionalFlag(fields, 'enableBasicAuth') ?? old?.enableBasicAuth ?? false;
    const now = store.clock.now();
    const id = old?.id ?? store.newId('serviceaccount');
    const email = `${id}@${parent.replace('projects/', '')}.serviceaccount.d21s.com`;
    return { id, email, displayName, enableBasicAuth, createTime: old?.createTime ?? now, updateTime: now };
  },
  render: (account) => ({
    name: nameOf(account),
    email: account.email,
    displayName: account.displayName,
    enableBasicAuth: account.enableBasicAuth,
    createTime: formatTime(account.createTime),
    updateTime: formatTime(account.updateTime),
  }),
  // Neither key nor token nor membership outlives the account.
  drop(account, { keys, members }) {
    for (const key of keys.all) if (key.parent === nameOf(account)) keys.remove(key);
    for (const member of members.all) if (member.id === account.id) members.remove(member);
  },
};

/** The secret is shown once: by the create. A new key signs in at once, though it takes a moment to be seen. */
const keys: Resource<Key> = {
  path: `${accounts.path}/{serviceaccount}/keys`,
  id: 'key',
  noun: 'key',
  list: 'keys',
  mayBeEmpty: true,
  isFixed: true,
  table: (store) => store.keys,
  parent(call, action) {
    const project = inProject('serviceaccount.key')(call, action);
    const id = call.params.serviceaccount ?? '';
    const account = call.store.accounts.get(project, id);
    if (account === undefined) throw notFound(`service account "${id}"`);
    return nameOf(account);
  },
  read(_, { call: { store }, parent }) {
    const living = store.keys.all.filter((key) => key.parent === parent && !key.revoked);
    if (living.length >= maxKeys) throw badRequest(`a service account has at most ${maxKeys} keys`);
    const id = store.newId('key');
    return { id, secret: store.chance.hex(32, 'secret', id), createTime: store.clock.now(), revoked: false };
  },
  render: renderKey,
  renderNew: (key) => ({ key: renderKey(key), secret: key.secret }),
  // It stays known, so that a sign-in with it hears why.
  drop(key, store) {
    store.keys.add(Object.assign(key, { revoked: true, visibleFrom: Infinity }));
  },
};

export const serviceAccountRoutes: readonly Route[] = [...crudRoutes(accounts), ...crudRoutes(keys)];

function nameOf({ parent, id }: Account): string {
  return `${parent}/serviceaccounts/${id}`;
}

function renderKey({ id, parent, createTime }: Key): object {
  return { name: `${parent}/keys/${id}`, id, createTime: formatTime(createTime) };
}
