import assert from 'node:assert/strict';
import { authoringAt, type AuthoringParts } from '../../../src/app/authoring';
import type { FileScope } from '../../../src/app/check';
import { signersOf } from '../../../src/app/resources/signers';
import type { Authoring } from '../../../src/language/features/authoring';
import { complete } from '../../../src/language/features/completion/index';
import { environmentNames, parseEnvironmentFile } from '../../../src/language/plan/environment';
import { noResources } from '../../../src/language/features/resources';
import { parse } from '../../../src/language/syntax/parser';
import { markedAt } from '../../helpers/marked';
import { memoryFiles } from '../../helpers/memoryFiles';
import { resourcesOf, seen } from '../../helpers/seen';

const files = memoryFiles({
  'file:///w/http-client.env.json': '{"dev": {"project": "p1"}, "prod": {}}',
  'file:///w/part/shared.dt.http': '@shared = 1\n',
  'file:///w/part/body.json': '{}',
  'file:///w/.env': 'TOKEN=secret-value\n',
  'file:///outside/x.json': '{}',
});

/** Counts what is asked of the secret storage. */
function counted(): AuthoringParts & { readonly asked: () => number } {
  let asked = 0;
  return {
    host: { files, processEnvNames: () => ['HOME'] },
    accounts: { list: () => (asked++, Promise.resolve([{ name: 'work', account: { keyId: 'k', secret: 's', email: 'e', tokenUrl: '' } }])) },
    asked: () => asked,
  };
}

async function at(source: string, parts: AuthoringParts = counted(), more: Partial<FileScope> = {}): Promise<{ readonly known: Authoring; readonly labels: readonly string[] }> {
  const { text, cursor } = markedAt(source);
  const file = parse(text);
  const known = await authoringAt(parts, { file, uri: 'file:///w/a.dt.http', root: 'file:///w', environment: 'dev', ...more }, cursor);
  return { known, labels: complete(file, cursor, known).map(({ label }) => label) };
}

describe('what is known while a request is written', () => {
  it('are the environments of the file, and those of the settings', async () => {
    const more = parseEnvironmentFile('{"mine": {}}', 'settings:x', false);
    const { known } = await at('GET /‸', counted(), { moreEnvironments: [more] });
    assert.deepEqual(environmentNames(known.variables.environmentFiles ?? []), ['dev', 'prod', 'mine']);
    assert.equal(known.variables.environment, 'dev');
  });

  it('are variables of environments, imports and the command line', async () => {
    const { labels } = await at('# @import ./part/shared.dt.http\nGET /{{‸', counted(), { variables: new Map([['given', '1']]) });
    for (const name of ['project', 'shared', 'given']) assert.ok(labels.includes(name), `${name} in ${labels.join()}`);
  });

  it('are accounts where one is named, and nowhere else is the secret storage asked', async () => {
    const inDirective = counted();
    assert.ok((await at('# @account ‸\nGET /', inDirective)).labels.includes('work'));
    assert.equal(inDirective.asked(), 1);
    const elsewhere = counted();
    assert.deepEqual((await at('GET /{{‸', elsewhere)).known.accounts, []);
    assert.equal(elsewhere.asked(), 0);
  });

  it('is the folder of a path, inside the workspace folder only', async () => {
    const { known } = await at('POST /\n\n< ./part/‸');
    assert.deepEqual(known.entries.map(({ name }) => name), ['body.json', 'shared.dt.http', '..']);
    assert.deepEqual((await at('POST /\n\n< ../outside/‸')).known.entries, []);
    assert.deepEqual((await at('POST /‸')).known.entries, []);
  });

  it('are names of outside variables, never their values', async () => {
    const { known } = await at('GET /{{$dotenv ‸');
    assert.deepEqual(known.outside, { processEnv: ['HOME'], dotenv: ['TOKEN'] });
    assert.ok(!JSON.stringify(known).includes('secret-value'));
    assert.deepEqual((await at('GET /{{$processEnv ‸')).known.outside?.dotenv, []);
  });

  it('is what the account was seen to have', async () => {
    const resources = resourcesOf(seen('project', 'projects/p1', 'Head office'));
    assert.equal((await at('GET /projects/‸', { ...counted(), resources: () => Promise.resolve(resources) })).labels[1], 'Head office');
    assert.deepEqual((await at('GET /projects/‸')).known.resources.all('project'), []);
  });

  it('is read once, though the account that signs is asked for in the same files', async () => {
    const reads: string[] = [];
    const watched = { ...files, read: (uri: string, longest?: number) => (reads.push(uri), files.read(uri, longest)) };
    const source = '# @import ./part/shared.dt.http\n# @account {{shared}}\nGET /projects/';
    const file = parse(source);
    const scope = { file, uri: 'file:///w/a.dt.http', root: 'file:///w', environment: 'dev' };
    const asked: (string | undefined)[] = [];
    const resources: AuthoringParts['resources'] = async (variables) => {
      const [block] = file.blocks;
      asked.push(block && (await signersOf(watched, scope, variables))(block)?.name);
      return noResources;
    };
    await authoringAt({ ...counted(), host: { files: watched }, resources }, scope, source.length);
    assert.deepEqual(asked, ['1']);
    assert.equal(new Set(reads).size, reads.length, reads.join('\n'));
    assert.ok(reads.includes('file:///w/http-client.env.json'));
  });

  it('is no answer without services: nothing is loaded for one', async () => {
    const { known } = await at('# @name a\nGET /\n\n###\nGET /{{a.response.body.$.‸}}');
    assert.equal(known.answerOf('a'), undefined);
  });

  it('is found for untitled documents and broken environment files too', async () => {
    assert.ok((await at('GET /‸', counted(), { uri: 'untitled:Untitled-1' })).labels.includes('projects'));
    const broken = memoryFiles({ 'file:///w/http-client.env.json': '{', 'file:///w/http-client.private.env.json': new Error('no permission') });
    assert.ok((await at('GET /‸', { ...counted(), host: { files: broken } })).labels.includes('projects'));
  });
});
