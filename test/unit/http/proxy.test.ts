import assert from 'node:assert/strict';
import { ProxyError, failureOf, TransportError } from '../../../src/http/failure';
import { allProxies, chooseProxy, needsNoProxy, proxySecrets, type ProxySettings, readProxy } from '../../../src/http/proxy';
import { isLoopback } from '../../../src/http/loopback';
import { mask, Redactor } from '../../../src/http/redact';

const api = 'https://api.disruptive-technologies.com';
const plain = 'http://intra.example';
const noSettings: ProxySettings = { off: false, proxy: '', noProxy: [], authorization: '' };
const variable = (name: string) => ({ kind: 'variable', name }) as const;

describe('chooseProxy', () => {
  type Row = readonly [title: string, variables: Record<string, string>, settings: Partial<ProxySettings> | undefined, ofHttps: string, ofHttp: string];
  const rows: readonly Row[] = [
    ['nothing is set', {}, undefined, '', ''],
    ['each scheme has its variable', { HTTPS_PROXY: 'http://s:1', HTTP_PROXY: 'http://p:2' }, undefined, 'HTTPS_PROXY http://s:1', 'HTTP_PROXY http://p:2'],
    ['one for http says nothing about https', { HTTP_PROXY: 'http://p:2' }, undefined, '', 'HTTP_PROXY http://p:2'],
    ['lower case', { https_proxy: 'http://s:1', http_proxy: 'p:2' }, undefined, 'https_proxy http://s:1', 'http_proxy p:2'],
    ['upper case goes before', { https_proxy: 'http://s:1', HTTPS_PROXY: 'http://S:1' }, undefined, 'HTTPS_PROXY http://S:1', ''],
    ['an empty one is not set', { HTTPS_PROXY: ' ', https_proxy: '', ALL_PROXY: '  http://a:3 ' }, undefined, 'ALL_PROXY http://a:3', 'ALL_PROXY http://a:3'],
    ['ALL_PROXY comes last', { all_proxy: 'http://a:3', HTTP_PROXY: 'http://p:2' }, undefined, 'all_proxy http://a:3', 'HTTP_PROXY http://p:2'],
    ['NO_PROXY', { ALL_PROXY: 'http://a:3', NO_PROXY: 'localhost, .disruptive-technologies.com' }, undefined, '', 'ALL_PROXY http://a:3'],
    ['no_proxy of everything', { ALL_PROXY: 'http://a:3', no_proxy: '*' }, undefined, '', ''],
    ['settings without a value leave it to the variables', { HTTPS_PROXY: 'http://s:1' }, {}, 'HTTPS_PROXY http://s:1', ''],
    ['the setting goes before the variables', { HTTPS_PROXY: 'http://s:1' }, { proxy: 'http://set:4' }, 'http.proxy http://set:4', 'http.proxy http://set:4'],
    ['switched off, for variables too', { HTTPS_PROXY: 'http://s:1' }, { proxy: 'http://set:4', off: true }, '', ''],
    ['http.noProxy', {}, { proxy: 'http://set:4', noProxy: ['intra.example'] }, 'http.proxy http://set:4', ''],
    ['http.noProxy holds for a variable too, in the place of NO_PROXY', { HTTPS_PROXY: 'http://s:1', HTTP_PROXY: 'http://p:2', NO_PROXY: '*' }, { noProxy: ['intra.example'] }, 'HTTPS_PROXY http://s:1', ''],
    ['NO_PROXY holds for the setting', { NO_PROXY: 'intra.example' }, { proxy: 'http://set:4' }, 'http.proxy http://set:4', ''],
  ];
  for (const [title, variables, settings, ofHttps, ofHttp] of rows) {
    it(title, () => {
      const rules = { variables, ...(settings && { settings: { ...noSettings, ...settings } }) };
      const shown = (origin: string) => {
        const choice = chooseProxy(origin, rules);
        return choice === undefined ? '' : `${choice.source.name} ${choice.value}`;
      };
      assert.deepEqual([shown(api), shown(plain)], [ofHttps, ofHttp]);
    });
  }

  it('http.proxyAuthorization goes with whichever proxy is taken', () => {
    for (const [variables, proxy] of [[{}, 'http://set:4'], [{ HTTPS_PROXY: 'http://s:1' }, '']] as const) {
      assert.equal(chooseProxy(api, { variables, settings: { ...noSettings, proxy, authorization: 'Basic abc' } })?.authorization, 'Basic abc');
    }
  });
});

