import { holds, type Span } from '../../../base/text';
import { textOf } from '../../syntax/queries';
import { roles } from '../../../api/roles';
import type { Authoring } from '../authoring';
import { writtenTarget } from '../writtenTarget';
import { openReferenceAt } from '../openReference';
import type { Completion, CompletionPlace, CompletionSource } from './completion';
import { firstSentence, shortTitle } from '../apiFacts';
import { beside, endpointText } from './described';
import { firstOf, kindNamed, loadNamesRow, resolvedText, resourceRows, valuesAt, variableRows, type VariablesFor, variablesFor } from './idRows';
import { baseOfHost, ofMethod, parameterOf, type Pattern, patterns } from './patterns';
import { tabStops } from './exampleBody';
import { isWords } from './places';
import { targetSnippet } from './requestSnippet';

/** A path in which somebody types. */
interface PathPlace extends CompletionPlace {
  readonly known: Authoring;
  /** As written; undefined: GET, unless another one is meant. */
  readonly method: string | undefined;
  /** Endpoints that the path may still become. */
  readonly open: readonly Pattern[];
  /** Number of the segment at the cursor. */
  readonly index: number;
  /** The segment without its custom method, and with it. */
  readonly name: Span;
  readonly whole: Span;
  /** Set where the path has no slash at its start yet: it goes in front of the segment. */
  readonly slash: '' | '/';
  /** Whether segments follow already. */
  readonly isInside: boolean;
  /** Resource name of what the path names so far, e.g. `projects/c4f5…`. */
  readonly parent: string | undefined;
  readonly variables: VariablesFor;
}

/** Paths of the API: the next segment, its custom methods, ids, then what may follow as a whole. */
export const pathCompletions: CompletionSource = (place, known) => {
  const { block, line, offset, file } = place;
  if (line.kind !== 'request-line' || !block.request || openReferenceAt(file, offset) || isWords(place, line)) return [];
  const { target, method } = line;
  if (offset < target.start || (method && offset <= method.end) || (offset > target.end && target.end > target.start)) return [];
  const valueOf = valuesAt(place, known);
  const written = writtenTarget(file, block, valueOf);
  if (written?.api === undefined || !holds(written.path, offset)) return [];
  const blank = /\s/.exec(textOf(file, { start: target.start, end: offset }).replace(/\{\{.*?\}\}/g, (each) => 'x'.repeat(each.length)));
  if (blank) return [];
  const index = written.segments.findIndex((span) => holds(span, offset));
  const segment = written.segments[index];
  if (!segment) return [];
  const whole = { start: segment.start, end: segment.start + wordLength(textOf(file, segment)) };
  const texts = written.segments.map((span) => textOf(file, span));
  const ofHost = patterns.filter(({ endpoint }) => endpoint.host === written.api);
  const methodText = method && textOf(file, method);
  const open = ofMethod(ofHost, methodText).filter((pattern) => fits(pattern, texts, index));
  const at: PathPlace = {
    ...place, known, method: methodText, open, index, whole, name: withoutVerb(file.text, whole),
    slash: file.text[written.path.start] === '/' ? '' : '/',
    isInside: index < texts.length - 1,
    parent: parentOf(texts, index, (text) => resolvedText(text, valueOf)),
    variables: variablesFor(place, known),
  };
  return offset > at.name.end ? verbRows(at) : segmentRows(at, target.start === target.end);
};

/** A blank ends a path, unless it is in a reference. */
function wordLength(segment: string): number {
  return /^(?:\{\{.*?\}\}|\S)*/.exec(segment)?.[0].length ?? 0;
}

/** Whether the written segments, but for the one at the cursor, are those of a pattern. */
function fits({ segments }: Pattern, written: readonly string[], index: number): boolean {
  if (segments.length <= index) return false;
  const isEnd = index === written.length - 1;
  if (!isEnd && segments.length !== written.length) return false;
  return segments.every((segment, at) => {
    const text = written[at];
    if (at === index || text === undefined) return true;
    return parameterOf(segment) === undefined ? text.replace(/:.*$/, '') === segment : text !== '';
  });
}

function withoutVerb(text: string, { start, end }: Span): Span {
  const segment = text.slice(start, end).replace(/\{\{.*?\}\}/g, (each) => 'x'.repeat(each.length));
  const colon = segment.lastIndexOf(':');
  return { start, end: colon < 0 ? end : start + colon };
}

