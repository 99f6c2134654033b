import assert from 'node:assert/strict';
import { explain } from '../../../src/insight/explain';
import type { Explanation } from '../../../src/insight/entry';
import { isDocumentationUrl } from '../../../src/insight/vendorError';
import { exchange, jwt, vendorBody, type ExchangeSpec } from '../../helpers/exchanges';

/*
 * What an explanation may never get wrong: each rule over all the cases that could break it.
 */

const api = 'https://api.disruptive-technologies.com/v2';
const sandbox = 'http://127.0.0.1:8480/v2';

function explained(spec: ExchangeSpec): Explanation {
  const { outcome, facts } = exchange(spec);
  const explanation = explain(outcome, facts);
  assert.ok(explanation, spec.request);
  return explanation;
}

function said({ headline, doThis, why, fixes, links }: Explanation): string {
  return JSON.stringify([headline, doThis, why, fixes, links]);
}

describe('never throws', () => {
  for (const depth of [50, 500, 1500, 2500, 4000, 6000, 20_000, 200_000]) {
    const deep: Readonly<Record<string, string>> = {
      lists: '['.repeat(depth) + ']'.repeat(depth),
      objects: '{"a":'.repeat(depth) + '1' + '}'.repeat(depth),
      'labels of a list': `{"addLabels":${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}}`,
    };
    for (const [name, text] of Object.entries(deep)) {
      it(`${name}, ${depth} deep, sent and answered`, () => {
        for (const status of [400, 404, 409, 500]) {
          explained({ request: `POST ${api}/projects/abc/devices:batchUpdate`, body: text, answer: { status, body: JSON.parse(`{"error":"invalid a"}`) as unknown } });
          explained({ request: `POST ${api}/projects/abc/devices:batchUpdate`, body: text, answer: { status, body: text } });
        }
      });
    }
  }

  it('a body with a hundred thousand mistakes', () => {
    const body = { devices: Array.from({ length: 150_000 }, (_, index) => index) };
    explained({ request: `POST ${api}/projects/abc/devices:batchUpdate`, body, answer: { status: 400, body: vendorBody(400, 'bad request') } });
  });
});

