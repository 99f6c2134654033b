import assert from 'node:assert/strict';
import type { ServiceAccount } from '../../../src/auth/account';
import { AccountBook, MemorySecretStore } from '../../../src/auth/accountBook';
import type { RefusalCause } from '../../../src/auth/tokenExchange';
import { SignIn } from '../../../src/app/signIn';
import { CancelledError } from '../../../src/base/abort';
import type { Logger } from '../../../src/base/logger';
import type { WireRequest } from '../../../src/http/exchange';
import { Redactor } from '../../../src/http/redact';
import type { RequestOptions } from '../../../src/http/requestOptions';
import { explainSignIn } from '../../../src/insight/signInWords';
import { FakeTransport, type Script } from '../../helpers/fakeTransport';
import { ManualClock, settled } from '../../helpers/manualClock';

const tokenUrl = 'https://identity.disruptive-technologies.com/oauth2/token';
const account = (name: string): ServiceAccount => ({ keyId: `key-${name}`, secret: `planted-${name}`, email: `${name}@p.example`, tokenUrl });
const named = (name: string) => ({ name, account: account(name) });
const get = (origin = 'https://api.d21s.com', headers: WireRequest['headers'] = []): WireRequest => ({ method: 'GET', origin, target: '/v2/projects', headers });
const token = (accessToken: string): Script => ({ status: 200, body: JSON.stringify({ access_token: accessToken, expires_in: 3600 }) });
const refusal = (body: object | string, status = 400, skewMs?: number): Script => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: skewMs === undefined ? [] : [['Date', new Date(skewMs).toUTCString()]],
});
/** A signal of its own for each caller, as each run has. */
const never = () => new AbortController().signal;

async function setUp(names: readonly string[], ...script: Script[]) {
  const store = new MemorySecretStore();
  const accounts = new AccountBook(store);
  for (const name of names) await accounts.add(named(name));
  const transport = new FakeTransport(...script);
  const redactor = new Redactor();
  const logged: string[] = [];
  const log: Logger = (level, message, data) => logged.push(`${level} ${message} ${JSON.stringify(data)}`);
  // The fake transport says that each send started at 0.
  const signIn = new SignIn({ transport, clock: new ManualClock(0), log, redactor, userAgent: 'test/1', scope: () => ({ allowedOrigins: [] }) }, accounts);
  const authorize = (options: RequestOptions = {}, request = get()) => signIn.authorize(request, options, never());
  /** How a request is signed, in a word. */
  const signed = async (options?: RequestOptions, request?: WireRequest) => {
    const result = await authorize(options, request);
    if (result.kind === 'signed') return `${result.signature.email} ${result.header[1]}`;
    return result.kind === 'unsigned' ? result.because : (signIn.problemBehind(result.failure)?.cause ?? 'failed');
  };
  return { store, accounts, transport, redactor, signIn, authorize, signed, logged };
}

