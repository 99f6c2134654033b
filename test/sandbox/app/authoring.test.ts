import assert from 'node:assert/strict';
import { authoringAt } from '../../../src/app/authoring';
import type { Authoring } from '../../../src/language/features/authoring';
import { parse } from '../../../src/language/syntax/parser';
import { Engine, requestUri } from '../../helpers/engine';

const request = '# @name list\nGET /projects\n';
const use = '\n### use\nGET /projects/{{list.response.body.$.}}\n';

async function known(engine: Engine, text: string, environment?: string): Promise<Authoring> {
  const file = parse(text);
  const { services } = engine;
  const scope = { file, uri: requestUri, root: 'file:///workspace', ...(environment !== undefined && { environment }) };
  return authoringAt({ host: services.host, accounts: services.accounts, services }, scope, text.indexOf('$.') + 2);
}

describe('answers while a request is written', () => {
  let engine: Engine;
  beforeEach(async () => {
    engine = await Engine.start({ 'file:///workspace/http-client.env.json': '{"dev": {}}' });
  });
  afterEach(() => engine.stop());

  it('are those that were given to the very request', async () => {
    assert.equal((await known(engine, request + use)).answerOf('list'), undefined);
    await engine.run(request + use);
    const answer = (await known(engine, request + use)).answerOf('list') as { readonly projects: readonly { readonly displayName: string }[] };
    assert.equal(answer.projects[0]?.displayName, 'Head office');
    assert.equal((await known(engine, request + use)).answerOf('other'), undefined);
    const answered = await known(engine, request + use);
    const headers = answered.answerHeadersOf?.('list') ?? [];
    assert.ok(headers.map((name) => name.toLowerCase()).includes('content-type'), headers.join());
    assert.equal(new Set(headers).size, headers.length);
    assert.deepEqual(answered.answerHeadersOf?.('other'), []);
  });

  it('are none once the request, the environment or the account is another one', async () => {
    await engine.run(request + use);
    assert.equal((await known(engine, request.replace('/projects', '/organizations') + use)).answerOf('list'), undefined);
    assert.equal((await known(engine, request + use, 'dev')).answerOf('list'), undefined);
    await engine.services.accounts.activate('sandbox-project.user');
    assert.equal((await known(engine, request + use)).answerOf('list'), undefined);
  });

  it('are without secrets', async () => {
    const create = '# @name list\nPOST /projects/c4f5le24saonvdu6500t/serviceaccounts/c0nbr70452lru7p97k8t/keys\n';
    const report = await engine.run(create + use);
    const shown = JSON.stringify((await known(engine, create + use)).answerOf('list'));
    assert.ok(report.kind === 'ran');
    const secret = report.result.outcome.kind === 'answered' ? (JSON.parse(new TextDecoder().decode(report.result.outcome.response.body)) as { readonly secret: string }).secret : '';
    assert.ok(secret.length > 10);
    assert.ok(shown.includes('•••') && !shown.includes(secret), shown);
  });
});
