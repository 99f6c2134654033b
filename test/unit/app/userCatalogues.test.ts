import assert from 'node:assert/strict';
import { largestCatalogue, readUserCatalogues } from '../../../src/app/userCatalogues';
import { memoryFiles } from '../../helpers/memoryFiles';

const entry = (code: string) => ({ code, title: 'T', description: 'D.', causes: [], resolution: 'R.' });
const file = (name: string, ...codes: readonly string[]) => JSON.stringify({ name, entries: codes.map(entry) });

describe('the catalogues of the user', () => {
  it('are read in their order; a broken one disables no other', async () => {
    const files = memoryFiles({ 'file:///a.json': file('A', 'X-1'), 'file:///b.json': '{', 'file:///c.json': `\ufeff${file('C', 'Y-1')}` });
    const { entries, files: found } = await readUserCatalogues(files, ['file:///a.json', 'file:///b.json', 'file:///missing.json', 'file:///c.json']);
    assert.deepEqual(entries.map(({ code, catalogue }) => [code, catalogue]), [['X-1', 'A'], ['Y-1', 'C']]);
    assert.deepEqual(found.map(({ problems, unreadable }) => unreadable ?? problems.length), [0, 1, 'there is no such file', 0]);
  });

  it('a code that is there already stays with the first', async () => {
    const files = memoryFiles({ 'file:///a.json': file('A', 'X-1', 'dt.404', 'auth-401'), 'file:///b.json': file('B', 'x-1', 'Y-1') });
    const { entries, files: found } = await readUserCatalogues(files, ['file:///a.json', 'file:///b.json', 'file:///a.json']);
    assert.deepEqual(entries.map(({ code, catalogue }) => [code, catalogue]), [['X-1', 'A'], ['Y-1', 'B']]);
    assert.deepEqual(found.map(({ text, problems }) => problems.map(({ severity, span, message }) => [severity, text.slice(span.start, span.end), message])), [
      [['warning', '"dt.404"', 'This code is built in: this entry is left out.'], ['warning', '"auth-401"', 'This code is built in: this entry is left out.']],
      [['warning', '"x-1"', 'This code stands in the catalogue "A" already: this entry is left out.']],
    ]);
  });

  it('what is no text, or too large, is told', async () => {
    const files = memoryFiles({ 'file:///a.json': new Uint8Array([0x7b, 0xff]), 'file:///b.json': new Uint8Array(largestCatalogue + 1) });
    const { entries, files: found } = await readUserCatalogues(files, ['file:///a.json', 'file:///b.json']);
    assert.deepEqual(entries, []);
    assert.equal(found[0]?.unreadable, 'it is not valid UTF-8 at byte 1');
    assert.match(found[1]?.unreadable ?? '', /larger|MB|large/);
  });

  it('none is nothing', async () => assert.deepEqual(await readUserCatalogues(memoryFiles({}), []), { entries: [], files: [] }));
});
