// What is copied and pasted is run by the programs it is for, and what they send is compared with what a run sends.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CopyFormat, copyAs } from '../../../src/app/convert/copyAs';
import { requestsFromCurl } from '../../../src/app/convert/fromCurl';
import { type Interaction, noInteraction } from '../../../src/app/session/interaction';
import type { SessionInput } from '../../../src/app/session/session';
import { parse } from '../../../src/language/syntax/parser';
import { Engine, requestUri } from '../../helpers/engine';

/** A request as it arrived. */
interface Recorded {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** What each program says of itself; a copy does not speak for another. */
const own: ReadonlySet<string> = new Set(['host', 'user-agent', 'connection', 'accept-encoding', 'accept-language', 'sec-fetch-mode', 'content-length', 'keep-alive', 'cache-control', 'pragma']);

const requestsStandIn = `
import base64, http.client, urllib.parse
class Response:
    def __init__(self, answer):
        self.status_code, self.reason, self.text = answer.status, answer.reason, answer.read().decode()
def request(method, url, headers={}, auth=None, data=None, allow_redirects=True, timeout=None, stream=False):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    sent = {"Accept": "*/*", **headers}
    if auth:
        sent["Authorization"] = "Basic " + base64.b64encode(":".join(auth).encode()).decode()
    target = (parts.path or "/") + ("?" + parts.query if parts.query else "")
    connection.request(method, target, data, sent)
    return Response(connection.getresponse())
`;

/** Somebody who lets variables of the process go anywhere. */
const agreeing: Interaction = { ...noInteraction, confirm: () => Promise.resolve({ kind: 'answered', value: true }) };

const signal = new AbortController().signal;
const planted = 'planted-5f0c1b7e9d2a4c6d';
const dotenv = 'planted-dotenv-77aa88bb99';

describe('requests in and out', () => {
  let engine: Engine;
  let server: http.Server;
  let base: string;
  let recorded: Recorded[];
  let folder: string;

  before(async () => {
    server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const pairs = request.rawHeaders.flatMap((name, index, all) => (index % 2 === 0 ? [[name, all[index + 1] ?? ''] as const] : []));
        recorded.push({ method: request.method ?? '', target: request.url ?? '', headers: pairs, body: Buffer.concat(chunks).toString('latin1') });
        response.writeHead(200, { 'Content-Type': 'text/plain' }).end(request.method === 'HEAD' ? '' : 'ok');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    folder = mkdtempSync(path.join(tmpdir(), 'dt-http-convert-'));
    // Where nobody has installed requests, a module with as much of it as the copies use takes its place.
    if (spawnSync('python3', ['-c', 'import requests']).status !== 0) writeFileSync(path.join(folder, 'requests.py'), requestsStandIn);
    const octets = Uint8Array.from({ length: 256 }, (_, index) => index);
    engine = await Engine.start({ 'file:///workspace/all.bin': octets, 'file:///workspace/.env': `TOKEN=${dotenv}\n`, 'file:///outside.txt': 'of somebody else' }, {}, { PLANTED: planted }, { host: { allowedOrigins: [base] } });
  });
  beforeEach(() => (recorded = []));
  after(async () => {
    await engine.stop();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const inputOf = (text: string): SessionInput => ({ file: parse(text.replaceAll('BASE', base)), uri: requestUri, root: 'file:///workspace', source: 'a.dt.http' });

  async function copied(text: string, format: CopyFormat): Promise<string> {
    const input = inputOf(text);
    const block = input.file.blocks.find(({ request }) => request);
    assert.ok(block);
    const result = await copyAs(engine.services, input, block, format, signal);
    assert.ok(result.kind === 'copied', JSON.stringify(result));
    return result.text;
  }

  /** Runs a program of this machine; one that is missing is named. */
  async function execute(program: string, args: readonly string[], input: string, variables: Readonly<Record<string, string>>): Promise<string> {
    const child = spawn(program, args, { cwd: folder, env: { PATH: process.env['PATH'], HOME: folder, SystemRoot: process.env['SystemRoot'], PYTHONPATH: folder, PYTHONUTF8: '1', LC_ALL: 'C.UTF-8', NO_PROXY: '*', ...variables } });
    let out = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (out += data.toString()));
    const ended = once(child, 'close').catch((error: unknown) => {
      throw new Error(`This test runs ${program}, which is not on this machine. Install it: copies are proven with the programs they are for.`, { cause: error });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const [code] = (await ended) as [number];
    assert.equal(code, 0, `${program} ended with ${code}:\n${out}\n${input}`);
    return out;
  }

  const runners: Readonly<Record<'bash' | 'python' | 'javascript', (text: string, variables: Readonly<Record<string, string>>) => Promise<string>>> = {
    bash: (text, variables) => execute('sh', ['-s'], text.replaceAll('curl ', 'curl --silent --show-error --disable '), variables),
    python: (text, variables) => execute('python3', ['-'], text, variables),
    javascript: (text, variables) => execute(process.execPath, ['--input-type=module', '-'], text, variables),
  };
  const formats = ['bash', 'python', 'javascript'] as const;

  /** In lower case and sorted: these programs have an order and a casing of their own. */
  function comparable({ method, target, headers, body }: Recorded) {
    const values = new Map<string, string>();
    for (const [name, value] of headers) {
      const folded = name.toLowerCase();
      if (!own.has(folded)) values.set(folded, values.has(folded) ? `${values.get(folded) ?? ''}, ${value}` : value);
    }
    return { method, target, headers: [...values].sort(([a], [b]) => (a < b ? -1 : 1)), body };
  }

  /** With what a run sends, and what the copy sends. */
  async function both(text: string, format: (typeof formats)[number], variables: Readonly<Record<string, string>> = {}) {
    const input = inputOf(text);
    const block = input.file.blocks.find(({ request }) => request);
    assert.ok(block);
    const report = await engine.services.session({ ...input, interaction: agreeing }).run(block, signal);
    assert.equal(report.kind, 'ran', JSON.stringify(report));
    await runners[format](await copied(text, format), variables);
    const [run, copy, ...more] = recorded;
    assert.ok(run && copy, `${recorded.length} requests arrived`);
    assert.equal(more.length, 0);
    return { run: comparable(run), copy: comparable(copy) };
  }

  const body = (text: string, type = 'application/json') => `POST BASE/v1/things\nContent-Type: ${type}\n\n${text}`;
  const requests: Readonly<Record<string, string>> = {
    'a plain GET': 'GET BASE/v1/things?page=1&filter=a%20b%26c',
    'a GET of the root': 'GET BASE',
    'odd characters of a target': "GET BASE/a(b)*c;d=1,2/e!f$g&h+i@j:k~l?x=%C3%A4&y=!$()*,;:@/?z",
    'headers, of which two have one name': "GET BASE/x\nAccept: text/plain\nIf-Match: \"etag's\"\nAccept-Language: nb\nPrefer: a=1\nPrefer: b=\"$HOME `x` \\n !!\"",
    'a header beyond ASCII': 'GET BASE/x\nPrefer: grüße €',
    'an empty header': 'GET BASE/x\nPrefer:',
    'HEAD': 'HEAD BASE/x',
    'DELETE': 'DELETE BASE/x',
    'a POST without a body': 'POST BASE/x',
    'an own verb': 'PURGE BASE/x',
    'JSON on several lines': body('{\n  "a": "it\'s \\"quoted\\" \\\\ $HOME `id` !! %PATH% ${x}",\n\t"b": [1, 2]\n}'),
    'Unicode': body('{"a": "Grüße, 温度 🌡 \u2028 \\u00e5"}'),
    'CRLF in a body': body('a\r\nb\r\n\r\nc', 'text/plain'),
    'quotes of all kinds': body(`''' """ '"'"' \\''\\ $(x) \`\`\` \${y} "`, 'text/plain'),
    'a body that starts with @': body('@not-a-file', 'text/plain'),
    'a body that ends with a backslash': body('a\\', 'text/plain'),
    'control characters': body('\x01\x07\x1b[0m\x7f %s %d \\101', 'text/plain'),
    'a form': body('a=1&b=%C3%A4+c', 'application/x-www-form-urlencoded'),
    'a form of several parts': 'POST BASE/x\nContent-Type: multipart/form-data; boundary=b\n\n--b\nContent-Disposition: form-data; name="f"; filename="x.bin"\n\n< ./all.bin\n--b--',
    'all octets': 'PUT BASE/x\nContent-Type: application/octet-stream\n\n< ./all.bin',
    'octets without a Content-Type': 'PUT BASE/x\n\n< ./all.bin',
    'PATCH': `PATCH BASE/x\nContent-Type: application/json\n\n{}`,
    'a long body': body(`"${'0123456789\\n\'"$`%'.repeat(20_000)}"`, 'text/plain'),
    'more than a megabyte': body('x'.repeat(1_200_000), 'text/plain'),
  };

  // Nobody can run these everywhere: what they say is looked at.
  describe('copied for Windows', () => {
    const inPlainPlaces = '# @auth none\n@own = key-{{$processEnv PLANTED}}-end\nGET BASE/{{$processEnv PLANTED}}?token=literal-in-a-query&q={{%$processEnv PLANTED}}\nAuthorization: Bearer {{$dotenv TOKEN}}\nX-Api-Key: literal-key\nPrefer: {{own}}';
    const inBody = `${inPlainPlaces.replace('GET', 'POST')}\nContent-Type: application/json\n\n{"secret": "a literal one", "other": "{{$processEnv PLANTED}}", "dotenv": "{{$dotenv TOKEN}}"}`;
    for (const [format, text] of [['cmd', inPlainPlaces], ['powershell', inPlainPlaces], ['powershell', inBody]] as const) {
      it(`secrets are variables, wherever they stand, and never in the text: ${format}${text === inBody ? ', with a body' : ''}`, async () => {
        const shown = await copied(text, format);
        for (const secret of [planted, dotenv, 'literal']) assert.ok(!shown.includes(secret), shown);
        for (const name of ['DT_PLANTED', 'DT_TOKEN', 'DT_TOKEN_2', 'DT_X_API_KEY', ...(text === inBody ? ['DT_SECRET'] : [])]) {
          assert.ok(shown.includes(format === 'cmd' ? `%${name}%` : '$'.concat(`{env:${name}}`)), `${name}: ${shown}`);
        }
      });
    }

    it('what the Command Prompt cannot have is refused without it', async () => {
      const input = inputOf(inBody);
      const block = input.file.blocks.find(({ request }) => request);
      assert.ok(block);
      const result = await copyAs(engine.services, input, block, 'cmd', signal);
      assert.ok(result.kind === 'refused');
      for (const secret of [planted, dotenv, 'literal']) assert.ok(!result.message.includes(secret), result.message);
    });
  });

  for (const format of formats) {
    describe(`copied as ${format === 'bash' ? 'cURL' : format}`, () => {
      for (const [name, text] of Object.entries(requests)) {
        it(name, async () => {
          const { run, copy } = await both(`# @auth none\n${text}`, format);
          assert.deepEqual(copy, run);
        });
      }

      it('secrets are variables, wherever they stand, and never in the text', async () => {
        const text = `# @auth none\n@own = key-{{$processEnv PLANTED}}-end\nPOST BASE/{{$processEnv PLANTED}}?token=literal-in-a-query&q={{%$processEnv PLANTED}}\nAuthorization: Bearer {{$dotenv TOKEN}}\nX-Api-Key: literal-key\nPrefer: {{own}}\nContent-Type: application/json\n\n{"secret": "a literal \\" one", "other": "{{$processEnv PLANTED}}", "plain": 1}`;
        const shown = await copied(text, format);
        for (const secret of [planted, dotenv, 'literal']) assert.ok(!shown.includes(secret), shown);
        assert.match(shown, /DT_PLANTED\b/);
        const { run, copy } = await both(text, format, { DT_PLANTED: planted, DT_TOKEN: 'literal-in-a-query', DT_TOKEN_2: dotenv, DT_X_API_KEY: 'literal-key', DT_SECRET: 'a literal \\" one' });
        assert.deepEqual(copy, run);
      });

      it('a missing variable ends it before anything is sent', async () => {
        const text = await copied('# @auth none\nGET BASE/x\nAuthorization: Bearer {{$dotenv TOKEN}}', format);
        await assert.rejects(runners[format](text, {}), /DT_TOKEN/);
        assert.deepEqual(recorded, []);
      });

      it('what is only known at the run is a variable', async () => {
        const text = await copied('# @auth none\n# @prompt room Which room?\nGET BASE/rooms/{{room}}?of={{login.response.body.$.id}}\n\n### login\n# @name login\nGET BASE/login', format);
        await runners[format](text, { DT_ROOM: 'r1', DT_LOGIN_ID: 'l1' });
        assert.equal(recorded[0]?.target, '/rooms/r1?of=l1');
      });

      it('the account signs with a token, or with its key where that is asked for', async () => {
        const [account] = engine.sandbox.accounts.filter(({ role }) => role === 'project.admin');
        assert.ok(account);
        const token = await engine.services.accessToken({ name: 'sandbox:project.admin', account: { ...account, tokenUrl: engine.sandbox.tokenUrl, sandbox: true } }, signal);
        assert.ok(token.kind === 'signed-in');
        const bearer = await copied('GET /projects', format);
        assert.match(await runners[format](bearer, { DT_ACCESS_TOKEN: token.accessToken }), /"projects"/);
        const basic = await copied('# @auth basic\nGET /projects', format);
        assert.match(await runners[format](basic, { DT_SERVICE_ACCOUNT_KEY_ID: account.keyId, DT_SERVICE_ACCOUNT_SECRET: account.secret }), /"projects"/);
        assert.match(bearer, /dt-http token/);
        for (const text of [bearer, basic]) assert.ok(!text.includes(account.keyId) && !text.includes(account.secret) && !text.includes(token.accessToken));
      });

      it('the limits of the request go along', async () => {
        const { run, copy } = await both('# @auth none\n# @timeout 20s\n# @no-redirect\nGET BASE/x', format);
        assert.deepEqual(copy, run);
      });
    });
  }

  it('a stream of the sandbox is read as one, and is no call of the client', async () => {
    assert.match(await copied('GET /projects/-/devices:stream', 'javascript'), /for await/);
    assert.match(await copied('GET /projects/-/devices:stream', 'python'), /stream=True/);
    assert.match(await copied('GET /projects', 'python'), /requests\.request/);
  });

  it('a file from outside of the folder is not read for a copy', async () => {
    const input = inputOf('POST BASE/x\nContent-Type: text/plain\n\n< ../outside.txt');
    const [block] = input.file.blocks;
    assert.ok(block);
    const result = await copyAs(engine.services, input, block, 'bash', signal);
    assert.deepEqual(result, { kind: 'refused', message: 'The body takes in ../outside.txt from outside of the folder, which is read only for a run. Nothing was copied.' });
  });

  describe('pasted from cURL', () => {
    /** What curl itself sends, and what the request sends that it becomes. */
    async function pasted(command: string): Promise<{ readonly curl: Recorded; readonly run: Recorded }> {
      writeFileSync(path.join(folder, 'data.json'), '{"from":"a file"}');
      await execute('bash', ['-s'], command.replaceAll('BASE', base).replace('curl', 'curl --silent --show-error --disable'), { PLANTED: planted });
      const found = requestsFromCurl(command.replaceAll('BASE', base));
      assert.ok(found.kind === 'requests');
      const { text } = found;
      const input = inputOf(text);
      const block = input.file.blocks.find(({ request }) => request);
      assert.ok(block);
      const report = await engine.services.session({ ...input, interaction: agreeing }).run(block, signal);
      assert.equal(report.kind, 'ran', `${text}\n${JSON.stringify(report)}`);
      const [curl, run] = recorded;
      assert.ok(curl && run, `${recorded.length} requests arrived`);
      return { curl, run };
    }

    const commands: Readonly<Record<string, string>> = {
      'a URL alone': 'curl BASE/x?a=1',
      'quotes of a POSIX shell': `curl -H 'Prefer: it'\\''s' -H "If-Match: \\"x\\" \\$5 \\\\" "BASE/x?a=b"`,
      "$'…' with escapes": `curl BASE/x -H 'Content-Type: text/plain' --data-raw $'a\\nb\\tc \\'d\\' \\u00e9 \\xc3\\xa4 \\x41 \\101'`,
      'lines that go on': 'curl \\\n  -X PUT \\\r\n  -H "Content-Type: application/json" \\\n  -d \'{"a": 1}\' \\\n  BASE/x'.replace('\r', ''),
      'letters in one word': "curl -sSXPOST -H'Content-Type: text/plain' -d'x y' BASE/x",
      'several pieces of data': "curl -d a=1 -d 'b=2 3' --data-urlencode 'c=ä &=' --data-urlencode '=x y!' BASE/x",
      'data in the query': "curl -G -d a=1 --data-urlencode 'b=ä c' 'BASE/x?z=0'",
      'JSON': `curl --json '{"a":' --json '1}' BASE/x`,
      'HEAD': 'curl -I BASE/x',
      'user and password': "curl -u 'me:pass word' BASE/x",
      'a bearer token': 'curl --oauth2-bearer abc.def BASE/x',
      'user in the URL': `curl ${'BASE/x'.replace('BASE', 'http://a%20b:c@127.0.0.1')}`,
      'cookies, agent and referer': "curl -b 'a=1; b=2' -b c=3 -A 'my agent/1' -e http://from.example/ BASE/x",
      'an empty header': "curl -H 'Prefer;' BASE/x",
      'body lines that mean something in a request file': `curl -H 'Content-Type: text/plain' --data-binary $'### x\\n< y\\n>> z\\n?? status 200\\n{{a}}\\n# c\\n' BASE/x`,
      'a body that starts and ends with blank lines': `curl -H 'Content-Type: text/plain' --data-binary $'\\n\\na\\n\\n' BASE/x`,
      'a variable': 'curl -H "Prefer: $PLANTED" "BASE/x?a=${PLANTED}"',
      'a range and its own verb': 'curl -r 0-99 -X REPORT BASE/x',
      'options that are needless here': 'curl -sSiL --compressed --http1.1 -o /dev/null BASE/x',
    };
    for (const [name, command] of Object.entries(commands)) {
      it(name, async () => {
        const at = command.includes('@127.0.0.1') ? command.replace('@127.0.0.1', `@${base.slice('http://'.length)}`) : command;
        const { curl, run } = await pasted(at);
        // curl says that it takes anything; a request says that it wants JSON unless it says something else.
        const without = ({ headers, target, ...rest }: ReturnType<typeof comparable>) => ({
          ...rest,
          // Digits of octets in small letters, and no blank between cookies: both mean the same.
          target: target.replace(/%[\dA-F]{2}/gi, (octet) => octet.toUpperCase()),
          headers: headers.map(([header, value]) => [header, header === 'cookie' ? value.replace(/; ?/g, '; ') : value] as const).filter(([header, value]) => header !== 'accept' && !(header === 'user-agent' && value.startsWith('curl'))),
        });
        assert.deepEqual(without(comparable(run)), without(comparable(curl)));
        if (name.includes('agent')) assert.equal(run.headers.find(([header]) => header === 'User-Agent')?.[1], 'my agent/1');
      });
    }

    it('a form of several parts has the same fields', async () => {
      const { curl, run } = await pasted(`curl -F name=value -F 'quoted=a;b' -F 'typed={"a":1};type=application/json' --form-string 'plain=@x;type=y' BASE/x`);
      const fields = ({ headers, body: sent }: Recorded) => {
        const boundary = /boundary=(\S+)/.exec(headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '')?.[1] ?? '';
        return sent.split(`--${boundary}`);
      };
      assert.equal(fields(curl).length, 6);
      assert.deepEqual(fields(run).map((part) => part.trim()), fields(curl).map((part) => part.trim()));
    });
  });

  it('the copy for bash, pasted again, is the request', async () => {
    for (const [name, text] of Object.entries(requests)) {
      // What is no text, or goes through a pipe, has no place in the arguments of curl.
      const shell = await copied(`# @auth none\n${text}`, 'bash');
      if (shell.startsWith('printf')) continue;
      const found = requestsFromCurl(shell);
      assert.ok(found.kind === 'requests', name);
      const again = await copied(`# @auth none\n${found.text}`, 'bash');
      assert.equal(again, shell, name);
    }
  });
});
