import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { homeIn } from '../../helpers/program';
import { Terminal } from '../../helpers/terminal';

/** The program as a process of its own, from the tests' build. */
describe('the process of dt-http', () => {
  const program = path.resolve(__dirname, '../../../src/cli/main.js');
  let terminal: Terminal;
  let child: ChildProcess | undefined;

  const start = async (file: string, ...options: readonly string[]) => {
    terminal = await Terminal.open({ 'a.dt.http': file });
    child = spawn(process.execPath, [...options, program, 'run', 'a.dt.http', '--sandbox'], { cwd: terminal.folder, env: { ...process.env, ...homeIn(terminal.home) } });
    return child;
  };
  const read = async (running: ChildProcess) => {
    let out = '';
    let err = '';
    running.stdout?.on('data', (data) => (out += String(data)));
    running.stderr?.on('data', (data) => (err += String(data)));
    const [code] = (await once(running, 'close')) as [number | null];
    return { code, out, err };
  };
  afterEach(async () => {
    child?.kill('SIGKILL');
    await terminal.close();
  });

  it('Ctrl+C is a cancel', async () => {
    const running = await start('GET /projects\nX-Sandbox-Fault: hang\n');
    running.stdout?.on('data', (data) => {
      if (String(data).includes('Sandbox at')) running.kill('SIGINT');
    });
    const { code, err } = await read(running);
    assert.match(err, /Cancelled\.\n$/);
    assert.equal(code, 130);
  });

  for (const stream of ['stdout', 'stderr'] as const) {
    it(`nobody reads ${stream}: no error of ours`, async () => {
      const running = await start('# @exepct status 200\nGET /projects\n');
      running[stream]?.destroy();
      const { code, err } = await read(running);
      assert.doesNotMatch(err, /error of ours|EPIPE/);
      assert.notEqual(code, 1);
    });
  }

  it('an error of ours is one line', async () => {
    const broken = 'data:text/javascript,process.cwd=()=>{throw new Error("no folder")}';
    const { code, err } = await read(await start('GET /projects\n', '--import', broken));
    assert.match(err, /^dt-http: an error of ours: Error at main\.js:\d+:\d+\. Please report this line\.\n$/);
    assert.equal(code, 1);
  });
});
