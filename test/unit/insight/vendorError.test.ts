import assert from 'node:assert/strict';
import type { WireResponse } from '../../../src/http/exchange';
import type { VendorError } from '../../../src/insight/entry';
import { bodyCode, bodyKind, bodySniff, failureOf, isBrokenJson, isDocumentationUrl, itemErrorLists, readVendorError, type BodyKind } from '../../../src/insight/vendorError';
import { exchange } from '../../helpers/exchanges';

function response(body: string | Uint8Array, status = 409, type = 'application/json'): WireResponse {
  const octets = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { status, statusText: '', headers: [['content-type', type]], body: octets, encodedLength: octets.length };
}

describe('isBrokenJson', () => {
  const cases: readonly (readonly [body: string | Uint8Array, type: string, expected: boolean])[] = [
    ['{"projects":[', 'application/json', true], ['{"projects":[', 'Application/Problem+JSON; charset="UTF-8"', true], ['ok', 'application/json', true], ['{}{}', 'application/json', true],
    ['{"projects":[]}', 'application/json', false], ['\ufeff{}', 'application/json', false], ['', 'application/json', false], [' \r\n', 'application/json', false],
    ['{"projects":[', 'text/plain', false], ['{}\n{}', 'application/x-ndjson', false], [Buffer.from('{}', 'utf16le'), 'application/json; charset=utf-16', false],
    ['['.repeat(50_000), 'application/json', true], ['['.repeat(50_000) + ']'.repeat(50_000), 'application/json', false], ['['.repeat(5_000_001), 'application/json', false],
  ];
  for (const [body, type, expected] of cases) it(`${body.slice(0, 16).toString()} as ${type}: ${expected}`, () => assert.equal(isBrokenJson(response(body, 200, type)), expected));
});

describe('readVendorError', () => {
  const cases: readonly { readonly name: string; readonly body: string; readonly expected: VendorError | undefined }[] = [
    { name: 'the documented body', body: '{"error":"already exists","code":409,"help":"https://docs.d21s.com/error/#409"}', expected: { error: 'already exists', code: '409', help: 'https://docs.d21s.com/error/#409' } },
    { name: 'code as text', body: '{"error":"already exists","code":"409"}', expected: { error: 'already exists', code: '409' } },
    { name: 'a byte order mark', body: '\ufeff{"error":"x"}', expected: { error: 'x' } },
    { name: 'blanks around', body: '\r\n {"error":"x"}\n', expected: { error: 'x' } },
    { name: 'help alone, on a documentation host', body: '{"help":"https://developer.d21s.com/docs/error-codes#409","x":1}', expected: { help: 'https://developer.d21s.com/docs/error-codes#409' } },
    { name: 'help alone, elsewhere', body: '{"help":"https://evil.example/"}', expected: undefined },
    { name: 'code alone, the status', body: '{"code":409}', expected: { code: '409' } },
    { name: 'code alone, not the status', body: '{"code":16}', expected: undefined },
    { name: 'code beside a message of a gateway', body: '{"code":409,"message":"x"}', expected: undefined },
    { name: 'fields of other types', body: '{"error":"x","code":{"a":1},"help":7}', expected: { error: 'x' } },
    { name: 'an empty error', body: '{"error":" ","message":"x"}', expected: undefined },
    { name: 'the token endpoint', body: '{"error":"invalid_grant","error_description":"bad signature"}', expected: { error: 'invalid_grant: bad signature' } },
    { name: 'a stream error', body: '{"error":{"code":5,"message":"not found","details":[{"help":"https://d/#404"}]}}', expected: { error: 'not found', code: '5', help: 'https://d/#404' } },
    { name: 'an older stream error', body: '{"error":{"grpcCode":1,"httpCode":408,"message":"closing stream","details":[]}}', expected: { error: 'closing stream', code: '408' } },
    { name: 'a gateway', body: '{"message":"Forbidden"}', expected: undefined },
    { name: 'a list', body: '[{"error":"x"}]', expected: undefined },
    { name: 'null', body: 'null', expected: undefined },
    { name: 'half of it', body: '{"error":"x', expected: undefined },
    { name: 'text', body: 'Method Not Allowed', expected: undefined },
    { name: 'nothing', body: '', expected: undefined },
  ];
  for (const { name, body, expected } of cases) {
    it(name, () => assert.deepEqual(readVendorError(response(body)), expected));
  }

  it('reads what is not UTF-8 as nothing of DT’s', () => {
    assert.equal(readVendorError(response(Uint8Array.of(0xff, 0xfe, 0x7b))), undefined);
  });
});

