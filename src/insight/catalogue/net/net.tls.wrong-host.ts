import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';
import { notAccepted } from './certificateWords';
import { hostPart, networkEntry } from './networkEntry';

/** A good certificate, but for other names. */
export const netTlsWrongHost = networkEntry({
  code: 'net.tls.wrong-host',
  title: 'Certificate of another host',
  failures: ['tls.wrong-host'],
  doThis: [
    observed('Check the host name: use the name for which the certificate was made, not an address or a short form.'),
    inferred('In a hotel or guest network, sign in to the network first: its page answers in place of every host.'),
  ],
  why: [notAccepted, observed('The server showed a certificate that is for other names.')],
  example: 'GET ⟦https://{{wrongHost}}⟧/v2/projects',
  explain: ({ exchange }) => ({
    headline: headline('Not sent: the certificate is not for ', hostOf(exchange.request)),
    part: hostPart,
  }),
});
