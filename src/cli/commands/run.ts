import { version } from '../../../package.json';
import type { RunReport } from '../../app/report';
import { createServices, type Services } from '../../app/services';
import { AccountBook } from '../../auth/accountBook';
import { createUndiciTransport } from '../../http/undiciTransport';
import type { ResolvedValue } from '../../language/plan/variables';
import type { Progress } from '../../run/pipeline';
import type { Sandbox } from '../../sandbox/index';
import type { RunArguments } from '../arguments';
import { blocksToRun, checkInputs } from '../checkInputs';
import { plainLine } from '../format/plain';
import { reportText } from '../format/report';
import { createStyle, type Style } from '../format/style';
import { type InputFile, readInputs, scopeOf } from '../inputs';
import { exitCode, type ExitCode, type Io } from '../io';
import { createNodeHost } from '../nodeHost';
import { signInFrom } from '../signInFrom';
import { faultsTo } from './faults';

/** Counts how the requests ended. */
interface Tally {
  passed: number;
  failed: number;
  unreachable: number;
  refused: number;
}

/** `dt-http run FILE…` */
export async function run(args: RunArguments, io: Io): Promise<ExitCode> {
  const color = args.color === 'auto' ? io.color : args.color === 'always';
  const style = createStyle(color);
  const host = createNodeHost(version, args.allowedOrigins);
  const accounts = new AccountBook(host.secrets);
  const services = createServices(host, accounts, createUndiciTransport({ clock: host.clock, resolve: args.resolve }));
  let sandbox: Sandbox | undefined;
  try {
    const inputs = await inputsToRun(services, args, io, color);
    if (!inputs) return exitCode.usage;
    if (args.sandbox) {
      sandbox = await enterSandbox(services, io, style);
    } else {
      const problem = await signInFrom(args.account, io, accounts);
      if (problem !== undefined) {
        io.err(`dt-http: ${plainLine(problem)}\n`);
        return exitCode.usage;
      }
    }
    return await runAll(services, inputs, args, io, style);
  } finally {
    services.dispose();
    await sandbox?.stop();
  }
}

/** Reads and checks all files before anything is sent, and says what is wrong; undefined when that keeps them from being run. */
async function inputsToRun(services: Services, args: RunArguments, io: Io, color: boolean): Promise<readonly InputFile[] | undefined> {
  const { files, errors: unreadable } = await readInputs(args, io, color, services.redactor);
  const { errors, warnings } = unreadable.length > 0 ? { errors: unreadable, warnings: [] } : await checkInputs(services.host, files, args, io.cwd);
  if (warnings.length > 0) io.err(`${warnings.join('\n')}\n`);
  if (errors.length === 0) return files;
  io.err(`${errors.join('\n')}\nNothing was sent.\n`);
  return undefined;
}

async function enterSandbox(services: Services, io: Io, style: Style): Promise<Sandbox> {
  const { startSandbox } = await import('../../sandbox/index');
  const sandbox = await startSandbox({ logger: faultsTo(io) });
  services.enterSandbox(sandbox);
  io.out(style.dim(`Sandbox at ${sandbox.origin}\n`));
  return sandbox;
}

async function runAll(services: Services, inputs: readonly InputFile[], args: RunArguments, io: Io, style: Style): Promise<ExitCode> {
  const tally: Tally = { passed: 0, failed: 0, unreachable: 0, refused: 0 };
  for (const input of inputs) {
    const computed = new Map<number, ResolvedValue>();
    for (const block of blocksToRun(input, args)) {
      const report = await services.run({ ...scopeOf(input, args), block, source: 'terminal', computed, onProgress: tellWaits(io) }, io.signal);
      io.out(`${reportText(input.page, report, args.verbose)}\n`);
      if (report.kind === 'ran' && report.verdict === 'cancelled') {
        io.err('Cancelled.\n');
        return exitCode.cancelled;
      }
      count(tally, report);
    }
  }
  io.out(`\n${summary(tally, style)}\n`);
  if (tally.refused > 0) return exitCode.usage;
  if (tally.unreachable > 0) return exitCode.unreachable;
  return tally.failed > 0 ? exitCode.failed : exitCode.ok;
}

/** Says why nothing happens when that lasts longer than a moment. */
function tellWaits(io: Io): (progress: Progress) => void {
  return (progress) => {
    if (progress.kind === 'waiting-for-quota' && progress.expectedMs >= 1000) {
      io.err(`Waiting ${Math.ceil(progress.expectedMs / 1000)} s for the quota…\n`);
    } else if (progress.kind === 'waiting-to-retry') {
      io.err(`${progress.status ?? 'No answer'}: next try in ${Math.ceil(progress.afterMs / 1000)} s…\n`);
    }
  };
}

function count(tally: Tally, report: RunReport): void {
  if (report.kind === 'disabled') return;
  if (report.kind === 'refused') tally.refused++;
  else if (report.verdict === 'no-answer') tally.unreachable++;
  else if (report.verdict === 'passed') tally.passed++;
  else tally.failed++;
}

function summary({ passed, failed, unreachable, refused }: Tally, style: Style): string {
  const good = `${passed} as expected`;
  const bad = [refused > 0 ? `${refused} not sent` : '', failed > 0 ? `${failed} not as expected` : '', unreachable > 0 ? `${unreachable} without an answer` : ''].filter((part) => part !== '');
  return bad.length === 0 ? style.good(good) : `${good}, ${style.bad(bad.join(', '))}`;
}
