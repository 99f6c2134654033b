import { parseArgs } from 'node:util';
import type { QuotaRule } from '../quota/permits';
import { readCatalogue, readColor, readLine, readOrigin, readQuota, readReports, readResolve, readVariable, Wrong } from './optionValues';
import { refuseOptions } from './options';

/** What decides how request files are read. */
export interface FileArguments {
  readonly files: readonly string[];
  readonly environment?: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly color: ColorChoice;
}

/** `dt-http run` */
export interface RunArguments extends FileArguments {
  readonly command: 'run';
  /** Runs only the requests of these names. With no lines either: all. */
  readonly names: readonly string[];
  /** Runs only the requests whose block holds one of these lines; the first is 1. */
  readonly lines: readonly number[];
  /** Stops after the first request that did not do what was expected. */
  readonly bail: boolean;
  /** Shows what would be sent, and sends nothing. */
  readonly dryRun: boolean;
  /** Answers questions with yes, but for those about a file outside and those that `--allow-host` answers. */
  readonly yes: boolean;
  readonly reports: readonly ReportTarget[];
  readonly sandbox: boolean;
  /** Path of a credentials file. */
  readonly account?: string;
  /** `host:port` (lower case, without a trailing dot, IPv6 in brackets) to the address to connect to instead. */
  readonly resolve: ReadonlyMap<string, string>;
  readonly allowedOrigins: readonly string[];
  /** The share of the quota that this run keeps to. Missing: the documented quota. */
  readonly quota?: QuotaRule;
  /** Paths of the user's own catalogues of error codes. */
  readonly catalogues: readonly string[];
  /** Shows headers and whole bodies. */
  readonly verbose: boolean;
}

/** A file for a program to read what came of a run. */
export interface ReportTarget {
  readonly format: 'junit' | 'json';
  /** As on the command line. */
  readonly path: string;
}

/** `dt-http check` */
export interface CheckArguments extends FileArguments {
  readonly command: 'check';
}

/** `dt-http format` */
export interface FormatArguments {
  readonly command: 'format';
  readonly files: readonly string[];
  /** Writes nothing, and says what would change. */
  readonly check: boolean;
  /** Lays JSON bodies out too. */
  readonly bodies: boolean;
}

/** `dt-http explain` */
export interface ExplainArguments {
  readonly command: 'explain';
  /** A status, a code or words. */
  readonly query: string;
  /** As in {@link RunArguments}. */
  readonly catalogues: readonly string[];
  readonly color: ColorChoice;
}

/** `dt-http sandbox` */
export interface SandboxArguments {
  readonly command: 'sandbox';
  readonly port: number;
}

/** `dt-http token` */
export interface TokenArguments {
  readonly command: 'token';
  /** Path of a credentials file. */
  readonly account?: string;
  /** As in {@link RunArguments}. */
  readonly resolve: ReadonlyMap<string, string>;
}

/** What needs no other module. */
export interface HelpArguments {
  readonly command: 'help' | 'version';
}

/** `auto`: coloured on a terminal. */
export type ColorChoice = 'auto' | 'always' | 'never';

/** One command line. */
export type Arguments = RunArguments | CheckArguments | FormatArguments | ExplainArguments | SandboxArguments | TokenArguments | HelpArguments;

/** What the command line asks for, or a sentence that says what is wrong with it. */
export type ParsedArguments = { readonly kind: 'ok'; readonly value: Arguments } | { readonly kind: 'wrong'; readonly message: string };

