import assert from 'node:assert/strict';
import { replaceUnchanged } from '../../../src/cli/commands/format';
import { memoryFiles } from '../../helpers/memoryFiles';

describe('a file that is laid out', () => {
  const uri = 'file:///w/a.dt.http';
  const bytes = (text: string) => new TextEncoder().encode(text);
  const replace = async (before: string, now: string | Error | undefined) => {
    const files = memoryFiles(now === undefined ? {} : { [uri]: now });
    const result = await replaceUnchanged(files, uri, bytes(before), bytes('GET /a\n'), new AbortController().signal);
    const held = files.contents.get(uri);
    return [typeof result === 'string' ? result : result.kind, held instanceof Uint8Array ? new TextDecoder().decode(held) : held];
  };

  it('is replaced', async () => assert.deepEqual(await replace('get /a\n', 'get /a\n'), ['written', 'GET /a\n']));

  it('is left as it is when somebody saved it meanwhile', async () => {
    for (const now of ['get /b\n', 'get /a', 'get /a\n\n', '']) assert.deepEqual(await replace('get /a\n', now), ['changed-meanwhile', now]);
  });

  it('does not come back when it was removed, or cannot be read any more', async () => {
    assert.deepEqual(await replace('get /a\n', undefined), ['changed-meanwhile', undefined]);
    const error = new Error('no permission');
    assert.deepEqual(await replace('get /a\n', error), ['changed-meanwhile', error]);
  });
});
