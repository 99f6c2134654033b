import assert from 'node:assert/strict';
import type { HeaderList, WireRequest, WireResponse } from '../../../../src/http/exchange';
import { chainedFor, type ChainedReference, parseChained } from '../../../../src/language/plan/chained';
import { type Answered, type ChainedValue, evaluateChained } from '../../../../src/language/plan/chainedValue';

/** The part as one line: kind, and what it is about. */
function shownPart({ part }: ChainedReference): string {
  switch (part.kind) {
    case 'header':
      return `header ${part.name} at ${part.span.start}-${part.span.end}`;
    case 'json':
      return `json ${part.path.text} at ${part.span.start}-${part.span.end}`;
    default:
      return part.kind;
  }
}

describe('parseChained', () => {
  for (const [text, side, part] of [
    ['login.response.status', 'response', 'status'],
    ['login.response.headers.X-Id', 'response', 'header X-Id at 23-27'],
    ['login.response.headers.a.b', 'response', 'header a.b at 23-26'],
    ['login.request.headers.Authorization', 'request', 'header Authorization at 22-35'],
    ['login.response.body', 'response', 'body'],
    ['login.response.body.*', 'response', 'body'],
    ['login.request.body', 'request', 'body'],
    ['login.request.body.*', 'request', 'body'],
    ['login.response.body.$', 'response', 'json $ at 20-21'],
    ['login.response.body.$.devices[0].name', 'response', 'json $.devices[0].name at 20-37'],
    ['login.response.body.$[0]', 'response', 'json $[0] at 20-24'],
    ["login.response.body.$['a b']", 'response', "json $['a b'] at 20-28"],
    ['login.response.body.$..name', 'response', 'json $..name at 20-27'],
    ["login.response.body.$.d[?@.a == 'x y' && @.n > 1].id", 'response', "json $.d[?@.a == 'x y' && @.n > 1].id at 20-52"],
    ['login.request.body.$.blåbær', 'request', 'json $.blåbær at 19-27'],
  ] as const) {
    it(text, () => {
      const parsed = parseChained(text);
      assert.ok(parsed.kind === 'chained', JSON.stringify(parsed));
      assert.deepEqual([parsed.name, parsed.side, shownPart(parsed)], ['login', side, part]);
    });
  }

  for (const [text, problem, guilty, suggestion] of [
    ['login.respons.body.$.x', 'side', 'respons', 'login.response.body.$.x'],
    ['login.requst.body', 'side', 'requst', 'login.request.body'],
    ['login.token', 'side', 'token', 'login.response.body.$.token'],
    ['login', 'side', 'login', undefined],
    ['', 'side', '', undefined],
    ['.response', 'part', 'response', undefined],
    ['login.', 'side', 'login.', undefined],
    ['login.response', 'part', 'response', undefined],
    ['login.response.', 'part', 'response', undefined],
    ['login.response.header.X', 'part', 'header', 'login.response.headers.X'],
    ['login.response.statuss', 'part', 'statuss', 'login.response.status'],
    ['login.response.Body.$.x', 'part', 'Body', 'login.response.body.$.x'],
    ['login.response.cookies.x', 'part', 'cookies', undefined],
    ['login.request.status', 'part', 'status', undefined],
    ['login.request.method', 'part', 'method', undefined],
    ['login.request.url', 'part', 'url', undefined],
    ['login.response.status.text', 'trailing', '.text', 'login.response.status'],
    ['login.response.body.*.x', 'trailing', '.x', 'login.response.body.*'],
    ['login.response.headers', 'header-name', 's', undefined],
    ['login.response.headers.', 'header-name', '.', undefined],
    ['login.response.headers.a b', 'header-name', '.a b', undefined],
    ['login.response.headers["X-Id"]', 'header-name', '["X-Id"]', 'login.response.headers.X-Id'],
    ["login.response.headers['x']", 'header-name', "['x']", 'login.response.headers.x'],
    ['login.response.headers.X[1]', 'header-name', '.X[1]', undefined],
    ['login.response.body.', 'body-part', '.', undefined],
    ['login.response.body.token', 'body-part', '.token', 'login.response.body.$.token'],
    ['login.response.body[0].id', 'body-part', '[0].id', 'login.response.body.$[0].id'],
    ['login.response.body.a b', 'body-part', '.a b', undefined],
    ['login.response.body.//token', 'xpath', './/token', undefined],
    ['login.response.body./a/b', 'xpath', './a/b', undefined],
    ['login.response.body.$.a..', 'json-path', '.', undefined],
    ['login.response.body.$.d[?@.a == ].b', 'json-path', '].b', undefined],
    ['login.response.body.$.d[0', 'json-path', '$.d[0', undefined],
    ['login.response.body.$token', 'json-path', 'token', undefined],
  ] as const) {
    it(`${JSON.stringify(text)}: ${problem}`, () => {
      const parsed = parseChained(text);
      assert.ok(parsed.kind === 'problem');
      assert.deepEqual([parsed.problem, text.slice(parsed.span.start, parsed.span.end), parsed.suggestion], [problem, guilty, suggestion]);
      assert.ok(parsed.span.end > parsed.span.start);
      if (suggestion !== undefined) assert.equal(parseChained(suggestion).kind, 'chained');
    });
  }

  it('says what could stand there, and what is wrong with a path', () => {
    const facts = (text: string) => {
      const parsed = parseChained(text);
      return parsed.kind === 'problem' ? [parsed.known, parsed.detail] : [];
    };
    assert.deepEqual(facts('a.response.x'), [['status', 'headers', 'body'], undefined]);
    assert.deepEqual(facts('a.request.x'), [['headers', 'body'], undefined]);
    assert.deepEqual(facts('a.response.body.x'), [['*', '$'], undefined]);
    assert.deepEqual(facts('a.response.body.$['), [undefined, 'unclosed bracketed selection']);
  });

  it('takes every beginning of a reference', () => {
    const whole = "login.response.body.$.d[?@.a == 'x'].headers";
    for (let end = 0; end <= whole.length; end++) parseChained(whole.slice(0, end));
  });
});

