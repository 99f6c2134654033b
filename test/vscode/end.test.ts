// What the extension leaves behind when its window closes: nothing.
import assert from 'node:assert/strict';
import net from 'node:net';
import * as vscode from 'vscode';
import { AccountBook, MemorySecretStore } from '../../src/auth/accountBook';
import { systemRandom } from '../../src/base/random';
import { Catalogues } from '../../src/editor/catalogues';
import { DiagnosticsManager } from '../../src/editor/diagnosticsManager';
import { Engine } from '../../src/editor/engine';
import { EnvironmentChoice } from '../../src/editor/environment/environmentChoice';
import { EnvironmentItem } from '../../src/editor/environment/environmentItem';
import { parsed } from '../../src/editor/documents';
import { PlainTexts } from '../../src/editor/plainTexts';
import { Runs } from '../../src/editor/runs';
import { SandboxControl } from '../../src/editor/sandboxControl';
import { StatusBar } from '../../src/editor/statusBar';
import type { VscodeHost } from '../../src/editor/vscodeHost';
import { ManualClock } from '../helpers/manualClock';
import { memoryFiles } from '../helpers/memoryFiles';
import { closeAll, eventually, openText } from './support';

describe('the end of a window', () => {
  after(closeAll);

  it('stops timers, runs and the sandbox', async () => {
    const clock = new ManualClock(Date.now());
    const channel = vscode.window.createOutputChannel('DT HTTP at its end', { log: true });
    const host: VscodeHost = {
      channel,
      clock,
      random: systemRandom,
      log: () => undefined,
      files: memoryFiles({}),
      secrets: new MemorySecretStore(),
      processEnv: () => undefined,
      userAgent: 'dt-http-tests',
      allowedOrigins: [],
      catalogues: new Catalogues(memoryFiles({}), () => undefined),
      texts: new PlainTexts(),
    };
    // As `extension.ts` puts them together, and lets go of them.
    const accounts = new AccountBook(host.secrets);
    const memory: vscode.Memento = { keys: () => [], get: () => undefined, update: () => Promise.resolve() };
    const environments = new EnvironmentChoice(memory);
    const engine = new Engine(host, accounts, environments);
    const runs = new Runs();
    const sandbox = new SandboxControl(engine);
    const owned = vscode.Disposable.from(host.catalogues, host.texts, environments, engine, sandbox, runs, new DiagnosticsManager(engine, runs), new StatusBar(engine), new EnvironmentItem(environments), channel);
    const { origin } = await sandbox.start();
    const services = await engine.get();
    const document = await openText('GET /projects', 'X-Sandbox-Fault: hang');
    const file = await parsed(document);
    const [block] = file.blocks;
    assert.ok(block);
    const ticket = runs.begin(document, block, { kind: 'running', progress: 'Starting…' });
    const steps: string[] = [];
    const running = services.session({ file, uri: document.uri.toString(), source: 'test' }).run(block, ticket.signal, ({ kind }) => void steps.push(kind));
    await eventually('request', () => (steps.includes('sending') ? true : undefined));
    assert.ok(clock.pending > 0, 'timers run');

    owned.dispose();
    assert.equal(ticket.signal.aborted, true);
    const report = await running;
    assert.equal(report.kind === 'ran' && report.verdict, 'cancelled');
    await eventually('end of the sandbox', async () => ((await accepts(origin)) ? undefined : true));
    assert.equal(clock.pending, 0);
  });
});

/** Whether anybody listens at `origin`. */
function accepts(origin: string): Promise<boolean> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), hostname);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
