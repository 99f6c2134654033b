import assert from 'node:assert/strict';
import { environmentFileCompletions } from '../../../../../src/language/features/completion/environmentFile';
import { parseEnvironmentFile } from '../../../../../src/language/plan/environment';
import { markedAt } from '../../../../helpers/marked';

const others = [parseEnvironmentFile('{ "$shared": { "region": "eu" }, "dev": { "project": "p1", "token": { "$secret": "t" } }, "prod": { "project": "p2" } }', 'file:///w/http-client.env.json', false)];

function at(source: string) {
  const { text, cursor } = markedAt(source);
  return environmentFileCompletions(text, cursor, others).map(({ label, span, insert = '', filter }) => ({ label, filter, after: text.slice(0, span.start) + insert + text.slice(span.end) }));
}

describe('names in environment files', () => {
  const cases: readonly [name: string, source: string, labels: readonly string[], after?: string][] = [
    ['environments of the files around it', '{ ‸ }', ['dev', 'prod'], '{ "dev": {$0\\} }'],
    ['those that are not there yet, in front of one', '{ "te‸" "dev": {} }', ['prod'], '{ "prod": {$0\\}, "dev": {} }'],
    ['in a string that is not closed', '{\n  "pr‸\n}', ['dev', 'prod'], '{\n  "dev": {$0\\}\n}'],
    ['another name for one', '{ "d‸": {}, "prod": {} }', ['dev'], '{ "dev": {}, "prod": {} }'],
    ['variables of all environments, its own among them', '{ "test": { "own": "1" }, "dev": { ‸ } }', ['own', 'region', 'project', 'token'], '{ "test": { "own": "1" }, "dev": { "own": "$0" } }'],
    ['those that the environment lacks', '{ "dev": { "project": "p", "‸" } }', ['region', 'token'], '{ "dev": { "project": "p", "region": "$0" } }'],
    ['nothing at a value', '{ "dev": { "project": ‸ } }', []],
    ['nothing in a secret', '{ "dev": { "token": { ‸ } } }', []],
    ['nothing in a list', '[ { ‸ } ]', []],
    ['nothing outside', '‸', []],
  ];
  for (const [name, source, labels, after] of cases) {
    it(name, () => {
      const found = at(source);
      assert.deepEqual(found.map(({ label }) => label), labels);
      assert.equal(found[0]?.after, after);
    });
  }

  it('are compared with the quote that is typed', () => {
    assert.deepEqual(at('{ "‸" }').map(({ filter }) => filter), ['"dev', '"prod']);
    assert.deepEqual(at('{ ‸ }').map(({ filter }) => filter), ['dev', 'prod']);
  });

  it('are found at every place of every prefix, however it is nested', () => {
    for (const text of ['{ "a": { "b": "c", "d": { "$secret": "e" } }, [1, {"f": 2}] }', '{"a":['.repeat(10_000)]) {
      for (const length of [...Array.from({ length: Math.min(text.length, 100) }, (_, index) => index), text.length]) {
        for (const { span } of environmentFileCompletions(text.slice(0, length), length, others)) assert.ok(span.start <= length && length === span.end, String(length));
      }
    }
  });
});
