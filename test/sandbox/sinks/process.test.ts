import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { accessToken, answer, HostileWorld } from '../../helpers/hostileWorld';
import { assertNoTrace, assertTrace, plant, type Planted } from '../../helpers/hostile';
import { dtHttp, Folders, personOf } from '../../helpers/program';

const secrets = {
  account: plant('secret of the account'),
  token: accessToken,
  stored: plant('stored secret'),
  private: plant('private environment value'),
  process: plant('value of the process'),
  dotenv: plant('value of .env', ['k/', '+&=41~']),
  answered: plant('secret of an answer'),
} as const;
const everySecret: readonly Planted[] = Object.values(secrets);

/** `dt-http` as a process of its own: what it prints, what it leaves on the disk, and its last words. */
describe('the process of dt-http', () => {
  let world: HostileWorld;
  let folders: Folders;
  let person: Readonly<Record<string, string>>;
  before(async () => {
    world = await HostileWorld.start();
  });
  after(() => world.dispose());
  beforeEach(() => {
    world.forget();
    folders = new Folders();
    folders.write({
      'ws/.env': `PLANTED='${secrets.dotenv.value}'\n`,
      'ws/http-client.private.env.json': JSON.stringify({ $shared: { private: secrets.private.value, stored: { $secret: 'vault' } } }),
    });
    for (const name of ['home', 'tmp']) mkdirSync(folders.at(name));
    const [home, tmp] = [folders.at('home'), folders.at('tmp')];
    const places = { HOME: home, USERPROFILE: home, APPDATA: home, LOCALAPPDATA: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home, XDG_RUNTIME_DIR: tmp, TMPDIR: tmp, TEMP: tmp, TMP: tmp };
    person = { ...personOf(folders, world, secrets.account.value), ...places, PLANTED: secrets.process.value, DT_HTTP_SECRET_VAULT: secrets.stored.value };
  });
  afterEach(() => folders.dispose());

  const everything = [
    '@v = {{$dotenv PLANTED}}',
    '# @name first',
    'POST /projects/{{%stored}}?a={{%private}}&b={{%v}}',
    'X-A: {{private}}',
    'X-B: {{$processEnv PLANTED}}',
    '',
    '{ "a": "{{%stored}}" }',
    '',
    '###',
    '# @ref first',
    '# @retry none',
    'GET /projects/{{%first.response.body.$.secret}}',
    'X-A: {{stored}}',
    '',
    '?? body $.secret == "x"',
  ].join('\n');

  it('prints no secret and leaves none behind', async () => {
    folders.write({ 'ws/a.dt.http': everything });
    world.dt.answering = ({ text }) => answer(200, JSON.stringify({ secret: secrets.answered.value, request: text }));
    const reports = ['--report', 'json=report.json', '--report', 'junit=report.xml'];
    for (const options of [['--verbose', ...reports], ['--verbose', '--color', 'always'], ['--dry-run']]) {
      const { out, err } = await dtHttp(folders, person, ['run', 'a.dt.http', ...options]);
      assert.match(out, options.includes('--dry-run') ? /would be sent/ : /200 Test|200 OK/);
      assertNoTrace(options.join(' '), out + err, everySecret);
    }
    assertTrace('what was sent', world.dt.octets, [secrets.token, secrets.stored, secrets.private, secrets.process, secrets.dotenv, secrets.answered]);
    const files = filesIn(folders.base);
    assert.ok(files.some((file) => file.endsWith('report.xml')));
    // Theirs, where the test put them.
    const own = ['away/credentials.json', 'ws/.env', 'ws/http-client.private.env.json'].map((name) => folders.at(name));
    for (const file of files) if (!own.includes(file)) assertNoTrace(file, readFileSync(file), everySecret);
  });

  /** A fault of ours, put in by a module that Node.js loads first. */
  const faults: Readonly<Record<string, string>> = {
    'thrown before it starts': 'process.cwd = () => { throw new Error(secret) }',
    'thrown by the file system': "const fs = require('fs/promises'); const { stat } = fs; fs.stat = (name) => name.endsWith('a.dt.http') ? Promise.reject(Object.assign(new Error(`EWEIRD: weird, stat '${secret}'`), { code: 'EWEIRD', path: secret })) : stat(name)",
    'thrown later': 'setTimeout(() => { throw Object.assign(new TypeError(secret), { code: secret }) })',
    'a promise that nobody waits for': 'setTimeout(() => Promise.reject(new Error(secret)))',
    'a text that was thrown': 'setTimeout(() => { throw secret })',
    'of the parser of JSON': 'setTimeout(() => JSON.parse(`{"secret":"${secret}`))',
    'thrown while it reads a URL': 'const { URL: Own } = globalThis; globalThis.URL = class extends Own { constructor(...args) { super(...args); throw new Error(`${args[0]} ${secret}`) } }',
    'thrown while it writes': 'const { parse } = JSON; Buffer.concat = () => { throw new RangeError(secret) }',
  };
  for (const [title, code] of Object.entries(faults)) {
    it(`its last words hold no secret: ${title}`, async () => {
      folders.write({ 'ws/a.dt.http': everything, 'away/fault.cjs': `const secret = process.env.PLANTED;\n${code};\n` });
      const { out, err, code: exit } = await dtHttp(folders, person, ['run', 'a.dt.http'], ['--require', folders.at('away/fault.cjs')]);
      assertNoTrace('its last words', out + err, everySecret);
      assert.match(err, /^dt-http: .+\n/m);
      assert.ok(exit > 0);
    });
  }
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
