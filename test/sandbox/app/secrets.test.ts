import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunReport } from '../../../src/app/report';
import { Engine } from '../../helpers/engine';

const planted = 'planted-S3cret/+value';
const stored = 'stored-secret-value-42';

/** Everything of a report that somebody shows: all but the request itself and the bytes of the answer. */
function shown(report: RunReport): string {
  if (report.kind !== 'ran') return JSON.stringify(report);
  const { title, summary, requestText, document, body, failure, expectations } = report;
  return JSON.stringify({ title, summary, requestText, document, body, failure, expectations });
}

describe('a secret', () => {
  let engine: Engine;
  before(async () => {
    engine = await Engine.start({
      'file:///workspace/http-client.private.env.json': JSON.stringify({
        $shared: { planted, stored: { $secret: 'vault' } },
      }),
    });
    await engine.services.secrets.save({ name: 'vault', value: stored, origins: [engine.sandbox.origin, 'https://hooks.invalid'] });
  });
  after(() => engine.stop());

  const places: readonly [name: string, text: string][] = [
    ['in a header', 'GET /projects\nX-Api-Key: {{planted}}'],
    ['in the path', 'GET /projects/{{%planted}}'],
    ['in the query', 'GET /projects?query={{%planted}}'],
    ['in a query parameter that is to blame', 'GET /projects?page_size={{%planted}}'],
    ['in the body', 'POST /projects\nContent-Type: application/json\n\n{ "displayName": "{{planted}}", "organization": "{{planted}}" }'],
    ['in an Authorization header', 'GET /projects\nAuthorization: Bearer {{planted}}'],
    ['from secret storage', 'GET /projects/{{stored}}\nX-Api-Key: {{stored}}'],
    ['to a host that does not exist', 'GET https://hooks.invalid/{{stored}}/{{%planted}}'],
    ['in an expectation', '# @expect header content-type == {{planted}}\nGET /projects'],
  ];
  for (const [name, text] of places) {
    it(`${name} is sent and shown nowhere`, async () => {
      const before = engine.sandbox.requests.length;
      const report = await engine.run(`# @retry none\n${text}\n`);
      assert.equal(report.kind, 'ran', JSON.stringify(report));
      const sink = shown(report) + engine.log.join('\n');
      for (const secret of [planted, encodeURIComponent(planted), stored]) {
        assert.ok(!sink.includes(secret), `${secret} in ${sink}`);
      }
      const request = engine.sandbox.requests.slice(before).find(({ target }) => target !== '/oauth2/token');
      if (request) assert.match(`${request.target} ${request.rawHeaders.join(' ')} ${request.body}`, name.includes('expectation') ? /projects/ : /planted-S3cret|stored-secret/);
    });
  }

  it('of the account is in nothing but its signature', async () => {
    const report = await engine.run('# @auth basic\nGET /projects\n');
    const { secret, keyId } = engine.sandbox.account('project.admin');
    const sink = shown(report) + engine.log.join('\n');
    assert.ok(!sink.includes(secret));
    assert.ok(!sink.includes(Buffer.from(`${keyId}:${secret}`).toString('base64')));
  });

  const pasted: readonly [name: string, headers: string, hidden: string][] = [
    ['a second Authorization header', 'Authorization: Bearer first-token-1\nAuthorization: Bearer second-token-2', 'second-token-2'],
    ['the password of a Basic pair', `Authorization: Basic ${Buffer.from('user:hunter2hunter2').toString('base64')}`, 'hunter2hunter2'],
    ['an API key', 'X-Api-Key: pasted-key-12345', 'pasted-key-12345'],
    ['a cookie', 'Cookie: session=abcdef123456', 'session=abcdef123456'],
  ];
  for (const [name, headers, hidden] of pasted) {
    it(`pasted as ${name} is not shown when a server repeats it`, async () => {
      const report = await engine.run(`GET /projects?page_size=${hidden}\n${headers}\nX-Sandbox-Fault: 400; body=json\n`);
      assert.ok(report.kind === 'ran');
      assert.ok(!shown(report).includes(hidden), shown(report));
    });
  }

  it('that is not stored keeps the request from being sent', async () => {
    const other = await Engine.start({ 'file:///workspace/http-client.env.json': '{"$shared":{"key":{"$secret":"nothing"}}}' });
    const report = await other.run('GET /projects/{{key}}\n');
    assert.equal(report.kind === 'refused' && report.findings[0]?.finding.code, 'secret.missing');
    assert.equal(other.sandbox.requests.length, 0);
    await other.stop();
  });

  it('of an answer is not shown by the expectations that it fails, and goes on in a reference', async () => {
    const token = `${'x'.repeat(190)}planted-token-of-an-answer`;
    const answers = createServer((request, response) => {
      response.setHeader('X-Secret', 'planted-header');
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ access_token: token, seen: request.url }));
    });
    await new Promise<void>((resolve) => answers.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(answers.address() as AddressInfo).port}`;
    try {
      const login = `# @name login\nGET ${origin}/login\n\n###\n`;
      const failing = await engine.runNamed(`${login}# @name other\n# @expect body $.access_token == "x"\n# @expect body contains nothing\n# @expect header x-secret == y\nGET ${origin}/other\n`, 'other');
      assert.ok(failing.kind === 'ran' && failing.verdict === 'failed' && failing.expectations.every(({ ok }) => !ok));
      const chained = await engine.runNamed(`${login}# @name use\nGET ${origin}/use?t={{login.response.body.$.access_token}}\n`, 'use');
      assert.ok(chained.kind === 'ran' && chained.plan.request.target.endsWith('planted-token-of-an-answer'));
      assert.doesNotMatch(shown(failing) + shown(chained) + engine.log.join(''), /planted|xxxx/);
    } finally {
      answers.close();
    }
  });
});
