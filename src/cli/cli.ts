import { version } from '../../package.json';
import { parseArguments, usage } from './arguments';
import { plainLine } from './format/plain';
import { exitCode, type ExitCode, type Io } from './io';

/**
 * Runs one command line; returns the exit code and never exits. Each command is loaded when it is
 * asked for, so that `--help` starts at once.
 */
export async function execute(argv: readonly string[], io: Io): Promise<ExitCode> {
  const parsed = parseArguments(argv);
  if (parsed.kind === 'wrong') {
    io.err(`dt-http: ${plainLine(parsed.message)}\n`);
    return exitCode.usage;
  }
  const { value } = parsed;
  switch (value.command) {
    case 'help':
      io.out(usage);
      return exitCode.ok;
    case 'version':
      io.out(`${version}\n`);
      return exitCode.ok;
    case 'run':
      return (await import('./commands/run')).run(value, io);
    case 'check':
      return (await import('./commands/check')).check(value, io);
    case 'format':
      return (await import('./commands/format')).format(value, io);
    case 'explain':
      return (await import('./commands/explain')).explain(value, io);
    case 'sandbox':
      return (await import('./commands/sandbox')).sandbox(value, io);
    case 'token':
      return (await import('./commands/token')).token(value, io);
  }
}