describe('chainedFor', () => {
  for (const [written, meant] of [
    ['login.token', 'login.response.body.$.token'],
    ['login.user.id', 'login.response.body.$.user.id'],
    ['login.devices.0.name', 'login.response.body.$.devices[0].name'],
    ['login.my-key', "login.response.body.$['my-key']"],
    ['login.body.token', 'login.response.body.$.token'],
    ['login.body', 'login.response.body'],
    ['login.headers.X-Id', 'login.response.headers.X-Id'],
    ['login.Response.body', 'login.response.body'],
    ['login.reponse.status', 'login.response.status'],
    ['login.respnse.body.$.a', 'login.response.body.$.a'],
    ['login.rquest.body.$.a', 'login.request.body.$.a'],
    ['login.$.a[0]', 'login.response.body.$.a[0]'],
    ['login.body.$.a', 'login.response.body.$.a'],
  ] as const) {
    it(written, () => {
      assert.equal(chainedFor(written), meant);
      assert.equal(parseChained(meant).kind, 'chained');
    });
  }
});

const octets = (text: string) => new TextEncoder().encode(text);
const body = `{ "text": "a\\u00e6\\n\\"", "n": 1.0, "big": 12345678901234567890, "e": 1e3, "ok": true, "no": null,
  "devices": [ {"name": "x"}, {"name": "y"} ], "twice": 1, "twice": 2.50, "blå bær": "b", "access_token": "s3cret", "account": {"secret": "t", "id": 1} }`;