function parentOf(texts: readonly string[], index: number, resolved: (text: string) => string | undefined): string | undefined {
  const [collection, id] = texts;
  if (index < 2 || id === undefined || id === '-') return undefined;
  const value = resolved(id);
  return value === undefined || value === '-' ? undefined : `${collection ?? ''}/${value}`;
}

/** After the colon. */
function verbRows({ file, open, index, name, whole, offset, isInside, method, block }: PathPlace): readonly Completion[] {
  const span = { start: name.end + 1, end: whole.end };
  if (isInside || offset < span.start) return [];
  const written = file.text.slice(name.start, name.end);
  const here = open.filter(({ segments, verb }) => verb !== '' && segments.length === index + 1 && (parameterOf(segments[index] ?? '') !== undefined || segments[index] === written));
  return here.map((pattern) => ({ ...described(pattern, 'path', pattern.verb, span), ...methodFor([pattern], { method, block, name }) }));
}

/** @param isEmpty Whether nothing of the target is written yet. */
function segmentRows(place: PathPlace, isEmpty: boolean): readonly Completion[] {
  const { open, index, isInside } = place;
  const next = new Map<string, readonly Pattern[]>();
  for (const pattern of open) {
    const key = pattern.segments[index] ?? '';
    next.set(key, [...(next.get(key) ?? []), pattern]);
  }
  const parameters = [...next.keys()].flatMap((key) => parameterOf(key) ?? []);
  const literals = [...next].filter(([key]) => parameterOf(key) === undefined);
  const segment = place.file.text.slice(place.whole.start, place.whole.end);
  // Of a hole that is selected only what may fill it.
  if (parameters.includes(segment)) return [...valueRows(place, parameters, `${segment} `), ...loadRow(place, parameters, segment)];
  return [
    ...valueRows(place, parameters),
    ...literals.map(([key, patternsOfKey]) => literalRow(place, key, patternsOfKey)),
    ...parameters.map((name) => holeRow(place, name)),
    ...(parameters.includes('project') && open.some(takesAllProjects) ? [allProjects(place)] : []),
    ...(isInside ? [] : [...verbsAtOnce(place), ...restRows(place), ...(isEmpty ? otherHosts(place) : [])]),
    ...(place.name.start === place.name.end ? loadRow(place, parameters, '') : []),
  ];
}

function loadRow({ known, name: span }: PathPlace, parameters: readonly string[], written: string): readonly Completion[] {
  const kind = parameters.map(kindNamed).find((each) => each !== undefined);
  return loadNamesRow(known, kind, span, written);
}

function takesAllProjects({ endpoint: { pathParams } }: Pattern): boolean {
  return pathParams.some(({ name, wildcard }) => name === 'project' && wildcard !== undefined);
}

function allProjects({ slash, name: span }: PathPlace): Completion {
  return { kind: 'value', label: '-', description: 'All projects', span, ...(slash !== '' && { insert: `${slash}-` }) };
}

/** What may stand for a parameter. */
function valueRows(place: PathPlace, parameters: readonly string[], filterPrefix = ''): readonly Completion[] {
  const { known, variables, name: span, parent, slash } = place;
  const rows = parameters.flatMap((name): readonly Completion[] => {
    const kind = kindNamed(name);
    const isOfProject = name === 'device' || name === 'dataconnector' || name === 'serviceaccount';
    return [
      ...variableRows(variables, name, span),
      ...(kind === undefined ? [] : resourceRows(known, kind, span, { parent: isOfProject ? parent : undefined })),
      ...(name === 'role' ? roles.map((role): Completion => ({ kind: 'value', label: role.name, description: role.displayName, span })) : []),
      ...(name === 'label' ? labelRows(place) : []),
    ];
  });
  const filtered = filterPrefix === '' ? rows : rows.map((row) => ({ ...row, filter: filterPrefix + (row.filter ?? row.label) }));
  return slash === '' ? filtered : filtered.map((row) => ({ ...row, insert: slash + (row.insert ?? row.label) }));
}

/** Labels that the device of the path was seen to have. */
function labelRows({ known, file, block, name: span }: PathPlace): readonly Completion[] {
  const device = writtenTarget(file, block)?.segments[3];
  const found = device && known.resources.byId(textOf(file, device));
  return Object.entries(found?.labels ?? {}).map(([label, value]) => ({ kind: 'value', label, description: value, span, insert: encodeURIComponent(label) }));
}

