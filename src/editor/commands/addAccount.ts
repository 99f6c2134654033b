import * as vscode from 'vscode';
import { tokenUrl } from '../../api/hosts';
import type { ServiceAccount } from '../../auth/account';
import { accountNameProblem, sameAccount } from '../../auth/accountName';
import type { NamedAccount } from '../../auth/accountBook';
import { isCancelled } from '../../base/abort';
import { accountFromFile, accountFromVariables, givenVariables } from '../asking/importAccount';
import { askChoice, askLine } from '../asking/questions';
import { toSignal } from '../convert';
import { commandId } from '../ids';
import type { Command, CommandContext } from './command';

/** What was typed, in memory only, until it is saved or given up. */
interface Draft extends Pick<ServiceAccount, 'keyId' | 'secret' | 'email'> {
  readonly name: string;
  /** Default: DT's. */
  readonly tokenUrl?: string;
}

interface Question {
  readonly field: 'keyId' | 'secret' | 'email' | 'name';
  readonly title: string;
  readonly prompt: string;
  readonly placeHolder?: string;
  readonly check?: (value: string) => string | undefined;
}

const nameQuestion: Question = { field: 'name', title: 'name', prompt: 'How requests and the status bar call this account' };
const questions: readonly Question[] = [
  { field: 'keyId', title: 'key ID', prompt: 'Key ID of the service account, from DT Studio', placeHolder: '20 characters' },
  { field: 'secret', title: 'secret', prompt: 'The secret that DT Studio showed once, when the key was made' },
  {
    field: 'email',
    title: 'email',
    prompt: 'Email of the service account, from DT Studio',
    placeHolder: '…@….serviceaccount.d21s.com',
    check: (value) => (/^[^@\s]+@[^@\s]+$/.test(value) ? undefined : 'This is not an email.'),
  },
  nameQuestion,
];

/** How adding ended: `back` leads to the step before. */
type Ended = 'saved' | 'back' | 'given-up';

interface Way extends vscode.QuickPickItem {
  readonly go: () => Promise<Ended>;
}

/**
 * `DT: Add Service Account`: asks how, takes the three strings from there, proves them, and only
 * then stores them.
 */
export class AddAccountCommand implements Command {
  readonly id = commandId.addAccount;

  constructor(private readonly context: CommandContext) {}

  async execute(): Promise<void> {
    while ((await (await askChoice('Add Service Account', this.#ways()))?.go()) === 'back');
  }

  #ways(): readonly Way[] {
    const { context } = this;
    const imported = async (account: ServiceAccount | undefined): Promise<Ended> =>
      account ? finish(context, { ...account, name: '' }, [nameQuestion], true) : 'back';
    const variables = givenVariables(context.host);
    return [
      {
        label: '$(edit) Type key ID, secret and email',
        detail: 'As DT Studio shows them when a key of a service account is made',
        go: () => finish(context, { keyId: '', secret: '', email: '', name: '' }, questions, true),
      },
      { label: "$(json) Import DT's credentials file…", detail: '{"serviceAccount": {"keyId", "secret", "email", …}}', go: async () => imported(await accountFromFile(context.host)) },
      ...(variables === undefined ? [] : [{ label: '$(terminal) Take the environment variables', detail: variables, go: async () => imported(await accountFromVariables(context.host)) }]),
    ];
  }
}

/**
 * Adds an account whose three strings are known: asks for a name, proves the account and saves it.
 * Resolves to true when it was saved.
 *
 * @param draft `name` is what is proposed.
 */
export async function addAccountFrom(context: CommandContext, draft: { readonly keyId: string; readonly secret: string; readonly email: string; readonly name?: string }): Promise<boolean> {
  const { keyId, secret, email, name = '' } = draft;
  return (await finish(context, { keyId, secret, email, name }, [nameQuestion], false)) === 'saved';
}

/** Asks what is left to ask, proves and saves; again with what is known when the account is not accepted. */
async function finish(context: CommandContext, known: Draft, asked: readonly Question[], canGoBack: boolean): Promise<Ended> {
  let draft = known;
  for (;;) {
    const answered = await ask(draft, asked, canGoBack, await context.accounts.list());
    if (typeof answered === 'string') return answered;
    draft = answered;
    const problem = await prove(context, draft);
    if (problem === undefined) {
      await save(context, draft);
      return 'saved';
    }
    const again = 'Try Again';
    // What was typed stands in the boxes of the next try.
    if ((await vscode.window.showErrorMessage(`${draft.name} was not saved. ${problem}`, again)) !== again) return 'given-up';
  }
}

async function ask(known: Draft, asked: readonly Question[], canGoBack: boolean, accounts: readonly NamedAccount[]): Promise<Draft | 'back' | 'given-up'> {
  let draft = known;
  for (let index = 0; ; ) {
    const question = asked[index];
    if (!question) return draft;
    const { field, title, prompt, placeHolder } = question;
    const answer = await askLine({
      title: `Add Service Account: ${title}`,
      ...(asked.length > 1 ? { step: index + 1, totalSteps: asked.length } : {}),
      prompt,
      ...(placeHolder === undefined ? {} : { placeHolder }),
      value: field === 'name' && draft.name === '' ? (draft.email.split('@')[0] ?? '') : draft[field],
      password: field === 'secret',
      canGoBack: canGoBack || index > 0,
      check: checkOf(question, draft, accounts),
    });
    if (answer === undefined) return 'given-up';
    if (answer === 'back' && index === 0) return 'back';
    if (answer !== 'back') draft = { ...draft, [field]: answer.text };
    index += answer === 'back' ? -1 : 1;
  }
}

function checkOf({ field, check }: Question, draft: Draft, accounts: readonly NamedAccount[]): (text: string) => string | vscode.InputBoxValidationMessage | undefined {
  if (field !== 'name') return (text) => (text === '' ? 'This is needed.' : check?.(text));
  return (text) => {
    const problem = accountNameProblem(text, accounts);
    if (problem !== undefined) return problem;
    if (accounts.some(({ name }) => name === text)) return warning('This replaces the account of that name.');
    const same = sameAccount(draft, text, accounts);
    return same && warning(`This key is kept as "${same.name}" already. It will be there under both names.`);
  };
}

function warning(message: string): vscode.InputBoxValidationMessage {
  return { message, severity: vscode.InputBoxValidationSeverity.Warning };
}

/** Why the token endpoint does not accept the account; undefined when it does. */
async function prove({ engine }: CommandContext, { name, ...draft }: Draft): Promise<string | undefined> {
  const services = await engine.get();
  try {
    const result = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Signing in as ${name}`, cancellable: true },
      (_, token) => services.prove(accountOf(draft), toSignal(token)),
    );
    return result.kind === 'signed-in' ? undefined : result.message;
  } catch (error) {
    if (isCancelled(error)) return 'Signing in was cancelled.';
    throw error;
  }
}

async function save({ accounts }: CommandContext, { name, ...draft }: Draft): Promise<void> {
  await accounts.add({ name, account: accountOf(draft) });
  void vscode.window.showInformationMessage(`${name} is signed in and was saved. It signs requests from now on.`);
}

function accountOf({ keyId, secret, email, ...draft }: Omit<Draft, 'name'>): ServiceAccount {
  return { keyId, secret, email, tokenUrl: draft.tokenUrl ?? tokenUrl };
}
