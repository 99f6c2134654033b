import assert from 'node:assert/strict';
import { documentedQuota } from '../../../src/quota/permits';
import { quotaScope, type QuotaTarget } from '../../../src/quota/scope';

const email = 'abc@xyz.serviceaccount.d21s.com';
const api: QuotaTarget = { email, hostKind: 'api', origin: 'https://api.d21s.com' };
const sandbox: QuotaTarget = { email, hostKind: 'sandbox', origin: 'http://127.0.0.1:4000' };

const scopeOf = (target: QuotaTarget) => quotaScope(target)?.scope;

describe('quota/scope', () => {
  it('has the documented rule', () => {
    assert.equal(quotaScope(api)?.rule, documentedQuota);
    assert.equal(quotaScope(sandbox)?.rule, documentedQuota);
  });

  const same: [title: string, a: QuotaTarget, b: QuotaTarget][] = [
    ['API and emulator', api, { email, hostKind: 'emulator', origin: 'https://emulator.d21s.com' }],
    ['long and short host names', api, { ...api, origin: 'https://api.disruptive-technologies.com' }],
    ['casing and blanks of the email', api, { ...api, email: ` ${email.toUpperCase()} ` }],
    ['all accounts of a sandbox', sandbox, { ...sandbox, email: undefined }],
  ];
  for (const [title, a, b] of same) {
    it(`is one for ${title}`, () => {
      assert.equal(scopeOf(a), scopeOf(b));
    });
  }

  const different: [title: string, a: QuotaTarget, b: QuotaTarget][] = [
    ['two accounts', api, { ...api, email: 'other@xyz.serviceaccount.d21s.com' }],
    ['signed and unsigned', api, { ...api, email: undefined }],
    ['the API and a sandbox', api, sandbox],
    ['two sandboxes', sandbox, { ...sandbox, origin: 'http://127.0.0.1:4001' }],
  ];
  for (const [title, a, b] of different) {
    it(`keeps ${title} apart`, () => {
      assert.ok(scopeOf(a) !== undefined);
      assert.notEqual(scopeOf(a), scopeOf(b));
    });
  }

  for (const hostKind of ['identity', 'docs', 'other'] as const) {
    it(`has none for ${hostKind} hosts`, () => {
      assert.equal(quotaScope({ email, hostKind, origin: 'https://example.com' }), undefined);
    });
  }

  it('does not hold the email in the clear', () => {
    assert.match(scopeOf(api) ?? '', /^dt:[0-9a-f]{16}$/);
  });
});