describe('SignIn', () => {
  describe('who signs', () => {
    const cases: readonly (readonly [title: string, names: readonly string[], prepare: (book: AccountBook) => Promise<unknown>, options: RequestOptions, request: WireRequest, expected: string])[] = [
      ['the active account', ['a', 'b'], () => Promise.resolve(), {}, get(), 'b@p.example Bearer tok'],
      ['the one that is asked for', ['a', 'b'], () => Promise.resolve(), { account: 'a' }, get(), 'a@p.example Bearer tok'],
      ['the one that is asked for by its email', ['a', 'b'], () => Promise.resolve(), { account: 'a@p.example' }, get(), 'a@p.example Bearer tok'],
      ['nobody: there is no account', [], () => Promise.resolve(), {}, get(), 'no-account'],
      ['nobody: no such account', ['a'], () => Promise.resolve(), { account: 'x' }, get(), 'no-such-account'],
      ['nobody: the active one is signed out', ['a', 'b'], (book) => book.signOut('b'), {}, get(), 'signed-out'],
      ['nobody: the active one was removed', ['a', 'b'], (book) => book.remove('b'), {}, get(), 'none-chosen'],
      ['another, which is asked for, though the active one is signed out', ['a', 'b'], (book) => book.signOut('b'), { account: 'a' }, get(), 'a@p.example Bearer tok'],
      ['nobody, and nothing is sent: the one that is asked for is signed out', ['a', 'b'], (book) => book.signOut('a'), { account: 'a' }, get(), 'signed-out'],
      ['nobody: with Basic neither', ['a'], (book) => book.signOut('a'), { auth: 'basic' }, get(), 'signed-out'],
      ['nobody: another host, whoever is signed out', ['a'], (book) => book.signOut('a'), { account: 'a' }, get('https://evil.example'), 'origin-not-allowed'],
      ['nobody: it brings its own, whoever is signed out', ['a'], (book) => book.signOut('a'), { account: 'a' }, get(undefined, [['Authorization', 'x']]), 'own-authorization'],
      ['nobody: it asks for none, whoever is signed out', ['a'], (book) => book.signOut('a'), { auth: 'none' }, get(), 'asked'],
      ['one that was signed out and chosen again', ['a'], async (book) => [await book.signOut('a'), await book.activate('a')], {}, get(), 'a@p.example Bearer tok'],
    ];
    for (const [title, names, prepare, options, request, expected] of cases) {
      it(title, async () => {
        const { accounts, signed, transport } = await setUp(names, token('tok'));
        await prepare(accounts);
        assert.equal(await signed(options, request), expected);
        assert.equal(transport.sent.length, expected.endsWith('tok') ? 1 : 0);
      });
    }

    it('an account that cannot be read signs nothing', async () => {
      const { store, signed } = await setUp(['a']);
      await store.set('account:a', 'x');
      assert.equal(await signed(), 'none-chosen');
    });
  });

  describe('a token is dropped when its account', () => {
    const changes: readonly (readonly [what: string, change: (book: AccountBook) => Promise<unknown>])[] = [
      ['is removed', (book) => book.remove('a')],
      ['is signed out', (book) => book.signOut('a')],
      ['gets another key', (book) => book.add({ name: 'a', account: { ...account('a'), secret: 'planted-new' } })],
    ];
    for (const [what, change] of changes) {
      it(`${what} in another window`, async () => {
        const { store, signIn, signed } = await setUp(['a'], token('tok'));
        await signed();
        assert.equal(signIn.expiryOf(account('a')), 3_600_000);
        let heard = 0;
        signIn.onDidChange(() => heard++);
        await change(new AccountBook(store));
        await settled();
        assert.equal(signIn.expiryOf(account('a')), undefined);
        assert.equal(heard, 1);
      });
    }

    it('not when another account changes', async () => {
      const { store, signIn, signed } = await setUp(['b', 'a'], token('tok'));
      await signed();
      const other = new AccountBook(store);
      await other.signOut('b');
      await other.remove('b');
      await other.add(named('c'));
      await settled();
      assert.equal(signIn.expiryOf(account('a')), 3_600_000);
    });

    it('and who waited for it is signed by who signs now', async () => {
      const { accounts, authorize, signed } = await setUp(['a'], 'hang', token('new'));
      const waiting = [signed(), signed({ account: 'a' })];
      await settled();
      await accounts.add({ name: 'a', account: { ...account('a'), secret: 'planted-new' } });
      assert.deepEqual(await Promise.all(waiting), ['a@p.example Bearer new', 'a@p.example Bearer new']);
      await accounts.signOut('a');
      assert.equal((await authorize()).kind, 'unsigned');
    });

    it('and who waited goes on unsigned when nobody signs any more', async () => {
      const { accounts, signed } = await setUp(['a'], 'hang');
      const waiting = [signed(), signed({ account: 'a' })];
      await settled();
      await accounts.signOut('a');
      assert.deepEqual(await Promise.all(waiting), ['signed-out', 'signed-out']);
    });

    it('who is cancelled, or loses the product, is not asked again', async () => {
      const { signIn, accounts } = await setUp(['a'], 'hang', 'hang');
      const abort = new AbortController();
      const cancelled = assert.rejects(signIn.authorize(get(), {}, abort.signal), CancelledError);
      await settled();
      abort.abort();
      await cancelled;
      const lost = assert.rejects(signIn.authorize(get(), {}, never()), CancelledError);
      await settled();
      signIn.dispose();
      await lost;
      accounts.dispose();
    });

    it('a storage that cannot be read is logged', async () => {
      const { store, accounts, logged } = await setUp(['a']);
      store.get = () => Promise.reject(new Error('the keyring is locked'));
      accounts.useSandbox([]);
      await settled();
      assert.deepEqual(logged, ['error The accounts cannot be read. {"error":"Error: the keyring is locked"}']);
    });
  });

  describe('what is said of a failed sign-in', () => {
    const key = '"error":"x"';
    const cases: readonly (readonly [answer: Script, cause: RefusalCause | 'no-answer', message: RegExp])[] = [
      // The headings that the documentation has, and what stands for each.
      [refusal({ error: 'invalid_grant', error_description: 'Timing Error' }), 'clock', /^Probably this computer's clock is wrong\. Set the clock of this computer .*\(Token endpoint: 400 Bad Request, error: invalid_grant, error_description: Timing Error\)$/],
      [refusal({ error: 'invalid_grant', error_description: 'Timing Error' }, 400, 0), 'clock', /^The token endpoint says that the time in the assertion is wrong, though both clocks agree within 1 s\. Try again: the request may have been held up on the way\. \(/],
      [refusal({ error: 'invalid_grant', error_description: 'Untrusted Entity Error' }), 'email', /^Probably a wrong email\. Compare the email with that of the service account/],
      [refusal({ error: 'invalid_grant', error_description: 'Signature Error' }), 'signature', /^Probably a wrong secret\. Check the secret: it seems to belong to another key ID\./],
      [refusal({ error: 'invalid_client' }, 401), 'key', /^Probably a wrong or deleted key\. Compare the key ID with the keys/],
      [refusal({ error: 'invalid_grant', error_description: 'unknown kid' }), 'key', /^Probably a wrong or deleted key/],
      [refusal({ error: 'unsupported_grant_type' }), 'url', /^Probably a wrong token URL\. Check the token URL of the account .*\(Token URL: https:\/\/identity\.disruptive-technologies\.com\/oauth2\/token, Token endpoint: 400 Bad Request, error: unsupported_grant_type\)$/],
      [refusal({ error: 'invalid_request' }), 'unknown', /^The token endpoint refused the account\. Check the clock of this computer/],
      [refusal({ error: 'invalid_request' }, 400, 0), 'unknown', /^The token endpoint refused the account\. Check key ID, secret and email/],
      // The clock, measured from `Date`, before any key.
      [refusal({ error: 'invalid_grant', error_description: 'Signature Error' }, 400, 600_000), 'clock', /^This computer's clock is wrong\. The clock here is 1\d min( \d+ s)? behind the server's\. Set the clock/],
      [refusal({ error: 'invalid_grant', error_description: 'unknown kid' }, 400, -600_000), 'clock', /^This computer's clock is wrong\. The clock here is 10 min ahead of the server's\. Set the clock/],
      // What the clock has nothing to do with.
      [refusal('<html>', 404, 600_000), 'url', /^Probably a wrong token URL.*404 Not Found/],
      [refusal('', 405), 'url', /^Probably a wrong token URL.*405 Method Not Allowed/],
      [refusal('', 302), 'url', /^Probably a wrong token URL.*Token endpoint: 302\)$/],
      [refusal('<html>', 403, 600_000), 'proxy', /^A proxy answered in place of the token endpoint\. Check the proxy settings/],
      [refusal('<html>', 407), 'proxy', /^A proxy answered in place/],
      [refusal({ [key]: 1 }, 503, 600_000), 'unknown', /^The token endpoint cannot answer now \(503\)\. Wait a few seconds/],
      [refusal('', 429), 'unknown', /^The token endpoint cannot answer now \(429\)/],
      [{ failure: 'dns' }, 'no-answer', /^"identity\.disruptive-technologies\.com" could not be found\. Check the network connection and any VPN or proxy, then try again\. \(Token endpoint: as scripted\)$/],
      [{ failure: 'proxy' }, 'no-answer', /^The proxy did not connect to the token endpoint\. Check the proxy/],
      [{ failure: 'tls.unknown-authority' }, 'no-answer', /^Unknown authority signed the certificate of the token endpoint\. .*NODE_EXTRA_CA_CERTS/],
      [{ status: 200, body: '<html>' }, 'no-answer', /^No usable answer from the token endpoint\. Something else may have answered/],
    ];
    for (const [answer, cause, message] of cases) {
      it(`${JSON.stringify(answer)}: ${cause}, in the same words everywhere`, async () => {
        const { signIn, authorize } = await setUp(['a'], answer, answer, answer);
        const proved = await signIn.prove(account('a'), never());
        assert.ok(proved.kind === 'refused');
        assert.match(proved.message, message);
        const renewed = await signIn.renew(account('a'), never());
        assert.deepEqual(renewed, proved);
        const authorized = await authorize();
        assert.ok(authorized.kind === 'failed');
        const problem = signIn.problemBehind(authorized.failure);
        assert.equal(problem?.cause, cause);
        const skew = signIn.clockSkewOf(account('a'));
        const explained = explainSignIn(problem, skew === undefined ? {} : { clockSkewMs: skew });
        const [, headline = ''] = /^Sign-in failed: (.*)$/.exec(explained.headline) ?? [];
        assert.ok(headline !== '');
        assert.equal(proved.message.slice(0, headline.length).toLowerCase(), headline.toLowerCase());
        assert.ok(proved.message.includes(explained.doThis[0]?.text ?? '?'), explained.doThis[0]?.text);
      });
    }

    const blames: readonly [Script, boolean][] = [
      [refusal({ error: 'invalid_grant', error_description: 'Signature Error' }), true],
      [refusal({ error: 'x' }), true],
      [refusal({ error: 'x' }, 400, 600_000), false],
      [refusal({ error: 'invalid_grant', error_description: 'iat is in the future' }), false],
      [refusal('<html>', 407), false],
      [refusal({ error: 'x' }, 503), false],
      [refusal('', 429), false],
      [{ failure: 'dns' }, false],
      [{ failure: 'proxy' }, false],
    ];
    for (const [answer, expected] of blames) {
      it(`${JSON.stringify(answer)} is ${expected ? '' : 'not '}about the account`, async () => {
        const { signIn } = await setUp([], answer);
        const result = await signIn.prove(account('a'), never());
        assert.equal(result.kind === 'refused' && result.isAboutAccount, expected);
      });
    }

    it('is worded as a guess, but for what was measured', async () => {
      const { authorize, signIn } = await setUp(['a'], refusal({ error: 'invalid_grant', error_description: 'Signature Error' }), refusal({ error: 'x' }, 400, 600_000));
      const explain = async (skew: object) => {
        const result = await authorize();
        const problem = result.kind === 'failed' ? signIn.problemBehind(result.failure) : undefined;
        return problem && explainSignIn(problem, skew).doThis[0]?.certainty;
      };
      assert.equal(await explain({}), 'inferred');
      assert.equal(await explain({ clockSkewMs: 600_000 }), 'observed');
    });

    it('never holds the secret, though the endpoint repeats it', async () => {
      const { signIn } = await setUp([], refusal({ error: 'x', error_description: 'the key planted-a is unknown' }));
      const result = await signIn.prove(account('a'), never());
      assert.ok(result.kind === 'refused');
      assert.match(result.message, /the key ••• is unknown/);
    });

    it('a token URL of a stranger is not asked, and named', async () => {
      const { signIn, transport } = await setUp([]);
      const result = await signIn.prove({ ...account('a'), tokenUrl: 'https://evil.example/oauth2/token' }, never());
      assert.ok(result.kind === 'refused');
      assert.match(result.message, /^Probably a wrong token URL\. .*\(Token URL: https:\/\/evil\.example\/oauth2\/token\)$/);
      assert.equal(transport.sent.length, 0);
    });
  });
});
