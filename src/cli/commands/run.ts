import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { version } from '../../../package.json';
import { checkFile } from '../../app/check';
import { decodeUtf8, invalidUtf8At } from '../../app/environments';
import type { RunReport } from '../../app/report';
import { createServices, type Services } from '../../app/services';
import { AccountBook } from '../../auth/accountBook';
import { mask } from '../../http/redact';
import { createUndiciTransport } from '../../http/undiciTransport';
import { lenses } from '../../language/features/lenses';
import type { ResolvedValue } from '../../language/plan/variables';
import type { Block, RequestFile } from '../../language/syntax/nodes';
import { parse } from '../../language/syntax/parser';
import type { Progress } from '../../run/pipeline';
import type { Sandbox } from '../../sandbox/index';
import type { RunArguments } from '../arguments';
import type { Page } from '../format/page';
import { findingsText, reportText } from '../format/report';
import { createStyle, type Style } from '../format/style';
import { exitCode, type ExitCode, type Io } from '../io';
import { createNodeHost, nodeFiles, readContent } from '../nodeHost';
import { signInFrom } from '../signInFrom';

/** A request file of the command line. */
interface InputFile {
  /** As on the command line, for messages. */
  readonly shown: string;
  readonly uri: string;
  readonly root: string;
  readonly file: RequestFile;
}

/** Counts how the requests ended. */
interface Tally {
  passed: number;
  failed: number;
  unreachable: number;
}

/** `dt-http run FILE…` */
export async function run(args: RunArguments, io: Io): Promise<ExitCode> {
  const color = args.color === 'auto' ? io.color : args.color === 'always';
  const inputs = await readInputs(args, io, color);
  if (!inputs) return exitCode.usage;

  const host = createNodeHost(version, args.allowedOrigins);
  const accounts = new AccountBook(host.secrets);
  const services = createServices(host, accounts, createUndiciTransport({ clock: host.clock, resolve: args.resolve }));
  let sandbox: Sandbox | undefined;
  try {
    if (args.sandbox) {
      sandbox = await enterSandbox(services, io, createStyle(color));
    } else {
      const problem = await signInFrom(args.account, io, accounts);
      if (problem !== undefined) {
        io.err(`dt-http: ${problem}\n`);
        return exitCode.usage;
      }
    }
    return await runAll(services, inputs, args, io, color);
  } finally {
    services.dispose();
    await sandbox?.stop();
  }
}

async function enterSandbox(services: Services, io: Io, style: Style): Promise<Sandbox> {
  const { startSandbox } = await import('../../sandbox/index');
  const sandbox = await startSandbox();
  services.enterSandbox(sandbox);
  io.out(style.dim(`Sandbox at ${sandbox.origin}\n`));
  return sandbox;
}

/** Reads and checks all files before anything is sent; undefined when one of them is wrong. */
async function readInputs(args: RunArguments, io: Io, color: boolean): Promise<readonly InputFile[] | undefined> {
  const inputs: InputFile[] = [];
  const complaints: string[] = [];
  const complain = (text: string) => complaints.push(text);
  for (const shown of args.files) {
    const full = path.resolve(io.cwd, shown);
    const content = await readContent(full);
    if (content.kind === 'missing') complain(`dt-http: ${shown}: there is no such file.`);
    else if (content.kind === 'unreadable') complain(`dt-http: ${shown}: it cannot be read: ${content.reason}.`);
    else {
      const text = decodeUtf8(content.bytes);
      if (text === undefined) {
        complain(`dt-http: ${shown}: not valid UTF-8 at byte ${invalidUtf8At(content.bytes) ?? 0}. Save it as UTF-8.`);
        continue;
      }
      const root = full.startsWith(io.cwd + path.sep) ? io.cwd : path.dirname(full);
      inputs.push({ shown, uri: pathToFileURL(full).href, root: pathToFileURL(root).href, file: parse(text) });
    }
  }
  for (const name of args.names) {
    if (!inputs.some(({ file }) => lenses(file).some((lens) => lens.name === name))) complain(`dt-http: no request is called "${name}".`);
  }
  for (const input of complaints.length > 0 ? [] : inputs) complaints.push(...(await problemsIn(input, args, io, color)));
  if (complaints.length === 0) return inputs;
  io.err(`${complaints.join('\n')}\nNothing was sent.\n`);
  return undefined;
}

