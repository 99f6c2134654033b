import type { AccountBook } from '../../auth/accountBook';
import type { AnswerView } from '../answerView';
import type { Engine } from '../engine';
import type { EnvironmentChoice } from '../environment/environmentChoice';
import type { Quotas } from '../quota/quotas';
import type { Launcher } from '../running/launcher';
import type { Runs } from '../runs';
import type { SandboxControl } from '../sandboxControl';
import type { VscodeHost } from '../vscodeHost';

/** One command of the palette, a lens or the light bulb. */
export interface Command {
  readonly id: string;
  execute(...args: unknown[]): Promise<unknown>;
}

/** What commands work with. */
export interface CommandContext {
  readonly host: VscodeHost;
  readonly engine: Engine;
  readonly accounts: AccountBook;
  readonly environments: EnvironmentChoice;
  readonly runs: Runs;
  readonly launcher: Launcher;
  readonly answers: AnswerView;
  readonly sandbox: SandboxControl;
  readonly quotas: Quotas;
}
