import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basic, Harness, type Json, pageOf, send, text } from './harness';

describe('sandbox: Data Connectors', () => {
  const sandbox = new Harness();
  const project = () => `/projects/${sandbox.projects.headOffice}`;
  const list = () => `${project()}/dataconnectors`;
  const api = (line: string, body?: unknown, role = 'project.developer') => sandbox.api(role, line, body === undefined ? {} : { body });
  const main = () => sandbox.sandbox.receiver('main');
  const one = (which: 'active' | 'disabled') => `${list()}/${sandbox.sandbox.landmarks.connectors[which]}`;
  const enable = () => sandbox.ok(api(`PATCH ${one('disabled')}`, { status: 'ACTIVE' }));
  const publish = (value: number) =>
    sandbox.ok(sandbox.emulator('project.developer', `POST ${project()}/devices/${sandbox.devices.emulated}:publish`, { body: { temperature: { value } } }));
  const bodies = (name = 'main'): readonly Json[] => sandbox.sandbox.receiver(name).received.map(({ body }) => JSON.parse(body) as Json);
  /** Made, and arrived. */
  const create = async (body: object): Promise<Json> => {
    const made = await sandbox.ok(api(`POST ${list()}`, { type: 'HTTP_PUSH', ...body }));
    await sandbox.clock.advance(1000);
    return made;
  };

  it('are made, changed and deleted', async () => {
    const httpConfig = { url: 'https://example.com/x', signatureSecret: 's', headers: { 'X-Mine': '1' } };
    const body = { type: 'HTTP_PUSH', displayName: 'Mine', status: 'USER_DISABLED', events: ['touch'], labels: ['name'], httpConfig };
    const made = await sandbox.ok(api(`POST ${list()}`, body));
    const { name } = made;
    assert.deepEqual(made, { name, displayName: 'Mine', type: 'HTTP_PUSH', status: 'USER_DISABLED', events: ['touch'], labels: ['name'], httpConfig });
    const path = `/${text(name)}`;
    await sandbox.refused(api(`GET ${path}`), 404);
    await sandbox.clock.advance(1000);
    assert.deepEqual(await sandbox.ok(api(`GET ${path}`, undefined, 'project.user')), made);
    assert.equal(pageOf(await sandbox.ok(api(`GET ${list()}`)), 'dataConnectors').items.length, 3);
    const patched = await sandbox.ok(api(`PATCH ${path}`, { events: [], httpConfig: { signatureSecret: '' } }));
    assert.deepEqual(patched, { ...made, events: [], httpConfig: { ...httpConfig, signatureSecret: '' } });
    assert.deepEqual(await sandbox.ok(api(`DELETE ${path}`)), {});
    assert.equal(await sandbox.refused(api(`GET ${path}`), 404), `Data Connector "${path.split('/').at(-1) ?? ''}" not found`);
  });

  it('of the other types keep their settings', async () => {
    for (const [type, field, config] of [
      ['AZURE_SERVICE_BUS', 'azureServiceBusConfig', { url: 'sb://x', authenticationConfig: { tenantId: 't', clientId: 'c' } }],
      ['AZURE_EVENT_HUB', 'azureEventHubConfig', { url: 'sb://x' }],
      ['GOOGLE_CLOUD_PUBSUB', 'pubsubConfig', { topic: 't', audience: 'a' }],
      ['AWS_SQS', 'awsSqsConfig', { queueUrl: 'q', awsRoleArn: 'r' }],
    ] as const) {
      const made = await create({ type, [field]: config });
      assert.deepEqual([made.type, made.status, made[field]], [type, 'ACTIVE', config]);
    }
  });

  it('name the field at fault', async () => {
    const httpConfig = { url: 'https://example.com/' };
    const base = { type: 'HTTP_PUSH', httpConfig };
    const ours = main().url;
    const table: readonly [object, string][] = [
      [{ httpConfig }, 'type is required'],
      [{ ...base, type: 'FTP' }, 'invalid type: must be one of HTTP_PUSH, AZURE_SERVICE_BUS, AZURE_EVENT_HUB, GOOGLE_CLOUD_PUBSUB, AWS_SQS'],
      [{ ...base, status: 'SYSTEM_DISABLED' }, 'invalid status: must be one of ACTIVE, USER_DISABLED'],
      [{ ...base, events: ['touch', 'x'] }, 'invalid events[1]: "x" is not an event type'],
      [{ ...base, labels: [1] }, 'invalid labels[0]: must be a string'],
      [{ type: 'HTTP_PUSH' }, 'httpConfig.url is required'],
      [{ ...base, httpConfig: 'x' }, 'invalid httpConfig: must be an object'],
      [{ ...base, httpConfig: { url: 1 } }, 'invalid httpConfig.url: must be a string'],
      [{ ...base, httpConfig: { ...httpConfig, signatureSecret: 1 } }, 'invalid httpConfig.signatureSecret: must be a string'],
      [{ ...base, httpConfig: { ...httpConfig, headers: { a: 1 } } }, 'invalid httpConfig.headers.a: must be a string'],
      [{ ...base, httpConfig: { ...httpConfig, headers: 'x' } }, 'invalid httpConfig.headers: must be an object of strings'],
      [{ ...base, awsSqsConfig: {} }, 'invalid awsSqsConfig: a Data Connector of type HTTP_PUSH has httpConfig'],
      ...['http://example.com/', 'x', 'https://', 'http://127.0.0.1:9/receivers/main', `${ours}/more`].map((url): [object, string] => [
        { ...base, httpConfig: { url } },
        `invalid httpConfig.url: must be https://… (or a receiver of the sandbox: ${ours})`,
      ]),
    ];
    for (const [body, error] of table) assert.equal(await sandbox.refused(api(`POST ${list()}`, body), 400), error);
    assert.equal(await sandbox.refused(api(`PATCH ${one('active')}`, { type: 'AWS_SQS' }), 400), 'invalid type: must be one of HTTP_PUSH');
    await sandbox.refused(api(`POST ${list()}`, base, 'project.user'), 403);
    await sandbox.refused(api(`PATCH ${one('active')}`, {}, 'project.user'), 403);
    await sandbox.refused(api(`DELETE ${one('active')}`, undefined, 'project.user'), 403);
  });

  it('push what is published: event, chosen labels, metadata', async () => {
    assert.equal((await sandbox.ok(api(`GET ${one('disabled')}`))).status, 'SYSTEM_DISABLED');
    await publish(1);
    assert.deepEqual(bodies(), []);
    await sandbox.clock.advance(1000);
    await enable();
    await publish(2);
    const { events } = await sandbox.ok(api(`GET ${project()}/devices/${sandbox.devices.emulated}/events?pageSize=1`));
    const device = { deviceId: sandbox.devices.emulated, projectId: sandbox.projects.headOffice, deviceType: 'temperature', productNumber: '' };
    assert.deepEqual(bodies(), [{ event: events?.[0], labels: { name: 'Emulated sensor' }, metadata: device }]);
    await sandbox.ok(api(`PATCH ${one('disabled')}`, { status: 'USER_DISABLED' }));
    await publish(3);
    assert.equal(bodies().length, 1);
  });

  it('sign the body as documented', async () => {
    const connector = await enable();
    await publish(1);
    const [push] = main().received;
    assert(push);
    const [head = '', claims = '', signature] = (push.headers['X-Dt-Signature'] ?? '').split('.');
    const secret = text(connector.httpConfig?.signatureSecret);
    assert.equal(createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url'), signature);
    const decode = (part: string): Json => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;
    assert.deepEqual(decode(head), { alg: 'HS256', typ: 'JWT' });
    const iat = sandbox.clock.now() / 1000;
    const hash = (algorithm: string): string => createHash(algorithm).update(push.body).digest('hex');
    const { jti, ...rest } = decode(claims);
    assert.deepEqual(rest, { checksum: hash('sha1'), checksum_sha256: hash('sha256'), iat, exp: iat + 3600 });
    assert(text(jti));
  });

  it('send their own headers and leave the signature out without a secret', async () => {
    await create({ httpConfig: { url: sandbox.sandbox.receiver('other').url.replace('127.0.0.1', 'localhost'), headers: { 'X-Mine': 'yes' } } });
    await publish(1);
    assert.deepEqual(sandbox.sandbox.receiver('other').received.map(({ headers }) => headers), [{ 'X-Mine': 'yes', 'Content-Type': 'application/json' }]);
    assert.deepEqual(bodies('other')[0]?.labels, {});
  });

  it('take only the events they ask for, labelsChanged among them, of their project alone', async () => {
    const { url } = sandbox.sandbox.receiver('labels');
    await create({ events: ['labelsChanged'], httpConfig: { url } });
    await publish(1);
    const label = (owner: string, device: string) => sandbox.ok(api(`POST /projects/${owner}/devices/${device}/labels`, { key: 'new' }));
    await label(sandbox.projects.headOffice, sandbox.devices.touch);
    await label(sandbox.projects.coldStorage, sandbox.devices.freezer);
    const events = bodies('labels').map(({ event }) => [event?.eventType, event?.targetName]);
    assert.deepEqual(events, [['labelsChanged', `${project().slice(1)}/devices/${sandbox.devices.touch}`]]);
  });

  it('push what generated devices say, and stop when nobody listens any more', async () => {
    await enable();
    await sandbox.clock.advance(900_000);
    assert(bodies().length > 20, String(bodies().length));
    await sandbox.ok(api(`DELETE ${one('disabled')}`));
    assert.equal(sandbox.clock.pending, 0);
  });

  it('count successes and failures of the last three hours', async () => {
    const made = await create({ httpConfig: { url: `${sandbox.sandbox.receiver('busy').url}?status=503` } });
    const path = `/${text(made.name)}`;
    const metrics = async () => (await sandbox.ok(api(`GET ${path}:metrics`, undefined, 'project.user'))).metrics;
    await publish(1);
    assert.deepEqual(await metrics(), { successCount: 0, errorCount: 1, latency99p: '0.001s' });
    await sandbox.ok(api(`PATCH ${path}`, { events: ['touch'] }));
    await sandbox.ok(api(`PATCH ${path}`, { events: [], httpConfig: { url: sandbox.sandbox.receiver('busy').url } }));
    await publish(2);
    await publish(3);
    assert.deepEqual(await metrics(), { successCount: 2, errorCount: 1, latency99p: '0.001s' });
    await sandbox.ok(api(`PATCH ${path}`, { status: 'USER_DISABLED' }));
    await sandbox.clock.advance(3 * 3_600_000);
    assert.deepEqual(await metrics(), { successCount: 0, errorCount: 0, latency99p: '0.001s' });
  });

  it('sync: the latest of each type of each device once more', async () => {
    await publish(7);
    await enable();
    assert.deepEqual(await sandbox.ok(api(`POST ${one('disabled')}:sync`)), {});
    const names = bodies().map(({ event }) => `${text(event?.targetName)} ${text(event?.eventType)}`);
    assert.equal(new Set(names).size, names.length);
    assert(names.length > 50, String(names.length));
    assert(bodies().some(({ event }) => event?.data?.temperature?.value === 7 as unknown));
    const device = `${project()}/devices/${sandbox.devices.temperature}`;
    const [latest] = pageOf(await sandbox.ok(api(`GET ${device}/events?eventTypes=temperature&pageSize=1`)), 'events').items;
    assert(bodies().some(({ event }) => event?.eventId === latest?.eventId), 'the same event as in history');
    await sandbox.refused(api(`POST ${one('disabled')}:sync`, undefined, 'project.user'), 403);
    await sandbox.refused(api(`GET ${list()}/x:metrics`), 404);
  });

  it('never go anywhere else, and the answer says so', async () => {
    let connections = 0;
    const stranger = createServer(() => connections++).on('connection', () => connections++);
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = stranger.address() as AddressInfo;
      for (const url of [`https://127.0.0.1:${port}/receivers/main`, 'https://example.com/x']) {
        const { status, headers } = await api(`POST ${list()}`, { type: 'HTTP_PUSH', httpConfig: { url } });
        assert.equal(status, 200);
        assert.equal(headers.get('x-sandbox-note'), `nothing is pushed: the sandbox pushes only to itself, e.g. to ${main().url}`);
      }
      await sandbox.refused(api(`POST ${list()}`, { type: 'HTTP_PUSH', httpConfig: { url: `http://127.0.0.1:${port}/receivers/main` } }), 400);
      await publish(1);
      const { headers } = await api(`POST ${one('active')}:sync`);
      assert(headers.get('x-sandbox-note'));
      await sandbox.clock.advance(1000);
      assert.equal(connections, 0);
      const own = await api(`PATCH ${one('disabled')}`, { status: 'ACTIVE' });
      assert.equal(own.headers.get('x-sandbox-note'), null);
    } finally {
      await new Promise((resolve) => stranger.close(resolve));
    }
  });

  it('can be watched at the receiver, by those who have an account', async () => {
    const connector = await enable();
    await publish(5);
    const url = text(connector.httpConfig?.url);
    assert.equal(url, main().url);
    assert.equal((await send(url)).status, 401);
    const headers = { authorization: basic(sandbox.sandbox.account('none')) };
    const { received } = (await send(url, { headers })).body;
    const [push] = main().received;
    assert.deepEqual(received, [{ receivedTime: '2026-01-15T12:00:00.000000Z', headers: push?.headers, body: bodies()[0], rawBody: push?.body }]);
    assert.equal((await send(url, { headers, method: 'POST' })).status, 501);
    assert.equal((await send(`${url}/more`, { headers })).status, 404);
    assert.equal((await send(url, { headers: { ...headers, 'sec-fetch-site': 'cross-site' } })).status, 403);
  });

  it('fill no memory', async () => {
    await enable();
    for (let count = 0; count < 12; count++) {
      await sandbox.ok(api(`POST ${one('disabled')}:sync`));
      await sandbox.clock.advance(200);
    }
    assert.equal(main().received.length, 1000);
  });

  it('hold their project', async () => {
    const annex = `/projects/${sandbox.projects.annex}`;
    const { name } = await sandbox.ok(api(`POST ${annex}/dataconnectors`, { type: 'HTTP_PUSH', httpConfig: { url: 'https://example.com/' } }));
    await sandbox.refused(api(`DELETE ${annex}`, undefined, 'project.admin'), 400);
    await sandbox.clock.advance(1000);
    await sandbox.ok(api(`DELETE /${text(name)}`));
    await sandbox.ok(api(`DELETE ${annex}`, undefined, 'project.admin'));
  });
});
