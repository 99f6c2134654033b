import { endpoints, findPath, type Endpoint } from '../../api/description';
import { rootSegments } from '../../api/roots';
import { nearest } from '../../base/nearest';
import type { Fix, Statement } from '../entry';
import { baseMissing, baseTwice, illShapedId, inCapitals, isEmulated, otherApi, otherVersion, otherVerb, unknownSegment, wholeName } from '../pathWords';
import type { RequestView } from '../requestView';
import { idCandidates, shapeOf } from './idText';
import type { Problem } from './problem';

/** What is wrong with a path or with its verb. */
export interface PathProblem extends Problem {
  readonly code: 'dt.404.path' | 'dt.404.base' | 'dt.404.emulator' | 'dt.404.id-shape' | 'dt.501';
  /** What else there is to say of the cause. */
  readonly more: readonly Statement[];
  /** All edits that may mend it, the best first: `fix` is that one. */
  readonly fixes: readonly Fix[];
}

/**
 * What in path and verb departs from the description; at most one problem but for ids, since whatever
 * stands behind an unknown piece cannot be judged. Only what the documentation rules out is `certain`:
 * a path may be newer than this tool.
 */
export function pathProblems(view: RequestView): readonly PathProblem[] {
  if (view.api !== 'api' && view.api !== 'emulator') return [];
  if (isUnreleased(view)) return [];
  const problem = isDescribed(view) ? verbProblem(view, view.api) : unknownPath(view, view.api);
  return problem ? [problem] : idProblems(view);
}

/** Parts of the API that are not released live there, and nothing of them is described. Source: Terraform provider. */
export function isUnreleased({ segments }: RequestView): boolean {
  return segments[0] === 'v2alpha';
}

/** Whether any verb of the path is described. */
export function isDescribed(view: RequestView): boolean {
  return view.api !== undefined && view.baseLength === view.expectedBase.length && findPath(view.api, view.relativePath).length > 0;
}

/** The ids of a described path that do not look like ids. */
export function idProblems(view: RequestView): readonly PathProblem[] {
  return idCandidates(view).flatMap((candidate) => {
    const shape = shapeOf(candidate.param, candidate.value);
    return shape ? [illShapedId(candidate, shape, view)] : [];
  });
}

/** A verb that the path does not have. */
function verbProblem(view: RequestView, api: 'api' | 'emulator'): PathProblem | undefined {
  const verbs = verbsOf(api, view.relativePath);
  if (hasVerb(api, view)) return undefined;
  const meant = meantMethod(view.method);
  if (meant !== undefined && hasVerb(api, { ...view, method: meant })) return inCapitals(view.method, meant);
  const other = otherOf(api);
  if (!verbsOf(other, view.relativePath).includes(view.method)) return otherVerb(verbs, view, { needsBody: needsBody(api, view) });
  const device = deviceIn(other, view);
  return other === 'api' || isEmulated(device) ? otherApi(other, view, { device, hasVerb: true }) : otherVerb(verbs, view, { other });
}

/** The method of HTTP that was meant where its letters are not all capitals: `GET` for `get`; undefined for any other. */
export function meantMethod(method: string): string | undefined {
  const capitals = method.toUpperCase();
  return capitals !== method && /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE)$/.test(capitals) ? capitals : undefined;
}

/** The device that a path of `api` names. */
function deviceIn(api: 'api' | 'emulator', view: RequestView): string | undefined {
  return findPath(api, view.relativePath)[0]?.params.get('device')?.value;
}

/** Whether every verb of the path wants a body, and the one that was written has none. */
function needsBody(api: 'api' | 'emulator', { hasBody, relativePath }: RequestView): boolean {
  return !hasBody && findPath(api, relativePath).every(({ endpoint }) => endpoint.requestBody);
}

/** The verbs of a path, in the order of the description; none for a path that is not described. */
function verbsOf(api: Endpoint['host'], relativePath: string): readonly string[] {
  return [...new Set(findPath(api, relativePath).map(({ endpoint }) => endpoint.method))];
}

/** HEAD is answered wherever GET is. */
function hasVerb(api: Endpoint['host'], { method, relativePath }: RequestView): boolean {
  return verbsOf(api, relativePath).includes(method === 'HEAD' ? 'GET' : method);
}

