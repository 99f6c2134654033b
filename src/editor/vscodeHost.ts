import * as vscode from 'vscode';
import type { Host, HostFiles } from '../app/host';
import type { SecretStore } from '../auth/accountBook';
import { systemClock } from '../base/clock';
import { Emitter } from '../base/event';
import type { LogLevel } from '../base/logger';
import { systemRandom } from '../base/random';
import { diskFiles } from '../disk/diskFiles';
import { workspaceFiles } from './workspaceFiles';

export interface VscodeHost extends Host {
  readonly channel: vscode.LogOutputChannel;
}

/** What the product needs, from the editor. */
export function createVscodeHost(context: vscode.ExtensionContext): VscodeHost {
  const channel = vscode.window.createOutputChannel('DT HTTP', { log: true });
  context.subscriptions.push(channel);
  const { version } = context.extension.packageJSON as { readonly version: string };
  return {
    channel,
    clock: systemClock,
    random: systemRandom,
    log: (level, message, data) => write(channel, level, data === undefined ? message : `${message} ${JSON.stringify(data)}`),
    files: hostFiles(),
    secrets: secretStore(context),
    processEnv: (name) => process.env[name],
    userAgent: `dt-http/${version}`,
    allowedOrigins: [],
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
  };
}
