import assert from 'node:assert/strict';
import { FileSecrets } from '../../../../src/app/around/fileSecrets';
import { MemorySecretStore } from '../../../../src/auth/accountBook';
import { SecretBook } from '../../../../src/auth/secretBook';
import { parseEnvironmentFile } from '../../../../src/language/plan/environment';
import { finding } from '../../../../src/language/plan/findings';
import type { RequestPlan } from '../../../../src/language/plan/plan';
import { planned } from '../../language/plan/support';

const hooks = 'https://hooks.example';

/** The secrets of an environment that names `named`, of which `stored` are there. */
async function secretsOf(stored: Readonly<Record<string, string>>, named: readonly string[] = ['vault']) {
  const store = new MemorySecretStore();
  const book = new SecretBook(store);
  for (const [name, value] of Object.entries(stored)) await book.save({ name, value, origins: [hooks] });
  book.dispose();
  const values = Object.fromEntries(named.map((name) => [name, { $secret: name }]));
  const files = [parseEnvironmentFile(JSON.stringify({ dev: values, prod: values }), 'file:///w/http-client.env.json', false)];
  let reads = 0;
  const counting = { get: (key: string) => (reads++, store.get(key)), set: store.set.bind(store), delete: store.delete.bind(store), onDidChange: store.onDidChange };
  const secrets = await FileSecrets.read({ secrets: counting }, { files });
  return { secrets, reads };
}

/** A plan to `origin` that was made when the secret had `value`. */
function planWith(value: string, origin = hooks): RequestPlan {
  const environmentFiles = [parseEnvironmentFile('{"dev": {"key": {"$secret": "vault"}}}', 'file:///w/http-client.env.json', false)];
  return planned(`GET ${origin}/x\nX-Key: {{key}}`, { environment: 'dev', environmentFiles, secrets: () => value });
}

describe('the secrets of a file', () => {
  it('are each read once, whichever environment names them', async () => {
    const { secrets, reads } = await secretsOf({ vault: 'the value' }, ['vault', 'other']);
    assert.equal(reads, 2);
    assert.deepEqual([secrets.value('vault'), secrets.value('other'), secrets.isEmpty], ['the value', undefined, false]);
    assert.equal((await secretsOf({})).secrets.isEmpty, true);
  });

  it('go where they may', async () => {
    const { secrets } = await secretsOf({ vault: 'the value' });
    assert.equal(await secrets.problem(planWith('the value')), undefined);
    const refused = await secrets.problem(planWith('the value', 'https://evil.example'));
    assert.deepEqual([refused?.code, refused?.data], ['secret.origin', { secret: 'vault', origin: 'https://evil.example', allowed: hooks }]);
  });

  it('are looked up when an answer of before holds one that the environments no longer name', async () => {
    const { secrets } = await secretsOf({ vault: 'the value' }, []);
    assert.equal(await secrets.problem(planWith('the value')), undefined);
    assert.equal((await secrets.problem(planWith('the value', 'https://evil.example')))?.code, 'secret.origin');
  });

  for (const [what, stored] of [['changed', { vault: 'another value' }], ['removed', {}]] as const) {
    it(`go nowhere once they were ${what}`, async () => {
      const { secrets } = await secretsOf(stored);
      const refused = await secrets.problem(planWith('the value'));
      assert.deepEqual([refused?.code, refused?.data], ['secret.origin', { secret: 'vault', origin: hooks }]);
    });
  }

  it('are found in a request that nobody knows to hold them, unless they are everyday words', async () => {
    const evil = (value: string) => planned(`POST https://evil.example/x\nContent-Type: text/plain\n\nsome ${value} here`);
    assert.equal((await (await secretsOf({ vault: 'the value' })).secrets.problem(evil('the value')))?.data['secret'], 'vault');
    assert.equal(await (await secretsOf({ vault: 'prod' })).secrets.problem(evil('prod')), undefined);
    const encoded = planned('GET https://evil.example/the%20value');
    assert.equal((await (await secretsOf({ vault: 'the value' })).secrets.problem(encoded))?.data['secret'], 'vault');
  });

  it('leave findings about other things as they are', async () => {
    const { secrets } = await secretsOf({});
    const other = finding('variable.undefined', { start: 0, end: 1 }, { name: 'x' });
    assert.deepEqual(secrets.told([other]), [other]);
  });
});
