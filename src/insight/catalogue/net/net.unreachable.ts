import { retryNow } from '../../cure';
import { hostPart, networkEntry } from './networkEntry';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';

/** No route to the host. */
export const netUnreachable = networkEntry({
  code: 'net.unreachable',
  title: 'Host unreachable',
  failures: ['unreachable'],
  doThis: [
    observed('Check the network connection of this computer.'),
    inferred('If other hosts work, check the VPN, the firewall, or whether the host has IPv6 only.'),
  ],
  why: [observed('The network has no way to this host. Nothing was sent.')],
  example: '# @retry none\nGET ⟦http://{{unreachableHost}}⟧/v2/projects',
  explain: ({ exchange }) => ({
    headline: headline('Not sent: the network has no way to ', hostOf(exchange.request)),
    part: hostPart,
    fixes: [retryNow],
  }),
});
