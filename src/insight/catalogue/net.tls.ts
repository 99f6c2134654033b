import type { CatalogueEntry } from '../entry';
import { hostPart, networkEntry } from '../networkEntry';
import { hostOf } from '../requestView';
import { headline, inferred, observed } from '../say';
import { wrongClock } from '../wrongClock';

const notSent = observed('The certificate was not accepted, so nothing was sent. Certificates are always checked.');

const checkClock = observed("Check this computer's clock: a wrong date makes every certificate look expired, or not valid yet.");
const systemToo = observed('From Node.js 22.15 on, what the operating system trusts counts as well; in the editor unless "http.systemCertificates" is off.');

/** The certificate's time is over, or has not begun by this computer's clock. */
const expired = networkEntry({
  code: 'net.tls.expired',
  title: 'Certificate expired',
  failures: ['tls.expired'],
  doThis: [
    checkClock,
    inferred('If the clock is right, whoever runs the server has to renew the certificate.'),
  ],
  why: [notSent, observed('By the clock of this computer the certificate is out of its time.')],
  explain: ({ exchange, failure }, facts) => {
    const clock = wrongClock(facts);
    const early = failure?.notYetValid === true;
    return {
      headline: headline('Not sent: the certificate of ', hostOf(exchange.request), early ? ' is not valid yet' : ' has expired'),
      part: hostPart,
      ...(early && { doThis: [checkClock, inferred('If the clock is right, whoever runs the server has to wait until the certificate begins, or go back to the one before.')] }),
      ...(clock && { why: [notSent, ...clock.why.slice(0, 1)] }),
    };
  },
});

/** Signed by itself: a development server, or something that reads the traffic. */
const selfSigned = networkEntry({
  code: 'net.tls.self-signed',
  title: 'Self-signed certificate',
  failures: ['tls.self-signed'],
  doThis: [
    inferred('If a company proxy reads the traffic: name the file of its root certificate (PEM) in the variable NODE_EXTRA_CA_CERTS, and start again.'),
    systemToo,
    inferred('If it is a server of your own: trust its certificate the same way, or use http on this computer.'),
  ],
  why: [notSent, observed('The certificate, or the root of its chain, vouches for itself and is not among those trusted here.')],
  explain: ({ exchange }) => ({
    headline: headline('Not sent: the certificate of ', hostOf(exchange.request), ' is self-signed'),
    part: hostPart,
  }),
});

/** A good certificate, but for other names. */
const wrongHost = networkEntry({
  code: 'net.tls.wrong-host',
  title: 'Certificate of another host',
  failures: ['tls.wrong-host'],
  doThis: [
    observed('Check the host name: use the name for which the certificate was made, not an address or a short form.'),
    inferred('In a hotel or guest network, sign in to the network first: its page answers in place of every host.'),
  ],
  why: [notSent, observed('The server showed a certificate that is for other names.')],
  explain: ({ exchange }) => ({
    headline: headline('Not sent: the certificate is not for ', hostOf(exchange.request)),
    part: hostPart,
  }),
});

/** The chain ends at an authority that nobody here trusts. */
const unknownAuthority = networkEntry({
  code: 'net.tls.unknown-authority',
  title: 'Unknown certificate authority',
  failures: ['tls.unknown-authority'],
  doThis: [
    inferred('If a company proxy or a private authority signs the certificates: name the file of its root certificate (PEM) in the variable NODE_EXTRA_CA_CERTS, and start again.'),
    systemToo,
    inferred('Otherwise the server may leave out an intermediate certificate; whoever runs it has to add it.'),
  ],
  why: [notSent, observed('The authority that signed the certificate is not among those trusted here.')],
  explain: ({ exchange }) => ({
    headline: headline('Not sent: unknown authority signed the certificate of ', hostOf(exchange.request)),
    part: hostPart,
  }),
});

/** No common protocol: often plain HTTP on the port. */
const protocol = networkEntry({
  code: 'net.tls.protocol',
  title: 'No secure connection',
  failures: ['tls.protocol'],
  doThis: [
    observed('Check scheme and port: https to a port that speaks plain http ends like this.'),
    inferred('If both are right, the server is too old for this TLS, or a proxy disturbs the connection.'),
  ],
  why: [observed('The two sides found no way to encrypt the connection. Nothing was sent.')],
  explain: ({ exchange }) => ({
    headline: headline('Not sent: no secure connection with ', hostOf(exchange.request)),
    part: hostPart,
  }),
});

/** One entry for each way in which a secure connection fails. */
export const netTls: readonly CatalogueEntry[] = [expired, selfSigned, wrongHost, unknownAuthority, protocol];
