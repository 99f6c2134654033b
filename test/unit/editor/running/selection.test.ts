import assert from 'node:assert/strict';
import { onlySelected, requestsFrom, requestsOf, requestsTouched } from '../../../../src/editor/running/selection';
import { parse } from '../../../../src/language/syntax/parser';
import { textOf } from '../../../../src/language/syntax/queries';

const text = ['@a = 1', '', '### one', 'GET /one', '', '### two', '# only words', '', '### three', 'GET /three', ''].join('\n');
const file = parse(text);
const targets = (blocks: readonly { readonly request?: { readonly line: { readonly target: { readonly start: number; readonly end: number } } } | undefined }[]) =>
  blocks.map(({ request }) => (request ? textOf(file, request.line.target) : ''));
const at = (marker: string) => text.indexOf(marker);

describe('which requests are run', () => {
  it('all of a file, without what holds none', () => assert.deepEqual(targets(requestsOf(file)), ['/one', '/three']));

  for (const [from, expected] of [['@a', ['/one', '/three']], ['### one', ['/one', '/three']], ['### two', ['/three']], ['### three', ['/three']]] as const) {
    it(`from ${from} on: ${expected.join()}`, () => {
      const block = file.blocks.find(({ start, end }) => start <= at(from) && at(from) < end);
      assert.ok(block);
      assert.deepEqual(targets(requestsFrom(file, block)), expected);
    });
  }

  const cases: readonly [string, readonly [number, number][], readonly string[]][] = [
    ['a cursor in a request', [[at('GET /one'), at('GET /one')]], ['/one']],
    ['a cursor at the start of a block', [[at('### three'), at('### three')]], ['/three']],
    ['a cursor at the end of the text', [[text.length, text.length]], ['/three']],
    ['a cursor in a block without a request', [[at('# only'), at('# only')]], []],
    ['a selection that ends where a block starts', [[at('GET /one'), at('### two')]], ['/one']],
    ['a selection over everything', [[0, text.length]], ['/one', '/three']],
    ['several cursors, each request once', [[at('/one'), at('/one')], [at('GET /one'), at('/one')], [at('/three'), at('/three')]], ['/one', '/three']],
    ['no selection', [], []],
  ];
  for (const [name, spans, expected] of cases) {
    it(`${name}: ${expected.join() || 'none'}`, () => {
      assert.deepEqual(targets(requestsTouched(file, spans.map(([start, end]) => ({ start, end })))), expected);
    });
  }
});

describe('what is selected of another document', () => {
  for (const lineEnd of ['\n', '\r\n', '\r']) {
    it(`stays where it stands, with ${JSON.stringify(lineEnd)}`, () => {
      const whole = ['# Notes', 'GET /before', 'GET /wanted', 'GET /behind'].join(lineEnd);
      const start = whole.indexOf('GET /wanted');
      const only = onlySelected(whole, { start, end: start + 'GET /wanted'.length });
      assert.equal(only, [' '.repeat(7), ' '.repeat(11), 'GET /wanted'].join(lineEnd));
      const [block, ...others] = requestsOf(parse(only));
      assert.deepEqual(others, []);
      assert.equal(block?.request?.line.start, start);
    });
  }

  it('counts UTF-16 code units, as the editor does', () => {
    const whole = '😀 GET /a';
    assert.equal(onlySelected(whole, { start: 3, end: whole.length }), '   GET /a');
  });
});