/** What `dt-http --help` prints. */
export const usage = `DT HTTP: run and understand requests to the Disruptive Technologies REST API

Usage
  dt-http run FILE…      run the requests of .dt.http, .http and .rest files, in order
  dt-http check FILE…    say what is wrong with them; sends nothing
  dt-http format FILE…   lay them out: blanks, blank lines, methods in capitals; never a body
  dt-http explain CODE   what a status or error code means and what to do; also by words
  dt-http sandbox        serve the API on this machine, no account needed
  dt-http token          print an access token, and nothing else, on standard output

Options of run and check
  --env NAME             environment of http-client.env.json
  --var NAME=VALUE       set a variable (may be given several times)

Options of run
  --name NAME            only the request of that name (may be given several times)
  --line N               only the request whose block holds line N (the same)
  --all                  every request: what happens without --name and --line
  --bail                 stop after the first request that is not as expected
  --dry-run              show what would be sent, and send nothing
  --yes                  answer questions (@confirm and the like) with yes, but never that
                         a file from outside of the folder, or a value of this machine
                         to another host, may be sent
  --report junit=FILE    write what came of each request as JUnit XML
  --report json=FILE     write it as JSON
  --sandbox              start a sandbox and run against it
  --account FILE         sign in with a DT credentials file
  --allow-host ORIGIN    credentials, secrets, and values of this process and of .env files
                         may go there too, e.g. https://proxy.example:8443
                         (no wildcards; an account never goes to this machine itself)
  --resolve HOST:PORT:ADDRESS
                         connect to ADDRESS for HOST:PORT
  --quota RULE           send no more than this, e.g. 25/10s for 25 requests in 10 seconds: the
                         share of a job that uses an account together with other machines.
                         Default: 75/10s, together with all windows and terminals of this user
  --catalogue FILE       explain answers from this catalogue of error codes too
                         (may be given several times)
  -v, --verbose          show headers and whole bodies

Options of format
  --check                write nothing; exit code 1 when a file would change
  --bodies               lay JSON bodies out too: only their white space changes

Options of explain
  --catalogue FILE       as above

Options of token
  --account FILE         as above
  --resolve HOST:PORT:ADDRESS

Options of sandbox
  --port N               default: a free port

Everywhere
  --color auto|always|never
  -h, --help  --version

A request that others need (@ref, {{name.response…}}) is run before them, once.
A secret of an environment, {"$secret": "webhook-key"}, comes from the variable
DT_HTTP_SECRET_WEBHOOK_KEY. It goes to DT's API and emulator, and where --allow-host lets it.
Without --account, run and token sign in with DT_CREDENTIALS_FILE, or with DT_SERVICE_ACCOUNT_KEY_ID,
DT_SERVICE_ACCOUNT_SECRET and DT_SERVICE_ACCOUNT_EMAIL.
DT_HTTP_ALLOW_HOSTS: origins as of --allow-host, between commas or blanks.
HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY: the proxy, never for this machine itself.
NODE_EXTRA_CA_CERTS: a file of certificates to trust. Certificates are always checked.

Exit codes
  0  every request did what was expected; nothing is wrong but for warnings
  1  an expectation failed, an answer was an error that nobody expected or could not be
     saved, or a request was skipped; format --check: a file would change
  2  the command line or a file is wrong: nothing was sent, or a request was refused;
     or all went well and a report could not be written
  3  no answer: could not connect or sign in, or a 429 closed the quota for more than
     a minute
  130  cancelled
`;

/** Reads the arguments after the program's name. Never throws. */
export function parseArguments(argv: readonly string[]): ParsedArguments {
  try {
    return { kind: 'ok', value: read(argv) };
  } catch (error) {
    if (error instanceof Wrong || isParseArgsError(error)) return { kind: 'wrong', message: error.message };
    throw error;
  }
}

function isParseArgsError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

function read(argv: readonly string[]): Arguments {
  const [command, ...rest] = argv;
  if (command === undefined || command === '-h' || command === '--help' || command === 'help') return { command: 'help' };
  if (command === '--version') return { command: 'version' };
  switch (command) {
    case 'run':
      return readRun(rest);
    case 'check':
      return readCheck(rest);
    case 'format':
      return readFormat(rest);
    case 'explain':
      return readExplain(rest);
    case 'sandbox':
      return readSandbox(rest);
    case 'token':
      return readToken(rest);
    default:
      throw new Wrong(`There is no command called "${command}". dt-http --help lists them.`);
  }
}

