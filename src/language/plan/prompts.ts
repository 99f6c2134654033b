import type { Span } from '../../base/text';
import type { Block, RequestFile } from '../syntax/nodes';
import { directivesOf } from '../syntax/queries';
import type { Prompt } from './needs';

/** A question of a block, and where it stands. */
export interface PlacedPrompt extends Prompt {
  /** The argument of its directive. */
  readonly span: Span;
}

/** What follows `@prompt`: a name, and the text of the question. Undefined when it does not start with a name. */
export function readPrompt(argument: string): { readonly name: string; readonly text: string } | undefined {
  const [, name, text = ''] = /^([A-Za-z_][\w-]*)(?:\s+(.*))?$/s.exec(argument) ?? [];
  return name === undefined ? undefined : { name, text: text === '' ? name : text };
}

/** Trees never change, so the prompts of each block are read once. */
const known = new WeakMap<Block, ReadonlyMap<string, PlacedPrompt>>();

/** The `@prompt` or `@prompt-secret` of a block that asks for `name`; undefined when there is none. */
export function promptCalled(file: RequestFile, block: Block, name: string): PlacedPrompt | undefined {
  const before = known.get(block);
  if (before) return before.get(name);
  const prompts = new Map<string, PlacedPrompt>();
  for (const directive of directivesOf(file, block)) {
    if (directive.name !== 'prompt' && directive.name !== 'promptsecret') continue;
    const prompt = readPrompt(directive.argument);
    if (!prompt || prompts.has(prompt.name)) continue;
    const { start, end } = directive.line.argument;
    prompts.set(prompt.name, { ...prompt, secret: directive.name === 'promptsecret', span: { start, end } });
  }
  known.set(block, prompts);
  return prompts.get(name);
}
