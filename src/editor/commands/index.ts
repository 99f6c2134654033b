import * as vscode from 'vscode';
import { isCancelled } from '../../base/abort';
import { commandId } from '../ids';
import { tellError } from '../messages';
import { CancelCommand } from './cancel';
import type { Command, CommandContext } from './command';
import { ExplainCommand } from './explain';
import { OpenStatusPageCommand, OpenSupportCommand, ShowLogCommand } from './links';
import type { OnDemandId } from './onDemand';
import { PreviewCommand } from './preview';
import { RenewAndRetryCommand } from './renewAndRetry';
import { RerunLastCommand } from './rerunLast';
import { RunAllCommand, RunCommand, RunFromHereCommand, RunSelectedCommand } from './run';
import { RunHereCommand } from './runHere';
import { StartSandboxCommand, StopSandboxCommand } from './sandbox';
import { ShowAnswerCommand } from './showAnswer';

const commands: readonly (new (context: CommandContext) => Command)[] = [
  RunCommand,
  RunFromHereCommand,
  RunAllCommand,
  RunSelectedCommand,
  RunHereCommand,
  RerunLastCommand,
  PreviewCommand,
  CancelCommand,
  RenewAndRetryCommand,
  ExplainCommand,
  ShowAnswerCommand,
  StartSandboxCommand,
  StopSandboxCommand,
  OpenStatusPageCommand,
  OpenSupportCommand,
  ShowLogCommand,
];

/** Commands that nobody waits for: nothing of them is loaded before one is asked for. */
const onDemand: readonly OnDemandId[] = [
  commandId.more,
  commandId.saveAnswer,
  commandId.switchEnvironment,
  commandId.addAccount,
  commandId.switchAccount,
  commandId.removeAccount,
  commandId.refreshToken,
  commandId.signOut,
  commandId.storeSecret,
  commandId.removeSecret,
  commandId.moveToSecretStorage,
  commandId.revealSecret,
  commandId.saveAsAccount,
  commandId.showQuota,
  commandId.lookUp,
  commandId.askDocumentation,
  commandId.copyReport,
  commandId.formatBody,
  commandId.findId,
  commandId.showPermissions,
  commandId.reread,
  commandId.pasteCurl,
  commandId.copyAsCurl,
  commandId.copyAsPython,
  commandId.copyAsJavaScript,
  commandId.loadNames,
  commandId.forgetNames,
];

/** A command whose code is loaded when it is asked for. */
class OnDemandCommand implements Command {
  constructor(
    readonly id: OnDemandId,
    private readonly context: CommandContext,
  ) {}

  async execute(...args: unknown[]): Promise<unknown> {
    const { onDemandCommands } = await import('./onDemand');
    return new onDemandCommands[this.id](this.context).execute(...args);
  }
}

/** Registers every command; a failure of ours is shown and logged, never swallowed. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const all = [...commands.map((CommandClass) => new CommandClass(context)), ...onDemand.map((id) => new OnDemandCommand(id, context))];
  return vscode.Disposable.from(
    ...all.map((command) =>
      vscode.commands.registerCommand(command.id, async (...args: unknown[]) => {
        try {
          return await command.execute(...args);
        } catch (error) {
          if (isCancelled(error)) return undefined;
          const message = await shownFault(context, error);
          context.host.log('error', `${command.id} failed: ${message}`);
          void tellError(`DT HTTP: ${message}`);
          return undefined;
        }
      }),
    ),
  );
}

/** What is said of a fault of ours, without the values that are known to be secret. */
async function shownFault({ engine }: CommandContext, error: unknown): Promise<string> {
  const message = error instanceof Error ? error.message : String(error);
  try {
    return (await engine.get()).redactor.text(message);
  } catch {
    // Without the engine nothing secret has been read yet; most likely that it is missing is the fault.
    return message;
  }
}
