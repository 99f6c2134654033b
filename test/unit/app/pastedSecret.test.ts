import assert from 'node:assert/strict';
import { environmentFileFor, environmentSecretAt, pastedSecretAt } from '../../../src/app/pastedSecret';
import { checkFile } from '../../../src/app/check';
import { parse } from '../../../src/language/syntax/parser';
import { marked } from '../../helpers/marked';
import { memoryFiles } from '../../helpers/memoryFiles';

const hex = 'b1946ac92492d2347c6235b4d2611184';
const uri = 'file:///w/sub/a.dt.http';
const root = 'file:///w';

async function at(source: string, files: Parameters<typeof memoryFiles>[0] = {}) {
  const { text, spans: [span] } = marked(source);
  assert.ok(span);
  return pastedSecretAt(memoryFiles(files), { file: parse(text), uri, root }, span);
}

describe('a pasted secret that is to be moved', () => {
  it('is known with its value as written, a name and where its request goes', async () => {
    const found = await at(`GET /projects\nAuthorization: Bearer ⟦${hex}⟧`);
    assert.deepEqual([found?.value, found?.suggestion, found?.origin], [hex, 'credential', 'https://api.disruptive-technologies.com']);
    const other = await at(`GET https://hooks.example:8443/x?access_token=⟦${hex}⟧`);
    assert.deepEqual([other?.suggestion, other?.origin], ['access_token', 'https://hooks.example:8443']);
    const variable = await at(`@client-secret = ⟦${hex}⟧`);
    assert.deepEqual([variable?.suggestion, variable?.origin], ['client-secret', undefined]);
    const cookie = await at(`GET https://x.example/\nCookie: a=b; session=⟦9F2C81D7A6B345E0⟧`);
    assert.equal(cookie?.suggestion, 'session');
  });

  it('is none where the text is another by now, or only a part of it is meant', async () => {
    assert.equal(await at(`@other = ⟦${hex}⟧`), undefined);
    assert.equal(await at(`@secret = b⟦${hex.slice(1)}⟧`), undefined);
    assert.equal(await at('@secret = ⟦{{x}}⟧'), undefined);
  });

  it('keeps clear of all names that mean something there', async () => {
    const files = {
      'file:///w/http-client.env.json': '{"$shared":{"sharedOne":1},"dev":{"devOne":"x"}}',
      'file:///w/sub/http-client.private.env.json': '{"dev":{"privateOne":"x"}}',
      'file:///w/sub/b.dt.http': '@importedOne = 1\n### importedRequest\nGET /projects',
    };
    const found = await at(`# @import ./b.dt.http\n@secret = ⟦${hex}⟧\n@later = 1\n### request\n# @prompt asked what\n# @prompt-secret hidden\nGET /projects\n`, files);
    assert.deepEqual([...(found?.taken ?? [])].sort(), ['asked', 'devOne', 'hidden', 'importedOne', 'importedRequest', 'later', 'privateOne', 'request', 'secret', 'sharedOne']);
  });

  it('in an environment file is known by the place of its value', () => {
    const { text, spans } = marked(`{ "$shared": { "token": ⟦"b1946ac92492d2347c6235b4d26111\\u00384"⟧, "id": ⟦"${hex}"⟧ } }`);
    assert.deepEqual(spans.map((span) => environmentSecretAt(text, span)), [{ suggestion: 'token', value: hex }, undefined]);
    assert.equal(environmentSecretAt('{', { start: 0, end: 1 }), undefined);
  });

  for (const [what, files, expected] of [
    ['the nearest that is there', ['file:///w/http-client.env.json', 'file:///w/sub/http-client.env.json'], ['file:///w/sub/http-client.env.json', true]],
    ['one in a folder above', ['file:///w/http-client.env.json', 'file:///w/sub/http-client.private.env.json', 'file:///http-client.env.json'], ['file:///w/http-client.env.json', true]],
    ['a new one beside the file', ['file:///http-client.env.json'], ['file:///w/sub/http-client.env.json', false]],
  ] as const) {
    it(`is told about by ${what}`, async () => {
      const place = await environmentFileFor(memoryFiles(Object.fromEntries(files.map((each) => [each, '{}']))), { uri, root });
      assert.deepEqual([place?.uri, place?.isThere], expected);
    });
  }

  it('has no place where there is no folder', async () => {
    assert.equal(await environmentFileFor(memoryFiles({}), { uri: 'untitled:Untitled-1' }), undefined);
  });
});

describe('checking a file', () => {
  it('says what is pasted into it and into the shared environment, never what it is', async () => {
    const files = memoryFiles({
      'file:///w/http-client.env.json': `{"$shared":{"token":"${hex}"}}`,
      'file:///w/http-client.private.env.json': `{"$shared":{"token":"${hex}"}}`,
    });
    const check = await checkFile(files, { file: parse(`@secret = ${hex}\nGET /projects\n`), uri, root });
    assert.deepEqual(check.findings.map(({ finding }) => finding.code), ['secret.in-value']);
    const problems = check.environments.map((problem) => [problem.uri, problem.findings.map(({ finding: { code, severity } }) => [code, severity])]);
    assert.deepEqual(problems, [['file:///w/http-client.env.json', [['environment.secret', 'warning']]]]);
    const told = [...check.findings, ...check.environments.flatMap(({ findings }) => findings)];
    for (const { message, finding } of told) assert.ok(!`${message}${JSON.stringify(finding)}`.includes(hex));
  });
});
