import assert from 'node:assert/strict';
import type * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { askDocumentation, type DocumentationAnswer, longestQuestion } from '../../../src/app/askDocumentation';
import { closedPort } from '../../helpers/closedPort';
import { Engine } from '../../helpers/engine';
import { ForwardProxy } from '../../helpers/forwardProxy';
import { makeCertificate } from '../http/certificates';

const host = 'docs.developer.disruptive-technologies.com';
const authority = makeCertificate({ name: 'Test Authority', authority: true });
const { key, cert } = makeCertificate({ name: host, issuer: authority, hosts: [host] });
const token = `${['{"alg":"HS256","typ":"JWT"}', '{"iss":"somebody","sub":"x"}'].map((part) => Buffer.from(part).toString('base64url')).join('.')}.${'s'.repeat(43)}`;

interface Asked {
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
}

describe('asking the documentation', () => {
  let engine: Engine;
  let server: https.Server;
  let proxy: ForwardProxy;
  let way: string;
  let answering: (response: http.ServerResponse) => void;
  let asked: Asked[];

  const ask = (question: string, signal = new AbortController().signal): Promise<DocumentationAnswer> => askDocumentation(engine.services, question, signal);
  const answers = (status: number, body: string | Buffer, headers: http.OutgoingHttpHeaders = { 'Content-Type': 'text/markdown; charset=utf-8' }) => {
    answering = (response) => response.writeHead(status, headers).end(body);
  };

  before(async () => {
    server = https.createServer({ key, cert }, (request, response) => {
      asked.push({ url: request.url ?? '', headers: request.headers });
      answering(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = await ForwardProxy.start({ routes: new Map([[`${host}:443`, (server.address() as AddressInfo).port]]) });
    engine = await Engine.start({}, {}, {}, { connections: { ca: [authority.cert], proxyFor: () => ({ value: way, source: { kind: 'setting', name: 'http.proxy' } }) } });
  });
  beforeEach(() => {
    asked = [];
    way = proxy.url;
    answers(200, '# Answer\n\nGive it a **role**.\n');
  });
  after(async () => {
    await engine.stop();
    proxy.dispose();
    server.closeAllConnections();
    server.close();
  });

  it('sends the question to the page itself, unsigned, and counts against no quota', async () => {
    const before = engine.services.quotas();
    const answer = await ask('  Why 403 for ä & "transfer"? 100%\n');
    const address = '/error-codes.md?ask=Why%20403%20for%20%C3%A4%20%26%20%22transfer%22%3F%20100%25';
    assert.deepEqual(answer, { kind: 'answered', document: `https://${host}${address}\n\n# Answer\n\nGive it a **role**.\n` });
    assert.deepEqual(asked.map(({ url }) => url), [address]);
    const { authorization, cookie, host: named, 'user-agent': agent } = asked[0]?.headers ?? {};
    assert.deepEqual([authorization, cookie, named, agent], [undefined, undefined, host, 'dt-http/test']);
    assert.deepEqual(engine.services.quotas(), before);
  });

  it('shows an answer as the text that it is, without what steers a terminal or hides', async () => {
    answers(200, '<script>alert(1)</script>\r\n[x](command:workbench.action.quit)\u001b[2J\u202egnp', { 'Content-Type': 'text/html' });
    const answer = await ask('x');
    assert.ok(answer.kind === 'answered');
    assert.equal(answer.document.split('\n\n')[1], '<script>alert(1)</script>\n[x](command:workbench.action.quit)␛[2J\ufffdgnp\n');
  });

  it('half a character of a question is none', async () => {
    assert.equal((await ask('a\ud83db')).kind, 'answered');
    assert.deepEqual(asked.map(({ url }) => url), ['/error-codes.md?ask=a%EF%BF%BDb']);
  });

  describe('is not sent', () => {
    const refused: readonly (readonly [name: string, question: () => string, says: RegExp])[] = [
      ['empty', () => ' \n ', /^Type a question\.$/],
      ['too long', () => 'x'.repeat(longestQuestion + 1), /at most 1,000 characters; this one has 1,001\.$/],
      ['with the secret of an account that was never used', () => `Why is ${engine.sandbox.accounts[0]?.secret} refused?`, /holds a secret, so it was not sent/],
      ['with that secret in base64', () => Buffer.from(`xx${engine.sandbox.accounts[0]?.secret}yy`).toString('base64'), /holds a secret/],
      ['with a secret that is stored', () => 'is planted-stored-secret right?', /holds a secret/],
      ['with an access token', () => `What is ${token}?`, /holds a secret/],
    ];
    before(() => engine.services.secrets.save({ name: 'webhook', value: 'planted-stored-secret', origins: ['https://a.example'] }));
    for (const [name, question, says] of refused) {
      it(name, async () => {
        const answer = await ask(question());
        assert.ok(answer.kind === 'refused');
        assert.match(answer.sentence, says);
        assert.deepEqual(asked, []);
        assert.doesNotMatch(answer.sentence + engine.log.join(), /planted|s{43}/);
      });
    }
  });

  const failing: readonly (readonly [name: string, arrange: () => void | Promise<void>, says: RegExp])[] = [
    ['404', () => answers(404, 'no'), /^The documentation did not answer\. 404 Not Found: [^.]+\.$/],
    ['401', () => answers(401, '{"error":"x","code":401}'), /^The documentation did not answer\. 401 Unauthorized: the server wants credentials\.$/],
    ['503, once', () => answers(503, 'down'), /^The documentation did not answer\. 503 /],
    ['204', () => answers(204, ''), /^The documentation did not answer\. 204 No Content is not an answer to a question\.$/],
    ['nothing', () => answers(200, ' \n'), /nothing that can be read\.$/],
    ['a picture', () => answers(200, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), { 'Content-Type': 'image/png' }), /nothing that can be read\.$/],
    ['no connection', async () => void (way = `http://127.0.0.1:${await closedPort()}`), /^The documentation did not answer\. [^.]*proxy[^]*\.$/],
    ['an answer without end', () => {
      answering = (response) => {
        response.writeHead(200, { 'Content-Type': 'text/plain' });
        const piece = Buffer.alloc(1_000_000, 'x');
        const more = () => {
          if (!response.destroyed) response.write(piece, more);
        };
        more();
      };
    }, /more than anybody would read/],
  ];
  for (const [name, arrange, says] of failing) {
    it(`${name} is told in a sentence`, async () => {
      await arrange();
      const answer = await ask('Why?');
      assert.ok(answer.kind === 'failed', JSON.stringify(answer).slice(0, 300));
      assert.match(answer.sentence, says);
      assert.ok(asked.length <= 1, 'asked once');
    });
  }

  it('a long answer is cut', async () => {
    answers(200, 'y'.repeat(500_000));
    const answer = await ask('x');
    assert.ok(answer.kind === 'answered' && answer.document.length < 201_000 && answer.document.endsWith('… cut here: the answer is longer.\n'));
  });

  it('can be cancelled', async () => {
    const abort = new AbortController();
    answering = () => abort.abort();
    assert.deepEqual(await ask('x', abort.signal), { kind: 'cancelled' });
  });
});
