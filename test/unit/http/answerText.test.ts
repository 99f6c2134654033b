import assert from 'node:assert/strict';
import { formatAnswer, longestPretty } from '../../../src/http/answerText';
import type { Attempt, HeaderList, Outcome, WireRequest, WireResponse } from '../../../src/http/exchange';
import { Redactor } from '../../../src/http/redact';

const request: WireRequest = { method: 'GET', origin: 'https://api.example', target: '/v2/projects?token=t0k3n', headers: [] };

function response(body: string | Uint8Array, headers: HeaderList = [], more: Partial<WireResponse> = {}): WireResponse {
  const octets = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  return { status: 200, statusText: 'OK', headers, body: octets, encodedLength: octets.byteLength, ...more };
}

const attempt = (answer: WireResponse, totalMs: number, more: Partial<Attempt> = {}): Attempt => ({ request, response: answer, timing: { startedAt: 0, totalMs }, ...more });

function answered(answer: WireResponse, earlier: readonly Attempt[] = []): Outcome {
  return { kind: 'answered', exchange: { request, attempts: [...earlier, attempt(answer, 143)] }, response: answer };
}

const json: HeaderList = [['content-type', 'application/json']];
const format = (outcome: Outcome, pretty = true) => formatAnswer(outcome, new Redactor(), { pretty });
const bodyOf = (answer: WireResponse) => format(answered(answer)).body;

