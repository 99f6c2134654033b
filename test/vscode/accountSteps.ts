import * as vscode from 'vscode';
import type { ForwardProxy } from '../helpers/forwardProxy';
import { page } from './page';

/** The product's place in the status bar. */
export const status = '.statusbar-item:has(.codicon-key)';
/** The title of the box in which a question is asked. */
export const title = '.quick-input-title';
/** The line of a list that holds `text`. */
export const row = (text: string) => `.quick-input-list .monaco-list-row:has-text("${text}")`;

/** Chooses a command in the palette, as a user does. */
export async function choose(command: string): Promise<void> {
  await page.press('F1');
  await page.waitFor('.quick-input-widget');
  await page.type(command);
  await page.click(row(command));
}

/** Waits for the notification that holds `text`, as shown. */
export async function notified(text: string): Promise<string> {
  await vscode.commands.executeCommand('notifications.showList');
  const selector = `.notifications-center .notification-list-item:has-text("${text}")`;
  await page.waitFor(selector);
  return page.text(selector);
}

/** Types an answer into the step whose title holds `step`; an empty one takes what stands there. */
export async function answer(step: string, text: string): Promise<void> {
  await page.waitFor(`${title}:has-text("${step}")`);
  if (text !== '') {
    await page.press('Control+a');
    await page.type(text);
  }
  await page.press('Enter');
}

/** Begins to add an account in the way that is called `label`. */
export async function way(label: string): Promise<void> {
  await choose('DT: Add Service Account');
  await page.click(row(label));
}

/** Adds an account that the variables of the editor's process name. */
export async function addByVariables(name: string, { keyId, secret, email }: { readonly keyId: string; readonly secret: string; readonly email: string }): Promise<void> {
  const variables = { DT_SERVICE_ACCOUNT_KEY_ID: keyId, DT_SERVICE_ACCOUNT_SECRET: secret, DT_SERVICE_ACCOUNT_EMAIL: email };
  Object.assign(process.env, variables);
  try {
    await way('Take the environment variables');
    await answer('Add Service Account: name', name);
    await notified(`${name} is signed in`);
  } finally {
    for (const variable of Object.keys(variables)) Reflect.deleteProperty(process.env, variable);
  }
}

/** Leads requests to DT's hosts to servers of the test, by the user's proxy setting. */
export async function leadToDt({ proxy }: { readonly proxy: ForwardProxy }): Promise<void> {
  await set('proxy', proxy.url);
  await set('proxySupport', 'override');
}

/** Undoes {@link leadToDt}. */
export async function stayAway(): Promise<void> {
  await set('proxy', undefined);
  await set('proxySupport', 'off');
}

async function set(name: string, value: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('http').update(name, value, vscode.ConfigurationTarget.Global);
}
