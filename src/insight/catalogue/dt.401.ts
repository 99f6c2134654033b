import { harmfulSkewMs } from '../../http/clockSkew';
import { addAccount, addAccountFirst, renewToken, switchAccount } from '../cure';
import type { CatalogueEntry, EntryExplanation, Facts, Failure, Fix, Statement } from '../entry';
import { authenticationPage, basicAuthPage, errorPage } from '../links';
import { ownAuthorization, type OwnAuthorization } from '../ownToken';
import { isDtApi } from '../requestView';
import { documented, duration, inferred, observed, utc } from '../say';
import { wrongClock } from '../wrongClock';

const status = '401 Unauthorized: ';

/** The caller could not be authenticated. */
export const dt401: CatalogueEntry = {
  code: 'dt.401',
  title: '401 Unauthorized',
  status: 401,
  about: {
    doThis: [documented('Sign the request with a service account, and get a new access token: one is valid for an hour.')],
    why: [documented('The user or service account could not be authenticated: credentials are missing, wrong or too old.')],
    links: [errorPage(401), authenticationPage],
  },
  matches: (failure, facts) => (failure.response?.status === 401 && isDtApi(failure, facts) ? 50 : 0),
  explain(failure, facts) {
    const own = ownAuthorization(failure.exchange.request);
    if (own) return ownHeader(own, facts);
    if (failure.attempt?.signedAs) return signed(failure, facts);
    return unsigned(facts);
  },
};

function ownHeader(own: OwnAuthorization, facts: Facts): EntryExplanation {
  const serverNow = facts.now + (facts.clockSkewMs ?? 0);
  const expired = own.expiresAt !== undefined && own.expiresAt <= serverNow;
  const { headline, why } = ownCause(own, expired, serverNow);
  return {
    headline: status + headline,
    part: { kind: 'header', name: 'Authorization', what: 'value' },
    doThis: [
      observed('Remove the Authorization header: without it DT HTTP signs the request with your account.'),
      ...(nobodySigns(facts) ? [facts.signedOut === true ? observed('Choose an account with "DT: Switch Account" first.') : addAccountFirst(facts, ' first')] : []),
      ...(facts.unsignedBecause === 'asked' ? [observed('Remove "@auth none" as well.')] : []),
    ],
    why,
    fixes: ownFixes(expired || own.isAssertion === true, facts),
  };
}

function ownCause(own: OwnAuthorization, expired: boolean, serverNow: number): { headline: string; why: readonly Statement[] } {
  const pasted = documented('A token that was copied into a request is valid for one hour.');
  if (own.isAssertion) return { headline: 'this is an assertion, not an access token', why: [observed('The token is made for the token endpoint. It has to be exchanged there for an access token.')] };
  if (expired && own.expiresAt !== undefined) {
    return { headline: `the pasted token expired at ${utc(own.expiresAt)}`, why: [observed(`The token ended ${duration(serverNow - own.expiresAt)} before this answer.`), pasted] };
  }
  if (own.validFrom !== undefined && own.validFrom > serverNow + harmfulSkewMs) {
    return { headline: 'the pasted token is not valid yet', why: [observed(`The token begins at ${utc(own.validFrom)}.`), inferred('The clock of the machine that made it is ahead.')] };
  }
  if (own.kind === 'basic') {
    return { headline: 'the key in the Authorization header is refused', why: [documented('Basic Auth works only for a service account where it was switched on.'), inferred('It is switched off, or the key ID or secret is wrong.')] };
  }
  if (own.kind === 'no-scheme') return { headline: 'the Authorization header has no scheme', why: [documented('The value begins with "Bearer " (or "Basic ") and then the token.')] };
  return { headline: 'the token in the header is refused', why: [inferred('The token has expired, was cut when it was copied, or is not one of this API.'), pasted] };
}

function ownFixes(isSure: boolean, facts: Facts): readonly Fix[] {
  const grade = isSure && !nobodySigns(facts) && facts.unsignedBecause !== 'asked' ? 'certain' : 'likely';
  const remove: Fix = {
    kind: 'edit', grade, title: 'Remove the header and sign with the account',
    edits: [{ kind: 'remove', part: { kind: 'header', name: 'Authorization', what: 'value' } }],
  };
  if (!nobodySigns(facts)) return [remove];
  return [remove, facts.signedOut === true ? switchAccount : addAccount];
}

