import type { UnsignedReason } from '../../../http/exchange';
import { authNonePart, removeAuthNone, unauthorized } from '../../blame/token';
import { addAccount, addAccountFirst, switchAccount } from '../../cure';
import type { EntryExplanation, Facts } from '../../entry';
import { authenticationPage, errorPage } from '../../links';
import { documented, observed } from '../../say';
import { specialCase } from './specialCase';

const status = '401 Unauthorized: ';
const part = { kind: 'request-line' } as const;
const needsCaller = documented('The API needs an authenticated caller.');
const chooseAccount = observed('Choose an account with "DT: Switch Account", then run the request again.');

/** The request went out unsigned: there is no account, it is signed out, none is chosen, or the author asked for it. */
export const dt401NoAccount = specialCase({
  code: 'dt.401.no-account',
  title: '401 Unauthorized: nobody signed',
  status: 401,
  of: 'dt.401',
  isForeseen: true,
  example: '# ⟦@auth none⟧\nGET /projects',
  about: {
    doThis: [observed('Add a service account with "DT: Add Service Account", or choose one with "DT: Switch Account", and leave "@auth none" out.')],
    why: [observed('The request went out unsigned.'), needsCaller],
    links: [errorPage(401), authenticationPage],
  },
  find(failure, facts) {
    const cause = unauthorized(failure, facts);
    return cause.kind === 'no-account' ? cause : undefined;
  },
  explain: ({ because }, _, facts) => unsigned(because, facts),
});

function unsigned(because: UnsignedReason | undefined, facts: Facts): EntryExplanation {
  switch (because) {
    case 'asked':
      return {
        headline: `${status}"@auth none" sent it without an account`, part: authNonePart,
        doThis: [observed('Remove "@auth none": then the active account signs the request.'), ...(facts.canSign === false ? [addAccountFirst(facts, ' first')] : [])],
        why: [observed('The request asks to go out unsigned.'), needsCaller],
        fixes: [removeAuthNone(facts.canSign === true ? 'certain' : 'likely')],
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
        fixes: [addAccount],
      };
  }
}