describe('needsNoProxy', () => {
  const rows: readonly (readonly [entry: string, yes: readonly string[], no: readonly string[]])[] = [
    ['*', ['https://a.example', 'http://[2001:db8::1]'], []],
    ['example.com', ['https://example.com', 'https://api.example.com', 'https://EXAMPLE.com.', 'https://example.com:8443'], ['https://badexample.com', 'https://example.com.evil.example', 'https://example.co']],
    ['.example.com', ['https://example.com', 'https://a.b.example.com'], ['https://badexample.com']],
    ['*.example.com', ['https://example.com', 'https://api.example.com'], ['https://badexample.com']],
    ['Example.COM.', ['https://example.com', 'https://api.example.com.'], []],
    ['com', ['https://example.com'], ['https://com.example']],
    ['example.com:8443', ['https://example.com:8443', 'https://a.example.com:8443'], ['https://example.com']],
    ['example.com:443', ['https://example.com'], ['http://example.com']],
    ['bücher.example', ['https://xn--bcher-kva.example', 'https://bücher.example'], []],
    ['10.1.2.3', ['http://10.1.2.3', 'https://10.1.2.3:99'], ['http://110.1.2.3', 'http://10.1.2.30', 'http://10.1.2.3.example']],
    ['2.3', [], ['http://10.1.2.3']],
    ['10.1.2.3:80', ['http://10.1.2.3'], ['https://10.1.2.3']],
    ['10.0.0.0/8', ['http://10.255.0.1'], ['http://11.0.0.1', 'https://10.example', 'http://[fd00::1]']],
    ['192.168.1.0/33', [], ['http://192.168.1.1']],
    ['2001:DB8::1', ['http://[2001:db8:0::1]', 'http://[2001:db8::1]:8080'], ['http://[2001:db8::2]']],
    ['[2001:db8::1]', ['http://[2001:db8::1]'], []],
    ['[2001:db8::1]:8080', ['http://[2001:db8::1]:8080'], ['http://[2001:db8::1]']],
    ['fd00::/8', ['http://[fd12::1]'], ['http://[fe80::1]', 'http://10.0.0.1']],
    ['a.example,b.example c.example\td.example', ['http://a.example', 'http://b.example', 'http://c.example', 'http://d.example'], ['http://e.example']],
    ['', [], ['http://a.example']],
    [' , ,', [], ['http://a.example']],
    ['.', [], ['http://a.example']],
    ['*.', [], ['http://a.example']],
    ['exa*.com', [], ['http://example.com']],
    ['a.example:', [], ['http://a.example']],
    ['a.example:x', [], ['http://a.example']],
    ['not/a/host', [], ['http://not']],
    ['user@a.example', [], []],
  ];
  for (const [entry, yes, no] of rows) {
    it(JSON.stringify(entry), () => {
      for (const origin of yes) assert.equal(needsNoProxy(origin, [entry]), true, origin);
      for (const origin of no) assert.equal(needsNoProxy(origin, [entry]), false, origin);
    });
  }

  it('takes no time for a list without end', () => {
    const entries = [`${'a.'.repeat(100_000)}example`, ','.repeat(100_000), `[${':'.repeat(100_000)}`, '1'.repeat(100_000)];
    assert.equal(needsNoProxy(api, entries), false);
  });
});

