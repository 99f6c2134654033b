import { isLoopback } from '../../../http/loopback';
import type { WireRequest } from '../../../http/exchange';
import type { Fix } from '../../entry';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';
import { hostPart, networkEntry } from './networkEntry';

/** No common protocol: often plain HTTP on the port. */
export const netTlsProtocol = networkEntry({
  code: 'net.tls.protocol',
  title: 'No secure connection',
  failures: ['tls.protocol'],
  doThis: [
    observed('Check scheme and port: https to a port that speaks plain http ends like this.'),
    inferred('If both are right, the server is too old for this TLS, or a proxy disturbs the connection.'),
  ],
  why: [observed('The two sides found no way to encrypt the connection. Nothing was sent.')],
  example: 'GET ⟦https://{{plainHost}}⟧/v2/projects',
  explain({ exchange: { request } }) {
    // What leaves this computer is never to go out in the clear.
    const isOwn = isLoopback(new URL(request.origin).hostname);
    return {
      headline: headline('Not sent: no secure connection with ', hostOf(request)),
      part: hostPart,
      ...(isOwn && { fixes: [toPlainHttp(request)] }),
    };
  },
});

function toPlainHttp(request: WireRequest): Fix {
  return { kind: 'edit', grade: 'likely', title: 'Use http on this computer', edits: [{ kind: 'replace', part: hostPart, text: `http://${hostOf(request)}` }] };
}
