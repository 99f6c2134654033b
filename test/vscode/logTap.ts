// What the extension writes into its log. In the browser ring the editor has no native module to
// write log files with, so its output view stays empty: this listens where the lines go in.
import path from 'node:path';
import * as vscode from 'vscode';

const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const;

/** Lines since the start, e.g. `[info] → GET …`. */
export const logLines: string[] = [];

/** Whether the extension shares this test's `vscode`: one tested from its folder does, one from a VSIX does not. */
export function canHearLogs(): boolean {
  const extension = vscode.extensions.getExtension('dt-http.dt-http');
  return extension !== undefined && !path.relative(extension.extensionPath, __dirname).startsWith('..');
}

/**
 * Listens to every log channel made from now on; to be called before the extension is active. The
 * lines still go where they went.
 */
export function tapLogs(): void {
  const { window } = vscode;
  const create = window.createOutputChannel.bind(window) as (name: string, options: { log: true }) => vscode.LogOutputChannel;
  const tapped = (name: string, options: { log: true }): vscode.LogOutputChannel => {
    const channel = create(name, options);
    for (const level of levels) {
      const write = channel[level].bind(channel) as (message: string, ...rest: unknown[]) => void;
      Object.defineProperty(channel, level, {
        value: (message: string, ...rest: unknown[]) => {
          logLines.push(`[${level}] ${message}`);
          write(message, ...rest);
        },
      });
    }
    return channel;
  };
  Object.defineProperty(window, 'createOutputChannel', { value: tapped, configurable: true });
}
