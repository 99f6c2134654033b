import { nearest } from '../base/nearest';
import { type Lens, lenses } from '../language/features/lenses';
import type { Block } from '../language/syntax/nodes';
import { blockAt } from '../language/syntax/queries';
import type { RunArguments } from './arguments';
import type { Page } from './format/page';
import { plainLine } from './format/plain';
import { titleOf } from './format/requestTitle';
import type { InputFile } from './inputs';

/** A request that was asked for. */
export interface Chosen {
  readonly block: Block;
  /** `@disabled`: it is counted and not run. */
  readonly isDisabled: boolean;
}

/** What decides which requests of the files are run. */
export type Choice = Pick<RunArguments, 'names' | 'lines'>;

/** Every request. */
export const everything: Choice = { names: [], lines: [] };

/** The requests of a file that are asked for, in their order. */
export function chosenOf(page: Page, choice: Choice): readonly Chosen[] {
  return lenses(page.file).flatMap((lens) => {
    const block = page.file.blocks[lens.blockIndex];
    return block && isChosen(page, lens, block, choice) ? [{ block, isDisabled: lens.isDisabled }] : [];
  });
}

function isChosen(page: Page, { name }: Lens, block: Block, { names, lines }: Choice): boolean {
  if (names.length > 0) return name !== undefined && names.includes(name);
  return lines.length === 0 || lines.some((line) => holds(page, block, line));
}

/** @param line The first is 1. */
function holds({ file, lines }: Page, block: Block, line: number): boolean {
  return line <= lines.lineCount && blockAt(file, lines.offsetAt({ line: line - 1, character: 0 })) === block;
}

/** A sentence for each name and line that chooses nothing, and when there is nothing to run at all. */
export function choiceProblems(inputs: readonly InputFile[], choice: Choice): readonly string[] {
  const found = inputs.flatMap(({ page }) => lenses(page.file));
  const names = choice.names.filter((name) => !found.some((lens) => lens.name === name));
  const lines = choice.lines.filter((line) => !inputs.some(({ page }) => chosenOf(page, { names: [], lines: [line] }).length > 0));
  const problems = [
    ...names.map((name) => `dt-http: no request is called "${plainLine(name)}"${nameHint(name, inputs)}`),
    ...lines.map((line) => `dt-http: there is no request at line ${line} of ${shownFiles(inputs)}.`),
  ];
  if (problems.length > 0) return problems;
  const chosen = inputs.flatMap(({ page }) => chosenOf(page, choice));
  if (chosen.some(({ isDisabled }) => !isDisabled)) return [];
  return [`dt-http: nothing to run: ${chosen.length > 0 ? 'what was asked for is @disabled' : `there is no request in ${shownFiles(inputs)}`}.`];
}

/** The end of the sentence about a name that nothing has: what was meant. */
function nameHint(name: string, inputs: readonly InputFile[]): string {
  for (const { page } of inputs) {
    const titled = page.file.blocks.find((block) => block.request && titleOf(page, block) === name);
    if (!titled?.request) continue;
    const { line } = page.lines.positionAt(titled.request.line.start);
    const file = inputs.length > 1 ? ` with ${plainLine(page.shown)} alone` : '';
    return `; ${/\s/.test(name) ? 'titles with blanks are no names' : 'that is a title, not a name'}: use --line ${line + 1}${file}.`;
  }
  const known = inputs.flatMap(({ page }) => lenses(page.file).flatMap((lens) => lens.name ?? []));
  const suggestion = nearest(name, known);
  return suggestion === undefined ? '.' : `. Did you mean "${plainLine(suggestion)}"?`;
}

function shownFiles(inputs: readonly InputFile[]): string {
  return inputs.map(({ page }) => plainLine(page.shown)).join(', ');
}