describe('formatAnswer', () => {
  it('has three blocks: what happened, headers, body', () => {
    const answer = response('{"error":"no","n":12345678901234567890}', [...json, ['Set-Cookie', 'a=b']], { status: 404, statusText: 'Not Found' });
    const { text, statusLine } = format(answered(answer));
    assert.equal(statusLine, '404 Not Found · 143 ms · 39 B');
    assert.deepEqual(text.split('\n'), [
      'HTTP/1.1 404 Not Found · 143 ms · 39 B',
      'GET https://api.example/v2/projects?token=•••',
      '',
      'content-type: application/json',
      'Set-Cookie: •••',
      '',
      '{',
      '  "error": "no",',
      '  "n": 12345678901234567890',
      '}',
      '',
    ]);
  });

  it('shows the body as received when asked to', () => {
    assert.equal(format(answered(response('{"a":1}', json)), false).body, '{"a":1}');
  });

  it('lists the attempts when there were several', () => {
    const refused = response('', [], { status: 429, statusText: 'Too Many Requests' });
    const failure = { code: 'reset', detail: 'x', maybeSent: true } as const;
    const broken: Attempt = { request, failure, timing: { startedAt: 0, totalMs: 5 }, followedBy: 'retry' };
    const { text } = format(answered(response(''), [attempt(refused, 20, { followedBy: 'retry' }), broken]));
    assert.deepEqual(text.split('\n').slice(2), [
      'Attempt 1 of 3: 429 Too Many Requests after 20 ms, retried',
      'Attempt 2 of 3: no answer (reset) after 5 ms, retried',
      'Attempt 3 of 3: 200 OK after 143 ms',
      '',
    ]);
  });

  it('tells a failure and a cancelled run', () => {
    const failure = { code: 'refused', detail: 'connect ECONNREFUSED', maybeSent: false } as const;
    const attempts = [{ request, failure, timing: { startedAt: 0, totalMs: 3 } }];
    assert.equal(
      format({ kind: 'failed', exchange: { request, attempts }, failure }).text,
      'No answer (refused) · 3 ms\nGET https://api.example/v2/projects?token=•••\nconnect ECONNREFUSED\n',
    );
    for (const code of ['quota', 'withheld'] as const) {
      const held = { code, detail: 'a 429 has closed the quota', maybeSent: false };
      assert.equal(format({ kind: 'failed', exchange: { request, attempts: [] }, failure: held }).statusLine, `Not sent (${code})`);
    }
    assert.equal(format({ kind: 'cancelled', exchange: { request, attempts: [] } }).statusLine, 'Cancelled');
  });

  it('keeps secrets out', () => {
    const redactor = new Redactor();
    redactor.addSecret('s3cr3t-value');
    const answer = response('{"secret":"new","note":"s3cr3t-value"}', [['Server', 's3cr3t-value']], { statusText: 's3cr3t-value' });
    const shown = formatAnswer(answered(answer), redactor, { pretty: true });
    for (const text of [shown.text, shown.body, shown.statusLine]) assert.ok(!/s3cr3t-value|"new"/.test(text), text);
    assert.equal(shown.body, '{\n  "secret": "•••",\n  "note": "•••"\n}');
  });

  it('leaves out a status text that is not there', () => {
    assert.equal(format(answered(response('', [], { statusText: '' }))).statusLine, '200 · 143 ms · 0 B');
  });

  const bodies: readonly (readonly [title: string, body: string | Uint8Array, contentType: string | undefined, shown: string])[] = [
    ['charset', Buffer.from([0x47, 0xfc, 0x6e]), 'text/plain; charset=iso-8859-1', 'Gün'],
    ['quoted charset', Buffer.from([0x47, 0xfc, 0x6e]), 'text/plain; a=b; charset="ISO-8859-1"', 'Gün'],
    ['unknown charset', 'Gün', 'text/plain; charset=klingon', 'Gün'],
    ['no charset, not UTF-8', Buffer.from([0x47, 0xfc, 0x6e]), 'text/plain', 'Gün'],
    ['UTF-16', Buffer.from('Gün', 'utf16le'), 'text/plain; charset=utf-16le', 'Gün'],
    ['byte order mark', '\ufeff{"a":1}', 'application/json', '{\n  "a": 1\n}'],
    ['CRLF', 'a\r\nb\rc', 'text/plain', 'a\nb\nc'],
    ['JSON of a vendor', '{"a":1}', 'application/vnd.x+json', '{\n  "a": 1\n}'],
    ['JSON that calls itself text', '{"a":1}', 'text/plain', '{\n  "a": 1\n}'],
    ['JSON that is cut off', '{"a":', 'application/json', '{"a":'],
    ['JSON lines', '{"a":1}\n{"a":2}', 'application/json', '{"a":1}\n{"a":2}'],
    ['no content type, text', 'hello', undefined, 'hello'],
    ['no content type, octets', Buffer.from([0, 1, 2]), undefined, '(binary, 3 B, no content type)'],
    ['octet-stream that is text', 'a,b', 'application/octet-stream', 'a,b'],
    ['octet-stream', Buffer.from([0x50, 0x4b, 3, 4]), 'application/octet-stream', '(binary, 4 B, application/octet-stream)'],
    ['image', Buffer.from('text inside'), 'image/png', '(binary, 11 B, image/png)'],
    ['drawing', '<svg/>', 'image/svg+xml', '<svg/>'],
  ];
  for (const [title, body, contentType, shown] of bodies) {
    it(`body: ${title}`, () => {
      assert.equal(bodyOf(response(body, contentType === undefined ? [] : [['Content-Type', contentType]])), shown);
    });
  }

  it('reads a long text whose sample ends inside a character', () => {
    const text = `${'x'.repeat(65_535)}ü`;
    assert.equal(bodyOf(response(text)), text);
  });

  it('says why a body is not decoded', () => {
    const { text, body } = format(answered(response(Buffer.from([1, 2]), json, { undecodable: 'gzip: unexpected end of file' })));
    assert.ok(text.includes('\nBody not decoded: gzip: unexpected end of file\n\n'));
    assert.equal(body, '(binary, 2 B, application/json)');
  });

  it('does not format what is too long, and says so', () => {
    const long = `["${'x'.repeat(longestPretty)}"]`;
    const { text, body } = format(answered(response(long, json)));
    assert.equal(body, long);
    assert.ok(text.includes('\nBody not formatted: it is longer than 5.0 MB\n'));
  });

  it('does not format what is nested too deeply, and says so', () => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    const { text, body } = format(answered(response(deep, json)));
    assert.equal(body, deep);
    assert.ok(text.includes('\nBody not formatted: it is nested too deeply\n'));
  });
});
