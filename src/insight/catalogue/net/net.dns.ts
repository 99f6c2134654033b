import { retryNow } from '../../cure';
import { hostPart, networkEntry } from './networkEntry';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';

/** The name of the host has no address. */
export const netDns = networkEntry({
  code: 'net.dns',
  title: 'Host name not found',
  failures: ['dns'],
  doThis: [
    observed('Check the spelling of the host name.'),
    inferred('If it is right, check the network connection, and a VPN if the name belongs to one.'),
  ],
  why: [observed('The name could not be turned into an address, so no connection was made and nothing was sent.')],
  example: 'GET ⟦https://{{unknownName}}⟧/v2/projects',
  explain: ({ exchange }, { hostKind }) => ({
    // DT's own names are right: who cannot find them is offline.
    ...(hostKind !== 'other' && { doThis: [inferred('Check the network connection, and any VPN: the name is one of DT\'s own, so it should be found.')] }),
    headline: headline('Not sent: ', hostOf(exchange.request), ' could not be found'),
    part: hostPart,
    fixes: [retryNow],
  }),
});