describe('never wrong', () => {
  const batch = `POST ${api}/projects/c0md3mm0c7bet3vico8g/devices:batchUpdate`;

  it('a label that is called like a word of the message is not what the message means', () => {
    const { part } = explained({ request: batch, body: { devices: 'x', addLabels: { a: '1', must: '2' } }, answer: { status: 400, body: vendorBody(400, 'invalid devices: must be a list of strings') } });
    assert.deepEqual(part, { kind: 'json', pointer: '/devices', what: 'value' });
  });

  it('a kind of id in the name of a property is not the id in the path', () => {
    const { headline } = explained({
      request: 'PUT https://emulator.disruptive-technologies.com/v2/projects/c0md3mm0c7bet3vico8g/devices/emuc0md3mm0c7bet3vico8g', body: { type: 'x' },
      answer: { status: 400, body: vendorBody(400, 'invalid device type "x"') },
    });
    assert.doesNotMatch(headline, /device id/);
  });

  it('what an account was allowed before does not say that it is allowed by now', () => {
    const permissions = { scope: 'projects/c0md3mm0c7bet3vico8g', permissions: ['device.update'] };
    const spec: ExchangeSpec = { request: batch, body: { devices: [], addLabels: { a: 'b' } }, answer: { status: 403, body: vendorBody(403, 'no') } };
    assert.match(said(explained({ ...spec, facts: { permissions } })), /by now/);
    assert.doesNotMatch(said(explained({ ...spec, facts: { permissions: { ...permissions, isEarlier: true } } })), /by now/);
  });

  it('a stream, a part and an unusual charset are not called broken', () => {
    const json = [['Content-Type', 'application/json']] as const;
    const { outcome, facts } = exchange({ request: `GET ${api}/projects/abc/devices:stream`, answer: { status: 200, headers: json, body: '{"result":{}}\n{"result":{}}' } });
    assert.equal(explain(outcome, facts), undefined);
    const part = exchange({ request: `GET ${api}/projects`, answer: { status: 206, headers: json, body: '{"projects":[' } });
    assert.equal(explain(part.outcome, part.facts), undefined);
  });

  const foreign: readonly { readonly name: string; readonly body?: unknown }[] = [
    { name: 'nothing' }, { name: 'a page', body: '<html>Sign in' }, { name: 'text', body: 'Forbidden' },
    { name: "a gateway's JSON", body: { message: 'Forbidden' } }, { name: 'a list', body: [] }, { name: 'null', body: null },
    { name: 'a code that is not the status', body: { code: 16 } },
  ];
  for (const status of [401, 403, 407]) {
    for (const { name, body } of foreign) {
      it(`${status} with ${name} is not blamed on the account`, () => {
        const explanation = explained({ request: `GET ${api}/projects/abc`, answer: { status, body } });
        assert.equal(explanation.code, 'answer.gateway');
        assert.deepEqual(explanation.part, { kind: 'request-line' });
        assert.ok(explanation.fixes.every((fix) => fix.kind === 'action' && fix.action === 'retry'));
      });
    }
  }

  for (const status of [401, 403]) {
    it(`${status} whose body cannot be decoded is held against nobody but the account's request`, () => {
      const explanation = explained({ request: `GET ${api}/projects/abc`, answer: { status, body: '\u001f\u008b', undecodable: 'gzip: bad header' } });
      assert.equal(explanation.code.startsWith(`dt.${status}`), true, explanation.code);
    });

    it(`${status} to HEAD without a body may be the API's`, () => {
      assert.match(explained({ request: `HEAD ${api}/projects/abc`, answer: { status } }).code, /^dt\./);
      assert.equal(explained({ request: `HEAD ${api}/projects/abc`, answer: { status, headers: [['Content-Type', 'text/html']] } }).code, 'answer.gateway');
    });
  }

  it('a page with 404 is no proxy where the API has no such path', () => {
    for (const path of ['/projects/abc/devises', '/nothing', '/v2/projects']) {
      assert.match(explained({ request: `GET ${api}${path}`, answer: { status: 404, body: '<html>Not Found' } }).code, /^dt\.404/);
    }
    assert.match(explained({ request: 'GET https://api.disruptive-technologies.com/projects', answer: { status: 404, body: '<html>Not Found' } }).code, /^dt\.404/);
    assert.equal(explained({ request: `GET ${api}/projects/abc`, answer: { status: 404, body: '<html>Not Found' } }).code, 'answer.page');
  });

  const portals: readonly (readonly [name: string, spec: ExchangeSpec])[] = [
    ['a page', { request: `GET ${api}/projects`, answer: { status: 200, body: '<html>' } }],
    ['a page after a redirect to another host', { request: `GET ${api}/projects`, answer: { status: 200, body: '<html>' }, answeredAt: { origin: 'https://hotel.example', target: '/' } }],
    ['an error page after a redirect to another host', { request: `GET ${api}/projects`, answer: { status: 403, body: '<html>' }, answeredAt: { origin: 'https://hotel.example', target: '/' } }],
    ['511', { request: `GET ${api}/projects`, answer: { status: 511, body: '<html>' } }],
  ];
  for (const [name, spec] of portals) {
    it(`${name} in place of the API: the network first, the account not at all`, () => {
      const explanation = explained(spec);
      assert.equal(explanation.code, 'answer.portal');
      assert.match(explanation.doThis[0]?.text ?? '', /sign in/);
      assert.ok(explanation.doThis.every(({ certainty }) => certainty === 'inferred'));
      assert.doesNotMatch(said(explanation), /secret|"key|clock|role/);
      assert.ok(explanation.fixes.every((fix) => fix.kind === 'action' && fix.action === 'retry'));
    });
  }

  it('JSON after a redirect to another host is no portal, and not held against the account', () => {
    const explanation = explained({ request: `GET ${api}/projects`, answer: { status: 403, body: vendorBody(403, 'forbidden') }, answeredAt: { origin: 'https://elsewhere.example', target: '/' } });
    assert.equal(explanation.code, 'answer.status');
    assert.doesNotMatch(said(explanation), /role|administrator/);
  });

  const planted = 'Zq8PlantedByTheServer';
  for (const status of [200, 400, 401, 403, 404, 405, 407, 409, 418, 429, 500, 501, 503, 504, 511]) {
    for (const code of [status, 'AUTH-401', planted]) {
      it(`${status} with the code ${code}: text from the network is evidence and nothing else, and no link`, () => {
        const help = `https://${planted}.example/#${status}`;
        const headers = [['Content-Type', 'application/json'], ['Retry-After', planted], ['Location', help], ['Server', planted], ['Proxy-Authenticate', planted]] as const;
        for (const body of [{ error: planted, code, help, message: planted, [planted]: 1 }, `<html><title>${planted}</title>`, `{"${planted}"`]) {
          const { outcome, facts } = exchange({ request: `GET ${api}/projects/abc`, answer: { status, headers, body } });
          const explanation = explain(outcome, facts);
          if (!explanation) continue;
          assert.doesNotMatch(said(explanation), new RegExp(planted, 'i'));
          assert.ok(explanation.links.every(({ url }) => isDocumentationUrl(url)));
        }
      });
    }
  }

  for (const status of [500, 502, 503, 504, 507, 599]) {
    for (const origin of [api, sandbox, 'https://example.com']) {
      it(`${status} of ${origin} never suggests a change of the request`, () => {
        const wrongInMoreThanOneWay = `GET ${origin}/projects/YOUR_ID/devises?page_size=9999`;
        const explanation = explained({ request: wrongInMoreThanOneWay, headers: [['Authorization', `Bearer ${jwt({ exp: 1 })}`]], answer: { status, body: vendorBody(status, 'page_size') } });
        assert.deepEqual(explanation.fixes.filter(({ kind }) => kind === 'edit'), []);
        assert.deepEqual(explanation.part, { kind: 'request-line' });
      });
    }
  }

  for (const status of [400, 401, 403, 404, 405, 409, 418, 429, 500, 501, 503, 504]) {
    for (const origin of ['https://example.com', 'https://api.disruptive-technologies.com.evil.example', 'http://api.disruptive-technologies.com', 'https://docs.d21s.com']) {
      it(`${status} of ${origin} is not explained from DT's documentation`, () => {
        const explanation = explained({ request: `GET ${origin}/v2/projects/abc`, signedAs: 'nobody', answer: { status, body: vendorBody(status, 'not found') } });
        assert.equal(explanation.code, 'answer.status');
        assert.doesNotMatch(said(explanation), /documented"|Studio|administrator|service account|disruptive-technologies\.com\//);
        assert.deepEqual(explanation.links, []);
      });
    }
  }

  const id = 'c0md3mm0c7bet3vico8g';
  const published: readonly (readonly [name: string, request: string, error: string])[] = [
    ['an id that is none', `DELETE ${api}/projects/YOUR_PROJECT_ID`, 'invalid project id'],
    ['an unknown parameter', `DELETE ${api}/projects/${id}?forse=true`, 'bad request'],
    ['a member that is none', `GET ${api}/projects/${id}/members/<member>:getInviteUrl`, 'bad request'],
  ];
  for (const [name, request, error] of published) {
    it(`${name} is not blamed on what is published for the endpoint`, () => {
      assert.doesNotMatch(explained({ request, answer: { status: 400, body: vendorBody(400, error) } }).code, /project-not-empty|invite-accepted/);
    });
  }

  it('a dry run of a claim claims nothing', () => {
    const claimErrors = { devices: [{ deviceId: id, code: 'ALREADY_CLAIMED', message: 'The device was previously claimed' }], kits: [] };
    const of = (query: string) => said(explained({ request: `POST ${api}/projects/${id}/devices:claim${query}`, body: { deviceIds: [id, 'other'] }, answer: { status: 200, body: { claimErrors } } }));
    assert.match(of('?dryRun=true'), /the others would be claimed/);
    assert.match(of(''), /the others are claimed/);
  });

  it('a role in a project is no cure for an organization', () => {
    for (const call of ['GET', 'POST']) {
      const { doThis } = explained({ request: `${call} ${api}/organizations/${id}/members`, answer: { status: 403, body: vendorBody(403, 'x') } });
      assert.match(doThis[0]?.text ?? '', /^Give the account the role Organization administrator in organization/);
    }
  });

  it('v2alpha is there, though not described', () => {
    const explanation = explained({ request: `GET https://api.disruptive-technologies.com/v2alpha/projects/${id}/rules`, answer: { status: 404, body: vendorBody(404, 'x') } });
    assert.doesNotMatch(said(explanation), /no version|has this path/);
    assert.deepEqual(explanation.fixes, []);
  });

  it('403 and 404 name both possibilities', () => {
    for (const status of [403, 404]) {
      const text = said(explained({ request: `GET ${api}/projects/abc`, answer: { status, body: vendorBody(status, 'x') } }));
      assert.match(text, status === 403 ? /not a member there, or its role is too low/ : /may be missing, or not visible to this account/);
    }
  });

  const skewed: readonly ExchangeSpec[] = [
    { request: `GET ${api}/projects`, answer: { status: 401, body: vendorBody(401, 'unauthorized') } },
    { request: `GET ${api}/projects`, failure: 'sign-in' },
    ...(['key', 'signature', 'email', 'clock', 'unknown'] as const).map((cause): ExchangeSpec => ({ request: `GET ${api}/projects`, failure: 'sign-in', facts: { signIn: { cause, status: 400 } } })),
  ];
  for (const spec of skewed) {
    for (const clockSkewMs of [-3_600_000, -10_000, 10_000, 86_400_000]) {
      it(`a clock off by ${clockSkewMs} ms is named before any key (${spec.facts?.signIn?.cause ?? spec.failure ?? 'answer'})`, () => {
        const explanation = explained({ ...spec, facts: { ...spec.facts, clockSkewMs } });
        assert.match(explanation.code, /\.clock$/);
        assert.match(explanation.headline, /clock/);
        assert.doesNotMatch(said(explanation), /deleted|secret/);
      });
    }
  }

  it('a clock that is right enough is not mentioned', () => {
    assert.doesNotMatch(explained({ request: `GET ${api}/projects`, answer: { status: 401, body: vendorBody(401, 'x') }, facts: { clockSkewMs: 4000 } }).headline, /clock/);
  });

  it('an old answer to a new address is not held against the written one', () => {
    const explanation = explained({
      request: `GET ${api}/projects/abc`, answer: { status: 403, body: vendorBody(403, 'x') }, answeredAt: { origin: 'https://api.disruptive-technologies.com', target: '/v2/elsewhere' },
    });
    assert.equal(explanation.code, 'answer.status');
  });

  const fine: readonly (ExchangeSpec & { readonly why: string })[] = [
    { why: 'JSON', request: `GET ${api}/projects`, answer: { status: 200, body: { projects: [] } } },
    { why: 'no content', request: `DELETE ${api}/projects/abc`, answer: { status: 204 } },
    { why: 'HEAD', request: `HEAD ${api}/projects`, answer: { status: 200, headers: [['Content-Type', 'text/html']] } },
    { why: 'a stream', request: `GET ${api}/projects/abc/devices:stream`, answer: { status: 200, headers: [['Content-Type', 'text/event-stream']], body: 'data: {}\n\n' } },
    { why: 'a page of another host', request: 'GET https://example.com/', answer: { status: 200, body: '<html>' } },
    { why: 'a redirect that was asked not to be followed', request: `GET ${api}/:claim-info`, answer: { status: 308 } },
    { why: 'a cancelled run', request: `GET ${api}/projects` },
  ];
  for (const spec of fine) {
    it(`${spec.why} needs no explanation`, () => {
      const { outcome, facts } = exchange(spec);
      assert.equal(explain(outcome, facts), undefined);
    });
  }
});
