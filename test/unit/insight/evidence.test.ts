import assert from 'node:assert/strict';
import { explain } from '../../../src/insight/explain';
import { exchange, vendorBody, type ExchangeSpec } from '../../helpers/exchanges';

const api = 'https://api.disruptive-technologies.com/v2/projects';

function evidence(spec: ExchangeSpec): Readonly<Record<string, string>> {
  const { outcome, facts } = exchange(spec);
  return Object.fromEntries((explain(outcome, facts)?.evidence ?? []).map(({ label, value }) => [label, value]));
}

describe('evidence', () => {
  it('holds the facts of the exchange, and the answer word for word', () => {
    assert.deepEqual(evidence({
      request: `GET ${api}/abc`, before: [{ status: 503, followedBy: 'retry' }], answer: { status: 404, body: vendorBody(404, 'no [such](project)') },
      facts: { quota: { used: 12, limit: 75, windowMs: 10_000 } },
    }), {
      Time: '2026-03-01 11:59:59 UTC', Host: 'api.disruptive-technologies.com', Status: '404 Not Found', Account: 'robot (ro…@prj…)',
      Attempt: '2 of 2 (503, then 404), 150 ms', Quota: '63 of 75 left in 10 s, counted on this machine',
      error: 'no [such](project)', code: '404', help: 'https://docs.d21s.com/error/#404',
    });
  });

  it('counts attempts of how many were allowed, and never more than that', () => {
    const attempt = (attemptsAllowed?: number) => evidence({ request: `GET ${api}`, before: [{ status: 503, followedBy: 'retry' }], answer: { status: 503 }, facts: attemptsAllowed === undefined ? {} : { attemptsAllowed } })['Attempt'];
    assert.deepEqual([attempt(4), attempt(1), attempt()].map((value) => value?.slice(0, 6)), ['2 of 4', '2 of 2', '2 of 2']);
  });

  it('says where a role is told of DT Studio alone', () => {
    const found = evidence({ request: `POST ${api}/abc/devices:claim`, body: {}, answer: { status: 403, body: vendorBody(403, 'x') } });
    assert.match(found['Role needed'] ?? '', /for claiming in Studio/);
  });

  it('never shows an email in full, not even one that is the name of the account', () => {
    const found = evidence({ request: `GET ${api}`, answer: { status: 404 }, facts: { account: { name: 'robot@prj.serviceaccount.d21s.com', maskedEmail: 'ro…@prj…' } } });
    assert.equal(found['Account'], 'ro…@prj…');
  });

  it('says for how long a 429 has closed the quota', () => {
    const found = evidence({ request: `GET ${api}`, failure: 'quota', facts: { quota: { used: 1, limit: 75, windowMs: 10_000, closedForMs: 90_000 } } });
    assert.deepEqual([found['Quota'], found['Detail']], ['closed by a 429 for 1 min 30 s', undefined], 'once');
  });

  it('says when nothing was sent', () => {
    const found = evidence({ request: `GET ${api}`, failure: 'quota', detail: 'waits 70 s' });
    assert.deepEqual([found['Attempt'], found['Detail'], found['Time']], ['none: nothing was sent', 'waits 70 s', '2026-03-01 12:00:00 UTC']);
  });

  it('holds what the token endpoint said, without secrets', () => {
    const signIn = { cause: 'signature', status: 400, error: 'invalid_grant', description: 'bad planted' } as const;
    const found = evidence({ request: `GET ${api}`, failure: 'sign-in', facts: { signIn, hide: (text) => text.replaceAll('planted', '•••') } });
    assert.equal(found['Detail'], undefined, 'not twice');
    assert.deepEqual([found['Token endpoint'], found['error'], found['error_description']], ['400 Bad Request', 'invalid_grant', 'bad •••']);
  });

  const unsigned: readonly [because: 'no-account' | 'signed-out' | 'none-chosen' | 'origin-not-allowed' | 'own-authorization' | 'asked', expected: RegExp][] = [
    ['no-account', /^none: /], ['signed-out', /^signed out: sent unsigned$/], ['none-chosen', /^none chosen: sent unsigned$/], ['origin-not-allowed', /accounts sign only requests to DT's hosts and those you allowed/], ['own-authorization', /header of its own/], ['asked', /asks for none/],
  ];
  for (const [because, expected] of unsigned) {
    it(`says why no account was used: ${because}`, () => {
      assert.match(evidence({ request: 'GET https://example.com/', signedAs: 'nobody', answer: { status: 500 }, facts: { unsignedBecause: because } })['Account'] ?? '', expected);
    });
  }

  it('tells more of the role than its name, where the sources do', () => {
    const role = (request: string) => evidence({ request, answer: { status: 403, body: vendorBody(403, 'x') } })['Role needed'];
    assert.equal(role(`POST ${api}/abc/devices:transfer`), 'project.admin or organization.admin in both source and target project');
    assert.equal(role(`PATCH ${api}/abc`), undefined);
    assert.equal(role(`GET ${api}/abc`), undefined);
  });

  it('names the host that answered, after a redirect', () => {
    assert.equal(evidence({ request: `GET ${api}`, answer: { status: 500 }, answeredAt: { origin: 'https://cdn.example', target: '/' } })['Host'], 'cdn.example');
  });

  it('shows the start of a body that is not of the API, without its secrets', () => {
    const found = evidence({ request: 'GET https://example.com/', signedAs: 'nobody', answer: { status: 500, body: { access_token: 'planted-secret', text: 'x'.repeat(500) } } });
    assert.doesNotMatch(found['Body'] ?? '', /planted/);
    assert.ok((found['Body'] ?? '').length <= 160);
    assert.equal(evidence({ request: 'GET https://example.com/', answer: { status: 500 } })['Body'], 'empty');
  });
});

describe('secrets in an explanation', () => {
  const secret = 'planted-secret-0123456789-0123456789-0123456789-0123456789-0123456789';
  const hide = (text: string) => text.replaceAll(secret, '•••');
  const token = 'secret-token-of-the-header';
  const specs: readonly ExchangeSpec[] = [
    { request: `GET ${api}/${secret}/devices/${secret}`, answer: { status: 404, body: vendorBody(404, `no ${secret}`) } },
    { request: `GET ${api}/${secret}`, answer: { status: 403, body: vendorBody(403, secret) } },
    { request: `GET ${api}/abc/devices?${secret}=1&device_types=${secret}`, answer: { status: 400, body: vendorBody(400, 'x') } },
    { request: `POST ${api}/abc/devices/d/labels`, body: { key: secret, value: '' }, answer: { status: 409, body: vendorBody(409, 'already exists') } },
    { request: `POST ${api}/abc/members`, body: { email: secret, roles: [], [secret]: 1 }, answer: { status: 400, body: vendorBody(400, 'x') } },
    { request: `GET ${api}`, failure: 'reset', detail: `${'-'.repeat(460)}${secret}` },
    { request: `GET ${api}`, answer: { status: 403, body: `${'-'.repeat(140)}${secret}` } },
    { request: `GET ${api}`, headers: [['Authorization', `Bearer ${token}`]], signedAs: 'nobody', answer: { status: 401, body: vendorBody(401, 'x') } },
  ];
  for (const spec of specs) {
    it(`not even half of one: ${spec.request.replaceAll(secret, '…')} ${spec.answer?.status ?? spec.failure ?? ''}`, () => {
      const { outcome, facts } = exchange({ ...spec, facts: { hide } });
      const said = JSON.stringify(explain(outcome, facts));
      assert.doesNotMatch(said, /planted|secret-token/);
    });
  }

  it('hidden ids keep their places', () => {
    const { outcome, facts } = exchange({ request: `GET ${api}/${secret}/devices/d`, answer: { status: 404, body: vendorBody(404, 'project not found') }, facts: { hide } });
    assert.deepEqual(explain(outcome, facts)?.part, { kind: 'path-segment', index: 2 });
  });
});