/** Why a path that is not described is none. */
export function unknownPath(view: RequestView, api: 'api' | 'emulator'): PathProblem {
  const base = baseProblem(view, api);
  if (base) return base;
  const other = otherOf(api);
  if (findPath(other, view.relativePath).length > 0) return otherApi(other, view, { device: deviceIn(other, view), hasVerb: hasVerb(other, view) });
  return wholeNameProblem(view, api) ?? unknownSegment(departure(api, view.relativePath), view);
}

function baseProblem(view: RequestView, api: 'api' | 'emulator'): PathProblem | undefined {
  const [first = '', ...rest] = view.segments.slice(view.baseLength);
  const exists = (segments: readonly string[]) => findPath(api, `/${segments.join('/')}`).length > 0;
  if (view.baseLength < view.expectedBase.length) {
    if (/^v\d/.test(first)) return otherVersion(first, exists(rest));
    return rootSegments.has(rootOf(first)) ? baseMissing([...view.expectedBase, first].join('/'), exists(view.segments)) : undefined;
  }
  return view.baseLength > 0 && first === view.expectedBase.at(-1) ? baseTwice(first, view, exists(rest)) : undefined;
}

function rootOf(segment: string): string {
  return segment.split(':')[0] ?? '';
}

/** `/projects/projects/abc/devices`: a whole resource name where an id was due. */
function wholeNameProblem(view: RequestView, api: Endpoint['host']): PathProblem | undefined {
  const segments = view.relativePath.slice(1).split('/');
  for (let start = 1; start < Math.min(segments.length - 1, deepestPath); start++) {
    const collection = segments[start - 1];
    if (!rootSegments.has(segments[start] ?? '')) continue;
    // Only a name of the kind that is due: `/organizations/projects/abc` may mean either.
    const param = findPath(api, `/${segments.slice(start).join('/')}`).flatMap(({ params }) => [...params]).find(([, { segment }]) => segments[start + segment - 1] === collection)?.[0];
    if (param !== undefined) return wholeName(param, start, segments, view);
  }
  return undefined;
}

/** Segments of the longest described path. */
const deepestPath = Math.max(...endpoints.map(({ path }) => path.split('/').length - 1));

function otherOf(api: 'api' | 'emulator'): 'api' | 'emulator' {
  return api === 'api' ? 'emulator' : 'api';
}

/** Where a path leaves all described paths, and what the API has there instead. */
export interface Departure {
  /** Of the path after the base. */
  readonly index: number;
  readonly written: string;
  readonly suggestion?: string;
}

/** Where a path leaves every described path of `api`. */
export function departure(api: Endpoint['host'], relativePath: string): Departure {
  const segments = relativePath.replace(/^\//, '').split('/');
  const paths = [...new Set(endpoints.filter((endpoint) => endpoint.host === api).map((endpoint) => endpoint.path))];
  let index = 0;
  let candidates = new Set<string>();
  for (const path of paths) {
    const { depth, expected } = follow(path.slice(1).split('/'), segments);
    if (depth > index) [index, candidates] = [depth, new Set()];
    if (depth === index && expected !== undefined) candidates.add(expected);
  }
  index = Math.min(index, segments.length - 1);
  const written = segments[index] ?? '';
  const suggestion = written === '' ? undefined : nearest(written, candidates);
  return { index, written, ...(suggestion !== undefined && { suggestion }) };
}

/** How many segments fit, and what the path would have next (parameters filled with what was written). */
function follow(expected: readonly string[], written: readonly string[]): { depth: number; expected?: string } {
  for (const [depth, want] of expected.entries()) {
    const have = written[depth];
    if (have === undefined) return { depth };
    const isLast = depth === expected.length - 1;
    if (!fits(want, have)) return { depth, expected: want.replace(/^\{.+?\}/, have.replace(/:[^:]*$/, '')) };
    if (isLast) return { depth: depth + 1 };
  }
  return { depth: expected.length };
}

function fits(want: string, have: string): boolean {
  const [wantName = '', wantVerb] = want.split(':');
  const colon = have.lastIndexOf(':');
  const [haveName, haveVerb] = colon < 0 ? [have, undefined] : [have.slice(0, colon), have.slice(colon + 1)];
  if (wantVerb !== haveVerb) return false;
  return wantName.startsWith('{') ? haveName !== '' : wantName === haveName;
}
