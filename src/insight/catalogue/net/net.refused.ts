import { isLoopback } from '../../../http/loopback';
import { retryNow } from '../../cure';
import { hostPart, networkEntry } from './networkEntry';
import { hostOf } from '../../requestView';
import { headline, inferred, observed } from '../../say';

/** The machine is there, but no program listens on the port. */
export const netRefused = networkEntry({
  code: 'net.refused',
  title: 'Connection refused',
  failures: ['refused'],
  doThis: [observed('Check the port, and that the server is running.')],
  why: [observed('The machine answered that no program listens on this port. Nothing was sent.')],
  example: '# @retry none\nGET ⟦http://127.0.0.1:{{closedPort}}⟧/v2/projects',
  explain({ exchange }) {
    const host = hostOf(exchange.request);
    if (!isLoopback(new URL(exchange.request.origin).hostname)) {
      return { headline: headline('Not sent: nothing listens on ', host), part: hostPart, fixes: [retryNow] };
    }
    return {
      headline: headline('Not sent: nothing listens on ', host, ' of this computer'),
      part: hostPart,
      doThis: [
        inferred('If you mean the sandbox: start it (in the editor "DT: Start Sandbox", in a terminal --sandbox). It may also use another port now.'),
        observed('Otherwise check the port, and that your server is running.'),
      ],
      fixes: [retryNow],
    };
  },
});
