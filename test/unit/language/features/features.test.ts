import assert from 'node:assert/strict';
import { documentSymbols } from '../../../../src/language/features/documentSymbols';
import { lenses } from '../../../../src/language/features/lenses';
import { statusAt, statusInAnswer } from '../../../../src/language/features/statusAt';
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

describe('status under the cursor', () => {
  for (const [source, expected] of [
    ['# answers 4‸04 when gone', '404'],
    ['# answers ‸404', '404'],
    ['# answers 404‸', '404'],
    ['// see dt.4‸03', 'dt.403'],
    ['# see AUTH-‸401.', 'AUTH-401'],
    ['# ‸answers 404', undefined],
    ['# device 14‸04', undefined],
    ['# v4‸04', undefined],
    ['# 99‸9', undefined],
    ['# 200.5‸', undefined],
    ['# 2‸00.5', undefined],
    ['# @expect status 2‸00|404', '200'],
    ['# @expect status 200|4‸04', '404'],
    ['# @Expect status 4‸09', '409'],
    ['# @note 4‸04', undefined],
    ['GET /x\n\n?? status == 4‸29', '429'],
    ['GET /projects/4‸04', undefined],
    ['GET /x\n\n# 4‸04', undefined],
    ['‸', undefined],
  ] as const) {
    it(JSON.stringify(source), () => {
      const { text, cursor } = markedAt(source);
      const found = statusAt(parse(text), cursor);
      assert.equal(found && text.slice(found.span.start, found.span.end), expected);
      assert.equal(found?.status, expected && Number(expected.slice(-3)));
      assert.equal(found?.code, expected && expected.length > 3 ? expected : undefined);
    });
  }

  for (const [source, expected] of [
    ['HTTP/1.1 4‸04 Not Found\nx: 1', 404],
    ['GET /x\r\n\r\nHTTP/2 5‸00\r\n', 500],
    ['HTTP/1.1 404 Not ‸Found', undefined],
    ['HTT‸P/1.1 404 Not Found', undefined],
    ['{"code": 4‸04}', undefined],
    ['HTTP/1.1 4040‸', undefined],
    ['‸', undefined],
  ] as const) {
    it(`answer ${JSON.stringify(source)}`, () => {
      const { text, cursor } = markedAt(source);
      assert.equal(statusInAnswer(text, cursor)?.status, expected);
    });
  }
});
