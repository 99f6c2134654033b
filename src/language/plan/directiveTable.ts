import type { RequestOptions } from '../../http/requestOptions';
import { readPrompt } from './prompts';

/** What directives may set on a request. */
export interface DirectiveEffects extends RequestOptions {
  readonly host?: 'api' | 'emulator';
  readonly title?: string;
  /** The question before the send; empty when the product words it. */
  readonly confirm?: string;
}

/** One directive of the language. */
export interface DirectiveSpec {
  /** As it is written in documentation, with hyphens. */
  readonly name: string;
  /** What its argument looks like, for messages; empty when it takes none. */
  readonly usage: string;
  /** Whether a block may have it more than once. */
  readonly repeatable?: boolean;
  /** Whether references in its argument are replaced. Default: they are. */
  readonly literal?: boolean;
  /** Known to the language but not carried out by this version: then a request with it is not sent. */
  readonly later?: boolean;
  /** Beside setting effects it is carried out elsewhere, by its name: see `directives.ts`. */
  readonly refersTo?: 'request' | 'account' | 'file';
  /** Arguments to propose: all there are, or the usual ones. Default: none. */
  readonly values?: readonly string[];
  /** What the argument, which is wrong, was probably meant to be; undefined when that cannot be told. */
  suggest?(argument: string): string | undefined;
  /** What the argument comes to; undefined when it is not what `usage` says. */
  read?(argument: string): DirectiveEffects | undefined;
}

/** All directives. One row is all it takes for one more that only sets an effect. */
export const directiveTable: readonly DirectiveSpec[] = [
  { name: 'name', usage: 'a name of letters, digits and _', literal: true, read: (argument) => (/^[A-Za-z_]\w*$/.test(argument) ? {} : undefined) },
  { name: 'title', usage: 'a text', literal: true, read: (argument) => (argument === '' ? undefined : { title: argument }) },
  { name: 'note', usage: 'a text', literal: true, repeatable: true, read: () => ({}) },
  { name: 'auth', usage: 'oauth2, basic or none', values: ['oauth2', 'basic', 'none'], read: readAuth },
  { name: 'account', usage: 'the name of an account', refersTo: 'account', read: (argument) => (argument === '' ? undefined : { account: argument }) },
  { name: 'host', usage: 'api or emulator', values: ['api', 'emulator'], read: (argument) => (argument === 'api' || argument === 'emulator' ? { host: argument } : undefined) },
  { name: 'timeout', usage: 'a time with its unit: 500ms, 30s or 2m', values: ['10s', '30s', '1m', '5m'], read: readTimeout, suggest: inSeconds },
  { name: 'no-redirect', usage: '', read: (argument) => (argument === '' ? { followRedirects: false } : undefined) },
  { name: 'retry', usage: 'none, or a number from 0 to 20', values: ['none', '1', '3', '10'], read: readRetry },
  { name: 'no-cookie-jar', usage: '', read: (argument) => (argument === '' ? {} : undefined) },
  { name: 'disabled', usage: '', literal: true, read: () => ({}) },
  { name: 'expect', usage: 'e.g. status 200', repeatable: true, read: () => ({}) },
  { name: 'ref', usage: 'the name of a request', repeatable: true, literal: true, refersTo: 'request', read: (argument) => (argument === '' ? undefined : {}) },
  { name: 'force-ref', usage: 'the name of a request', repeatable: true, literal: true, refersTo: 'request', read: (argument) => (argument === '' ? undefined : {}) },
  { name: 'confirm', usage: 'a question, or nothing', read: (argument) => ({ confirm: argument }) },
  { name: 'prompt', usage: 'a name, and the text of a question', repeatable: true, literal: true, read: (argument) => (readPrompt(argument) ? {} : undefined) },
  { name: 'prompt-secret', usage: 'a name, and the text of a question', repeatable: true, literal: true, read: (argument) => (readPrompt(argument) ? {} : undefined) },
  { name: 'import', usage: 'the path of a request file', refersTo: 'file', repeatable: true, literal: true, read: (argument) => (argument === '' ? undefined : {}) },
  ...['paginate', 'for-each', 'stream'].map((name) => ({ name, usage: '', later: true })),
];

function readAuth(argument: string): DirectiveEffects | undefined {
  return argument === 'oauth2' || argument === 'basic' || argument === 'none' ? { auth: argument } : undefined;
}

/** Timers hold no more than about 24 days; a day is beyond any request. */
const maxTimeoutMs = 86_400_000;

function readTimeout(argument: string): DirectiveEffects | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)\s*(ms|s|m)$/.exec(argument);
  if (!match) return undefined;
  const timeoutMs = Number(match[1]) * { ms: 1, s: 1000, m: 60_000 }[match[2] as 'ms' | 's' | 'm'];
  return timeoutMs > 0 && timeoutMs <= maxTimeoutMs ? { timeoutMs } : undefined;
}

/** JetBrains counts seconds when no unit is written. */
function inSeconds(argument: string): string | undefined {
  return /^\d{1,9}$/.test(argument) && readTimeout(`${argument}s`) ? `${argument}s` : undefined;
}

function readRetry(argument: string): DirectiveEffects | undefined {
  if (argument === 'none') return { retries: 0 };
  return /^\d{1,2}$/.test(argument) && Number(argument) <= 20 ? { retries: Number(argument) } : undefined;
}
