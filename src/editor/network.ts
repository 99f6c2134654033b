import path from 'node:path';
import * as vscode from 'vscode';
import type { Host } from '../app/host';
import { readExtraCertificates } from '../http/certificates';
import type { ConnectOptions } from '../http/connect';
import { ProxyError } from '../http/failure';
import { isLoopback } from '../http/loopback';
import { addressOf, allProxies, chooseProxy, type ProxyChoice, type ProxyRules, proxySecrets, readProxy } from '../http/proxy';
import { userSetting } from './vscodeHost';

/** How the editor reaches the network. */
export interface EditorNetwork {
  readonly options: Required<Pick<ConnectOptions, 'proxyFor' | 'extraCertificates' | 'systemCertificates'>>;
  /** Tells of the passwords of all proxies that are set now. */
  learnSecrets(): void;
}

/**
 * The network by the user's settings, else by the variables of the editor: proxies, certificates of
 * `NODE_EXTRA_CA_CERTS` (read once; what is wrong with the file goes to the log), and those of the
 * system unless `http.systemCertificates` is off. Settings are read for each connection.
 *
 * @param addSecret Gets the password of a proxy before anything about it is shown.
 */
export function editorNetwork({ files, log }: Pick<Host, 'files' | 'log'>, env: ProxyRules['variables'], addSecret: (secret: string) => void): EditorNetwork {
  const known = new Set<string>();
  const learnSecrets = () => {
    for (const secret of allProxies(proxyRules(env)).flatMap(proxySecrets)) {
      if (!known.has(secret)) addSecret(secret);
      known.add(secret);
    }
  };
  const read = (file: string) => files.read(vscode.Uri.file(path.resolve(file)).toString());
  return {
    options: {
      proxyFor: (origin) => {
        learnSecrets();
        return chooseProxy(origin, proxyRules(env));
      },
      extraCertificates: async () => {
        const file = env['NODE_EXTRA_CA_CERTS'] ?? '';
        return file === '' ? [] : readExtraCertificates(file, read, (sentence) => log('warn', sentence));
      },
      systemCertificates: () => userSetting('http.systemCertificates') !== false,
    },
    learnSecrets,
  };
}

/** How connections to `origin` go now, one line each, for a support report: without names and passwords of proxies, and without paths. */
export function networkLines(origin: string, env: ProxyRules['variables']): readonly string[] {
  const choice = isLoopback(new URL(origin).hostname) ? undefined : chooseProxy(origin, proxyRules(env));
  return [
    choice ? `Proxy: ${proxyText(choice)} (${choice.source.name})` : 'Proxy: none',
    `Certificates of the system: ${userSetting('http.systemCertificates') === false ? 'not used' : 'used'}`,
    ...((env['NODE_EXTRA_CA_CERTS'] ?? '') === '' ? [] : ['Certificates of NODE_EXTRA_CA_CERTS: used']),
  ];
}

function proxyText(choice: ProxyChoice): string {
  try {
    const proxy = readProxy(choice);
    return `${proxy.secure ? 'https' : 'http'}://${addressOf(proxy)}`;
  } catch (error) {
    if (!(error instanceof ProxyError)) throw error;
    return 'cannot be read';
  }
}

function proxyRules(variables: ProxyRules['variables']): ProxyRules {
  const text = (name: string) => {
    const value = userSetting(name) ?? '';
    // A number or a list is a mistake, and no reason to go without a proxy: this is no URL and no header.
    return typeof value === 'string' ? value.trim() : '://\0';
  };
  const noProxy = userSetting('http.noProxy');
  return {
    variables,
    settings: {
      off: userSetting('http.proxySupport') === 'off',
      proxy: text('http.proxy'),
      noProxy: Array.isArray(noProxy) ? noProxy.filter((entry) => typeof entry === 'string' && entry.trim() !== '') : [],
      authorization: text('http.proxyAuthorization'),
    },
  };
}
