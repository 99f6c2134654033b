// Restricted Mode: a secret can be moved out of a file all the same, for nothing is sent.
import assert from 'node:assert/strict';
import { answerBoxes } from './boxes';
import { closeAll, diagnosticsOf, eventually, fixAt, openFile, perform, rangeOf, readFile } from './support';

describe('restricted mode: secrets that were pasted', () => {
  after(closeAll);

  it('are found and moved', async () => {
    const secret = 'b1946ac92492d2347c6235b4d2611184';
    const document = await openFile('restricted/a.dt.http', `@secret = ${secret}\nGET /projects\n`);
    await eventually('finding', () => diagnosticsOf(document).find((each) => each.startsWith('secret.in-value ')));
    const fix = await fixAt(document, rangeOf(document, secret), 'Move to secret storage');
    const boxes = answerBoxes('key', 'https://api.disruptive-technologies.com');
    try {
      await perform(fix);
    } finally {
      boxes.end();
    }
    assert.equal((await readFile('restricted/a.dt.http')).toString(), '@secret = {{key}}\nGET /projects\n');
    assert.deepEqual(JSON.parse((await readFile('restricted/http-client.env.json')).toString()), { $shared: { key: { $secret: 'key' } } });
  });
});
