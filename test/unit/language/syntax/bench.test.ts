import assert from 'node:assert/strict';
import { parse } from '../../../../src/language/syntax/parser';
import { generate } from '../../../bench/parse';

describe('the text of the parse benchmark', () => {
  const text = generate(1_000);

  it('is the same each time', () => assert.equal(generate(1_000), text));

  it('has 290 bytes for each request, give or take ten', () => {
    assert.ok(Math.abs(Buffer.byteLength(text) / 1_000 - 290) <= 10, String(Buffer.byteLength(text)));
  });

  it('has as many requests as asked for, and nothing that is refused', () => {
    const { blocks } = parse(text);
    assert.equal(blocks.filter(({ request }) => request !== undefined).length, 1_000);
    const lines = blocks.flatMap((block) => block.lines);
    assert.ok(lines.every((line) => line.kind !== 'refused' && (line.kind !== 'header' || line.colon)));
  });
});
