import path from 'node:path';
import { allowedOrigin } from '../auth/credentialScope';
import { readExtraCertificates } from '../http/certificates';
import type { ConnectOptions } from '../http/connect';
import { allProxies, chooseProxy, proxySecrets } from '../http/proxy';
import { plainLine } from './format/plain';
import type { Io } from './io';
import { readContent } from './nodeHost';
import { originAdvice } from './optionValues';

/** How the terminal reaches the network. */
export interface TerminalNetwork {
  readonly options: Pick<ConnectOptions, 'proxyFor' | 'extraCertificates' | 'systemCertificates'>;
  /** Passwords of proxies: for the redactor, before anything is shown. */
  readonly secrets: readonly string[];
}

/**
 * The network by the variables of the process: proxies from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`
 * and `NO_PROXY`, certificates from `NODE_EXTRA_CA_CERTS`, and those of the system. A file of
 * certificates that cannot be used is told of on `io.err`, when a secure connection first needs it.
 */
export function terminalNetwork(io: Pick<Io, 'env' | 'cwd' | 'err'>): TerminalNetwork {
  const rules = { variables: io.env };
  const file = io.env['NODE_EXTRA_CA_CERTS'] ?? '';
  const warn = (sentence: string) => io.err(`dt-http: ${plainLine(sentence)}\n`);
  return {
    options: {
      proxyFor: (origin) => chooseProxy(origin, rules),
      systemCertificates: () => true,
      ...(file === '' ? {} : { extraCertificates: () => readExtraCertificates(file, (name) => readContent(path.resolve(io.cwd, name)), warn) }),
    },
    secrets: allProxies(rules).flatMap(proxySecrets),
  };
}

/** Origins that may have credentials, in their normal form, or a sentence that says what is wrong with what was given. */
export type AllowedHosts = { readonly kind: 'origins'; readonly origins: readonly string[] } | { readonly kind: 'wrong'; readonly message: string };

/** What `DT_HTTP_ALLOW_HOSTS` allows beside `--allow-host`: https origins between commas or blanks. Not set or empty: none. */
export function allowedHostsOf(env: Io['env']): AllowedHosts {
  const entries = (env['DT_HTTP_ALLOW_HOSTS'] ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  const origins = entries.flatMap((entry) => allowedOrigin(entry) ?? []);
  if (origins.length === entries.length) return { kind: 'origins', origins };
  const wrong = entries.findIndex((entry) => allowedOrigin(entry) === undefined);
  // What was meant as an origin may hold a password: it is counted, not quoted.
  return { kind: 'wrong', message: `DT_HTTP_ALLOW_HOSTS, entry ${wrong + 1}: ${originAdvice(entries[wrong] ?? '')}.` };
}
