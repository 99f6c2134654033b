import assert from 'node:assert/strict';
import { environmentFileFor, environmentSecretAt, nameForStoring, pastedSecretAt } from '../../../src/app/pastedSecret';
import { checkFile } from '../../../src/app/check';
import { MemorySecretStore } from '../../../src/auth/accountBook';
import { isNameForSecret, SecretBook } from '../../../src/auth/secretBook';
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
      assert.deepEqual(place && 'uri' in place && [place.uri, place.isThere], expected);
    });
  }

  it('is never a file outside that a link leads to', async () => {
    const outside = { 'file:///away/settings.json': '{}' };
    for (const [links, refused] of [
      [{ 'file:///w/http-client.env.json': 'file:///away/settings.json' }, /it is a link to a file outside/],
      [{ 'file:///w/sub': 'file:///away' }, /outside/],
    ] as const) {
      const place = await environmentFileFor(memoryFiles(outside, links), { uri, root });
      assert.match(place && 'refused' in place ? place.refused : '', refused);
    }
  });

  it('has no place where there is no folder', async () => {
    assert.equal(await environmentFileFor(memoryFiles({}), { uri: 'untitled:Untitled-1' }), undefined);
  });
});

describe('variables that are a stored secret already', () => {
  const secret = (name: string) => ({ $secret: name });
  const cases: readonly [what: string, files: Record<string, object>, source: string, expected: readonly [string, string][]][] = [
    ['each in the section for all', { 'http-client.env.json': { $shared: { a: secret('one'), b: secret('two'), c: 'text' } } }, '', [['one', 'a'], ['two', 'b']]],
    ['the first of several', { 'http-client.env.json': { $shared: { a: secret('one'), b: secret('one') } } }, '', [['one', 'a']]],
    ['not one of a single environment', { 'http-client.env.json': { dev: { a: secret('one') } } }, '', []],
    ['one that an environment repeats', { 'http-client.env.json': { dev: { a: secret('one') }, $shared: { a: secret('one') } } }, '', [['one', 'a']]],
    ['not one that an environment changes', { 'http-client.env.json': { dev: { a: secret('other') }, $shared: { a: secret('one') } } }, '', []],
    ['not one that a private file changes', { 'http-client.env.json': { $shared: { a: secret('one') } }, 'sub/http-client.private.env.json': { dev: { a: 'x' } } }, '', []],
    ['not one of a private file', { 'http-client.private.env.json': { $shared: { a: secret('one') } } }, '', []],
    ['not one of a file further away', { 'http-client.env.json': { $shared: { a: secret('one') } }, 'sub/http-client.env.json': {} }, '', []],
    ['not one that the request file calls something else', { 'http-client.env.json': { $shared: { a: secret('one') } } }, '@a = 1\n', []],
    ['not one that cannot be referred to', { 'http-client.env.json': { $shared: { 'a b': secret('one'), account: secret('two') } } }, '', []],
  ];
  for (const [what, files, source, expected] of cases) {
    it(what, async () => {
      const found = await at(`${source}@secret = ⟦${hex}⟧\n`, Object.fromEntries(Object.entries(files).map(([name, value]) => [`file:///w/${name}`, JSON.stringify(value)])));
      assert.deepEqual([...(found?.variables ?? [])], expected);
    });
  }
});

describe('the name under which a secret is stored', () => {
  const cases: readonly [what: string, stored: readonly [name: string, value: string][], suggestion: string, expected: string][] = [
    ['the suggested one', [], 'X-Api-Key', 'X-Api-Key'],
    ['never that of another value', [['key', 'another'], ['key2', 'third']], 'key', 'key3'],
    ['that of the same value', [['key', 'another'], ['mine', hex]], 'key', 'mine'],
    ['of several with the value the suggested one', [['a', hex], ['key', hex]], 'key', 'key'],
    ['never that of one that cannot be read', [['key', '']], 'key', 'key2'],
    ['short enough, whatever a header is called', [[`x${'y'.repeat(69)}`, 'another']], `x${'y'.repeat(200)}`, `x${'y'.repeat(69)}2`],
  ];
  for (const [what, stored, suggestion, expected] of cases) {
    it(what, async () => {
      const store = new MemorySecretStore();
      const book = new SecretBook(store);
      for (const [name, value] of stored) {
        await book.save({ name, value: value === '' ? 'x' : value, origins: ['https://a.example'] });
        if (value === '') await store.set(`secret:${name}`, 'damaged');
      }
      const name = await nameForStoring(book, hex, suggestion);
      assert.equal(name, expected);
      assert.ok(isNameForSecret(name));
    });
  }
});

describe('checking a file', () => {
  it('says what is pasted into it and into the shared environment, never what it is', async () => {
    const files = memoryFiles({
      'file:///w/http-client.env.json': `{"$shared":{"token":"${hex}"}}`,
      'file:///w/http-client.private.env.json': `{"$shared":{"token":"${hex}"}}`,
    });
    const check = await checkFile(files, { file: parse(`@secret = ${hex}\nGET /projects\nX-A: {{secret}}\n`), uri, root });
    assert.deepEqual(check.findings.map(({ finding }) => finding.code), ['secret.in-value']);
    const problems = check.environments.map((problem) => [problem.uri, problem.findings.map(({ finding: { code, severity } }) => [code, severity])]);
    assert.deepEqual(problems, [['file:///w/http-client.env.json', [['environment.secret', 'warning']]]]);
    const told = [...check.findings, ...check.environments.flatMap(({ findings }) => findings)];
    for (const { message, finding } of told) assert.ok(!`${message}${JSON.stringify(finding)}`.includes(hex));
  });
});
