import assert from 'node:assert/strict';
import { accountFromEnvironment, parseCredentials } from '../../../src/auth/credentials';

const secret = 'abcdef0123456789-planted';
const fields = {
  keyId: 'key',
  secret,
  email: 'sa@p.serviceaccount.d21s.com',
  algorithm: 'HS256',
  tokenEndpoint: 'https://identity.disruptive-technologies.com/oauth2/token',
};
const file = (change: Readonly<Record<string, unknown>> = {}) => JSON.stringify({ serviceAccount: { ...fields, ...change } });

describe('parseCredentials', () => {
  it('reads the file', () => {
    const { keyId, email, tokenEndpoint: tokenUrl } = fields;
    assert.deepEqual(parseCredentials(file({ more: 1 })), { kind: 'account', account: { keyId, secret, email, tokenUrl } });
  });

  it('skips a byte order mark and blanks around values', () => {
    const result = parseCredentials(`\ufeff${file({ keyId: ' key\n', algorithm: 'HS256 ' })}\r\n`);
    assert.equal(result.kind === 'account' && result.account.keyId, 'key');
  });

  it('knows an account of the sandbox by its token endpoint', () => {
    const text = file({ tokenEndpoint: 'http://127.0.0.1:4321/oauth2/token' });
    const result = parseCredentials(text, 'http://127.0.0.1:4321');
    assert.equal(result.kind === 'account' && result.account.sandbox, true);
    for (const other of [undefined, 'http://127.0.0.1:4322']) assert.equal(parseCredentials(text, other).kind, 'invalid');
  });

  const wrong: readonly (readonly [text: string, problems: readonly string[]])[] = [
    ['', ['not-json ']],
    [`{"serviceAccount":{"secret":"${secret}" x}}`, ['not-json ']],
    [secret, ['not-json ']],
    ['[]', ['wrong-type ']],
    ['null', ['wrong-type ']],
    ['{}', ['missing serviceAccount']],
    ['{"serviceAccount":[]}', ['wrong-type serviceAccount']],
    [JSON.stringify(fields), ['missing serviceAccount']],
    [file({ keyId: undefined }), ['missing serviceAccount.keyId']],
    [file({ email: 5 }), ['wrong-type serviceAccount.email']],
    [file({ secret: '  ' }), ['empty serviceAccount.secret']],
    [file({ secret: [secret], keyId: null }), ['wrong-type serviceAccount.keyId', 'wrong-type serviceAccount.secret']],
    [file({ algorithm: 'none' }), ['algorithm serviceAccount.algorithm']],
    [file({ email: 'nobody' }), ['malformed serviceAccount.email']],
    [file({ tokenEndpoint: 'https://evil.example/oauth2/token' }), ['token-endpoint serviceAccount.tokenEndpoint']],
    [file({ tokenEndpoint: 'http://identity.disruptive-technologies.com/oauth2/token' }), ['token-endpoint serviceAccount.tokenEndpoint']],
  ];
  for (const [text, expected] of wrong) {
    it(`${expected.join(', ')}: ${text.slice(0, 40)}`, () => {
      const result = parseCredentials(text);
      assert.equal(result.kind, 'invalid');
      assert.deepEqual(result.problems.map(({ code, field }) => `${code} ${field}`), expected);
      for (const { message, field } of result.problems) assert.ok(message.includes(field) && message.endsWith('.'), message);
      assert.ok(!JSON.stringify(result).includes(secret.slice(0, 6)), 'never shows the secret');
    });
  }
});

describe('accountFromEnvironment', () => {
  const env = { DT_SERVICE_ACCOUNT_KEY_ID: 'key', DT_SERVICE_ACCOUNT_SECRET: secret, DT_SERVICE_ACCOUNT_EMAIL: 'sa@p.example' };

  it('reads the three variables', () => {
    const account = { keyId: 'key', secret, email: 'sa@p.example', tokenUrl: 'https://identity.disruptive-technologies.com/oauth2/token' };
    assert.deepEqual(accountFromEnvironment({ ...env, OTHER: 'x' }), { kind: 'account', account });
  });

  it('says nothing where nothing is set', () => {
    assert.deepEqual(accountFromEnvironment({ DT_SERVICE_ACCOUNT_SECRET: '  ' }), { kind: 'none' });
  });

  it('names what is missing', () => {
    const result = accountFromEnvironment({ ...env, DT_SERVICE_ACCOUNT_EMAIL: '' });
    assert.equal(
      result.kind === 'invalid' && result.message,
      'DT_SERVICE_ACCOUNT_EMAIL is not set, although DT_SERVICE_ACCOUNT_KEY_ID and DT_SERVICE_ACCOUNT_SECRET are.',
    );
    const two = accountFromEnvironment({ DT_SERVICE_ACCOUNT_SECRET: secret });
    assert.equal(two.kind === 'invalid' && two.message, 'DT_SERVICE_ACCOUNT_KEY_ID and DT_SERVICE_ACCOUNT_EMAIL are not set, although DT_SERVICE_ACCOUNT_SECRET is.');
    assert.deepEqual(two.kind === 'invalid' && two.problems.map(({ field }) => field), ['DT_SERVICE_ACCOUNT_KEY_ID', 'DT_SERVICE_ACCOUNT_EMAIL']);
    assert.ok(!JSON.stringify(two).includes(secret));
  });

  it('refuses an email that is none', () => {
    assert.equal(accountFromEnvironment({ ...env, DT_SERVICE_ACCOUNT_EMAIL: 'sa' }).kind, 'invalid');
  });
});
