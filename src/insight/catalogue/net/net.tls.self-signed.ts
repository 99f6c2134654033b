import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';
import { notAccepted, systemToo } from './certificateWords';
import { hostPart, networkEntry } from './networkEntry';

/** Signed by itself: a development server, or something that reads the traffic. */
export const netTlsSelfSigned = networkEntry({
  code: 'net.tls.self-signed',
  title: 'Self-signed certificate',
  failures: ['tls.self-signed'],
  doThis: [
    inferred('If a company proxy reads the traffic: name the file of its root certificate (PEM) in the variable NODE_EXTRA_CA_CERTS, and start again.'),
    systemToo,
    inferred('If it is a server of your own: trust its certificate the same way, or use http on this computer.'),
  ],
  why: [notAccepted, observed('The certificate, or the root of its chain, vouches for itself and is not among those trusted here.')],
  example: 'GET ⟦https://{{selfSignedHost}}⟧/v2/projects',
  explain: ({ exchange }) => ({
    headline: headline('Not sent: the certificate of ', hostOf(exchange.request), ' is self-signed'),
    part: hostPart,
  }),
});
