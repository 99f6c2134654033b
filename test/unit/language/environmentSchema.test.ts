import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseEnvironmentFile } from '../../../src/language/plan/environment';
import { environmentJsonSchema, environmentSchema, environmentSchemaFile } from '../../helpers/environmentSchema';

describe('the JSON schema of environment files', () => {
  it('is the one that is checked in (npm run docs writes it)', () => {
    assert.equal(readFileSync(environmentSchemaFile, 'utf8').replaceAll('\r\n', '\n'), environmentJsonSchema());
  });

  it('is what the manifest offers for the files that are read', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly contributes: { readonly jsonValidation: readonly { readonly fileMatch: readonly string[]; readonly url: string }[] } };
    const found = contributes.jsonValidation.find(({ url }) => url === `./${environmentSchemaFile}`);
    assert.ok(['http-client.env.json', 'http-client.private.env.json'].every((name) => found?.fileMatch.includes(name)));
  });

  for (const [text, isRight] of [
    ['{}', true],
    ['{ "$shared": {}, "dev": { "project": "p1", "size": 10, "deep": true, "$x": "" } }', true],
    ['{ "dev": { "token": { "$secret": "token" }, "apiBase": "http://localhost:8080/v2" } }', true],
    ['{ "dev": { "apiBase": { "$secret": "base" }, "account": 7 } }', true],
    ['[]', false],
    ['"dev"', false],
    ['{ "dev": 1 }', false],
    ['{ "$schema": "x" }', false],
    ['{ "$shared": [] }', false],
    ['{ "dev": { "a": null } }', false],
    ['{ "dev": { "a": [] } }', false],
    ['{ "dev": { "apiBase": {} } }', false],
    ['{ "dev": { "a": { "$secret": "" } } }', false],
    ['{ "dev": { "a": { "$secret": 1 } } }', false],
    ['{ "dev": { "a": { "$secret": "x", "b": 1 } } }', false],
  ] as const) {
    it(`takes what the product takes: ${text}`, () => {
      const { findings } = parseEnvironmentFile(text, 'file:///http-client.env.json', false);
      assert.equal(findings.every(({ severity }) => severity !== 'error'), isRight, 'the product');
      assert.equal(environmentSchema.safeParse(JSON.parse(text)).success, isRight, 'the schema');
    });
  }
});
