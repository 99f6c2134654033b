import assert from 'node:assert/strict';
import type { WireResponse } from '../../../../../src/http/exchange';
import { checkExpectations, type Expectation, type ExpectationResult, expectsStatus, longestActual, parseExpectation } from '../../../../../src/language/plan/expect/expectations';

const span = { start: 0, end: 0 };

function expectation(text: string): Expectation {
  const parsed = parseExpectation(text);
  if (parsed.kind === 'wrong') throw new Error(`Not an expectation: ${text}`);
  return { span, text, check: parsed.check };
}

const octets = (text: string) => new TextEncoder().encode(text);

const response: WireResponse = {
  status: 404,
  statusText: 'Not Found',
  headers: [['Content-Type', 'application/json; charset=utf-8'], ['X-Two', 'a'], ['x-two', 'b']],
  body: octets('{"error": "blåbær not found"}'),
  encodedLength: 30,
};

function check(text: string, answer: Partial<WireResponse> = {}, totalMs = 143.2): ExpectationResult {
  const [result] = checkExpectations([expectation(text)], { ...response, ...answer }, { startedAt: 0, totalMs });
  if (!result) throw new Error('No result.');
  return result;
}

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
    ['header x-two not exists', false, 'a, b'],
    ['header x-three exists', false, 'no such header'],
    ['header x-three !exists', true, 'no such header'],
    ['header x-three != x', true, 'no such header'],
    ['header x-three contains x', false, 'no such header'],
    ['body contains blåbær', true, '{"error": "blåbær not found"}'],
    ['body contains "gone"', false, '{"error": "blåbær not found"}'],
    ['body matches /not\\s+found/', true, '{"error": "blåbær not found"}'],
    ['body == \'{"error": "blåbær not found"}\'', true, '{"error": "blåbær not found"}'],
  ] as const) {
    it(`${text}: ${ok}`, () => {
      const result = check(text, {}, text.startsWith('duration') ? 143 : 143.2);
      assert.deepEqual([result.ok, result.actual, result.expected], [ok, actual, text]);
    });
  }

  for (const [text, problem, guilty] of [
    ['', 'syntax', ''],
    ['status', 'syntax', 'status'],
    ['status 99', 'syntax', 'status 99'],
    ['status 600', 'syntax', 'status 600'],
    ['status 2x', 'syntax', 'status 2x'],
    ['status = 200', 'syntax', '='],
    ['status 200 300', 'syntax', 'status 200 300'],
    ['time < 800', 'unit', '800'],
    ['duration <= 1.5', 'unit', '1.5'],
    ['time 800ms', 'syntax', 'time 800ms'],
    ['time < 5 parsec', 'syntax', 'time < 5 parsec'],
    ['header', 'syntax', 'header'],
    ['header x', 'syntax', 'header x'],
    ['header a:b exists', 'syntax', 'header a:b exists'],
    ['header x like y', 'syntax', 'header x like y'],
    ['header x containsjson', 'syntax', 'containsjson'],
    ['header x matches [', 'pattern', '['],
    ['header x matches /[/', 'pattern', '/[/'],
    ['body', 'syntax', 'body'],
    ['body exists', 'syntax', 'body exists'],
    ['body is good', 'syntax', 'is'],
    ['body matches good', 'pattern', 'good'],
    ['javascript > 1', 'syntax', 'javascript > 1'],
    ['js response.parsedBody.x == 1', 'js', 'js response.parsedBody.x == 1'],
    ['$.x == 1', 'syntax', '$.x == 1'],
    ['body $.x', 'syntax', 'body $.x'],
    ['body $.x is 1', 'syntax', 'is'],
    ['body $.x = 1', 'syntax', '='],
    ['staus 200', 'syntax', 'staus'],
    ['body $.x lengt > 0', 'syntax', 'lengt'],
    ['body $.x length = 3', 'syntax', '='],
    ['header a contain b', 'syntax', 'contain'],
    ['time => 1s', 'syntax', '=>'],
    ['body $.x ==', 'syntax', '=='],
    ['body $.x < abc', 'syntax', '< abc'],
    ['body $.x < "1"', 'syntax', '< "1"'],
    ['body $.x == [1', 'syntax', '== [1'],
    ['body $.x length', 'syntax', 'length'],
    ['body $.x length > -1', 'syntax', 'length > -1'],
    ['body $.x notexists', 'syntax', 'notexists'],
    ['body $.x matches exists', 'pattern', 'exists'],
    ["body $['a matches b'] like c", 'syntax', 'like c'],
    ['body $.x..  exists', 'json-path', '.'],
    ['body $x == 1', 'json-path', 'x'],
    ['body  $.d[?@.a == ].b == 1', 'json-path', '].b'],
    ['body $.d[0 == 1', 'json-path', '$.d[0'],
    ['body $["a == 1', 'json-path', '$["a'],
    ['body $.d[', 'json-path', '$.d['],
    ['body $', 'syntax', 'body $'],
    ['body $. == 1', 'json-path', '.'],
  ] as const) {
    it(`${JSON.stringify(text)}: ${problem}`, () => {
      const parsed = parseExpectation(text);
      assert.ok(parsed.kind === 'wrong');
      assert.deepEqual([parsed.problem, text.slice(parsed.start, parsed.end)], [problem, guilty]);
      assert.equal(parsed.detail !== undefined, problem === 'json-path');
    });
  }

  it('knows which statuses were asked for', () => {
    const asked = [expectation('status 404|2xx'), expectation('status != 500'), expectation('status < 300')];
    assert.deepEqual([200, 299, 404, 500, 403].map((status) => expectsStatus(asked, status)), [true, true, true, false, false]);
  });

  it('cuts a long body', () => {
    const body = octets(`{"a": "${'x'.repeat(longestActual)}"}`);
    assert.equal(check('body contains y', { body }).actual.length, longestActual);
    assert.equal(check('body $.a == y', { body }).actual.length, longestActual);
  });

  it('stops a pattern that tries for ever', () => {
    const body = octets(JSON.stringify({ a: `${'a'.repeat(60)}b` }));
    for (const text of ['body matches /(a+)+"x/', 'body $.a matches /^(a+)+$/']) {
      const { ok, actual } = check(text, { body });
      assert.deepEqual([ok, actual], [false, 'undecided after 1 s: the pattern takes too long']);
    }
  });

  for (const [charset, bytes] of [['iso-8859-1', [0xe6]], ['no-such-charset', [0xc3, 0xa6]]] as const) {
    it(`reads the body as ${charset}`, () => {
      const other = { headers: [['content-type', `text/plain; charset=${charset}`]] as const, body: Uint8Array.from(bytes) };
      assert.equal(check('body contains æ', other).ok, true);
    });
  }
});

