import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { basicAuthorization } from '../../../src/auth/basic';
import { createAssertion } from '../../../src/auth/jwt';

const account = { keyId: 'k'.repeat(20), secret: 'ß-s3cret', email: 'sa@p.serviceaccount.d21s.com', tokenUrl: 'https://identity.disruptive-technologies.com/oauth2/token' };
const read = (part: string | undefined): unknown => JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));

describe('createAssertion', () => {
  const [header, payload, signature, ...rest] = createAssertion(account, 1_700_000_000_999).split('.');

  it('has the documented header', () => assert.deepEqual(read(header), { alg: 'HS256', kid: account.keyId, typ: 'JWT' }));
  it('has whole seconds, set back by 5, and lives an hour', () => {
    assert.deepEqual(read(payload), { iat: 1_699_999_995, exp: 1_700_003_595, aud: account.tokenUrl, iss: account.email });
  });
  it('is signed with the octets of the secret', () => {
    const expected = createHmac('sha256', Buffer.from(account.secret, 'utf8')).update(`${header ?? ''}.${payload ?? ''}`).digest('base64url');
    assert.equal(signature, expected);
  });
  it('is three parts of base64url without padding', () => {
    assert.deepEqual(rest, []);
    assert.match([header, payload, signature].join(''), /^[\w-]+$/);
  });
});

describe('basicAuthorization', () => {
  it('is key ID and secret in base64', () => {
    assert.equal(basicAuthorization({ ...account, keyId: 'key', secret: 'sä' }), `Basic ${Buffer.from('key:sä').toString('base64')}`);
  });
});
