import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { allowedHostsOf, terminalNetwork } from '../../../src/cli/network';
import { makeCertificate } from '../../sandbox/http/certificates';

describe('allowedHostsOf', () => {
  const rows: readonly (readonly [value: string | undefined, origins: readonly string[]])[] = [
    [undefined, []],
    ['', []],
    [' ,\t, ', []],
    ['https://gateway.example:8443', ['https://gateway.example:8443']],
    ['https://A.example./, https://b.example:443\nhttps://[2001:db8::1]', ['https://a.example', 'https://b.example', 'https://[2001:db8::1]']],
  ];
  for (const [value, origins] of rows) {
    it(JSON.stringify(value ?? 'not set'), () => {
      assert.deepEqual(allowedHostsOf(value === undefined ? {} : { DT_HTTP_ALLOW_HOSTS: value }), { kind: 'origins', origins });
    });
  }

  const wrong: readonly (readonly [value: string, entry: number, why: RegExp])[] = [
    ['gateway.example', 1, /: write an origin such as/],
    ['https://*.example', 1, /: there are no wildcards; write each origin, such as https:\/\/proxy\.example:8443\.$/],
    ['https://a.example,http://b.example', 2, /: credentials are never sent over http; write an origin/],
    ['https://user:secret@a.example', 1, /: write/],
    ['https://a.example/path', 1, /: write/],
    ['https://a.example//', 1, /: write/],
    ['https://a.example?secret', 1, /: write/],
    ['https://a.example:99999', 1, /: write/],
    ['https://0x7f.1', 1, /: write/],
    ['*', 1, /: there are no wildcards/],
  ];
  for (const [value, entry, why] of wrong) {
    it(`refuses ${value}, and does not repeat it`, () => {
      const result = allowedHostsOf({ DT_HTTP_ALLOW_HOSTS: value });
      assert.ok(result.kind === 'wrong');
      assert.match(result.message, new RegExp(`^DT_HTTP_ALLOW_HOSTS, entry ${entry}`));
      assert.match(result.message, why);
      assert.doesNotMatch(result.message, /secret/);
    });
  }
});

describe('terminalNetwork', () => {
  const network = (env: Record<string, string>, cwd = '/') => {
    let err = '';
    return { ...terminalNetwork({ env, cwd, err: (text) => (err += text) }), told: () => err };
  };
  const extra = async ({ options }: ReturnType<typeof network>) => (await options.extraCertificates?.()) ?? [];

  it('takes proxies from the variables, as they are now, and knows their passwords', () => {
    const env: Record<string, string> = { HTTPS_PROXY: 'http://user:secret@proxy.example:3128', NO_PROXY: 'intra.example' };
    const { options, secrets } = network(env);
    assert.deepEqual(options.proxyFor?.('https://api.example'), { value: 'http://user:secret@proxy.example:3128', source: { kind: 'variable', name: 'HTTPS_PROXY' } });
    assert.equal(options.proxyFor('https://intra.example'), undefined);
    assert.equal(options.proxyFor('http://api.example'), undefined);
    assert.deepEqual(secrets, ['user:secret', 'secret']);
  });

  it('trusts the system, and no file unless one is named', () => {
    for (const env of [{}, { NODE_EXTRA_CA_CERTS: '' }]) {
      const { options } = network(env);
      assert.equal(options.systemCertificates?.(), true);
      assert.equal(options.extraCertificates, undefined);
    }
  });

  describe('NODE_EXTRA_CA_CERTS', () => {
    let folder: string;
    before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'dt-http-ca-'))));
    after(() => rm(folder, { recursive: true }));

    it('may hold several, and is found from the working folder', async () => {
      const certificates = ['a', 'b'].map((name) => makeCertificate({ name, authority: true }).cert);
      await writeFile(path.join(folder, 'ca bundle.pem'), certificates.join('\r\n'));
      const found = network({ NODE_EXTRA_CA_CERTS: 'ca bundle.pem' }, folder);
      assert.deepEqual((await extra(found)).map((pem) => `${pem}\n`), certificates);
      assert.equal(found.told(), '');
    });

    const rows: readonly (readonly [title: string, file: string, told: RegExp])[] = [
      ['a file that is not there', 'none.pem', /^dt-http: NODE_EXTRA_CA_CERTS: none\.pem is not used: it does not exist\.\n$/],
      ['a folder', '.', /^dt-http: NODE_EXTRA_CA_CERTS: \. is not used: .*folder.*\.\n$/],
      ['a name that would write on the terminal', '\u001b[2J.pem', /^dt-http: NODE_EXTRA_CA_CERTS: [^\u001b]*is not used: it does not exist\.\n$/],
    ];
    for (const [title, file, told] of rows) {
      it(`${title} is told of, and that is all`, async () => {
        const found = network({ NODE_EXTRA_CA_CERTS: file }, folder);
        assert.deepEqual(await extra(found), []);
        assert.match(found.told(), told);
      });
    }
  });
});
