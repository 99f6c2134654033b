import * as net from 'node:net';
import { percentDecoded } from '../base/percent';
import type { ProxyCause, ProxySource } from './exchange';
import { ProxyError } from './failure';
import { plainHost } from './loopback';

/*
 * Which proxy leads to an origin. `proxy-from-env` would know half of it: it has no types, reads the
 * variables of its own process, tells not which one it took, and knows no addresses and no settings.
 */

/** A proxy as somebody set it; not looked at yet. */
export interface ProxyChoice {
  /** `http://user:password@host:port`, `https://…`, or without a scheme, which means http. */
  readonly value: string;
  readonly source: ProxySource;
  /** Value of `Proxy-Authorization`. Default: from the userinfo of `value`. */
  readonly authorization?: string;
}

/** All that decides about proxies. */
export interface ProxyRules {
  /** From the user's settings. Default: none. */
  readonly settings?: ProxySettings;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Settings of the user, as they are named in VS Code; empty texts and lists count as not set. */
export interface ProxySettings {
  /** `http.proxySupport` is `off`: no proxy at all, not even one from a variable. */
  readonly off: boolean;
  /** `http.proxy` */
  readonly proxy: string;
  /** `http.noProxy`; stands in the place of `NO_PROXY`. */
  readonly noProxy: readonly string[];
  /** `http.proxyAuthorization`; for whichever proxy is taken, as in the editor. */
  readonly authorization: string;
}

/** The proxy on the way to `origin`; undefined for a direct connection. Loopback is not looked at here. */
export function chooseProxy(origin: string, { settings, variables }: ProxyRules): ProxyChoice | undefined {
  if (settings?.off === true) return undefined;
  const choice = chosen(origin, settings, variables);
  if (choice === undefined) return undefined;
  const exceptions = settings !== undefined && settings.noProxy.length > 0 ? settings.noProxy : [variable(variables, 'NO_PROXY')?.value ?? ''];
  if (needsNoProxy(origin, exceptions)) return undefined;
  const authorization = settings?.authorization ?? '';
  return authorization === '' ? choice : { ...choice, authorization };
}

function chosen(origin: string, settings: ProxySettings | undefined, variables: ProxyRules['variables']): ProxyChoice | undefined {
  if (settings !== undefined && settings.proxy !== '') return { value: settings.proxy, source: { kind: 'setting', name: 'http.proxy' } };
  // As curl does: what is set for http says nothing about https.
  return variable(variables, origin.startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? variable(variables, 'ALL_PROXY');
}

/** Every proxy that is set, whatever it is for. */
export function allProxies({ settings, variables }: ProxyRules): readonly ProxyChoice[] {
  const source = { kind: 'setting', name: 'http.proxy' } as const;
  const ofSettings = settings === undefined ? [] : [{ value: settings.proxy, source, authorization: settings.authorization }];
  const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
  return [...ofSettings, ...names.map((name) => ({ value: variables[name] ?? '', source: { kind: 'variable', name } as const }))];
}

/** A variable by its upper or lower case name; an empty one is not set. */
function variable(variables: ProxyRules['variables'], upper: string): ProxyChoice | undefined {
  const name = [upper, upper.toLowerCase()].find((each) => (variables[each] ?? '').trim() !== '');
  return name === undefined ? undefined : { value: (variables[name] ?? '').trim(), source: { kind: 'variable', name } };
}

/**
 * Whether one of the entries spares `origin` the proxy. An entry is, in any case and with or without
 * `:port`: `*` (every host); a name, which stands for its subdomains too, however it starts
 * (`example.com`, `.example.com`, `*.example.com`); an address; a network (`10.0.0.0/8`, `fd00::/8`).
 * Blanks and commas separate. Other wildcards and networks for names mean nothing: names are not
 * looked up here.
 */
export function needsNoProxy(origin: string, entries: readonly string[]): boolean {
  const url = new URL(origin);
  const place = { host: plainHost(url.hostname), port: Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port) };
  return entries.flatMap((entry) => entry.split(/[\s,]+/)).some((entry) => entry !== '' && covers(entry, place));
}

function covers(entry: string, { host, port }: { readonly host: string; readonly port: number }): boolean {
  if (entry === '*') return true;
  const network = /^\[?([\d.:a-f]+?)\]?\/(\d{1,3})$/i.exec(entry);
  if (network) return isIn(host, network[1] ?? '', Number(network[2]));
  // An address of IPv6 with a port has brackets; bare colons are its own.
  const [, name = '', wanted] = net.isIPv6(entry) ? ['', entry] : (/^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? []);
  if (name === '' || (wanted !== undefined && Number(wanted) !== port)) return false;
  const suffix = folded(name.replace(/^\*?\./, ''));
  // The end of an address is none: as a host of its own, `2.3` is 2.0.0.3.
  return host === suffix || (suffix !== '' && host.endsWith(`.${suffix}`));
}

/** As a URL has it: lower case, names outside ASCII encoded, addresses in their short form. Empty for what is no host. */
function folded(name: string): string {
  const url = `http://${net.isIPv6(name) ? `[${name}]` : name}/`;
  return !/[/\\?#@]/.test(name) && URL.canParse(url) ? plainHost(new URL(url).hostname) : '';
}

function isIn(host: string, network: string, bits: number): boolean {
  const family = net.isIP(network);
  if (net.isIP(host) === 0 || family === 0 || bits > (family === 4 ? 32 : 128)) return false;
  const list = new net.BlockList();
  list.addSubnet(network, bits, family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, net.isIPv4(host) ? 'ipv4' : 'ipv6');
}

/** A proxy that can be dialled. */
export interface Proxy {
  readonly source: ProxySource;
  /** Whether it is spoken to over TLS. */
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** Value of `Proxy-Authorization`, Latin-1; absent without credentials. */
  readonly authorization?: string;
}

/** @throws ProxyError `malformed`, which names where it was set and nothing of what was set. */
export function readProxy({ value, source, authorization }: ProxyChoice): Proxy {
  const text = value.includes('://') ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '') throw malformed(source, 'url');
  if (!/^https?:$/.test(url.protocol)) throw malformed(source, 'scheme');
  const secure = url.protocol === 'https:';
  const credentials = authorization ?? basicOf(url, source);
  if (authorization !== undefined && !/^[\t\x20-\x7e]+$/.test(authorization)) {
    throw malformed({ kind: 'setting', name: 'http.proxyAuthorization' }, 'authorization');
  }
  return {
    source,
    secure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port === '' ? (secure ? 443 : 80) : url.port),
    ...(credentials === undefined ? {} : { authorization: credentials }),
  };
}

