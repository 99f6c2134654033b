import assert from 'node:assert/strict';
import dns from 'node:dns';
import * as vscode from 'vscode';
import { ForwardProxy } from '../helpers/forwardProxy';
import { type Certificate, makeCertificate } from '../sandbox/http/certificates';
import { onRequest, RawServer } from '../sandbox/http/rawServer';
import { testAuthority } from './authority';
import { canHearLogs, logLines } from './logTap';
import { page } from './page';
import { activated, answerDialogs, closeAll, diagnosticsOf, eventually, hoverAt, lensThat, openText, run } from './support';
import { setWorkspace } from './workspaceSettings';

const host = 'gateway.example';
const certificate = makeCertificate({ name: host, issuer: testAuthority, hosts: [host] });
const answer = onRequest((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));

/** Settings of the user that a test changed, as they were. */
const changed = new Map<string, unknown>();

async function setUser(name: string, value: unknown): Promise<void> {
  const settings = vscode.workspace.getConfiguration();
  if (!changed.has(name)) changed.set(name, settings.inspect(name)?.globalValue);
  await settings.update(name, value, vscode.ConfigurationTarget.Global);
}

describe('network of the editor', () => {
  const { lookup } = dns;
  const disposables: { dispose(): void }[] = [];
  let target: RawServer;
  let proxy: ForwardProxy;
  let restoreWorkspace: (() => Promise<void>) | undefined;

  const own = <T extends { dispose(): void }>(disposable: T): T => {
    disposables.push(disposable);
    return disposable;
  };
  const serve = async ({ key, cert }: Certificate) => own(await RawServer.start(answer, { key, cert }));
  const startProxy = async (port: number, credentials?: string) =>
    own(await ForwardProxy.start({ routes: new Map([[`${host}:443`, port]]), ...(credentials !== undefined && { credentials }) }));
  const open = (place = host, query = '') => openText('# @retry none', `GET https://${place}/v2/projects${query}`);
  const request = (document: vscode.TextDocument) => document.lineAt(1).range;
  /** Runs the request, and waits for what its lens says. */
  const runs = async (document: vscode.TextDocument, expected: RegExp) => {
    await run(document, 'GET');
    return lensThat(document, request(document), expected);
  };
  const received = () => target.received.join('');

  beforeEach(async () => {
    await activated();
    // Whatever a test that fails may try: names are found on this machine.
    const onThisMachine: (...args: unknown[]) => void = (...args) => {
      const callback = args.at(-1) as (error: null, address: unknown, family?: number) => void;
      const isAll = (args[1] as dns.LookupOptions | undefined)?.all === true;
      if (isAll) callback(null, [{ address: '127.0.0.1', family: 4 }]);
      else callback(null, '127.0.0.1', 4);
    };
    Object.assign(dns, { lookup: onThisMachine });
    target = await serve(certificate);
    proxy = await startProxy(target.port);
    await setUser('http.proxySupport', 'on');
  });
  afterEach(async () => {
    await restoreWorkspace?.();
    restoreWorkspace = undefined;
    for (const [name, value] of changed) await setUser(name, value);
    changed.clear();
    Object.assign(dns, { lookup });
    for (const disposable of disposables.splice(0)) disposable.dispose();
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
  });

  it('goes through the proxy of the user, from the next request on, and past it where http.noProxy says so', async () => {
    const document = await open();
    await setUser('http.proxy', proxy.url);
    await runs(document, /200 OK/);
    assert.deepEqual(proxy.seen.map(({ method, target: place }) => `${method} ${place}`), [`CONNECT ${host}:443`]);
    assert.match(received(), /^GET \/v2\/projects HTTP/);
    const second = await startProxy(target.port);
    await setUser('http.proxy', second.url);
    await runs(document, /200 OK/);
    assert.deepEqual([proxy.seen.length, second.seen.length], [1, 1]);
    const direct = await open(`${host}:${target.port}`);
    await runs(direct, /explain/);
    assert.equal(second.seen.length, 2, 'there is no way to this port');
    await setUser('http.noProxy', ['*.example']);
    await runs(direct, /200 OK/);
    assert.equal(second.seen.length, 2);
  });

  it('http.proxySupport "off" is no proxy', async () => {
    await setUser('http.proxy', proxy.url);
    await setUser('http.proxySupport', 'off');
    await runs(await open(`${host}:${target.port}`), /200 OK/);
    assert.deepEqual(proxy.seen, []);
  });

  it('settings of the workspace decide nothing', async () => {
    const evil = await startProxy(target.port);
    await setUser('http.proxy', proxy.url);
    restoreWorkspace = await setWorkspace({ 'http.proxy': evil.url, 'http.proxyAuthorization': 'Basic ZXZpbDpldmls', 'http.noProxy': [host], 'http.proxySupport': 'off' });
    await runs(await open(), /200 OK/);
    assert.deepEqual(evil.seen, []);
    assert.deepEqual(proxy.seen.map(({ authorization }) => authorization), [undefined]);
  });

  it('407 of the proxy: what is wrong, and what to do; then with a password, which is shown nowhere', async () => {
    const strict = await startProxy(target.port, 'user:planted-proxy-secret');
    await setUser('http.proxy', strict.url);
    const document = await open();
    await runs(document, /explain/);
    const found = await eventually('finding', () => diagnosticsOf(document).find((text) => text.startsWith('net.proxy')));
    assert.match(found, new RegExp(`^net\\.proxy\\.sign-in Error 1:0-.* Not sent: the proxy "127\\.0\\.0\\.1:${strict.port}" wants a name and a password$`));
    const hover = await hoverAt(document, request(document));
    assert.match(hover.replaceAll('\\', ''), /"http\.proxy" \(user settings\).*"http\.proxyAuthorization"/s);
    if (page.available) await page.screenshot('network-407');
    await setUser('http.proxyAuthorization', `Basic ${Buffer.from('user:planted-wrong-one').toString('base64')}`);
    await runs(document, /explain/);
    await eventually('other finding', () => diagnosticsOf(document).find((text) => text.includes('wrong name or password')));
    await setUser('http.proxyAuthorization', undefined);
    await setUser('http.proxy', strict.urlWith('user:planted-proxy-secret'));
    await runs(document, /200 OK/);
    assert.deepEqual(strict.seen.map(({ authorization }) => authorization !== undefined), [false, true, true]);
    const leaky = await open(host, '?x=planted-proxy-secret');
    await run(leaky, 'GET');
    const shown = [hover, logLines.join('\n'), ...vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'dt-http-answer').map((each) => each.getText())].join('\n');
    assert.doesNotMatch(shown, /planted-(proxy-secret|wrong-one)/);
  });

  it('a proxy that is none is a failure that names the setting', async () => {
    await setUser('http.proxy', 'http://user:planted-in-vain@');
    const document = await open();
    await runs(document, /explain/);
    const found = await eventually('finding', () => diagnosticsOf(document).find((text) => text.startsWith('net.proxy')));
    assert.match(found, /the proxy in "http\.proxy" is not a URL/);
  });

  it('certificates are always checked, whatever switches that off elsewhere', async () => {
    const stranger = makeCertificate({ name: 'Stranger', authority: true });
    const other = await serve(makeCertificate({ name: host, issuer: stranger, hosts: [host] }));
    const interceptor = await startProxy(other.port);
    await setUser('http.proxyStrictSSL', false);
    const verification = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      // With the second, the editor puts itself in the way of each secure connection.
      for (const ofEditor of [false, true]) {
        await setUser('http.experimental.systemCertificatesV2', ofEditor);
        await setUser('http.proxy', interceptor.url);
        for (const place of [host, `${host}:${other.port}`]) {
          await setUser('http.noProxy', [`${host}:${other.port}`]);
          const document = await open(place);
          await runs(document, /explain/);
          await eventually('finding', () => diagnosticsOf(document).find((text) => text.startsWith('net.tls.unknown-authority')));
        }
        await setUser('http.proxy', proxy.url);
        await runs(await open(), /200 OK/);
      }
    } finally {
      if (verification === undefined) Reflect.deleteProperty(process.env, 'NODE_TLS_REJECT_UNAUTHORIZED');
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = verification;
    }
    assert.equal(other.received.join(''), '');
  });

  describe('dtHttp.allowedHosts', () => {
    const value = 'value-of-the-environment';
    before(() => (process.env['DT_HTTP_TEST_VALUE'] = value));
    after(() => Reflect.deleteProperty(process.env, 'DT_HTTP_TEST_VALUE'));
    const withValue = () => open(host, '?x={{$processEnv DT_HTTP_TEST_VALUE}}');

    it('of the workspace is ignored, of the user it holds at once', async () => {
      await setUser('http.proxy', proxy.url);
      restoreWorkspace = await setWorkspace({ 'dtHttp.allowedHosts': [`https://${host}`] });
      const dialogs = answerDialogs('showWarningMessage', undefined);
      try {
        await run(await withValue(), 'GET');
        assert.equal(dialogs.asked.length, 1);
        assert.match(String(dialogs.asked[0]?.[0]), /DT_HTTP_TEST_VALUE to https:\/\/gateway\.example/);
        assert.equal(received(), '');
        await setUser('dtHttp.allowedHosts', [`https://${host}`]);
        await runs(await withValue(), /200 OK/);
        assert.equal(dialogs.asked.length, 1);
        assert.match(received(), new RegExp(`^GET /v2/projects\\?x=${value} HTTP`));
        await setUser('dtHttp.allowedHosts', []);
        await run(await withValue(), 'GET');
        assert.equal(dialogs.asked.length, 2);
      } finally {
        dialogs.end();
      }
    });

    it('entries that are no plain https origin are left out, and told of once', async () => {
      await setUser('http.proxy', proxy.url);
      await setUser('dtHttp.allowedHosts', [`http://${host}`, `https://user:planted-in-a-list@${host}`, host, `https://${host}/v2`, `https://${host}:8443`]);
      const dialogs = answerDialogs('showWarningMessage', undefined);
      try {
        for (let times = 1; times <= 2; times++) {
          await run(await withValue(), 'GET');
          assert.equal(dialogs.asked.length, times);
        }
      } finally {
        dialogs.end();
      }
      assert.equal(received(), '');
      if (!canHearLogs()) return;
      const told = logLines.filter((line) => line.includes('dtHttp.allowedHosts'));
      assert.deepEqual(told.map((line) => /^\[warn\] dtHttp\.allowedHosts: entry (\d) is left out/.exec(line)?.[1]), ['1', '2', '3', '4']);
      assert.doesNotMatch(told.join(), /planted/);
    });
  });
});
