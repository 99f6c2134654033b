import { acceptEncoding } from '../../../../src/http/decode';
import assert from 'node:assert/strict';
import { headerValue } from '../../../../src/http/exchange';
import { parseEnvironmentFile } from '../../../../src/language/plan/environment';
import type { RequestPlan } from '../../../../src/language/plan/plan';
import { devEnvironment, environmentFiles, fixture, markedFindings, plan, planned, refusal } from './support';

const defaults = [['User-Agent', 'dt-http/test'], ['Accept', 'application/json'], ['Accept-Encoding', acceptEncoding]] as const;

function bodyOf({ request }: RequestPlan): string | undefined {
  return request.body && new TextDecoder('utf-8', { ignoreBOM: true }).decode(request.body);
}

describe('planning a request', () => {
  it('sends what is written, with three headers added', () => {
    const { request } = planned('get /projects HTTP/1.1\nX-B: 1\nx-a:  two words \t\nX-B: 2\nX-Empty:\n');
    assert.deepEqual(request, {
      method: 'get',
      origin: 'https://api.disruptive-technologies.com',
      target: '/v2/projects',
      headers: [['X-B', '1'], ['x-a', 'two words'], ['X-B', '2'], ['X-Empty', ''], ...defaults],
    });
  });

  for (const name of ['User-Agent', 'accept', 'ACCEPT-ENCODING']) {
    it(`leaves ${name} to the author`, () => {
      const { request } = planned(`GET /projects\n${name}: own`);
      assert.deepEqual(request.headers, [[name, 'own'], ...defaults.filter(([each]) => each.toLowerCase() !== name.toLowerCase())]);
    });
  }

  it('leaves Host to the transport', () => {
    const { request } = planned('GET /x\nHost: example.com\n');
    assert.deepEqual([request.origin, headerValue(request.headers, 'host')], ['https://example.com', undefined]);
  });

  it('takes GET when no method is written', () => assert.equal(planned('/projects').request.method, 'GET'));

  it('joins query lines', () => {
    assert.equal(planned('GET /projects?a=1\n  &b=2\n\t&c={{x}}'.replace('{{x}}', '3')).request.target, '/v2/projects?a=1&b=2&c=3');
  });

  it('replaces references everywhere', () => {
    const { request } = planned('@p = abc\n###\nPOST /projects/{{p}}?q={{%v}}\nX-P: <{{ p }}>\nContent-Type: text/plain\n\n{{p}} \\{\\{p\\}\\}\n', { commandLine: new Map([['v', 'a b/c']]) }, 1);
    assert.equal(request.target, '/v2/projects/abc?q=a%20b%2Fc');
    assert.equal(headerValue(request.headers, 'x-p'), '<abc>');
    assert.equal(new TextDecoder().decode(request.body), 'abc {{p}}');
  });

  it('uses the bases that hold at the request', () => {
    const text = '@apiBase = http://127.0.0.1:1/v2\nGET /projects\n###\n@apiBase = http://127.0.0.1:2/v2\nGET /v2/projects';
    assert.deepEqual([0, 1].map((index) => planned(text, {}, index).request.origin), ['http://127.0.0.1:1', 'http://127.0.0.1:2']);
  });

  it('skips a byte order mark', () => assert.equal(planned('\ufeffGET /projects').request.target, '/v2/projects'));
});

describe('planning a body', () => {
  const json = 'Content-Type: application/json\n';
  for (const [name, text, expected] of [
    ['none', 'GET /projects\n\n\n', undefined],
    ['without its last line end', 'POST /projects\n\nab\ncd\n\n\n###', 'ab\ncd'],
    ['with its own line ends', 'POST /projects\r\n\r\na\r\nb\nc\r\n', 'a\r\nb\nc'],
    ['as UTF-8', 'POST /projects\n\nblåbær \u{1f600}', 'blåbær \u{1f600}'],
    ['with comments when it is text', 'POST /projects\nContent-Type: text/plain\n\n# a\n// b', '# a\n// b'],
    ['JSON, to the letter', `POST /projects\n${json}\n{ "a" : 1.0 }`, '{ "a" : 1.0 }'],
    ['a form, its lines trimmed and joined', 'POST /projects\nContent-Type: application/x-www-form-urlencoded\n\n  a=1\n  &b=x y  \n&c={{%v}}', 'a=1&b=x y&c=%26'],
    ['up to an assertion', 'POST /projects\n\nab\n\n?? status == 200', 'ab'],
  ] as const) {
    it(name, () => assert.equal(bodyOf(planned(text, { commandLine: new Map([['v', '&']]) })), expected));
  }

  it('adds no Content-Type, but says so', () => {
    const { request, findings } = planned('POST /projects\n\n{"a": 1}');
    assert.equal(headerValue(request.headers, 'content-type'), undefined);
    assert.deepEqual(findings.map(({ code, severity }) => [code, severity]), [['body.no-content-type', 'hint']]);
  });
});