function answered(response: Partial<WireResponse> = {}, request: Partial<WireRequest> = {}): Answered {
  return {
    request: { method: 'POST', origin: 'https://x', target: '/', headers: [['Content-Type', 'application/json'], ['Authorization', 'Bearer t']], body: octets('{"q": 7.0}'), ...request },
    response: {
      status: 201,
      statusText: 'Created',
      headers: [['Content-Type', 'application/json'], ['X-Id', '42'], ['X-Two', 'a'], ['x-two', 'a'], ['Empty', ''], ['Set-Cookie', 'c=1']],
      body: octets(body),
      encodedLength: 0,
      ...response,
    },
  };
}

function evaluate(text: string, from = answered()): ChainedValue {
  const parsed = parseChained(text);
  if (parsed.kind === 'problem') throw new Error(`${text}: ${parsed.problem}`);
  return evaluateChained(parsed, from);
}

function withoutContainer(value: ChainedValue): ChainedValue {
  return value.kind === 'value' ? { kind: 'value', value: value.value, secrets: value.secrets } : value;
}

describe('evaluateChained', () => {
  for (const [reference, container] of [
    ['response.body.$.devices', { kind: 'array', step: '[0]' }],
    ['response.body.$.devices[1]', { kind: 'object', step: '.name' }],
    ['response.body.$.text', undefined],
  ] as const) {
    it(`${reference}: what kind of value it is`, () => {
      const value = evaluate(`x.${reference}`);
      assert.deepEqual(value.kind === 'value' && value.container, container);
    });
  }

  for (const [reference, value] of [
    ['response.status', '201'],
    ['response.headers.x-id', '42'],
    ['response.headers.EMPTY', ''],
    ['request.headers.content-type', 'application/json'],
    ['response.body.$.text', 'aæ\n"'],
    ['response.body.$.n', '1.0'],
    ['response.body.$.big', '12345678901234567890'],
    ['response.body.$.e', '1e3'],
    ['response.body.$.ok', 'true'],
    ['response.body.$.no', 'null'],
    ['response.body.$.devices', '[ {"name": "x"}, {"name": "y"} ]'],
    ['response.body.$.devices[1]', '{"name": "y"}'],
    ['response.body.$.devices[?@.name == "y"].name', 'y'],
    ['response.body.$.twice', '2.50'],
    ["response.body.$['blå bær']", 'b'],
    ['request.body.$.q', '7.0'],
    ['request.body', '{"q": 7.0}'],
  ] as const) {
    it(reference, () => assert.deepEqual(withoutContainer(evaluate(`x.${reference}`)), { kind: 'value', value, secrets: [] }));
  }

  for (const [reference, value, secrets] of [
    ['response.body.$.access_token', 's3cret', ['s3cret']],
    ['response.body.$.account', '{"secret": "t", "id": 1}', ['t']],
    ['response.body', body, ['s3cret', 't']],
    ['response.body.$', body, ['s3cret', 't']],
    ['response.headers.set-cookie', 'c=1', ['c=1']],
    ['request.headers.authorization', 'Bearer t', ['Bearer t']],
  ] as const) {
    it(`${reference} holds secrets`, () => assert.deepEqual(withoutContainer(evaluate(`x.${reference}`)), { kind: 'value', value, secrets }));
  }

  const plainType: HeaderList = [['Content-Type', 'text/plain; charset=iso-8859-1']];
  for (const [what, reference, from, expected] of [
    ['nothing there', 'response.body.$.x', answered({ body: octets('{"a": 1, "y": 2}') }), { kind: 'none', missing: { name: 'x', span: { start: 2, end: 3 }, parent: '$', path: '$.x', kind: 'object', fields: ['a', 'y'] } }],
    ['a field that is near', 'response.body.$.devics[0].name', answered({ body: octets('{"devices": []}') }), { kind: 'none', missing: { name: 'devics', span: { start: 2, end: 8 }, parent: '$', path: '$.devics', kind: 'object', fields: ['devices'], suggestion: 'devices' } }],
    ['many fields, and long ones', 'response.body.$.x', answered({ body: octets(JSON.stringify(Object.fromEntries(Array.from({ length: 9 }, (_, index) => [index === 0 ? 'n'.repeat(50) : `n${index}`, 1])))) }), { kind: 'none', missing: { name: 'x', span: { start: 2, end: 3 }, parent: '$', path: '$.x', kind: 'object', fields: [`${'n'.repeat(39)}…`, 'n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', '…'] } }],
    ['beyond the end of a list', "response.body.$['devices'][2].name", answered(), { kind: 'none', missing: { name: '[2]', span: { start: 13, end: 14 }, parent: "$['devices']", path: "$['devices'][2]", kind: 'array', items: 2 } }],
    ['a field of a list', 'response.body.$.devices.name', answered(), { kind: 'none', missing: { name: 'name', span: { start: 10, end: 14 }, parent: '$.devices', path: '$.devices.name', kind: 'array', items: 2 } }],
    ['no member of a string', 'response.body.$.text.length', answered(), { kind: 'none', missing: { name: 'length', span: { start: 7, end: 13 }, parent: '$.text', path: '$.text.length', kind: 'text' } }],
    ['an empty list', 'response.body.$.devices[9:].name', answered(), { kind: 'none' }],
    ['several values', 'response.body.$.devices[*].name', answered(), { kind: 'several', count: 2 }],
    ['a header that stands there twice', 'response.headers.X-TWO', answered(), { kind: 'several', count: 2 }],
    ['no such header', 'response.headers.X-Idd', answered(), { kind: 'no-header', name: 'X-Idd', suggestion: 'X-Id' }],
    ['nothing like it', 'request.headers.Location', answered(), { kind: 'no-header', name: 'Location', fields: ['Content-Type', 'Authorization'] }],
    ['an empty body', 'response.body', answered({ body: octets('') }), { kind: 'empty' }],
    ['a path into an empty body', 'response.body.$.x', answered({ body: octets('') }), { kind: 'empty' }],
    ['a page', 'response.body.$.x', answered({ body: octets('<html>') }), { kind: 'not-json', problem: 'InvalidSymbol', line: 1 }],
    ['octets', 'response.body', answered({ headers: [], body: Uint8Array.from([0, 255]) }), { kind: 'binary' }],
    ['a path into octets', 'response.body.$', answered({ headers: [], body: Uint8Array.from([0, 255]) }), { kind: 'binary' }],
    ['an answer that cannot be decoded', 'response.body.$', answered({ undecodable: 'br: bad' }), { kind: 'undecodable', detail: 'br: bad' }],
    ['deep nesting', 'response.body.$', answered({ body: octets('['.repeat(100_000)) }), { kind: 'too-deep', limit: 500 }],
    ['too many values', 'response.body.$[*]', answered({ body: octets(`[${'0,'.repeat(100_000)}0]`) }), { kind: 'too-many', limit: 100_000 }],
    ['another charset', 'response.body', answered({ headers: plainType, body: Uint8Array.from([0xe6]) }), { kind: 'value', value: 'æ', secrets: [] }],
    ['a BOM', 'response.body.$[0]', answered({ body: octets('\ufeff[1]') }), { kind: 'value', value: '1', secrets: [] }],
    ['text that is no JSON, whole', 'response.body.*', answered({ body: octets('a: 1') }), { kind: 'value', value: 'a: 1', secrets: [] }],
    ['a header of an undecodable answer', 'response.headers.x-id', answered({ undecodable: 'x' }), { kind: 'value', value: '42', secrets: [] }],
  ] as const) {
    it(what, () => assert.deepEqual(evaluate(`x.${reference}`, from), expected));
  }

  it('a request without a body has none', () => {
    const { response } = answered();
    const request = { method: 'GET', origin: 'https://x', target: '/', headers: [] };
    assert.deepEqual(evaluate('x.request.body', { request, response }), { kind: 'empty' });
  });
});
