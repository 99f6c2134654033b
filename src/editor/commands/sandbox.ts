import * as vscode from 'vscode';
import { commandId } from '../ids';
import type { Command, CommandContext } from './command';

/** `DT: Start Sandbox` */
export class StartSandboxCommand implements Command {
  readonly id = commandId.startSandbox;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<string> {
    const sandbox = await this.context.sandbox.start();
    void vscode.window.showInformationMessage(
      `The sandbox runs at ${sandbox.origin}. Requests go there, signed by an account of its own, until you stop it.`,
    );
    return sandbox.origin;
  }
}

/** `DT: Stop Sandbox` */
export class StopSandboxCommand implements Command {
  readonly id = commandId.stopSandbox;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<void> {
    const stopped = await this.context.sandbox.stop();
    void vscode.window.showInformationMessage(stopped ? 'The sandbox has stopped. Requests go to DT again.' : 'The sandbox is not running.');
  }
}
