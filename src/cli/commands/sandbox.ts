import { startSandbox } from '../../sandbox/index';
import type { SandboxArguments } from '../arguments';
import { plainLine } from '../format/plain';
import { exitCode, type ExitCode, type Io } from '../io';
import { faultsTo } from './faults';

/** `dt-http sandbox`: serves until it is cancelled. */
export async function sandbox({ port }: SandboxArguments, io: Io): Promise<ExitCode> {
  let running;
  try {
    running = await startSandbox({ port, logger: faultsTo(io) });
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    io.err(`dt-http: the sandbox cannot listen on port ${port}: ${taken ? 'another program does' : plainLine(String(error))}.\n`);
    return exitCode.usage;
  }
  const width = Math.max(...running.accounts.map(({ title }) => title.length));
  const accounts = running.accounts.map(({ title, keyId, secret, email }) => `  ${title.padEnd(width)}  ${keyId}  ${secret}  ${email}`);
  io.out(
    [
      `API        ${running.apiBase}`,
      `Emulator   ${running.emulatorBase}`,
      `Token URL  ${running.tokenUrl}`,
      `Receiver   ${running.receiver('main').url} (for Data Connectors; GET shows what arrived)`,
      '',
      'Accounts (title, key ID, secret, email; they open nothing but this sandbox)',
      ...accounts,
      '',
      'Ctrl+C stops it.',
      '',
    ].join('\n'),
  );
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await running.stop();
  return exitCode.ok;
}
