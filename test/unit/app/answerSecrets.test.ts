import assert from 'node:assert/strict';
import { answerDocument } from '../../../src/app/answerDocument';
import { answerSecretsOf, isCutShort, revealedText } from '../../../src/app/answerSecrets';
import { Redactor } from '../../../src/http/redact';
import { exchange, type ExchangeSpec } from '../../helpers/exchanges';

/** What an answer holds, by way of the document that is shown of it. */
function read(spec: ExchangeSpec, redactor = new Redactor()) {
  const result = { outcome: exchange(spec).outcome };
  const { document, body } = answerDocument(result, undefined, undefined, redactor);
  const secrets = answerSecretsOf({ result, document, body });
  return { document, secrets, lines: secrets.fields.map(({ offset = -1 }) => (offset < 0 ? undefined : document.slice(offset).split('\n')[0])) };
}

const secret = 'b1946ac92492d2347c6235b4d2611184';
const name = 'projects/c0p/serviceaccounts/c0sa/keys/c0k';
const keys = 'https://api.disruptive-technologies.com/v2/projects/c0p/serviceaccounts/c0sa/keys';
const newKey = { key: { name, id: 'c0k', createTime: '2026-03-01T12:00:00Z' }, secret };
const created = (more: Partial<ExchangeSpec> = {}): ExchangeSpec => ({ request: `POST ${keys}`, answer: { status: 200, body: newKey }, ...more });

describe('masked fields of an answer', () => {
  it('have their path, their value and their line', () => {
    const { secrets, document, lines } = read(created());
    assert.deepEqual(secrets.fields.map(({ path, value }) => [path, value]), [['$.secret', secret]]);
    assert.deepEqual(lines, ['"secret": "•••"']);
    assert.ok(!document.includes(secret));
  });

  it('have it behind a list that is hidden whole, and when all is on one line', () => {
    const body = { token: ['a', 'b', 'c'], x: [{ password: 'p', y: 1 }], pin_token: 7, last: { jwt: 'j' } };
    assert.deepEqual(read({ request: 'GET https://example.com/', answer: { status: 200, body } }).lines, ['"token": [•••],', '"password": "•••",', '"pin_token": •••,', '"jwt": "•••"']);
    // Too deep to be broken into lines.
    const deep = `${'['.repeat(300)}{"secret":"a","token":"b"}${']'.repeat(300)}`;
    const { lines } = read({ request: 'GET https://example.com/', answer: { status: 200, body: deep, headers: [['Content-Type', 'application/json']] } });
    assert.deepEqual(lines.map((line) => line?.slice(0, 14)), ['"secret":"•••"', '"token":"•••"}']);
  });

  it('have no line when masks cannot be told apart, but can be revealed', () => {
    const redactor = new Redactor();
    redactor.addSecret('"secret": "');
    const { secrets } = read(created(), redactor);
    assert.deepEqual(secrets.fields.map(({ path, value, offset }) => [path, value, offset]), [['$.secret', secret, undefined]]);
  });

  it('are those of the explained failure too, with its comment above', () => {
    const { secrets, lines } = read({ request: 'GET https://example.com/', answer: { status: 500, body: { token: 'abc' } } });
    assert.deepEqual(secrets.fields.map(({ value }) => value), ['abc']);
    assert.deepEqual(lines, ['"token": "•••"']);
  });

  for (const [what, spec] of [
    ['no answer', { request: 'GET https://example.com/', failure: 'refused' }],
    ['no body', { request: 'GET https://example.com/', answer: { status: 204 } }],
    ['text', { request: 'GET https://example.com/', answer: { status: 200, body: 'secret: x' } }],
    ['JSON that is cut off', { request: 'GET https://example.com/', answer: { status: 200, body: '{"secret":"abc', headers: [['Content-Type', 'application/json']] } }],
    ['a body that could not be decoded', created({ answer: { status: 200, body: newKey, undecodable: 'gzip: unexpected end' } })],
    ['a secret in a header alone', { request: 'GET https://example.com/', answer: { status: 200, body: { a: 1 }, headers: [['Set-Cookie', 'session=abc'], ['Authorization', 'Bearer abc']] } }],
    ['endless JSON', { request: 'GET https://example.com/', answer: { status: 200, body: '['.repeat(100_000), headers: [['Content-Type', 'application/json']] } }],
  ] as readonly (readonly [string, ExchangeSpec])[]) {
    it(`are none in ${what}`, () => assert.deepEqual(read(spec).secrets, { fields: [] }));
  }

  it('are not looked for in what is longer than anybody reads, and no more than a thousand', () => {
    const long = exchange({ request: 'GET https://example.com/', answer: { status: 200, body: `{"secret":"${'x'.repeat(20_000_000)}"}` } });
    assert.deepEqual(answerSecretsOf({ result: { outcome: long.outcome }, document: '', body: '' }), { fields: [], isTooLong: true });
    const many = Array.from({ length: 1500 }, () => ({ token: 'abc' }));
    assert.equal(read({ request: 'GET https://example.com/', answer: { status: 200, body: many } }).secrets.fields.length, 1000);
  });
});

