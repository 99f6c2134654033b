// First of all files: nothing before it opens a request file.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('waits for a request file', async function () {
    const extension = vscode.extensions.getExtension('dt-http.dt-http');
    assert.ok(extension);
    assert.equal(extension.isActive, false);
    const begun = performance.now();
    await extension.activate();
    const took = performance.now() - begun;
    // `npm run bench` reads it here. It is measured, not tested.
    if (this.test) this.test.title += `; activated in ${took.toFixed(1)} ms`;
    assert.equal(extension.isActive, true);
  });
});
