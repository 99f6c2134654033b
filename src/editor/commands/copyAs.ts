import * as vscode from 'vscode';
import type { CopyFormat } from '../../app/convert/copyAs';
import { toSignal } from '../convert';
import { commandId } from '../ids';
import { tellInfo, tellWarning } from '../messages';
import { isTrusted } from '../running/launcher';
import type { Command, CommandContext } from './command';
import { placeOf } from './place';

/** Puts a request on the clipboard as another program sends it. */
abstract class CopyAsCommand implements Command {
  abstract readonly id: string;

  constructor(private readonly context: CommandContext) {}

  /** @param args URI and offset of the request, the one at the cursor when they are missing; then the format, where several are possible. */
  async execute(...args: unknown[]): Promise<void> {
    const place = await placeOf(args);
    if (!place || !isTrusted()) return;
    const format = await this.format(args[2]);
    if (format === undefined) return;
    const { engine } = this.context;
    const [services, scope, { copyAs }] = await Promise.all([engine.get(), engine.scope(place.document), import('../../app/convert/copyAs')]);
    const input = { ...scope, file: place.file, source: vscode.workspace.asRelativePath(place.document.uri) };
    const copied = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: 'Copying the request' }, (_, token) => copyAs(services, input, place.block, format, toSignal(token)));
    if (copied.kind === 'refused') {
      void tellWarning(copied.message);
      return;
    }
    await vscode.env.clipboard.writeText(copied.text);
    const { variables } = copied;
    void tellInfo(`The request is on the clipboard as ${names[format]}.${variables.length === 0 ? '' : ` It needs ${variables.length === 1 ? 'the environment variable' : 'the environment variables'} ${variables.join(', ')}.`}`);
  }

  /** Undefined when nobody chose one. */
  protected abstract format(asked: unknown): Promise<CopyFormat | undefined>;
}

const names: Readonly<Record<CopyFormat, string>> = { bash: 'cURL', cmd: 'cURL for the Command Prompt', powershell: 'cURL for PowerShell', python: 'Python', javascript: 'JavaScript' };

/** `DT: Copy as cURL` */
export class CopyAsCurlCommand extends CopyAsCommand {
  readonly id = commandId.copyAsCurl;

  /** Windows has several shells; elsewhere they read the same. */
  protected async format(asked: unknown): Promise<CopyFormat | undefined> {
    if (asked === 'bash' || asked === 'cmd' || asked === 'powershell') return asked;
    if (process.platform !== 'win32') return 'bash';
    const shells = [
      { label: 'PowerShell', format: 'powershell' },
      { label: 'Command Prompt', format: 'cmd' },
      { label: 'Bash', description: 'Git Bash, WSL, Linux, macOS', format: 'bash' },
    ] as const;
    return (await vscode.window.showQuickPick(shells, { title: 'Copy as cURL', placeHolder: 'Where will you run it?' }))?.format;
  }
}

/** `DT: Copy as Python` */
export class CopyAsPythonCommand extends CopyAsCommand {
  readonly id = commandId.copyAsPython;

  protected format(): Promise<CopyFormat> {
    return Promise.resolve('python');
  }
}

/** `DT: Copy as JavaScript` */
export class CopyAsJavaScriptCommand extends CopyAsCommand {
  readonly id = commandId.copyAsJavaScript;

  protected format(): Promise<CopyFormat> {
    return Promise.resolve('javascript');
  }
}
