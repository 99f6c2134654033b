import type { Answered, FileSupply, Prompt, RequestTarget, Supplies } from '../../language/plan/needs';
import type { Block } from '../../language/syntax/nodes';

/** What all requests of a session share. */
export interface SharedSupplies {
  answer(target: RequestTarget): Answered | undefined;
  processEnv(name: string): string | undefined;
  readonly dotenv: Readonly<Record<string, string>>;
}

/** What was learned for one request on its way to being planned. */
export class RequestSupplies implements Supplies {
  readonly #shared: SharedSupplies;
  readonly #forced = new Set<Block>();
  readonly #prompts = new Map<Block, Map<string, string>>();
  readonly #files = new Map<string, FileSupply>();

  constructor(shared: SharedSupplies) {
    this.#shared = shared;
  }

  answer(target: RequestTarget): Answered | undefined {
    return this.#shared.answer(target);
  }

  wasForced({ block }: RequestTarget): boolean {
    return this.#forced.has(block);
  }

  noteForced({ block }: RequestTarget): void {
    this.#forced.add(block);
  }

  prompt(block: Block, name: string): string | undefined {
    return this.#prompts.get(block)?.get(name);
  }

  notePrompt(block: Block, { name }: Prompt, value: string): void {
    this.#prompts.set(block, (this.#prompts.get(block) ?? new Map<string, string>()).set(name, value));
  }

  file(path: string): FileSupply | undefined {
    return this.#files.get(path);
  }

  noteFile(path: string, content: FileSupply): void {
    this.#files.set(path, content);
  }

  processEnv(name: string): string | undefined {
    return this.#shared.processEnv(name);
  }

  dotenv(name: string): string | undefined {
    return Object.hasOwn(this.#shared.dotenv, name) ? this.#shared.dotenv[name] : undefined;
  }
}
