import assert from 'node:assert/strict';
import { accountNameProblem, sameAccount } from '../../../src/auth/accountName';

const known = ['one', 'two'].map((name) => ({ name, account: { keyId: `key-${name}`, secret: 's', email: `${name}@x`, tokenUrl: 'https://t.example' } }));

describe('the name of an account', () => {
  const cases: readonly (readonly [name: string, problem: RegExp | undefined])[] = [
    ['prod', undefined],
    ['my account (staging)', undefined],
    ['Überwachung 冷蔵', undefined],
    ['one', undefined],
    ['robot@p.serviceaccount.d21s.com', undefined],
    ['x'.repeat(80), undefined],
    ['', /needed/],
    [' \t', /needed/],
    ['a\nb', /no control characters/],
    ['a\u0000b', /no control characters/],
    ['a\u202eb', /invisible/],
    ['a\u200bb', /invisible/],
    ['x'.repeat(81), /at most 80/],
    ['sandbox-project.admin', /those of the sandbox/],
    ['Sandbox-mine', /those of the sandbox/],
    ['two@x', /email of the account "two"/],
  ];
  for (const [name, problem] of cases) {
    it(`${JSON.stringify(name)}: ${problem?.source ?? 'fine'}`, () => {
      const said = accountNameProblem(name, known);
      if (problem) assert.match(said ?? '', problem);
      else assert.equal(said, undefined);
    });
  }

  it('may be the email of its own account', () => {
    const [one] = known;
    assert.ok(one);
    assert.equal(accountNameProblem('one@x', [{ ...one, name: 'one@x' }]), undefined);
  });

  const same: readonly (readonly [keyId: string, email: string, name: string, expected: string | undefined])[] = [
    ['key-one', 'one@x', 'other', 'one'],
    ['key-one', 'one@x', 'one', undefined],
    ['another', 'one@x', 'other', undefined],
    ['key-one', 'two@x', 'other', undefined],
  ];
  for (const [keyId, email, name, expected] of same) {
    it(`${keyId} of ${email} as ${name} is ${expected ?? 'not there yet'}`, () => assert.equal(sameAccount({ keyId, email }, name, known)?.name, expected));
  }
});