/** Goes on by itself where there is nothing but what is inside. */
function literalRow(place: PathPlace, key: string, ofKey: readonly Pattern[]): Completion {
  const { index, slash, isInside, name: span } = place;
  const ending = ofKey.filter(({ segments, verb }) => segments.length === index + 1 && verb === '');
  const goesOn = !isInside && ofKey.every(({ segments }) => segments.length > index + 1);
  const [only] = ending;
  const row: Completion = {
    kind: 'path',
    label: slash + key,
    span,
    ...(only && { ...beside(slash + key, shortTitle(only.endpoint)), documentation: ending.map(({ endpoint }) => endpointText(endpoint)).join('\n\n---\n\n') }),
    ...(goesOn && { insert: `${slash}${key}/`, continues: true }),
  };
  return isInside ? row : { ...row, ...methodFor(ending, place) };
}

/** A hole with the parameter's name. */
function holeRow({ open, slash, name: span, index }: PathPlace, name: string): Completion {
  const ending = open.find(({ segments, verb }) => segments.length === index + 1 && verb === '');
  const { endpoint } = ending ?? open[0] ?? {};
  const text = endpoint?.pathParams.find((each) => each.name === name)?.description;
  return {
    kind: 'parameter',
    label: `${slash}{${name}}`,
    span,
    insert: `${slash}${tabStops().text(name)}`,
    isSnippet: true,
    ...(text !== undefined && { description: firstSentence(text) }),
    ...(ending && { documentation: endpointText(ending.endpoint) }),
  };
}

/** `devices:stream` beside `devices`. */
function verbsAtOnce(place: PathPlace): readonly Completion[] {
  return place.open.filter(({ segments, verb }) => verb !== '' && segments.length === place.index + 1).map((pattern) => rest(place, pattern));
}

/** Whole remainders of paths, for who knows where to go. */
function restRows(place: PathPlace): readonly Completion[] {
  return unique(place.open.filter(({ segments }) => segments.length > place.index + 1)).map((pattern) => rest(place, pattern));
}

function rest(place: PathPlace, pattern: Pattern): Completion {
  const { index, slash, whole, variables } = place;
  const { endpoint, verb } = pattern;
  const segments = pattern.segments.slice(index);
  const label = `${slash}${segments.join('/')}${verb === '' ? '' : `:${verb}`}`;
  const here = { verb, segments, endpoint: { ...endpoint, host: 'api' as const } };
  const insert = targetSnippet(here, tabStops(), firstOf(variables)).slice(slash === '' ? 1 : 0);
  return { ...described(pattern, segments.length > 1 ? 'endpoint' : 'path', label, whole), insert, isSnippet: true, ...methodFor([pattern], place) };
}

/** Endpoints that live elsewhere, with what names their host. */
function otherHosts(place: PathPlace): readonly Completion[] {
  const others = ofMethod(patterns, place.method).filter(({ endpoint }) => endpoint.host !== place.open[0]?.endpoint.host);
  return unique(others).map((pattern) => {
    const { endpoint } = pattern;
    const insert = targetSnippet(pattern, tabStops(), () => undefined);
    return { ...described(pattern, 'endpoint', baseOfHost(endpoint.host) + endpoint.path, place.whole), insert, isSnippet: true, ...methodFor([pattern], place) };
  });
}

/** Of verbs of the same path the first. */
function unique(all: readonly Pattern[]): readonly Pattern[] {
  return all.filter(({ endpoint }, index) => all.findIndex((other) => other.endpoint.path === endpoint.path && other.endpoint.host === endpoint.host) === index);
}

function described({ endpoint }: Pattern, kind: Completion['kind'], label: string, span: Span): Completion {
  return { kind, label, ...beside(label, shortTitle(endpoint)), documentation: endpointText(endpoint), span };
}

/** Where no method is written it is GET: a path that takes another one brings that along. */
function methodFor(ending: readonly Pattern[], { method, block, name }: Pick<PathPlace, 'method' | 'block' | 'name'>): Pick<Completion, 'also'> {
  const [only, ...others] = ending;
  const start = block.request?.line.target.start;
  if (method !== undefined || !only || others.length > 0 || only.endpoint.method === 'GET' || start === undefined || start >= name.start) return {};
  return { also: [{ span: { start, end: start }, newText: `${only.endpoint.method} ` }] };
}
