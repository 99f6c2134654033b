import * as vscode from 'vscode';
import type { FileContent, Host, HostFiles } from '../app/host';
import type { SecretStore } from '../auth/accountBook';
import { systemClock } from '../base/clock';
import { Emitter } from '../base/event';
import type { LogLevel } from '../base/logger';
import { systemRandom } from '../base/random';

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
    files,
    secrets: secretStore(context),
    userAgent: `dt-http/${version}`,
    allowedOrigins: [],
  };
}

function write(channel: vscode.LogOutputChannel, level: LogLevel, line: string): void {
  channel[level](line);
}

const files: HostFiles = {
  async read(uri): Promise<FileContent> {
    try {
      return { kind: 'content', bytes: await vscode.workspace.fs.readFile(vscode.Uri.parse(uri, true)) };
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return { kind: 'missing' };
      return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
    }
  },
};

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
