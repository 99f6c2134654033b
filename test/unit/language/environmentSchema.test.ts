import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { diagnose } from '../../../src/language/features/diagnostics/diagnose';
import { parseEnvironmentFile } from '../../../src/language/plan/environment';
import { parse } from '../../../src/language/syntax/parser';
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

  for (const [value, isRight] of [
    ['https://host/v2', true], ['HTTP://127.0.0.1:8480/v2', true], ['x', false], ['host/v2', false], ['ftp://host', false], ['https:///v2', false], ['{{base}}/v2', false], ['', false],
  ] as const) {
    it(`takes as a base what requests can go to: ${JSON.stringify(value)}`, () => {
      for (const name of ['apiBase', 'emulatorBase']) {
        for (const environment of ['$shared', 'dev']) assert.equal(environmentSchema.safeParse({ [environment]: { [name]: value } }).success, isRight);
        const target = name === 'apiBase' ? 'GET /projects' : '# @host emulator\nGET /projects';
        const file = parseEnvironmentFile(JSON.stringify({ dev: { [name]: value } }), 'file:///w/http-client.env.json', false);
        const found = diagnose(parse(target), { environment: 'dev', environmentFiles: [file] });
        assert.deepEqual(found.map(({ code, data }) => [code, data['environment'], data['uri']]), isRight ? [] : [['target.base', 'dev', 'file:///w/http-client.env.json']]);
      }
      assert.ok(environmentSchema.safeParse({ dev: { other: value } }).success);
    });
  }

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
