import assert from 'node:assert/strict';
import { parse, parseTree } from 'jsonc-parser';
import { maxJsonDepth, tooDeepAt } from '../../../src/http/jsonDepth';

describe('the depth of JSON', () => {
  const nested = (depth: number, open = '[', close = ']') => open.repeat(depth) + close.repeat(depth);
  for (const [name, text, expected] of [
    ['nothing', '', undefined],
    ['the limit', nested(maxJsonDepth), undefined],
    ['one more', nested(maxJsonDepth + 1), maxJsonDepth],
    ['a hundred thousand', nested(100_000), maxJsonDepth],
    ['objects', nested(5000, '{"a":', '}'), maxJsonDepth * 5],
    ['never closed', '['.repeat(5000), maxJsonDepth],
    ['side by side', `[${'[],'.repeat(5000)}[]]`, undefined],
    ['in a string', JSON.stringify('['.repeat(5000)), undefined],
    ['in a string with quotes', JSON.stringify(`"${'{'.repeat(5000)}`), undefined],
    ['behind a comment with a quote', `/* " */${'['.repeat(5000)}`, 7 + maxJsonDepth],
    ['behind a string that is not closed', `"\n${'['.repeat(5000)}`, 2 + maxJsonDepth],
    ['behind a comment of a line', `// "[\r${'['.repeat(5000)}`, 6 + maxJsonDepth],
    ['behind a slash', `/${'['.repeat(5000)}`, 1 + maxJsonDepth],
    ['behind a string with an escaped quote', `"\\"[[" ${'['.repeat(5000)}`, 7 + maxJsonDepth],
    ['in a comment that is not closed', `/* ${'['.repeat(5000)}`, undefined],
    ['with closers of the other kind', '[},'.repeat(5000), maxJsonDepth * 3],
  ] as const) {
    it(name, () => assert.equal(tooDeepAt(text), expected));
  }

  it('never lets a text through that exhausts the stack', () => {
    const pieces = ['[', '[', '{', '{"a":', ']', '}', ',', ':', '"', '1', '//', '/*', '*/', '\n', '[[[['];
    let state = 7;
    const next = (limit: number) => (state = (state * 48271) % 2147483647) % limit;
    for (let round = 0; round < 60; round++) {
      // A short pattern over and over is what nests.
      const pattern = Array.from({ length: 1 + next(5) }, () => pieces[next(pieces.length)] ?? '').join('');
      const text = pattern.repeat(20_000);
      if (tooDeepAt(text) !== undefined) continue;
      assert.doesNotThrow(() => {
        parse(text);
        parseTree(text);
      }, JSON.stringify(pattern));
    }
  });
});
