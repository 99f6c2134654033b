import assert from 'node:assert/strict';
import { endpointOf, hostKindOf, maskEmail, RecentCreates } from '../../../src/app/facts';
import type { Outcome, WireRequest } from '../../../src/http/exchange';
import { ManualClock } from '../../helpers/manualClock';

const sandbox = { origin: 'http://127.0.0.1:4711', apiBase: 'http://127.0.0.1:4711/v2', emulatorBase: 'http://127.0.0.1:4711/emulator/v2' };
const request = (url: string, method = 'GET'): WireRequest => {
  const { origin } = new URL(url);
  return { method, origin, target: url.slice(origin.length), headers: [] };
};

describe('facts about a request', () => {
  const cases: readonly [url: string, kind: string, endpoint: string | undefined][] = [
    ['https://api.disruptive-technologies.com/v2/projects', 'api', '/projects'],
    ['https://api.d21s.com/v2/projects/abc/devices:transfer', 'api', undefined],
    ['https://api.d21s.com/v2/projects/abc/devices?page_size=1', 'api', '/projects/{project}/devices'],
    ['https://api.d21s.com/projects', 'api', undefined],
    ['https://api.d21s.com/v2', 'api', undefined],
    ['https://emulator.d21s.com/v2/projects/p/devices/d', 'emulator', '/projects/{project}/devices/{device}'],
    ['https://identity.disruptive-technologies.com/oauth2/token', 'identity', undefined],
    ['http://127.0.0.1:4711/v2/roles', 'sandbox', '/roles'],
    ['http://127.0.0.1:4711/emulator/v2/projects/p/devices', 'sandbox', '/projects/{project}/devices'],
    ['http://127.0.0.1:4712/v2/roles', 'other', undefined],
    ['http://api.d21s.com/v2/projects', 'other', undefined],
    ['https://api.d21s.com:8443/v2/projects', 'other', undefined],
    ['https://docs.d21s.com/error/', 'docs', undefined],
  ];
  for (const [url, kind, endpoint] of cases) {
    it(url, () => {
      assert.equal(hostKindOf(request(url), sandbox), kind);
      assert.equal(endpointOf(request(url), sandbox)?.endpoint.path, endpoint);
    });
  }

  it('finds an endpoint by its verb', () => {
    assert.equal(endpointOf(request('https://api.d21s.com/v2/projects/p/devices:transfer', 'POST'), undefined)?.endpoint.role, 'project.admin');
    assert.equal(endpointOf(request('https://identity.d21s.com/oauth2/token', 'POST'), undefined)?.endpoint.host, 'identity');
  });

  it('shortens an email', () => {
    assert.equal(maskEmail('bhm1abcdefg@bchdefg.serviceaccount.d21s.com'), 'bhm1…@bchd…');
    assert.equal(maskEmail(''), '…@…');
  });
});

describe('what was created lately', () => {
  const created = (body: string, status = 200, method = 'POST'): Outcome => {
    const bytes = new TextEncoder().encode(body);
    const response = { status, statusText: '', headers: [], body: bytes, encodedLength: bytes.length };
    return { kind: 'answered', response, exchange: { request: request('https://api.d21s.com/v2/projects', method), attempts: [] } };
  };

  const unsigned = created('').exchange;

  it('is what the same account created', () => {
    const creates = new RecentCreates(new ManualClock());
    const { exchange, ...rest } = created('{"name":"projects/a"}');
    const attempt = { request: exchange.request, timing: { startedAt: 0, totalMs: 1 }, signedAs: { scheme: 'bearer', email: 'a@b' } };
    const signed = { ...exchange, attempts: [attempt] } as unknown as typeof exchange;
    creates.note({ ...rest, exchange: signed });
    assert.deepEqual([creates.of(signed).length, creates.of(unsigned).length], [1, 0]);
  });

  it('is remembered for a minute', async () => {
    const clock = new ManualClock();
    const creates = new RecentCreates(clock);
    creates.note(created('{"name":"projects/a"}'));
    await clock.advance(30_000);
    creates.note(created('{"name":"projects/b"}'));
    assert.deepEqual(creates.of(unsigned).map(({ name }) => name), ['projects/a', 'projects/b']);
    await clock.advance(30_001);
    assert.deepEqual(creates.of(unsigned).map(({ name }) => name), ['projects/b']);
  });

  it('is forgotten with a delete', () => {
    const creates = new RecentCreates(new ManualClock());
    creates.note(created('{"name":"projects/p/devices/a"}'));
    creates.note(created('{"name":"projects/p/devices/b"}'));
    const deletion = request('https://emulator.d21s.com/v2/projects/p/devices/a', 'DELETE');
    creates.note({ ...(created('{}') as Extract<Outcome, { kind: 'answered' }>), exchange: { request: deletion, attempts: [] } });
    assert.deepEqual(creates.of(unsigned).map(({ name }) => name), ['projects/p/devices/b']);
  });

  it('is nothing else', () => {
    const creates = new RecentCreates(new ManualClock());
    for (const outcome of [
      created('{"name":"projects/a"}', 409),
      created('{"name":"projects/a"}', 200, 'GET'),
      created('not JSON'),
      created('{"name":1}'),
      created('null'),
      created(`{"name":"${'x'.repeat(100_000)}"}`),
    ]) {
      creates.note(outcome);
    }
    creates.note({ kind: 'cancelled', exchange: { request: request('https://a.example/'), attempts: [] } });
    assert.deepEqual(creates.of(unsigned), []);
  });

  it('is at most fifty', () => {
    const creates = new RecentCreates(new ManualClock());
    for (let index = 0; index < 60; index++) creates.note(created(`{"name":"p/${index}"}`));
    assert.equal(creates.of(unsigned).length, 50);
    assert.equal(creates.of(unsigned)[0]?.name, 'p/10');
  });
});
