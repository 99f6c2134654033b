import { version } from '../../../package.json';
import { createServices } from '../../app/services';
import { AccountBook } from '../../auth/accountBook';
import { isCancelled } from '../../base/abort';
import { createUndiciTransport } from '../../http/undiciTransport';
import type { TokenArguments } from '../arguments';
import { plainLine } from '../format/plain';
import { exitCode, type ExitCode, type Io } from '../io';
import { terminalNetwork } from '../network';
import { createNodeHost } from '../nodeHost';
import { howToGiveAccount, signInFrom } from '../signInFrom';

/**
 * `dt-http token`: the access token of an account, alone on one line of the output; until when it is
 * valid among the messages. The one command that prints a token. Real accounts only: one of a
 * sandbox is good for its own process and is refused by its token URL.
 */
export async function token({ account, resolve }: TokenArguments, io: Io): Promise<ExitCode> {
  const host = createNodeHost(version, [], io.env);
  const accounts = new AccountBook(host.secrets);
  const network = terminalNetwork(io);
  const services = createServices(host, accounts, createUndiciTransport({ clock: host.clock, resolve, ...network.options }));
  for (const secret of network.secrets) services.redactor.addSecret(secret);
  const say = (sentence: string) => io.err(`dt-http: ${plainLine(services.redactor.text(sentence))}\n`);
  try {
    const unusable = await signInFrom(account, io, accounts);
    const named = await accounts.active();
    if (unusable !== undefined || !named) {
      say(unusable ?? `no account: ${howToGiveAccount}.`);
      return exitCode.usage;
    }
    const result = await services.accessToken(named, io.signal);
    if (result.kind === 'refused') {
      say(`no token: ${result.message}`);
      return exitCode.unreachable;
    }
    io.out(`${result.accessToken}\n`);
    const seconds = Math.round((result.expiresAt - host.clock.now()) / 1000);
    io.err(`Valid until ${localTime(result.expiresAt)}, for ${seconds} s.\n`);
    return exitCode.ok;
  } catch (error) {
    if (!isCancelled(error)) throw error;
    io.err('Cancelled.\n');
    return exitCode.cancelled;
  } finally {
    services.dispose();
    accounts.dispose();
  }
}

/** With plain spaces: not every terminal can show the narrow one. */
function localTime(time: number): string {
  return new Date(time).toLocaleTimeString().replaceAll('\u202f', ' ');
}
