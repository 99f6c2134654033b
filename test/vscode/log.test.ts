import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, eventually, openText, run, useSandbox } from './support';

const token = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJwbGFudGVkIn0.cGxhbnRlZC1zaWduYXR1cmUtcGxhbnRlZA';
const basic = Buffer.from('plantedkeyidplantedk:plantedsecretplantedsecretplante').toString('base64');

describe('the log', () => {
  useSandbox();

  it('tells each request and never a credential', async () => {
    const pasted = await openText('GET /projects', `Authorization: Bearer ${token}`);
    await run(pasted, 'GET');
    const query = await openText(`GET /projects?access_token=${token}`, `Authorization: Basic ${basic}`);
    await run(query, 'GET');
    await openText('GET /projects');
    await vscode.commands.executeCommand('dtHttp.refreshToken');
    await activated();
    await vscode.commands.executeCommand('dtHttp.showLog');
    const log = await eventually('log', () => vscode.workspace.textDocuments.find(({ uri, languageId }) => languageId === 'log' && /DT HTTP/.test(decodeURIComponent(uri.toString()))));
    const text = await eventually('line', () => (log.getText().includes('access_token=') ? log.getText() : undefined));
    assert.match(text, /\[info\] → GET http:\/\/127\.0\.0\.1:\d+\/v2\/projects/);
    assert.match(text, /\[info\] ← 401 GET/);
    for (const secret of [token, token.slice(-20), basic, 'plantedsecret', 'Bearer ey']) assert.ok(!text.includes(secret), secret);
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });
});
