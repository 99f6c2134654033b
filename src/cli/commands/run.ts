import { version } from '../../../package.json';
import type { WordedFinding } from '../../app/check';
import { createServices, type Services } from '../../app/services';
import { AccountBook } from '../../auth/accountBook';
import { createUndiciTransport } from '../../http/undiciTransport';
import type { Block } from '../../language/syntax/nodes';
import { blockAt } from '../../language/syntax/queries';
import type { Sandbox } from '../../sandbox/index';
import type { RunArguments } from '../arguments';
import { readCatalogues } from '../catalogues';
import { inspect, type Inspection, told, unusedVariables } from '../checkInputs';
import { plainLine } from '../format/plain';
import { createStyle, type Style } from '../format/style';
import { type InputFile, type Inputs, readInputs } from '../inputs';
import { exitCode, type ExitCode, type Io } from '../io';
import { allowedHostsOf, terminalNetwork } from '../network';
import { createNodeHost } from '../nodeHost';
import { terminalQuota } from '../quota';
import { RunLog, summary } from '../report/runLog';
import { reportProblems } from '../report/targets';
import { writeReports } from '../report/write';
import { choiceProblems, chosenOf } from '../selection';
import { terminalInteraction } from '../interaction';
import { signInFrom } from '../signInFrom';
import { faultsTo } from './faults';
import { previewAll } from './previewAll';
import { runAll } from './runAll';

/** `dt-http run FILE…` */
export async function run(args: RunArguments, io: Io): Promise<ExitCode> {
  const allowed = allowedHostsOf(io.env);
  if (allowed.kind === 'wrong') return refuse(io, [`dt-http: ${allowed.message}`]);
  const catalogues = await readCatalogues(args.catalogues, io.cwd);
  for (const warning of catalogues.warnings) io.err(`dt-http: ${warning}\n`);
  if (catalogues.errors.length > 0) return refuse(io, catalogues.errors.map((problem) => `dt-http: ${problem}`));
  const node = createNodeHost(version, [...args.allowedOrigins, ...allowed.origins], io.env);
  const quota = terminalQuota(node, io, args.quota);
  const host = { ...node, quota, moreEntries: catalogues.entries };
  const accounts = new AccountBook(host.secrets);
  const network = terminalNetwork(io);
  const services = createServices(host, accounts, createUndiciTransport({ clock: host.clock, resolve: args.resolve, ...network.options }));
  for (const secret of network.secrets) services.redactor.addSecret(secret);
  const log = new RunLog(io.cwd, () => host.clock.now());
  let sandbox: Sandbox | undefined;
  try {
    const color = args.color === 'auto' ? io.color : args.color === 'always';
    const inputs = await readInputs(args, io, color, services.redactor);
    const wrong = await reportProblems(host.files, args, inputs.files, io);
    if (wrong.length > 0) return refuse(io, wrong.map((problem) => `dt-http: ${problem}`));
    const enter = async () => (sandbox = await enterSandbox(services, io));
    const code = await runWith({ services, log, args, io, style: createStyle(color), inputs, enter });
    return await report(services, log, args, io, code);
  } finally {
    services.dispose();
    quota.dispose();
    accounts.dispose();
    await sandbox?.stop();
  }
}

interface Parts {
  readonly services: Services;
  readonly log: RunLog;
  readonly args: RunArguments;
  readonly io: Io;
  readonly style: Style;
  readonly inputs: Inputs;
  readonly enter: () => Promise<Sandbox>;
}