describe('planning options', () => {
  const { text } = markedFindings(fixture('directives.dt.http'));
  const everything = planned(text, {}, 0);

  it('reads the directives', () => {
    assert.deepEqual(everything.options, { auth: 'basic', account: 'ci', timeoutMs: 500, followRedirects: false, retries: 0 });
    assert.equal(everything.title, 'A title');
    assert.equal(everything.name, 'everything');
  });

  it('reads the expectations in order, directives first', () => {
    assert.deepEqual(everything.expectations.map((each) => each.text), ['status 200|4xx', 'header content-type contains json', 'time < 800ms', 'body contains "x"', 'status != 500']);
    const { span } = everything.expectations[4]!;
    assert.equal(text.slice(span.start, span.end), 'status != 500');
  });

  for (const [argument, ms] of [['500ms', 500], ['30s', 30_000], ['1.5 s', 1500], ['2m', 120_000]] as const) {
    it(`@timeout ${argument}`, () => assert.equal(planned(`# @timeout ${argument}\nGET /projects`).options.timeoutMs, ms));
  }
  for (const argument of ['30', '0s', '-1s', '1h', '2000m', 'soon']) {
    it(`@timeout ${argument} is refused`, () => assert.deepEqual(refusal(`# @timeout ${argument}\nGET /projects`), ['directive.argument']));
  }

  it('sets nothing that nobody asked for', () => {
    const { options, expectations, title, name } = planned('GET /projects');
    assert.deepEqual([options, expectations, title, name], [{}, [], undefined, undefined]);
  });

  it('takes a fitting title for a name', () => assert.deepEqual([planned('### list\nGET /projects').name, planned('### List all\nGET /projects').name], ['list', undefined]));

  it('takes the account of the environment', () => {
    const environment = { environment: 'dev', environmentFiles: [parseEnvironmentFile('{"dev": {"account": "ci"}}', '', false)] };
    assert.equal(planned('GET /projects', environment).options.account, 'ci');
    assert.equal(planned('# @account own\nGET /projects', environment).options.account, 'own');
  });

  it('replaces references in arguments', () => {
    assert.equal(planned('@t = 5s\n# @timeout {{t}}\nGET /projects').options.timeoutMs, 5000);
  });
});

describe('planning: what is known about a plan', () => {
  const text = '@p = x\n###\n\nGET /projects/{{p}}\nX-Token: {{token}}\nX-Both: {{%stored}}\n';
  const result = planned(text, { ...devEnvironment(), secrets: () => ' a&b ' }, 1);

  it('its secrets as they stand in the request', () => {
    assert.deepEqual(result.secrets, ['very-private', ' a&b ', 'a&b', '%20a%26b%20']);
  });

  it('where each value came from, the secret ones unsaid', () => {
    assert.deepEqual(result.origins.map(({ name, origin, value }) => [name, origin.kind, value]), [['p', 'file', 'x'], ['token', 'private-environment', undefined], ['stored', 'private-environment', undefined]]);
  });

  it('its place', () => {
    assert.equal(result.line, 3);
    assert.equal(result.block.text, text.slice(text.indexOf('###')));
  });
});

