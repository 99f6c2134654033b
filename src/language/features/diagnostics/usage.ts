import type { Block, RequestFile } from '../../syntax/nodes';
import { perBlock } from '../../syntax/perBlock';
import { insertsText } from '../../syntax/queries';
import { excessOf } from '../longRequest';
import { mentionsOf } from '../navigation/mentions';

/** What a block does with variables, in the order in which it takes effect; nothing of it is a place, so most edits leave it as it is. */
interface Events {
  /** For each mention of the block: `=name` defines, `?name` asks for it, `name` uses it; empty for all others. */
  readonly steps: readonly string[];
  readonly hasRequest: boolean;
  /** Whether it replaces references in the text of another file, which nobody has read. */
  readonly readsText: boolean;
  /** Set when it is too long to be looked into with each edit: then nothing else is known of it. */
  readonly isLong?: true;
}

function findEvents(file: RequestFile, block: Block): Events {
  const mentions = mentionsOf(file, block);
  const prompted = new Set(mentions.flatMap(({ role, name }) => (role === 'prompt' ? [name] : [])));
  const steps = mentions.map(({ role, name }) => {
    if (role === 'variable') return `=${name}`;
    if (role === 'prompt') return `?${name}`;
    return role === 'reference' && !prompted.has(name) ? name : '';
  });
  return { steps, hasRequest: block.request !== undefined, readsText: insertsText(block) };
}

const eventsOf = perBlock(
  (file, block): Events => (excessOf(file, block) ? { steps: [], hasRequest: block.request !== undefined, readsText: false, isLong: true } : findEvents(file, block)),
  (former, now) => former.hasRequest === now.hasRequest && former.readsText === now.readsText && former.isLong === now.isLong && former.steps.length === now.steps.length && former.steps.every((step, index) => step === now.steps[index]),
);

/** One of the definitions or prompts of a file. */
export interface StepPlace {
  /** Index of its block. */
  readonly block: number;
  /** Index among the mentions of the block. */
  readonly mention: number;
}

/** What becomes of the variables of a file, by the order of its lines alone. */
export interface Usage {
  /** Definitions that nothing uses. Empty for a file without requests: others import it. */
  readonly unused: readonly StepPlace[];
  /** Definitions that another one follows before anything uses them. */
  readonly replaced: readonly { readonly place: StepPlace; readonly by: StepPlace }[];
  /** Prompts that take the place of a variable of the file, and its definition. */
  readonly prompted: readonly { readonly place: StepPlace; readonly hidden: StepPlace }[];
}

/** Most edits leave what the blocks do as it is, and with it what follows from that. */
const known = new WeakMap<readonly Events[], Usage>();

/**
 * Which variables of a file are used. Looks only into blocks that are new since an earlier tree.
 *
 * @param isTyping Nothing is said that depends on what is too long to be looked into with each edit.
 */
export function usageOf(file: RequestFile, isTyping: boolean): Usage {
  const all = eventsOf.all(file);
  if (!isTyping && all.some(({ isLong }) => isLong)) return follow(file.blocks.map((block) => findEvents(file, block)));
  const before = known.get(all);
  if (before) return before;
  const usage = follow(all);
  known.set(all, usage);
  return usage;
}

function follow(all: readonly Events[]): Usage {
  const current = new Map<string, StepPlace>();
  const used = new Set<StepPlace>();
  const early = new Set<string>();
  const replaced: Usage['replaced'][number][] = [];
  const prompted: Usage['prompted'][number][] = [];
  all.forEach(({ steps, isLong }, block) => {
    // It may define any of them anew.
    if (isLong) current.clear();
    steps.forEach((step, mention) => {
      if (step === '') return;
      const does = step.charAt(0);
      const name = does === '=' || does === '?' ? step.slice(1) : step;
      const before = current.get(name);
      if (does === '=') {
        const place = { block, mention };
        if (before && !used.has(before)) replaced.push({ place: before, by: place });
        // What is used further up is an error of its own, and its fix is to move this line.
        if (!before && early.has(name)) used.add(place);
        current.set(name, place);
      } else if (does === '?') {
        if (before) prompted.push({ place: { block, mention }, hidden: before });
      } else if (before) used.add(before);
      else early.add(name);
    });
  });
  // What nobody has read may use all of them.
  if (all.some(({ readsText, isLong }) => readsText || isLong)) return { unused: [], replaced: [], prompted };
  const isModule = !all.some(({ hasRequest }) => hasRequest);
  return { unused: isModule ? [] : [...current.values()].filter((place) => !used.has(place)), replaced, prompted };
}
