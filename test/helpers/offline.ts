import assert from 'node:assert/strict';
import type { Ran } from '../../src/app/report';
import { createServices, type Services } from '../../src/app/services';
import { AccountBook, MemorySecretStore } from '../../src/auth/accountBook';
import type { Disposable } from '../../src/base/disposable';
import { silentLogger } from '../../src/base/logger';
import { systemRandom } from '../../src/base/random';
import type { CatalogueEntry } from '../../src/insight/entry';
import { parse } from '../../src/language/syntax/parser';
import { FakeTransport, type Script } from './fakeTransport';
import { ManualClock } from './manualClock';
import { memoryFiles } from './memoryFiles';

/** What the token endpoint says to the first of an account's requests. */
export const tokenAnswer: Script = { status: 200, headers: [['content-type', 'application/json']], body: '{"access_token":"planted-access-token","token_type":"bearer","expires_in":3600}' };

/** An answer of the API. */
export const answer = (status: number, body: unknown, headers: readonly (readonly [string, string])[] = []): Script => ({
  status,
  headers: [['content-type', 'application/json'], ...headers],
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** The product without a network: answers come from a script, time stands still. */
export class Offline implements Disposable {
  readonly transport: FakeTransport;
  readonly services: Services;
  readonly accounts: AccountBook;

  private constructor(script: readonly Script[], moreEntries: readonly CatalogueEntry[]) {
    const secrets = new MemorySecretStore();
    this.accounts = new AccountBook(secrets);
    this.transport = new FakeTransport(...script);
    // As the scripted transport: its answers are all of 1970.
    const host = { clock: new ManualClock(0), random: systemRandom, log: silentLogger, files: memoryFiles({}), secrets, processEnv: () => undefined, userAgent: 'test/1', allowedOrigins: [], moreEntries };
    this.services = createServices(host, this.accounts, this.transport);
  }

  /** With an account called `office`: the first answer of the script is then the token endpoint's. */
  static async signedIn(script: readonly Script[], moreEntries: readonly CatalogueEntry[] = []): Promise<Offline> {
    const offline = new Offline([tokenAnswer, ...script], moreEntries);
    await offline.addAccount('office');
    return offline;
  }

  static unsigned(script: readonly Script[], moreEntries: readonly CatalogueEntry[] = []): Offline {
    return new Offline(script, moreEntries);
  }

  async addAccount(name: string): Promise<void> {
    const tokenUrl = 'https://identity.disruptive-technologies.com/oauth2/token';
    await this.accounts.add({ name, account: { keyId: `planted-key-${name}`, secret: `planted-secret-${name}`, email: `${name}0000@planted.serviceaccount.d21s.com`, tokenUrl } });
  }

  /** Runs the first request of a text. */
  async run(text: string): Promise<Ran> {
    const file = parse(text);
    const block = file.blocks.find(({ request }) => request !== undefined);
    assert.ok(block, 'the text holds no request');
    const report = await this.services.session({ file, uri: 'file:///w/a.dt.http', root: 'file:///w', source: 'a' }).run(block, new AbortController().signal);
    assert.ok(report.kind === 'ran', JSON.stringify(report));
    return report;
  }

  dispose(): void {
    this.services.dispose();
    this.accounts.dispose();
  }
}
