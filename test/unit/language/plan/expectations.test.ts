import assert from 'node:assert/strict';
import type { WireResponse } from '../../../../src/http/exchange';
import { checkExpectations, type Expectation, expectsStatus, parseExpectation } from '../../../../src/language/plan/expectations';

const span = { start: 0, end: 0 };

function expectation(text: string): Expectation {
  const check = parseExpectation(text);
  if (check === undefined || check === 'later') throw new Error(`Not an expectation: ${text}`);
  return { span, text, check };
}

const response: WireResponse = {
  status: 404,
  statusText: 'Not Found',
  headers: [['Content-Type', 'application/json; charset=utf-8'], ['X-Two', 'a'], ['x-two', 'b']],
  body: new TextEncoder().encode('{"error": "blåbær not found"}'),
  encodedLength: 30,
};

describe('expectations', () => {
  for (const [text, ok, actual] of [
    ['status 404', true, '404'],
    ['status 200', false, '404'],
    ['status == 404', true, '404'],
    ['status != 404', false, '404'],
    ['status 4xx', true, '404'],
    ['STATUS 4XX', true, '404'],
    ['status 5xx', false, '404'],
    ['status 200|404', true, '404'],
    ['status 2xx | 4xx', true, '404'],
    ['status != 5xx', true, '404'],
    ['status < 500', true, '404'],
    ['status >= 500', false, '404'],
    ['time < 800ms', true, '143ms'],
    ['time<=0.1s', false, '143ms'],
    ['duration > 0.001 m', true, '143ms'],
    ['header content-type contains json', true, 'application/json; charset=utf-8'],
    ['header content-type includes "json; "', true, 'application/json; charset=utf-8'],
    ['header content-type == application/json', false, 'application/json; charset=utf-8'],
    ['header content-type != text/html', true, 'application/json; charset=utf-8'],
    ['header content-type matches /^APPLICATION/i', true, 'application/json; charset=utf-8'],
    ['header x-two == a, b', true, 'a, b'],
    ['header x-two exists', true, 'a, b'],
    ['header x-three exists', false, 'no such header'],
    ['header x-three != x', true, 'no such header'],
    ['body contains blåbær', true, '{"error": "blåbær not found"}'],
    ['body contains "gone"', false, '{"error": "blåbær not found"}'],
    ['body matches /not\\s+found/', true, '{"error": "blåbær not found"}'],
  ] as const) {
    it(`${text}: ${ok}`, () => {
      const time = text.startsWith('duration') ? 143 : 143.2;
      const [result] = checkExpectations([expectation(text)], response, { startedAt: 0, totalMs: time });
      assert.deepEqual([result?.ok, result?.actual, result?.expected], [ok, actual, text]);
    });
  }

  for (const text of ['', 'status', 'status 99', 'status 600', 'status 2x', 'status = 200', 'status 200 300', 'time < 800', 'time 800ms', 'header', 'header x', 'header a:b exists', 'header x like y', 'header x containsjson', 'header x matches [', 'header x matches /[/', 'body', 'body exists', 'body is good', 'javascript > 1']) {
    it(`${JSON.stringify(text)} is none`, () => assert.equal(parseExpectation(text), undefined));
  }

  for (const text of ['body $.name == "x"', 'body $.devices length > 0', 'body $ exists']) {
    it(`${text}: later`, () => assert.equal(parseExpectation(text), 'later'));
  }

  it('knows which statuses were asked for', () => {
    const asked = [expectation('status 404|2xx'), expectation('status != 500'), expectation('status < 300')];
    assert.deepEqual([200, 299, 404, 500, 403].map((status) => expectsStatus(asked, status)), [true, true, true, false, false]);
  });

  it('cuts a long body', () => {
    const long = { ...response, body: new TextEncoder().encode('x'.repeat(500)) };
    const [result] = checkExpectations([expectation('body contains y')], long, { startedAt: 0, totalMs: 1 });
    assert.equal(result?.actual.length, 201);
  });

  for (const [charset, bytes] of [['iso-8859-1', [0xe6]], ['no-such-charset', [0xc3, 0xa6]]] as const) {
    it(`reads the body as ${charset}`, () => {
      const other = { ...response, headers: [['content-type', `text/plain; charset=${charset}`]] as const, body: Uint8Array.from(bytes) };
      assert.equal(checkExpectations([expectation('body contains æ')], other, { startedAt: 0, totalMs: 1 })[0]?.ok, true);
    });
  }
});
