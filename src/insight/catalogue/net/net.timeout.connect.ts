import { retryNow } from '../../cure';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';
import { hostPart, networkEntry } from './networkEntry';
import { waited } from './timeoutWords';

const why = observed('No connection came about, so nothing was sent.');

/** Time ran out while connecting. */
export const netTimeoutConnect = networkEntry({
  code: 'net.timeout.connect',
  title: 'No connection in time',
  failures: ['timeout.connect'],
  doThis: [
    observed('Check host and port, and the network or VPN.'),
    inferred('A firewall that drops packets looks like this: nothing refuses, nothing answers.'),
  ],
  why: [why],
  example: '# @timeout 200ms\n# @retry none\nGET ⟦https://{{silentHost}}⟧/v2/projects',
  explain: (failure) => ({
    headline: headline('Not sent: no connection to ', hostOf(failure.exchange.request), ' in time'),
    part: hostPart,
    why: [why, ...waited(failure)],
    fixes: [retryNow],
  }),
});
