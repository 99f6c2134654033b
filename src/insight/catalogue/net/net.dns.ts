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
  explain: ({ exchange }) => ({
    headline: headline('Not sent: there is no host called ', hostOf(exchange.request)),
    part: hostPart,
    fixes: [retryNow],
  }),
});
