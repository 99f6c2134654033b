import assert from 'node:assert/strict';
import { type AnswerKey, Answers, type KeptAnswer } from '../../../../src/app/session/answers';

const key: AnswerKey = { uri: 'file:///a', name: 'login', text: 'GET /x', environment: undefined, account: 'ci' };

function answered(octets = 1): KeptAnswer {
  const request = { method: 'GET', origin: 'https://example.org', target: '/', headers: [] };
  const response = { status: 200, statusText: 'OK', headers: [], body: new Uint8Array(octets), encodedLength: octets };
  return { answered: { request, response, secrets: [], guarded: [] }, reads: [] };
}

describe('kept answers', () => {
  for (const [name, other] of [
    ['file', { uri: 'file:///b' }],
    ['name', { name: 'logout' }],
    ['text', { text: 'GET /y' }],
    ['environment', { environment: 'dev' }],
    ['account', { account: undefined }],
  ] as const) {
    it(`belong to one ${name}`, () => {
      const answers = new Answers();
      answers.set(key, answered());
      assert.ok(answers.get({ ...key }));
      assert.equal(answers.get({ ...key, ...other }), undefined);
    });
  }

  it('are replaced, taken away and forgotten', () => {
    const answers = new Answers();
    const [first, second] = [answered(), answered()];
    answers.set(key, first);
    answers.set(key, second);
    assert.equal(answers.get(key), second);
    answers.delete(key);
    assert.equal(answers.get(key), undefined);
    answers.set(key, first);
    answers.clear();
    assert.equal(answers.get(key), undefined);
  });

  it('go with the account that got them', () => {
    const answers = new Answers();
    for (const account of ['a', 'b', undefined]) answers.set({ ...key, account }, answered());
    answers.retain(new Set(['b', 'c']));
    assert.deepEqual(['a', 'b', undefined].map((account) => answers.get({ ...key, account }) !== undefined), [false, true, true]);
  });

  it('go, the oldest first, when they are too many octets', () => {
    const answers = new Answers();
    const size = 20 * 1024 * 1024;
    for (const name of ['a', 'b', 'c', 'd']) answers.set({ ...key, name }, answered(size));
    assert.deepEqual(['a', 'b', 'c', 'd'].filter((name) => answers.get({ ...key, name })), ['b', 'c', 'd']);
    answers.set({ ...key, name: 'huge' }, answered(5 * size));
    assert.deepEqual(['b', 'c', 'd', 'huge'].filter((name) => answers.get({ ...key, name })), ['huge']);
  });

  it('go when they are too many', () => {
    const answers = new Answers();
    for (let count = 0; count <= 500; count++) answers.set({ ...key, name: `n${count}` }, answered());
    assert.deepEqual([0, 1, 500].map((count) => answers.get({ ...key, name: `n${count}` }) !== undefined), [false, true, true]);
  });
});
