import * as vscode from 'vscode';
import type { Host, HostFiles } from '../app/host';
import type { ResourceBook } from '../app/resources/book';
import type { SecretStore } from '../auth/accountBook';
import { allowedOrigin } from '../auth/credentialScope';
import { systemClock } from '../base/clock';
import { Emitter } from '../base/event';
import type { Logger, LogLevel } from '../base/logger';
import { systemRandom } from '../base/random';
import { diskFiles } from '../disk/diskFiles';
import { Catalogues } from './catalogues';
import { PlainTexts } from './plainTexts';
import type { EditorQuota } from './quotaHost';
import { workspaceFiles } from './workspaceFiles';

/** The editor as the host of the product, and what only the editor side asks of it. */
export interface VscodeHost extends Host {
  readonly channel: vscode.LogOutputChannel;
  /** The user's own catalogues of error codes. */
  readonly catalogues: Catalogues;
  /** Documents of what came from the network as plain text. */
  readonly texts: PlainTexts;
  /** Where what is no secret is kept for all windows of the user. Default: it is kept as long as this window. */
  readonly storage?: vscode.Uri;
  /** Set with the engine: what it takes stays out of activation. */
  quota?: EditorQuota;
  /** Set when it is first needed. */
  resources?: ResourceBook;
  /** The same. */
  networkLines?: (origin: string) => readonly string[];
}

/** What the product needs, from the editor. */
export function createVscodeHost(context: vscode.ExtensionContext): VscodeHost {
  const channel = vscode.window.createOutputChannel('DT HTTP', { log: true });
  context.subscriptions.push(channel);
  const allowed = allowedHosts((sentence) => channel.warn(sentence));
  const { version } = context.extension.packageJSON as { readonly version: string };
  const log: Logger = (level, message, data) => write(channel, level, data === undefined ? message : `${message} ${JSON.stringify(data)}`);
  const files = hostFiles();
  const catalogues = new Catalogues(files, log);
  const texts = new PlainTexts();
  context.subscriptions.push(catalogues, texts);
  return {
    channel,
    catalogues,
    texts,
    storage: context.globalStorageUri,
    get moreEntries() {
      return catalogues.entries;
    },
    clock: systemClock,
    random: systemRandom,
    log,
    files,
    secrets: secretStore(context),
    processEnv: (name) => process.env[name],
    processEnvNames: () => Object.keys(process.env),
    userAgent: `dt-http/${version}`,
    get allowedOrigins() {
      return allowed();
    },
  };
}

function write(channel: vscode.LogOutputChannel, level: LogLevel, line: string): void {
  channel[level](line);
}

/** Files of this machine directly, so that links are seen and a file is there whole or not at all; others through the editor. */
function hostFiles(): HostFiles {
  const others = workspaceFiles(vscode.workspace.fs, (uri) => vscode.Uri.parse(uri, true));
  const filesOf = (uri: string) => (/^file:/i.test(uri) ? diskFiles : others);
  return {
    read: (uri, limit) => filesOf(uri).read(uri, limit),
    realPath: (uri) => filesOf(uri).realPath(uri),
    list: (uri) => filesOf(uri).list(uri),
    write: (uri, bytes, mode, signal) => filesOf(uri).write(uri, bytes, mode, signal),
  };
}

/** The editor's SecretStorage: the one place where secrets are kept. */
function secretStore(context: vscode.ExtensionContext): SecretStore {
  const changed = new Emitter<string>();
  context.subscriptions.push(context.secrets.onDidChange(({ key }) => changed.fire(key)));
  return {
    get: async (key) => context.secrets.get(key),
    set: async (key, value) => context.secrets.store(key, value),
    delete: async (key) => context.secrets.delete(key),
    onDidChange: changed.event,
    keys: () => keysOf(context.secrets),
  };
}

/** Newer editors can name the keys that they keep. The types are those of the oldest one supported, which cannot. */
async function keysOf(secrets: vscode.SecretStorage & { readonly keys?: () => Thenable<readonly string[]> }): Promise<readonly string[]> {
  try {
    return (await secrets.keys?.()) ?? [];
  } catch {
    // Not every storage can, though its editor has the method: then what this process has seen must do.
    return [];
  }
}

/**
 * A setting as the user has it. A workspace must not decide where a request, its credentials and the
 * sign-in to a proxy go: what `.vscode/settings.json` of a cloned folder says is not looked at, also
 * where an editor would let it count. Undefined when nobody set it and it has no default.
 */
export function userSetting(name: string): unknown {
  const found = vscode.workspace.getConfiguration().inspect(name);
  return found?.globalValue ?? found?.defaultValue;
}

/**
 * Reads `dtHttp.allowedHosts` of the user each time it is called: origins in their normal form. Entries
 * that are no plain https origin are left out, and `warn` hears of each once.
 */
function allowedHosts(warn: (sentence: string) => void): () => readonly string[] {
  const told = new Set<string>();
  return () => {
    const value = userSetting('dtHttp.allowedHosts');
    const entries: readonly unknown[] = Array.isArray(value) ? value : [];
    return entries.flatMap((entry, index) => {
      const origin = typeof entry === 'string' ? allowedOrigin(entry) : undefined;
      if (origin !== undefined) return [origin];
      // What is wrong with it may be a password in it: it is counted, not quoted.
      const key = JSON.stringify(entry);
      if (!told.has(key)) warn(`dtHttp.allowedHosts: entry ${index + 1} is left out. Write an origin such as https://gateway.example:8443: https, no path, no user name, no wildcards.`);
      told.add(key);
      return [];
    });
  };
}
