import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';
import { wrongClock } from '../../wrongClock';
import { notAccepted } from './certificateWords';
import { hostPart, networkEntry } from './networkEntry';

const checkClock = observed("Check this computer's clock: a wrong date makes every certificate look expired, or not valid yet.");

/** The certificate's time is over, or has not begun by this computer's clock. */
export const netTlsExpired = networkEntry({
  code: 'net.tls.expired',
  title: 'Certificate expired',
  failures: ['tls.expired'],
  doThis: [
    checkClock,
    inferred('If the clock is right, whoever runs the server has to renew the certificate.'),
  ],
  why: [notAccepted, observed('By the clock of this computer the certificate is out of its time.')],
  example: 'GET ⟦https://{{expiredHost}}⟧/v2/projects',
  explain: ({ exchange, failure }, facts) => {
    const clock = wrongClock(facts);
    const early = failure?.notYetValid === true;
    return {
      headline: headline('Not sent: the certificate of ', hostOf(exchange.request), early ? ' is not valid yet' : ' has expired'),
      part: hostPart,
      ...(early && { doThis: [checkClock, inferred('If the clock is right, whoever runs the server has to wait until the certificate begins, or go back to the one before.')] }),
      ...(clock && { why: [notAccepted, ...clock.why.slice(0, 1)] }),
    };
  },
});
