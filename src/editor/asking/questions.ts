import * as vscode from 'vscode';
import { unlinked } from '../messages';

/** A line that a person types, one step of several. */
export interface LineQuestion {
  readonly title: string;
  /** From 1; with `totalSteps` it stands behind the title. */
  readonly step?: number;
  readonly totalSteps?: number;
  readonly prompt: string;
  readonly placeHolder?: string;
  /** What stands in the box at first. */
  readonly value: string;
  /** Masked. */
  readonly password?: boolean;
  /** Whether blanks around the text belong to it. Default: they are left out. */
  readonly keepsBlanks?: boolean;
  /** Whether there is a step before this one. */
  readonly canGoBack: boolean;
  /** What is wrong with a text, or a warning about it; undefined when nothing is. */
  readonly check: (text: string) => string | vscode.InputBoxValidationMessage | undefined;
}

/** What was typed, the step before, or undefined: given up. */
export type LineAnswer = { readonly text: string } | 'back' | undefined;

/** Asks for a line. What is wrong with it is said while it is typed, and keeps it from being taken. */
export function askLine({ check, canGoBack, keepsBlanks = false, ...question }: LineQuestion): Promise<LineAnswer> {
  const box = vscode.window.createInputBox();
  Object.assign(box, { ...question, prompt: unlinked(question.prompt), ignoreFocusOut: true, buttons: canGoBack ? [vscode.QuickInputButtons.Back] : [] });
  const typed = () => (keepsBlanks ? box.value : box.value.trim());
  const show = () => {
    const said = check(typed());
    box.validationMessage = typeof said === 'object' ? { ...said, message: unlinked(said.message) } : said && unlinked(said);
    return said === undefined || (typeof said === 'object' && said.severity !== vscode.InputBoxValidationSeverity.Error);
  };
  // An empty box is no mistake before somebody wants to go on; a warning about a proposal is worth showing.
  if (box.value !== '') show();
  return ended(box, (resolve) => {
    box.onDidChangeValue(show);
    box.onDidTriggerButton(() => resolve('back'));
    box.onDidAccept(() => {
      if (show()) resolve({ text: typed() });
    });
  });
}

/** Lets a person choose one of several; undefined: given up. */
export async function askChoice<T extends vscode.QuickPickItem>(title: string, choices: readonly T[], active?: T): Promise<T | undefined> {
  const answer = await askChoiceStep(choices, { title, canGoBack: false }, active);
  return answer === 'back' ? undefined : answer;
}

/** The same as one step of several, from which a person may go back. */
export function askChoiceStep<T extends vscode.QuickPickItem>(
  choices: readonly T[],
  { canGoBack, ...place }: Pick<LineQuestion, 'title' | 'step' | 'totalSteps' | 'canGoBack'>,
  active?: T,
): Promise<T | 'back' | undefined> {
  const box = vscode.window.createQuickPick<T>();
  Object.assign(box, { ...place, matchOnDescription: true, buttons: canGoBack ? [vscode.QuickInputButtons.Back] : [] });
  box.items = choices;
  if (active) box.activeItems = [active];
  return ended<T | 'back'>(box, (resolve) => {
    box.onDidTriggerButton(() => resolve('back'));
    box.onDidAccept(() => {
      const [chosen] = box.selectedItems;
      if (chosen) resolve(chosen);
    });
  });
}

/** Shows a box until something was answered or it was closed, and lets go of it. */
function ended<T>(box: vscode.QuickInput, listen: (resolve: (value: T) => void) => void): Promise<T | undefined> {
  return new Promise((resolve) => {
    listen((value) => {
      resolve(value);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}
