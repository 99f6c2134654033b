import * as vscode from 'vscode';
import { apiBase } from '../../api/hosts';
import { type FoundSecret, isNameForSecret, type ListedSecret, type SecretBook, secretOrigin, type StoredSecret } from '../../auth/secretBook';
import { shortestSecret } from '../../http/redact';
import { askChoiceStep, askLine, type LineQuestion } from './questions';

/** What is known of a secret before a person is asked. */
export interface KnownSecret {
  readonly name?: string;
  /** Given: it is not asked for. */
  readonly value?: string;
  /** Where it was found to go. */
  readonly origin?: string;
}

/** A secret on its way to be stored. */
type Draft = Partial<StoredSecret>;
/** The draft with what was answered, the step before, or undefined: given up. */
type Step = (draft: Draft, place: Pick<LineQuestion, 'step' | 'totalSteps' | 'canGoBack'>) => Promise<Draft | 'back' | undefined>;

/** Asks for a secret, one step after the other: its name and where it may go in any case. Undefined when it is given up. */
export async function askSecret(book: SecretBook, { value, origin, name }: KnownSecret): Promise<StoredSecret | undefined> {
  const stored = await valuesOf(book);
  const steps: readonly Step[] = [
    (draft, place) => askName(stored, value, draft, place),
    ...(value === undefined ? [async (draft: Draft, place: Parameters<Step>[1]) => askValue(await book.find(draft.name ?? ''), draft, place)] : []),
    async (draft, place) => askOrigins(await book.find(draft.name ?? ''), origin, draft, place),
  ];
  let draft: Draft = { ...(name === undefined ? {} : { name }), ...(value === undefined ? {} : { value }) };
  for (let index = 0; ; ) {
    const step = steps[index];
    if (!step) return { name: draft.name ?? '', value: draft.value ?? '', origins: draft.origins ?? [] };
    const answer = await step(draft, { step: index + 1, totalSteps: steps.length, canGoBack: index > 0 });
    if (answer === undefined) return undefined;
    if (answer !== 'back') draft = answer;
    index += answer === 'back' ? -1 : 1;
  }
}

/** A stored secret; without a value when it is damaged. */
type Taken = ListedSecret & Pick<Draft, 'value'>;

async function valuesOf(book: SecretBook): Promise<ReadonlyMap<string, Taken>> {
  const all = (await book.list()).map(async (listed): Promise<[string, Taken]> => {
    const found = await book.find(listed.name);
    return [listed.name, found?.kind === 'stored' ? { ...listed, value: found.secret.value } : listed];
  });
  return new Map(await Promise.all(all));
}

/**
 * The name; one of `taken` is replaced, which is said.
 *
 * @param value What is to be stored; undefined when it is asked for later.
 */
async function askName(taken: ReadonlyMap<string, Taken>, value: string | undefined, draft: Draft, place: Parameters<Step>[1]): ReturnType<Step> {
  const answer = await askLine({
    ...place,
    title: 'Store Secret: name',
    prompt: 'How environments call this secret: {"$secret": "name"}',
    placeHolder: 'webhook-key',
    value: draft.name ?? '',
    check: (text) => nameProblem(text, taken, value),
  });
  return typeof answer === 'object' ? { ...draft, name: answer.text } : answer;
}

function nameProblem(name: string, taken: ReadonlyMap<string, Taken>, value: string | undefined): string | vscode.InputBoxValidationMessage | undefined {
  if (name === '') return 'This is needed.';
  if (!isNameForSecret(name)) return 'A name starts with a letter or "_" and goes on with letters, digits, "_" and "-", 80 at most.';
  const other = taken.get(name);
  if (!other) return undefined;
  const isSame = value !== undefined && value === other.value;
  return {
    message: isSame ? `This is the secret "${name}", which is stored already.` : replacedWords(other, value !== undefined),
    severity: isSame ? vscode.InputBoxValidationSeverity.Info : vscode.InputBoxValidationSeverity.Warning,
  };
}

function replacedWords({ name, origins, damaged }: Taken, isValueKnown: boolean): string {
  if (damaged) return 'There is a secret of that name, which this changes. It cannot be read.';
  const where = origins.join(', ');
  if (!isValueKnown) return `There is a secret of that name, which this changes. It may go to ${where}.`;
  return `This replaces the secret "${name}": its value is lost, and requests to ${where} can no longer use it.`;
}

