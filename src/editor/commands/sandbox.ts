import { commandId } from '../ids';
import { tellInfo } from '../messages';
import type { Command, CommandContext } from './command';

/** `DT: Start Sandbox` */
export class StartSandboxCommand implements Command {
  readonly id = commandId.startSandbox;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<string> {
    const sandbox = await this.context.sandbox.start();
    const signer = (await this.context.accounts.active())?.name ?? '';
    void tellInfo(`The sandbox runs at ${sandbox.origin}. Requests that its accounts sign go there, now as ${signer}. Those of your own accounts still go to DT.`);
    return sandbox.origin;
  }
}

/** `DT: Stop Sandbox` */
export class StopSandboxCommand implements Command {
  readonly id = commandId.stopSandbox;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<void> {
    const stopped = await this.context.sandbox.stop();
    void tellInfo(stopped ? 'The sandbox has stopped. Requests go to DT again.' : 'The sandbox is not running.');
  }
}