const json = `{ "name": "a\\u00e6 b", "n": 1.0, "big": 12345678901234567890, "zero": 0, "ok": true, "no": null, "code": "404", "empty": "", "faces": "😀😀",
  "devices": [ {"id": "x", "t": 20.5}, {"id": "y", "t": 21.5} ], "one": [ {"id": "z"} ], "none": [], "labels": {"a": "1", "b c": "2"}, "mixed": [1.0, "1", 12345678901234567890, null],
  "error": "it exists already" }`;

describe('expectations of a JSONPath', () => {
  for (const [text, ok, actual] of [
    ['body $.name exists', true, '"a\\u00e6 b"'],
    ['body $.no exists', true, 'null'],
    ['body $.x exists', false, 'nothing at $.x'],
    ['body $.x not exists', true, 'nothing at $.x'],
    ['body $.x !exists', true, 'nothing at $.x'],
    ['body $.x ! exists', true, 'nothing at $.x'],
    ['body $.n not exists', false, '1.0'],
    ['body $.devices[*].id exists', true, '2 values at $.devices[*].id'],
    ['body $.name == "aæ b"', true, '"a\\u00e6 b"'],
    ['body $.name == aæ b', true, '"a\\u00e6 b"'],
    ["body $.name == 'aæ b'", true, '"a\\u00e6 b"'],
    ['body $.name == "a\\u00e6 b"', true, '"a\\u00e6 b"'],
    ['body $.name==aæ b', true, '"a\\u00e6 b"'],
    ['body $.name != "aæ"', true, '"a\\u00e6 b"'],
    ['BODY $.n == 1', true, '1.0'],
    ['body $.n == 1.00', true, '1.0'],
    ['body $.n == 1e0', true, '1.0'],
    ['body $.n == "1"', false, '1.0'],
    ['body $.n != 2', true, '1.0'],
    ['body $.code == "404"', true, '"404"'],
    ['body $.code == 404', false, '"404"'],
    ['body $.big == 12345678901234567890', true, '12345678901234567890'],
    ['body $.big == 12345678901234567891', false, '12345678901234567890'],
    ['body $.big < 12345678901234567891', true, '12345678901234567890'],
    ['body $.big > 1e19', true, '12345678901234567890'],
    ['body $.zero == -0', true, '0'],
    ['body $.zero == false', false, '0'],
    ['body $.ok == true', true, 'true'],
    ['body $.ok == "true"', false, 'true'],
    ['body $.no == null', true, 'null'],
    ['body $.no != null', false, 'null'],
    ['body $.empty == ""', true, '""'],
    ['body $.none == []', true, '[]'],
    ['body $.labels == {"b c":"2", "a":"1"}', true, '{"a": "1", "b c": "2"}'],
    ['body $.labels == {}', false, '{"a": "1", "b c": "2"}'],
    ["body $.labels['b c'] == 2", false, '"2"'],
    ["body $.labels['b c'] == \"2\"", true, '"2"'],
    ['body $.devices[?@.id == "y"].t > 21', true, '21.5'],
    ['body $.devices[0].t >= 20.5', true, '20.5'],
    ['body $.devices[0].t<=20.4', false, '20.5'],
    ['body $.name > 1', false, '"a\\u00e6 b"'],
    ['body $.x < 1', false, 'nothing at $.x'],
    ['body $.devices[*].t < 30', false, '2 values at $.devices[*].t'],
    ['body $.devices[*].id == x', false, '2 values at $.devices[*].id'],
    ['body $.one[*].id == z', true, '"z"'],
    ['body $.x == 1', false, 'nothing at $.x'],
    ['body $.x != 1', false, 'nothing at $.x'],
    ['body $.error matches /EXISTS/i', true, '"it exists already"'],
    ['body $.error matches /^it.*y$/', true, '"it exists already"'],
    ['body $.labels matches /"b c": "\\d"/', true, '{"a": "1", "b c": "2"}'],
    ['body $.x matches /x/', false, 'nothing at $.x'],
    ['body $.error contains "exists"', true, '"it exists already"'],
    ['body $.error includes gone', false, '"it exists already"'],
    ['body $.code contains 4', true, '"404"'],
    ['body $.mixed contains 1', true, '[1.0, "1", 12345678901234567890, null]'],
    ['body $.mixed contains "1"', true, '[1.0, "1", 12345678901234567890, null]'],
    ['body $.mixed contains 12345678901234567891', false, '[1.0, "1", 12345678901234567890, null]'],
    ['body $.mixed contains null', true, '[1.0, "1", 12345678901234567890, null]'],
    ['body $.mixed contains 2', false, '[1.0, "1", 12345678901234567890, null]'],
    ['body $.one contains {"id":"z"}', true, '[ {"id": "z"} ]'],
    ['body $.devices length > 0', true, 'length 2'],
    ['body $.devices length == 2', true, 'length 2'],
    ['body $.devices length 3', false, 'length 2'],
    ['body $.devices length != 3', true, 'length 2'],
    ['body $.none length > 0', false, 'length 0'],
    ['body $.labels length 2', true, 'length 2'],
    ['body $.faces length 2', true, 'length 2'],
    ['body $.n length 1', false, '1.0, which has no length'],
    ['body $.x length 0', false, 'nothing at $.x'],
    // A path that can find several counts what it finds, also when that is one object or nothing.
    ['body $.devices[*] length 2', true, 'length 2'],
    ['body $.one[*] length 1', true, 'length 1'],
    ['body $.none[*] length 0', true, 'length 0'],
    ['body $..id length >= 3', true, 'length 3'],
    ['body $ length 17', false, 'length 15'],
  ] as const) {
    it(`${text}: ${ok}`, () => {
      const result = check(text, { body: octets(json) });
      assert.deepEqual([result.ok, result.actual, result.expected], [ok, actual, text]);
    });
  }

  for (const [what, answer, actual] of [
    ['an empty body', { body: octets('') }, 'an empty body'],
    ['a binary body', { headers: [], body: Uint8Array.from([0, 1]) }, 'a binary body'],
    ['a page', { body: octets('\n<html>') }, 'a body that is not JSON (line 2)'],
    ['deep nesting', { body: octets('['.repeat(100_000)) }, 'a body nested deeper than 500 levels'],
    ['what cannot be decoded', { undecodable: 'gzip: bad' }, 'a body that cannot be decoded (gzip: bad)'],
  ] as const) {
    it(`holds of nothing in ${what}`, () => {
      for (const text of ['body $[*] exists', 'body $[*] not exists', 'body $[*] != 1', 'body $[*] length 0']) {
        const result = check(text, answer);
        assert.deepEqual([result.ok, result.actual], [false, actual], text);
      }
    });
  }

  it('says when there are more values than are looked at', () => {
    const body = octets(`[${'0,'.repeat(100_000)}0]`);
    const results = ['exists', 'not exists', 'length > 5', '== 0'].map((test) => check(`body $[*] ${test}`, { body }));
    assert.deepEqual(results.map(({ ok }) => ok), [true, false, false, false]);
    for (const { actual } of results) assert.equal(actual, 'more than 100000 values at $[*]');
  });

  it('the text of a binary or undecodable body is not looked into', () => {
    assert.deepEqual(check('body != x', { headers: [], body: Uint8Array.from([0, 1]) }).actual, 'a binary body');
    assert.equal(check('body contains error', { undecodable: 'gzip: bad' }).ok, false);
  });

  it('skips a BOM', () => assert.equal(check('body $.a == 1', { body: octets('\ufeff{"a":1}') }).ok, true));

  it('takes every beginning of a demand', () => {
    const whole = 'body $.devices[?@.id == "x y"].t matches /a/';
    for (let end = 0; end <= whole.length; end++) {
      const parsed = parseExpectation(whole.slice(0, end));
      if (parsed.kind === 'wrong') assert.ok(parsed.start <= parsed.end && parsed.end <= end);
    }
  });
});