/** Looks at everything first: one mistake in what is asked for keeps all of it from being sent. */
async function runWith({ services, log, args, io, style, inputs: { files, errors }, enter }: Parts): Promise<ExitCode> {
  if (errors.length > 0) return stop(io, log, errors);
  const problems = choiceProblems(files, args);
  if (problems.length > 0) return stop(io, log, problems);
  const sandbox = args.sandbox ? await enter() : undefined;
  const unusable = sandbox ? undefined : await signInFrom(args.account, io, services.accounts);
  if (unusable !== undefined) return stop(io, log, [`dt-http: ${plainLine(unusable)}`]);
  const prospect = args.dryRun ? undefined : { services, interaction: terminalInteraction(io, args.yes) };
  const inspections: Inspection[] = [];
  for (const input of files) inspections.push(await inspect(services.host, input, enabledBlocks(input, args), args, io.cwd, prospect));
  const warnings = [...unusedVariables(files, args), ...distinct(inspections, 'warning')];
  if (warnings.length > 0) io.err(`${warnings.join('\n')}\n`);
  const wrong = distinct(inspections, 'error');
  if (wrong.length > 0) {
    io.err(`${wrong.join('\n')}\n${args.dryRun ? '' : 'Nothing was sent.\n'}`);
    noteRefused(log, inspections, args);
    if (!args.dryRun) return exitCode.usage;
  }
  if (sandbox) io.out(style.dim(`Sandbox at ${sandbox.origin}\n`));
  if (args.dryRun) return previewAll({ services, inspections, args, io, style });
  if ((await runAll({ services, inputs: files, log, args, io })) === 'cancelled') {
    io.err('Cancelled.\n');
    return exitCode.cancelled;
  }
  io.out(`\n${summary(log.counts, style)}\n`);
  return log.exitCode;
}

/** What is wrong, and that it ends here. */
function refuse(io: Io, problems: readonly string[]): ExitCode {
  io.err(`${problems.join('\n')}\nNothing was sent.\n`);
  return exitCode.usage;
}

function stop(io: Io, log: RunLog, problems: readonly string[]): ExitCode {
  for (const problem of problems) log.problem(problem.replace(/^dt-http: /, ''));
  return refuse(io, problems);
}

function enabledBlocks({ page }: InputFile, args: RunArguments) {
  return chosenOf(page, args).flatMap(({ block, isDisabled }) => (isDisabled ? [] : [block]));
}

/** Files in one folder have the same environments: what is wrong with those is told once. */
function distinct(inspections: readonly Inspection[], severity: 'error' | 'warning'): readonly string[] {
  return [...new Set(inspections.flatMap((inspection) => told(inspection, severity)))];
}

/** For the reports: which requests are wrong, and that the others were not run. */
function noteRefused(log: RunLog, inspections: readonly Inspection[], args: RunArguments): void {
  for (const { input: { page }, findings, beside } of inspections) {
    const errors = findings.filter(({ finding }) => finding.severity === 'error');
    const chosen = chosenOf(page, args);
    const byBlock = new Map<Block, WordedFinding[]>();
    for (const each of errors) {
      const block = blockAt(page.file, each.finding.span.start);
      const others = byBlock.get(block);
      if (others) others.push(each);
      else byBlock.set(block, [each]);
    }
    const chosenBlocks = new Set(chosen.map(({ block }) => block));
    for (const { block, isDisabled } of chosen) {
      const own = byBlock.get(block) ?? [];
      if (isDisabled) log.add(page, block, { kind: 'disabled' });
      else if (own.length > 0) log.add(page, block, { kind: 'refused', findings: own });
      else log.notRun(page, block, 'refused');
    }
    const elsewhere = errors.filter(({ finding }) => !chosenBlocks.has(blockAt(page.file, finding.span.start)));
    for (const { finding, message } of elsewhere) log.problem(`${page.shown}:${page.lines.positionAt(finding.span.start).line + 1}: ${page.redactor.text(message)}`);
    for (const { severity, sentence } of beside) if (severity === 'error') log.problem(sentence.replace(/^dt-http: /, ''));
  }
}

async function enterSandbox(services: Services, io: Io): Promise<Sandbox> {
  const { startSandbox } = await import('../../sandbox/index');
  const sandbox = await startSandbox({ logger: faultsTo(io) });
  services.enterSandbox(sandbox);
  return sandbox;
}

/** Writes the reports. One that is missing makes a good run a bad one, since who asked for it relies on it; a worse code stays. */
async function report({ host }: Services, log: RunLog, { reports }: RunArguments, io: Io, code: ExitCode): Promise<ExitCode> {
  const problems = await writeReports(host.files, reports, log.record, io.cwd, version);
  if (problems.length === 0) return code;
  io.err(`${problems.map((problem) => `dt-http: ${problem}`).join('\n')}\n`);
  return code === exitCode.ok ? exitCode.usage : code;
}
