// What the Test Explorer is told of a failure; its own view draws messages where no test can read them.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Launcher } from '../../src/editor/running/launcher';
import { requestTests } from '../../src/editor/testing/requestTests';
import { TestRunner } from '../../src/editor/testing/testRunner';
import { parse } from '../../src/language/syntax/parser';
import { batchOf, deviceMark, markingEntry } from '../helpers/markingEntry';
import { answer, Offline } from '../helpers/offline';
import { closeAll, openText } from './support';

describe('messages of the Test Explorer', () => {
  afterEach(closeAll);

  const message = ({ message: text }: vscode.TestMessage): string => (typeof text === 'string' ? text : text.value);

  /** What is told of a request of which two devices of three failed. */
  async function messagesOf(text: string): Promise<{ readonly document: vscode.TextDocument; readonly told: readonly vscode.TestMessage[] }> {
    const offline = await Offline.signedIn([answer(200, {})], [markingEntry([deviceMark(0), deviceMark(2)])]);
    const report = await offline.run(text);
    offline.dispose();
    const document = await openText(...text.split('\n'));
    const own = vscode.tests.createTestController('test-messages', 'test');
    const parent = own.createTestItem(document.uri.toString(), 'file', document.uri);
    const [test] = requestTests(parse(text));
    assert.ok(test);
    const item = own.createTestItem(test.id, 'request', document.uri);
    parent.children.add(item);
    own.items.add(parent);

    const told: vscode.TestMessage[] = [];
    const run = {
      enqueued: () => undefined,
      started: () => undefined,
      appendOutput: () => undefined,
      end: () => undefined,
      failed: (_: vscode.TestItem, messages: readonly vscode.TestMessage[]) => told.push(...messages),
    };
    const controller = { items: own.items, createTestRun: () => run } as unknown as vscode.TestController;
    const launcher = {
      run: ({ blocks, onEnd }: Parameters<Launcher['run']>[0]) => {
        for (const block of blocks) onEnd?.({ block, report, isCancelled: false });
        return Promise.resolve([]);
      },
    } as unknown as Launcher;
    await new TestRunner(controller, launcher).run(new vscode.TestRunRequest([item]), new vscode.CancellationTokenSource().token);
    own.dispose();
    return { document, told };
  }

  it('hold the whole explanation at the guilty word, and at each device what failed there', async () => {
    const { document, told } = await messagesOf(`# @expect status 200\n${batchOf(3)}`);
    assert.deepEqual(told.map(({ location }) => document.getText(location?.range)), ['"devices"', '"projects/p/devices/d0"', '"projects/p/devices/d2"']);
    const [whole, ...others] = told.map(message);
    assert.match(whole ?? '', /^200 OK: some failed\n\nDo this\n {2}Look at each\. \(documented\)\n[\s\S]*\nEvidence\n/);
    assert.deepEqual(others, ['Device 0 failed', 'Device 2 failed']);
  });

  it('say why as well where an expectation does not hold', async () => {
    const { told } = await messagesOf(`# @expect status 204\n${batchOf(3)}`);
    assert.match(told.map(message).join('\n'), /204[\s\S]*200 OK: some failed[\s\S]*Device 0 failed/);
  });
});
