import assert from 'node:assert/strict';
import { allowedOrigin, connectOrigin, mayExchangeAt, mayReceive } from '../../../src/auth/credentialScope';

const sandboxOrigin = 'http://127.0.0.1:4321';
const scope = { allowedOrigins: ['https://api.intern.example', 'https://gateway.example:8443', 'http://plain.example', 'https://localhost:9'], sandboxOrigin };
const real = {};
const sandboxed = { sandbox: true };

const friendly: readonly string[] = [
  'https://api.disruptive-technologies.com',
  'https://API.Disruptive-Technologies.COM',
  'HTTPS://api.disruptive-technologies.com',
  'https://api.disruptive-technologies.com.',
  'https://api.disruptive-technologies.com:443',
  'https://api.disruptive-technologies.com.:443',
  'https://api.d21s.com',
  'https://emulator.disruptive-technologies.com',
  'https://emulator.d21s.com',
  'https://identity.disruptive-technologies.com',
  'https://api.intern.example',
  'https://api.intern.example.',
  'https://gateway.example:8443',
];

const hostile: readonly string[] = [
  'http://api.disruptive-technologies.com',
  'http://api.disruptive-technologies.com:443',
  'https://api.disruptive-technologies.com:8443',
  'https://api.disruptive-technologies.com:80',
  'https://api.disruptive-technologies.com:0443000',
  'https://api.disruptive-technologies.com..',
  'https://api.disruptive-technologies.com.evil.example',
  'https://api.disruptive-technologies.community',
  'https://api-disruptive-technologies.com',
  'https://evil.api.disruptive-technologies.com',
  'https://disruptive-technologies.com',
  'https://xapi.d21s.com',
  'https://d21s.com',
  'https://docs.d21s.com',
  'https://developer.disruptive-technologies.com',
  'https://status.disruptive-technologies.com',
  'https://api.disruptive-technologies.com@evil.example',
  'https://user@api.disruptive-technologies.com',
  'https://user:pw@api.disruptive-technologies.com',
  'https://@api.disruptive-technologies.com',
  'https://evil.example/https://api.disruptive-technologies.com',
  'https://evil.example#api.disruptive-technologies.com',
  'https://evil.example?api.disruptive-technologies.com',
  'https://evil.example\\@api.disruptive-technologies.com',
  'https:\\\\api.disruptive-technologies.com',
  'https:api.disruptive-technologies.com',
  'https:///api.disruptive-technologies.com',
  '//api.disruptive-technologies.com',
  'api.disruptive-technologies.com',
  ' https://api.disruptive-technologies.com',
  'https://api.disruptive-technologies.com\n',
  'https://api.dis\truptive-technologies.com',
  'https://api.disruptive-technologies.com/',
  'https://api.disruptive-technologies.com/v2',
  'https://api%2edisruptive-technologies.com',
  'https://аpi.d21s.com',
  'https://api。d21s.com',
  'https://xn--pi-7kc.d21s.com',
  'wss://api.disruptive-technologies.com',
  'file://api.disruptive-technologies.com',
  'javascript:alert(1)',
  '',
  'null',
  'https://',
  'https://.',
  'https://gateway.example',
  'https://gateway.example:8444',
  'http://plain.example',
  'https://plain.example',
  'https://localhost:9',
  'http://localhost:4321',
  'https://127.0.0.1',
  'https://2130706433',
  'https://0x7f.1',
  'https://[::1]',
  'https://[::ffff:127.0.0.1]',
  sandboxOrigin,
  'https://127.0.0.1:4321',
];

describe('mayReceive', () => {
  for (const origin of friendly) it(`a real account: ${origin}`, () => assert.equal(mayReceive(real, origin, scope), true));
  for (const origin of hostile) it(`never a real account: ${JSON.stringify(origin)}`, () => assert.equal(mayReceive(real, origin, scope), false));

  for (const origin of [...friendly, ...hostile]) {
    const itsOwn = origin === sandboxOrigin;
    it(`an account of the sandbox: ${JSON.stringify(origin)} ${itsOwn ? 'yes' : 'no'}`, () => assert.equal(mayReceive(sandboxed, origin, scope), itsOwn));
  }

  it('an account of the sandbox goes nowhere without the sandbox', () => {
    for (const origin of [sandboxOrigin, '', 'undefined', 'https://api.d21s.com']) {
      assert.equal(mayReceive(sandboxed, origin, { allowedOrigins: [origin] }), false);
    }
  });

  it('allowing loopback or the sandbox does not open them for a real account', () => {
    const allowedOrigins = [sandboxOrigin, 'https://127.0.0.1', 'https://[::1]', 'https://sub.localhost', 'https://box.example'];
    for (const origin of allowedOrigins) {
      assert.equal(mayReceive(real, origin, { allowedOrigins, sandboxOrigin: 'https://box.example' }), false);
    }
  });
});

describe('connectOrigin', () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['https://A.example.:443', 'https://a.example'],
    ['http://a.example:80', 'http://a.example'],
    ['http://a.example:443', 'http://a.example:443'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://0x7f.1:8080', undefined],
    ['http://a.example:99999', undefined],
    ['http://a_b.example', 'http://a_b.example'],
    ['https://*.example', undefined],
  ];
  for (const [origin, expected] of rows) it(origin, () => assert.equal(connectOrigin(origin), expected));
});

describe('allowedOrigin', () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['https://gateway.example:8443', 'https://gateway.example:8443'],
    [' https://Gateway.example./ ', 'https://gateway.example'],
    ['https://gw_x.example', 'https://gw_x.example'],
    ['http://gateway.example', undefined],
    ['https://gateway.example/path', undefined],
    ['https://user@gateway.example', undefined],
    ['https://*.example', undefined],
    ['gateway.example', undefined],
    ['', undefined],
  ];
  for (const [text, expected] of rows) it(JSON.stringify(text), () => assert.equal(allowedOrigin(text), expected));
});

describe('mayExchangeAt', () => {
  const rows: readonly (readonly [url: string, real: boolean, sandbox: boolean])[] = [
    ['https://identity.disruptive-technologies.com/oauth2/token', true, false],
    ['https://identity.d21s.com/oauth2/token', true, false],
    ['https://identity.d21s.com./oauth2/token', true, false],
    [`${sandboxOrigin}/oauth2/token`, false, true],
    ['https://identity.d21s.com', false, false],
    ['https://identity.d21s.com/oauth2/token?x=y', false, false],
    ['https://identity.d21s.com/oauth2/token#x', false, false],
    ['https://u@identity.d21s.com/oauth2/token', false, false],
    ['http://identity.d21s.com/oauth2/token', false, false],
    ['https://identity.d21s.com:444/oauth2/token', false, false],
    ['https://api.d21s.com/oauth2/token', false, false],
    ['https://identity.d21s.com.evil.example/oauth2/token', false, false],
    ['https://evil.example/identity.d21s.com/oauth2/token', false, false],
    ['http://127.0.0.1:1/oauth2/token', false, false],
    ['', false, false],
  ];
  for (const [url, forReal, forSandbox] of rows) {
    it(url, () => {
      assert.equal(mayExchangeAt(url, real, sandboxOrigin), forReal);
      assert.equal(mayExchangeAt(url, sandboxed, sandboxOrigin), forSandbox);
      assert.equal(mayExchangeAt(url, sandboxed), false);
    });
  }
});