/** The value that is typed, or the one that is there already. */
async function askValue(before: FoundSecret, draft: Draft, place: Parameters<Step>[1]): ReturnType<Step> {
  const title = `Store Secret: value of "${draft.name ?? ''}"`;
  const typed = () => askTyped({ ...place, title }, draft);
  if (before?.kind !== 'stored') return typed();
  const keep = { label: '$(lock) Keep its value', description: 'change only where it may go' };
  for (;;) {
    const chosen = await askChoiceStep([keep, { label: '$(edit) Type a new value', description: '' }], { ...place, title });
    if (chosen === keep) return { ...draft, value: before.secret.value };
    if (typeof chosen !== 'object') return chosen;
    const answer = await typed();
    // Back from the box leads to the choice that led there.
    if (answer !== 'back') return answer;
  }
}

async function askTyped(place: Pick<LineQuestion, 'title' | 'step' | 'totalSteps' | 'canGoBack'>, draft: Draft): ReturnType<Step> {
  const answer = await askLine({
    ...place,
    prompt: 'It is kept in the secret storage of this editor, and is never shown.',
    value: '',
    password: true,
    keepsBlanks: true,
    check: valueProblem,
  });
  return typeof answer === 'object' ? { ...draft, value: answer.text } : answer;
}

function valueProblem(value: string): string | vscode.InputBoxValidationMessage | undefined {
  if (value.trim() === '') return 'This is needed.';
  const severity = vscode.InputBoxValidationSeverity.Warning;
  if (value !== value.trim()) return { message: 'It begins or ends with a blank, which is stored too.', severity };
  // The redactor looks for nothing that short.
  return value.length < shortestSecret ? { message: `A secret of fewer than ${shortestSecret} characters cannot be hidden in answers.`, severity } : undefined;
}

/**
 * Where the secret may go.
 *
 * @param found Where it was found to go, for a start; beside what was chosen for the same value
 *   before. Default: what was chosen before, else DT's API.
 */
async function askOrigins(before: FoundSecret, found: string | undefined, draft: Draft, place: Parameters<Step>[1]): ReturnType<Step> {
  const answer = await askLine({
    ...place,
    title: `Store Secret: where "${draft.name ?? ''}" may go`,
    prompt: 'Origins, with blanks between them',
    value: proposedOrigins(before, found, draft).join(' '),
    check: (typed) => {
      const read = readOrigins(typed);
      return typeof read === 'string' ? read : { message: `It may go to ${read.join(', ')} and nowhere else. Separate several with blanks.`, severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  if (typeof answer !== 'object') return answer;
  const read = readOrigins(answer.text);
  return typeof read === 'string' ? undefined : { ...draft, origins: read };
}

function proposedOrigins(before: FoundSecret, found: string | undefined, { value }: Draft): readonly string[] {
  if (before?.kind !== 'stored') return [found ?? new URL(apiBase).origin];
  const { secret } = before;
  if (found === undefined) return secret.origins;
  // Another secret goes where it was found to go; the one before is no longer there.
  return secret.value === value ? [...new Set([...secret.origins, secretOrigin(found) ?? found])] : [found];
}

/** The origins of a text, each once, in the form in which they are compared; or what is wrong with the first that is none. */
function readOrigins(text: string): readonly string[] | string {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) return 'Where may it go? Give at least one origin, as in https://hooks.example.';
  // A slash at the end is how browsers copy an origin.
  const origins = words.map((word) => ({ word, origin: secretOrigin(word.replace(/^(https?:\/\/[^/]+)\/$/i, '$1')) }));
  const wrong = origins.find(({ origin }) => origin === undefined)?.word;
  if (wrong !== undefined) return wrongOrigin(wrong);
  return [...new Set(origins.flatMap(({ origin }) => origin ?? []))];
}

function wrongOrigin(word: string): string {
  const shown = word.length > 60 ? `${word.slice(0, 59)}…` : word;
  if (secretOrigin(word.replace(/^http:/i, 'https:')) !== undefined) return `${shown}: over http everybody on the way could read it. Write https, or http and this machine (http://localhost:8080).`;
  return `${shown} is no origin. Write https, a host and perhaps a port: https://hooks.example:8443.`;
}
