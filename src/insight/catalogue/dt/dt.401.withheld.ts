import { unauthorized } from '../../blame/token';
import { switchAccount } from '../../cure';
import type { CatalogueEntry } from '../../entry';
import { observed } from '../../say';
import { isDtApi } from '../../requestView';

const status = '401 Unauthorized: ';

/**
 * Credentials go only where they may. The host can be any that answers in the form of the API, such
 * as a mirror of it: that the account was kept back is known whoever it is.
 */
export const dt401Withheld: CatalogueEntry = {
  code: 'dt.401.withheld',
  title: '401 Unauthorized: the account was kept back',
  status: 401,
  of: 'dt.401',
  example: '⟦GET {{untrustedHost}}/v2/projects⟧',
  about: {
    doThis: [observed('If you trust the host, allow it to have credentials: "dtHttp.allowedHosts" in the user settings, --allow-host in a terminal.')],
    why: [observed("Accounts sign only requests to DT's own hosts and to those that you allowed.")],
    links: [],
  },
  matches(failure, facts) {
    if (failure.response?.status !== 401 || facts.unsignedBecause !== 'origin-not-allowed') return 0;
    return (failure.body || isDtApi(failure, facts)) && unauthorized(failure, facts).kind === 'withheld' ? 60 : 0;
  },
  explain(_, facts) {
    const part = { kind: 'request-line' } as const;
    if (facts.hostKind === 'sandbox') {
      return {
        headline: `${status}a real account never signs for the sandbox`, part,
        doThis: [observed('Leave "@account" out, or name an account of the sandbox.')],
        why: [observed('The sandbox has accounts of its own, so the request was not signed.')],
        fixes: [switchAccount],
      };
    }
    return {
      headline: `${status}the account was kept back from this host`, part,
      doThis: [observed(`If you trust the host, allow it to have credentials: ${facts.place === 'terminal' ? '--allow-host' : '"dtHttp.allowedHosts" in the user settings'}.`)],
      why: [observed('Credentials go only to hosts that may have them; this one may not, so the request was not signed.')],
    };
  },
};
