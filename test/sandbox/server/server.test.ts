import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { endpoints } from '../../../src/api/description';
import { startSandbox } from '../../../src/sandbox';
import { basic, Harness, type Json, raw, send } from './harness';

describe('sandbox: server', () => {
  const sandbox = new Harness();
  const authorization = () => basic(sandbox.sandbox.account('project.admin'));
  const projects = () => `${sandbox.sandbox.apiBase}/projects`;
  const roles = () => `${sandbox.sandbox.apiBase}/roles`;

  describe('safety', () => {
    const get = (headers: Record<string, string | string[]>) =>
      raw(projects(), { headers: { authorization: authorization(), ...headers } });

    it('listens on 127.0.0.1 only', () => {
      assert.match(sandbox.sandbox.origin, /^http:\/\/127\.0\.0\.1:\d+$/);
    });

    it('refuses a Host that is not its own', async () => {
      const { port } = new URL(sandbox.sandbox.origin);
      for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1:1`, `127.0.0.2:${port}`]) {
        const { status, body } = await get({ host });
        assert.equal(status, 403, host);
        const { error } = JSON.parse(body.toString()) as Json;
        assert.equal(error, `The sandbox answers only requests to 127.0.0.1:${port}.`);
      }
      assert.equal((await get({ host: `localhost:${port}` })).status, 200);
      assert.equal((await get({ host: `LOCALHOST:${port}` })).status, 200);
    });

    it('refuses web pages', async () => {
      assert.equal((await get({ origin: sandbox.sandbox.origin })).status, 403);
      assert.equal((await get({ origin: 'null' })).status, 403);
      assert.equal((await get({ 'sec-fetch-site': 'cross-site' })).status, 403);
      assert.equal((await get({ 'sec-fetch-site': 'same-site' })).status, 403);
      assert.equal((await get({ 'sec-fetch-site': 'none' })).status, 200);
      const token = await raw(sandbox.sandbox.tokenUrl, { method: 'POST', headers: { origin: 'https://evil.example' } });
      assert.equal(token.status, 403);
    });

    it('sends no CORS headers, to a preflight neither', async () => {
      const answers = [
        await get({}),
        await raw(projects(), { method: 'OPTIONS', headers: { origin: 'https://evil.example' } }),
        await raw(projects(), { method: 'OPTIONS', headers: { authorization: authorization() } }),
      ];
      assert.deepEqual(answers.map(({ status }) => status), [200, 403, 501]);
      for (const { headers } of answers) {
        assert(!Object.keys(headers).some((name) => name.startsWith('access-control-')));
      }
    });

    it('is no proxy', async () => {
      const { status } = await raw(projects(), { path: 'http://evil.example/v2/projects' });
      assert.equal(status, 403);
    });
  });

  describe('paths and verbs', () => {
    it('answers 404 to an unknown path', async () => {
      for (const path of ['/nothing', '/projects/', '/projects/a/b', '/projects/a/devices:fly', '/projects/a/devices/b:publish']) {
        assert.match(await sandbox.refused(sandbox.api('project.admin', `GET ${path}`), 404), /^no endpoint has the path/);
      }
      const headers = { authorization: authorization() };
      await sandbox.refused(send(`${sandbox.sandbox.origin}/projects`, { headers }), 404);
      await sandbox.refused(send(`${sandbox.sandbox.origin}/v2`, { headers }), 404);
      await sandbox.refused(send(`${sandbox.sandbox.origin}/v2projects`, { headers }), 404);
    });

    it('answers 501 to the wrong verb, as documented', async () => {
      const project = `/projects/${sandbox.projects.headOffice}`;
      for (const line of ['PUT /projects', `GET ${project}/devices:transfer`, `POST ${project}/devices`, 'DELETE /roles']) {
        assert.equal(await sandbox.refused(sandbox.api('project.admin', line), 501), 'Method Not Allowed');
      }
      await sandbox.refused(sandbox.emulator('project.admin', `PATCH ${project}/devices/x`), 501);
    });

    it('answers what node cannot read, a verb that it does not know as a wrong one', async () => {
      const port = Number(new URL(sandbox.sandbox.origin).port);
      const ask = (text: string) => new Promise<string>((resolve, reject) => {
        let answer = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        socket.on('data', (data) => (answer += data.toString())).on('error', reject).on('close', () => resolve(answer));
      });
      const [head = '', body = ''] = (await ask('get /v2/projects HTTP/1.1\r\nHost: localhost\r\n\r\n')).split('\r\n\r\n');
      assert.match(head, /^HTTP\/1\.1 501 Not Implemented\r\nDate: Thu, 15 Jan 2026 12:00:00 GMT\r\nContent-Type: application\/json\r\n/);
      assert.ok(head.includes(`Content-Length: ${body.length}\r\nConnection: close`));
      assert.deepEqual(JSON.parse(body), { error: 'Method Not Allowed', code: 501, help: 'https://docs.d21s.com/error/#501' });
      assert.match(await ask('GET /v2/projects HTTP/1.1\r\nHost localhost\r\n\r\n'), /^HTTP\/1\.1 400 Bad Request\r\n.*Content-Length: 0\r\nConnection: close\r\n\r\n$/s);
      const listed = await ask(`GET /v2/projects HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: ${authorization()}\r\n\r\nget /v2/projects HTTP/1.1\r\n\r\n`);
      assert.ok(!listed.includes('501'), listed);
      const chunked = (size: string) => `POST /v2/projects HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: ${authorization()}\r\nTransfer-Encoding: chunked\r\n\r\n${size}\r\n`;
      assert.match(await ask(chunked('zz')), /^HTTP\/1\.1 400 Bad Request\r\n/);
      assert.match(await ask(chunked(`1;${'x'.repeat(20_000)}`)), /^HTTP\/1\.1 413 /);
      assert.match(await ask(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /);
    });

    it('knows every endpoint of the description', async () => {
      for (const { host, method, path } of endpoints) {
        if (host === 'identity') continue;
        const line = `${method} ${path.replace(/\{\w+\}/g, 'x')}`;
        // Accounts without any access get to the route and no further; one account would run into the quota.
        await sandbox.clock.advance(1000);
        const { status, body } = await (host === 'api' ? sandbox.api('none', line) : sandbox.emulator('none', line));
        assert(status === 200 || status === 400 || status === 404, `${line}: ${status}`);
        assert.doesNotMatch(JSON.stringify(body), /no endpoint has the path/, line);
      }
    });

    it('asks for credentials first', async () => {
      await sandbox.refused(send(`${sandbox.sandbox.apiBase}/nothing`), 401);
    });

    it('names a piece of the path that cannot be decoded', async () => {
      const error = await sandbox.refused(sandbox.api('project.admin', 'GET /projects/%ff'), 400);
      assert.equal(error, 'invalid project: "%ff" is not percent-encoded UTF-8');
    });
  });

  describe('bodies', () => {
    const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
      raw(projects(), { method: 'POST', body, headers: { authorization: authorization(), ...headers } });
    const errorOf = ({ body }: { body: Buffer }): unknown => (JSON.parse(body.toString()) as Json).error;

    it('are limited to 10 MB, announced or not', async () => {
      const large = Buffer.alloc(10 * 1024 * 1024 + 1, ' ');
      assert.equal((await post(large)).status, 413);
      assert.equal((await post(large, { 'transfer-encoding': 'chunked' })).status, 413);
      assert.equal((await post(large.subarray(1))).status, 400);
    });

    it('must be UTF-8 and not compressed', async () => {
      assert.equal(errorOf(await post(Buffer.from([0x22, 0xff, 0x22]))), 'invalid body: not UTF-8');
      const compressed = await post('{}', { 'content-encoding': 'gzip' });
      assert.equal(compressed.status, 400);
      assert.equal(errorOf(compressed), 'invalid Content-Encoding: gzip is not accepted');
    });

    it('are asked for after "Expect: 100-continue"', async () => {
      assert.equal((await post('{}', { expect: '100-continue' })).status, 400);
    });
  });

  describe('answers', () => {
    it('carry the date of the sandbox', async () => {
      await sandbox.clock.advance(1000);
      const { headers } = await sandbox.api('none', 'GET /projects');
      assert.equal(headers.get('date'), 'Thu, 15 Jan 2026 12:00:01 GMT');
    });

    it('are compressed when asked for and large enough', async () => {
      const get = (url: string, accept: string) =>
        raw(url, { headers: { authorization: authorization(), 'accept-encoding': accept } });
      const plain = await raw(roles(), { headers: { authorization: authorization() } });
      assert.equal(plain.headers['content-encoding'], undefined);
      for (const accept of ['gzip', 'br, gzip;q=0.5', '*', 'GZIP']) {
        const { headers, body } = await get(roles(), accept);
        assert.equal(headers['content-encoding'], 'gzip', accept);
        assert.equal(headers['content-length'], String(body.length));
        assert.deepEqual(gunzipSync(body), plain.body);
      }
      for (const accept of ['br', 'gzip;q=0', 'gzip; q=0.00']) {
        assert.equal((await get(roles(), accept)).headers['content-encoding'], undefined, accept);
      }
      assert.equal((await get(`${roles()}/project.user`, 'gzip')).headers['content-encoding'], undefined);
    });

    it('to HEAD are those to GET without the body', async () => {
      const [get, head] = await Promise.all(
        ['GET', 'HEAD'].map((method) => raw(projects(), { method, headers: { authorization: authorization() } })),
      );
      assert.equal(head?.status, 200);
      assert.equal(head.body.length, 0);
      assert.equal(head.headers['content-length'], get?.headers['content-length']);
    });
  });

  describe('requests seen', () => {
    it('are kept as they came', async () => {
      const { email } = sandbox.sandbox.account('project.admin');
      const headers = { authorization: authorization(), 'X-Odd': ['1', '2'] };
      await raw(projects(), { method: 'POST', path: '/v2/projects?a=%7E', body: '{"x":1}', headers });
      const [seen] = sandbox.sandbox.requests;
      assert(seen);
      const { method, target, body, status, account, rawHeaders } = seen;
      assert.deepEqual(
        { method, target, body, status, account },
        { method: 'POST', target: '/v2/projects?a=%7E', body: '{"x":1}', status: 400, account: email },
      );
      assert.deepEqual(rawHeaders.filter((_, index) => rawHeaders[index & ~1] === 'X-Odd'), ['X-Odd', '1', 'X-Odd', '2']);
    });

    it('name the account of a token request, and nobody without credentials', async () => {
      await send(projects());
      assert.equal(sandbox.sandbox.requests.at(-1)?.account, undefined);
      assert.equal(sandbox.sandbox.requests.at(-1)?.status, 401);
    });
  });

  describe('stop', () => {
    it('closes every connection at once and frees the port', async () => {
      const { origin } = sandbox.sandbox;
      const port = Number(new URL(origin).port);
      const socket = connect(port, '127.0.0.1');
      await new Promise((resolve) => socket.once('connect', resolve));
      const ordered = (fault: string) =>
        send(projects(), { headers: { authorization: authorization(), 'x-sandbox-fault': fault } });
      const hanging = ordered('hang');
      const delayed = ordered('delay=1000');
      const closed = new Promise((resolve) => socket.once('close', resolve));
      while (sandbox.clock.pending === 0 || sandbox.sandbox.requests.length < 2) await new Promise(setImmediate);
      const broken = Promise.all([assert.rejects(hanging), assert.rejects(delayed), closed]);
      await sandbox.sandbox.stop();
      await broken;
      assert.equal(sandbox.clock.pending, 0);
      await assert.rejects(send(projects()));
      const next = await startSandbox({ port });
      assert.equal(next.origin, origin);
      await assert.rejects(startSandbox({ port }), { code: 'EADDRINUSE' });
      next.dispose();
      await next.stop();
    });
  });
});
