import * as vscode from 'vscode';
import { tokenUrl } from '../../api/hosts';
import type { SignInResult } from '../../app/signIn';
import type { ServiceAccount } from '../../auth/account';
import { accountNameProblem, sameAccount } from '../../auth/accountName';
import type { NamedAccount } from '../../auth/accountBook';
import { isCancelled } from '../../base/abort';
import { accountFromFile, accountFromVariables, givenVariables, type ImportedAccount } from '../asking/importAccount';
import { askChoice, askLine } from '../asking/questions';
import { toSignal } from '../convert';
import { commandId } from '../ids';
import { tellError, tellInfo, withCancel } from '../messages';
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
  readonly check?: (value: string, draft: Draft) => string | vscode.InputBoxValidationMessage | undefined;
}

const nameQuestion: Question = { field: 'name', title: 'name', prompt: 'How requests and the status bar call this account' };
const questions: readonly Question[] = [
  {
    field: 'keyId',
    title: 'key ID',
    prompt: 'Key ID of the service account, from DT Studio',
    placeHolder: '20 characters',
    check: (value) => {
      if (value.includes('@')) return 'This is an email; it is asked for in a later step.';
      // DT documents no form of a secret, but shows 32 hexadecimal digits.
      return /^[0-9a-f]{32}$/i.test(value) ? warning('This looks like the secret. A key ID has 20 characters.') : undefined;
    },
  },
  {
    field: 'secret',
    title: 'secret',
    prompt: 'The secret that DT Studio showed once, when the key was made',
    check: (value, { keyId }) => (value === keyId ? warning('This is the key ID, typed once more.') : undefined),
  },
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
    const imported = async (from: ImportedAccount | undefined): Promise<Ended> =>
      from ? finish(context, { ...from.account, name: '' }, [nameQuestion], true, from.leftIn) : 'back';
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

/**
 * Asks what is left to ask, proves and saves. When that fails, a person may have it tried again, or
 * change first what is known.
 *
 * @param leftIn File that still holds the secret, for people. Default: none does.
 */
async function finish(context: CommandContext, known: Draft, asked: readonly Question[], canGoBack: boolean, leftIn?: string): Promise<Ended> {
  let draft = known;
  for (let next: readonly Question[] = asked; ; ) {
    const answered = await ask(draft, next, canGoBack, await context.accounts.list());
    if (typeof answered === 'string') return answered;
    draft = answered;
    const ended = await proveAndSave(context, draft, draft.secret === known.secret ? leftIn : undefined);
    if (ended !== 'change') return ended;
    // All of it: an imported key may be the wrong one. What is known stands in the boxes.
    next = questions;
  }
}

/** Tries until it is saved, given up, or to be changed. */
async function proveAndSave(context: CommandContext, draft: Draft, leftIn: string | undefined): Promise<'saved' | 'change' | 'given-up'> {
  for (;;) {
    const result = await prove(context, draft);
    if (result.kind === 'signed-in') {
      await save(context, draft, leftIn);
      return 'saved';
    }
    const [again, change, changeFirst] = ['Try Again', 'Change…', 'Change and Try Again'];
    const said = `${draft.name} was not saved`;
    const chosen =
      result.kind === 'cancelled' ? await tellInfo(`${said}: you cancelled.`, again, change)
      : result.isAboutAccount ? await tellError(`${said}. ${result.message}`, changeFirst)
      : await tellError(`${said}. ${result.message}`, again, change);
    if (chosen === undefined) return 'given-up';
    if (chosen !== again) return 'change';
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
  if (field !== 'name') return (text) => (text === '' ? 'This is needed.' : check?.(text, draft));
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

/** Whether the token endpoint accepts the account. */
async function prove({ engine }: CommandContext, { name, ...draft }: Draft): Promise<SignInResult | { readonly kind: 'cancelled' }> {
  const services = await engine.get();
  try {
    return await withCancel(`Signing in as ${name}`, (_, token) => services.prove(accountOf(draft), toSignal(token)));
  } catch (error) {
    if (isCancelled(error)) return { kind: 'cancelled' };
    throw error;
  }
}

async function save({ accounts }: CommandContext, { name, ...draft }: Draft, leftIn: string | undefined): Promise<void> {
  await accounts.add({ name, account: accountOf(draft) });
  void tellInfo(`${name} is signed in and was saved. It signs requests from now on.${leftIn === undefined ? '' : ` ${leftIn} still holds the secret: delete it, or keep it out of version control.`}`);
}

function accountOf({ keyId, secret, email, ...draft }: Omit<Draft, 'name'>): ServiceAccount {
  return { keyId, secret, email, tokenUrl: draft.tokenUrl ?? tokenUrl };
}
