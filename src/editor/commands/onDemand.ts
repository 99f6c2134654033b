import { commandId } from '../ids';
import { AddAccountCommand } from './addAccount';
import { AskDocumentationCommand } from './askDocumentation';
import type { Command, CommandContext } from './command';
import { CopyAsCurlCommand, CopyAsJavaScriptCommand, CopyAsPythonCommand } from './copyAs';
import { CopyReportCommand } from './copyReport';
import { FindIdCommand, RereadCommand, ShowPermissionsCommand } from './followUp';
import { FormatBodyCommand } from './formatBody';
import { ForgetNamesCommand } from './forgetNames';
import { LoadNamesCommand } from './loadNames';
import { LookUpCommand } from './lookUp';
import { MoreCommand } from './more';
import { MoveToSecretStorageCommand } from './moveToSecretStorage';
import { PasteCurlCommand } from './pasteCurl';
import { RefreshTokenCommand } from './refreshToken';
import { RemoveAccountCommand } from './removeAccount';
import { RemoveSecretCommand } from './removeSecret';
import { RevealSecretCommand } from './revealSecret';
import { SaveAnswerCommand } from './saveAnswer';
import { SaveAsAccountCommand } from './saveAsAccount';
import { ShowQuotaCommand } from './showQuota';
import { SignOutCommand } from './signOut';
import { StoreSecretCommand } from './storeSecret';
import { SwitchAccountCommand } from './switchAccount';
import { SwitchEnvironmentCommand } from './switchEnvironment';

/** By id, the commands that are loaded when one of them is asked for. */
export const onDemandCommands = {
  [commandId.more]: MoreCommand,
  [commandId.saveAnswer]: SaveAnswerCommand,
  [commandId.switchEnvironment]: SwitchEnvironmentCommand,
  [commandId.addAccount]: AddAccountCommand,
  [commandId.switchAccount]: SwitchAccountCommand,
  [commandId.removeAccount]: RemoveAccountCommand,
  [commandId.refreshToken]: RefreshTokenCommand,
  [commandId.signOut]: SignOutCommand,
  [commandId.storeSecret]: StoreSecretCommand,
  [commandId.removeSecret]: RemoveSecretCommand,
  [commandId.moveToSecretStorage]: MoveToSecretStorageCommand,
  [commandId.revealSecret]: RevealSecretCommand,
  [commandId.saveAsAccount]: SaveAsAccountCommand,
  [commandId.showQuota]: ShowQuotaCommand,
  [commandId.lookUp]: LookUpCommand,
  [commandId.askDocumentation]: AskDocumentationCommand,
  [commandId.copyReport]: CopyReportCommand,
  [commandId.formatBody]: FormatBodyCommand,
  [commandId.findId]: FindIdCommand,
  [commandId.showPermissions]: ShowPermissionsCommand,
  [commandId.reread]: RereadCommand,
  [commandId.pasteCurl]: PasteCurlCommand,
  [commandId.copyAsCurl]: CopyAsCurlCommand,
  [commandId.copyAsPython]: CopyAsPythonCommand,
  [commandId.copyAsJavaScript]: CopyAsJavaScriptCommand,
  [commandId.loadNames]: LoadNamesCommand,
  [commandId.forgetNames]: ForgetNamesCommand,
} as const satisfies Readonly<Record<string, new (context: CommandContext) => Command>>;

/** Ids of {@link onDemandCommands}. */
export type OnDemandId = keyof typeof onDemandCommands;