/** What keeps the requests that are asked for from being sent, each with its place. */
async function problemsIn(input: InputFile, args: RunArguments, io: Io, color: boolean): Promise<readonly string[]> {
  const { findings, environments, unknownEnvironment } = await checkFile(nodeFiles, scopeOf(input, args));
  const blocks = blocksToRun(input, args);
  const errors = findings.filter(
    ({ finding }) => finding.severity === 'error' && blocks.some(({ start, end }) => finding.span.start >= start && finding.span.start <= end),
  );
  const broken = environments.map(({ uri, text = '', findings: found, unreadable }) => {
    const shown = path.relative(io.cwd, fileURLToPath(uri));
    if (unreadable !== undefined) return `dt-http: ${shown}: it cannot be read: ${unreadable}.`;
    return findingsText({ ...page(input, io, color, hideCredentials), shown, text }, found);
  });
  return [
    ...(unknownEnvironment === undefined ? [] : [`dt-http: ${unknownEnvironment}`]),
    ...broken,
    ...(errors.length > 0 ? [findingsText(page(input, io, color, hideCredentials), errors)] : []),
  ];
}

function scopeOf({ file, uri, root }: InputFile, args: RunArguments): Parameters<typeof checkFile>[1] {
  return { file, uri, root, variables: args.variables, ...(args.environment === undefined ? {} : { environment: args.environment }) };
}

function page({ shown, file }: InputFile, io: Io, color: boolean, redact: Page['redact']): Page {
  return { shown, text: file.text, columns: io.columns, color, style: createStyle(color), redact };
}

/** Before anything is planned nobody knows the file's secrets but by where they stand. */
function hideCredentials(text: string): string {
  return text.replace(/(authorization\s*:\s*\w+\s+)\S.*/i, `$1${mask}`);
}

function blocksToRun({ file }: InputFile, { names }: RunArguments): readonly Block[] {
  return lenses(file)
    .filter((lens) => !lens.isDisabled && (names.length === 0 || (lens.name !== undefined && names.includes(lens.name))))
    .flatMap((lens) => file.blocks[lens.blockIndex] ?? []);
}

async function runAll(services: Services, inputs: readonly InputFile[], args: RunArguments, io: Io, color: boolean): Promise<ExitCode> {
  const tally: Tally = { passed: 0, failed: 0, unreachable: 0 };
  for (const input of inputs) {
    const computed = new Map<number, ResolvedValue>();
    for (const block of blocksToRun(input, args)) {
      const report = await services.run({ ...scopeOf(input, args), block, source: 'terminal', computed, onProgress: tellWaits(io) }, io.signal);
      io.out(`${reportText(page(input, io, color, (text) => services.redactor.text(text)), report, args.verbose)}\n`);
      if (report.kind === 'ran' && report.verdict === 'cancelled') {
        io.err('Cancelled.\n');
        return exitCode.cancelled;
      }
      count(tally, report);
    }
  }
  io.out(`\n${summary(tally, createStyle(color))}\n`);
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
  if (report.kind === 'refused') tally.failed++;
  else if (report.verdict === 'no-answer') tally.unreachable++;
  else if (report.verdict === 'passed') tally.passed++;
  else tally.failed++;
}

function summary({ passed, failed, unreachable }: Tally, style: Style): string {
  const good = `${passed} as expected`;
  const bad = [failed > 0 ? `${failed} not as expected` : '', unreachable > 0 ? `${unreachable} without an answer` : ''].filter((part) => part !== '');
  return bad.length === 0 ? style.good(good) : `${good}, ${style.bad(bad.join(', '))}`;
}
