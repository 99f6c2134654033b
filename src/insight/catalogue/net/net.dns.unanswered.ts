import { retryNow } from '../../cure';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';
import { hostPart, networkEntry } from './networkEntry';

/** Nobody could be asked for the address: this says nothing about whether the name exists. */
export const netDnsUnanswered = networkEntry({
  code: 'net.dns.unanswered',
  title: 'Host name could not be looked up',
  failures: ['dns.unanswered'],
  doThis: [
    inferred('Check the network connection and any VPN: without them no name server can be reached.'),
    inferred('If both are fine, the name server has a passing fault: run it again in a moment.'),
  ],
  why: [observed('The name server did not answer, or failed. Whether the host exists is not known; nothing was sent.')],
  example: '# @retry none\nGET ⟦http://{{unansweredName}}⟧/v2/projects',
  explain: ({ exchange }) => ({
    headline: headline('Not sent: no name server could say where ', hostOf(exchange.request), ' is'),
    part: hostPart,
    fixes: [retryNow],
  }),
});
