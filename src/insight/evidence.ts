import { headerValue, type Attempt, type WireResponse } from '../http/exchange';
import { Redactor } from '../http/redact';
import type { Explanation, Facts, Failure } from './entry';
import { bodyKind } from './vendorError';
import { hostOf } from './requestView';
import { duration, plain, utc } from './say';
import { statusTitle } from './statusTitle';

type Evidence = Explanation['evidence'];

/**
 * The facts of this very exchange that every explanation shows: time, host, status, account,
 * attempts, quota, and what was answered, word for word. Text from the network stays here.
 */
export function commonEvidence(failure: Failure, facts: Facts): Evidence {
  const { attempt, response } = failure;
  return [
    { label: 'Time', value: utc(attempt?.timing.startedAt ?? facts.now) },
    { label: 'Host', value: plain(hostOf(attempt?.request ?? failure.exchange.request), 200) },
    ...(response ? [{ label: 'Status', value: statusTitle(response.status) }] : []),
    { label: 'Account', value: account(facts) },
    ...attemptEvidence(failure.exchange.attempts, facts),
    ...quotaEvidence(facts),
    ...answerEvidence(failure, shown(facts)),
    // What the token endpoint said is among what the explanation adds; for how long the quota is closed stands above.
    ...(failure.failure && facts.signIn === undefined && !(failure.failure.code === 'quota' && isClosed(facts)) ? [{ label: 'Detail', value: shown(facts)(failure.failure.detail, 500) }] : []),
  ].filter(({ value }) => value !== '');
}

function account(facts: Facts): string {
  if (facts.account) return plain(isEmail(facts.account) ? facts.account.maskedEmail : `${facts.account.name} (${facts.account.maskedEmail})`, 200);
  switch (facts.unsignedBecause) {
    case 'no-account':
      return 'none: sent unsigned';
    case 'signed-out':
      return 'signed out: sent unsigned';
    case 'none-chosen':
      return 'none chosen: sent unsigned';
    case 'origin-not-allowed':
      return "not used: accounts sign only requests to DT's hosts and those you allowed";
    case 'own-authorization':
      return "not used: the request has an Authorization header of its own";
    case 'asked':
      return 'not used: the request asks for none';
    default:
      return '';
  }
}

/** What the account is called; its email, which a host may use for a name, only shortened. Empty without an account. */
export function accountName({ account }: Pick<Facts, 'account'>): string {
  if (!account) return '';
  return isEmail(account) ? account.maskedEmail : account.name;
}

function isEmail({ name }: NonNullable<Facts['account']>): boolean {
  return name.includes('@');
}

/** Refused ones (429) come on top of what is allowed. */
function attemptEvidence(attempts: readonly Attempt[], { attemptsAllowed = 0 }: Facts): Evidence {
  const last = attempts.at(-1);
  if (!last) return [{ label: 'Attempt', value: 'none: nothing was sent' }];
  const results = attempts.map((attempt) => attempt.response?.status ?? attempt.failure?.code ?? '?');
  const history = attempts.length > 1 ? ` (${results.join(', then ')})` : '';
  return [{ label: 'Attempt', value: `${attempts.length} of ${Math.max(attempts.length, attemptsAllowed)}${history}, ${duration(last.timing.totalMs)}` }];
}

function quotaEvidence({ quota }: Facts): Evidence {
  if (!quota) return [];
  if (isClosed({ quota })) return [{ label: 'Quota', value: `closed by a 429 for ${duration(quota.closedForMs ?? 0)}` }];
  const left = Math.max(0, quota.limit - quota.used);
  return [{ label: 'Quota', value: `${left} of ${quota.limit} left in ${duration(quota.windowMs)}, counted ${quota.isAlone === true ? 'by this process alone' : 'on this machine'}` }];
}

/** Whether a 429 holds back every request. */
function isClosed({ quota }: Pick<Facts, 'quota'>): boolean {
  return (quota?.closedForMs ?? 0) > 0;
}

/** Shortens a text for show. Secrets are hidden before: half a secret could not be found any more. */
export function shown({ hide }: Pick<Facts, 'hide'>): (text: string, limit: number) => string {
  return (text, limit) => plain(hide ? hide(text.slice(0, 20_000)) : text, limit);
}

function answerEvidence({ body, response }: Failure, show: (text: string, limit: number) => string): Evidence {
  if (!response) return [];
  const header = (name: string) => headerValue(response.headers, name) ?? '';
  return [
    ...(body ? [
      { label: 'error', value: show(body.error ?? '', 1000) },
      { label: 'code', value: show(body.code ?? '', 100) },
      { label: 'help', value: show(body.help ?? '', 300) },
    ] : [
      { label: 'Content-Type', value: show(header('content-type'), 100) },
      { label: 'Body', value: bodyKind(response) === 'empty' ? 'empty' : show(excerpt(response), 160) },
    ]),
    { label: 'Retry-After', value: show(header('retry-after'), 60) },
  ];
}

/** The start of a body that is not DT's error, with properties hidden whose name says that they are secret. */
function excerpt(response: WireResponse): string {
  return new Redactor().body(new TextDecoder().decode(response.body.subarray(0, 4000)), headerValue(response.headers, 'content-type'));
}
