import assert from 'node:assert/strict';
import { basic, Harness, type Json, text } from './harness';
import { StreamClient } from './streamClient';

describe('sandbox: streams that end on demand', () => {
  const sandbox = new Harness();
  const path = (query = '') => `/projects/${sandbox.projects.headOffice}/devices:stream${query}`;
  const play = async (order: string, query?: string, accept = 'application/json') => {
    const headers = { authorization: basic(sandbox.sandbox.account('project.user')), 'x-sandbox-fault': order, accept };
    const client = await StreamClient.open(`${sandbox.sandbox.apiBase}${path(query)}`, headers);
    assert.equal(client.answer.statusCode, 200);
    return client.all();
  };
  const errorOf = (frames: readonly string[]): Json | undefined => (JSON.parse(frames.at(-1) ?? '{}') as Json).error;
  const eventsOf = (frames: readonly string[]): readonly (Json | undefined)[] =>
    frames.map((frame) => (JSON.parse(frame) as Json).result?.event);

  const help = (status: number) => [{ help: `https://developer.disruptive-technologies.com/docs/error-codes#${status}` }];
  const current: readonly [number, string, readonly object[]][] = [
    [5, 'not found', help(404)],
    [404, 'not found', help(404)],
    [3, 'bad request', help(400)],
    [400, 'bad request', help(400)],
    [7, 'the caller has no access to this resource', help(403)],
    [16, 'the request could not be authenticated', help(401)],
    [14, 'service unavailable', help(503)],
    [500, 'internal error', help(500)],
    [1, 'closing stream', []],
    [4, 'closing stream', []],
    [408, 'closing stream', []],
    [504, 'closing stream', []],
  ];
  for (const [code, message, details] of current) {
    it(`stream-error=${code}: ${message}`, async () => {
      const { frames, rest, over } = await play(`stream-error=${code}`);
      assert.deepEqual([frames.length, rest, over], [1, '', 'end']);
      assert.deepEqual(errorOf(frames), { code, message, details });
    });
  }

  const old: readonly [number, object][] = [
    [1, { grpcCode: 1, httpCode: 408, message: 'closing stream', httpStatus: 'Request Timeout', details: [] }],
    [408, { grpcCode: 1, httpCode: 408, message: 'closing stream', httpStatus: 'Request Timeout', details: [] }],
    [5, { grpcCode: 5, httpCode: 404, message: 'not found', httpStatus: 'Not Found', details: [] }],
    [403, { grpcCode: 7, httpCode: 403, message: 'the caller has no access to this resource', httpStatus: 'Forbidden', details: [] }],
    [418, { grpcCode: 2, httpCode: 418, message: 'failure on demand', httpStatus: "I'm a Teapot", details: [] }],
  ];
  for (const [code, error] of old) {
    it(`stream-error=${code}; shape=old`, async () => assert.deepEqual(errorOf((await play(`stream-error=${code}; shape=old`)).frames), error));
  }

  it('as Server-Sent Events too', async () => {
    const { frames } = await play('stream-error=1; shape=old; after=1', '', 'text/event-stream');
    assert.equal(frames.length, 2);
    assert(frames.every((frame) => frame.startsWith('data: {')));
  });

  it('after events: the newest that the filters let through, oldest first', async () => {
    const { frames } = await play('stream-error=5; after=3', '?event_types=temperature');
    assert.equal(frames.length, 4);
    const events = eventsOf(frames.slice(0, 3));
    assert.deepEqual(events.map((event) => event?.eventType), ['temperature', 'temperature', 'temperature']);
    const times = events.map((event) => text(event?.timestamp));
    assert.deepEqual(times, [...times].sort());
    assert(Date.parse(times[2] ?? '') <= sandbox.clock.now());
    assert(Date.parse(times[0] ?? '') > sandbox.clock.now() - 900_000);
  });

  it('with pings where there are too few', async () => {
    const { frames, over } = await play('end=2', `?device_ids=${sandbox.devices.emulated}`);
    assert.equal(over, 'end');
    assert.deepEqual(eventsOf(frames).map((event) => event?.eventType), ['ping', 'ping']);
    assert.notEqual(frames[0], frames[1]);
  });

  it('without a frame, or without anything', async () => {
    assert.deepEqual(await play('end=0'), { frames: [], rest: '', over: 'end' });
    assert.equal((await play('end=7')).frames.length, 7);
  });

  it('cut in the middle of a frame, with the connection', async () => {
    const { frames, rest, over } = await play('cut=2');
    assert.deepEqual([frames.length, over], [2, 'cut']);
    assert.match(rest, /^\{"result":\{"event":/);
    assert.throws(() => void JSON.parse(rest));
  });

  it('can be read whole', async () => {
    const headers = { authorization: basic(sandbox.sandbox.account('project.user')), 'x-sandbox-fault': 'stream-error=4; after=1' };
    const lines = (await (await fetch(`${sandbox.sandbox.apiBase}${path()}`, { headers })).text()).trim().split('\n');
    assert.equal(lines.length, 2);
  });

  it('go with `times` and `delay`, and other failures come before the stream', async () => {
    assert.equal((await play('end=1; times=2')).frames.length, 1);
    const call = (order: string) => sandbox.api('project.user', `GET ${path()}`, { headers: { 'X-Sandbox-Fault': order } });
    await sandbox.refused(call('503; times=1'), 503);
    let over = false;
    const delayed = play('end=1; delay=500').finally(() => (over = true));
    while (sandbox.clock.pending === 0) await new Promise(setImmediate);
    assert.equal(over, false);
    await sandbox.clock.advance(500);
    assert.equal((await delayed).over, 'end');
  });

  it('are refused where they make no sense', async () => {
    const table: readonly [string, string][] = [
      ['stream-error=0', '"stream-error=0" needs a number of gRPC (1 to 16) or of HTTP (400 to 599)'],
      ['stream-error=17', '"stream-error=17" needs a number of gRPC (1 to 16) or of HTTP (400 to 599)'],
      ['stream-error=200', '"stream-error=200" needs a number of gRPC (1 to 16) or of HTTP (400 to 599)'],
      ['stream-error=x', '"stream-error=x" needs a number of gRPC (1 to 16) or of HTTP (400 to 599)'],
      ['stream-error=5; after=x', '"after=x" needs a number of events from 0 to 1000'],
      ['end=1001', '"end=1001" needs a number of events from 0 to 1000'],
      ['cut=-1', '"cut=-1" needs a number of events from 0 to 1000'],
      ['stream-error=5; shape=new', '"shape=new" must be current or old'],
      ['after=2', '"after=2" goes with stream-error only'],
      ['end=2; shape=old', '"shape=old" goes with stream-error only'],
      ['end=2; cut=2', '"end" and "cut" do not go together'],
      ['stream-error=5; end=2', '"stream-error" and "end" do not go together'],
      ['503; end=2', '"503" and the end of a stream do not go together'],
      ['end', '"end" is not understood'],
    ];
    for (const [order, why] of table) {
      const headers = { 'X-Sandbox-Fault': order };
      assert.equal(await sandbox.refused(sandbox.api('project.user', `GET ${path()}`, { headers }), 400), `invalid X-Sandbox-Fault: ${why}`);
    }
    const elsewhere = sandbox.api('project.user', 'GET /projects', { headers: { 'X-Sandbox-Fault': 'end=1' } });
    assert.equal(await sandbox.refused(elsewhere, 400), 'invalid X-Sandbox-Fault: only a stream (…:stream) can end as ordered');
  });
});
