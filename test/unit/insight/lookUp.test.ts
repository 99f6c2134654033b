import assert from 'node:assert/strict';
import { entryByCode, lookUp, noErrorsFound, search } from '../../../src/insight/lookUp';

describe('looking up errors', () => {
  it('by status', () => {
    assert.deepEqual(lookUp(404).map(({ code }) => code), ['dt.404']);
    assert.deepEqual(lookUp(200), []);
  });

  it('by code', () => {
    assert.equal(entryByCode(' DT.403 ')?.code, 'dt.403');
    assert.equal(entryByCode('net.tls.expired')?.title, 'Certificate expired');
    assert.equal(entryByCode('403'), undefined);
  });

  const cases: readonly [words: string, expected: readonly string[]][] = [
    ['429', ['dt.429']], ['TLS expired', ['net.tls.expired']], ['dt.50', ['dt.500', 'dt.501', 'dt.503', 'dt.504']],
    ['retry-after', ['dt.429']], ['', []], ['  ', []], ['flux capacitor', []], ['method allowed', ['dt.405', 'dt.501']],
  ];
  for (const [words, expected] of cases) {
    it(`search ${JSON.stringify(words)}`, () => assert.deepEqual(search(words).map(({ code }) => code), expected));
  }

  it('puts what is named so before what only mentions it', () => {
    assert.equal(search('quota')[0]?.code, 'quota');
    assert.ok(search('quota').some(({ code }) => code === 'dt.429'));
  });

  it('has the sentence for nothing', () => assert.equal(noErrorsFound, 'No errors found matching your search.'));
});