describe('bodyKind', () => {
  const cases: readonly [body: string, type: string, expected: BodyKind][] = [
    ['', 'text/html', 'empty'], [' \r\n', 'text/plain', 'empty'], ['{"error":"x"}', 'text/html', 'vendor-error'], ['{"message":"x"}', 'application/json', 'json'],
    ['<!doctype html><p>', 'application/json', 'html'], ['  <HTML>', '', 'html'], ['Sign in', 'text/html; charset=utf-8', 'html'], ['<?xml version="1.0"?>', 'text/xml', 'other'],
    ['Forbidden', 'text/plain', 'other'], ['\u001f\u008b', 'application/json', 'other'],
  ];
  for (const [body, type, expected] of cases) {
    it(`${JSON.stringify(body)} as ${type || 'nothing'} is ${expected}`, () => assert.equal(bodyKind(response(body, 403, type)), expected));
  }

  it('looks at the start alone of a large body', () => {
    assert.equal(bodyKind(response(`{"error":"${'x'.repeat(2_100_000)}"}`)), 'json');
    assert.equal(bodySniff(response(' '.repeat(2000) + '{')), 'other');
  });
});

describe('failureOf', () => {
  it('has no failure for a cancelled run', () => {
    assert.equal(failureOf(exchange({ request: 'GET https://api.d21s.com/v2/projects' }).outcome), undefined);
  });

  it('takes the last attempt', () => {
    const failure = failureOf(exchange({ request: 'GET https://api.d21s.com/v2/projects', before: [{ status: 503, followedBy: 'retry' }], answer: { status: 404, body: { error: 'x' } } }).outcome);
    assert.ok(failure);
    assert.equal(failure.attempt?.response?.status, 404);
    assert.deepEqual(failure.body, { error: 'x' });
  });

  it('has no attempt when nothing was sent', () => {
    const failure = failureOf(exchange({ request: 'GET https://api.d21s.com/v2/projects', failure: 'quota' }).outcome);
    assert.ok(failure);
    assert.deepEqual([failure.attempt, failure.failure?.code], [undefined, 'quota']);
  });
});

describe('isDocumentationUrl', () => {
  const cases: readonly [url: string, expected: boolean][] = [
    ['https://docs.d21s.com/error/#409', true], ['https://docs.developer.disruptive-technologies.com/error-codes', true],
    ['http://docs.d21s.com/', false], ['https://docs.d21s.com:444/', false], ['https://u:p@docs.d21s.com/', false], ['https://api.d21s.com/', false],
    ['https://docs.d21s.com.evil.example/', false], ['command:workbench.action.quit', false], ['javascript:alert(1)', false], ['docs.d21s.com', false], ['', false],
  ];
  for (const [url, expected] of cases) it(`${url || 'nothing'}: ${expected ? 'yes' : 'no'}`, () => assert.equal(isDocumentationUrl(url), expected));
});

describe('a body is read once', () => {
  it('whoever asks for whatever', () => {
    const parse = JSON.parse.bind(JSON);
    let calls = 0;
    JSON.parse = ((...given: Parameters<typeof parse>) => (calls++, parse(...given) as unknown)) as typeof JSON.parse;
    try {
      const answer = response('{"error":"x","code":"AUTH-401"}', 403);
      assert.deepEqual([readVendorError(answer)?.error, bodyKind(answer), isBrokenJson(answer), bodyCode(answer), itemErrorLists(answer)], ['x', 'vendor-error', false, 'AUTH-401', undefined]);
    } finally {
      JSON.parse = parse;
    }
    assert.equal(calls, 1);
  });

  it('and a page not at all', () => {
    assert.equal(bodyKind(response(`<html>${'x'.repeat(1000)}`, 403, 'text/html')), 'html');
  });

  const codes: readonly [body: string, code: string | undefined][] = [
    ['{"code":"AUTH-401","message":"x"}', 'AUTH-401'], ['{"error":{"code":"NOTFOUND-404"}}', 'NOTFOUND-404'], ['{"code":404}', '404'], ['{"code":{}}', undefined], ['[]', undefined], ['x', undefined], ['', undefined],
  ];
  for (const [body, code] of codes) it(`code of ${body}`, () => assert.equal(bodyCode(response(body)), code));
});
