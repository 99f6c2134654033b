import assert from 'node:assert/strict';
import type { HostKind } from '../../../src/api/hosts';
import { followUp, type FollowUp, questionOf } from '../../../src/app/followUp';
import type { Ran } from '../../../src/app/report';
import type { WireRequest } from '../../../src/http/exchange';
import type { CatalogueEntry, Facts } from '../../../src/insight/entry';
import { answer, Offline } from '../../helpers/offline';

const api = 'https://api.disruptive-technologies.com';
const requestTo = (origin: string, target: string, method = 'GET', headers: WireRequest['headers'] = []): WireRequest => ({ method, origin, target, headers, body: new TextEncoder().encode('{}') });

describe('the question behind a follow-up', () => {
  const find: FollowUp = { name: 'find-id', subject: 'd1' };
  const may: FollowUp = { name: 'show-permissions', subject: 'projects/p1' };
  const read: FollowUp = { name: 'reread' };
  const rows: readonly [origin: string, target: string, kind: HostKind, asked: FollowUp, url: string | undefined][] = [
    [api, '/v2/projects/p1/devices/d1?x=1', 'api', find, `${api}/v2/projects/-/devices/d1`],
    ['https://api.d21s.com', '/projects/p1/devices/d1', 'api', find, 'https://api.d21s.com/v2/projects/-/devices/d1'],
    ['http://127.0.0.1:4711', '/v2/projects/p1/devices/d1', 'sandbox', find, 'http://127.0.0.1:4711/v2/projects/-/devices/d1'],
    ['http://127.0.0.1:4711', '/emulator/v2/projects/p1/devices/d1:publish', 'sandbox', find, 'http://127.0.0.1:4711/v2/projects/-/devices/d1'],
    ['https://emulator.d21s.com', '/v2/projects/p1/devices', 'emulator', may, 'https://api.d21s.com/v2/projects/p1/permissions?pageSize=100'],
    [api, '/v2/projects/p1', 'api', { ...may, subject: 'organizations/o1' }, `${api}/v2/organizations/o1/permissions?pageSize=100`],
    [api, '/v2/projects/p1', 'api', { ...may, subject: 'projects/p1/../x' }, undefined],
    [api, '/v2/projects/p1', 'api', { ...may, subject: 'projects/p1?x' }, undefined],
    [api, '/v2/projects/p1', 'api', { name: 'show-permissions' }, undefined],
    [api, '/v2/projects/p1/devices/d1', 'api', { ...find, subject: 'a/b' }, undefined],
    [api, '/v2/projects/p1/devices/d1', 'api', { name: 'find-id' }, undefined],
    ['https://x.example', '/v2/projects/p1/devices/d1', 'other', find, undefined],
    [api, '/v2/projects/p1/devices/d1/labels?a=b', 'api', read, `${api}/v2/projects/p1/devices/d1`],
    [api, '/v2/projects/p1/devices/d1/labels/a%20b', 'api', read, `${api}/v2/projects/p1/devices/d1`],
    [api, '/v2/unknown/x', 'api', read, `${api}/v2/unknown/x`],
    [api, '/projects/p1', 'api', read, `${api}/projects/p1`],
    [api, '/v2/projects/p1/devices:batchUpdate', 'api', read, `${api}/v2/projects/p1/devices`],
    ['https://emulator.d21s.com', '/v2/projects/p1/devices/d1', 'emulator', read, 'https://emulator.d21s.com/v2/projects/p1/devices/d1'],
    ['https://x.example', '/a%2Fb/c', 'other', read, 'https://x.example/a%2Fb/c'],
  ];
  for (const [origin, target, hostKind, asked, url] of rows) {
    it(`${asked.name} ${asked.subject ?? ''} of ${origin}${target}`, () => {
      const question = questionOf(requestTo(origin, target, 'POST'), { hostKind }, asked, 'test/1');
      assert.equal(question && `${question.origin}${question.target}`, url);
      if (!question) return;
      assert.equal(question.method, 'GET');
      assert.equal(question.body, undefined);
      assert.deepEqual(question.headers.map(([name]) => name), ['User-Agent', 'Accept', 'Accept-Encoding']);
    });
  }

  it('takes a credential that the author wrote out along, to the host that it was written for alone', () => {
    const own = [['authorization', 'Bearer mine'], ['X-Other', 'x']] as const;
    const headersOf = (origin: string, hostKind: HostKind) => questionOf(requestTo(origin, '/v2/projects/p1', 'GET', own), { hostKind }, may, 'test/1')?.headers.map(([name]) => name);
    assert.deepEqual(headersOf(api, 'api'), ['authorization', 'User-Agent', 'Accept', 'Accept-Encoding']);
    assert.deepEqual(headersOf('https://emulator.d21s.com', 'emulator'), ['User-Agent', 'Accept', 'Accept-Encoding']);
  });
});

