import assert from 'node:assert/strict';
import { semanticTokens } from '../../../../src/language/features/semanticTokens';
import { parse } from '../../../../src/language/syntax/parser';
import { lookThrough, perBlock } from '../../../../src/language/syntax/perBlock';
import { reparse } from '../../../../src/language/syntax/reparse';

describe('a long file that is looked through in turns', () => {
  /** How often anything was found out, and of which block last. */
  let found = 0;
  const lengths = perBlock((_, { start, end }) => {
    found++;
    return end - start;
  });
  const request = '### a\nGET /projects/{{project}}\nAccept: application/json\n\n';
  const long = () => parse(`@project = c0md3mm0c7pet3vico8g\n\n${request.repeat(40_000)}`);
  const never = () => assert.fail('nobody need wait');

  beforeEach(() => {
    found = 0;
  });

  it('gives others their turn, and has found everything out', async () => {
    const file = long();
    const expected = semanticTokens(long());
    let turns = 0;
    await lookThrough(file, () => {
      turns++;
      return Promise.resolve();
    });
    assert.ok(turns >= file.text.length / 500_000, `${turns} turns`);
    assert.equal(found, file.blocks.length);
    lengths.all(file);
    assert.equal(found, file.blocks.length, 'nothing was left');
    assert.deepEqual(semanticTokens(file), expected);
  });

  it('is not looked through again after an edit, but after a long paste', async () => {
    const before = long();
    await lookThrough(before, () => Promise.resolve());
    const edited = reparse(before, [{ span: { start: before.text.length, end: before.text.length }, newText: 'X-A: 1\n' }]);
    await lookThrough(edited, never);
    found = 0;
    const pasted = reparse(edited, [{ span: { start: edited.text.length, end: edited.text.length }, newText: request.repeat(300) }]);
    await lookThrough(pasted, () => Promise.resolve());
    assert.equal(found, 301, 'the new blocks, and the one before them');
  });

  it('what cannot be found out fails for who asks for it, and for nobody else', async () => {
    const broken = perBlock((_, { start }) => {
      if (start > 1_000_000 && isBroken) throw new Error('broken');
      return start;
    });
    let isBroken = true;
    const file = long();
    await lookThrough(file, () => Promise.resolve());
    assert.equal(lengths.all(file).length, file.blocks.length);
    assert.throws(() => broken.all(file), /broken/);
    isBroken = false;
    assert.equal(broken.all(file).length, file.blocks.length);
  });

  it('is looked through at once when it is short', async () => {
    await lookThrough(parse(request.repeat(100)), never);
    assert.equal(found, 0, 'by who asks');
  });
});
