import assert from 'node:assert/strict';
import { basic, exchange, Harness, makeAssertion, type AssertionParts, send, text } from './harness';

describe('sandbox: signing in', () => {
  const sandbox = new Harness();
  const account = (role = 'project.admin') => sandbox.sandbox.account(role);
  const make = (parts: AssertionParts = {}, role?: string) =>
    makeAssertion(account(role), sandbox.sandbox.tokenUrl, sandbox.clock.now(), parts);
  const now = () => Math.floor(sandbox.clock.now() / 1000);
  const projects = (authorization: string) =>
    send(`${sandbox.sandbox.apiBase}/projects`, { headers: { authorization } });

  describe('accounts', () => {
    it('have credentials of the documented shape', () => {
      const { accounts, landmarks } = sandbox.sandbox;
      assert.deepEqual(
        accounts.map(({ role }) => role),
        ['project.user', 'project.developer', 'project.admin', 'organization.admin', 'none', 'revoked', 'basic-off'],
      );
      for (const { id, keyId, secret, email } of accounts) {
        assert.match(id, /^[a-z0-9]{20}$/);
        assert.match(keyId, /^sandboxkey[a-z0-9]{10}$/);
        assert.match(secret, /^fa4efa4efa4e[0-9a-f]{20}$/);
        assert.equal(email, `${id}@${landmarks.projects.headOffice}.serviceaccount.d21s.com`);
      }
      assert.throws(() => sandbox.sandbox.account('king'), /no account "king"/);
    });
  });

  describe('token endpoint', () => {
    const refused = async (reply: ReturnType<typeof send>, error: string): Promise<string> => {
      const { status, body } = await reply;
      assert.equal(status, 400);
      assert.deepEqual(Object.keys(body), ['error', 'error_description']);
      assert.equal(body.error, error);
      return text(body.error_description);
    };

    it('gives an hour for a keyed assertion', async () => {
      const { status, headers, body } = await exchange(sandbox.sandbox.tokenUrl, make());
      assert.equal(status, 200);
      assert.equal(body.token_type, 'Bearer');
      assert.equal(body.expires_in, 3600);
      assert.equal(headers.get('cache-control'), 'no-store');
      const authorization = `Bearer ${text(body.access_token)}`;
      assert.equal((await projects(authorization)).status, 200);
      await sandbox.clock.advance(3_599_999);
      assert.equal((await projects(authorization)).status, 200);
      await sandbox.clock.advance(1);
      assert.equal(await sandbox.refused(projects(authorization), 401), 'the access token has expired');
    });

    it('accepts what the clients of DT send', async () => {
      const table: readonly AssertionParts[] = [
        { header: { typ: undefined } },
        { payload: { aud: [sandbox.sandbox.tokenUrl] } },
        { payload: { iat: now() - 5, exp: now() + 3595 } },
        { payload: { iat: now() + 10, exp: now() + 20 } },
      ];
      for (const parts of table) {
        const { status, body } = await exchange(sandbox.sandbox.tokenUrl, make(parts));
        assert.equal(status, 200, JSON.stringify([parts, body]));
      }
    });

    it('refuses an assertion and says why', async () => {
      const table: readonly [AssertionParts, RegExp][] = [
        [{ header: { alg: 'none' } }, /^alg must be HS256$/],
        [{ header: { kid: 'unknown' } }, /^kid is not a known key ID$/],
        [{ header: { kid: undefined } }, /^kid is not a known key ID$/],
        [{ secret: 'wrong' }, /^the signature does not fit the key$/],
        [{ payload: { iss: 'someone@else' } }, /^iss is not the email/],
        [{ payload: { aud: 'https://identity.disruptive-technologies.com/oauth2/token' } }, /^aud must be http:\/\/127/],
        [{ payload: { aud: [] } }, /^aud must be/],
        [{ payload: { iat: String(now()) } }, /^iat and exp must be numbers/],
        [{ payload: { iat: now() * 1000, exp: now() * 1000 + 3600 } }, /^iat lies in the future$/],
        [{ payload: { iat: now() + 11, exp: now() + 20 } }, /^iat lies in the future$/],
        [{ payload: { exp: now() + 3601 } }, /^exp lies more than 3600 seconds after iat$/],
        [{ payload: { iat: now() - 20, exp: now() - 20 } }, /^exp must be later than iat$/],
        [{ payload: { iat: now() - 3600, exp: now() } }, /^exp has passed$/],
      ];
      for (const [parts, description] of table) {
        assert.match(await refused(exchange(sandbox.sandbox.tokenUrl, make(parts)), 'invalid_grant'), description);
      }
      assert.match(await refused(exchange(sandbox.sandbox.tokenUrl, make({}, 'revoked')), 'invalid_grant'), /revoked/);
      for (const garbage of ['abc', 'a.b.c', 'e30.e30.', 'bnVsbA.e30.AAAA', `${make()}.x`, `${make()}=`]) {
        await refused(exchange(sandbox.sandbox.tokenUrl, garbage), 'invalid_grant');
      }
    });

    it('refuses a request that is none', async () => {
      const { tokenUrl } = sandbox.sandbox;
      const body = new URLSearchParams({ assertion: make() });
      assert.match(await refused(send(tokenUrl, { method: 'POST', body }), 'invalid_request'), /^grant_type/);
      assert.match(await refused(exchange(tokenUrl, ''), 'invalid_request'), /^assertion/);
      const grant = exchange(tokenUrl, make(), { grant_type: 'client_credentials' });
      assert.match(await refused(grant, 'unsupported_grant_type'), /^grant_type must be urn:ietf/);
      const json = send(tokenUrl, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
      assert.match(await refused(json, 'invalid_request'), /^Content-Type/);
      assert.match(await refused(exchange(`${tokenUrl}?x=1`, make()), 'invalid_request'), /^query/);
    });

    it('is there for POST only', async () => {
      await sandbox.refused(send(sandbox.sandbox.tokenUrl), 501);
    });

    it('does not count against the quota', async () => {
      for (let index = 0; index < 80; index++) {
        assert.equal((await exchange(sandbox.sandbox.tokenUrl, make())).status, 200);
      }
    });
  });

  describe('on a call', () => {
    it('works on the API and the emulator', async () => {
      await sandbox.ok(sandbox.api('project.user', 'GET /projects'));
      await sandbox.ok(sandbox.emulator('project.user', `GET /projects/${sandbox.projects.headOffice}/devices`));
    });

    it('is 401 with a reason otherwise', async () => {
      const { keyId, secret } = account();
      const token = text((await exchange(sandbox.sandbox.tokenUrl, make())).body.access_token);
      const table: readonly [string, RegExp][] = [
        ['Bearer nonsense', /^invalid access token$/],
        [`Bearer ${token.slice(0, -2)}`, /^invalid access token$/],
        [`Bearer ${make()}`, /^invalid access token$/],
        [`Bearer ${sandbox.sandbox.expiredToken}`, /^the access token has expired$/],
        ['Bearer', /cannot be read$/],
        [token, /cannot be read$/],
        [`Digest ${token}`, /must be Bearer or Basic$/],
        [basic({ keyId: 'unknown', secret }), /^unknown key ID$/],
        [basic({ keyId, secret: 'wrong' }), /does not fit/],
        [`Basic ${Buffer.from('nocolon').toString('base64')}`, /^unknown key ID$/],
        [basic(account('revoked')), /^unknown key ID$/],
        [basic(account('basic-off')), /^Basic Auth is not enabled/],
      ];
      for (const [authorization, error] of table) {
        assert.match(await sandbox.refused(projects(authorization), 401), error, authorization);
      }
      assert.match(await sandbox.refused(send(`${sandbox.sandbox.apiBase}/projects`), 401), /missing$/);
    });

    it('reads the scheme in any case', async () => {
      assert.equal((await projects(basic(account()).replace('Basic', 'basic'))).status, 200);
    });

    it('works by token where Basic is off', async () => {
      const { body } = await exchange(sandbox.sandbox.tokenUrl, make({}, 'basic-off'));
      assert.equal((await projects(`Bearer ${text(body.access_token)}`)).status, 200);
    });
  });
});

describe('sandbox: lifetime of tokens', () => {
  const sandbox = new Harness({ tokenLifetimeSeconds: 2 });

  it('is an option', async () => {
    const { tokenUrl, apiBase } = sandbox.sandbox;
    const account = sandbox.sandbox.account('project.user');
    const { body } = await exchange(tokenUrl, makeAssertion(account, tokenUrl, sandbox.clock.now()));
    assert.equal(body.expires_in, 2);
    await sandbox.clock.advance(2000);
    const headers = { authorization: `Bearer ${text(body.access_token)}` };
    await sandbox.refused(send(`${apiBase}/projects`, { headers }), 401);
  });
});
