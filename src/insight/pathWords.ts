import type { NotFoundBlame } from './blame/notFound';
import { retryNow } from './cure';
import type { EntryExplanation } from './entry';
import { segmentPart, type RequestView } from './requestView';
import { documented, headline, inferred, observed, quoted } from './say';

/**
 * What to say of a path that the API does not have, whatever status it was answered with.
 *
 * @param status Begins the headline: `404 Not Found: `.
 */
export function explainPath(status: string, blame: Exclude<NotFoundBlame, { kind: 'id' }>, view: RequestView): EntryExplanation {
  switch (blame.kind) {
    case 'no-base': {
      const part = { kind: 'path-segment', index: 0 } as const;
      return {
        headline: headline(status, `/${blame.withBase.split('/').slice(0, -1).join('/')}`, ' is missing at the start of the path'),
        part,
        doThis: [documented(`Begin the path with /${blame.withBase}.`)],
        why: [documented('All paths of the API begin with its version, v2. With it, the path exists.')],
        fixes: [{ kind: 'edit', grade: 'certain', title: `Change to /${blame.withBase}`, edits: [{ kind: 'replace', part, text: blame.withBase }] }],
      };
    }
    case 'version': {
      const part = { kind: 'path-segment', index: 0 } as const;
      return {
        headline: headline(`${status}the API has no version `, blame.written, ''),
        part,
        doThis: [documented('Use v2, the version that is documented.')],
        why: [documented('The documented paths begin with /v2.')],
        fixes: [{ kind: 'edit', grade: 'likely', title: 'Change to v2', edits: [{ kind: 'replace', part, text: 'v2' }] }],
      };
    }
    case 'base-twice': {
      const part = segmentPart(view, 0);
      return {
        headline: headline(`${status}the API has no path with `, blame.written, ' here'),
        part,
        doThis: [documented('Remove it: the base of the API ends in the version already.')],
        why: [observed('The version stands in the path twice. With one of them, the path exists.')],
        fixes: [{ kind: 'edit', grade: 'certain', title: `Remove /${blame.written}`, edits: [{ kind: 'remove', part }] }],
      };
    }
    case 'path':
      return unknownPath(status, blame, view);
    case 'none':
      return {
        headline: `${status}the API has this path, yet nothing answered there`,
        part: { kind: 'request-line' },
        doThis: [inferred('Check the ids in the query or the body, if there are any, and run the request again.')],
        why: [documented('The answer is about what the path names.'), inferred('The path holds no id that could be wrong.')],
        fixes: [retryNow],
      };
  }
}

function unknownPath(status: string, blame: NotFoundBlame & { kind: 'path' }, view: RequestView): EntryExplanation {
  const { suggestion, written, elsewhere } = blame;
  const part = segmentPart(view, blame.index);
  return {
    headline: written === ''
      ? `${status}there is an empty piece in the path`
      : elsewhere ? headline(`${status}only the ${elsewhere === 'api' ? 'REST' : 'emulator'} API has this path`) : headline(`${status}the API has no path with `, written, ' here'),
    part,
    doThis: [
      suggestion !== undefined
        ? inferred(`Did you mean ${quoted(suggestion, 40)}?`)
        : written === '' ? inferred('Remove the extra slash.')
          : elsewhere === 'emulator' ? documented('Send it to the emulator: begin the target with {{emulatorBase}}.')
            : elsewhere === 'api' ? documented('Send it to the REST API: begin the target with {{apiBase}}.')
              : /^v\d+$/.test(written) ? inferred('Remove it: the base of the API ends in the version already.')
                : documented('Compare the path with the reference of the API.'),
    ],
    why: [observed('None of the known paths of the API has this piece in this place.'), inferred('A path that is newer than this tool would look the same.')],
    fixes: suggestion === undefined ? [] : [{ kind: 'edit', grade: 'likely', title: `Change to ${suggestion}`, edits: [{ kind: 'replace', part, text: suggestion }] }],
  };
}
