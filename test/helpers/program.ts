import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Disposable } from '../../src/base/disposable';
import type { HostileWorld } from './hostileWorld';
import type { TerminalResult } from './terminal';

/** From the tests' build: the same sources as the test. */
const program = path.resolve(__dirname, '../../src/cli/main.js');

/** Variables by which a process takes `folder` for the home of its user. */
export function homeIn(folder: string): Readonly<Record<string, string>> {
  return { HOME: folder, USERPROFILE: folder, APPDATA: folder, LOCALAPPDATA: folder };
}

/** A folder of this machine with a workspace `ws` and, outside of it, `away` for what is not the workspace's. */
export class Folders implements Disposable {
  /** Links followed, so that paths can be compared. */
  readonly base = realpathSync(mkdtempSync(path.join(tmpdir(), 'dt-http-hostile-')));

  constructor() {
    for (const name of ['ws', 'away']) mkdirSync(this.at(name));
  }

  at(...names: readonly string[]): string {
    return path.join(this.base, ...names);
  }

  /** Variables that give a process a home in here: nothing of a test may be in the real one. */
  get home(): Readonly<Record<string, string>> {
    return homeIn(this.at('home'));
  }

  /** Writes files by their path from the folder; missing folders are made. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(this.at(name)), { recursive: true });
      writeFileSync(this.at(name), text);
    }
  }

  dispose(): void {
    rmSync(this.base, { recursive: true, force: true });
  }
}

/**
 * How a person calls `dt-http` in `ws`: behind the proxy of their company, whose authority their
 * Node.js trusts, with an account whose credentials file is `away`.
 *
 * @param secret Of the account.
 */
export function personOf(folders: Folders, world: HostileWorld, secret: string): Readonly<Record<string, string>> {
  const serviceAccount = { keyId: 'bkeyidbkeyidbkeyidbk', secret, email: 'b0@c0.serviceaccount.d21s.com', algorithm: 'HS256', tokenEndpoint: 'https://identity.disruptive-technologies.com/oauth2/token' };
  folders.write({ 'away/authority.pem': world.authority.cert, 'away/credentials.json': JSON.stringify({ serviceAccount }) });
  return { DT_CREDENTIALS_FILE: folders.at('away/credentials.json'), HTTPS_PROXY: world.proxy.url, HTTP_PROXY: world.proxy.url, NODE_EXTRA_CA_CERTS: folders.at('away/authority.pem') };
}

/**
 * Runs `dt-http` as a process of its own, in `ws`, with the variables given and no others that it would look at.
 *
 * @param options Of Node.js, before the program.
 */
export async function dtHttp(folders: Folders, env: Readonly<Record<string, string>>, argv: readonly string[], options: readonly string[] = []): Promise<TerminalResult> {
  const { PATH = '', SystemRoot = '', NODE_V8_COVERAGE } = process.env;
  const own = { PATH, SystemRoot, ...folders.home, ...(NODE_V8_COVERAGE !== undefined && { NODE_V8_COVERAGE }) };
  const child = spawn(process.execPath, [...options, program, ...argv], { cwd: folders.at('ws'), env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? -1, out, err };
}