describe('planning refuses', () => {
  it('a block without a request', () => assert.deepEqual(plan('# nothing here', {}, 0).result, { kind: 'refused', findings: [], secrets: [] }));
  it('a disabled request', () => assert.deepEqual(refusal('# @disabled\nGET /projects'), ['request.disabled']));
  it('an unknown environment', () => {
    const { result } = plan('GET /projects', { environment: 'dex', environmentFiles: environmentFiles() });
    assert.deepEqual(result.kind === 'refused' && result.findings.map(({ code, data }) => [code, data]), [['environment.unknown', { name: 'dex', known: ['dev', 'prod'], suggestion: 'dev' }]]);
  });
  it('a broken environment file', () => {
    assert.deepEqual(refusal('GET /projects', { environment: 'x', environmentFiles: [parseEnvironmentFile('{', 'file:///e', false)] }), ['environment.broken']);
  });
  it('a secret that is not stored', () => assert.deepEqual(refusal('GET /projects/{{stored}}', { ...devEnvironment(), secrets: () => undefined }), ['secret.missing']));
  it('a stored secret that breaks the JSON', () => {
    const text = 'POST /projects\nContent-Type: application/json\n\n{"a": "{{stored}}"}';
    assert.deepEqual(refusal(text, { ...devEnvironment(), secrets: () => '"' }), ['body.json']);
    assert.deepEqual(refusal(text, { ...devEnvironment(), secrets: () => 'fine' }), []);
  });
  for (const [name, body, limit] of [
    ['written', '['.repeat(5000) + ']'.repeat(5000), 500],
    ['of an inserted value', '{"a": {{deep}}}', 500],
  ] as const) {
    it(`JSON that is nested too deeply, ${name}`, () => {
      const { result } = plan(`POST /projects\r\nContent-Type: application/json\r\n\r\n${body}`, { commandLine: new Map([['deep', '['.repeat(5000)]]) });
      assert.deepEqual(result.kind === 'refused' && result.findings.map(({ code, data }) => [code, data]), [['body.json', { problem: 'nested too deeply', limit, inserted: name !== 'written' }]]);
    });
  }
  it('but not what it does not read: a text that is nested deeply', () => {
    const { parts } = planned(`POST /projects\nContent-Type: text/plain\n\n${'['.repeat(5000)}`);
    assert.equal(parts.jsonNode('/0'), undefined);
  });
  it('what stands for invalid UTF-8', () => {
    for (const text of ['POST /projects\n\na\ufffd', 'GET /x\nX-Name: \ufffd']) assert.deepEqual(refusal(text), ['value.not-utf8']);
  });

  it('half a surrogate pair', () => assert.deepEqual(refusal('POST /projects\n\na\ud800'), ['value.not-unicode']));
  it('CONNECT', () => assert.deepEqual(refusal('CONNECT example.com'), ['construct.refused']));
  it('a value that grows without bounds', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `@v${index + 1} = {{v${index}}}{{v${index}}}`);
    assert.deepEqual(refusal(`@v0 = 0123456789\n${lines.join('\n')}\nPOST /projects\n\n{{v30}}`), ['variable.too-long']);
  });

  describe('a base', () => {
    const environment = (apiBase: string, isPrivate = true) => ({ environment: 'dev', environmentFiles: [parseEnvironmentFile(`{"dev": {"apiBase": ${apiBase}}}`, 'file:///e', isPrivate)] });
    const findings = (text: string, more: Parameters<typeof plan>[1]) => {
      const { result } = plan(text, more);
      return result.kind === 'refused' ? result.findings.map(({ code, data }) => [code, data]) : [];
    };
    const secret = environment('{"$secret": "base"}');

    it('that is not stored', () => {
      assert.deepEqual(findings('GET /projects', { ...secret, secrets: () => undefined }), [['secret.missing', { name: 'apiBase', secret: 'base' }]]);
    });
    it('whose definition is broken', () => assert.deepEqual(refusal('@apiBase = {{nothingLikeIt}}\nGET /projects'), ['variable.undefined']));
    it('only where it is needed', () => {
      for (const target of ['https://example.com/x', 'example.com/x']) assert.deepEqual(findings(`GET ${target}`, { ...secret, secrets: () => undefined }), []);
    });
    it('without saying a password of it', () => {
      const found = findings('GET /projects', environment('"https://u:hunter2@foo.test/v2"'));
      assert.deepEqual(found, [['target.base', { base: 'https://•••@foo.test/v2', variable: 'apiBase', uri: 'file:///e', environment: 'dev' }]]);
    });
    it('without saying a stored one', () => {
      const found = findings('GET /projects', { ...secret, secrets: () => 'https://u:hunter2@foo.test/v2' });
      assert.deepEqual(found, [['target.base', { base: '•••', variable: 'apiBase', uri: 'file:///e', environment: 'dev' }]]);
    });
  });

  describe('without saying a secret, nor a part of it', () => {
    for (const [text, stored] of [
      ['GET {{stored}}', 'projects/hünter2'],
      ['GET {{stored}}', 'hunter2\u00a0x'],
      ['GET {{stored}}', 'hunter2://x'],
      ['GET {{stored}}', 'hunter2.x:port/y'],
      ['GET https://{{stored}}', 'hunter2.test'],
      ['GET /x', 'hunter2@foo'],
    ] as const) {
      it(`${text} ${JSON.stringify(stored)}`, () => {
        const { result } = plan(`${text}\nHost: ${text === 'GET /x' ? '{{stored}}' : 'other.test'}`, { ...devEnvironment(), secrets: () => stored });
        assert.ok(result.kind === 'refused' && result.findings.length > 0);
        for (const { data } of result.findings) {
          for (const value of Object.values(data)) assert.ok(value === '•••' || !/[hü%]/.test(String(value).replace('other.test', '')), JSON.stringify(data));
        }
      });
    }
  });
});
