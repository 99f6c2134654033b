import assert from 'node:assert/strict';
import * as tls from 'node:tls';
import { type ExtraFile, readCertificates, readExtraCertificates, Trust } from '../../../src/http/certificates';
import { makeCertificate } from '../../sandbox/http/certificates';

const one = makeCertificate({ name: 'one', authority: true }).cert.trim();
const other = makeCertificate({ name: 'other', authority: true }).cert.trim();
const damaged = one.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA');
const windows = one.replaceAll('\n', '\r\n');

describe('readCertificates', () => {
  const rows: readonly (readonly [title: string, text: string, certificates: readonly string[], broken: number])[] = [
    ['one', one, [one], 0],
    ['several, with words between them', `# root\n${one}\n\nsubject=x\n${other}\n`, [one, other], 0],
    ['Windows line ends', `${windows}\r\n`, [windows], 0],
    ['a damaged one beside a good one', `${damaged}\n${other}`, [other], 1],
    ['a key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', [], 0],
    ['one that does not end', one.slice(0, -10), [], 0],
    ['nothing', '', [], 0],
    ['not text', '\0\x01\xff', [], 0],
  ];
  for (const [title, text, certificates, broken] of rows) it(title, () => assert.deepEqual(readCertificates(text), { certificates, broken }));

  it('takes no time for a text without end', () => {
    assert.deepEqual(readCertificates('-----BEGIN CERTIFICATE-----\n'.repeat(50_000)), { certificates: [], broken: 0 });
  });
});

describe('readExtraCertificates', () => {
  const content = (text: string): ExtraFile => ({ kind: 'content', bytes: Buffer.from(text) });
  const rows: readonly (readonly [title: string, file: ExtraFile, count: number, warnings: readonly string[]])[] = [
    ['all is well', content(`${one}\n${other}`), 2, []],
    ['it cannot be read', { kind: 'unreadable', reason: 'it does not exist' }, 0, ['NODE_EXTRA_CA_CERTS: /ca.pem is not used: it does not exist.']],
    ['it holds none', content('hello'), 0, ['NODE_EXTRA_CA_CERTS: /ca.pem holds no certificate in PEM.']],
    ['one is damaged', content(`${one}\n${damaged}`), 1, ['NODE_EXTRA_CA_CERTS: in /ca.pem a certificate is damaged and left out.']],
    ['two are damaged', content(`${damaged}\n${damaged}`), 0, ['NODE_EXTRA_CA_CERTS: in /ca.pem 2 certificates are damaged and left out.']],
  ];
  for (const [title, file, count, warnings] of rows) {
    it(title, async () => {
      const told: string[] = [];
      const certificates = await readExtraCertificates('/ca.pem', (name) => Promise.resolve(name === '/ca.pem' ? file : content('')), (sentence) => told.push(sentence));
      assert.equal(certificates.length, count);
      assert.deepEqual(told, warnings);
    });
  }
});

describe('Trust', () => {
  it("has no context of its own when nothing is added to the runtime's certificates", async () => {
    const known = tls.rootCertificates.slice(0, 2).map((pem) => pem.replaceAll('\n', '\r\n'));
    for (const options of [{}, { ca: [] }, { ca: known }, { extraCertificates: () => Promise.resolve(known) }]) {
      assert.equal(await new Trust(options).context(), undefined);
    }
  });

  it('reads the file once, and makes one context', async () => {
    let reads = 0;
    const extraCertificates = () => Promise.resolve([reads++ === 0 ? one : other]);
    const trust = new Trust({ extraCertificates });
    const contexts = await Promise.all([trust.context(), trust.context(), trust.context()]);
    assert.ok(contexts[0]);
    assert.equal(new Set(contexts).size, 1);
    assert.equal(reads, 1);
  });

  it('asks each time whether the certificates of the system count', async () => {
    let asked = 0;
    const trust = new Trust({ ca: [one], systemCertificates: () => ++asked > 1 });
    const without = await trust.context();
    const withThem = await trust.context();
    assert.equal(asked, 2);
    assert.notEqual(without, withThem);
    assert.equal(await trust.context(), withThem);
  });
});
