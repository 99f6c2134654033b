import assert from 'node:assert/strict';
import { createServices } from '../../../src/app/services';
import type { Place } from '../../../src/insight/entry';
import { AccountBook, MemorySecretStore } from '../../../src/auth/accountBook';
import { silentLogger } from '../../../src/base/logger';
import { systemRandom } from '../../../src/base/random';
import { parse } from '../../../src/language/syntax/parser';
import { FakeTransport, type Script } from '../../helpers/fakeTransport';
import { ManualClock } from '../../helpers/manualClock';
import { memoryFiles } from '../../helpers/memoryFiles';

const tokenUrl = 'https://identity.disruptive-technologies.com/oauth2/token';
const named = (name: string) => ({ name, account: { keyId: 'k', secret: `planted-${name}`, email: `${name}@p.example`, tokenUrl } });
const unauthorized: Script = { status: 401, body: '{"error":"unauthorized","code":401,"help":""}' };

/** What is shown of a request, before it is sent and after. */
async function shown(prepare: (book: AccountBook) => Promise<unknown>, script: Script, place?: Place) {
  const secrets = new MemorySecretStore();
  const accounts = new AccountBook(secrets);
  await prepare(accounts);
  const host = { ...(place && { place }), clock: new ManualClock(0), random: systemRandom, log: silentLogger, files: memoryFiles({}), secrets, processEnv: () => undefined, userAgent: 'test/1', allowedOrigins: [] };
  const services = createServices(host, accounts, new FakeTransport(script));
  const file = parse('# @retry none\nGET /projects\n');
  const [block] = file.blocks;
  assert.ok(block);
  const session = services.session({ file, uri: 'file:///w/a.dt.http', root: 'file:///w', source: 'a' });
  const { signal } = new AbortController();
  const preview = await session.preview(block, signal);
  const report = await session.run(block, signal);
  services.dispose();
  accounts.dispose();
  assert.ok(preview.kind === 'preview' && report.kind === 'ran');
  return { preview: preview.document, document: report.document, explanation: report.failure?.explanation };
}

const both = async (book: AccountBook) => [await book.add(named('a')), await book.add(named('b'))];

describe('a request that no account signs', () => {
  const rows: readonly (readonly [what: string, prepare: (book: AccountBook) => Promise<unknown>, preview: string, note: string, headline: string, account: string])[] = [
    ['nobody is there', () => Promise.resolve(), 'unsigned: there is no account', 'Sent unsigned: there is no account to sign with.', 'no account signed the request', 'none: sent unsigned'],
    ['the active one is signed out', async (book) => [await both(book), await book.signOut('b')], 'unsigned: b is signed out', 'Sent unsigned: the account is signed out. Choose one with "DT: Switch Account".', 'the account is signed out', 'signed out: sent unsigned'],
    ['the active one was removed', async (book) => [await both(book), await book.remove('b')], 'unsigned: no account is chosen', 'Sent unsigned: no account is chosen. Choose one with "DT: Switch Account".', 'no account is chosen', 'none chosen: sent unsigned'],
  ];
  for (const [what, prepare, preview, note, headline, account] of rows) {
    it(`says the same everywhere: ${what}`, async () => {
      const said = await shown(prepare, unauthorized);
      assert.ok(said.preview.includes(`com, ${preview}.\n`), said.preview);
      assert.ok(said.document.includes(`\n${note}\n`), said.document);
      assert.equal(said.explanation?.headline, `401 Unauthorized: ${headline}`);
      assert.equal(said.explanation.evidence.find(({ label }) => label === 'Account')?.value, account);
    });
  }

  it('speaks of what each host has', async () => {
    const doThis = async (place?: Place) => (await shown(() => Promise.resolve(), unauthorized, place)).explanation?.doThis[0]?.text;
    assert.equal(await doThis(), 'Add a service account, then run the request again.');
    assert.equal(await doThis('terminal'), 'Give an account: --account FILE, DT_CREDENTIALS_FILE, or the three DT_SERVICE_ACCOUNT_… variables.');
  });

  it('a token endpoint that cannot be reached is explained once, and for its host', async () => {
    const { explanation } = await shown((book) => book.add(named('a')), { failure: 'tls.wrong-host', maybeSent: false });
    assert.equal(explanation?.headline, 'Sign-in failed: the certificate is not for the token endpoint');
    const said = explanation.evidence.filter(({ value }) => value.includes('as scripted'));
    assert.deepEqual(said, [{ label: 'Token endpoint', value: 'as scripted' }]);
  });
});
