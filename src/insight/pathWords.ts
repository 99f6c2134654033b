import type { RequestEdit, RequestPart } from '../http/requestPart';
import { idLength, type IdCandidate, type IdShape, wordFor } from './blame/idText';
import type { Departure, PathProblem } from './blame/path';
import type { EntryExplanation, Fix, Statement } from './entry';
import { segmentPart, type RequestView } from './requestView';
import { documented, headline, inferred, listed, observed, quoted } from './say';

/** An edit with its title, and how sure it is. */
function edit(grade: 'certain' | 'likely', title: string, ...edits: readonly RequestEdit[]): Fix {
  return { kind: 'edit', grade, title, edits };
}

function problem(about: Omit<PathProblem, 'more' | 'fixes' | 'fix'> & Partial<Pick<PathProblem, 'more' | 'fixes'>>): PathProblem {
  const fixes = about.fixes ?? [];
  return { more: [], ...about, fixes, ...(fixes[0] && { fix: fixes[0] }) };
}

const first: RequestPart = { kind: 'path-segment', index: 0 };

/** @param withBase The first segments as they should be: `v2/projects`. @param exists Whether the API has the path then. */
export function baseMissing(withBase: string, exists: boolean): PathProblem {
  return problem({
    code: 'dt.404.base', part: first, name: '', weight: 'certain',
    headline: `"/${withBase.split('/').slice(0, -1).join('/')}" is missing at the start of the path`,
    doThis: documented(`Begin the path with /${withBase}.`),
    why: documented('All paths of the API begin with its version, v2.'),
    ...(exists && { more: [observed('With it, the path exists.')] }),
    fixes: [edit(exists ? 'certain' : 'likely', `Change to /${withBase}`, { kind: 'replace', part: first, text: withBase })],
  });
}

/** @param exists Whether the API has the path under its own version. */
export function otherVersion(written: string, exists: boolean): PathProblem {
  return problem({
    code: 'dt.404.base', part: first, name: written, weight: 'likely',
    headline: `the API has no version ${quoted(written, 24)}`,
    doThis: documented('Use v2, the version that is documented.'),
    why: documented('The documented paths begin with /v2.'),
    ...(exists && { more: [observed('With v2, the path exists.')] }),
    fixes: [edit(exists ? 'certain' : 'likely', 'Change to v2', { kind: 'replace', part: first, text: 'v2' })],
  });
}

/** @param exists Whether the API has the path without the second version. */
export function baseTwice(written: string, view: RequestView, exists: boolean): PathProblem {
  const part = segmentPart(view, 0);
  return problem({
    code: 'dt.404.base', part, name: written, weight: 'certain',
    headline: `the path has its version ${quoted(written, 24)} twice`,
    doThis: documented(`Remove the second /${written}: the base of the API ends in the version already.`),
    why: documented('The documented paths have the version once, at their start.'),
    ...(exists && { more: [observed('With one of them, the path exists.')] }),
    fixes: [edit(exists ? 'certain' : 'likely', `Remove /${written}`, { kind: 'remove', part })],
  });
}

/** Whether the emulator can have the device of a path: real ones have other ids. Without an id it may. Sources: Python client, samples. */
export function isEmulated(device: string | undefined): boolean {
  return device === undefined || device.startsWith('emu');
}

/** @param api The part of the API that has verb and path. @param device The id in the path, if there is one. */
export function otherApi(api: 'api' | 'emulator', view: RequestView, { device, hasVerb }: { readonly device: string | undefined; readonly hasVerb: boolean }): PathProblem {
  const name = nameOf(api);
  const base = api === 'emulator' ? '{{emulatorBase}}' : '{{apiBase}}';
  return problem({
    code: 'dt.404.emulator', part: segmentPart(view, view.relativePath.slice(1).split('/').length - 1), name: '', weight: 'certain',
    headline: hasVerb ? `only the ${name} has ${view.method.slice(0, 10)} at this path` : `only the ${name} has this path`,
    doThis: documented(`Send it to the ${name}: begin the target with ${base}, or write "# @host ${api}" above the request.`),
    why: documented(api === 'emulator' ? 'Emulated devices are created, published to and deleted by the emulator API, on a host of its own.' : 'The emulator API has nothing but emulated devices.'),
    // The emulator knows no other devices than its own.
    fixes: [edit(api === 'api' || isEmulated(device) ? 'certain' : 'likely', `Send it to the ${name}`, { kind: 'send-to', host: api })],
  });
}

/** A path of the version in which what is not released yet is tried out. */
export function unreleasedPath(): PathProblem {
  return problem({
    code: 'dt.404.path', part: first, name: 'v2alpha', weight: 'likely',
    headline: 'nothing is known of this path of v2alpha',
    doThis: inferred('Check path and ids. If the API has it in v2 by now, use that.'),
    why: documented('What is in v2alpha is not released, and subject to change.'),
  });
}

function nameOf(api: 'api' | 'emulator'): string {
  return api === 'emulator' ? 'emulator' : 'REST API';
}

/** A piece that no described path has in this place. */
export function unknownSegment({ index, written, suggestion }: Departure, view: RequestView): PathProblem {
  const part = segmentPart(view, index);
  const newer = inferred('A path that is newer than this tool would look the same.');
  if (written === '') {
    return problem({
      code: 'dt.404.path', part, name: '', weight: 'likely', more: [newer],
      headline: 'there is an empty piece in the path',
      doThis: inferred('Put in what belongs there (a variable may be empty), or remove the slash.'),
      why: observed('No known path of the API has an empty piece.'),
    });
  }
  return problem({
    code: 'dt.404.path', part, name: written, weight: 'likely', more: [newer],
    headline: `the API has no path with ${quoted(written, 24)} here`,
    doThis: suggestion === undefined ? documented('Compare the path with the reference of the API.') : inferred(`Did you mean ${quoted(suggestion, 40)}?`),
    why: observed('No known path of the API has this piece in this place.'),
    ...(suggestion !== undefined && { fixes: [edit('likely', `Change to ${suggestion}`, { kind: 'replace', part, text: suggestion })] }),
  });
}