/** `host:port`, IPv6 in brackets. */
export function addressOf({ host, port }: Pick<Proxy, 'host' | 'port'>): string {
  return `${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** The failure of a proxy that could be read. `detail` is what happened; where it was set is added. */
export function proxyError(proxy: Proxy, cause: ProxyCause, detail: string, error?: unknown): ProxyError {
  const address = addressOf(proxy);
  return new ProxyError({ source: proxy.source, address, cause }, `proxy ${address} (${proxy.source.name}): ${detail}`, { cause: error });
}

function malformed(source: ProxySource, what: 'url' | 'scheme' | 'userinfo' | 'authorization'): ProxyError {
  return new ProxyError({ source, cause: { kind: 'malformed', what } }, `${source.name} cannot be used: ${complaints[what]}`);
}

const complaints = {
  url: 'it is not a URL',
  scheme: 'it is not an http: or https: URL',
  userinfo: 'name or password are not percent-encoded',
  authorization: 'it is not the value of a header',
} as const;

/** For the userinfo of a URL; undefined without one. */
function basicOf(url: URL, source: ProxySource): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  try {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
  } catch {
    // `decodeURIComponent` throws nothing but `URIError`.
    throw malformed(source, 'userinfo');
  }
}

/**
 * What of a proxy's setting must never be shown: the password and the pair that it is part of, as
 * written and decoded, and the credentials of a header. Found in malformed values too. None: empty.
 */
export function proxySecrets({ value, authorization = '' }: ProxyChoice): readonly string[] {
  // To the last @, wherever it is: a password that was not encoded may hold anything.
  const userinfo = /^(?:[a-z][a-z\d+.-]*:\/\/)?(.*)@/is.exec(value)?.[1] ?? '';
  const given = authorization.replace(/^[\w-]+[ \t]+(?=\S)/, '').trim();
  const decoded = /^basic\s/i.test(authorization.trim()) ? Buffer.from(given, 'base64').toString('utf8') : '';
  const pairs = [userinfo, decoded].flatMap((pair) => [pair, pair.slice(pair.indexOf(':') + 1)]);
  return [...new Set([...pairs, ...pairs.map((pair) => percentDecoded(pair)), given, authorization.trim()])].filter((secret) => secret !== '');
}
