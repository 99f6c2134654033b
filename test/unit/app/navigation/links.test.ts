import assert from 'node:assert/strict';
import { documentLinks, linkTarget } from '../../../../src/app/navigation/links';
import { parse } from '../../../../src/language/syntax/parser';
import { memoryFiles } from '../../../helpers/memoryFiles';

describe('links of a document', () => {
  const cases: readonly [uri: string, path: string, expected: string | undefined][] = [
    ['file:///w/sub/a.dt.http', '../b c.dt.http', 'file:///w/b%20c.dt.http'],
    ['file:///w/sub/a.dt.http', '../../away.dt.http', 'file:///away.dt.http'],
    ['file:///c:/w/a.dt.http', '.\\sub\\b.dt.http', 'file:///c:/w/sub/b.dt.http'],
    ['file:///w/a.dt.http', 'C:\\b.dt.http', undefined],
    ['file:///w/a.dt.http', '~/b.dt.http', undefined],
    ['file:///w/a.dt.http', 'folder/', undefined],
    ['untitled:Untitled-1', './b.dt.http', undefined],
  ];
  for (const [uri, path, expected] of cases) {
    it(`${path} from ${uri}`, async () => {
      const [link, ...more] = documentLinks(parse(`# @import ${path}\n`), uri);
      assert.deepEqual(more, []);
      assert.equal(link && (await linkTarget(memoryFiles({}), link, uri, 'file:///w')), expected);
      assert.equal(link === undefined, expected === undefined);
    });
  }

  it('to the web lead there from everywhere', async () => {
    const [link] = documentLinks(parse('# https://a.example/x'), 'untitled:Untitled-1');
    assert.equal(link && (await linkTarget(memoryFiles({}), link, 'untitled:Untitled-1', undefined)), 'https://a.example/x');
  });

  it('lead to no settings', async () => {
    const uri = 'file:///w/a.dt.http';
    const [link] = documentLinks(parse('POST /x\n\n< ./.env'), uri);
    assert.ok(link);
    assert.equal(await linkTarget(memoryFiles({}), link, uri, 'file:///w'), undefined);
  });
});