/** What is to be known beside the verbs of a path. */
interface VerbFacts {
  /** They need a body that the verb as written has not. */
  readonly needsBody?: boolean;
  /** The other API, which has the verb there. */
  readonly other?: 'api' | 'emulator';
}

/** @param meant The same method as HTTP has it. */
export function inCapitals(written: string, meant: string): PathProblem {
  const part: RequestPart = { kind: 'method' };
  return problem({
    code: 'dt.501', part, name: written, weight: 'certain',
    headline: `the method is ${meant}, not ${quoted(written, 10)}`,
    doThis: documented(`Write ${meant} in capitals.`),
    why: documented('The names of methods are case-sensitive (RFC 9110), and sent as they are written.'),
    fixes: [edit('certain', `Change ${written} to ${meant}`, { kind: 'replace', part, text: meant })],
  });
}

/** @param verbs The verbs of the path. */
export function otherVerb(verbs: readonly string[], view: RequestView, { needsBody = false, other }: VerbFacts): PathProblem {
  // A browser asks so before it sends something else.
  const isQuestion = view.method === 'OPTIONS';
  const grade = verbs.length === 1 && !needsBody && !isQuestion && other === undefined ? 'certain' : 'likely';
  const part: RequestPart = { kind: 'method' };
  return problem({
    code: 'dt.501', part, name: view.method, weight: 'certain',
    headline: `this path takes ${listed(verbs, 'or')}, not ${quoted(view.method, 10)}`,
    doThis: documented(`Use ${listed(verbs, 'or')}${needsBody ? ', with a JSON body' : ''}${other === 'emulator' ? '; if you mean an emulated device, send it to the emulator' : ''}.`),
    why: documented('No other verb is known for this path.'),
    ...(other && { more: [documented(`The ${nameOf(other)} has ${view.method.slice(0, 10)} at this path.`)] }),
    fixes: [
      ...verbs.map((verb) => edit(grade, `Change ${view.method.slice(0, 20)} to ${verb}`, { kind: 'replace', part, text: verb })),
      ...(other ? [edit('likely', `Send it to the ${nameOf(other)}`, { kind: 'send-to', host: other })] : []),
    ],
  });
}

/** A whole resource name where the id of a `param` was due, written out over several segments from `start` on. */
export function wholeName(param: string, start: number, segments: readonly string[], view: RequestView): PathProblem {
  const before = segments.slice(0, start);
  return problem({
    code: 'dt.404.id-shape', part: segmentPart(view, start), name: segments[start] ?? '', weight: 'certain',
    headline: `a whole name stands where the ${wordFor(param)} id belongs`,
    doThis: observed(`Remove /${before.join('/').slice(0, 60)} in front of it: the name has all of its path.`),
    why: documented('The "name" of a resource is its path. An id is the last piece of that.'),
    fixes: [edit(start === 1 ? 'certain' : 'likely', `Remove /${before.join('/').slice(0, 60)}`, ...before.map((_, index) => ({ kind: 'remove', part: segmentPart(view, index) } as const)))],
  });
}

/** An id that does not look like one. */
export function illShapedId({ param, value, segment }: IdCandidate, { kind, id }: IdShape, view: RequestView): PathProblem {
  const word = wordFor(param);
  const part = segmentPart(view, segment);
  const isSure = kind !== 'unlike';
  const name = quoted(value, 20);
  return problem({
    code: 'dt.404.id-shape', part, name: param, weight: isSure ? 'certain' : 'likely',
    headline: kind === 'placeholder' ? `${name} is a placeholder, not a ${word} id`
      : kind === 'whole-name' ? `${name} is a whole name, not a ${word} id` : `${name} does not look like a ${word} id`,
    doThis: id === undefined ? observed(`Put a real ${word} id in place of ${name}.`) : inferred(id === value.toLowerCase() ? `Write it in lower case: ${id}.` : `Write the id alone: ${id}.`),
    why: documented(`Ids are ${idLength} lower-case letters and digits in all published samples${exceptions(param)}.`),
    more: [
      ...(isSure ? [] : [observed(`This one ${unlikeness(value)}.`), mayBeHidden(word)]),
    ],
    ...(id !== undefined && { fixes: [edit('likely', `Change to ${id}`, { kind: 'replace', part, text: id })] }),
  });
}

function exceptions(param: string): string {
  if (param === 'device') return ' ("emu" stands in front of those of emulated devices)';
  return param === 'member' ? ' (members who are people have numbers)' : '';
}

function unlikeness(value: string): string {
  return /^[a-z0-9]+$/.test(value) ? `has ${value.length} characters` : /[A-Z]/.test(value) ? 'has upper-case letters' : 'has other characters';
}

/** What a 404 never tells. */
export function mayBeHidden(word: string): Statement {
  return inferred(`The ${word} may be missing, or not visible to this account: the API does not tell which.`);
}

/** The explanation of an answer that came of a problem in the path. `status` begins the headline: `404 Not Found: `. */
export function explainPath(status: string, { headline: cause, part, doThis, why, more, fixes }: PathProblem): EntryExplanation {
  return { headline: headline(status + cause), part, doThis: [doThis], why: [why, ...more], fixes };
}
