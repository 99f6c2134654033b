import type { RequestEdit } from '../http/requestPart';
import { entryByCode } from '../insight/lookUp';
import { foresee, type Foreseen } from '../insight/foresee';
import type { Forecast, Foreseeing } from '../language/features/diagnostics/foreseen';
import { endpointOf, hostKindOf, type SandboxAddress } from './facts';
import type { Rights } from './rights';

/** Characters of a headline and an advice together that are still read at a glance. */
const longestAdvice = 160;

/**
 * What DT's API would most likely answer to a request, by the catalogue; nothing for other hosts.
 *
 * @param now Wall clock, milliseconds since 1970 UTC. 0: no pasted token has ended.
 * @param sandbox Of the one that runs. Default: none does.
 * @param rights Of the accounts. Default: nothing is known of them.
 */
export function foreseeingAt(now: number, sandbox?: SandboxAddress, rights?: Rights): Foreseeing {
  return (request, sending) => {
    const hostKind = hostKindOf(request, sandbox);
    if (hostKind !== 'api' && hostKind !== 'emulator' && hostKind !== 'sandbox') return [];
    const endpoint = endpointOf(request, sandbox);
    const own = rights?.of(sending.account, hostKind === 'sandbox', sending.isBased);
    return causes(foresee(request, { hostKind, now, isUnsigned: sending.isUnsigned, ...(endpoint && { endpoint }), ...(own && { rights: own }) })).map(forecastOf);
  };
}

/** Without what only follows: where a name is misspelt, the right one is missing because of that. */
function causes(all: readonly Foreseen[]): readonly Foreseen[] {
  if (all.length < 2) return all;
  const edits = ({ fixes }: Foreseen) => fixes.flatMap((fix) => fix.edits);
  const meant = new Set(all.flatMap(edits).flatMap(renamed));
  return all.filter((each) => !edits(each).some((edit) => added(edit).some((name) => meant.has(name))));
}

/** The name that an edit corrects, with the place where it stands. */
function renamed(edit: RequestEdit): readonly string[] {
  if (edit.kind !== 'replace') return [];
  const { part, text } = edit;
  if (part.kind === 'query' && part.what === 'name') return [`?${text}`];
  return part.kind === 'json' && part.what === 'name' ? [`${part.pointer.replace(/[^/]*$/, '')}${text}`] : [];
}

/** The names that would serve as well as the one that an edit adds. */
function added(edit: RequestEdit): readonly string[] {
  if (edit.kind === 'add-query') return [`?${edit.name}`];
  if (edit.kind !== 'add-json') return [];
  // A change of labels needs one of the two.
  const names = edit.name === 'addLabels' ? ['addLabels', 'removeLabels'] : [edit.name];
  return names.map((name) => `${edit.pointer}/${name}`);
}

function forecastOf({ code, severity, headline, doThis, why, part, fixes }: Foreseen): Forecast {
  const entry = entryByCode(code);
  return {
    code,
    severity,
    headline,
    doThis,
    why,
    part,
    // It is marked on the last piece, and said of verb and path.
    ...(code === 'dt.404.emulator' && { about: { kind: 'path' } as const }),
    ...(entry?.status !== undefined && { status: entry.status }),
    ...(headline.length + doThis.text.length <= longestAdvice && { advice: doThis.text }),
    fixes: fixes.map(({ grade, title, edits }) => ({ title, isCertain: grade === 'certain', edits })),
  };
}
