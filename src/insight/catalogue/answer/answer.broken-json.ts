import { beforeRepeating, retryNow } from '../../cure';
import type { CatalogueEntry } from '../../entry';
import { inferred, observed } from '../../say';
import { statusTitle } from '../../statusTitle';
import { foreignAnswer } from './foreignAnswer';

/** A success whose JSON was cut or changed on the way. */
export const answerBrokenJson: CatalogueEntry = {
  code: 'answer.broken-json',
  title: 'Success, but the body is broken JSON',
  about: {
    doThis: [inferred('Run it again. If it stays so, look at the end of the body: a proxy in between may cut answers short or change them.')],
    why: [observed('The answer says that it is JSON, but its body cannot be read as JSON.'), inferred('The status says that the request itself was carried out.')],
    links: [],
  },
  example: '# @retry none\n⟦GET /projects⟧\nX-Sandbox-Fault: 200; body=notjson; times=1',
  matches: (failure, facts) => (foreignAnswer(failure, facts) === 'broken-json' ? 80 : 0),
  explain: ({ exchange, response }) => ({
    headline: `${statusTitle(response?.status ?? 0)}, but the body is broken JSON`,
    part: { kind: 'request-line' },
    doThis: [...beforeRepeating(exchange.request.method), ...answerBrokenJson.about.doThis],
    fixes: [retryNow],
  }),
};
