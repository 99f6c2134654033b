import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunReport } from '../../../src/app/report';
import { parse } from '../../../src/language/syntax/parser';
import { answer } from './wire/row';
import { Listeners, openSession, servicesOf } from './wire/runRow';

/** What became of a block: `METHOD target` and, after a blank, the body; or the sentence for which it was not sent. */
type Outcome = string | RegExp;

const trace = answer('200 OK', ['Content-Type: application/json', 'X-Trace: t1'], '{"id": 5, "token": "abc.def", "group": "g1", "list": [{"id": 8}]}');
const moved = answer('302 Found', ['Location: /elsewhere']);
const scripts = /script/i;

/** Files in the way of other tools: block by block they run, or are refused with the sentence that says why. */
const files: Readonly<Record<string, readonly Outcome[]>> = {
  'rest-client': [
    'GET /comments?page=2&pageSize=10',
    'POST /comments {\n    "content": "fake content",\n    "created_at": "2026-01-31T12:00:00.123Z",\n    "modified_by": "uuid-1",\n    "stars": 3\n}',
    'GET /comments/5/replies?trace=t1',
    /XPath/,
    'DELETE /users/Ann',
    'POST /login name=foo&password=bar',
    'POST /upload ------Boundary7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name="text"\r\n\r\ntitle\r\n------Boundary7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name="note"; filename="note.txt"\r\nContent-Type: text/plain\r\n\r\nA note.\r\n------Boundary7MA4YWxkTrZu0gW--',
    /GraphQL/,
    /Digest authentication/,
    /Basic|base64/i,
    /curl/,
  ],
  httpyac: [
    scripts,
    'GET /things',
    'GET /things/8',
    /response\.body/,
    'disabled',
    /@loop is not supported: the request would be sent once\..*@sleep/,
    scripts,
    /client certificate/i,
    /gRPC/,
    /WebSocket/,
    /NTLM authentication/,
  ],
  jetbrains: [
    'GET /api/items?sort=name&filter=uuid-1',
    scripts,
    scripts,
    'POST /api/files A note.',
    'GET /api/moved',
    /unit/,
    /HTTP\/1\.1/,
    /stored answer/i,
    /GraphQL/,
    /WebSocket/,
    /neither a path, a host nor a URL|import/,
    'GET /api/home?of=ann',
  ],
  'visual-studio': [
    'GET /weatherforecast/',
    'POST /login {\n  "user": "ann"\n}',
    'GET /todos/7',
    'PUT /todos/7 { "id": 7, "at": 1769860800 }',
    /HTTP\/1\.1/,
    /"Id".*"id"/,
  ],
  kulala: [
    'GET /users',
    'GET /users/me',
    'GET /groups/g1',
    'POST /users { "name": "Ann", "at": 1769860800, "id": "uuid-1" }',
    scripts,
    scripts,
    /HTTP\/1\.1/,
    'GET /users',
  ],
};

const row = {
  name: '',
  text: '',
  variables: { baseUrl: 'http://<listener>', origin: 'http://<listener>', host: 'http://<listener>', Api_HostAddress: 'http://<listener>', BASE_URL: 'http://<listener>' },
  prompts: { username: 'Ann', NAME: 'Ann' },
  env: { USER: 'ann' },
  files: { 'note.txt': 'A note.', '.env': 'STAGE=test', 'thing.template.json': '{"stamp": "{{$timestamp}}"}' },
};

describe('files of other tools', () => {
  const listeners = new Listeners();
  before(() => listeners.start());
  after(() => listeners.stop());

  for (const [name, outcomes] of Object.entries(files)) {
    const text = readFileSync(path.join('test', 'fixtures', 'others', `${name}.http`), 'utf8').replaceAll('\r\n', '\n');
    const { blocks } = parse(text);
    /** httpYac's first block is a script of its own, which stands above no request. */
    const wanted = blocks.filter(({ request, lines }) => request !== undefined || lines.some(({ kind }) => kind === 'refused'));
    it(`${name}: every block is looked at`, () => assert.equal(wanted.length, outcomes.length));

    for (const [index, outcome] of outcomes.entries()) {
      it(`${name}: block ${index + 1} ${typeof outcome === 'string' ? `runs: ${outcome.split('\n')[0] ?? ''}` : `is refused: ${outcome.source}`}`, async () => {
        const services = await servicesOf(listeners, row);
        const file = parse(text);
        const block = file.blocks.find(({ start }) => start === wanted[index]?.start);
        assert.ok(block);
        let report: RunReport | undefined;
        const received = await listeners.during([text.slice(block.start, block.end).includes('no-redirect') ? moved : trace], async () => {
          report = await openSession(services, listeners, row, file, []).run(block, new AbortController().signal);
        });
        services.dispose();
        assert.ok(report);
        if (typeof outcome === 'string') {
          assert.equal(shownReport(report) || shownRequest(received.at(-1)).replace(/uuid-\d/, 'uuid-1'), outcome);
        } else {
          assert.match(shownReport(report), outcome);
          assert.deepEqual(received.slice(report.kind === 'refused' && outcome.source === 'XPath' ? 1 : 0), []);
        }
      });
    }
  }

  it('an environment file of Visual Studio, with a secret of its own kind, is refused', async () => {
    const environment = { ...row, environment: 'dev', files: { 'http-client.env.json': '{"dev": {"a": {"provider": "AspnetUserSecrets", "secretName": "b"}}}' } };
    const services = await servicesOf(listeners, environment);
    const file = parse('GET /{{a}}\n');
    const [block] = file.blocks;
    assert.ok(block);
    const report = await openSession(services, listeners, environment, file, []).run(block, new AbortController().signal);
    services.dispose();
    assert.match(shownReport(report), /http-client\.env\.json has errors/);
  });
});

/** Why nothing was sent; empty when something was. */
function shownReport(report: RunReport): string {
  if ('findings' in report) return report.findings.map(({ message }) => message).join(' ');
  return report.kind === 'ran' ? (report.failure?.explanation.headline ?? '') : report.kind;
}

function shownRequest(received: string | undefined): string {
  const [head = '', ...body] = (received ?? '').split('\r\n\r\n');
  return [head.split(' HTTP/1.1')[0] ?? '', ...(body.join('') === '' ? [] : [body.join('\r\n\r\n')])].join(' ');
}
