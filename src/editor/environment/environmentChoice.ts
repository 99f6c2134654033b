import * as vscode from 'vscode';
import { DisposableBase } from '../../base/disposable';
import { Emitter } from '../../base/event';

const memoryKey = 'dtHttp.environment';

/** Which environment holds for the request files of this window: chosen by the user, else by the setting. */
export class EnvironmentChoice extends DisposableBase {
  readonly #changed = this.register(new Emitter<undefined>());
  readonly onDidChange = this.#changed.event;

  /** @param memory Kept for each workspace. */
  constructor(private readonly memory: vscode.Memento) {
    super();
    this.register(vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('dtHttp') || event.affectsConfiguration('rest-client.environmentVariables')) this.#changed.fire(undefined);
    }));
  }

  /** What the user has chosen in this window: a name, empty for none; undefined when the setting counts. */
  get chosen(): string | undefined {
    return this.memory.get<string>(memoryKey);
  }

  /** The environment for a document; undefined when none is used. */
  of(document: vscode.TextDocument): string | undefined {
    const name = this.chosen ?? this.setting(document);
    return name === '' ? undefined : name;
  }

  /** What the setting says for a document; empty when it names none. */
  setting(document: vscode.TextDocument): string {
    const value = vscode.workspace.getConfiguration('dtHttp', document).get<unknown>('environment');
    return typeof value === 'string' ? value : '';
  }

  /** @param name Empty for no environment; undefined lets the setting count again. */
  async choose(name: string | undefined): Promise<void> {
    await this.memory.update(memoryKey, name);
    this.#changed.fire(undefined);
  }

  /** Whether an environment is one to be careful with. */
  isWarned(document: vscode.TextDocument, name: string): boolean {
    const names = vscode.workspace.getConfiguration('dtHttp', document).get<unknown>('warnEnvironments');
    return Array.isArray(names) && names.some((each) => typeof each === 'string' && each.toLowerCase() === name.toLowerCase());
  }
}