/** Says what it knows, so that a test sees what was learned. */
const teller: CatalogueEntry = {
  code: 'test.teller',
  title: 'x',
  about: { doThis: [], why: [], links: [] },
  matches: ({ response }) => ((response?.status ?? 0) >= 400 && response?.status !== 418 ? 1000 : 0),
  explain: (_, facts: Facts) => ({ headline: JSON.stringify([facts.whereabouts, facts.permissions]), part: { kind: 'method' } }),
};

const notFound = { error: 'not found', code: 404, help: '' };

describe('a follow-up', () => {
  let offline: Offline;
  afterEach(() => offline.dispose());
  const ask = (report: Ran, asked: FollowUp, signal = new AbortController().signal) => followUp(offline.services, report, asked, { source: 'a' }, signal);
  const headline = (report: Ran) => report.failure?.explanation.headline;

  it('find-id: the failure is explained again with the place of the device, signed as the run was', async () => {
    offline = await Offline.signedIn([answer(404, notFound), answer(200, { name: 'projects/p2/devices/d1' })], [teller]);
    const report = await offline.run('# @name one\n# @expect status 200\nGET /projects/p1/devices/d1\n');
    assert.equal(headline(report), '[null,null]');
    const result = await ask(report, { name: 'find-id', subject: 'd1' });
    assert.ok(result?.kind === 'learned');
    assert.equal(headline(result.report), '[{"id":"d1","name":"projects/p2/devices/d1"},null]');
    assert.ok(result.report.document.includes('# [{"id":"d1"'), result.report.document);
    assert.deepEqual([result.report.verdict, result.report.plan, result.report.result], [report.verdict, report.plan, report.result]);
    const [, sent, question] = offline.transport.sent;
    assert.equal(question?.target, '/v2/projects/-/devices/d1');
    const authorization = (request: WireRequest | undefined) => request?.headers.find(([name]) => name === 'Authorization')?.[1];
    assert.ok(authorization(question)?.startsWith('Bearer '));
    assert.equal(authorization(question), authorization(sent));
  });

  it('goes with the account of the run, though another is active now, and counts', async () => {
    offline = await Offline.signedIn([answer(404, notFound), answer(200, { name: 'projects/p2/devices/d1' })], [teller]);
    const report = await offline.run('GET /projects/p1/devices/d1\n');
    await offline.addAccount('other');
    const office = (await offline.accounts.list()).find(({ name }) => name === 'office');
    assert.ok(office);
    const before = offline.services.quota(office)?.used ?? 0;
    await ask(report, { name: 'find-id', subject: 'd1' });
    assert.equal(offline.services.quota(office)?.used, before + 1);
    assert.equal(offline.transport.sent.length, 3);
  });

  it('find-id: in none of the projects', async () => {
    offline = await Offline.signedIn([answer(404, notFound), answer(404, notFound)]);
    const report = await offline.run('GET /projects/p1/devices/d1\n');
    const result = await ask(report, { name: 'find-id', subject: 'd1' });
    assert.ok(result?.kind === 'learned');
    assert.deepEqual(result.learned, { whereabouts: { id: 'd1' } });
  });

  it('find-id: a gateway that knows no such page does not say that the device is nowhere', async () => {
    offline = await Offline.signedIn([answer(404, notFound), { status: 404, headers: [['content-type', 'text/html']], body: '<!doctype html><title>404</title>' }]);
    const result = await ask(await offline.run('GET /projects/p1/devices/d1\n'), { name: 'find-id', subject: 'd1' });
    assert.equal(result?.kind, 'unanswered');
  });

  it('show-permissions', async () => {
    offline = await Offline.signedIn([answer(403, { error: 'no', code: 403, help: '' }), answer(200, { permissions: ['device.read'], nextPageToken: '' })], [teller]);
    const result = await ask(await offline.run('PATCH /projects/p1\nContent-Type: application/json\n\n{}\n'), { name: 'show-permissions', subject: 'projects/p1' });
    assert.ok(result?.kind === 'learned');
    assert.equal(headline(result.report), '[null,{"scope":"projects/p1","permissions":["device.read"]}]');
    const question = offline.transport.sent.at(-1);
    assert.deepEqual([question?.method, question?.target, question?.body], ['GET', '/v2/projects/p1/permissions?pageSize=100', undefined]);
  });

  it('what was learned of one failure explains the next of the same account', async () => {
    offline = await Offline.signedIn([answer(403, { error: 'no', code: 403, help: '' }), answer(200, { permissions: ['device.read'] }), answer(403, { error: 'no', code: 403, help: '' })], [teller]);
    await ask(await offline.run('DELETE /projects/p1\n'), { name: 'show-permissions', subject: 'projects/p1' });
    assert.equal(headline(await offline.run('DELETE /projects/p1\n')), '[null,{"scope":"projects/p1","permissions":["device.read"],"isEarlier":true}]');
  });

  it('that is refused itself says why, and leaves the failure as it is', async () => {
    offline = await Offline.signedIn([answer(403, { error: 'no', code: 403, help: '' }), answer(403, { error: 'no', code: 403, help: '' })]);
    const result = await ask(await offline.run('DELETE /projects/p1\n'), { name: 'show-permissions', subject: 'projects/p1' });
    assert.ok(result?.kind === 'unanswered');
    assert.match(headline(result.answer) ?? '', /^403 Forbidden/);
  });

  it('hides what is secret in the answer', async () => {
    offline = await Offline.signedIn([answer(409, { error: 'conflict', code: 409, help: '' }), answer(200, { name: 'x', secret: 'planted-in-answer' })]);
    const result = await ask(await offline.run('PATCH /projects/p1\nContent-Type: application/json\n\n{"displayName":"a"}\n'), { name: 'reread' });
    assert.ok(result?.kind === 'read');
    assert.ok(!result.answer.document.includes('planted'), result.answer.document);
  });

  const conflict = answer(409, { error: 'conflict', code: 409, help: '' });
  const rereads: readonly [what: string, request: string, read: ReturnType<typeof answer>, kind: string, isAlreadySo?: boolean][] = [
    ['the resource as it is', 'PATCH /projects/p1\nContent-Type: application/json\n\n{"displayName":"a"}', answer(200, { name: 'projects/p1', displayName: 'b' }), 'read', false],
    ['the resource is so already', 'PATCH /projects/p1\nContent-Type: application/json\n\n{"displayName":"a"}', answer(200, { name: 'projects/p1', displayName: 'a' }), 'read', true],
    ['the label is so already', 'POST /projects/p1/devices/d1/labels\nContent-Type: application/json\n\n{"key":"k","value":"v"}', answer(200, { labels: { k: 'v' } }), 'read', true],
    ['the list has it already', 'POST /projects/p1/members\nContent-Type: application/json\n\n{"email":"a@b.example"}', answer(200, { members: [{ email: 'a@b.example' }] }), 'read', true],
    ['still there after a DELETE', 'DELETE /projects/p1', answer(200, {}), 'read', false],
    ['gone after a DELETE', 'DELETE /projects/p1', answer(404, notFound), 'gone', true],
    ['gone', 'PATCH /projects/p1\nContent-Type: application/json\n\n{"displayName":"a"}', answer(404, notFound), 'gone', false],
    ['not to be read', 'PATCH /projects/p1\nContent-Type: application/json\n\n{"displayName":"a"}', answer(403, { error: 'no', code: 403, help: '' }), 'unanswered'],
    ['no JSON', 'PATCH /projects/p1\nContent-Type: application/json\n\n{"displayName":"a"}', { status: 200, body: 'hello' }, 'read', false],
  ];
  for (const [what, text, read, kind, isAlreadySo] of rereads) {
    it(`reread: ${what}`, async () => {
      offline = await Offline.signedIn([conflict, read]);
      const result = await ask(await offline.run(`# @retry none\n${text}\n`), { name: 'reread' });
      assert.ok(result);
      assert.equal(result.kind, kind);
      assert.equal('isAlreadySo' in result ? result.isAlreadySo : undefined, isAlreadySo);
    });
  }

  it('that is cancelled is no answer', async () => {
    offline = await Offline.signedIn([conflict, 'hang']);
    const report = await offline.run('DELETE /projects/p1\n');
    const abort = new AbortController();
    const asking = ask(report, { name: 'reread' }, abort.signal);
    setImmediate(() => abort.abort());
    assert.deepEqual(await asking, { kind: 'cancelled' });
  });

  it('of a host without such a question is none, and sends nothing', async () => {
    offline = Offline.unsigned([{ status: 404 }]);
    const report = await offline.run('GET https://x.example/v2/projects/p1/devices/d1\n');
    assert.equal(await ask(report, { name: 'find-id', subject: 'd1' }), undefined);
    assert.equal(offline.transport.sent.length, 1);
  });
});
