import assert from 'node:assert/strict';
import { applyEdits } from '../../../../src/base/text';
import { defineStoredSecret, freeVariableName, newEnvironmentFile, storedSecretText } from '../../../../src/language/features/fixes/moveSecret';
import { parseEnvironmentFile } from '../../../../src/language/plan/environment';

describe('moving a secret out of a file', () => {
  for (const [wanted, taken, expected] of [
    ['api-token', [], 'api-token'],
    ['X-Api-Key', ['x-api-key'], 'X-Api-Key'],
    ['token', ['token'], 'token2'],
    ['token', ['token', 'token2'], 'token3'],
    ['key1', ['key1'], 'key1-2'],
    ['my secret!', [], 'my-secret'],
    ['2nd.token', [], 'nd-token'],
    ['ключ', [], 'secret'],
    ['', ['secret'], 'secret2'],
    ['apiBase', [], 'apiBase2'],
    ['account', [], 'account2'],
    ['_x', [], '_x'],
  ] as const) {
    it(`${JSON.stringify(wanted)} becomes ${expected}`, () => {
      const name = freeVariableName(wanted, new Set<string>(taken));
      assert.equal(name, expected);
      assert.match(name, /^[A-Za-z_][\w-]*$/);
    });
  }

  const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;
  const stored = '{ "$secret": "k" }';
  const cases: readonly [what: string, before: string, after: string][] = [
    ['no section for all', lines('{', '  "dev": {', '    "a": "1"', '  }', '}'), lines('{', '  "dev": {', '    "a": "1"', '  },', '  "$shared": {', `    "v": ${stored}`, '  }', '}')],
    ['an empty section', lines('{', '  "$shared": {}', '}'), lines('{', '  "$shared": {', `    "v": ${stored}`, '  }', '}')],
    ['others before it', lines('{', '\t"$shared": {', '\t\t"a":   "1",', '\t\t"b": 1.0', '\t},', '\t"dev": {}', '}'), lines('{', '\t"$shared": {', '\t\t"a":   "1",', '\t\t"b": 1.0,', `\t\t"v": ${stored}`, '\t},', '\t"dev": {}', '}')],
    ['an empty object', '{}', lines('{', '  "$shared": {', `    "v": ${stored}`, '  }', '}').trimEnd()],
    ['nothing at all', ' \n', lines('{', '  "$shared": {', `    "v": ${stored}`, '  }', '}')],
    ['the same already', `{"$shared": {"v": ${stored}}}`, `{"$shared": {"v": ${stored}}}`],
  ];
  for (const [what, before, after] of cases) {
    for (const lineEnd of ['\n', '\r\n']) {
      it(`is defined where there is ${what}${lineEnd === '\n' ? '' : ', with CRLF'}`, () => {
        const text = before.replaceAll('\n', lineEnd);
        const edits = defineStoredSecret(text, 'v', 'k', lineEnd);
        assert.ok(edits);
        const result = applyEdits(text, edits);
        assert.equal(result, after.replaceAll('\n', lineEnd));
        const { environments, findings } = parseEnvironmentFile(result, '', false);
        assert.deepEqual(findings, []);
        const value = environments.get('$shared')?.get('v');
        assert.equal(value?.kind === 'secret' && value.name, 'k');
      });
    }
  }

  for (const [what, text] of [
    ['is no JSON', '{ "$shared": { }'],
    ['has comments', '{ // note\n "$shared": {} }'],
    ['is a list', '[]'],
    ['has a section that is none', '{ "$shared": "x" }'],
    ['has the section twice', '{ "$shared": {}, "$shared": {} }'],
    ['has another value of that name', '{ "$shared": { "v": "x" } }'],
    ['has another secret of that name', '{ "$shared": { "v": { "$secret": "other" } } }'],
    ['is nested without end', `{ "$shared": ${'['.repeat(600)}`],
  ] as const) {
    it(`nothing is changed in a file that ${what}`, () => assert.equal(defineStoredSecret(text, 'v', 'k', '\n'), undefined));
  }

  it('names with signs of JSON are escaped', () => {
    const name = 'a"b\\c$&';
    for (const text of [newEnvironmentFile('v', name, '\n'), applyEdits('{}', defineStoredSecret('{}', 'v', name, '\n') ?? [])]) {
      const value = parseEnvironmentFile(text, '', false).environments.get('$shared')?.get('v');
      assert.equal(value?.kind === 'secret' && value.name, name);
    }
    assert.deepEqual(JSON.parse(storedSecretText(name)), { $secret: name });
  });
});
