import assert from 'node:assert/strict';
import { systemClock } from '../../../src/base/clock';
import type { WireRequest } from '../../../src/http/exchange';
import type { SendResult, Transport } from '../../../src/http/transport';
import { createUndiciTransport } from '../../../src/http/undiciTransport';
import { closedPort } from '../../helpers/closedPort';
import { makeCertificate } from './certificates';
import { onRequest, RawServer } from './rawServer';

const authority = makeCertificate({ name: 'Test Authority', authority: true });
const certificate = makeCertificate({ name: 'good', issuer: authority, hosts: ['127.0.0.1'] });
const answer = onRequest((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
const ends = (result: SendResult) => (result.kind === 'failed' ? [result.failure.code, result.failure.maybeSent] : [result.response.status]);
const withheld = ['withheld', false];

for (const scheme of ['http', 'https'] as const) {
  describe(`the right to send, over ${scheme}`, () => {
    let server: RawServer;
    let transport: Transport;
    let asked: number;

    const request = (more: Partial<WireRequest> = {}): WireRequest => ({ method: 'GET', origin: `${scheme}://127.0.0.1:${server.port}`, target: '/', headers: [], ...more });
    const send = async (may: boolean | undefined, wire = request()) => {
      const mayWrite = () => (asked++, may === true);
      const signal = new AbortController().signal;
      return ends(await transport.send(wire, { signal, connectTimeoutMs: 5000, maxBodyBytes: 1000, ...(may === undefined ? {} : { mayWrite }) }));
    };
    /** How many requests each connection has seen, to the last octet. */
    const seen = () => server.received.map((octets) => (octets === '' ? 0 : octets.split('GET / HTTP/1.1\r\n').length - 1));

    beforeEach(async () => {
      asked = 0;
      server = await RawServer.start(answer, scheme === 'https' ? certificate : undefined);
      transport = createUndiciTransport({ clock: systemClock, ca: [authority.cert] });
    });

    afterEach(async () => {
      await transport.close();
      server.dispose();
    });

    it('is asked for once, and what may go goes', async () => {
      assert.deepEqual([await send(true), await send(true), await send(undefined)], [[200], [200], [200]]);
      assert.equal(asked, 2);
      assert.deepEqual(seen(), [3]);
    });

    it('refused on a fresh connection: not one octet, and the next request goes', async () => {
      assert.deepEqual(await send(false), withheld);
      await server.quiet();
      assert.equal(server.received.join(''), '');
      assert.deepEqual(await send(true), [200]);
      assert.equal(asked, 2);
      assert.deepEqual(seen().filter((count) => count > 0), [1]);
    });

    it('refused on a kept connection: not one octet more, and the next request goes', async () => {
      assert.deepEqual(await send(true), [200]);
      assert.deepEqual(await send(false), withheld);
      await server.quiet();
      assert.deepEqual(seen(), [1]);
      assert.deepEqual(await send(true), [200]);
      assert.deepEqual(seen(), [1, 1]);
    });

    for (const length of [5, 1_000_000]) {
      it(`refused with a body of ${length} octets: not one of them`, async () => {
        assert.deepEqual(await send(false, request({ method: 'POST', body: Buffer.alloc(length, 'x') })), withheld);
        await server.quiet();
        assert.equal(server.received.join(''), '');
      });
    }

    it('refused to one of several at once: the others go', async () => {
      const all = await Promise.all([send(true), send(false), send(true), send(false), send(true)]);
      assert.deepEqual(all, [[200], withheld, [200], withheld, [200]]);
      assert.equal(seen().reduce((sum, count) => sum + count), 3);
    });

    it('is asked for on a connection that stands, not before', async () => {
      const origin = `${scheme}://127.0.0.1:${await closedPort()}`;
      assert.deepEqual(await send(false, request({ origin })), ['refused', false]);
      assert.equal(asked, 0);
    });
  });
}
