import { allowedOrigin } from '../auth/credentialScope';
import { isIP } from 'node:net';
import type { QuotaRule } from '../quota/permits';
import { parseAccountQuota } from '../quota/rule';
import type { ColorChoice, ReportTarget } from './arguments';

/** What is wrong with a command line, in a sentence. */
export class Wrong extends Error {}

/*
 * Values of options. Each function throws `Wrong` for a text that it does not take.
 */

/** A line of a file; the first is 1. */
export function readLine(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Wrong(`--line ${text}: a line is a number from 1.`);
  return Number(text);
}

/** `junit=FILE`, `json=FILE` */
export function readReports(texts: readonly string[]): readonly ReportTarget[] {
  const targets = texts.map((text) => {
    const [, format, path] = /^(junit|json)=(.+)$/s.exec(text) ?? [];
    if (path === undefined) throw new Wrong(`--report ${text}: write it as junit=FILE or json=FILE.`);
    return { format: format as ReportTarget['format'], path };
  });
  const twice = targets.find(({ path }, index) => targets.findIndex((other) => other.path === path) < index);
  if (twice) throw new Wrong(`--report: two reports cannot both be ${twice.path}.`);
  return targets;
}

/** `NAME=VALUE` */
export function readVariable(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  // Not quoted: without a name it is a value, perhaps a secret one.
  if (equals < 1) throw new Wrong('--var: write it as NAME=VALUE.');
  return [text.slice(0, equals), text.slice(equals + 1)];
}

/** What to write in place of `text`, which is no origin that can be allowed. A clause; `text` is not in it, for it may hold a password. */
export function originAdvice(text: string): string {
  const example = 'https://proxy.example:8443';
  if (text.includes('*')) return `there are no wildcards; write each origin, such as ${example}`;
  return `${/^\s*http:/i.test(text) ? 'credentials are never sent over http; ' : ''}write an origin such as ${example}`;
}

/** An https origin in its normal form. */
export function readOrigin(text: string): string {
  const origin = allowedOrigin(text);
  if (origin !== undefined) return origin;
  throw new Wrong(`--allow-host ${text.replace(/^([^/]*\/\/)?[^/]*@/, '$1•••@')}: ${originAdvice(text)}.`);
}

/** `HOST:PORT:ADDRESS` as the host with its port, written as in a connection, and the address. */
export function readResolve(text: string): readonly [string, string] {
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

/** `75/10s`; undefined when the option is not given. */
export function readQuota(texts: readonly string[]): QuotaRule | undefined {
  const [text, second] = texts;
  if (text === undefined) return undefined;
  if (second !== undefined) throw new Wrong(`--quota ${text} and --quota ${second}: a run has one share, give one of them.`);
  const parsed = parseAccountQuota(text);
  if (parsed.kind === 'rule') return parsed.rule;
  throw new Wrong(`--quota: ${parsed.message}`);
}

/** The path of a catalogue of error codes. */
export function readCatalogue(text: string): string {
  if (text === '') throw new Wrong('--catalogue: name a file with error codes.');
  return text;
}

/** `auto`, `always`, `never` */
export function readColor(text: string): ColorChoice {
  if (text === 'auto' || text === 'always' || text === 'never') return text;
  throw new Wrong(`--color ${text}: choose auto, always or never.`);
}