describe('readProxy', () => {
  const read = (value: string, authorization?: string) => readProxy({ value, source: variable('HTTPS_PROXY'), ...(authorization === undefined ? {} : { authorization }) });
  const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

  const good: readonly (readonly [value: string, expected: string])[] = [
    ['http://proxy.example:3128', 'http proxy.example 3128 -'],
    ['http://proxy.example', 'http proxy.example 80 -'],
    ['https://proxy.example/', 'https proxy.example 443 -'],
    ['HTTP://PROXY.example:8080/path?x#y', 'http proxy.example 8080 -'],
    ['proxy.example:3128', 'http proxy.example 3128 -'],
    ['user:pass@proxy.example:3128', `http proxy.example 3128 ${basic('user:pass')}`],
    ['http://us%20er:p%40%C3%A9@proxy.example:1', `http proxy.example 1 ${basic('us er:p@é')}`],
    ['http://user@proxy.example:1', `http proxy.example 1 ${basic('user:')}`],
    ['http://[2001:db8::1]:3128', 'http 2001:db8::1 3128 -'],
  ];
  for (const [value, expected] of good) {
    it(value, () => {
      const { secure, host, port, authorization = '-' } = read(value);
      assert.equal(`${secure ? 'https' : 'http'} ${host} ${port} ${authorization}`, expected);
    });
  }

  it('a header of its own goes before the userinfo', () => {
    assert.equal(read('http://u:p@proxy.example', 'Negotiate abc').authorization, 'Negotiate abc');
  });

  const bad: readonly (readonly [value: string, authorization: string | undefined, what: string, name: string])[] = [
    ['not a url', undefined, 'url', 'HTTPS_PROXY'],
    ['http://', undefined, 'url', 'HTTPS_PROXY'],
    ['http://:3128', undefined, 'url', 'HTTPS_PROXY'],
    ['http://secret:word/x@proxy.example:99999', undefined, 'url', 'HTTPS_PROXY'],
    ['socks5://proxy.example:1080', undefined, 'scheme', 'HTTPS_PROXY'],
    ['file:///etc/proxy', undefined, 'url', 'HTTPS_PROXY'],
    ['http://us%er:secret@proxy.example', undefined, 'userinfo', 'HTTPS_PROXY'],
    ['http://proxy.example', 'Basic secret\r\nX: y', 'authorization', 'http.proxyAuthorization'],
    ['http://proxy.example', 'Basic séc', 'authorization', 'http.proxyAuthorization'],
  ];
  for (const [value, authorization, what, name] of bad) {
    it(`${JSON.stringify(authorization ?? value)}: ${what}, and nothing of it is told`, () => {
      assert.throws(() => read(value, authorization), (error) => {
        assert.ok(error instanceof ProxyError);
        assert.deepEqual(error.problem.cause, { kind: 'malformed', what });
        assert.equal(error.problem.source.name, name);
        assert.doesNotMatch(`${error.message} ${JSON.stringify(error.problem)}`, /secret|proxy\.example/);
        const failure = failureOf(error, 'sent');
        assert.deepEqual([failure.code, failure.maybeSent, failure.proxy], ['proxy', false, error.problem]);
        return true;
      });
    });
  }

  it('no other failure is one of a proxy', () => {
    const others = [new TransportError('proxy', 'x'), Object.assign(new Error('x'), { code: 'CERT_NOT_YET_VALID' })].map((error) => failureOf(error, 'connecting'));
    assert.deepEqual(others.map((failure) => [failure.proxy, failure.notYetValid === true]), [[undefined, false], [undefined, true]]);
  });
});

describe('proxySecrets', () => {
  const rows: readonly (readonly [value: string, authorization: string, secrets: readonly string[]])[] = [
    ['http://proxy.example:1', '', []],
    ['http://user:pass@proxy.example:1', '', ['user:pass', 'pass']],
    ['user:pass@proxy.example:1', '', ['user:pass', 'pass']],
    ['http://us%20er:p%61ss@proxy.example', '', ['us%20er:p%61ss', 'p%61ss', 'us er:pass', 'pass']],
    ['http://user:p/a@s?s#@proxy.example', '', ['user:p/a@s?s#', 'p/a@s?s#']],
    ['http://token@proxy.example', '', ['token']],
    ['http://proxy.example', `Basic ${Buffer.from('user:pass').toString('base64')}`, ['user:pass', 'pass', 'dXNlcjpwYXNz', 'Basic dXNlcjpwYXNz']],
    ['', 'Negotiate tickettext', ['tickettext', 'Negotiate tickettext']],
    ['', 'bare', ['bare']],
  ];
  for (const [value, authorization, secrets] of rows) {
    it(`${value} ${authorization}`, () => {
      assert.deepEqual([...proxySecrets({ value, source: variable('X'), authorization })].sort(), [...secrets].sort());
    });
  }

  it('of all that is set, whatever it is for; and the redactor finds each on the wire', () => {
    const settings = { ...noSettings, proxy: 'http://u:secret-one@p', authorization: `Basic ${Buffer.from('u:secret-two').toString('base64')}` };
    const redactor = new Redactor();
    for (const secret of allProxies({ variables: { http_proxy: 'http://u:secret-3%21@p', ALL_PROXY: 'u:secret-four@p' }, settings }).flatMap(proxySecrets)) redactor.addSecret(secret);
    for (const text of ['secret-one', 'secret-two', 'secret-3!', 'secret-3%21', 'secret-four', Buffer.from('u:secret-four').toString('base64')]) {
      assert.equal(redactor.text(`a ${text} b`).includes(mask), true, text);
      assert.equal(redactor.text(`a ${text} b`).includes(text), false, text);
    }
  });
});

describe('isLoopback', () => {
  for (const [origin, expected] of [
    ['http://localhost', true], ['http://LOCALHOST.:80', true], ['http://a.localhost', true], ['http://127.0.0.1', true], ['http://127.9.9.9', true], ['http://2130706433', true],
    ['http://0.0.0.0', true], ['http://[::1]', true], ['http://[::]', true], ['http://[::ffff:127.0.0.1]', true], ['http://128.0.0.1', false], ['http://localhost.example', false],
    ['http://notlocalhost', false], ['http://[2001:db8::1]', false], ['http://127.0.0.1.example', false],
  ] as const) {
    it(`${origin}: ${expected}`, () => assert.equal(isLoopback(new URL(origin).hostname), expected));
  }
});
