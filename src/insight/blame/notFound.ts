import { findPath } from '../../api/description';
import type { RequestPart } from '../../http/requestPart';
import type { Facts, Failure } from '../entry';
import { perFailure } from '../perFailure';
import { unreleasedPath } from '../pathWords';
import { viewOf, type RequestView } from '../requestView';
import { containsWord, idCandidates, nameInText, wildcards, type IdCandidate } from './idText';
import { jsonBody, textValues } from './jsonTree';
import { idProblems, isDescribed, isUnreleased, pathProblems, unknownPath, type PathProblem } from './path';

/** What a 404 is most likely about, by the path alone and, where it helps, the API's message and what else is known. */
export type NotFoundBlame =
  /** The API has no such path, or it has it elsewhere. */
  | { readonly kind: 'path'; readonly problem: PathProblem }
  /** The id was looked for through all projects: `name` is where it is, if anywhere. */
  | { readonly kind: 'elsewhere'; readonly suspect: IdCandidate; readonly name?: string }
  /** This account created it moments ago. */
  | { readonly kind: 'propagation'; readonly suspect: IdCandidate; readonly ageMs: number }
  | { readonly kind: 'id-shape'; readonly problem: PathProblem }
  /** A method of a project's devices: the project is missing, never what the body names. */
  | { readonly kind: 'method-path'; readonly suspect: IdCandidate }
  /** What the body names: the API's text speaks of it, and of no id of the path. */
  | { readonly kind: 'body'; readonly value: string; readonly part: RequestPart }
  | { readonly kind: 'id'; readonly suspect: IdCandidate; readonly because: 'message' | 'only' | 'last'; readonly others: readonly IdCandidate[] }
  /** A described path without an id. */
  | { readonly kind: 'none' };

/** "A few seconds" until a new resource is visible, taken generously. */
const propagationMs = 30_000;

/** What the 404 is about; made once for each failure. */
export const notFoundBlame = perFailure((failure: Failure, facts: Facts): NotFoundBlame => {
  const view = viewOf(failure, facts);
  const problem = pathBlame(failure, facts);
  if (problem?.code === 'dt.404.id-shape') return { kind: 'id-shape', problem };
  return problem ? { kind: 'path', problem } : blameId(failure, facts, view);
});

/** Why the API has no such path, whatever status says so; undefined for one that it has. */
export const pathBlame = perFailure((failure: Failure, facts: Facts): PathProblem | undefined => {
  const view = viewOf(failure, facts);
  if (view.api !== 'api' && view.api !== 'emulator') return undefined;
  if (isUnreleased(view)) return unreleasedPath();
  return isDescribed(view) ? pathProblems(view).find(({ code }) => code === 'dt.404.emulator') : unknownPath(view, view.api);
});

function blameId(failure: Failure, facts: Facts, view: RequestView): NotFoundBlame {
  const candidates = idCandidates(view);
  const last = candidates.at(-1);
  if (!last) return { kind: 'none' };
  return known(candidates, failure, view, facts) ?? guessed(failure, view, candidates, last);
}

/** What was asked for, or what this account did itself. */
function known(candidates: readonly IdCandidate[], failure: Failure, view: RequestView, facts: Facts): NotFoundBlame | undefined {
  const sought = candidates.find(({ value }) => value === facts.whereabouts?.id);
  const named = nameInText(failure.body?.error, candidates);
  // The device is there; the text speaks of what belongs to it.
  const isAboutMore = sought !== undefined && named !== undefined && named.segment > sought.segment;
  if (sought && !isAboutMore) return { kind: 'elsewhere', suspect: sought, ...(facts.whereabouts?.name !== undefined && { name: facts.whereabouts.name }) };
  for (const suspect of [...candidates].reverse()) {
    const name = view.relativePath.slice(1).split('/').slice(0, suspect.segment + 1).join('/').replace(/:[^:/]*$/, '');
    const create = facts.recentCreates.find((item) => item.name === name && facts.now - item.at < propagationMs && facts.now >= item.at);
    if (create) return { kind: 'propagation', suspect, ageMs: facts.now - create.at };
  }
  return undefined;
}

function guessed(failure: Failure, view: RequestView, candidates: readonly IdCandidate[], last: IdCandidate): NotFoundBlame {
  const named = nameInText(failure.body?.error, candidates);
  const shapes = idProblems(view);
  const problem = named ? shapes.find(({ name }) => name === named.param) : shapes[0];
  if (problem) return { kind: 'id-shape', problem };
  if (candidates.length === 1 && isMethodOfDevices(view)) return { kind: 'method-path', suspect: last };
  const written = named ? undefined : valueInText(failure);
  if (written) return { kind: 'body', ...written };
  const suspect = named ?? nameInText(failure.body?.error, wildcards(view)) ?? last;
  const because = named ?? suspect.value === '-' ? 'message' : candidates.length === 1 ? 'only' : 'last';
  return { kind: 'id', suspect, because, others: candidates.filter((candidate) => candidate !== suspect) };
}

/** Texts of a body that are looked for. */
const mostTexts = 1000;

/** The one text of the body that the API's message quotes, by its last piece: `members/5331850252`. */
function valueInText({ body, exchange }: Failure): { readonly value: string; readonly part: RequestPart } | undefined {
  const message = body?.error?.slice(0, 2000).toLowerCase();
  if (message === undefined) return undefined;
  const found = textValues(jsonBody(exchange.request)?.root, mostTexts).flatMap(({ value, pointer }) => {
    const id = value.split('/').at(-1) ?? '';
    return id.length >= 4 && containsWord(message, id.toLowerCase()) ? [{ value: id, part: { kind: 'json', pointer, what: 'value' } as const }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

/** `…/devices:transfer`: a method of the collection, not of an item such as `…/{device}:stream`. The documentation speaks of these alone. */
function isMethodOfDevices(view: RequestView): boolean {
  const path = (view.endpoint?.endpoint ?? (view.api && findPath(view.api, view.relativePath)[0]?.endpoint))?.path ?? '';
  return /\/devices:[a-zA-Z]+$/.test(path);
}
