import assert from 'node:assert/strict';
import type { Host, HostFiles } from '../../../src/app/host';
import type { RunReport } from '../../../src/app/report';
import { createServices, type Services } from '../../../src/app/services';
import type { SessionInput } from '../../../src/app/session/session';
import { AccountBook, MemorySecretStore } from '../../../src/auth/accountBook';
import { SecretBook } from '../../../src/auth/secretBook';
import type { ServiceAccount } from '../../../src/auth/account';
import { systemClock } from '../../../src/base/clock';
import { systemRandom } from '../../../src/base/random';
import { parse } from '../../../src/language/syntax/parser';
import { accessToken, type HostileWorld } from '../../helpers/hostileWorld';
import { plant, type Planted } from '../../helpers/hostile';
import { memoryFiles } from '../../helpers/memoryFiles';

/** What a person has that must not get away. */
export const secrets = {
  account: plant('secret of the account'),
  token: accessToken,
  stored: plant('stored secret'),
  /** Letters and digits, so that it can be a host. */
  storedWord: plant('stored word', ['w', 'w']),
  process: plant('value of the process'),
  processWord: plant('word of the process', ['w', 'w']),
  dotenv: plant('value of .env', ['k/', '+&=41~']),
  private: plant('private environment value'),
  own: plant('credential in the file'),
  /** What DT gives once, as the secret of a new key. */
  given: plant('secret of an answer'),
} as const satisfies Readonly<Record<string, Planted>>;

/** All of {@link secrets}. */
export const everySecret: readonly Planted[] = Object.values(secrets);

/** The account that signs; DT's own token endpoint proves it. */
export const account: ServiceAccount = {
  keyId: 'bkeyidbkeyidbkeyidbk',
  secret: secrets.account.value,
  email: 'b0@c0.serviceaccount.d21s.com',
  tokenUrl: 'https://identity.disruptive-technologies.com/oauth2/token',
};

/** Name of the account in {@link Victim}. */
export const accountName = 'mine';
const uri = 'file:///workspace/a.dt.http';

/** How a request of the workspace is run. */
export interface Attack extends Partial<SessionInput> {
  /** Files of the workspace by their path in it. */
  readonly files?: Readonly<Record<string, string>>;
  /** Instead of {@link files}: those of the disk. */
  readonly disk?: HostFiles;
  /** Origins of a machine-scoped setting. */
  readonly allowed?: readonly string[];
}

/** A person with an account, a stored secret and values of their own, who runs what a workspace brings. */
export class Victim {
  /** What the latest run wrote into the log. */
  log: readonly string[] = [];

  constructor(private readonly world: HostileWorld) {}

  /** Runs the last request of a text, and waits for its end. Nothing is remembered from run to run. */
  async run(text: string, { files = {}, disk, allowed = [], ...input }: Attack = {}): Promise<RunReport> {
    const log: string[] = [];
    this.log = log;
    const services = await this.#services(disk ?? memoryFiles(workspace(files)), allowed, log);
    try {
      const file = parse(text);
      const block = file.blocks.findLast((each) => each.request !== undefined);
      assert.ok(block, 'there is no request');
      const session = services.session({ file, uri, root: 'file:///workspace', source: 'a.dt.http', ...input });
      return await session.run(block, new AbortController().signal);
    } finally {
      services.dispose();
    }
  }

  async #services(files: HostFiles, allowedOrigins: readonly string[], log: string[]): Promise<Services> {
    const store = new MemorySecretStore();
    const accounts = new AccountBook(store);
    await accounts.add({ name: accountName, account });
    const book = new SecretBook(store);
    for (const [name, { value }] of Object.entries({ vault: secrets.stored, word: secrets.storedWord })) await book.save({ name, value, origins: ['https://api.disruptive-technologies.com'] });
    book.dispose();
    const host: Host = {
      clock: systemClock,
      random: systemRandom,
      log: (level, message, data) => log.push(`${level} ${message} ${JSON.stringify(data ?? {})}`),
      files,
      secrets: store,
      processEnv: (name) => processVariables[name],
      userAgent: 'dt-http/test',
      allowedOrigins,
    };
    return createServices(host, accounts, this.world.transport());
  }
}

const processVariables: Readonly<Record<string, string>> = {
  PLANTED: secrets.process.value,
  PLANTED_WORD: secrets.processWord.value,
  DT_SERVICE_ACCOUNT_SECRET: secrets.account.value,
};

/** The files of a workspace with those that a person keeps in it. */
function workspace(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const own = {
    '.env': `PLANTED='${secrets.dotenv.value}'\n`,
    'http-client.private.env.json': JSON.stringify({ $shared: { private: secrets.private.value, stored: { $secret: 'vault' }, word: { $secret: 'word' } } }),
  };
  return Object.fromEntries(Object.entries({ ...own, ...files }).map(([name, text]) => [`file:///workspace/${name}`, text]));
}

/** A line about a report, for the messages of assertions. */
export function outcomeOf(report: RunReport): string {
  if (report.kind !== 'ran') return `${report.kind}: ${'findings' in report ? report.findings.map(({ finding, message }) => `${finding.code} ${message}`).join('; ') : ''}`;
  const { outcome } = report.result;
  return outcome.kind === 'answered' ? `answered ${outcome.response.status}` : `${outcome.kind} ${outcome.kind === 'failed' ? `${outcome.failure.code} ${outcome.failure.detail}` : ''}`;
}
