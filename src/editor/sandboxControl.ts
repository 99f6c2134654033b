import * as vscode from 'vscode';
import type { Sandbox } from '../sandbox/index';
import type { Engine } from './engine';
import { sandboxRunsKey } from './ids';

/** The sandbox of this window: at most one. Its accounts are there while it runs. */
export class SandboxControl {
  #starting: Promise<Sandbox> | undefined;

  constructor(private readonly engine: Engine) {}

  /** Starts it, or gives the one that runs. */
  start(): Promise<Sandbox> {
    this.#starting ??= this.#start().catch((error: unknown) => {
      this.#starting = undefined;
      throw error;
    });
    return this.#starting;
  }

  /** Resolves to false when none was running. */
  async stop(): Promise<boolean> {
    const starting = this.#starting;
    if (!starting) return false;
    this.#starting = undefined;
    // Not before it has come up: or it would be entered after it was left.
    const sandbox = await starting;
    (await this.engine.get()).leaveSandbox();
    void vscode.commands.executeCommand('setContext', sandboxRunsKey, false);
    await sandbox.stop();
    return true;
  }

  dispose(): void {
    this.#starting?.then(
      (sandbox) => sandbox.dispose(),
      () => undefined, // It never came up, and whoever started it was told.
    );
  }

  async #start(): Promise<Sandbox> {
    const services = await this.engine.get();
    const { startSandbox } = await import('../sandbox/index');
    const sandbox = await startSandbox({ logger: this.engine.host.log });
    services.enterSandbox(sandbox);
    void vscode.commands.executeCommand('setContext', sandboxRunsKey, true);
    return sandbox;
  }
}
