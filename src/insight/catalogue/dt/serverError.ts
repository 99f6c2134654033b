import { documentedError } from '../../../api/errors';
import { retryAfterMs } from '../../../http/retryAfter';
import { beforeRepeating, copyReport, notRepeated, openStatusPage, openSupport, waitAndRetry } from '../../cure';
import type { CatalogueEntry, Failure, Statement } from '../../entry';
import { errorPage, statusPage, supportPage } from '../../links';
import { isDtApi } from '../../requestView';
import { documented, duration, inferred, listed, observed } from '../../say';
import { bodyKind } from '../../vendorError';

/**
 * An entry for a failure on the server's side: 500, 503 and 504 differ in their words and in the
 * shortest wait. Never suggests to change the request.
 *
 * @param cause Ends the headline; at most 50 characters.
 */
export function serverError(status: number, cause: string, why: string): CatalogueEntry {
  const fact = documentedError(status);
  const minimumMs = fact?.retry?.minimumMs ?? 1000;
  const title = `${status} ${fact?.name ?? ''}`;
  const entry: CatalogueEntry = {
    code: `dt.${status}`,
    title,
    status,
    example: `# @retry none\n⟦GET /projects⟧\nX-Sandbox-Fault: ${status}; times=1`,
    about: {
      doThis: [
        documented(`Try again after at least ${duration(minimumMs)}, and wait longer each time.`),
        documented('If it goes on, look at the status page; if nothing is announced there, ask support.'),
      ],
      why: [documented(why), documented('Such errors are usually intermittent.')],
      links: [errorPage(status), statusPage, supportPage],
    },
    matches: (failure, facts) => (failure.response?.status === status && isDtApi(failure, facts) ? 50 : 0),
    explain(failure) {
      const asked = (failure.response && retryAfterMs(failure.response.headers)) ?? 0;
      return {
        headline: `${title}: ${cause}`,
        part: { kind: 'request-line' },
        doThis: [...entry.about.doThis, ...beforeRepeating(failure.exchange.request.method)],
        why: [
          ...entry.about.why,
          ...tried(failure),
          ...notRepeated(failure.exchange.request.method),
          ...(failure.response && bodyKind(failure.response) !== 'vendor-error'
            ? [inferred('The answer is not in the form of the API: something in front of it may have answered.')] : []),
        ],
        fixes: [waitAndRetry(Math.max(minimumMs, asked)), openStatusPage, openSupport, copyReport],
      };
    },
  };
  return entry;
}

/** What came of each attempt, where there were several. */
function tried({ exchange: { attempts } }: Failure): readonly Statement[] {
  if (attempts.length < 2) return [];
  const results = [...new Set(attempts.map(({ response, failure }) => String(response?.status ?? failure?.code)))];
  return [observed(`DT HTTP tried ${attempts.length} times, with longer and longer waits: ${listed(results)}.`)];
}