/** Without an account the header is all there is: removing it does not mend the request. */
function nobodySigns({ unsignedBecause, canSign }: Facts): boolean {
  return unsignedBecause === 'no-account' || canSign === false;
}

function signed(failure: Failure, facts: Facts): EntryExplanation {
  const signature = failure.attempt?.signedAs;
  const clock = wrongClock(facts);
  const part = { kind: 'request-line' } as const;
  if (signature?.scheme === 'basic') {
    return {
      headline: `${status}Basic Auth is not accepted for this account`, part,
      doThis: [inferred('Use OAuth2 (remove "@auth basic"), or switch Basic Auth on for the service account.')],
      why: [documented('Basic Auth works only for a service account where it was switched on.'), inferred('Otherwise the key ID or the secret is wrong, or the key was deleted.')],
      links: [errorPage(401), basicAuthPage], fixes: [switchAccount],
    };
  }
  if (clock) return { headline: `${status}this computer's clock is wrong`, part, ...clock, fixes: [renewToken] };
  const serverNow = facts.now + (facts.clockSkewMs ?? 0);
  if (signature?.expiresAt !== undefined && signature.expiresAt <= serverNow) {
    return {
      headline: `${status}the access token expired at ${utc(signature.expiresAt)}`, part,
      doThis: [documented('Get a new access token and run the request again.')],
      why: [documented('An access token is valid for one hour.')], fixes: [renewToken],
    };
  }
  return refusedAccount(failure);
}

function refusedAccount(failure: Failure): EntryExplanation {
  const renewed = failure.exchange.attempts.some(({ followedBy }) => followedBy === 'new-token');
  return {
    headline: `${status}the API does not accept this account's token`,
    part: { kind: 'request-line' },
    doThis: [
      inferred('Check in DT Studio that the service account and its key still exist.'),
      ...(renewed ? [] : [documented('Get a new access token and run the request again.')]),
      inferred('Check that account and API belong together (the sandbox has accounts of its own).'),
    ],
    why: [
      ...(renewed ? [observed('A fresh token was refused as well.')] : []),
      inferred('The key or the account may have been deleted since the token was made.'),
    ],
    // Once more, for a key may just have been switched on again.
    fixes: renewed ? [switchAccount, renewToken] : [renewToken, switchAccount],
  };
}

const needsCaller = documented('The API needs an authenticated caller.');
const chooseAccount = observed('Choose an account with "DT: Switch Account", then run the request again.');

function unsigned(facts: Facts): EntryExplanation {
  const part = { kind: 'request-line' } as const;
  switch (facts.unsignedBecause) {
    case 'origin-not-allowed':
      return {
        headline: `${status}the account was kept back from this host`, part,
        doThis: [observed(`If you trust the host, allow it to have credentials: ${facts.place === 'terminal' ? '--allow-host' : '"dtHttp.allowedHosts" in the user settings'}.`)],
        why: [observed('Credentials go only to hosts that may have them; this one may not, so the request was not signed.')],
      };
    case 'asked':
      return {
        headline: `${status}"@auth none" sent it without an account`, part,
        doThis: [observed('Remove "@auth none": then the active account signs the request.')],
        why: [observed('The request asks to go out unsigned.'), needsCaller],
      };
    case 'signed-out':
      return {
        headline: `${status}the account is signed out`, part,
        doThis: [chooseAccount],
        why: [observed('The active account is signed out: the request went out unsigned.'), needsCaller],
        fixes: [switchAccount],
      };
    case 'none-chosen':
      return {
        headline: `${status}no account is chosen`, part,
        doThis: [chooseAccount],
        why: [observed('There are accounts, but none of them is the active one: the request went out unsigned.'), needsCaller],
        fixes: [switchAccount],
      };
    default:
      return {
        headline: `${status}no account signed the request`, part,
        doThis: [addAccountFirst(facts, ', then run the request again')],
        why: [observed('The request went out unsigned.'), needsCaller],
        fixes: [addAccount],
      };
  }
}
