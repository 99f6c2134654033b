import { isIP } from 'node:net';
import { parseArgs } from 'node:util';

export interface RunArguments {
  readonly command: 'run';
  readonly files: readonly string[];
  /** Runs only the requests of these names. Empty: all. */
  readonly names: readonly string[];
  readonly environment?: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly sandbox: boolean;
  /** Path of a credentials file. */
  readonly account?: string;
  /** `host:port` (lower case, without a trailing dot, IPv6 in brackets) to the address to connect to instead. */
  readonly resolve: ReadonlyMap<string, string>;
  readonly allowedOrigins: readonly string[];
  /** Shows headers and whole bodies. */
  readonly verbose: boolean;
  readonly color: ColorChoice;
}

export interface ExplainArguments {
  readonly command: 'explain';
  readonly query: string;
  readonly color: ColorChoice;
}

export interface SandboxArguments {
  readonly command: 'sandbox';
  readonly port: number;
}

export interface HelpArguments {
  readonly command: 'help' | 'version';
}

export type ColorChoice = 'auto' | 'always' | 'never';

export type Arguments = RunArguments | ExplainArguments | SandboxArguments | HelpArguments;

/** What the command line asks for, or a sentence that says what is wrong with it. */
export type ParsedArguments = { readonly kind: 'ok'; readonly value: Arguments } | { readonly kind: 'wrong'; readonly message: string };

export const usage = `DT HTTP: run and understand requests to the Disruptive Technologies REST API

Usage
  dt-http run FILE…      run the requests of .dt.http files, in order
  dt-http explain CODE   what a status or error code means and what to do
  dt-http sandbox        serve the API on this machine, no account needed

Options of run
  --sandbox              start a sandbox and run against it
  --name NAME            only the request of that name (may be given several times)
  --env NAME             environment of http-client.env.json
  --var NAME=VALUE       set a variable (may be given several times)
  --account FILE         sign in with a DT credentials file
  --allow-host ORIGIN    credentials may go there too, e.g. https://proxy.example:8443
  --resolve HOST:PORT:ADDRESS
                         connect to ADDRESS for HOST:PORT
  -v, --verbose          show headers and whole bodies

Options of sandbox
  --port N               default: a free port

Everywhere
  --color auto|always|never
  -h, --help  --version

Without --account, run signs in with DT_CREDENTIALS_FILE, or with DT_SERVICE_ACCOUNT_KEY_ID,
DT_SERVICE_ACCOUNT_SECRET and DT_SERVICE_ACCOUNT_EMAIL.

Exit codes
  0  every request did what was expected
  1  an expectation failed, or an answer was an error that nobody expected
  2  the command line or a file is wrong; nothing was sent
  3  could not connect or sign in
  130  cancelled
`;

class Wrong extends Error {}

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
    case 'explain':
      return readExplain(rest);
    case 'sandbox':
      return readSandbox(rest);
    default:
      throw new Wrong(`There is no command called "${command}". dt-http --help lists them.`);
  }
}

const common = {
  color: { type: 'string', default: 'auto' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function readRun(args: string[]): Arguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...common,
      sandbox: { type: 'boolean', default: false },
      name: { type: 'string', multiple: true, default: [] },
      env: { type: 'string' },
      var: { type: 'string', multiple: true, default: [] },
      account: { type: 'string' },
      'allow-host': { type: 'string', multiple: true, default: [] },
      resolve: { type: 'string', multiple: true, default: [] },
      verbose: { type: 'boolean', short: 'v', default: false },
    },
  });
  if (values.help) return { command: 'help' };
  if (positionals.length === 0) throw new Wrong('Which file? dt-http run FILE…');
  if (values.sandbox && values.account !== undefined) {
    throw new Wrong('--sandbox has accounts of its own: leave --account out. A real account never goes to the sandbox.');
  }
  if (values.account === '') throw new Wrong('--account: name a credentials file.');
  return {
    command: 'run',
    files: positionals,
    names: values.name,
    ...(values.env === undefined ? {} : { environment: values.env }),
    variables: new Map(values.var.map(readVariable)),
    sandbox: values.sandbox,
    ...(values.account === undefined ? {} : { account: values.account }),
    allowedOrigins: values['allow-host'].map(readOrigin),
    resolve: new Map(values.resolve.map(readResolve)),
    verbose: values.verbose,
    color: readColor(values.color),
  };
}

function readExplain(args: string[]): Arguments {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: common });
  if (values.help) return { command: 'help' };
  if (positionals.length === 0) throw new Wrong('Explain what? dt-http explain 403');
  return { command: 'explain', query: positionals.join(' '), color: readColor(values.color) };
}

function readSandbox(args: string[]): Arguments {
  const { values } = parseArgs({ args, options: { ...common, port: { type: 'string', default: '0' } } });
  if (values.help) return { command: 'help' };
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) throw new Wrong(`--port ${values.port}: a port is a number from 0 to 65535.`);
  return { command: 'sandbox', port };
}

function readVariable(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new Wrong(`--var ${text}: write it as NAME=VALUE.`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    const why = url?.protocol === 'http:' ? 'credentials are never sent over http; write' : 'write';
    throw new Wrong(`--allow-host ${text}: ${why} an origin such as https://proxy.example:8443.`);
  }
  return url.origin;
}

function readResolve(text: string): readonly [string, string] {
  const [, written, port = '', bracketed = ''] = /^(\[[^\]]*\]|[^:[\]]+):(\d{1,5}):(.+)$/.exec(text) ?? [];
  if (written === undefined || Number(port) < 1 || Number(port) > 65_535) throw new Wrong(`--resolve ${text}: write it as HOST:PORT:ADDRESS.`);
  const address = bracketed.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) === 0) throw new Wrong(`--resolve ${text}: "${bracketed}" is not an IP address.`);
  // Written as in the URL of a connection: lower case, a name outside ASCII encoded.
  const url = `http://${written}/`;
  const host = URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : '';
  if (host === '') throw new Wrong(`--resolve ${text}: "${written}" is not a host.`);
  return [`${host}:${Number(port)}`, address];
}

function readColor(text: string): ColorChoice {
  if (text === 'auto' || text === 'always' || text === 'never') return text;
  throw new Wrong(`--color ${text}: choose auto, always or never.`);
}
