import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { canHearLogs, logLines } from './logTap';
import { openText, run, useSandbox } from './support';

const token = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJwbGFudGVkIn0.cGxhbnRlZC1zaWduYXR1cmUtcGxhbnRlZA';
const secret = 'plantedsecretplantedsecretplante';
const basic = Buffer.from(`plantedkeyidplantedk:${secret}`).toString('base64');

// Of a packaged extension nothing can be heard; its log is the same.
if (canHearLogs()) {
  describe('the log', () => {
    useSandbox();

    it('tells each request and never a credential', async () => {
      const before = logLines.length;
      await run(await openText('GET /projects', `Authorization: Bearer ${token}`), 'GET');
      await run(await openText(`GET /projects?access_token=${token}`, `Authorization: Basic ${basic}`), 'GET');
      await run(await openText(`@planted = ${secret}`, 'GET /projects?secret={{planted}}'), 'GET');
      await vscode.commands.executeCommand('dtHttp.refreshToken');
      await run(await openText('GET /projects'), 'GET');
      const text = logLines.slice(before).join('\n');
      assert.equal(text.match(/^\[info\] → GET http:\/\/127\.0\.0\.1:\d+\/v2\/projects/gm)?.length, 4);
      assert.match(text, /^\[info\] ← 401 GET /m);
      assert.match(text, /^\[info\] ← 200 GET /m);
      for (const planted of [token, token.slice(-20), basic, secret, 'Bearer ']) assert.ok(!text.includes(planted), `${planted} in ${text}`);
      // The sandbox's own tokens and secrets are as secret as any.
      assert.doesNotMatch(text, /ey[\w-]{10,}\.[\w-]+\.|fa4efa4e/);
    });
  });
}