describe('a new key of a service account', () => {
  const expected = { keyId: 'c0k', secret, email: 'c0sa@c0p.serviceaccount.d21s.com' };

  for (const [what, spec] of [
    ['from the API', created()],
    ['from its short name', created({ request: `POST ${keys.replace('disruptive-technologies', 'd21s')}` })],
    ['with a query', created({ request: `POST ${keys}?x=1` })],
    ['by way of a wildcard', created({ request: `POST ${keys.replace('c0p', '-')}` })],
    ['without an id beside its name', created({ answer: { status: 200, body: { key: { name }, secret } } })],
    ['after a retry', created({ before: [{ status: 503, followedBy: 'retry' }] })],
  ] as const) {
    it(`is taken ${what}`, () => assert.deepEqual(read(spec).secrets.newKey, expected));
  }

  const at = (origin: string) => created({ request: `POST ${keys.replace('https://api.disruptive-technologies.com', origin)}` });
  for (const [what, spec] of [
    ['another host', at('https://example.com')],
    ['a host that begins alike', at('https://api.disruptive-technologies.com.example.com')],
    ['another port', at('https://api.disruptive-technologies.com:8443')],
    ['http', at('http://api.disruptive-technologies.com')],
    ['the sandbox', at('http://127.0.0.1:4711')],
    ['the emulator', at('https://emulator.disruptive-technologies.com')],
    ['a host to which the API redirected', created({ before: [{ status: 307, followedBy: 'redirect' }], answeredAt: { origin: 'https://example.com', target: '/v2/projects/c0p/serviceaccounts/c0sa/keys' } })],
    ['another path', created({ request: 'POST https://api.disruptive-technologies.com/v2/projects/c0p/devices' })],
    ['another verb', created({ request: `GET ${keys}` })],
    ['an answer that is an error', created({ answer: { status: 400, body: newKey } })],
    ['an answer without the secret', created({ answer: { status: 200, body: { key: newKey.key } } })],
    ['an answer with an empty secret', created({ answer: { status: 200, body: { ...newKey, secret: '' } } })],
    ['an answer with a secret that is no text', created({ answer: { status: 200, body: { ...newKey, secret: 12 } } })],
    ['an answer whose key is none', created({ answer: { status: 200, body: { key: 'x', secret } } })],
    ['a name of another kind', created({ answer: { status: 200, body: { key: { name: 'projects/a@b/serviceaccounts/c d/keys/e' }, secret } } })],
    ['a name that is another key', created({ answer: { status: 200, body: { key: { name, id: 'other' }, secret } } })],
    ['a list', created({ answer: { status: 200, body: [newKey] } })],
  ] as const) {
    it(`is not taken from ${what}`, () => assert.equal(read(spec).secrets.newKey, undefined));
  }
});

describe('a value that is revealed', () => {
  for (const [value, shown] of [
    ['b1946ac9', 'b1946ac9'],
    ['a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['\u001b[31mred\u0000', '\\u{1b}[31mred\\u{0}'],
    ['abc\u202edef\u200b', 'abc\\u{202e}def\\u{200b}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['[link](command:x) <b>&amp;</b> $(error)', '[link](command:x) <b>&amp;</b> $(error)'],
    ['æøå 温度 👩', 'æøå 温度 👩'],
    ['', ''],
  ] as const) {
    it(JSON.stringify(value), () => assert.equal(revealedText(value), shown));
  }

  it('is cut when it is huge', () => {
    const huge = `${'x'.repeat(2000)}${'y'.repeat(1_000_000)}`;
    assert.equal(revealedText(huge), `${'x'.repeat(2000)}…`);
    assert.deepEqual([isCutShort(huge), isCutShort('x'.repeat(2000))], [true, false]);
  });
});
