import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { inEmptyFolder, type ProcessOptions, type ProcessResult, root, runNode } from './project';

const cli = path.join(root, 'dist/cli.js');
const tour = path.join(root, 'media/examples/tour.dt.http');

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { readonly version: string };

/** npm as a program of Node.js: the one that runs this, else the one that came with Node.js. */
const npm = process.env['npm_execpath'] ?? npmBeside(path.dirname(process.execPath));

function npmBeside(folder: string): string {
  const files = ['../lib/node_modules', 'node_modules'].map((modules) => path.join(folder, modules, 'npm/bin/npm-cli.js'));
  return files.find((file) => existsSync(file)) ?? assert.fail(`There is no npm at ${files.join(' or ')}.`);
}

/** A server on a free loopback port that answers nothing. */
async function listening(onRequest: () => void): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer(onRequest).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('dt-http, installed from npm pack', function () {
  this.timeout(60_000);

  it('runs the tour, explains and says its version, with an empty home and no network', () =>
    inEmptyFolder(async (folder) => {
      const home = path.join(folder, 'home');
      const place = path.join(folder, 'elsewhere');
      await mkdir(home);
      await mkdir(place);
      await writeFile(path.join(place, 'package.json'), '{ "private": true }');
      const env = { PATH: process.env['PATH'], HOME: home, USERPROFILE: home, npm_config_cache: path.join(home, 'cache') };
      const good = async (args: readonly string[], cwd = place): Promise<ProcessResult> => {
        const result = await runNode(args, { cwd, env });
        assert.equal(result.code, 0, args.join(' ') + result.out + result.err);
        return result;
      };

      await good([npm, 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder], root);
      await good([npm, 'install', '--offline', '--no-audit', '--no-fund', path.join(folder, `dt-http-${version}.tgz`)]);
      const installed = path.join(place, 'node_modules/dt-http');
      assert.ok(existsSync(path.join(place, 'node_modules/.bin', process.platform === 'win32' ? 'dt-http.cmd' : 'dt-http')));
      const command = path.join(installed, 'dist/cli.js');

      assert.equal((await good([command, '--version'])).out, `${version}\n`);
      assert.match((await good([command, 'explain', '403'])).out, /^403 Forbidden \(dt\.403\)\n/);
      const { out } = await good([command, 'run', path.join(installed, 'media/examples/tour.dt.http'), '--sandbox']);
      assert.match(out, /\n\d+ as expected\n$/);
      for (const status of [400, 401, 403, 404, 409, 429]) assert.match(out, new RegExp(`^ +${status} [A-Z]`, 'm'));
    }));
});

describe('dt-http as a process', () => {
  if (process.platform !== 'win32') {
    it('ends with 130 when Ctrl+C is pressed during a request', () =>
      inEmptyFolder(async (folder) => {
        let arrived = (): void => undefined;
        const { server, origin } = await listening(() => arrived());
        const file = path.join(folder, 'hanging.dt.http');
        await writeFile(file, `GET ${origin}/never\n`);
        const interrupt: ProcessOptions['onStart'] = (child) => {
          arrived = () => void child.kill('SIGINT');
        };
        const { code, err } = await runNode([cli, 'run', file], { cwd: folder, onStart: interrupt });
        server.close().closeAllConnections();
        assert.equal(code, 130, err);
        assert.match(err, /Cancelled\./);
      }));
  }

  for (const args of [['run', tour, '--sandbox'], ['explain', '403'], ['--help']]) {
    it(`ends quietly when the reader of "${args[0]}" has seen enough`, async () => {
      const { code, err } = await runNode([cli, ...args], { onStart: ({ stdout }) => stdout?.once('data', () => stdout.destroy()) });
      assert.ok(typeof code === 'number', String(code));
      assert.doesNotMatch(err, /EPIPE|^\s+at /m);
    });
  }

  it('has the exit codes that it names', async () => {
    for (const [args, code] of [
      [['--version'], 0],
      [['explain', 'no such code'], 1],
      [['run', 'missing.dt.http'], 2],
      [['no-such-command'], 2],
    ] as const) {
      assert.equal((await runNode([cli, ...args])).code, code, args.join(' '));
    }
  });

  it('ends with 3 when nobody answers', () =>
    inEmptyFolder(async (folder) => {
      const { server, origin } = await listening(() => undefined);
      await new Promise((resolve) => server.close(resolve));
      const file = path.join(folder, 'refused.dt.http');
      await writeFile(file, `# @retry none\nGET ${origin}/\n`);
      assert.equal((await runNode([cli, 'run', file])).code, 3);
    }));
});
