import assert from 'node:assert/strict';
import { encodeIllegal, percentEncode } from '../../../../src/language/plan/encode';
import { resolveTarget, type TargetContext } from '../../../../src/language/plan/target';

const bases: TargetContext = {
  apiBase: 'https://api.disruptive-technologies.com/v2',
  emulatorBase: 'https://emulator.disruptive-technologies.com/v2',
};
const api = 'https://api.disruptive-technologies.com';
const emulator = 'https://emulator.disruptive-technologies.com';
const sandbox = { apiBase: 'http://127.0.0.1:8080/v2', emulatorBase: 'http://127.0.0.1:8080/emulator/v2/' };

describe('target rules', () => {
  const sent: readonly [text: string, expected: string, context?: Partial<TargetContext>][] = [
    // scheme://… is absolute
    ['https://example.com/a?b#'.slice(0, -1), 'https://example.com /a?b'],
    ['HTTPS://Example.COM:443/A', 'https://example.com /A'],
    ['http://example.com:8080', 'http://example.com:8080 /'],
    ['https://example.com?q=1', 'https://example.com /?q=1'],
    ['https://[::1]:8443/x', 'https://[::1]:8443 /x'],
    ['https://example.com./x', 'https://example.com. /x'],
    ['https://_a.b-c.example.com/x', 'https://_a.b-c.example.com /x'],
    ['https://example.com/a/../b/./c//d', 'https://example.com /a/../b/./c//d'],
    ['https://example.com/%2e%2E/|"<>^`{}\\', 'https://example.com /%2e%2E/|"<>^`{}\\'],
    ['https://example.com/x', 'https://example.com /x', { host: 'EXAMPLE.com:443' }],
    // /… with a Host header is origin-form
    ['/v2/projects', 'https://example.com /v2/projects', { host: 'example.com' }],
    ['/x', 'https://localhost:8080 /x', { host: 'localhost:8080' }],
    // /v<digit> goes to the origin of the base
    ['/v2/projects', `${api} /v2/projects`],
    ['/v2', `${api} /v2`],
    ['/v1beta/x', `${api} /v1beta/x`],
    ['/v2/projects', 'http://127.0.0.1:8080 /v2/projects', sandbox],
    ['/v2/projects', 'https://example.com /v2/projects', { apiBase: 'https://example.com/behind/v2' }],
    // other /… is appended to the base
    ['/projects', `${api} /v2/projects`],
    ['/', `${api} /v2/`],
    ['/?a', `${api} /v2/?a`],
    ['//x', `${api} /v2//x`],
    ['/versions', `${api} /v2/versions`],
    ['/projects', 'http://127.0.0.1:8080 /v2/projects', sandbox],
    ['/projects', 'https://example.com /projects', { apiBase: 'https://example.com' }],
    // the emulator
    ['/projects', `${emulator} /v2/projects`, { hostDirective: 'emulator' }],
    ['/v2/projects', `${emulator} /v2/projects`, { hostDirective: 'emulator' }],
    ['/projects', 'http://127.0.0.1:8080 /emulator/v2/projects', { ...sandbox, hostDirective: 'emulator' }],
    ['/v2/projects', 'http://127.0.0.1:8080 /emulator/v2/projects', { ...sandbox, hostDirective: 'emulator' }],
    ['/projects', `${api} /v2/projects`, { hostDirective: 'api' }],
    // a host without a scheme
    ['example.com', 'https://example.com /'],
    ['example.com:8443/x?y=/z', 'https://example.com:8443 /x?y=/z'],
    ['localhost/x', 'https://localhost /x'],
    ['localhost:3000', 'https://localhost:3000 /'],
    ['projects.example.com/x', 'https://projects.example.com /x'],
    ['projects:80/x', 'https://projects:80 /x'],
  ];
  for (const [text, expected, context] of sent) {
    it(`${text} ${JSON.stringify(context ?? {})}`, () => {
      const result = resolveTarget(text, { ...bases, ...context });
      assert.ok('kind' in result);
      assert.equal(`${result.origin} ${result.target}`, expected);
      assert.equal(result.prefix + text.slice(result.from), result.target);
    });
  }

  const refused: readonly [text: string, expected: string, context?: Partial<TargetContext>][] = [
    ['', 'target.missing 0-0'],
    ['/a b', 'target.character 2-3 %20'],
    ['/a#b', 'target.character 2-3 %23'],
    ['/ø', 'target.character 1-2 %C3%B8'],
    ['/\u{1f600}', 'target.character 1-3 %F0%9F%98%80'],
    ['/\ud83d', 'target.character 1-2 %EF%BF%BD'],
    ['/\t\u007f', 'target.character 1-3 %09%7F'],
    ['https://ø.example.com/', 'target.character 8-9 undefined'],
    ['ftp://example.com', 'target.scheme 0-3'],
    ['ws://example.com', 'target.scheme 0-2'],
    ['https://user:pw@example.com', 'target.userinfo 8-16'],
    ['https://a@b@example.com', 'target.userinfo 8-12'],
    ['user@example.com/x', 'target.userinfo 0-5'],
    ['https:///x', 'target.host 8-8'],
    ['https://example.com:port', 'target.host 8-24'],
    ['https://example.com:70000', 'target.host 8-25'],
    ['https://1.2.3.256/', 'target.host 8-17'],
    ['https://exam\\ple.com/', 'target.host 8-20'],
    ['https://example.com/', 'target.host-differs 8-19', { host: 'example.org' }],
    ['https://example.com/', 'target.host-differs 8-19', { host: '' }],
    ['example.com/', 'target.host-differs 0-11', { host: 'example.com:8080' }],
    ['https://example.com/', 'target.host-directive 0-19', { hostDirective: 'emulator' }],
    ['/x', 'target.host-directive 0-2', { host: 'example.com', hostDirective: 'api' }],
    ['/x', 'target.host 0-2', { host: 'user@example.com' }],
    ['/x', 'target.base 0-2', { apiBase: 'example.com/v2' }],
    ['/x', 'target.base 0-2', { apiBase: 'https://user@example.com/v2' }],
    ['/x', 'target.base 0-2', { apiBase: 'https://example.com/v2?a' }],
    ['/x', 'target.base 0-2', { apiBase: 'https://example.com/v 2' }],
    ['projects', 'target.missing-slash 0-8'],
    ['projects/p1?x', 'target.missing-slash 0-8'],
    ['projects:batchUpdate', 'target.missing-slash 0-20'],
    ['organizations', 'target.missing-slash 0-13'],
    ['v2/projects', 'target.missing-slash 0-2'],
    ['./x', 'target.unknown-form 0-3'],
    ['../x', 'target.unknown-form 0-4'],
    ['.', 'target.unknown-form 0-1'],
    ['a..b/x', 'target.host 0-4'],
    ['-.example.com/x', 'target.host 0-13'],
    ['https://../x', 'target.host 8-10'],
    ['/\u00a0x y', 'target.character 1-2 undefined'],
    ['?a=b', 'target.unknown-form 0-4'],
    ['*', 'target.unknown-form 0-1'],
    ['devices/x', 'target.unknown-form 0-9'],
  ];
  for (const [text, expected, context] of refused) {
    it(`refuses ${JSON.stringify(text)} ${JSON.stringify(context ?? {})}`, () => {
      const result = resolveTarget(text, { ...bases, ...context });
      assert.ok(!('kind' in result));
      const shown = result.map(({ code, start, end, data }) => `${code} ${start}-${end}${code === 'target.character' ? ` ${String(data['encoded'])}` : ''}`);
      assert.deepEqual(shown, [expected]);
    });
  }

  for (const [context, text] of [
    [{ apiBase: 'https://u:hunter2@foo.test/v2' }, '/x'],
    [{ apiBase: 'u:hunter2@foo.test/v2' }, '/x'],
    [{ apiBase: 'https://u:p/hunter2@foo.test/v2' }, '/x'],
    [{ host: 'u:hunter2@foo.test' }, '/x'],
    [{ host: 'u:hunter2@foo.test', hostDirective: 'api' }, '/x'],
    [{ host: 'u:hunter2@foo.test' }, 'https://foo.test/x'],
  ] as const) {
    it(`says no password: ${JSON.stringify(context)} ${text}`, () => {
      const result = resolveTarget(text, { ...bases, ...context });
      assert.ok(!('kind' in result));
      const said = JSON.stringify(result);
      assert.doesNotMatch(said, /hunter2/);
      assert.match(said, /•••@foo\.test/);
    });
  }

  it('finds every run of bad characters', () => {
    const result = resolveTarget('/a  b#æ', bases);
    assert.ok(!('kind' in result));
    assert.deepEqual(result.map(({ start, end }) => [start, end]), [[2, 4], [5, 7]]);
  });
});

describe('percent-encoding', () => {
  for (const [text, illegalOnly, all] of [
    ['a b', 'a%20b', 'a%20b'],
    ['a/b?c=d&e', 'a/b?c=d&e', 'a%2Fb%3Fc%3Dd%26e'],
    ['100%', '100%', '100%25'],
    ['ø#', '%C3%B8%23', '%C3%B8%23'],
    ['\ud800x', '%EF%BF%BDx', '%EF%BF%BDx'],
  ] as const) {
    it(JSON.stringify(text), () => assert.deepEqual([encodeIllegal(text), percentEncode(text)], [illegalOnly, all]));
  }
});
