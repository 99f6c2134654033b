import * as vscode from 'vscode';
import { apiBase } from '../../api/hosts';
import { type FoundSecret, isNameForSecret, type ListedSecret, type SecretBook, secretOrigin, type StoredSecret } from '../../auth/secretBook';
import { shortestSecret } from '../../http/redact';
import { askChoice, askLine, type LineQuestion } from './questions';

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
  const stored = await book.list();
  const steps: readonly Step[] = [
    (draft, place) => askName(stored, draft, place),
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

/** The name; one of `stored` is replaced, which is said. */
async function askName(stored: readonly ListedSecret[], draft: Draft, place: Parameters<Step>[1]): ReturnType<Step> {
  const taken = new Map(stored.map((each) => [each.name, each]));
  const answer = await askLine({
    ...place,
    title: 'Store Secret: name',
    prompt: 'How environments call this secret: {"$secret": "name"}',
    placeHolder: 'webhook-key',
    value: draft.name ?? '',
    check: (text) => nameProblem(text, taken),
  });
  return typeof answer === 'object' ? { ...draft, name: answer.text } : answer;
}

function nameProblem(name: string, taken: ReadonlyMap<string, ListedSecret>): string | vscode.InputBoxValidationMessage | undefined {
  if (name === '') return 'This is needed.';
  if (!isNameForSecret(name)) return 'A name starts with a letter or "_" and goes on with letters, digits, "_" and "-", 80 at most.';
  const other = taken.get(name);
  if (!other) return undefined;
  const where = other.damaged ? 'It cannot be read.' : `It may go to ${other.origins.join(', ')}.`;
  return { message: `There is a secret of that name, which this changes. ${where}`, severity: vscode.InputBoxValidationSeverity.Warning };
}

/** The value that is typed, or the one that is there already. */
async function askValue(before: FoundSecret, draft: Draft, place: Parameters<Step>[1]): ReturnType<Step> {
  const title = `Store Secret: value of "${draft.name ?? ''}"`;
  if (before?.kind === 'stored') {
    const keep = { label: '$(lock) Keep its value', description: 'change only where it may go' };
    const chosen = await askChoice(title, [keep, { label: '$(edit) Type a new value', description: '' }]);
    if (!chosen || chosen === keep) return chosen && { ...draft, value: before.secret.value };
  }
  const answer = await askLine({
    ...place,
    title,
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
 * @param found Where it was found to go, for a start. Default: what was chosen before, else DT's API.
 */
async function askOrigins(before: FoundSecret, found: string | undefined, draft: Draft, place: Parameters<Step>[1]): ReturnType<Step> {
  const chosen = before?.kind === 'stored' ? before.secret.origins.join(' ') : new URL(apiBase).origin;
  const answer = await askLine({
    ...place,
    title: `Store Secret: where "${draft.name ?? ''}" may go`,
    prompt: 'Origins, with blanks between them',
    value: found ?? chosen,
    check: (typed) => {
      const read = readOrigins(typed);
      return typeof read === 'string' ? read : { message: `It may go to ${read.join(', ')} and nowhere else. Several are written with blanks between them.`, severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  if (typeof answer !== 'object') return answer;
  const read = readOrigins(answer.text);
  return typeof read === 'string' ? undefined : { ...draft, origins: read };
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
