import * as vscode from 'vscode';
import { isCancelled } from '../../base/abort';
import { AddAccountCommand } from './addAccount';
import { CancelCommand } from './cancel';
import type { Command, CommandContext } from './command';
import { ExplainCommand } from './explain';
import { OpenStatusPageCommand, ShowLogCommand } from './links';
import { MoreCommand } from './more';
import { PreviewCommand } from './preview';
import { RefreshTokenCommand } from './refreshToken';
import { RenewAndRetryCommand } from './renewAndRetry';
import { RerunLastCommand } from './rerunLast';
import { RunAllCommand, RunCommand, RunFromHereCommand, RunSelectedCommand } from './run';
import { RunHereCommand } from './runHere';
import { StartSandboxCommand, StopSandboxCommand } from './sandbox';
import { SaveAnswerCommand } from './saveAnswer';
import { ShowAnswerCommand } from './showAnswer';
import { SwitchAccountCommand } from './switchAccount';
import { SwitchEnvironmentCommand } from './switchEnvironment';

const commands: readonly (new (context: CommandContext) => Command)[] = [
  RunCommand,
  RunFromHereCommand,
  RunAllCommand,
  RunSelectedCommand,
  RunHereCommand,
  RerunLastCommand,
  PreviewCommand,
  MoreCommand,
  CancelCommand,
  RenewAndRetryCommand,
  ExplainCommand,
  ShowAnswerCommand,
  SaveAnswerCommand,
  SwitchEnvironmentCommand,
  AddAccountCommand,
  SwitchAccountCommand,
  RefreshTokenCommand,
  StartSandboxCommand,
  StopSandboxCommand,
  OpenStatusPageCommand,
  ShowLogCommand,
];

/** Registers every command; a failure of ours is shown and logged, never swallowed. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  return vscode.Disposable.from(
    ...commands.map((CommandClass) => {
      const command = new CommandClass(context);
      return vscode.commands.registerCommand(command.id, async (...args: unknown[]) => {
        try {
          return await command.execute(...args);
        } catch (error) {
          if (isCancelled(error)) return undefined;
          const message = error instanceof Error ? error.message : String(error);
          context.host.log('error', `${command.id} failed: ${message}`);
          void vscode.window.showErrorMessage(`DT HTTP: ${message}`);
          return undefined;
        }
      });
    }),
  );
}
