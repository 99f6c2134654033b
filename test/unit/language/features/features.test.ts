import assert from 'node:assert/strict';
import { documentSymbols } from '../../../../src/language/features/documentSymbols';
import { lenses } from '../../../../src/language/features/lenses';
import { mentionsAt, mentionsInAnswer, type Mention } from '../../../../src/language/features/statusAt';
import { parse } from '../../../../src/language/syntax/parser';
import { markedAt } from '../../../helpers/marked';

describe('lenses', () => {
  const text = '@x = 1\n### List all\n# @name list\n  GET /projects HTTP/1.1 \n###\n# only a comment\n### list2\n# @disabled\n/projects\n### a\n# @title Better\nPOST\n';
  const found = lenses(parse(text));

  it('stand on request lines, with what they are called', () => {
    assert.deepEqual(found.map(({ span, ...rest }) => ({ ...rest, line: text.slice(span.start, span.end) })), [
      { blockIndex: 1, isDisabled: false, name: 'list', title: 'List all', line: 'GET /projects HTTP/1.1' },
      { blockIndex: 3, isDisabled: true, name: 'list2', title: 'list2', line: '/projects' },
      { blockIndex: 4, isDisabled: false, name: 'a', title: 'Better', line: 'POST' },
    ]);
  });

  it('are none in an empty text', () => assert.deepEqual(lenses(parse('')), []));
});

describe('outline', () => {
  it('has requests and variables in order', () => {
    const text = '@x = 1\n@ = 2\n### List all\n@y =\nGET   /projects\n\nbody\n###\nPOST /x\n';
    const symbols = documentSymbols(parse(text)).map(({ kind, name, detail, span, selection }) => [kind, name, detail, text.slice(span.start, span.end), text.slice(selection.start, selection.end)]);
    assert.deepEqual(symbols, [
      ['variable', 'x', '1', '@x = 1', 'x'],
      ['variable', 'y', '', '@y =', 'y'],
      ['request', 'List all', 'GET /projects', '### List all\n@y =\nGET   /projects\n\nbody', 'GET   /projects'],
      ['request', 'POST /x', '', '###\nPOST /x', 'POST /x'],
    ]);
  });
});

/** `404` for a status, `code AUTH-401` for a code, in their order, each with the text at its place. */
function shortMentions(text: string, mentions: readonly Mention[]): string {
  for (const { kind, span, ...rest } of mentions) if (kind === 'code') assert.equal(text.slice(span.start, span.end), 'code' in rest && rest.code);
  return mentions.map((mention) => (mention.kind === 'code' ? `code ${mention.code}` : text.slice(mention.span.start, mention.span.end) + (text.slice(mention.span.start, mention.span.end).endsWith(String(mention.status)) ? '' : '?'))).join(', ');
}

describe('status or code under the cursor', () => {
  for (const [source, expected] of [
    ['# answers 4‸04 when gone', '404'],
    ['# answers ‸404', '404'],
    ['# answers 404‸', '404'],
    ['// see dt.4‸03', 'code dt.403, dt.403'],
    ['# see AUTH-‸401.', 'code AUTH-401, AUTH-401'],
    ['# see dt.404.propa‸gation, or not', 'code dt.404.propagation'],
    ['# see dt.4‸04.propagation', 'code dt.404.propagation, dt.404'],
    ['# (net.tls.expired‸)', 'code net.tls.expired'],
    ['# https://x/MY_gate.way-7‸', 'code MY_gate.way-7'],
    ['# ERRL‸IMIT!', 'code ERRLIMIT'],
    ['# E4‸2.', 'code E42'],
    ['# ‸answers 404', ''],
    ['# AND n‸ot', ''],
    ['# device 14‸04', 'code 1404'],
    ['# v4‸04', 'code v404'],
    ['# 99‸9', ''],
    ['# 200.5‸', 'code 200.5'],
    ['# 2‸00.5', 'code 200.5'],
    ['# @expect status 2‸00|404', '200'],
    ['# @expect status 200|4‸04', '404'],
    ['# @expect body $.code == "AUTH-‸401"', 'code AUTH-401, AUTH-401'],
    ['# @Expect status 4‸09', '409'],
    ['# @note 4‸04', ''],
    ['GET /x\n\n?? status == 4‸29', '429'],
    ['GET /x\r\n\r\n?? body $.code == AUTH-4‸03\r\n', 'code AUTH-403, AUTH-403'],
    ['GET /projects/4‸04', ''],
    ['GET /x\n\n# 4‸04', ''],
    ['‸', ''],
  ] as const) {
    it(JSON.stringify(source), () => {
      const { text, cursor } = markedAt(source);
      assert.equal(shortMentions(text, mentionsAt(parse(text), cursor)), expected);
    });
  }

  for (const [source, expected] of [
    ['HTTP/1.1 4‸04 Not Found\nx: 1', '404'],
    ['GET /x\r\n\r\nHTTP/2 5‸00\r\n', '500'],
    ['HTTP/1.1 404 Not ‸Found', ''],
    ['HTT‸P/1.1 404 Not Found', ''],
    ['HTTP/1.1 4040‸', ''],
    ['HTTP/1.1 404 Not Found\n\n# 4‸04 Not Found: gone\n', '404'],
    ['HTTP/1.1 404 Not Found\n\n#   dt.404.id-shape‸\n', 'code dt.404.id-shape'],
    ['{"code": 4‸04}', 'code 404, 404'],
    ['{\n  "co‸de": 404\n}', 'code 404, 404'],
    ['{\r\n  "code" :\t"AUTH‸-401",\r\n}', 'code AUTH-401'],
    ['{"a": 1, "code": "x", "b": {"code": "AUTH-40‸3"}}', 'code AUTH-403'],
    ['{"code": 5}‸, "code": 16', ''],
    ['{"code": 1‸6}', 'code 16'],
    ['{"code": 4‸04.5}', ''],
    ['{"code": "a\\"‸b"}', ''],
    ['{"mycode": 4‸04}', ''],
    ['{"codes": [4‸04]}', ''],
    ['x-y: 4‸04', ''],
    ['‸', ''],
  ] as const) {
    it(`answer ${JSON.stringify(source)}`, () => {
      const { text, cursor } = markedAt(source);
      assert.equal(shortMentions(text, mentionsInAnswer(text, cursor)), expected);
    });
  }

  it('looks at a piece of an answer of one line of megabytes', () => {
    const text = `[${'{"code":"AUTH-401"},'.repeat(200_000)}1]`;
    const offset = 19 * 100_000 + 12;
    const [found] = mentionsInAnswer(text, offset);
    assert.deepEqual(found?.kind === 'code' && [found.code, text.slice(found.span.start, found.span.end)], ['AUTH-401', 'AUTH-401']);
  });
});
