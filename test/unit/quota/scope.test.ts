import assert from 'node:assert/strict';
import { documentedQuota } from '../../../src/quota/permits';
import { olderQuota } from '../../../src/quota/rule';
import { documentedRules, quotaOrigin, quotaScope, type QuotaTarget } from '../../../src/quota/scope';

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

  it('has the rule of the user for accounts, the sandbox and what goes unsigned', () => {
    const rules = { ...documentedRules, rule: olderQuota };
    for (const target of [api, sandbox, { ...api, email: undefined }]) {
      assert.deepEqual(quotaScope(target, rules), { scope: scopeOf(target), rule: olderQuota });
      assert.deepEqual(quotaScope(target, { ...rules, isOwnShare: true }), { scope: scopeOf(target), rule: olderQuota, isOwnShare: true });
    }
  });

  const one = { limit: 1, windowMs: 1000 };
  const hostRules = new Map([['https://gateway.example:8443', one], ['http://localhost:3000', one], ['https://api.d21s.com', one]]);
  const hosts: [origin: string, scope: string | undefined][] = [
    ['https://gateway.example:8443', 'host:https://gateway.example:8443'],
    ['https://Gateway.Example.:8443', 'host:https://gateway.example:8443'],
    ['http://localhost:3000', 'host:http://localhost:3000'],
    ['https://gateway.example', undefined],
    ['http://gateway.example:8443', undefined],
    ['https://x.gateway.example:8443', undefined],
    ['http://127.0.0.1:3000', undefined],
    ['not an origin', undefined],
  ];
  for (const [origin, scope] of hosts) {
    it(`of another host by its exact origin: ${origin}`, () => {
      const rules = { ...documentedRules, isOwnShare: true, hostRules };
      // Who signs makes no difference, and `--quota` is about accounts.
      assert.deepEqual(quotaScope({ email, hostKind: 'other', origin }, rules), scope && { scope, rule: one });
    });
  }

  it('no rule of a host takes the place of an account\'s', () => {
    assert.deepEqual(quotaScope(api, { ...documentedRules, hostRules }), quotaScope(api));
    for (const hostKind of ['identity', 'docs'] as const) assert.equal(quotaScope({ hostKind, origin: 'https://api.d21s.com' }, { ...documentedRules, hostRules }), undefined);
  });

  const origins: [text: string, origin: string | undefined][] = [
    ['https://a.example', 'https://a.example'],
    [' HTTPS://A.example:443/ ', 'https://a.example'],
    ['http://a.example:80', 'http://a.example'],
    ['http://a.example:8080', 'http://a.example:8080'],
    ['http://[::1]:80', 'http://[::1]'],
    ['a.example', undefined],
    ['https://', undefined],
    ['https://user:pass@a.example', undefined],
    ['https://a.example/v2', undefined],
    ['https://a.example?x', undefined],
    ['https://a.example:99999', undefined],
    ['https://*.example', undefined],
    ['ftp://a.example', undefined],
    ['https://a.example\\@b.example', undefined],
    ['', undefined],
  ];
  for (const [text, origin] of origins) {
    it(`"${text}" is ${origin === undefined ? 'no origin' : origin}`, () => assert.equal(quotaOrigin(text), origin));
  }

  it('does not hold the email in the clear', () => {
    assert.match(scopeOf(api) ?? '', /^dt:[0-9a-f]{16}$/);
  });
});
