import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';
import { notAccepted, systemToo } from './certificateWords';
import { hostPart, networkEntry } from './networkEntry';

/** The chain ends at an authority that nobody here trusts. */
export const netTlsUnknownAuthority = networkEntry({
  code: 'net.tls.unknown-authority',
  title: 'Unknown certificate authority',
  failures: ['tls.unknown-authority'],
  doThis: [
    inferred('If a company proxy or a private authority signs the certificates: name the file of its root certificate (PEM) in the variable NODE_EXTRA_CA_CERTS, and start again.'),
    systemToo,
    inferred('Otherwise the server may leave out an intermediate certificate; whoever runs it has to add it.'),
  ],
  why: [notAccepted, observed('The authority that signed the certificate is not among those trusted here.')],
  example: 'GET ⟦https://{{unknownAuthorityHost}}⟧/v2/projects',
  explain: ({ exchange }) => ({
    headline: headline('Not sent: unknown authority signed the certificate of ', hostOf(exchange.request)),
    part: hostPart,
  }),
});