const common = {
  color: { type: 'string', default: 'auto' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const ofFiles = {
  ...common,
  env: { type: 'string' },
  var: { type: 'string', multiple: true, default: [] as string[] },
} as const;

const ofRun = {
  ...ofFiles,
  sandbox: { type: 'boolean', default: false },
  name: { type: 'string', multiple: true, default: [] as string[] },
  line: { type: 'string', multiple: true, default: [] as string[] },
  all: { type: 'boolean', default: false },
  bail: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  report: { type: 'string', multiple: true, default: [] as string[] },
  account: { type: 'string' },
  'allow-host': { type: 'string', multiple: true, default: [] as string[] },
  resolve: { type: 'string', multiple: true, default: [] as string[] },
  quota: { type: 'string', multiple: true, default: [] as string[] },
  catalogue: { type: 'string', multiple: true, default: [] as string[] },
  verbose: { type: 'boolean', short: 'v', default: false },
} as const;

const ofExplain = { ...common, catalogue: { type: 'string', multiple: true, default: [] as string[] } } as const;

const ofFormat = { ...common, check: { type: 'boolean', default: false }, bodies: { type: 'boolean', default: false } } as const;

const ofToken = { ...common, account: { type: 'string' }, resolve: { type: 'string', multiple: true, default: [] as string[] } } as const;

const ofSandbox = { ...common, port: { type: 'string', default: '0' } } as const;

const ofAll = { ...ofRun, ...ofFormat, ...ofExplain, ...ofToken, ...ofSandbox } as const;

function readRun(args: string[]): Arguments {
  refuseOptions('run', args, ofRun, ofAll);
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: ofRun });
  if (values.help) return { command: 'help' };
  if (positionals.length === 0) throw new Wrong('Which file? dt-http run FILE…');
  if (values.sandbox && values.account !== undefined) {
    throw new Wrong('--sandbox has accounts of its own: leave --account out. A real account never goes to the sandbox.');
  }
  refuseNoAccount(values.account);
  refuseContradictions(values, positionals.length);
  const quota = readQuota(values.quota);
  return {
    command: 'run',
    ...readFileArguments(values, positionals),
    names: values.name,
    lines: values.line.map(readLine),
    bail: values.bail,
    dryRun: values['dry-run'],
    yes: values.yes,
    reports: readReports(values.report),
    sandbox: values.sandbox,
    ...(values.account === undefined ? {} : { account: values.account }),
    allowedOrigins: values['allow-host'].map(readOrigin),
    resolve: new Map(values.resolve.map(readResolve)),
    ...(quota && { quota }),
    catalogues: values.catalogue.map(readCatalogue),
    verbose: values.verbose,
  };
}

interface Choices {
  readonly name: readonly string[];
  readonly line: readonly string[];
  readonly all: boolean;
  readonly 'dry-run': boolean;
  readonly report: readonly string[];
}

/** What cannot be meant together. */
function refuseContradictions({ name, line, all, 'dry-run': dryRun, report }: Choices, files: number): void {
  if (name.length > 0 && line.length > 0) throw new Wrong('--name and --line both choose requests: give one of them.');
  if (all && name.length + line.length > 0) throw new Wrong(`--all runs everything: leave --${name.length > 0 ? 'name' : 'line'} out, or --all.`);
  if (line.length > 0 && files > 1) throw new Wrong('--line chooses a request of one file: give one file.');
  if (dryRun && report.length > 0) throw new Wrong('--dry-run sends nothing, so there is nothing to report: leave --report out.');
}

function readCheck(args: string[]): Arguments {
  refuseOptions('check', args, ofFiles, ofAll);
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: ofFiles });
  if (values.help) return { command: 'help' };
  if (positionals.length === 0) throw new Wrong('Which file? dt-http check FILE…');
  return { command: 'check', ...readFileArguments(values, positionals) };
}

function readFormat(args: string[]): Arguments {
  refuseOptions('format', args, ofFormat, ofAll);
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: ofFormat });
  if (values.help) return { command: 'help' };
  if (positionals.length === 0) throw new Wrong('Which file? dt-http format FILE…');
  readColor(values.color);
  return { command: 'format', files: positionals, check: values.check, bodies: values.bodies };
}

interface FileOptions {
  readonly env?: string | undefined;
  readonly var: readonly string[];
  readonly color: string;
}

function readFileArguments({ env, var: variables, color }: FileOptions, files: readonly string[]): FileArguments {
  return {
    files,
    ...(env === undefined ? {} : { environment: env }),
    variables: new Map(variables.map(readVariable)),
    color: readColor(color),
  };
}

function readExplain(args: string[]): Arguments {
  refuseOptions('explain', args, ofExplain, ofAll);
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: ofExplain });
  if (values.help) return { command: 'help' };
  if (positionals.length === 0) throw new Wrong('Explain what? dt-http explain 403');
  return { command: 'explain', query: positionals.join(' '), catalogues: values.catalogue.map(readCatalogue), color: readColor(values.color) };
}

function refuseNoAccount(account: string | undefined): void {
  if (account === '') throw new Wrong('--account: name a credentials file.');
}

function readToken(args: string[]): Arguments {
  refuseOptions('token', args, ofToken, ofAll);
  const { values } = parseArgs({ args, options: ofToken });
  if (values.help) return { command: 'help' };
  refuseNoAccount(values.account);
  return { command: 'token', ...(values.account === undefined ? {} : { account: values.account }), resolve: new Map(values.resolve.map(readResolve)) };
}

function readSandbox(args: string[]): Arguments {
  refuseOptions('sandbox', args, ofSandbox, ofAll);
  const { values } = parseArgs({ args, options: ofSandbox });
  if (values.help) return { command: 'help' };
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) throw new Wrong(`--port ${values.port}: a port is a number from 0 to 65535.`);
  return { command: 'sandbox', port };
}
